//! Walking folders on all cores, scanning every file of Terraform code on the way, and those that may configure a client.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use foldhash::fast::RandomState;
use ignore::{WalkBuilder, WalkState};

use super::CODE;
pub(super) use super::scan::Scan;
use super::scan::scan;
use crate::client::source::{self as client_source, Kind};
use crate::files::{self, Files, ReadError};
use crate::prometheus;

/// Folders that hold other people's code, what a build makes, or no code.
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
    "dist",
    "cdk.out",
];

/// What a walk found.
#[derive(Default)]
pub(super) struct Walked {
    /// Every folder with Terraform code.
    pub(super) code: Vec<CodeFolder>,
    /// Every file that may configure a client.
    pub(super) clients: Vec<(PathBuf, Kind)>,
    /// Every file that may be Prometheus's.
    pub(super) prometheus: Vec<PathBuf>,
    /// Every configuration and stack of Terragrunt.
    pub(super) terragrunt: Vec<PathBuf>,
}

/// A folder with its files of Terraform code.
pub(super) struct CodeFolder {
    pub(super) path: OsString,
    pub(super) files: Vec<Scanned>,
}

/// A file of Terraform code with what its bytes tell.
pub(super) struct Scanned {
    pub(super) path: PathBuf,
    pub(super) scan: Result<Scan, String>,
}

/// Every file of Terraform code in some folders, and every one that may configure a client.
pub(super) fn walk(folders: &[PathBuf], is_excluded: &(dyn Fn(&Path) -> bool + Sync), files: &dyn Files) -> Walked {
    let mut walked =
        if files.is_disk() { on_disk(folders, is_excluded, files) } else { in_memory(folders, is_excluded, files) };
    walked.code = joined(walked.code);
    // Folders may lie inside each other.
    if folders.len() > 1 {
        for folder in &mut walked.code {
            folder.files.sort_by(|a, b| a.path.as_os_str().cmp(b.path.as_os_str()));
            folder.files.dedup_by(|a, b| a.path.as_os_str() == b.path.as_os_str());
        }
    }
    walked.clients.sort();
    walked.clients.dedup();
    walked.prometheus.sort();
    walked.prometheus.dedup();
    walked.terragrunt.sort();
    walked.terragrunt.dedup();
    walked
}

/// Each folder once: what several threads came by in it belongs together.
fn joined(parts: Vec<CodeFolder>) -> Vec<CodeFolder> {
    let mut places: HashMap<OsString, usize, RandomState> = HashMap::default();
    let mut folders: Vec<CodeFolder> = Vec::new();
    for mut part in parts {
        match places.get(&part.path) {
            Some(place) => folders[*place].files.append(&mut part.files),
            None => {
                places.insert(part.path.clone(), folders.len());
                folders.push(part);
            }
        }
    }
    folders
}

/// Whether a file is a configuration or a stack of Terragrunt.
pub(super) fn is_terragrunt(path: &Path) -> bool {
    path.ends_with("terragrunt.hcl") || path.ends_with("terragrunt.stack.hcl")
}

/// Every file of Terraform code in one folder.
pub(super) fn folder(folder: &Path, files: &dyn Files) -> CodeFolder {
    let entries = files.list(folder).unwrap_or_default();
    let code = entries.into_iter().filter(|entry| entry.is_file() && is_code(&entry.name));
    let mut reading = Reading { files, is_plain: false, buffer: &mut Vec::new() };
    let files = code.map(|entry| scanned(folder.join(entry.name), &mut reading)).collect();
    CodeFolder { path: folder.into(), files }
}

fn on_disk(folders: &[PathBuf], is_excluded: &(dyn Fn(&Path) -> bool + Sync), files: &dyn Files) -> Walked {
    let Some((first, others)) = folders.split_first() else { return Walked::default() };
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
    let found: Mutex<Walked> = Mutex::default();
    builder.build_parallel().run(|| {
        let mut local = Local { found: Walked::default(), buffer: Vec::new(), all: &found };
        Box::new(move |entry| {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    refused(&error).into_iter().for_each(|file| local.found.add_code(file));
                    return WalkState::Continue;
                }
            };
            if entry.depth() > 0 && is_excluded(entry.path()) {
                return WalkState::Skip;
            }
            // Pipes and devices too: that they are not read is worth knowing.
            if let Some(kind) = entry.file_type().filter(|kind| !kind.is_dir()) {
                let Local { found, buffer, .. } = &mut local;
                found.look_at(entry.into_path(), folders, &mut Reading { files, is_plain: kind.is_file(), buffer });
            }
            WalkState::Continue
        })
    });
    let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    let is_skipped = |path: &Path| path.iter().any(|name| SKIPPED.iter().any(|skipped| name == *skipped));
    for path in files.unsaved() {
        let inside = folders.iter().find_map(|folder| path.strip_prefix(folder).ok());
        if inside.is_some_and(|inside| !is_skipped(inside)) && !is_excluded(&path) {
            found.look_at(path, folders, &mut Reading { files, is_plain: false, buffer: &mut Vec::new() });
        }
    }
    found
}

/// A folder or file that the system does not show.
fn refused(error: &ignore::Error) -> Option<Scanned> {
    match error {
        ignore::Error::WithDepth { err, .. } => refused(err),
        ignore::Error::WithPath { path, err } => {
            let reason = err.io_error().map_or_else(|| err.to_string(), files::reason_of);
            Some(Scanned { path: path.clone(), scan: Err(reason) })
        }
        _ => None,
    }
}

/// What one thread found; handed over when the thread is done.
struct Local<'a> {
    found: Walked,
    /// The bytes of the file that is looked at.
    buffer: Vec<u8>,
    all: &'a Mutex<Walked>,
}

impl Drop for Local<'_> {
    fn drop(&mut self) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.code.append(&mut self.found.code);
        all.clients.append(&mut self.found.clients);
        all.prometheus.append(&mut self.found.prometheus);
        all.terragrunt.append(&mut self.found.terragrunt);
    }
}

fn in_memory(folders: &[PathBuf], is_excluded: &dyn Fn(&Path) -> bool, files: &dyn Files) -> Walked {
    let mut found = Walked::default();
    let mut reading = Reading { files, is_plain: false, buffer: &mut Vec::new() };
    let mut waiting: Vec<PathBuf> = folders.to_vec();
    while let Some(folder) = waiting.pop() {
        for entry in files.list(&folder).unwrap_or_default() {
            let path = folder.join(&entry.name);
            if is_excluded(&path) {
                continue;
            }
            if entry.is_folder() && !SKIPPED.contains(&&*entry.name) {
                waiting.push(path);
            } else if entry.is_file() {
                found.look_at(path, folders, &mut reading);
            }
        }
    }
    found
}

impl Walked {
    /// Adds a file of interest. Which folders a client lies in counts from what was asked for.
    fn look_at(&mut self, path: PathBuf, folders: &[PathBuf], reading: &mut Reading<'_>) {
        if path.file_name().and_then(|name| name.to_str()).is_some_and(is_code) {
            self.add_code(scanned(path, reading));
        } else if is_terragrunt(&path) {
            self.terragrunt.push(path);
        } else if let Some(folder) = folders.iter().find(|folder| path.starts_with(folder)) {
            self.look_inside(&path, folder, reading);
        }
    }

    /// Adds a file of Terraform code. Those of a folder come mostly one behind the other.
    fn add_code(&mut self, file: Scanned) {
        let folder = file.path.parent().unwrap_or(&file.path).as_os_str();
        match self.code.last_mut().filter(|last| last.path == folder) {
            Some(last) => last.files.push(file),
            None => self.code.push(CodeFolder { path: folder.into(), files: vec![file] }),
        }
    }

    /// Adds a file that may configure a client or Prometheus, seen from a folder.
    fn look_inside(&mut self, path: &Path, folder: &Path, reading: &mut Reading<'_>) {
        let Some(kind) = client_source::kind(&files::relative(path, folder)) else { return };
        let speaks = |bytes: &[u8]| {
            let of_brokers = kind == Kind::Yaml && prometheus::speaks(bytes);
            (client_source::speaks_of_kafka(bytes), of_brokers)
        };
        let Ok((of_kafka, of_brokers)) = reading.look(path, client_source::MAX_SIZE, speaks) else { return };
        self.clients.extend(of_kafka.then(|| (path.to_path_buf(), kind)));
        self.prometheus.extend(of_brokers.then(|| path.to_path_buf()));
    }

    /// The same for a file that was named.
    pub(super) fn look_inside_named(&mut self, path: &Path, files: &dyn Files) {
        if let Some(folder) = path.parent() {
            self.look_inside_from(path, folder, files);
        }
    }

    /// The same for a file seen from a folder.
    pub(super) fn look_inside_from(&mut self, path: &Path, folder: &Path, files: &dyn Files) {
        self.look_inside(path, folder, &mut Reading { files, is_plain: false, buffer: &mut Vec::new() });
    }
}

/// What the bytes of a file tell.
pub(super) fn scan_of(path: &Path, files: &dyn Files) -> Result<Scan, String> {
    let mut reading = Reading { files, is_plain: false, buffer: &mut Vec::new() };
    scanned(path.to_path_buf(), &mut reading).scan
}

fn scanned(path: PathBuf, reading: &mut Reading<'_>) -> Scanned {
    let scan = reading.look(&path, files::MAX_FILE, scan).map_err(|error| error.to_string());
    Scanned { path, scan }
}

/// How the files that a walk meets are read.
struct Reading<'a> {
    files: &'a dyn Files,
    /// Whether they are regular files of the disk, with no link on the way.
    is_plain: bool,
    /// For the bytes of one after the other.
    buffer: &'a mut Vec<u8>,
}

impl Reading<'_> {
    /// What the bytes of a file tell.
    fn look<T>(&mut self, path: &Path, most: u64, tell: impl FnOnce(&[u8]) -> T) -> Result<T, ReadError> {
        if self.is_plain {
            self.files.read_walked(path, most, self.buffer)?;
            return Ok(tell(self.buffer));
        }
        let bytes = self.files.read(path)?;
        let size = bytes.len() as u64;
        if size > most { Err(ReadError::TooLarge(size)) } else { Ok(tell(&bytes)) }
    }
}

fn is_code(name: &str) -> bool {
    let is_named = CODE.iter().any(|ending| name.ends_with(ending));
    (is_named && !name.starts_with('.')) || name == files::STDIN
}
