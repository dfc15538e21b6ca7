//! Folders by their paths, told apart by bytes: to compare thousands of paths name by name takes long.

use std::collections::{BTreeMap, HashSet};
use std::ffi::OsString;
use std::path::Path;

use foldhash::fast::RandomState;

use super::Folder;

/// Folders with what their files tell.
#[derive(Clone, Debug, Default)]
pub struct Folders(BTreeMap<OsString, Folder>);

impl Folders {
    /// What is known of a folder.
    pub(super) fn get(&self, path: &Path) -> Option<&Folder> {
        self.0.get(path.as_os_str())
    }

    /// Whether a folder is known.
    pub(super) fn contains(&self, path: &Path) -> bool {
        self.0.contains_key(path.as_os_str())
    }

    /// A folder to be changed; a new one where it is not known.
    pub(super) fn entry(&mut self, path: &Path) -> &mut Folder {
        self.0.entry(path.into()).or_default()
    }

    /// Adds folders that are not known. Many are joined faster than each finds its place.
    pub(super) fn append(&mut self, folders: Vec<(OsString, Folder)>) {
        self.0.append(&mut folders.into_iter().collect());
    }

    /// All of them with their paths.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Path, &Folder)> {
        self.0.iter().map(|(path, folder)| (Path::new(path), folder))
    }

    /// All of them.
    pub fn values(&self) -> impl Iterator<Item = &Folder> {
        self.0.values()
    }
}

/// A set of folders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderSet(HashSet<OsString, RandomState>);

impl FolderSet {
    /// Whether a folder is one of them.
    pub fn contains(&self, path: &Path) -> bool {
        self.0.contains(path.as_os_str())
    }
}

impl<'a> FromIterator<&'a Path> for FolderSet {
    fn from_iter<T: IntoIterator<Item = &'a Path>>(paths: T) -> Self {
        Self(paths.into_iter().map(OsString::from).collect())
    }
}
