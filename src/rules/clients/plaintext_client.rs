//! A client of MSK without encryption.

use super::about;
use crate::client::Client;
use crate::client::login::Protocol;
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "plaintext-client",
    summary: "a client talks to MSK without encryption",
    page: include_str!("plaintext_client.md"),
    security: true,
    supersedes: &["iam-client-incomplete"],
    check: Check::Client(check),
};

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    if client.msk_servers().is_none() && client.cluster.is_none() {
        return;
    }
    match client.protocol() {
        Some((Protocol::Plaintext, setting)) => out.report(
            about(setting, "records and log-ins cross the network unencrypted")
                .note("on MSK's port 9092 nobody logs in: whoever reaches it reads and writes every topic")
                .help("use security.protocol=SSL with port 9094, or SASL_SSL with IAM (9098) or SCRAM (9096)"),
        ),
        Some((Protocol::SaslPlaintext, setting)) => out.report(
            about(setting, "MSK has no log-in without encryption").level("sasl").help("use security.protocol=SASL_SSL"),
        ),
        _ => {}
    }
}
