//! Who calls whom, and who is called by nobody: the roots. Folders are numbers here.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use foldhash::fast::RandomState;

use super::folders::FolderSet;
use super::{Discovery, Folder, automatic_files};
use crate::files::Files;

/// Folders, known or only called, and whom each calls.
struct Calls<'a> {
    paths: Vec<&'a Path>,
    /// What is known of each; nothing of what is only called.
    folders: Vec<Option<&'a Folder>>,
    called: Vec<Vec<usize>>,
}

impl<'a> Calls<'a> {
    fn of(discovery: &'a Discovery) -> Self {
        let (mut paths, folders): (Vec<&Path>, Vec<&Folder>) = discovery.folders.iter().unzip();
        let mut numbers: HashMap<&OsStr, usize, RandomState> =
            paths.iter().enumerate().map(|(number, path)| (path.as_os_str(), number)).collect();
        let mut number_of = |path: &'a PathBuf| {
            *numbers.entry(path.as_os_str()).or_insert_with(|| {
                paths.push(path);
                paths.len() - 1
            })
        };
        let mut called: Vec<Vec<usize>> =
            folders.iter().map(|folder| folder.calls.iter().map(&mut number_of).collect()).collect();
        called.resize(paths.len(), Vec::new());
        let mut folders: Vec<Option<&Folder>> = folders.into_iter().map(Some).collect();
        folders.resize(paths.len(), None);
        Self { paths, folders, called }
    }

    /// Which folders are meant, or lead to such a one by calls.
    fn leading_to(&self, is_meant: impl Fn(&Folder) -> bool) -> Vec<bool> {
        let mut callers: Vec<Vec<usize>> = vec![Vec::new(); self.paths.len()];
        for (caller, called) in self.called.iter().enumerate() {
            called.iter().for_each(|called| callers[*called].push(caller));
        }
        let mut leading = vec![false; self.paths.len()];
        let meant = self.folders.iter().map(|folder| folder.is_some_and(&is_meant));
        for (number, _) in meant.enumerate().filter(|(_, is_meant)| *is_meant) {
            mark_from(number, &callers, &mut leading);
        }
        leading
    }

    /// Marks a folder and all that it leads to.
    fn reach(&self, from: usize, reached: &mut [bool]) {
        mark_from(from, &self.called, reached);
    }

    /// A folder and all that it leads to.
    fn reached_from(&self, from: usize) -> impl Iterator<Item = &'a Path> {
        let mut reached = vec![false; self.paths.len()];
        self.reach(from, &mut reached);
        self.paths.iter().zip(reached).filter_map(|(path, is_reached)| is_reached.then_some(*path))
    }
}

/// Marks a number and all that others lead to from it.
fn mark_from(from: usize, next: &[Vec<usize>], marked: &mut [bool]) {
    let mut waiting = vec![from];
    while let Some(number) = waiting.pop() {
        if !std::mem::replace(&mut marked[number], true) {
            waiting.extend(&next[number]);
        }
    }
}

impl Discovery {
    /// Folders that speak of Kafka, and all that lead to them by calls: what a root may hand to programs.
    pub fn leading_to_kafka(&self) -> FolderSet {
        let calls = Calls::of(self);
        let leading = calls.leading_to(|folder| folder.mentions_msk || folder.mentions_kafka);
        calls.paths.iter().zip(leading).filter_map(|(path, leads)| leads.then_some(*path)).collect()
    }

    /// The folders to evaluate: of those that lead to MSK, or of `everything`, the ones that nobody calls. In a circle of
    /// calls the first is taken.
    pub fn roots(&self, everything: bool, files: &dyn Files) -> Vec<PathBuf> {
        let calls = Calls::of(self);
        let candidates = calls.leading_to(|folder| everything || folder.mentions_msk);
        let candidates: Vec<usize> = (0..candidates.len()).filter(|number| candidates[*number]).collect();
        let mut is_called = vec![false; calls.paths.len()];
        candidates.iter().flat_map(|number| &calls.called[*number]).for_each(|called| is_called[*called] = true);
        let is_root =
            |number: &usize| !is_called[*number] || !automatic_files(calls.paths[*number], None, files).is_empty();
        let mut roots: Vec<usize> = candidates.iter().copied().filter(is_root).collect();
        let mut reached = vec![false; calls.paths.len()];
        roots.iter().for_each(|root| calls.reach(*root, &mut reached));
        for number in candidates {
            if !reached[number] {
                roots.push(number);
                calls.reach(number, &mut reached);
            }
        }
        roots.retain(|root| self.is_asked_for(*root, &calls));
        roots.into_iter().map(|root| calls.paths[root].to_path_buf()).collect()
    }

    /// Whether a root is, or calls, something that the user named, and is not left out.
    fn is_asked_for(&self, root: usize, calls: &Calls<'_>) -> bool {
        let is_named = |folder: &Path| {
            self.files_folders.contains(folder) || self.selected.iter().any(|selected| folder.starts_with(selected))
        };
        let path = calls.paths[root];
        (self.every_root || is_named(path) || calls.reached_from(root).any(is_named))
            && !self.exclude.is_excluded(path, &self.selected)
    }
}
