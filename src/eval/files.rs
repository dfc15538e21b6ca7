//! Files for functions: `file()` and its kin, through the scope.

use std::sync::Arc;

use super::functions::{FileAccess, FileFault};
use super::scope::Scope;
use super::text::{SegmentKind, Text, TextBuilder};
use super::trace::Trace;
use super::value::Reason;
use crate::source::{Place, Span, TextRange};
use crate::terraform::file::ParsedFile;

/// Gives functions the files that a scope can see.
pub(super) struct FileFunctions<'a> {
    scope: &'a dyn Scope,
}

impl<'a> FileFunctions<'a> {
    pub(super) fn new(scope: &'a dyn Scope) -> Self {
        Self { scope }
    }

    fn open(&self, path: &str) -> Result<Arc<ParsedFile>, FileFault> {
        self.scope.file(path).map_err(FileFault::OutOfReach)
    }
}

impl FileAccess for FileFunctions<'_> {
    fn read(&mut self, path: &str) -> Result<Text, FileFault> {
        read_text(path, self.scope)
    }

    fn bytes(&mut self, path: &str) -> Result<Arc<[u8]>, FileFault> {
        Ok(self.open(path)?.source.bytes.clone())
    }

    fn exists(&mut self, path: &str) -> Result<bool, FileFault> {
        self.scope.exists(path).map_err(FileFault::OutOfReach)
    }

    fn list(&mut self, folder: &str) -> Result<Vec<String>, FileFault> {
        self.scope.list(folder).map_err(FileFault::OutOfReach)
    }

    fn pay(&mut self, values: u64) -> Result<(), Reason> {
        self.scope.spend(values)
    }
}

/// The text of a file, line by line where it stands.
///
/// # Errors
/// When it is out of reach, or no text.
pub fn read_text(path: &str, scope: &dyn Scope) -> Result<Text, FileFault> {
    let file = scope.file(path).map_err(FileFault::OutOfReach)?;
    let Ok(text) = std::str::from_utf8(&file.source.bytes) else {
        return Err(FileFault::Refused(format!("{path} is not UTF-8")));
    };
    let mut builder = TextBuilder::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len() as u32;
        let span = Span { file: file.id, range: TextRange::new(start, end) };
        builder.push(line, SegmentKind::Verbatim(span), Trace::literal(Place::Text(span)));
        start = end;
    }
    Ok(builder.finish())
}
