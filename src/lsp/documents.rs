//! The buffers that are open in the client, which go before what is on disk.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use gen_lsp_types::Range;
use serde::Deserialize;

use super::messages::OpenedDocument;
use super::position::{Encoding, Lines};
use super::uri;

/// One open buffer.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// Its URI in the very words of the client.
    pub(super) uri: Arc<str>,
    /// Its version.
    pub(super) version: i32,
    /// Its text.
    pub(super) text: Arc<[u8]>,
}

/// Open buffers by canonical path.
pub(super) type Open = BTreeMap<PathBuf, Document>;

/// A change of a buffer, of all of it when it has no range.
#[derive(Debug, Deserialize)]
pub(super) struct Change {
    range: Option<Range>,
    text: String,
}

/// Every open buffer that stands for a file.
#[derive(Debug, Default)]
pub(super) struct Documents {
    /// The buffer of each file; of several, the one that was changed last.
    open: Arc<Open>,
    /// The buffer of each URI, with its path: asking the disk again may give another one when the file is gone.
    buffers: BTreeMap<Arc<str>, (PathBuf, Document)>,
}

impl Documents {
    /// The buffers as they are now.
    pub(super) fn snapshot(&self) -> Arc<Open> {
        self.open.clone()
    }

    /// The path that a URI stands for.
    pub(super) fn path(&self, uri: &str) -> Option<PathBuf> {
        let known = self.buffers.get(uri).map(|(path, _)| path.clone());
        known.or_else(|| uri::to_path(uri).map(|path| uri::canonical(&path)))
    }

    /// Takes in a buffer, and gives its path; nothing for one that stands for no file and will not.
    pub(super) fn open(&mut self, opened: OpenedDocument) -> Option<PathBuf> {
        let OpenedDocument { uri, language_id, version, text } = opened;
        let path = uri::of_unsaved(&uri, &language_id).or_else(|| self.path(&uri))?;
        self.take_in(path.clone(), Document { uri: uri.into(), version, text: text.into_bytes().into() });
        Some(path)
    }

    /// Changes a buffer, the changes in order, and gives its path.
    pub(super) fn change(
        &mut self,
        uri: &str,
        version: i32,
        changes: Vec<Change>,
        encoding: Encoding,
    ) -> Option<PathBuf> {
        let (path, document) = self.buffers.get(uri)?.clone();
        let mut text = document.text.to_vec();
        for change in changes {
            text = applied(text, change, encoding);
        }
        self.take_in(path.clone(), Document { text: text.into(), version, ..document });
        Some(path)
    }

    /// Forgets a buffer, and gives its path.
    pub(super) fn close(&mut self, uri: &str) -> Option<PathBuf> {
        let (path, _) = self.buffers.remove(uri)?;
        let open = Arc::make_mut(&mut self.open);
        match self.buffers.values().find(|(other, _)| *other == path) {
            Some((_, document)) => drop(open.insert(path.clone(), document.clone())),
            None => drop(open.remove(&path)),
        }
        Some(path)
    }

    fn take_in(&mut self, path: PathBuf, document: Document) {
        Arc::make_mut(&mut self.open).insert(path.clone(), document.clone());
        self.buffers.insert(document.uri.clone(), (path, document));
    }
}

fn applied(text: Vec<u8>, change: Change, encoding: Encoding) -> Vec<u8> {
    let Some(range) = change.range else { return change.text.into_bytes() };
    let lines = Lines::new(&text, encoding);
    let (start, end) = (lines.offset(range.start) as usize, lines.offset(range.end) as usize);
    let (start, end) = (start.min(end), start.max(end));
    [&text[..start], change.text.as_bytes(), &text[end..]].concat()
}
