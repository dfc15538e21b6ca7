//! A consumer that asks for single bytes.

use super::{about, offer};
use crate::client::Client;
use crate::client::library::Role;
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "fetch-too-small",
    summary: "a consumer fetches in portions too small",
    page: include_str!("fetch_too_small.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

fn check(client: &Client, policy: &Policy, out: &mut Findings) {
    let Some(minimum) = policy.number("minimum_bytes").filter(|_| client.role != Role::Producer) else { return };
    let Some((_, setting)) = client.kept_low("fetch.min.bytes").filter(|(bytes, _)| *bytes < minimum) else { return };
    let draft = about(setting, "brokers answer this consumer for every few bytes")
        .note("where little is written, each record costs a request of its own")
        .help(format!("wait for at least {minimum} bytes; 128 is usual, and the longest wait bounds the delay"));
    out.report(offer(draft, client, setting, &minimum.to_string()));
}
