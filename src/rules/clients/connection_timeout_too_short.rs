//! Time-outs shorter than a busy or restarting broker needs.

use super::{about, offer, seconds};
use crate::client::Client;
use crate::client::library::{Family, Role};
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "connection-timeout-too-short",
    summary: "connections and requests end before a busy broker answers",
    page: include_str!("connection_timeout_too_short.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

/// Settings, and the policy's number for each.
const TIMEOUTS: [(&str, &str); 3] = [
    ("socket.connection.setup.timeout.ms", "connection_setup_ms"),
    ("socket.timeout.ms", "socket_ms"),
    ("request.timeout.ms", "request_ms"),
];

fn check(client: &Client, policy: &Policy, out: &mut Findings) {
    // Who asks whether a cluster is there wants the answer soon, and loses no record.
    if client.role == Role::Admin {
        return;
    }
    for (name, number) in TIMEOUTS {
        let Some(minimum) = policy.number(number) else { continue };
        let Some((timeout, setting)) = client.lowered(name) else { continue };
        let is_ignored =
            name == "request.timeout.ms" && client.family() == Family::Librdkafka && client.role == Role::Consumer;
        // Only librdkafka is given more than its default: Kafka's own client caps the set-up at 30 seconds.
        let minimum = match client.family() {
            Family::Librdkafka => minimum,
            _ => client.newest_default(name).map_or(minimum, |default| default.min(minimum)),
        };
        if timeout >= minimum || is_ignored || client.is_refused(name) {
            continue;
        }
        let draft = about(setting, "a busy or restarting broker is taken for dead")
            .note(
                "during patching the other brokers take over a third of the load: TLS and IAM log-ins take longer then",
            )
            .help(format!("allow at least {}", seconds(minimum)));
        out.report(offer(draft, client, setting, &minimum.to_string()));
    }
}
