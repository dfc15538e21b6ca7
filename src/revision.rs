//! The files of a repository as they were at a revision, read through git. What git ignores is as it is on disk.

mod git;
mod tree;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::files::{Disk, Entry, EntryKind, Files, ReadError};
use git::{Blobs, git, text};
use tree::{Blob, Node, Tree};

/// How many links may lead on to each other.
const MOST_LINKS: usize = 40;

/// A revision of a repository.
pub struct Revision {
    repository: PathBuf,
    tree: Tree,
    disk: Disk,
    /// One for each repository: those of submodules too.
    blobs: Vec<Mutex<Blobs>>,
    moved: BTreeMap<String, String>,
    /// The first file whose bytes git does not have.
    missing: Mutex<Option<PathBuf>>,
}

/// Where a path leads.
enum Place {
    /// To something that the revision may hold.
    Tree(PathBuf),
    /// To something that only the disk knows of.
    Disk(PathBuf),
}

impl Revision {
    /// The files of a repository at the point where its present state branched off from a revision.
    ///
    /// # Errors
    /// In words, when git is not there, the folder is no repository, it has no such revision or not all of it.
    pub fn open(repository: &Path, revision: &str, disk: Disk) -> Result<Self, String> {
        let wanted = format!("{revision}^{{commit}}");
        let commit =
            git(repository, &["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted]).map_err(|reason| {
                match reason.is_empty() {
                    true => format!("git knows no revision {revision}"),
                    false => reason,
                }
            })?;
        let commit = text(&commit);
        // Without the whole history there may be no common point; then the revision itself is compared with.
        let base = git(repository, &["merge-base", &commit, "HEAD"]).ok();
        let base = base.map(|base| text(&base)).filter(|base| !base.is_empty()).unwrap_or(commit);
        let tree = Tree::read(repository, &base)?;
        let open = |repository: &PathBuf| Blobs::open(repository).map_err(|error| format!("git: {error}"));
        let blobs: Vec<Blobs> = tree.repositories.iter().map(open).collect::<Result<_, _>>()?;
        Ok(Self {
            repository: repository.to_path_buf(),
            moved: tree.moved_since(repository, &base, &disk),
            tree,
            disk,
            blobs: blobs.into_iter().map(Mutex::new).collect(),
            missing: Mutex::default(),
        })
    }

    /// Where a file or folder of the revision is now, both as seen from the repository.
    pub fn moved<'a>(&'a self, path: &'a str) -> &'a str {
        self.moved.get(path).map_or(path, String::as_str)
    }

    /// A file that was asked for and whose bytes git does not have, if there was one: what was made of the revision then
    /// is not what it was.
    pub fn missing(&self) -> Option<PathBuf> {
        self.missing.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many files of the revision are not seen, since their names are not Unicode.
    pub fn unseen(&self) -> usize {
        self.tree.unnamed
    }

    fn blob(&self, path: &Path, blob: &Blob) -> Result<Arc<[u8]>, ReadError> {
        let not_there = || ReadError::Io(io::ErrorKind::NotFound.into());
        let blobs = self.blobs.get(blob.repository).ok_or_else(not_there)?;
        let read = blobs.lock().unwrap_or_else(PoisonError::into_inner).read(&blob.name)?;
        read.ok_or_else(|| {
            let mut missing = self.missing.lock().unwrap_or_else(PoisonError::into_inner);
            missing.get_or_insert_with(|| path.to_path_buf());
            not_there()
        })
    }

    /// A path without the links that the revision holds.
    fn without_links(&self, path: &Path) -> Result<PathBuf, ReadError> {
        let parts = |path: &Path| -> Vec<OsString> { path.iter().rev().map(OsString::from).collect() };
        let (mut real, mut ahead) = match path.strip_prefix(&self.repository) {
            Ok(inside) => (self.repository.clone(), parts(inside)),
            Err(_) => (PathBuf::new(), parts(path)),
        };
        let mut links = 0;
        while let Some(part) = ahead.pop() {
            match part.to_str() {
                Some(".") => {}
                Some("..") => {
                    real.pop();
                }
                // The root takes the place of all before it.
                _ => real.push(part),
            }
            if let Some(Node::Link(blob)) = self.tree.node(&real) {
                links += 1;
                let target = self.blob(&real, blob)?;
                let target = std::str::from_utf8(&target).ok().filter(|_| links <= MOST_LINKS);
                ahead.extend(parts(Path::new(target.ok_or(ReadError::NotAFile)?)));
                real.pop();
            }
        }
        Ok(real)
    }

    fn place(&self, path: &Path) -> Result<Place, ReadError> {
        let real = self.without_links(path)?;
        if self.tree.holds(&real) {
            return Ok(Place::Tree(real));
        }
        if !real.starts_with(&self.repository) {
            return Ok(Place::Disk(real));
        }
        if !self.tree.is_ignored(&real) {
            return Ok(Place::Tree(real));
        }
        // What git ignores may be a link to what it does not.
        let led =
            real.canonicalize().ok().filter(|led| led.starts_with(&self.repository) && !self.tree.is_ignored(led));
        Ok(led.map_or(Place::Disk(real), Place::Tree))
    }

    fn entry(&self, folder: &Path, name: &str, node: &Node) -> Entry {
        let kind = match node {
            Node::Folder => EntryKind::Folder,
            Node::File(_) => EntryKind::File,
            Node::Link(_) if self.exists(&folder.join(name)) => EntryKind::File,
            Node::Link(_) => EntryKind::Other,
        };
        Entry { name: name.to_owned(), kind }
    }
}

impl Files for Revision {
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let place = self.place(folder).map_err(|_| io::Error::from(io::ErrorKind::NotFound))?;
        let folder = match place {
            Place::Disk(folder) => return self.disk.list(&folder),
            Place::Tree(folder) => folder,
        };
        let nodes = self.tree.folder(&folder).ok_or(io::ErrorKind::NotFound)?;
        let mut entries: Vec<Entry> = nodes.iter().map(|(name, node)| self.entry(&folder, name, node)).collect();
        // As files, so that nobody walks into them.
        let ignored = self.tree.ignored_in(&folder).filter(|name| self.disk.exists(&folder.join(name)));
        let ignored = ignored.map(|name| Entry { name: name.to_owned(), kind: EntryKind::File });
        let below_ignored = match self.tree.is_ignored(&folder) {
            true => self.disk.list(&folder).unwrap_or_default(),
            false => Vec::new(),
        };
        entries.extend(ignored.chain(below_ignored).filter(|entry| !nodes.contains_key(&entry.name)));
        Ok(entries)
    }

    fn read(&self, path: &Path) -> Result<Arc<[u8]>, ReadError> {
        match self.place(path)? {
            Place::Disk(path) => self.disk.read(&path),
            Place::Tree(path) => match self.tree.node(&path) {
                Some(Node::File(blob)) => self.blob(&path, blob),
                Some(_) => Err(ReadError::NotAFile),
                None => Err(ReadError::Io(io::ErrorKind::NotFound.into())),
            },
        }
    }

    fn exists(&self, path: &Path) -> bool {
        match self.place(path) {
            Ok(Place::Disk(path)) => self.disk.exists(&path),
            Ok(Place::Tree(path)) => matches!(self.tree.node(&path), Some(Node::File(_))),
            Err(_) => false,
        }
    }
}
