//! Terraform's functions.

use std::sync::Arc;

use super::text::Text;
use super::trace::Trace;
use super::value::{Reason, Value};

/// What the file functions see of the file system. Paths are as written in the call; the implementation resolves them
/// against the root module's folder and decides what may be read.
pub trait FileAccess {
    /// The text of a file, its stretches pointing into it, each with a history that leads there.
    ///
    /// # Errors
    /// See [`FileFault`]; a file that is not UTF-8 is refused.
    fn read(&mut self, path: &str) -> Result<Text, FileFault>;

    /// The bytes of a file.
    ///
    /// # Errors
    /// See [`FileFault`].
    fn bytes(&mut self, path: &str) -> Result<Arc<[u8]>, FileFault>;

    /// Whether there is a regular file at the path.
    ///
    /// # Errors
    /// See [`FileFault`].
    fn exists(&mut self, path: &str) -> Result<bool, FileFault>;

    /// The regular files below a folder: relative to it, with `/`.
    ///
    /// # Errors
    /// See [`FileFault`].
    fn list(&mut self, folder: &str) -> Result<Vec<String>, FileFault>;
}

/// Why a file could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// Terraform would refuse it too: there is no such file, it is not text.
    Refused(String),
    /// It is out of reach here, though Terraform may read it.
    OutOfReach(Reason),
}

/// Calls a function.
pub fn call(name: &str, _arguments: &[Value], _at: &Trace, _cx: &mut dyn FileAccess) -> Result<Value, String> {
    Err(format!("there is no function called {name:?}"))
}
