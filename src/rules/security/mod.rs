//! Who gets in, what is encrypted, what is watched.

mod alarm_invalid;
mod alarm_missing;
mod authentication_conflict;
mod broker_logs_off;
mod cluster_policy_incomplete;
mod customer_managed_key;
mod exporters_off;
mod iam_policy_too_broad;
mod in_cluster_plaintext;
mod monitoring_too_coarse;
mod mtls_without_authority;
mod multi_vpc_conflict;
mod open_acl_default;
mod open_security_group;
mod plaintext_listener;
mod public_access;
mod scram_association;
mod scram_secret_invalid;
mod security_group_misses_port;
mod unauthenticated_access;

use super::Group;

pub(super) const GROUP: Group = Group {
    title: "Security",
    rules: &[
        plaintext_listener::RULE,
        in_cluster_plaintext::RULE,
        unauthenticated_access::RULE,
        authentication_conflict::RULE,
        mtls_without_authority::RULE,
        open_acl_default::RULE,
        public_access::RULE,
        multi_vpc_conflict::RULE,
        cluster_policy_incomplete::RULE,
        open_security_group::RULE,
        security_group_misses_port::RULE,
        scram_secret_invalid::RULE,
        scram_association::RULE,
        iam_policy_too_broad::RULE,
        customer_managed_key::RULE,
        broker_logs_off::RULE,
        monitoring_too_coarse::RULE,
        exporters_off::RULE,
        alarm_missing::RULE,
        alarm_invalid::RULE,
    ],
};
