//! Walking folders on all cores, scanning every file of Terraform code on the way.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ignore::{WalkBuilder, WalkState};

use super::scan::{Scan, scan};
use crate::files::{self, Files};

/// Folders that hold other people's code, or none.
const SKIPPED: &[&str] = &[
    ".git",
    ".terraform",
    ".terragrunt-cache",
    "node_modules",
    "vendor",
    ".venv",
    "venv",
    "__pycache__",
    "target",
    "cdk.out",
];

/// A file of Terraform code with what its bytes tell.
pub(super) struct Scanned {
    pub(super) path: PathBuf,
    pub(super) scan: Result<Scan, String>,
}

/// Every file of Terraform code in some folders, in order of path.
pub(super) fn walk(
    folders: &[PathBuf],
    is_excluded: &(dyn Fn(&Path) -> bool + Sync),
    files: &dyn Files,
) -> Vec<Scanned> {
    let mut found =
        if files.is_disk() { on_disk(folders, is_excluded, files) } else { in_memory(folders, is_excluded, files) };
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found.dedup_by(|a, b| a.path == b.path);
    found
}

/// Every file of Terraform code in one folder.
pub(super) fn folder(folder: &Path, files: &dyn Files) -> Vec<Scanned> {
    let entries = files.list(folder).unwrap_or_default();
    let code = entries.into_iter().filter(|entry| entry.is_file() && is_code(&entry.name));
    let mut found: Vec<Scanned> = code.map(|entry| scanned(folder.join(entry.name), files)).collect();
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn on_disk(folders: &[PathBuf], is_excluded: &(dyn Fn(&Path) -> bool + Sync), files: &dyn Files) -> Vec<Scanned> {
    let Some((first, others)) = folders.split_first() else { return Vec::new() };
    let mut builder = WalkBuilder::new(first);
    for folder in others {
        builder.add(folder);
    }
    // What git ignores in the repository counts; what one user's git ignores everywhere does not.
    builder.hidden(false).follow_links(false).require_git(false).git_global(false).threads(0);
    builder.filter_entry(|entry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        entry.depth() == 0 || !is_folder || !SKIPPED.iter().any(|name| entry.file_name() == *name)
    });
    let found: Mutex<Vec<Scanned>> = Mutex::default();
    builder.build_parallel().run(|| {
        let mut local = Local { found: Vec::new(), all: &found };
        Box::new(move |entry| {
            let Ok(entry) = entry else { return WalkState::Continue };
            if entry.depth() > 0 && is_excluded(entry.path()) {
                return WalkState::Skip;
            }
            if entry.file_type().is_some_and(|kind| kind.is_file() || kind.is_symlink())
                && entry.file_name().to_str().is_some_and(is_code)
            {
                local.found.push(scanned(entry.into_path(), files));
            }
            WalkState::Continue
        })
    });
    found.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// What one thread found; handed over when the thread is done.
struct Local<'a> {
    found: Vec<Scanned>,
    all: &'a Mutex<Vec<Scanned>>,
}

impl Drop for Local<'_> {
    fn drop(&mut self) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).append(&mut self.found);
    }
}

fn in_memory(folders: &[PathBuf], is_excluded: &dyn Fn(&Path) -> bool, files: &dyn Files) -> Vec<Scanned> {
    let mut found = Vec::new();
    let mut waiting: Vec<PathBuf> = folders.to_vec();
    while let Some(folder) = waiting.pop() {
        for entry in files.list(&folder).unwrap_or_default() {
            let path = folder.join(&entry.name);
            if is_excluded(&path) {
                continue;
            }
            if entry.is_folder() && !SKIPPED.contains(&&*entry.name) {
                waiting.push(path);
            } else if entry.is_file() && is_code(&entry.name) {
                found.push(scanned(path, files));
            }
        }
    }
    found
}

fn scanned(path: PathBuf, files: &dyn Files) -> Scanned {
    let scan = files.read(&path).map(|bytes| scan(&bytes)).map_err(|error| error.to_string());
    Scanned { path, scan }
}

fn is_code(name: &str) -> bool {
    let ends = |ending: &str| name.ends_with(ending);
    let is_named = ends(".tf") || ends(".tofu") || ends(".tf.json") || ends(".tofu.json");
    (is_named && !name.starts_with('.')) || name == files::STDIN
}
