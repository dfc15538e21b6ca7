//! A value that the library does not read as it is written.

use super::about;
use crate::client::Client;
use crate::client::fault::{Fault, fault};
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "client-value-misread",
    summary: "the library reads a value as something else, or rejects it",
    page: include_str!("client_value_misread.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    let library = client.family().name();
    for setting in &client.settings {
        match fault(client, setting) {
            Some(Fault::ReadAs(read)) => out.report(
                about(setting, format!("{library} reads this as {read}"))
                    .note("it takes the digits and drops what follows, without a word")
                    .help(format!("write the number alone, in the unit of {}", setting.key)),
            ),
            Some(Fault::Rejected(reason)) => {
                let draft = about(setting, format!("{library} does not accept this value"));
                out.report(draft.note(reason).help("the client does not start: correct the value"));
            }
            None => {}
        }
    }
}
