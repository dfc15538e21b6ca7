//! Versions, sizes and storage: what MSK has, supports, and refuses together.

mod broker_feature_unsupported;
mod burstable_broker;
mod kafka_version_end_of_support;
mod kafka_version_not_recommended;
mod kafka_version_unsupported;
mod removed_argument;
mod storage_autoscaling_drift;
mod storage_autoscaling_missing;
mod too_many_partitions;
mod topic_too_wide;
mod unknown_instance_type;
mod update_timeout_short;
mod volume_size;

use super::Group;
use crate::facts::{self, KafkaVersion, Metadata};
use crate::model::cluster::{Cluster, ClusterKind};

pub(super) const GROUP: Group = Group {
    title: "Versions, types, storage",
    rules: &[
        kafka_version_unsupported::RULE,
        kafka_version_end_of_support::RULE,
        kafka_version_not_recommended::RULE,
        unknown_instance_type::RULE,
        burstable_broker::RULE,
        broker_feature_unsupported::RULE,
        volume_size::RULE,
        storage_autoscaling_missing::RULE,
        storage_autoscaling_drift::RULE,
        removed_argument::RULE,
        too_many_partitions::RULE,
        topic_too_wide::RULE,
        update_timeout_short::RULE,
    ],
};

/// What a table is, with its date.
fn dated(table: &str, what: &str) -> String {
    facts::compiled(table).map_or_else(|| what.to_owned(), |date| format!("{what} of {date}"))
}

fn versions_table() -> String {
    dated("msk-kafka-versions", "the version table")
}

/// The version to upgrade a cluster to; what keeps its metadata cannot change.
fn upgrade(cluster: &Cluster) -> Option<&'static str> {
    let version = KafkaVersion::parse(cluster.kafka_version.known()?)?;
    let metadata = if version.is_kraft() { Metadata::KRaft } else { Metadata::ZooKeeper };
    facts::upgrade_target(metadata, cluster.is(ClusterKind::Express)).map(|row| row.api_string)
}

/// The version for a new cluster of the same broker type.
fn for_new_clusters(cluster: &Cluster) -> &'static str {
    let express = cluster.is(ClusterKind::Express);
    let metadata = if express { Metadata::KRaft } else { Metadata::ZooKeeper };
    facts::upgrade_target(metadata, express).map_or(facts::recommended_kafka_line(), |row| row.api_string)
}
