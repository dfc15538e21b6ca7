//! What is asked of git: words and their output, and the bytes of blobs.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;

use crate::files::{MAX_FILE, ReadError};

/// A process that gives the bytes of blobs.
pub(super) struct Blobs {
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Blobs {
    pub(super) fn open(repository: &Path) -> io::Result<Self> {
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

    /// The bytes of a blob, or `None` when git does not have them.
    pub(super) fn read(&mut self, name: &str) -> Result<Option<Arc<[u8]>>, ReadError> {
        writeln!(self.questions, "{name}").and_then(|()| self.questions.flush()).map_err(ReadError::Io)?;
        let mut header = String::new();
        self.answers.read_line(&mut header).map_err(ReadError::Io)?;
        // `<name> blob <size>`, or `<name> missing`; nothing at all once git gave up.
        let size = header.trim().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
        let Some(size) = size else { return Ok(None) };
        let mut content = (&mut self.answers).take(size + 1);
        if size > MAX_FILE {
            io::copy(&mut content, &mut io::sink()).map_err(ReadError::Io)?;
            return Err(ReadError::TooLarge(size));
        }
        let mut bytes = Vec::with_capacity(size as usize + 1);
        content.read_to_end(&mut bytes).map_err(ReadError::Io)?;
        // A line end follows the content.
        bytes.pop();
        Ok(Some(bytes.into()))
    }
}

impl Drop for Blobs {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The records of an output with `-z`; names that are not Unicode are left out.
pub(super) fn records(output: &[u8]) -> impl Iterator<Item = &str> {
    output
        .split(|byte| *byte == 0)
        .filter_map(|record| std::str::from_utf8(record).ok())
        .filter(|record| !record.is_empty())
}

/// An output of one line.
pub(super) fn text(output: &[u8]) -> String {
    String::from_utf8_lossy(output).trim().to_owned()
}

/// What git prints.
pub(super) fn git(repository: &Path, words: &[&str]) -> Result<Vec<u8>, String> {
    let output = command(repository, words).output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "git is not installed, and only it knows revisions".to_owned(),
        _ => format!("git: {error}"),
    })?;
    match output.status.success() {
        true => Ok(output.stdout),
        false => Err(text(&output.stderr)),
    }
}

fn command(repository: &Path, words: &[&str]) -> Command {
    let mut command = Command::new("git");
    // Nothing that a repository configures is run; hooks set variables that name another state of it.
    command.args(["-c", "core.fsmonitor=false", "--no-pager", "-C"]).arg(repository).args(words);
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY"] {
        command.env_remove(variable);
    }
    // Nor is anything fetched that a partial clone lacks. Older ones know no such word, but may be forbidden every way there.
    command.envs([("GIT_NO_LAZY_FETCH", "1"), ("GIT_ALLOW_PROTOCOL", "none"), ("GIT_TERMINAL_PROMPT", "0")]);
    command
}
