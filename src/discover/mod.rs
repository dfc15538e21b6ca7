//! What there is to lint: folders with Terraform code, which of them hold something of MSK, and who calls whom; and the
//! files that may configure a client.

mod calls;
mod exclude;
mod folder;
mod folders;
mod scan;
mod variables;
mod walk;

use std::collections::{BTreeSet, HashSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::client::source::Kind;
use crate::files::{self, Files};

use folder::Walk;

pub use exclude::Exclude;
pub use folder::{Folder, installed_modules};
pub use folders::{FolderSet, Folders};
pub use variables::{automatic_files, is_loaded_first, named_files};

/// Files that decide what a walk comes by, or which folders are modules.
pub const DECIDING: &[&str] = &[".gitignore", ".ignore", ".terraform/modules/modules.json"];

/// How the names of files of Terraform code end.
pub const CODE: &[&str] = &[".tf", ".tofu", ".tf.json", ".tofu.json"];

/// How the names of files of variable values end.
pub const VARIABLES: &[&str] = &[".tfvars", ".tfvars.json"];

/// Glob patterns of the files that a project is made of, but for clients and the texts that it reads.
pub fn patterns() -> impl Iterator<Item = String> {
    // Configurations of Terragrunt, what they include, and what `terraform init` chose.
    let endings = CODE.iter().chain(VARIABLES).chain(&[".hcl"]).map(|ending| format!("*{ending}"));
    endings.chain(DECIDING.iter().map(|name| (*name).to_owned()))
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Discovery {
    /// Folders with Terraform code.
    pub folders: Folders,
    /// Files that may configure a client, with their type.
    pub clients: Vec<(PathBuf, Kind)>,
    /// Files that may be Prometheus's.
    pub prometheus: Vec<PathBuf>,
    /// Configurations of Terragrunt.
    pub terragrunt: Vec<PathBuf>,
    /// Files that could not be read.
    pub unread: Vec<Unread>,
    /// Number of files scanned.
    pub files_scanned: usize,
    /// What the user named, and the folder that display paths are relative to.
    selected: Vec<PathBuf>,
    /// Whether roots that call nothing of it may concern it all the same.
    every_root: bool,
    /// Folders of the files that the user named.
    files_folders: BTreeSet<PathBuf>,
    current_folder: PathBuf,
    exclude: Exclude,
}

/// A file that could not be read.
#[derive(Clone, Debug)]
pub struct Unread {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub reason: String,
}

/// Scans the paths and what they call; and the rest of the repository where modules seem to be called from there, or
/// where the paths are files that changed: any root may read them.
pub fn discover(
    paths: &[PathBuf],
    only_files: bool,
    boundary: &Path,
    current_folder: &Path,
    exclude: &Exclude,
    files: &dyn Files,
) -> Discovery {
    let (named_files, mut folders): (Vec<PathBuf>, Vec<PathBuf>) =
        paths.iter().cloned().partition(|path| files.exists(path));
    if only_files {
        let whole: BTreeSet<PathBuf> = paths.iter().map(|path| files::boundary(path, current_folder)).collect();
        folders = whole.into_iter().collect();
    }
    let mut discovery = Discovery {
        selected: paths.to_vec(),
        every_root: only_files,
        // A file stands for its whole folder, as Terraform has it.
        files_folders: named_files.iter().map(|file| parent(file)).collect(),
        current_folder: current_folder.to_path_buf(),
        exclude: exclude.clone(),
        ..Discovery::default()
    };
    let walk = Walk { boundary, exclude, named: paths, files };
    let mut walked = walk.below(&folders);
    named_files.iter().for_each(|file| walked.look_inside_named(file, files));
    walk.add(&mut discovery, walked.code);
    discovery.clients = walked.clients;
    discovery.prometheus = walked.prometheus;
    discovery.terragrunt = walked.terragrunt;
    discovery.terragrunt.extend(named_files.iter().filter(|file| walk::is_terragrunt(file)).cloned());
    discovery.clients.sort();
    discovery.clients.dedup();
    discovery.files_scanned += discovery.clients.len();
    let beside = discovery.files_folders.iter().map(|folder| walk::folder(folder, files)).collect();
    walk.add(&mut discovery, beside);
    walk.follow_calls(&mut discovery);
    let called: HashSet<&OsStr> =
        discovery.folders.values().flat_map(|folder| &folder.calls).map(|path| path.as_os_str()).collect();
    let is_orphan = |path: &Path, folder: &Folder| folder.looks_called && !called.contains(path.as_os_str());
    let orphans = discovery.msk_folders().filter(|(path, folder)| is_orphan(path, folder));
    let around: BTreeSet<PathBuf> = orphans.map(|(path, _)| files::boundary(path, current_folder)).collect();
    let around: Vec<PathBuf> =
        around.into_iter().filter(|folder| folder.starts_with(boundary) && !folders.contains(folder)).collect();
    if !around.is_empty() && !paths.iter().any(|path| path.ends_with(files::STDIN)) {
        let walked = walk.below(&around);
        walk.add(&mut discovery, walked.code);
        discovery.terragrunt.extend(walked.terragrunt);
        discovery.terragrunt.sort();
        discovery.terragrunt.dedup();
        walk.follow_calls(&mut discovery);
    }
    discovery
}

fn parent(path: &Path) -> PathBuf {
    path.parent().unwrap_or(path).to_path_buf()
}

impl Discovery {
    /// Folders that speak of MSK.
    pub fn msk_folders(&self) -> impl Iterator<Item = (&Path, &Folder)> {
        self.folders.iter().filter(|(_, folder)| folder.mentions_msk)
    }

    /// Adds a call from a folder without code, and what it leads to.
    pub fn add_call(&mut self, from: &Path, called: PathBuf, boundary: &Path, files: &dyn Files) {
        self.folders.entry(from).calls.insert(called);
        let exclude = self.exclude.clone();
        Walk { boundary, exclude: &exclude, named: &[], files }.follow_calls(self);
    }

    /// Adds a root that speaks of MSK without code of its own.
    pub fn add_root(&mut self, folder: &Path) {
        self.folders.entry(folder).mentions_msk = true;
    }

    /// Whether a file is part of what was found.
    pub fn holds(&self, path: &Path) -> bool {
        self.scan_of(path).is_some()
            || self.clients.binary_search_by(|(known, _)| known.as_path().cmp(path)).is_ok()
            || self.prometheus.iter().chain(&self.terragrunt).any(|known| known == path)
    }

    /// What a file of code told.
    fn scan_of(&self, path: &Path) -> Option<&walk::Scan> {
        let folder = self.folders.get(path.parent()?)?;
        folder.scans.iter().find_map(|(known, scan)| (known == path).then_some(scan))
    }

    /// Whether walking again would find the same, although a file has other bytes.
    pub fn is_as_found(&self, path: &Path, files: &dyn Files) -> bool {
        if let Some(scan) = self.scan_of(path) {
            return walk::scan_of(path, files).as_ref() == Ok(scan);
        }
        if self.unread.iter().any(|unread| unread.path == path) {
            return false;
        }
        let around = self.selected.iter().find(|folder| path.starts_with(folder) && *folder != path);
        let mut now = walk::Walked::default();
        now.look_inside_from(path, around.unwrap_or(&parent(path)), files);
        let is_client = |known: &(PathBuf, Kind)| known.0 == path;
        let was_client = self.clients.iter().find(|known| is_client(known));
        let was_prometheus = self.prometheus.iter().any(|known| known == path);
        was_client == now.clients.first() && was_prometheus != now.prometheus.is_empty()
    }

    /// Whether the user named a path or a folder around it; by its display path.
    pub fn is_selected(&self, shown: &str) -> bool {
        let path = files::normalize(&self.current_folder.join(shown));
        self.selected.iter().any(|selected| path.starts_with(selected))
    }

    /// Adds a path to those that the user named: a plan, or the root module it was made from.
    pub fn select(&mut self, path: &Path) {
        self.selected.push(files::normalize(path));
    }

    /// Whether a path is left out, by its display path.
    pub fn is_excluded(&self, shown: &str) -> bool {
        self.exclude.is_excluded(&files::normalize(&self.current_folder.join(shown)), &self.selected)
    }
}
