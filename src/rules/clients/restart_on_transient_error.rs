//! A program that ends because of errors which pass by themselves.

use crate::client::Client;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "restart-on-transient-error",
    summary: "a program ends because of errors from which its client recovers by itself",
    page: include_str!("restart_on_transient_error.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    for place in &client.habits.exits {
        out.report(
            Draft::new("errors", "the program ends because of an error that passes by itself")
                .at_place(place, "ends the process")
                .note(
                    "librdkafka connects again, to any broker it knows, whenever one is restarted: a restart only throws its \
                     knowledge and its place in the group away, for all consumers at once",
                )
                .help("write it to the log, and end the process only when nothing was read or written for longer than the session lasts"),
        );
    }
}
