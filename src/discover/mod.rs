//! What there is to lint: folders with Terraform code, which of them hold something of MSK, and who calls whom.

mod scan;
mod variables;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::files::{self, Files};

pub use variables::{VariableFiles, variable_files};

/// How to look.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Glob patterns, relative to the boundary, of what is left out.
    pub exclude: Vec<String>,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Discovery {
    /// Folders with Terraform code.
    pub folders: BTreeMap<PathBuf, Folder>,
    /// Files that could not be read.
    pub unread: Vec<Unread>,
    /// Number of files scanned.
    pub files_scanned: usize,
    /// What the user named, and the folder that display paths are relative to.
    selected: Vec<PathBuf>,
    current_folder: PathBuf,
}

/// A folder with Terraform code.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Folder {
    /// Whether a file speaks of MSK.
    pub mentions_msk: bool,
    /// Folders of the local modules that its files call, inside the boundary.
    pub calls: BTreeSet<PathBuf>,
    /// Whether it looks like a module for others: it declares variables, and neither a backend nor a provider.
    pub looks_called: bool,
}

/// A file that could not be read.
#[derive(Debug)]
pub struct Unread {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub reason: String,
}

/// Scans the paths; and the rest of the boundary where modules seem to be called from outside the paths.
pub fn discover(
    paths: &[PathBuf],
    boundary: &Path,
    current_folder: &Path,
    options: &Options,
    files: &dyn Files,
) -> Discovery {
    // A file stands for its whole folder, as Terraform has it.
    let folders: Vec<PathBuf> =
        paths.iter().map(|path| if files.exists(path) { parent(path) } else { path.clone() }).collect();
    let mut discovery = scan_all(&folders, boundary, options, files);
    let is_everything = folders.iter().any(|folder| folder == boundary);
    let has_orphans = discovery.msk_folders().any(|(path, folder)| folder.looks_called && !discovery.is_called(path));
    if !is_everything && has_orphans {
        let rest = scan_all(&[boundary.to_path_buf()], boundary, options, files);
        discovery.files_scanned = rest.files_scanned;
        for (path, folder) in rest.folders {
            discovery.folders.entry(path).or_insert(folder);
        }
    }
    discovery.selected = paths.to_vec();
    discovery.current_folder = current_folder.to_path_buf();
    discovery
}

fn parent(path: &Path) -> PathBuf {
    path.parent().unwrap_or(path).to_path_buf()
}

fn scan_all(folders: &[PathBuf], boundary: &Path, options: &Options, files: &dyn Files) -> Discovery {
    let found = walk::walk(folders, boundary, &options.exclude, files);
    let mut discovery = Discovery { files_scanned: found.len(), ..Discovery::default() };
    for file in found {
        let folder = parent(&file.path);
        let entry = discovery.folders.entry(folder.clone()).or_default();
        match file.scan {
            Ok(scan) => {
                entry.mentions_msk |= scan.mentions_msk;
                entry.looks_called |= scan.declares_variables;
                let called = scan.calls.iter().map(|source| files::normalize(&folder.join(source)));
                entry.calls.extend(called.filter(|called| called.starts_with(boundary) && *called != folder));
            }
            Err(reason) => discovery.unread.push(Unread { path: file.path, reason }),
        }
    }
    for (folder, entry) in &mut discovery.folders {
        let is_applied = !variable_files(folder, files).automatic.is_empty();
        entry.looks_called &= entry.mentions_msk && !is_applied;
    }
    discovery
}

impl Discovery {
    /// Folders that speak of MSK.
    pub fn msk_folders(&self) -> impl Iterator<Item = (&PathBuf, &Folder)> {
        self.folders.iter().filter(|(_, folder)| folder.mentions_msk)
    }

    fn is_called(&self, path: &Path) -> bool {
        self.folders.values().any(|folder| folder.calls.contains(path))
    }

    /// Folders that speak of MSK, and all that lead to them by calls.
    pub fn leading_to_msk(&self) -> BTreeSet<PathBuf> {
        let mut callers: BTreeMap<&PathBuf, Vec<&PathBuf>> = BTreeMap::new();
        for (path, folder) in &self.folders {
            for called in &folder.calls {
                callers.entry(called).or_default().push(path);
            }
        }
        let mut leading: BTreeSet<PathBuf> = BTreeSet::new();
        let mut waiting: Vec<&PathBuf> = self.msk_folders().map(|(path, _)| path).collect();
        while let Some(path) = waiting.pop() {
            if leading.insert(path.clone()) {
                waiting.extend(callers.get(path).into_iter().flatten());
            }
        }
        leading
    }

    /// The folders to evaluate: of those that lead to MSK (or of all), the ones that nobody calls. In a circle of calls
    /// the first is taken.
    pub fn roots(&self, everything: bool, files: &dyn Files) -> Vec<PathBuf> {
        let candidates: BTreeSet<PathBuf> =
            if everything { self.folders.keys().cloned().collect() } else { self.leading_to_msk() };
        let called: BTreeSet<&PathBuf> = self
            .folders
            .iter()
            .filter(|(path, _)| candidates.contains(*path))
            .flat_map(|(_, folder)| &folder.calls)
            .collect();
        let is_root = |path: &&PathBuf| !called.contains(*path) || !variable_files(path, files).automatic.is_empty();
        let mut roots: Vec<PathBuf> = candidates.iter().filter(is_root).cloned().collect();
        let mut reached = BTreeSet::new();
        roots.iter().for_each(|root| self.reach(root, &mut reached));
        for path in &candidates {
            if !reached.contains(path) {
                roots.push(path.clone());
                self.reach(path, &mut reached);
            }
        }
        roots
    }

    fn reach<'a>(&'a self, from: &'a Path, reached: &mut BTreeSet<PathBuf>) {
        let mut waiting = vec![from];
        while let Some(path) = waiting.pop() {
            if reached.insert(path.to_path_buf()) {
                waiting
                    .extend(self.folders.get(path).into_iter().flat_map(|folder| &folder.calls).map(PathBuf::as_path));
            }
        }
    }

    /// Whether the user named a path or a folder around it; by its display path.
    pub fn is_selected(&self, shown: &str) -> bool {
        let path = files::normalize(&self.current_folder.join(shown));
        self.selected.iter().any(|selected| path.starts_with(selected))
    }
}

/// Folders of the modules that `terraform init` installed for a root, by call path (`msk`, `msk.vpc`).
pub fn installed_modules(root: &Path, files: &dyn Files) -> BTreeMap<String, PathBuf> {
    let Ok(bytes) = files.read(&root.join(".terraform/modules/modules.json")) else { return BTreeMap::new() };
    let Ok(manifest) = serde_json::from_slice::<serde_json::Value>(&bytes) else { return BTreeMap::new() };
    let modules = manifest["Modules"].as_array().map(Vec::as_slice).unwrap_or_default();
    let installed = modules.iter().filter_map(|module| {
        let (key, folder) = (module["Key"].as_str()?, module["Dir"].as_str()?);
        (!key.is_empty()).then(|| (key.to_owned(), files::normalize(&root.join(folder))))
    });
    installed.collect()
}
