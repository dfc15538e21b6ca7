//! A new topic that is given up before all brokers know it.

use super::{about, offer, seconds};
use crate::client::Client;
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "propagation-too-short",
    summary: "a new topic is declared missing before every broker knows it",
    page: include_str!("propagation_too_short.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

fn check(client: &Client, policy: &Policy, out: &mut Findings) {
    let Some(minimum) = policy.number("minimum_ms") else { return };
    let Some((time, setting)) = client.lowered("topic.metadata.propagation.max.ms") else { return };
    if time < minimum {
        let draft = about(setting, "new topics are declared missing too early")
            .note("metadata reaches every broker late while one of them is being patched")
            .help(format!("allow {}", seconds(minimum)));
        out.report(offer(draft, client, setting, &minimum.to_string()));
    }
}
