//! Where facts were read.

use super::{find, tables};

/// A page, repository or model that was read.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// Its id, as rows of other tables name it.
    pub id: &'static str,
    /// What it is, such as `aws-doc`.
    pub kind: &'static str,
    /// Its public address; empty when it has none.
    pub url: &'static str,
    /// Which copy was read.
    pub copy: &'static str,
    /// Commit, package version or date of the copy.
    pub copy_version: &'static str,
    /// Exceptions.
    pub note: Option<&'static str>,
}

/// The source with an id.
pub fn source(id: &str) -> Option<&'static Source> {
    find(&tables::sources::SOURCES, |row| row.id, id)
}
