//! More of the guide: habits that cost money, processor time or sleep.

mod broker_recompresses;
mod brokers_in_public_subnets;
mod config_provider_missing;
mod iam_policy_incomplete;
mod monitoring_too_fine;
mod public_cluster_without_acls;
mod scrape_too_fast;
mod topic_partitions_changed;
mod topic_replication_in_code;
mod zookeeper_endpoint_used;

use super::Group;

pub(super) const GROUP: Group = Group {
    title: "More of the guide",
    rules: &[
        public_cluster_without_acls::RULE,
        scrape_too_fast::RULE,
        monitoring_too_fine::RULE,
        topic_partitions_changed::RULE,
        broker_recompresses::RULE,
        brokers_in_public_subnets::RULE,
        topic_replication_in_code::RULE,
        zookeeper_endpoint_used::RULE,
        iam_policy_incomplete::RULE,
        config_provider_missing::RULE,
    ],
};
