//! What changes with the Kafka version.

use super::{Confidence, Minor, find, tables};

/// Properties that a Kafka version adds, removes or changes.
#[derive(Clone, Copy, Debug)]
pub struct VersionChange {
    /// Its id.
    pub id: &'static str,
    /// The version.
    pub kafka: Minor,
    /// What changes.
    pub kind: ChangeKind,
    /// For which properties.
    pub names: &'static [&'static str],
    /// The value before.
    pub old: Option<&'static str>,
    /// The value from then on.
    pub new: Option<&'static str>,
    /// Ids of its sources.
    pub source: &'static [&'static str],
    /// How sure the row is.
    pub confidence: Confidence,
}

/// What a version changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// New properties.
    Added,
    /// A client's default.
    ClientDefault,
    /// A broker's or topic's default.
    Default,
    /// A feature of the cluster.
    Feature,
    /// The least value.
    Minimum,
    /// Properties that are gone.
    Removed,
}

/// The change with an id.
pub fn version_change(id: &str) -> Option<&'static VersionChange> {
    find(version_changes(), |row| row.id, id)
}

/// Every change, by id.
pub fn version_changes() -> &'static [VersionChange] {
    &tables::properties::CHANGES
}
