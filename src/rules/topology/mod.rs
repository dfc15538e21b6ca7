//! Brokers, zones and replicas: what a cluster survives.

mod auto_create_topics;
mod brokers_not_multiple_of_zones;
mod cluster_not_protected;
mod configuration_not_attached;
mod configuration_replacement_unsafe;
mod configuration_revision_pinned;
mod configuration_version_mismatch;
mod internal_topics_underreplicated;
mod min_insync_blocks_writes;
mod min_insync_too_low;
mod replicas_share_zone;
mod replication_exceeds_brokers;
mod replication_too_low;
mod retention_not_set;
mod too_few_brokers;
mod too_few_zones;
mod too_many_brokers;
mod two_broker_outage;
mod unclean_leader_election;
mod zones_not_distinct;

use super::Group;

pub(super) const GROUP: Group = Group {
    title: "Cluster topology and durability",
    rules: &[
        too_few_brokers::RULE,
        brokers_not_multiple_of_zones::RULE,
        too_few_zones::RULE,
        zones_not_distinct::RULE,
        too_many_brokers::RULE,
        replication_exceeds_brokers::RULE,
        replication_too_low::RULE,
        replicas_share_zone::RULE,
        min_insync_blocks_writes::RULE,
        min_insync_too_low::RULE,
        two_broker_outage::RULE,
        unclean_leader_election::RULE,
        internal_topics_underreplicated::RULE,
        auto_create_topics::RULE,
        retention_not_set::RULE,
        configuration_not_attached::RULE,
        configuration_revision_pinned::RULE,
        configuration_version_mismatch::RULE,
        configuration_replacement_unsafe::RULE,
        cluster_not_protected::RULE,
    ],
};
