//! Offsets that are committed all the time.

use super::{about, offer};
use crate::client::Client;
use crate::client::library::Role;
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "auto-commit-too-often",
    summary: "a consumer commits offsets all the time",
    page: include_str!("auto_commit_too_often.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

fn check(client: &Client, policy: &Policy, out: &mut Findings) {
    let Some(minimum) = policy.number("minimum_ms").filter(|_| client.role != Role::Producer) else { return };
    let Some((interval, setting)) = client.lowered("auto.commit.interval.ms") else { return };
    // Where nobody writes it, frameworks often commit by themselves.
    let commits = client.effective("enable.auto.commit").is_some_and(|text| text.eq_ignore_ascii_case("true"));
    if interval >= minimum || !commits {
        return;
    }
    let draft = about(setting, "offsets are committed all the time")
        .note("each commit is a write to __consumer_offsets on three brokers, for every consumer and partition")
        .help(format!("commit at most every {} s", minimum / 1000));
    out.report(offer(draft, client, setting, &minimum.to_string()));
}
