//! What an IAM action of Kafka needs beside it.

use super::{Confidence, tables};

/// An action that AWS grants together with others only.
#[derive(Clone, Copy, Debug)]
pub struct Action {
    /// Its name with that of the service.
    pub name: &'static str,
    /// What it takes beside it; of names with `or` between them, one is enough.
    pub requires: &'static [&'static str],
    /// Exceptions.
    pub note: Option<&'static str>,
    /// Ids of its sources.
    pub source: &'static [&'static str],
    /// How sure the row is.
    pub confidence: Confidence,
}

/// What AWS requires beside an action; IAM ignores case.
pub fn required_actions(action: &str) -> &'static [&'static str] {
    let row = tables::actions::ACTIONS.iter().find(|row| row.name.eq_ignore_ascii_case(action));
    row.map_or(&[], |row| row.requires)
}
