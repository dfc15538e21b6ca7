//! A producer whose idempotence is switched off.

use super::{about, offer};
use crate::client::Client;
use crate::client::library::{Family, Role};
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "idempotence-off",
    summary: "a producer can write duplicates and out of order",
    page: include_str!("idempotence_off.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    if client.role == Role::Consumer || client.is_refused("enable.idempotence") {
        return;
    }
    const NOTE: &str = "a retry after a broker change can write a record twice, or behind a later one";
    if let Some((false, setting)) = client.flag("enable.idempotence") {
        let draft = about(setting, "retries can write duplicates and change the order").note(NOTE);
        out.report(offer(draft, client, setting, "true").help("leave idempotence on"));
        return;
    }
    // Kafka's own client switches it off in silence before 4.0, and refuses the combination from there on.
    let in_flight = client.number("max.in.flight.requests.per.connection").filter(|(number, _)| *number > 5);
    let is_dropped = client.family() == Family::Java && client.is_producer() && client.lacks("enable.idempotence");
    if let Some((_, setting)) = in_flight.filter(|(_, setting)| is_dropped && !client.is_refused(&setting.name)) {
        let draft = about(setting, "idempotence is off without a word: it allows five requests in flight").note(NOTE);
        out.report(offer(draft, client, setting, "5").help("allow at most 5 requests in flight"));
    }
}
