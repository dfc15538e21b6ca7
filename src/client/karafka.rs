//! Which settings Karafka passes on: its maps of attributes drop the others without a word.

use super::library::Role;
use crate::facts::client::Version;

const fn version(major: u16, minor: u16, patch: u16) -> Version {
    Version { major, minor, patch }
}

/// Settings of librdkafka that came into the maps later than into librdkafka, with the first version of Karafka that
/// passes them to producers, and to consumers. Read from the maps of every release from 2.0.13 to 2.5.9 (2026-11-22).
const LATE: &[(&str, Option<Version>, Option<Version>)] = &[
    ("https.ca.location", Some(version(2, 5, 1)), Some(version(2, 5, 1))),
    ("metadata.recovery.rebootstrap.trigger.ms", Some(version(2, 5, 1)), Some(version(2, 5, 1))),
    ("metadata.recovery.strategy", Some(version(2, 5, 0)), Some(version(2, 5, 0))),
    ("retry.backoff.max.ms", Some(version(2, 2, 7)), Some(version(2, 4, 6))),
    ("retry.backoff.ms", None, Some(version(2, 4, 6))),
];

/// The first version that passes a setting on to a role; nothing where all do.
pub fn passes_from(role: Role, name: &str) -> Option<Version> {
    let (_, producer, consumer) = LATE.iter().find(|(late, ..)| *late == name)?;
    match role {
        Role::Producer => *producer,
        Role::Consumer => *consumer,
        Role::Admin | Role::Unknown => None,
    }
}
