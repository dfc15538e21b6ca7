//! Best practices.

use super::{Confidence, find, tables};

/// Something that AWS, Kafka or the guide says one should do.
#[derive(Clone, Copy, Debug)]
pub struct Practice {
    /// Its id, such as `HA-04`.
    pub id: &'static str,
    /// Its group.
    pub section: &'static str,
    /// What to do.
    pub statement: &'static str,
    /// Its figure.
    pub threshold: &'static str,
    /// What one must see to check it.
    pub needs: &'static [Need],
    /// How it is checked.
    pub test: &'static str,
    /// Ids of its sources.
    pub source: &'static [&'static str],
    /// How sure the row is.
    pub confidence: Confidence,
}

/// What one must see to check a practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Need {
    /// Alarm definitions.
    Alarm,
    /// A figure that somebody declares.
    Annotation,
    /// Client configurations.
    Client,
    /// A plan with prior state.
    Diff,
    /// The running cluster.
    Runtime,
    /// Terraform.
    Terraform,
    /// Topic definitions.
    Topics,
}

/// Every practice, by id.
pub fn practices() -> &'static [Practice] {
    &tables::practices::PRACTICES
}

/// The practice with an id.
pub fn practice(id: &str) -> Option<&'static Practice> {
    find(practices(), |row| row.id, id)
}
