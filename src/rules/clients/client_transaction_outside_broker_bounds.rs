//! A transaction longer than the brokers of its cluster allow.

use super::about;
use crate::client::Client;
use crate::client::library::Role;
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "client-transaction-outside-broker-bounds",
    summary: "the cluster does not take the transactions of a producer",
    page: include_str!("client_transaction_outside_broker_bounds.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

const BOUND: &str = "transaction.max.timeout.ms";

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    let Some(cluster) = client.cluster.as_ref().filter(|_| client.role != Role::Consumer) else { return };
    // Without it there are no transactions.
    let Some(id) = client.setting("transactional.id").filter(|id| id.text() != Some("")) else { return };
    let Some(timeout) = client.effective_number("transaction.timeout.ms") else { return };
    let bound = cluster.effective_number(BOUND);
    let Some(most) = out.need(BOUND, &bound).copied().filter(|most| timeout > *most) else { return };
    let written = client.setting("transaction.timeout.ms");
    let draft = about(written.unwrap_or(id), "the brokers refuse this producer")
        .related(&bound.origin.place, format!("{BOUND} is {most}"))
        .help(format!("set transaction.timeout.ms to at most {most}, or raise {BOUND} on the cluster"));
    out.report(match written {
        Some(_) => draft.note("starting transactions fails with INVALID_TRANSACTION_TIMEOUT"),
        None => draft
            .note(format!("the library asks for {timeout} ms by default: that fails with INVALID_TRANSACTION_TIMEOUT")),
    });
}
