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
    /// The files that were asked for.
    pub(super) shown: RefCell<HashMap<FileId, Rc<Shown<'a>>>>,
}

/// A file as the client knows it.
pub(super) struct Shown<'a> {
    pub(super) path: PathBuf,
    pub(super) uri: String,
    pub(super) lines: Lines<'a>,
    /// Length of a byte order mark before what the client counts from.
    mark: u32,
}

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

    /// A file as the client knows it.
    pub(super) fn shown(&self, id: FileId) -> Option<Rc<Shown<'a>>> {
        if let Some(known) = self.shown.borrow().get(&id) {
            return Some(known.clone());
        }
        let file = self.sources().get(id)?;
        let path = self.path(file);
        // No editor shows the mark; what is open is as the client sent it.
        let has_mark = file.bytes.starts_with(MARK) && !self.open.contains_key(&path);
        let mark = if has_mark { MARK.len() } else { 0 };
        let lines = Lines::new(&file.bytes[mark..], self.client.encoding);
        let shown = Rc::new(Shown { uri: self.uri(&path), path, lines, mark: mark as u32 });
        self.shown.borrow_mut().insert(id, shown.clone());
        Some(shown)
    }

    /// The range of a span.
    pub(super) fn range(&self, span: Span) -> Option<Range> {
        let file = self.shown(span.file)?;
        let range =
            TextRange::new(span.range.start.saturating_sub(file.mark), span.range.end.saturating_sub(file.mark));
        Some(file.lines.range(range))
    }

    /// The location of a span.
    pub(super) fn location(&self, span: Span) -> Option<Location> {
        Some(Location { uri: self.shown(span.file)?.uri.clone().into(), range: self.range(span)? })
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
        let shown = self.shown(id)?;
        Some(Target { id, file, offset: shown.lines.offset(position) + shown.mark })
    }

    /// The bytes of the outermost block around a place.
    pub(super) fn block(&self, target: &Target<'_>) -> Option<TextRange> {
        let file = self.looked.analysis.files.iter().find(|file| file.id == target.id)?;
        let blocks = file.tree.blocks(file.tree.root().blocks).iter();
        blocks.map(|block| file.tree.in_file(block.range)).find(|range| range.touches(target.offset))
    }
}

const MARK: &[u8] = b"\xEF\xBB\xBF";

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
