//! What requests are answered from: the last look at a project, and how its places are told to the client.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use gen_lsp_types::{Location, Range};

use super::client::{Client, Settings};
use super::documents::Open;
use super::position::Lines;
use super::uri;
use crate::files;
use crate::project::Project;
use crate::session::Looked;
use crate::source::{FileId, SourceFile, Sources, Span, TextRange};

/// A look at a project, and the client that asks.
pub(super) struct View<'a> {
    pub(super) project: &'a Project,
    pub(super) looked: &'a Looked,
    pub(super) open: &'a Open,
    pub(super) client: &'a Client,
    pub(super) settings: &'a Settings,
    /// The URI of the project's folder.
    pub(super) folder: &'a str,
    pub(super) lines: LineCache<'a>,
}

/// The lines of the files that were asked for.
pub(super) type LineCache<'a> = RefCell<HashMap<FileId, Rc<Lines<'a>>>>;

/// A place in a text that the client shows.
pub(super) struct Target<'a> {
    pub(super) id: FileId,
    pub(super) file: &'a SourceFile,
    /// The byte.
    pub(super) offset: u32,
}

impl<'a> Target<'a> {
    /// A place in a text that no look has read.
    pub(super) fn in_text(file: &'a SourceFile, offset: u32) -> Self {
        Self { id: FileId(u32::MAX), file, offset }
    }

    /// Some bytes of the same file.
    pub(super) fn span(&self, range: TextRange) -> Span {
        Span { file: self.id, range }
    }

    /// Whether it lies in a span or at its end.
    pub(super) fn is_in(&self, span: Span) -> bool {
        span.file == self.id && span.range.touches(self.offset)
    }
}

impl<'a> View<'a> {
    pub(super) fn sources(&self) -> &'a Sources {
        &self.looked.analysis.sources
    }

    /// The path of a file.
    pub(super) fn path(&self, file: &SourceFile) -> PathBuf {
        self.project.folder(&file.path)
    }

    /// The URI of a path: the client's own for what is open.
    pub(super) fn uri(&self, path: &Path) -> String {
        uri_of(path, self.open, &self.project.current_folder, self.folder)
    }

    /// The lines of a file.
    pub(super) fn lines(&self, id: FileId) -> Option<Rc<Lines<'a>>> {
        let file = self.sources().get(id)?;
        let mut known = self.lines.borrow_mut();
        let is_open = || self.open.contains_key(&self.path(file));
        let new = || Rc::new(Lines::new(without_mark(&file.bytes, is_open()), self.client.encoding));
        Some(known.entry(id).or_insert_with(new).clone())
    }

    /// The range of a span.
    pub(super) fn range(&self, span: Span) -> Option<Range> {
        let file = self.sources().get(span.file)?;
        let mark = if self.has_hidden_mark(file) { MARK.len() as u32 } else { 0 };
        let shifted = TextRange::new(span.range.start.saturating_sub(mark), span.range.end.saturating_sub(mark));
        Some(self.lines(span.file)?.range(shifted))
    }

    /// The location of a span.
    pub(super) fn location(&self, span: Span) -> Option<Location> {
        let path = self.path(self.sources().get(span.file)?);
        Some(Location { uri: self.uri(&path).into(), range: self.range(span)? })
    }

    /// The file at a path, if the look read it.
    pub(super) fn file(&self, path: &Path) -> Option<(FileId, &'a SourceFile)> {
        let shown = files::display(path, &self.project.current_folder);
        let sources = self.sources();
        (0..sources.len() as u32).map(FileId).find_map(|id| {
            let file = sources.get(id)?;
            (*file.path == *shown).then_some((id, file))
        })
    }

    /// The place that a client points at, if the look read the very text that the client has.
    pub(super) fn target(&self, path: &Path, position: gen_lsp_types::Position) -> Option<Target<'a>> {
        let (id, file) = self.file(path)?;
        if self.open.get(path).is_some_and(|document| *document.text != *file.bytes) {
            return None;
        }
        let offset = self.lines(id)?.offset(position);
        Some(Target { id, file, offset })
    }

    /// The bytes of the outermost block around a place.
    pub(super) fn block(&self, target: &Target<'_>) -> Option<TextRange> {
        let file = self.looked.analysis.files.iter().find(|file| file.id == target.id)?;
        let blocks = file.tree.blocks(file.tree.root().blocks).iter();
        blocks.map(|block| file.tree.in_file(block.range)).find(|range| range.touches(target.offset))
    }

    fn has_hidden_mark(&self, file: &SourceFile) -> bool {
        file.bytes.starts_with(MARK) && !self.open.contains_key(&self.path(file))
    }
}

const MARK: &[u8] = b"\xEF\xBB\xBF";

/// A text without the byte order mark, which no editor shows; an open one is as the client sent it.
fn without_mark(bytes: &[u8], is_open: bool) -> &[u8] {
    if is_open { bytes } else { bytes.strip_prefix(MARK).unwrap_or(bytes) }
}

/// The URI of a path: the client's own for what is open, below the folder's own otherwise.
pub(super) fn uri_of(path: &Path, open: &Open, root: &Path, folder: &str) -> String {
    if let Some(document) = open.get(path) {
        return document.uri.to_string();
    }
    match path.strip_prefix(root) {
        Ok(inside) => uri::below(folder, &inside.to_string_lossy().replace('\\', "/")),
        Err(_) => uri::of_path(path),
    }
}
