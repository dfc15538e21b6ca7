//! Topics that a client makes, with the replicas that its settings or code give them.

use super::entry::Entry;
use super::reader::File;
use crate::finding::Instance;
use crate::model::fact::{Fact, Origin};
use crate::model::topic::Topic;
use crate::source::{Place, Span};

/// The topics that Kafka Connect and Kafka Streams make for themselves.
const FACTORS: &[&str] = &[
    "config.storage.replication.factor",
    "offset.storage.replication.factor",
    "status.storage.replication.factor",
    "replication.factor",
];

/// The topics for which settings have a number of replicas.
pub(super) fn by_settings(file: &File, entries: &[Entry]) -> Vec<Topic> {
    let factors = entries.iter().filter(|entry| FACTORS.contains(&&*entry.key));
    factors
        .filter_map(|entry| topic(file, entry.span, entry.literal, entry.value.known()?.trim().parse().ok()?))
        .collect()
}

/// A topic with a number of replicas; nothing where the cluster's default counts.
pub(super) fn topic(file: &File, span: Span, literal: Option<Span>, factor: i64) -> Option<Topic> {
    let place = Place::Text(span);
    let origin = || Origin { literal, ..Origin::at(place.clone()) };
    let unread = "whoever makes it says it elsewhere";
    (factor > 0).then(|| Topic {
        instance: Instance { address: "topic".into(), root: file.source.path.clone(), var_files: Vec::new() },
        block: place.clone(),
        by_msk: false,
        name: Fact::unknown(unread, origin()),
        partitions: Fact::unknown(unread, origin()),
        replication_factor: Fact::written(factor, origin()),
        configs: Fact::unknown(unread, origin()),
        change: None,
    })
}
