//! A SASL mechanism that no MSK cluster offers.

use super::{about, offer};
use crate::client::Client;
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "scram-mechanism",
    summary: "a client logs in to MSK with a mechanism that MSK does not have",
    page: include_str!("scram_mechanism.md"),
    security: false,
    supersedes: &["plaintext-client", "iam-client-incomplete"],
    check: Check::Client(check),
};

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    if client.msk_servers().is_none() && client.cluster.is_none() {
        return;
    }
    let Some((text, setting)) = client.text("sasl.mechanism") else { return };
    if matches!(&*text.to_ascii_uppercase(), "SCRAM-SHA-256" | "PLAIN" | "GSSAPI") {
        let draft = about(setting, "MSK has no such mechanism: the log-in fails");
        out.report(offer(draft, client, setting, "SCRAM-SHA-512").help("MSK has SCRAM-SHA-512 for passwords, and IAM"));
    }
}
