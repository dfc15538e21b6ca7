//! Files of which some have other bytes than they have underneath, under every name that links give them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use super::{Entry, EntryKind, Files, MAX_FILE, ReadError, copy};

/// Files of which some have other bytes than they have underneath, or are not there at all.
pub struct Overlay<'a> {
    under: &'a dyn Files,
    changed: RwLock<BTreeMap<PathBuf, Arc<[u8]>>>,
    /// The real path of each folder that was met.
    folders: Mutex<HashMap<PathBuf, Option<PathBuf>>>,
    /// The names by which files were asked for, by their real path, where that is another.
    names: Mutex<BTreeMap<PathBuf, BTreeSet<PathBuf>>>,
}

impl<'a> Overlay<'a> {
    /// Other bytes for some files.
    pub fn new(under: &'a dyn Files, changed: impl IntoIterator<Item = (PathBuf, Arc<[u8]>)>) -> Self {
        let overlay = Self { under, changed: RwLock::default(), folders: Mutex::default(), names: Mutex::default() };
        overlay.replace(changed);
        overlay
    }

    /// Other bytes for these files from now on, and for no others; gives the paths for which that is a change.
    pub fn replace(&self, changed: impl IntoIterator<Item = (PathBuf, Arc<[u8]>)>) -> BTreeSet<PathBuf> {
        let changed: BTreeMap<PathBuf, Arc<[u8]>> = changed.into_iter().collect();
        for path in changed.keys() {
            self.real(path);
        }
        let mut known = self.changed.write().unwrap_or_else(PoisonError::into_inner);
        let paths = known.keys().chain(changed.keys());
        let differing = paths.filter(|path| known.get(*path) != changed.get(*path)).cloned().collect();
        *known = changed;
        differing
    }

    /// Forgets where links lead: some may be new, others gone.
    pub fn forget(&self) {
        self.folders.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Paths with every other name by which the same files were asked for.
    pub fn with_other_names(&self, paths: &BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
        let mut all = paths.clone();
        for path in paths {
            let real = self.real(path).unwrap_or_else(|| path.clone());
            all.extend(self.names().get(&real).into_iter().flatten().cloned());
            all.insert(real);
        }
        all
    }

    fn changed(&self) -> RwLockReadGuard<'_, BTreeMap<PathBuf, Arc<[u8]>>> {
        self.changed.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn names(&self) -> std::sync::MutexGuard<'_, BTreeMap<PathBuf, BTreeSet<PathBuf>>> {
        self.names.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Other bytes of a file, by this name or by another of the same file.
    fn other_bytes(&self, path: &Path) -> Option<Arc<[u8]>> {
        let known = self.changed().get(path).cloned();
        known.or_else(|| self.bytes_at(&self.real(path)?))
    }

    /// Other bytes of the file at a real path, by any of its names.
    fn bytes_at(&self, real: &Path) -> Option<Arc<[u8]>> {
        if let Some(bytes) = self.changed().get(real) {
            return Some(bytes.clone());
        }
        let mut names = self.names().get(real)?.clone();
        // A link that was one to this file may lead elsewhere by now.
        names.retain(|name| self.real(name).as_deref() == Some(real));
        let changed = self.changed();
        names.iter().find_map(|name| changed.get(name)).cloned()
    }

    /// The real path of a file, taken note of where it is another; nothing where there is none.
    fn real(&self, path: &Path) -> Option<PathBuf> {
        let (folder, name) = (path.parent()?, path.file_name()?);
        if !self.under.is_disk() {
            return None;
        }
        let known = self.folders.lock().unwrap_or_else(PoisonError::into_inner).get(folder).cloned();
        let real_folder = known.unwrap_or_else(|| {
            let real = folder.canonicalize().ok();
            self.folders.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_path_buf(), real.clone());
            real
        });
        let is_link = std::fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
        let real = if is_link { path.canonicalize().ok()? } else { real_folder?.join(name) };
        if real != path {
            self.names().entry(real.clone()).or_default().insert(path.to_path_buf());
        }
        Some(real)
    }
}

impl Files for Overlay<'_> {
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let changed = self.changed();
        let mut inside = changed.keys().filter(|path| path.parent() == Some(folder)).peekable();
        let mut entries = match self.under.list(folder) {
            Err(error) if inside.peek().is_none() => return Err(error),
            listed => listed.unwrap_or_default(),
        };
        for path in inside {
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            if entries.iter().all(|entry| entry.name != name) {
                entries.push(Entry { name: name.to_owned(), kind: EntryKind::File });
            }
        }
        Ok(entries)
    }

    fn read(&self, path: &Path) -> Result<Arc<[u8]>, ReadError> {
        match self.other_bytes(path) {
            Some(bytes) if bytes.len() as u64 > MAX_FILE => Err(ReadError::TooLarge(bytes.len() as u64)),
            Some(bytes) => Ok(bytes),
            None => self.under.read(path),
        }
    }

    fn read_walked(&self, path: &Path, most: u64, buffer: &mut Vec<u8>) -> Result<(), ReadError> {
        // No link is on the way: this is the real path.
        match self.bytes_at(path) {
            Some(bytes) => copy(&bytes, most, buffer),
            None => self.under.read_walked(path, most, buffer),
        }
    }

    fn exists(&self, path: &Path) -> bool {
        self.changed().contains_key(path) || self.under.exists(path)
    }

    fn is_disk(&self) -> bool {
        self.under.is_disk()
    }

    fn unsaved(&self) -> Vec<PathBuf> {
        self.changed().keys().filter(|path| !self.under.exists(path)).cloned().collect()
    }
}
