//! The way every byte comes in: a trait over files, standard input, and files in memory.

mod disk;
mod overlay;

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

pub use disk::Disk;
pub use overlay::Overlay;

/// Largest file that is read, in bytes.
pub const MAX_FILE: u64 = 8 << 20;

/// How standard input is shown, and the name of the file it stands for.
pub const STDIN: &str = "<stdin>";

/// Files and folders by absolute path.
pub trait Files: Send + Sync {
    /// What a folder holds, in any order.
    ///
    /// # Errors
    /// When it is no folder, or lies outside what may be read.
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>>;

    /// The bytes of a file.
    ///
    /// # Errors
    /// See [`ReadError`].
    fn read(&self, path: &Path) -> Result<Arc<[u8]>, ReadError>;

    /// The bytes of a regular file that a walk came to without following a link, in place of what a buffer holds.
    ///
    /// # Errors
    /// See [`ReadError`]; when it is larger than `most`, too.
    fn read_walked(&self, path: &Path, most: u64, buffer: &mut Vec<u8>) -> Result<(), ReadError> {
        copy(&self.read(path)?, most, buffer)
    }

    /// Whether there is a regular file at a path.
    fn exists(&self, path: &Path) -> bool;

    /// Whether there may be something at a path, as far as that is known without asking for it.
    fn may_be_there(&self, _: &Path) -> bool {
        true
    }

    /// Whether this is the disk, which can be walked faster than through this trait.
    fn is_disk(&self) -> bool {
        false
    }

    /// Files that a walk of the disk would not come by.
    fn unsaved(&self) -> Vec<PathBuf> {
        Vec::new()
    }
}

/// One entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its name; names that are not Unicode are left out of listings.
    pub name: String,
    /// What it is.
    pub kind: EntryKind,
}

/// What an entry of a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A regular file, or a link to one inside the boundary.
    File,
    /// A folder; links to folders are not followed.
    Folder,
    /// Anything else.
    Other,
}

impl Entry {
    /// Whether it is a regular file.
    pub fn is_file(&self) -> bool {
        self.kind == EntryKind::File
    }

    /// Whether it is a folder.
    pub fn is_folder(&self) -> bool {
        self.kind == EntryKind::Folder
    }
}

/// Why a file was not read.
#[derive(Debug)]
pub enum ReadError {
    /// It is larger than [`MAX_FILE`]; its size in bytes.
    TooLarge(u64),
    /// It is a folder, a device or a pipe.
    NotAFile,
    /// It lies outside the boundary.
    Outside,
    /// The system refused.
    Io(io::Error),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(size) => {
                write!(f, "it is larger than {} MiB ({} MiB)", MAX_FILE >> 20, size.div_ceil(1 << 20))
            }
            Self::NotAFile => f.write_str("it is no regular file"),
            Self::Outside => f.write_str("it lies outside the repository"),
            Self::Io(error) => f.write_str(&reason_of(error)),
        }
    }
}

/// Why the system refused, in a few words.
pub fn reason_of(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

fn copy(bytes: &[u8], most: u64, buffer: &mut Vec<u8>) -> Result<(), ReadError> {
    if bytes.len() as u64 > most {
        return Err(ReadError::TooLarge(bytes.len() as u64));
    }
    buffer.clear();
    buffer.extend_from_slice(bytes);
    Ok(())
}

/// The disk, with standard input as the only file of a module in one folder.
#[derive(Clone, Debug)]
pub struct WithStdin {
    disk: Disk,
    folder: PathBuf,
    text: Arc<[u8]>,
    /// A plan stands beside the folder's files, code in place of them.
    is_plan: bool,
}

impl WithStdin {
    /// A text that stands in a folder of a disk under the name [`STDIN`].
    pub fn new(disk: Disk, folder: &Path, text: Vec<u8>) -> Self {
        let is_plan = crate::plan::is_plan(&text);
        Self { disk, folder: folder.to_path_buf(), text: text.into(), is_plan }
    }
}

impl Files for WithStdin {
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        match folder == self.folder && !self.is_plan {
            true => Ok(vec![Entry { name: STDIN.to_owned(), kind: EntryKind::File }]),
            false => self.disk.list(folder),
        }
    }

    fn read(&self, path: &Path) -> Result<Arc<[u8]>, ReadError> {
        if path != self.folder.join(STDIN) {
            return self.disk.read(path);
        }
        let size = self.text.len() as u64;
        if size > MAX_FILE { Err(ReadError::TooLarge(size)) } else { Ok(self.text.clone()) }
    }

    fn exists(&self, path: &Path) -> bool {
        path == self.folder.join(STDIN) || self.disk.exists(path)
    }
}

/// Files in memory, for tests and for text that is not on disk.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<PathBuf, Arc<[u8]>>,
}

impl Memory {
    /// Files by absolute path.
    pub fn new(files: impl IntoIterator<Item = (PathBuf, Vec<u8>)>) -> Self {
        Self { files: files.into_iter().map(|(path, bytes)| (path, bytes.into())).collect() }
    }
}

impl Files for Memory {
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for path in self.files.keys() {
            let Ok(inside) = path.strip_prefix(folder) else { continue };
            let mut components = inside.components();
            let Some(Component::Normal(name)) = components.next() else { continue };
            let kind = if components.next().is_some() { EntryKind::Folder } else { EntryKind::File };
            entries.push(Entry { name: name.to_string_lossy().into_owned(), kind });
        }
        entries.dedup();
        if entries.is_empty() { Err(io::ErrorKind::NotFound.into()) } else { Ok(entries) }
    }

    fn read(&self, path: &Path) -> Result<Arc<[u8]>, ReadError> {
        let bytes = self.files.get(path).ok_or_else(|| ReadError::Io(io::ErrorKind::NotFound.into()))?;
        let size = bytes.len() as u64;
        if size > MAX_FILE { Err(ReadError::TooLarge(size)) } else { Ok(bytes.clone()) }
    }

    fn exists(&self, path: &Path) -> bool {
        self.files.contains_key(path)
    }
}

/// A path without `.` and `..`, by its text alone.
pub fn normalize(path: &Path) -> PathBuf {
    let mut normal = PathBuf::with_capacity(path.as_os_str().len());
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                if !normal.pop() {
                    normal.push("..");
                }
            }
            component => normal.push(component),
        }
    }
    normal
}

/// A path relative to a folder, with `/` and without `./`; with `../` where it lies outside, empty for the folder itself.
pub fn relative(path: &Path, folder: &Path) -> String {
    if let Some(below) = plainly_below(path, folder) {
        return below.to_owned();
    }
    let mut shared = folder;
    let mut up = 0;
    loop {
        if let Ok(rest) = path.strip_prefix(shared) {
            let names = rest.components().map(|component| component.as_os_str().to_string_lossy().into_owned());
            return std::iter::repeat_n("..".to_owned(), up).chain(names).collect::<Vec<_>>().join("/");
        }
        match shared.parent() {
            Some(parent) => shared = parent,
            None => return path.to_string_lossy().replace('\\', "/"),
        }
        up += 1;
    }
}

/// A path relative to a folder around it, by its text, where there is nothing else to it.
fn plainly_below<'p>(path: &'p Path, folder: &Path) -> Option<&'p str> {
    let below = path.to_str()?.strip_prefix(folder.to_str()?)?.strip_prefix('/')?;
    let is_name = |part: &str| !part.is_empty() && part != ".";
    (!cfg!(windows) && below.split('/').all(is_name)).then_some(below)
}

/// How a path is shown to someone in a folder.
pub fn display(path: &Path, current_folder: &Path) -> String {
    let shown = relative(path, current_folder);
    if shown.is_empty() { ".".to_owned() } else { shown }
}

/// The folder outside of which nothing is read: the nearest with `.git`, else the current one if it holds the path,
/// else the path's own.
pub fn boundary(path: &Path, current_folder: &Path) -> PathBuf {
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
    if let Some(repository) = folder.ancestors().find(|folder| is_repository(folder)) {
        return repository.to_path_buf();
    }
    if folder.starts_with(current_folder) { current_folder.to_path_buf() } else { folder.to_path_buf() }
}

/// Whether a folder is the uppermost one of a repository.
pub fn is_repository(folder: &Path) -> bool {
    folder.join(".git").exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_path_is_the_same_however_it_is_written() {
        for (path, folder, expected) in [
            ("/a/b/c.tf", "/a", "b/c.tf"),
            ("/a/b", "/a/b", ""),
            ("/a/b/c/", "/a/b", "c"),
            ("/a/b//c", "/a/b", "c"),
            ("/a/b/./c", "/a/b", "c"),
            ("/a/b/c", "/a/b/", "c"),
            ("/a", "/", "a"),
            ("/ab/c", "/a", "../ab/c"),
            ("/a/x/c", "/a/b/d", "../../x/c"),
            ("/a/b/../c", "/a/b", "../c"),
            ("a/b", "", "a/b"),
        ] {
            assert_eq!(relative(Path::new(path), Path::new(folder)), expected, "{path} from {folder}");
        }
    }
}
