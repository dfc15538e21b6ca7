//! A session that the brokers of its cluster do not take.

use super::about;
use crate::client::Client;
use crate::client::library::Role;
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "client-session-outside-broker-bounds",
    summary: "the cluster does not take the session of a consumer",
    page: include_str!("client_session_outside_broker_bounds.md"),
    security: false,
    supersedes: &["session-timeout-too-short"],
    check: Check::Client(check),
};

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    let Some(cluster) = client.cluster.as_ref().filter(|_| client.role != Role::Producer) else { return };
    let Some((session, setting)) = client.sound_number("session.timeout.ms") else { return };
    let bounds = [
        ("group.min.session.timeout.ms", (|session, bound| session < bound) as fn(i64, i64) -> bool),
        ("group.max.session.timeout.ms", |session, bound| session > bound),
    ];
    for (name, is_outside) in bounds {
        let bound = cluster.effective_number(name);
        let Some(number) = bound.get().filter(|number| is_outside(session, *number)) else { continue };
        if client.is_refused("session.timeout.ms") {
            return;
        }
        out.report(
            about(setting, "the brokers refuse this consumer")
                .related(&bound.origin.place, format!("{name} is {number}"))
                .note("joining the group fails with INVALID_SESSION_TIMEOUT")
                .help(format!("choose a session that {name} allows, or change that on the cluster")),
        );
    }
}
