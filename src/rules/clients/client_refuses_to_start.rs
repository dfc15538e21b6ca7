//! A combination of settings that the library refuses.

use super::about;
use crate::client::fault::{Fault, fault};
use crate::client::{Client, Setting};
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "client-refuses-to-start",
    summary: "the library refuses this combination of settings",
    page: include_str!("client_refuses_to_start.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    for refusal in client.refusals() {
        let [first, others @ ..] = &refusal.settings[..] else { continue };
        // A value that is misread or rejected by itself is said to be, unless any other would be refused too.
        let is_said = |setting: &Setting| match fault(client, setting) {
            Some(Fault::ReadAs(_)) => !client.refuses_whatever(refusal.names, &setting.name),
            Some(Fault::Rejected(_)) => true,
            None => false,
        };
        if refusal.settings.iter().any(|setting| is_said(setting)) {
            continue;
        }
        let mut draft = about(first, "the client refuses to start")
            .note(format!("{} says: {}", client.family().name(), refusal.reason))
            .help("change one of the settings so that the library accepts them together");
        for other in others {
            let value =
                other.text().filter(|_| !other.is_secret()).map_or_else(String::new, |text| format!(" is {text}"));
            draft = draft.related(&other.value.origin.place, format!("{}{value}", other.key));
        }
        out.report(draft);
    }
}
