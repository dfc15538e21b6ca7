//! Kafka Connect plugins: settings that a new version calls otherwise.

use super::{Confidence, tables};

/// A setting that a major version of a plugin calls otherwise, and ignores under the old name.
#[derive(Clone, Copy, Debug)]
pub struct Renamed {
    /// What the class of the connector begins with.
    pub plugin: &'static str,
    /// The old name, or the beginning of names where it ends with a dot.
    pub old: &'static str,
    /// The new one.
    pub new: &'static str,
    /// The version that brought it.
    pub since: &'static str,
    /// The version that ignores the old one.
    pub removed: &'static str,
    /// Ids of its sources.
    pub source: &'static [&'static str],
    /// How sure the row is.
    pub confidence: Confidence,
}

/// The renamed settings of the plugin that a class belongs to.
pub fn renamed_settings(class: &str) -> impl Iterator<Item = &'static Renamed> {
    tables::renames::RENAMED.iter().filter(move |row| class.starts_with(row.plugin))
}
