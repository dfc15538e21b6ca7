//! A consumer that reads what transactions have not committed, or will never.

use super::about;
use crate::client::Client;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "reads-uncommitted",
    summary: "a consumer reads records of transactions that were aborted",
    page: include_str!("reads_uncommitted.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

const NAME: &str = "isolation.level";

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    const MESSAGE: &str = "this consumer also reads what a transaction has written and taken back";
    const NOTE: &str = "a record of an aborted transaction is processed like any other, and its successor once more";
    let reads = |text: &str| text.eq_ignore_ascii_case("read_uncommitted");
    if !client.is_consumer() {
        return;
    }
    let is_lowered = client.default(NAME).is_some_and(|default| !reads(&default));
    let is_chained = client.habits.writes_in_transactions;
    let written = client.text(NAME).filter(|(text, _)| reads(text) && (is_lowered || is_chained));
    let draft = match written {
        Some((_, setting)) => about(setting, MESSAGE),
        None if is_chained && client.lacks(NAME) && client.default(NAME).is_some_and(|default| reads(&default)) => {
            Draft::new(NAME, MESSAGE).at_place(&client.place, format!("no {NAME}: the default is read_uncommitted"))
        }
        None => return,
    };
    out.report(draft.note(NOTE).help(format!("set {NAME} to read_committed")));
}
