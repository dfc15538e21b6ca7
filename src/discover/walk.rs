//! Walking folders on all cores, scanning every file of Terraform code on the way.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ignore::overrides::{Override, OverrideBuilder};
use ignore::{WalkBuilder, WalkState};

use super::scan::{Scan, scan};
use crate::files::Files;

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
pub(super) fn walk(folders: &[PathBuf], boundary: &Path, exclude: &[String], files: &dyn Files) -> Vec<Scanned> {
    let excluded = excluded(boundary, exclude);
    let mut found =
        if files.is_disk() { on_disk(folders, &excluded, files) } else { in_memory(folders, &excluded, files) };
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found.dedup_by(|a, b| a.path == b.path);
    found
}

fn excluded(boundary: &Path, patterns: &[String]) -> Override {
    let mut builder = OverrideBuilder::new(boundary);
    for pattern in patterns {
        // An override without `!` would select instead of leaving out. Patterns were checked with the configuration.
        let _ = builder.add(&format!("!{pattern}"));
    }
    builder.build().unwrap_or_else(|_| Override::empty())
}

fn on_disk(folders: &[PathBuf], excluded: &Override, files: &dyn Files) -> Vec<Scanned> {
    let Some((first, others)) = folders.split_first() else { return Vec::new() };
    let mut builder = WalkBuilder::new(first);
    for folder in others {
        builder.add(folder);
    }
    builder.hidden(false).follow_links(false).overrides(excluded.clone()).require_git(false).threads(0);
    builder.filter_entry(|entry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        entry.depth() == 0 || !is_folder || !SKIPPED.iter().any(|name| entry.file_name() == *name)
    });
    let found: Mutex<Vec<Scanned>> = Mutex::default();
    builder.build_parallel().run(|| {
        let mut local = Local { found: Vec::new(), all: &found };
        Box::new(move |entry| {
            if let Ok(entry) = entry
                && entry.file_type().is_some_and(|kind| kind.is_file() || kind.is_symlink())
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

fn in_memory(folders: &[PathBuf], excluded: &Override, files: &dyn Files) -> Vec<Scanned> {
    let mut found = Vec::new();
    let mut waiting: Vec<PathBuf> = folders.to_vec();
    while let Some(folder) = waiting.pop() {
        for entry in files.list(&folder).unwrap_or_default() {
            let path = folder.join(&entry.name);
            let is_excluded = |is_folder| excluded.matched(&path, is_folder).is_ignore();
            if entry.is_folder() && !SKIPPED.contains(&&*entry.name) && !is_excluded(true) {
                waiting.push(path);
            } else if entry.is_file() && is_code(&entry.name) && !is_excluded(false) {
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
    (ends(".tf") || ends(".tofu") || ends(".tf.json") || ends(".tofu.json")) && !name.starts_with('.')
}
