//! A producer that gives up before a broker can be replaced.

use super::{about, offer, seconds};
use crate::client::Client;
use crate::client::library::{Family, Role};
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "delivery-timeout-too-short",
    summary: "a producer gives up before a broker is back",
    page: include_str!("delivery_timeout_too_short.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

fn check(client: &Client, policy: &Policy, out: &mut Findings) {
    let Some(minimum) = policy.number("minimum_ms") else { return };
    let Some((timeout, setting)) = client.lowered("delivery.timeout.ms") else { return };
    // librdkafka's 0 is no limit.
    let is_endless = timeout == 0 && client.family() == Family::Librdkafka;
    let is_judged = client.role != Role::Consumer && !client.is_refused("delivery.timeout.ms");
    if is_endless || timeout >= minimum || !is_judged {
        return;
    }
    let draft = about(setting, "records are given up before a broker is back")
        .note(format!("after {} the record is dropped with an error, however many retries are left", seconds(timeout)))
        .help(format!("allow at least {}; the library's default is longer", seconds(minimum)));
    out.report(offer(draft, client, setting, &minimum.to_string()));
}
