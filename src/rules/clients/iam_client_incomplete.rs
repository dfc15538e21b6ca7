//! A Java client with IAM that lacks one of its four settings.

use super::about;
use crate::client::Client;
use crate::client::library::Family;
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "iam-client-incomplete",
    summary: "a client logs in with IAM but lacks a part of it",
    page: include_str!("iam_client_incomplete.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

const JAAS: &str = "sasl.jaas.config";

/// The settings beside the mechanism, and what their values must contain.
const PARTS: [(&str, &str, &str); 3] = [
    ("security.protocol", "SASL_SSL", "SASL_SSL"),
    (JAAS, "IAMLoginModule", "software.amazon.msk.auth.iam.IAMLoginModule required;"),
    (
        "sasl.client.callback.handler.class",
        "IAMClientCallbackHandler",
        "software.amazon.msk.auth.iam.IAMClientCallbackHandler",
    ),
];

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    if client.family() != Family::Java {
        return;
    }
    let Some((_, mechanism)) = client.text("sasl.mechanism").filter(|(text, _)| *text == "AWS_MSK_IAM") else { return };
    let is_wrong = |name: &str, part: &str| match client.text(name) {
        Some((text, _)) => !text.to_ascii_lowercase().contains(&part.to_ascii_lowercase()),
        None => client.lacks(name),
    };
    // The login module can stand in a file that the JVM is started with.
    let lacks_login_only = |wrong: &[&str]| wrong == [JAAS] && client.setting(JAAS).is_none();
    let wrong: Vec<&str> =
        PARTS.iter().filter(|(name, part, _)| is_wrong(name, part)).map(|(name, ..)| *name).collect();
    if lacks_login_only(&wrong) {
        return;
    }
    let missing: Vec<String> = PARTS
        .iter()
        .filter(|(name, ..)| wrong.contains(name))
        .map(|(name, _, full)| format!("{name}={full}"))
        .collect();
    if missing.is_empty() {
        return;
    }
    let draft = about(mechanism, "this client cannot log in with IAM")
        .note("the mechanism needs a protocol, a login module and a callback handler of aws-msk-iam-auth beside it");
    out.report(draft.help(format!("set {}", missing.join(" and "))));
}
