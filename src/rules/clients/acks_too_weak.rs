//! A producer that waits for one broker or none.

use super::{about, offer};
use crate::client::library::{Family, Role};
use crate::client::refusal::acks;
use crate::client::{Client, Setting};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "acks-too-weak",
    summary: "a producer does not wait for all replicas in sync",
    page: include_str!("acks_too_weak.md"),
    security: false,
    supersedes: &["idempotence-off", "acks-all-without-min-insync"],
    check: Check::Client(check),
};

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    let written = client.text("acks").filter(|_| client.role != Role::Consumer);
    if let Some((text, setting)) = written {
        if matches!(acks(text), Some(0 | 1)) && !client.is_refused("acks") {
            out.report(of_written(client, setting, text));
        }
    } else if client.is_producer() && client.lacks("acks") {
        let Some(default) = client.default("acks").filter(|default| matches!(acks(default), Some(0 | 1))) else {
            return;
        };
        let sender = match (client.family(), client.version) {
            (Family::Java, Some(version)) => format!("{} {version}", client.family().name()),
            _ => client.library.name().to_owned(),
        };
        let label = format!("no acks: {sender} sends {default} then");
        out.report(worded(Draft::new("acks", message(&default)).at_place(&client.place, label), &default));
    }
}

fn of_written(client: &Client, setting: &Setting, text: &str) -> Draft {
    worded(offer(about(setting, message(text)), client, setting, "all"), text)
}

fn message(acks: &str) -> &'static str {
    if acks == "0" { "writes are not acknowledged at all" } else { "acknowledged writes can be lost with one broker" }
}

fn worded(draft: Draft, acks: &str) -> Draft {
    let note = if acks == "0" {
        "the producer does not learn that a broker is down: what it sends meanwhile is gone"
    } else {
        "only the leader has the data when it answers: if it fails before the followers have copied it, as MSK's patching \
         makes likely, the data is gone"
    };
    draft.note(note).help("set acks=all; with min.insync.replicas=2 every acknowledged write is on two brokers")
}
