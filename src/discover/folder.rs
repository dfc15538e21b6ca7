//! Folders of Terraform code: what their files tell, and which others they call.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::{Discovery, Exclude, Unread, automatic_files, walk};
use crate::files::{self, Files};
use crate::threads::on_all_cores;

/// A folder with Terraform code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folder {
    /// Whether a file speaks of MSK.
    pub mentions_msk: bool,
    /// Whether a file speaks of Kafka, MSK or not.
    pub mentions_kafka: bool,
    /// Whether a file in it names the resource type of Kafka's ACLs.
    pub names_acls: bool,
    /// Folders of the local and installed modules that its files call, inside the boundary.
    pub calls: BTreeSet<PathBuf>,
    /// Whether it looks like a module for others: it declares variables, or configures neither a provider nor a backend.
    pub looks_called: bool,
    declares_variables: bool,
    configures: bool,
    calls_modules: bool,
    /// What each of its files tells.
    pub(super) scans: Vec<(PathBuf, walk::Scan)>,
}

/// What a walk needs to know.
pub(super) struct Walk<'a> {
    pub(super) boundary: &'a Path,
    pub(super) exclude: &'a Exclude,
    pub(super) named: &'a [PathBuf],
    pub(super) files: &'a dyn Files,
}

impl Walk<'_> {
    pub(super) fn below(&self, folders: &[PathBuf]) -> walk::Walked {
        walk::walk(folders, &|path| self.exclude.is_excluded(path, self.named), self.files)
    }

    /// Scans the folders that are called from scanned ones, wherever they lie inside the boundary.
    pub(super) fn follow_calls(&self, discovery: &mut Discovery) {
        let mut tried: BTreeSet<PathBuf> = BTreeSet::new();
        loop {
            let called = discovery.folders.values().flat_map(|folder| &folder.calls);
            let missing: BTreeSet<PathBuf> = called
                .filter(|called| !discovery.folders.contains(called) && !tried.contains(*called))
                .cloned()
                .collect();
            if missing.is_empty() {
                return;
            }
            self.add(discovery, missing.iter().map(|folder| walk::folder(folder, self.files)).collect());
            tried.extend(missing);
        }
    }

    /// Adds folders that are not known yet.
    pub(super) fn add(&self, discovery: &mut Discovery, found: Vec<walk::CodeFolder>) {
        let mut added: Vec<(OsString, Folder)> = Vec::new();
        for walk::CodeFolder { path, files } in found {
            if discovery.folders.contains(Path::new(&path)) {
                continue;
            }
            discovery.files_scanned += files.len();
            let mut folder = Folder::default();
            for file in files {
                match file.scan {
                    Ok(scan) => folder.learn(file.path, scan, Path::new(&path), self.boundary),
                    Err(reason) => discovery.unread.push(Unread { path: file.path, reason }),
                }
            }
            if !folder.scans.is_empty() {
                added.push((path, folder));
            }
        }
        // Few folders come so far that what stands beside their code matters.
        let matters = |folder: &Folder| folder.seems_called() || folder.calls_modules;
        let asked: Vec<usize> = (0..added.len()).filter(|at| matters(&added[*at].1)).collect();
        let told = on_all_cores(&asked, |at| self.beside(Path::new(&added[*at].0), &added[*at].1));
        for (at, (looks_called, installed)) in asked.into_iter().zip(told) {
            added[at].1.looks_called = looks_called;
            added[at].1.calls.extend(installed);
        }
        discovery.folders.append(added);
    }

    /// Whether a folder looks called, and which installed modules it calls: what the files beside its code tell.
    fn beside(&self, path: &Path, folder: &Folder) -> (bool, Vec<PathBuf>) {
        let looks_called = folder.seems_called() && automatic_files(path, None, self.files).is_empty();
        if !folder.calls_modules {
            return (looks_called, Vec::new());
        }
        let installed = installed_modules(path, self.files).into_values();
        (looks_called, installed.filter(|called| called.starts_with(self.boundary) && *called != path).collect())
    }
}

impl Folder {
    /// Whether it looks like a module of MSK for others, as far as its code tells.
    fn seems_called(&self) -> bool {
        self.mentions_msk && (self.declares_variables || !self.configures)
    }

    /// Adds what the bytes of one of its files tell.
    fn learn(&mut self, file: PathBuf, scan: walk::Scan, folder: &Path, boundary: &Path) {
        self.mentions_msk |= scan.mentions_msk;
        self.mentions_kafka |= scan.mentions_kafka;
        self.names_acls |= scan.names_acls;
        self.declares_variables |= scan.declares_variables;
        self.configures |= scan.configures;
        self.calls_modules |= scan.calls_modules;
        let called = scan.calls.iter().map(|source| files::normalize(&folder.join(source)));
        self.calls.extend(called.filter(|called| called.starts_with(boundary) && called != folder));
        self.scans.push((file, scan));
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
