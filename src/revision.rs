//! The files of a repository as they were at a revision, read through git. What git ignores is as it is on disk.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use crate::files::{Disk, Entry, EntryKind, Files, MAX_FILE, ReadError, normalize};

/// A revision of a repository.
pub struct Revision {
    folders: BTreeMap<PathBuf, BTreeMap<String, Node>>,
    /// What git ignores: files, and folders with all they hold.
    ignored: Vec<PathBuf>,
    disk: Disk,
    blobs: Mutex<Blobs>,
}

/// What stands under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Folder,
    File(Blob),
    Link(Blob),
}

/// The name of some bytes in git.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Blob(String);

/// A process that gives the bytes of blobs.
struct Blobs {
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Revision {
    /// The files of a repository at the point where its present state branched off from a revision.
    ///
    /// # Errors
    /// In words, when git is not there, the folder is no repository, or it has no such revision.
    pub fn open(repository: &Path, revision: &str, disk: Disk) -> Result<Self, String> {
        let wanted = format!("{revision}^{{commit}}");
        let commit =
            git(repository, &["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted]).map_err(|reason| {
                match reason.is_empty() {
                    true => format!("git knows no revision {revision}"),
                    false => reason,
                }
            })?;
        let commit = String::from_utf8_lossy(&commit).trim().to_owned();
        // Without the whole history there may be no common point; then the revision itself is compared with.
        let base = git(repository, &["merge-base", &commit, "HEAD"]).ok();
        let base = base.map(|base| String::from_utf8_lossy(&base).trim().to_owned());
        let base = base.filter(|base| !base.is_empty()).unwrap_or(commit);
        let tree = git(repository, &["ls-tree", "-r", "-z", "--full-tree", &base])?;
        let ignored = ["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory"];
        let ignored = git(repository, &ignored)?;
        let blobs = Blobs::open(repository).map_err(|error| format!("git: {error}"))?;
        Ok(Self {
            folders: folders(repository, &tree),
            ignored: records(&ignored).map(|path| repository.join(path.trim_end_matches('/'))).collect(),
            disk,
            blobs: Mutex::new(blobs),
        })
    }

    fn node(&self, path: &Path) -> Option<&Node> {
        self.folders.get(path.parent()?)?.get(path.file_name()?.to_str()?)
    }

    fn is_ignored(&self, path: &Path) -> bool {
        self.ignored.iter().any(|ignored| path.starts_with(ignored))
    }

    fn blob(&self, blob: &Blob) -> Result<Arc<[u8]>, ReadError> {
        self.blobs.lock().unwrap_or_else(PoisonError::into_inner).read(blob)
    }

    /// The bytes that a path leads to, over one link at most.
    fn content(&self, path: &Path) -> Result<Arc<[u8]>, ReadError> {
        match self.node(path) {
            Some(Node::File(blob)) => self.blob(blob),
            Some(Node::Link(blob)) => {
                let target = self.blob(blob)?;
                let target = normalize(&path.with_file_name(&*String::from_utf8_lossy(&target)));
                match self.node(&target) {
                    Some(Node::File(blob)) => self.blob(blob),
                    _ => Err(ReadError::NotAFile),
                }
            }
            Some(Node::Folder) => Err(ReadError::NotAFile),
            None => Err(ReadError::Io(io::ErrorKind::NotFound.into())),
        }
    }
}

impl Files for Revision {
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        if self.is_ignored(folder) {
            return self.disk.list(folder);
        }
        let nodes = self.folders.get(folder).ok_or(io::ErrorKind::NotFound)?;
        let mut entries: Vec<Entry> =
            nodes.iter().map(|(name, node)| Entry { name: name.clone(), kind: node.kind() }).collect();
        let ignored = self.ignored.iter().filter(|path| path.parent() == Some(folder) && self.disk.exists(path));
        let ignored = ignored.filter_map(|path| path.file_name()?.to_str());
        entries.extend(ignored.map(|name| Entry { name: name.to_owned(), kind: EntryKind::File }));
        Ok(entries)
    }

    fn read(&self, path: &Path) -> Result<Arc<[u8]>, ReadError> {
        if self.is_ignored(path) { self.disk.read(path) } else { self.content(path) }
    }

    fn exists(&self, path: &Path) -> bool {
        match self.node(path) {
            Some(Node::File(_)) => true,
            Some(Node::Link(_)) => self.content(path).is_ok(),
            Some(Node::Folder) => false,
            None => self.is_ignored(path) && self.disk.exists(path),
        }
    }
}

impl Node {
    fn kind(&self) -> EntryKind {
        match self {
            Self::Folder => EntryKind::Folder,
            Self::File(_) | Self::Link(_) => EntryKind::File,
        }
    }
}

impl Blobs {
    fn open(repository: &Path) -> io::Result<Self> {
        let mut process = command(repository, &["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (Some(questions), Some(answers)) = (process.stdin.take(), process.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        Ok(Self { process, questions, answers: BufReader::new(answers) })
    }

    fn read(&mut self, blob: &Blob) -> Result<Arc<[u8]>, ReadError> {
        writeln!(self.questions, "{}", blob.0).and_then(|()| self.questions.flush()).map_err(ReadError::Io)?;
        let mut header = String::new();
        self.answers.read_line(&mut header).map_err(ReadError::Io)?;
        let size = header.trim().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
        let size = size.ok_or_else(|| ReadError::Io(io::ErrorKind::NotFound.into()))?;
        let mut content = (&mut self.answers).take(size + 1);
        if size > MAX_FILE {
            io::copy(&mut content, &mut io::sink()).map_err(ReadError::Io)?;
            return Err(ReadError::TooLarge(size));
        }
        let mut bytes = Vec::with_capacity(size as usize + 1);
        content.read_to_end(&mut bytes).map_err(ReadError::Io)?;
        // A line end follows the content.
        bytes.pop();
        Ok(bytes.into())
    }
}

impl Drop for Blobs {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The folders of a listing of git, each with what it holds.
fn folders(repository: &Path, tree: &[u8]) -> BTreeMap<PathBuf, BTreeMap<String, Node>> {
    let mut folders: BTreeMap<PathBuf, BTreeMap<String, Node>> = BTreeMap::new();
    for record in records(tree) {
        // `100644 blob <name>\t<path>`
        let Some((about, path)) = record.split_once('\t') else { continue };
        let mut words = about.split(' ');
        let (Some(mode), Some("blob"), Some(name)) = (words.next(), words.next(), words.next()) else { continue };
        let blob = Blob(name.to_owned());
        let mut node = if mode == "120000" { Node::Link(blob) } else { Node::File(blob) };
        let mut path = repository.join(path);
        while let (Some(folder), Some(name)) = (path.parent(), path.file_name()) {
            if !folder.starts_with(repository) {
                break;
            }
            let is_new = !folders.contains_key(folder);
            let name = name.to_string_lossy().into_owned();
            folders.entry(folder.to_path_buf()).or_default().insert(name, node);
            if !is_new {
                break;
            }
            (path, node) = (folder.to_path_buf(), Node::Folder);
        }
    }
    folders
}

/// The records of an output with `-z`; names that are not Unicode are left out.
fn records(output: &[u8]) -> impl Iterator<Item = &str> {
    output
        .split(|byte| *byte == 0)
        .filter_map(|record| std::str::from_utf8(record).ok())
        .filter(|record| !record.is_empty())
}

/// What git prints.
fn git(repository: &Path, words: &[&str]) -> Result<Vec<u8>, String> {
    let output = command(repository, words).output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "git is not installed, and only it knows revisions".to_owned(),
        _ => format!("git: {error}"),
    })?;
    match output.status.success() {
        true => Ok(output.stdout),
        false => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
    }
}

fn command(repository: &Path, words: &[&str]) -> Command {
    let mut command = Command::new("git");
    // Nothing that a repository configures is run; hooks set variables that name another state of it.
    command.args(["-c", "core.fsmonitor=false", "--no-pager", "-C"]).arg(repository).args(words);
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY"] {
        command.env_remove(variable);
    }
    command
}
