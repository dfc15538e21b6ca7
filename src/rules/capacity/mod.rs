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
use crate::facts::{self, KafkaVersion};
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

/// The version that AWS recommends, in the metadata mode that a cluster has: it cannot change.
fn recommended(cluster: &Cluster) -> String {
    let version = cluster.kafka_version.known().and_then(|version| KafkaVersion::parse(version));
    let is_kraft = version.map_or(cluster.is(ClusterKind::Express), KafkaVersion::is_kraft);
    let line = facts::recommended_kafka_line();
    if is_kraft { format!("{line}.kraft") } else { line.to_owned() }
}
