//! The buffers that are open in the client, which go before what is on disk.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use gen_lsp_types::Range;
use serde::Deserialize;

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
    open: Arc<Open>,
    /// The path of each URI: asking the disk again may give another one when the file is gone.
    paths: BTreeMap<Arc<str>, PathBuf>,
}

impl Documents {
    /// The buffers as they are now.
    pub(super) fn snapshot(&self) -> Arc<Open> {
        self.open.clone()
    }

    /// The path that a URI stands for.
    pub(super) fn path(&self, uri: &str) -> Option<PathBuf> {
        self.paths.get(uri).cloned().or_else(|| uri::to_path(uri).map(|path| uri::canonical(&path)))
    }

    /// Takes in a buffer, and gives its path; nothing for one that stands for no file.
    pub(super) fn open(&mut self, uri: &str, version: i32, text: String) -> Option<PathBuf> {
        let path = self.path(uri)?;
        let uri: Arc<str> = uri.into();
        self.paths.insert(uri.clone(), path.clone());
        let text = text.into_bytes().into();
        Arc::make_mut(&mut self.open).insert(path.clone(), Document { uri, version, text });
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
        let path = self.paths.get(uri)?.clone();
        let document = Arc::make_mut(&mut self.open).get_mut(&path)?;
        let mut text = document.text.to_vec();
        for change in changes {
            text = applied(text, change, encoding);
        }
        document.text = text.into();
        document.version = version;
        Some(path)
    }

    /// Forgets a buffer, and gives its path.
    pub(super) fn close(&mut self, uri: &str) -> Option<PathBuf> {
        let path = self.paths.remove(uri)?;
        Arc::make_mut(&mut self.open).remove(&path);
        Some(path)
    }
}

fn applied(text: Vec<u8>, change: Change, encoding: Encoding) -> Vec<u8> {
    let Some(range) = change.range else { return change.text.into_bytes() };
    let lines = Lines::new(&text, encoding);
    let (start, end) = (lines.offset(range.start) as usize, lines.offset(range.end) as usize);
    let (start, end) = (start.min(end), start.max(end));
    [&text[..start], change.text.as_bytes(), &text[end..]].concat()
}
