//! Serverless clusters, topics, connectors and replicators: what MSK and Kafka refuse, and what to watch.

mod channel_invalid;
mod connect_invalid;
mod connect_logs_off;
mod connector_property;
mod connector_steps;
mod replicator_invalid;
mod serverless_limit;
mod tiered_topic_invalid;
mod topic_config_invalid;
mod worker_settings;

use super::Group;

pub(super) const GROUP: Group = Group {
    title: "Serverless, topics, Connect, Replicator",
    rules: &[
        serverless_limit::RULE,
        topic_config_invalid::RULE,
        tiered_topic_invalid::RULE,
        connect_invalid::RULE,
        connect_logs_off::RULE,
        connector_property::RULE,
        replicator_invalid::RULE,
        channel_invalid::RULE,
    ],
};
