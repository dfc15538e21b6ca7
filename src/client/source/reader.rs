//! One file to the clients it configures.

use std::path::PathBuf;
use std::sync::Arc;

use super::kind::Kind;
use super::{connect, entry, java, properties, spring};
use crate::client::library::{Library, Role};
use crate::client::{Client, Setting};
use crate::facts::client::Version;
use crate::finding::Instance;
use crate::source::{FileId, Place, SourceFile, Span, TextRange};
use entry::Entry;

/// A file that is read.
#[derive(Clone, Debug)]
pub struct File {
    /// Its id in the run.
    pub id: FileId,
    /// Path for display, and bytes.
    pub source: Arc<SourceFile>,
    /// Where it is.
    pub path: PathBuf,
    /// Its type.
    pub kind: Kind,
}

/// What lies around a file.
pub trait Surroundings {
    /// A file in the same folder.
    fn sibling(&self, of: &File, name: &str) -> Option<File>;
    /// The version of the library that reads the settings, if a manifest or lock file tells.
    fn version(&self, of: &File, library: Library) -> Option<Version>;
}

impl File {
    /// A part of the text; nothing where it is no UTF-8.
    pub fn text(&self, range: TextRange) -> Option<&str> {
        std::str::from_utf8(self.source.bytes.get(range.as_usize())?).ok()
    }

    /// The whole text.
    pub fn whole(&self) -> Option<&str> {
        std::str::from_utf8(&self.source.bytes).ok()
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.source.path.rsplit('/').next().unwrap_or_default()
    }

    /// A span of it.
    pub fn span(&self, start: usize, end: usize) -> Span {
        Span { file: self.id, range: TextRange::new(start as u32, end as u32) }
    }
}

/// The clients that a file configures.
pub fn read(file: &File, around: &dyn Surroundings) -> Vec<Client> {
    let clients = match file.kind {
        Kind::Properties => {
            let entries = properties::entries(file);
            if spring::speaks(&entries) { spring::read(file, around) } else { of_entries(file, around, &entries) }
        }
        _ => Vec::new(),
    };
    clients.into_iter().filter(|client| !client.is_local()).collect()
}

/// Clients of a flat list of entries that is no Spring configuration.
fn of_entries(file: &File, around: &dyn Surroundings, entries: &[Entry]) -> Vec<Client> {
    if let Some(clients) = connect::read(file, around, entries) {
        return clients;
    }
    java::read(file, around, entries)
}

/// A client with what is known of the file it stands in.
pub(super) fn client(
    file: &File,
    around: &dyn Surroundings,
    library: Library,
    role: Role,
    address: &str,
    settings: Vec<Setting>,
) -> Option<Client> {
    // The first that stands in this file: what is missing belongs beside it.
    let spans = settings.iter().filter_map(|setting| setting.value.origin.place.span());
    let first = spans.filter(|span| span.file == file.id).min()?;
    let root: Arc<str> = file.source.path.clone();
    Some(Client {
        instance: Instance { address: address.into(), root, var_files: Vec::new() },
        library,
        version: around.version(file, library),
        role,
        place: Place::Text(first),
        settings,
        complete: true,
        signs_for_msk: false,
        cluster: None,
    })
}
