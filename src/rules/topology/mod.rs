//! Brokers, zones and replicas: what a cluster survives.

mod min_insync_blocks_writes;
mod too_few_brokers;

use super::Group;

pub(super) const GROUP: Group =
    Group { title: "Cluster topology and durability", rules: &[too_few_brokers::RULE, min_insync_blocks_writes::RULE] };
