//! A session that ends before a coordinator can move.

use super::{about, offer, seconds};
use crate::client::Client;
use crate::client::library::Role;
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "session-timeout-too-short",
    summary: "a consumer that pauses for a moment is thrown out of its group",
    page: include_str!("session_timeout_too_short.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

fn check(client: &Client, policy: &Policy, out: &mut Findings) {
    let Some(minimum) = policy.number("minimum_ms") else { return };
    let Some((timeout, setting)) = client.lowered("session.timeout.ms") else { return };
    if timeout >= minimum || client.role == Role::Producer || client.is_refused("session.timeout.ms") {
        return;
    }
    let draft = about(setting, "a consumer is thrown out of its group while its broker restarts")
        .note("when MSK restarts the broker that coordinates the group, heartbeats fail until another has taken over")
        .help(format!("allow {}, Kafka's default since 3.0", seconds(minimum)));
    out.report(offer(draft, client, setting, &minimum.to_string()));
}
