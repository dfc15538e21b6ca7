//! The disk behind a boundary: what lies outside is not read, and what is asked again and again is asked once.

use std::collections::HashMap;
use std::ffi::OsString;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::fast::RandomState;

use super::{Entry, EntryKind, Files, MAX_FILE, ReadError};

/// The disk, of which nothing outside some folders is read.
#[derive(Clone, Debug)]
pub struct Disk {
    boundaries: Vec<PathBuf>,
    /// Whether the folders that were met lie inside: asking the system anew for each of their files takes longer than
    /// reading it.
    folders: Arc<Mutex<HashMap<OsString, bool, RandomState>>>,
    /// What the folders hold that were listed: each is asked for again and again, by those who look for code, for
    /// variables and for named files.
    listings: Arc<Mutex<HashMap<OsString, Vec<Entry>, RandomState>>>,
}

impl Disk {
    /// The disk below a folder. Links that lead out of it are refused.
    pub fn new(boundary: &Path) -> Self {
        Self::within([&boundary.to_path_buf()])
    }

    /// The disk below some folders.
    pub fn within<'a>(boundaries: impl IntoIterator<Item = &'a PathBuf>) -> Self {
        let real = |folder: &PathBuf| folder.canonicalize().unwrap_or_else(|_| folder.clone());
        Self {
            boundaries: boundaries.into_iter().map(real).collect(),
            folders: Arc::default(),
            listings: Arc::default(),
        }
    }

    /// Whether this is another handle of the same disk.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.folders, &other.folders)
    }

    /// Whether two disks have the same boundaries.
    pub fn has_boundaries_of(&self, other: &Self) -> bool {
        self.boundaries == other.boundaries
    }

    /// Whether a file, there or yet to come, lies inside when no link is followed from where it is.
    pub fn may_hold(&self, path: &Path) -> bool {
        let real = |around: &Path| Some(around.canonicalize().ok()?.join(path.strip_prefix(around).ok()?));
        path.ancestors().find_map(real).is_some_and(|real| self.holds(&real))
    }

    /// Forgets which folders lie inside and what they hold: some may be new, others gone, or links by now.
    pub fn forget(&self) {
        self.folders.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.listings.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn is_folder_inside(&self, folder: &Path) -> bool {
        let known = self.folders.lock().unwrap_or_else(PoisonError::into_inner).get(folder.as_os_str()).copied();
        known.unwrap_or_else(|| {
            let inside = self.is_real_below_one_inside(folder) || self.is_inside(folder);
            self.folders.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.into(), inside);
            inside
        })
    }

    /// Whether a folder is no link and the one around it lies inside: one question to the system, not one for each part
    /// of the path.
    fn is_real_below_one_inside(&self, folder: &Path) -> bool {
        let (Some(around), Some(_)) = (folder.parent(), folder.file_name()) else { return false };
        let is_around = |boundary: &PathBuf| folder.starts_with(boundary) && folder != boundary;
        self.boundaries.iter().any(is_around)
            && self.is_folder_inside(around)
            && std::fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.is_dir())
    }

    fn is_inside(&self, path: &Path) -> bool {
        path.canonicalize().is_ok_and(|real| self.holds(&real))
    }

    fn holds(&self, real: &Path) -> bool {
        self.boundaries.iter().any(|boundary| real.starts_with(boundary))
    }

    /// Whether a file is known not to be there from the list of the folder around it: nothing in it has the name, in
    /// whatever case.
    fn is_missing(&self, path: &Path) -> bool {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
            return false;
        };
        let listings = self.listings.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = |entry: &Entry| entry.name.eq_ignore_ascii_case(name);
        name.is_ascii() && listings.get(folder.as_os_str()).is_some_and(|entries| !entries.iter().any(is_it))
    }

    fn listed_anew(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let Ok(entry) = entry else { continue };
            let (Ok(name), Ok(kind)) = (entry.file_name().into_string(), entry.file_type()) else { continue };
            let kind = match kind {
                kind if kind.is_file() => EntryKind::File,
                kind if kind.is_dir() => EntryKind::Folder,
                kind if kind.is_symlink() && self.exists(&entry.path()) => EntryKind::File,
                _ => EntryKind::Other,
            };
            entries.push(Entry { name, kind });
        }
        Ok(entries)
    }
}

impl Files for Disk {
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        if !self.is_folder_inside(folder) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let known = self.listings.lock().unwrap_or_else(PoisonError::into_inner).get(folder.as_os_str()).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let entries = self.listed_anew(folder)?;
        self.listings.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.into(), entries.clone());
        Ok(entries)
    }

    fn read(&self, path: &Path) -> Result<Arc<[u8]>, ReadError> {
        // Looked at before it is opened: opening a pipe would wait for a writer.
        let metadata = std::fs::symlink_metadata(path).map_err(ReadError::Io)?;
        let (metadata, is_inside) = match metadata.is_symlink() {
            true => (std::fs::metadata(path).map_err(ReadError::Io)?, self.is_inside(path)),
            false => {
                (metadata, path.parent().is_some_and(|folder| self.is_folder_inside(folder)) || self.is_inside(path))
            }
        };
        if !metadata.is_file() {
            return Err(ReadError::NotAFile);
        }
        if !is_inside {
            return Err(ReadError::Outside);
        }
        let file = std::fs::File::open(path).map_err(ReadError::Io)?;
        let mut bytes = Vec::new();
        read_all(file, metadata.len(), MAX_FILE, &mut bytes)?;
        Ok(bytes.into())
    }

    fn read_walked(&self, path: &Path, most: u64, buffer: &mut Vec<u8>) -> Result<(), ReadError> {
        let file = std::fs::File::open(path).map_err(ReadError::Io)?;
        let metadata = file.metadata().map_err(ReadError::Io)?;
        match metadata.is_file() {
            true => read_all(file, metadata.len(), most, buffer),
            false => Err(ReadError::NotAFile),
        }
    }

    fn exists(&self, path: &Path) -> bool {
        !self.is_missing(path) && path.is_file() && self.is_inside(path)
    }

    fn may_be_there(&self, path: &Path) -> bool {
        !self.is_missing(path)
    }

    fn is_disk(&self) -> bool {
        true
    }
}

/// Reads a file that is of a size in place of what a buffer holds.
fn read_all(file: std::fs::File, size: u64, most: u64, buffer: &mut Vec<u8>) -> Result<(), ReadError> {
    if size > most {
        return Err(ReadError::TooLarge(size));
    }
    buffer.clear();
    buffer.reserve_exact(size as usize);
    // As long as it was when looked at: what is written to it meanwhile is for the next run.
    file.take(size).read_to_end(buffer).map_err(ReadError::Io)?;
    Ok(())
}
