//! Clients: what they do while MSK patches, replaces and loses brokers, and whether they start and log in at all.

mod acks_all_without_min_insync;
mod acks_too_weak;
mod auto_commit_too_often;
mod backoff_too_aggressive;
mod batch_too_small;
mod bootstrap_misses_zones;
mod client_auth_not_enabled;
mod client_message_too_large;
mod client_not_hardened;
mod client_rack;
mod client_refuses_to_start;
mod client_session_outside_broker_bounds;
mod client_transaction_outside_broker_bounds;
mod client_value_misread;
mod compression_off;
mod connection_timeout_too_short;
mod delivery_timeout_too_short;
mod eager_assignor;
mod fetch_too_small;
mod heartbeat_too_slow;
mod iam_client_incomplete;
mod idempotence_off;
mod linger_too_short;
mod metadata_refresh_too_slow;
mod no_fatal_error_recovery;
mod no_static_membership;
mod plaintext_client;
mod port_protocol_mismatch;
mod propagation_too_short;
mod reads_uncommitted;
mod rebootstrap_disabled;
mod restart_on_transient_error;
mod retries_too_few;
mod scram_mechanism;
mod secret_in_client;
mod session_timeout_too_short;
mod single_bootstrap_broker;
mod socket_buffers_fixed;
mod tls_verification_off;
mod unknown_client_property;

use super::{Draft, Group};
use crate::client::{Client, Setting};
use crate::finding::Applicability;

pub(super) const GROUP: Group = Group {
    title: "Clients",
    rules: &[
        client_not_hardened::RULE,
        metadata_refresh_too_slow::RULE,
        rebootstrap_disabled::RULE,
        connection_timeout_too_short::RULE,
        backoff_too_aggressive::RULE,
        propagation_too_short::RULE,
        delivery_timeout_too_short::RULE,
        retries_too_few::RULE,
        acks_too_weak::RULE,
        idempotence_off::RULE,
        client_refuses_to_start::RULE,
        session_timeout_too_short::RULE,
        heartbeat_too_slow::RULE,
        single_bootstrap_broker::RULE,
        port_protocol_mismatch::RULE,
        iam_client_incomplete::RULE,
        scram_mechanism::RULE,
        plaintext_client::RULE,
        tls_verification_off::RULE,
        secret_in_client::RULE,
        unknown_client_property::RULE,
        client_value_misread::RULE,
        linger_too_short::RULE,
        batch_too_small::RULE,
        compression_off::RULE,
        socket_buffers_fixed::RULE,
        eager_assignor::RULE,
        no_static_membership::RULE,
        auto_commit_too_often::RULE,
        fetch_too_small::RULE,
        client_rack::RULE,
        no_fatal_error_recovery::RULE,
        restart_on_transient_error::RULE,
        reads_uncommitted::RULE,
        client_auth_not_enabled::RULE,
        client_session_outside_broker_bounds::RULE,
        client_transaction_outside_broker_bounds::RULE,
        client_message_too_large::RULE,
        acks_all_without_min_insync::RULE,
        bootstrap_misses_zones::RULE,
    ],
};

/// A finding about one setting: what is wrong, and the setting with its value.
fn about(setting: &Setting, message: impl Into<String>) -> Draft {
    let label = match setting.text().filter(|_| !setting.is_secret()) {
        Some("") => format!("{} is empty", setting.key),
        Some(text) => format!("{} is {text}", setting.key),
        None => setting.key.to_string(),
    };
    Draft::new(setting.name.clone(), message).at(&setting.value.origin, label)
}

/// Offers another value, unless the library would refuse it together with the others.
fn offer(draft: Draft, client: &Client, setting: &Setting, value: &str) -> Draft {
    match client.spelled(setting, value).filter(|_| client.accepts(&[(&setting.name, value)])) {
        Some(written) => draft.fix(&setting.value.origin, &written, Applicability::Unsafe),
        None => draft,
    }
}

/// Milliseconds as people say them.
fn seconds(milliseconds: i64) -> String {
    match milliseconds {
        0..1000 => format!("{milliseconds} ms"),
        _ if milliseconds % 1000 == 0 => format!("{} s", milliseconds / 1000),
        _ => format!("{:.1} s", milliseconds as f64 / 1000.0),
    }
}
