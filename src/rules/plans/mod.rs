//! Plans: what MSK refuses to change, and what destroys data.

mod broker_removal;
mod broker_type_switch;
mod cluster_policy_moved;
mod cluster_replaced;
mod configuration_replaced_in_use;
mod kafka_version_lowered;
mod network_type_lowered;
mod public_access_at_creation;
mod replicator_change_lost;
mod storage_mode_lowered;
mod topic_partitions_lowered;
mod zookeeper_to_kraft;

use super::Group;
use crate::model::change::Change;
use crate::model::cluster::Cluster;
use crate::model::fact::Fact;

pub(super) const GROUP: Group = Group {
    title: "Plans",
    rules: &[
        kafka_version_lowered::RULE,
        zookeeper_to_kraft::RULE,
        broker_type_switch::RULE,
        storage_mode_lowered::RULE,
        broker_removal::RULE,
        public_access_at_creation::RULE,
        network_type_lowered::RULE,
        topic_partitions_lowered::RULE,
        cluster_replaced::RULE,
        configuration_replaced_in_use::RULE,
        cluster_policy_moved::RULE,
        replicator_change_lost::RULE,
    ],
};

/// The cluster before a change in place.
fn updated(cluster: &Cluster) -> Option<&Cluster> {
    cluster.change.as_ref().and_then(Change::updated)
}

/// Whether a plan makes this cluster.
fn is_created(cluster: &Cluster) -> bool {
    cluster.change.as_ref().is_some_and(Change::creates)
}

/// A fact before and after a plan, where both are known.
fn both<T>(cluster: &Cluster, fact: impl Fn(&Cluster) -> &Fact<T>) -> Option<(&T, &T)> {
    let before = cluster.change.as_ref()?.before.as_deref()?;
    fact(before).known().zip(fact(cluster).known())
}
