//! What a revision holds: folders, files and links, those of submodules too; what git ignores; what moved since.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::git::{git, records};
use crate::files::{Disk, Files, relative};

/// How deep submodules may lie inside each other.
const DEEPEST: usize = 16;

/// All that a revision holds.
#[derive(Default)]
pub(super) struct Tree {
    folders: BTreeMap<PathBuf, BTreeMap<String, Node>>,
    /// What git ignores: files, and folders with all they hold.
    ignored: Vec<PathBuf>,
    /// The repository and its submodules.
    pub(super) repositories: Vec<PathBuf>,
    /// How many files have names that are not Unicode.
    pub(super) unnamed: usize,
}

/// What stands under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Folder,
    File(Blob),
    Link(Blob),
}

/// The name of some bytes in git, and which repository has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Blob {
    pub(super) repository: usize,
    pub(super) name: String,
}

impl Tree {
    /// What a commit holds.
    pub(super) fn read(repository: &Path, commit: &str) -> Result<Self, String> {
        let mut tree = Self::default();
        tree.add(repository, commit)?;
        Ok(tree)
    }

    fn add(&mut self, repository: &Path, commit: &str) -> Result<(), String> {
        let listing = git(repository, &["ls-tree", "-r", "-z", "--full-tree", commit])
            .map_err(|reason| format!("git does not have all of {commit} here, which has to be fetched: {reason}"))?;
        let ignored = ["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory"];
        let ignored = git(repository, &ignored)?;
        self.ignored.extend(records(&ignored).map(|path| repository.join(path.trim_end_matches('/'))));
        let at = self.repositories.len();
        self.repositories.push(repository.to_path_buf());
        self.unnamed += listing.split(|byte| *byte == 0).filter(|record| std::str::from_utf8(record).is_err()).count();
        for record in records(&listing) {
            // `100644 blob <name>\t<path>`
            let Some((about, path)) = record.split_once('\t') else { continue };
            let mut words = about.split(' ');
            let (Some(mode), Some(kind), Some(name)) = (words.next(), words.next(), words.next()) else { continue };
            let path = repository.join(path);
            let blob = Blob { repository: at, name: name.to_owned() };
            match (kind, mode) {
                ("commit", _) => {
                    self.submodule(&path, name)?;
                    self.insert(path, Node::Folder);
                }
                (_, "120000") => self.insert(path, Node::Link(blob)),
                _ => self.insert(path, Node::File(blob)),
            }
        }
        Ok(())
    }

    /// A submodule. One that was never fetched holds nothing, neither then nor now.
    fn submodule(&mut self, folder: &Path, commit: &str) -> Result<(), String> {
        let holds_something = || folder.read_dir().is_ok_and(|mut entries| entries.next().is_some());
        if folder.join(".git").exists() && self.repositories.len() < DEEPEST {
            let about = |reason| format!("the submodule {}: {reason}", folder.display());
            return self.add(folder, commit).map_err(about);
        }
        match holds_something() {
            true => Err(format!("{} was a submodule, and git no longer has what it held", folder.display())),
            false => Ok(()),
        }
    }

    fn insert(&mut self, mut path: PathBuf, mut node: Node) {
        let Some(repository) = self.repositories.first().cloned() else { return };
        while let (Some(folder), Some(name)) = (path.parent(), path.file_name()) {
            if !folder.starts_with(&repository) {
                break;
            }
            let is_new = !self.folders.contains_key(folder);
            let name = name.to_string_lossy().into_owned();
            self.folders.entry(folder.to_path_buf()).or_default().insert(name, node);
            if !is_new {
                break;
            }
            (path, node) = (folder.to_path_buf(), Node::Folder);
        }
    }

    pub(super) fn node(&self, path: &Path) -> Option<&Node> {
        self.folders.get(path.parent()?)?.get(path.file_name()?.to_str()?)
    }

    pub(super) fn folder(&self, path: &Path) -> Option<&BTreeMap<String, Node>> {
        self.folders.get(path)
    }

    pub(super) fn holds(&self, path: &Path) -> bool {
        self.folders.contains_key(path) || self.node(path).is_some()
    }

    pub(super) fn is_ignored(&self, path: &Path) -> bool {
        self.ignored.iter().any(|ignored| path.starts_with(ignored))
    }

    /// The names in a folder that git ignores.
    pub(super) fn ignored_in(&self, folder: &Path) -> impl Iterator<Item = &str> {
        let here = self.ignored.iter().filter(move |path| path.parent() == Some(folder));
        here.filter_map(|path| path.file_name()?.to_str())
    }

    /// Where files are now that git has under another name, and folders of which nothing is left where they were.
    pub(super) fn moved_since(&self, repository: &Path, commit: &str, disk: &Disk) -> BTreeMap<String, String> {
        let words = ["diff-index", "--cached", "--find-renames", "--diff-filter=R", "--name-status", "-z", commit];
        // Bytes that it would compare may be missing; then nothing moved as far as anybody can tell.
        let output = git(repository, &words).unwrap_or_default();
        let records: Vec<&str> = records(&output).collect();
        let mut moved = BTreeMap::new();
        for renamed in records.chunks_exact(3) {
            let (before, after) = (Path::new(renamed[1]), Path::new(renamed[2]));
            moved.insert(renamed[1].to_owned(), renamed[2].to_owned());
            let (Some(folder), Some(now)) = (before.parent(), after.parent()) else { continue };
            let there = repository.join(folder);
            let is_file_left = |(name, node): (&String, &Node)| *node != Node::Folder && disk.exists(&there.join(name));
            if folder != now && !self.folders.get(&there).into_iter().flatten().any(is_file_left) {
                moved.entry(relative(folder, Path::new(""))).or_insert_with(|| relative(now, Path::new("")));
            }
        }
        moved
    }
}
