//! A producer that sends records as they are.

use super::{about, offer};
use crate::client::Client;
use crate::client::library::Role;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "compression-off",
    summary: "a producer does not compress",
    page: include_str!("compression_off.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

const NAME: &str = "compression.type";

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    const MESSAGE: &str = "records cross the network and fill the disks uncompressed";
    const NOTE: &str =
        "every byte is sent to a broker, copied to the other replicas, stored on each and read by consumers";
    const HELP: &str = "set compression.type to lz4 or zstd";
    let written = client.text(NAME).filter(|(text, _)| client.role != Role::Consumer && *text == "none");
    if let Some((_, setting)) = written {
        out.report(offer(about(setting, MESSAGE).note(NOTE).help(HELP), client, setting, "lz4"));
    } else if client.is_producer() && client.talks_to_msk() && client.lacks(NAME) {
        // Some libraries compress each call that sends, and have no such setting.
        if client.default(NAME).as_deref() == Some("none") {
            let label = format!("no {NAME}: {} compresses nothing then", client.family().name());
            out.report(Draft::new(NAME, MESSAGE).at_place(&client.place, label).note(NOTE).help(HELP));
        }
    }
}
