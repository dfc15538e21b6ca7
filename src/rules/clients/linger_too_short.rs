//! A producer that sends each record by itself.

use super::{about, offer};
use crate::client::Client;
use crate::client::library::Role;
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "linger-too-short",
    summary: "a producer does not wait for batches to fill",
    page: include_str!("linger_too_short.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

fn check(client: &Client, policy: &Policy, out: &mut Findings) {
    let Some(minimum) = policy.number("minimum_ms").filter(|_| client.role != Role::Consumer) else { return };
    let Some((linger, setting)) = client.kept_low("linger.ms").filter(|(linger, _)| *linger < minimum) else { return };
    if client.is_refused("linger.ms") {
        return;
    }
    let draft = about(setting, "the producer hardly waits for a batch to fill")
        .note(format!(
            "after {linger} ms it sends what it has: many small requests, each with its cost on every broker"
        ))
        .help(format!("wait at least {minimum} ms; 25 is usual"));
    out.report(offer(draft, client, setting, &minimum.to_string()));
}
