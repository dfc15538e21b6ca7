//! Batches and buffers too small to save requests.

use super::{about, offer};
use crate::client::Client;
use crate::client::library::Role;
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "batch-too-small",
    summary: "a producer's batches or buffer are too small to save requests",
    page: include_str!("batch_too_small.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

/// Settings, the policy's number for each, and why it matters.
const SIZES: [(&str, &str, &str); 2] = [
    ("batch.size", "batch_bytes", "a full batch is sent at once: small ones make many requests of the same records"),
    (
        "buffer.memory",
        "buffer_bytes",
        "while a broker restarts its records wait in this buffer; when it is full, sending blocks",
    ),
];

fn check(client: &Client, policy: &Policy, out: &mut Findings) {
    for (name, number, why) in SIZES {
        let Some(minimum) = policy.number(number).filter(|_| client.role != Role::Consumer) else { continue };
        let Some((_, setting)) = client.kept_low(name).filter(|(size, _)| *size < minimum) else { continue };
        let draft = about(setting, "the producer has little room for batches").note(why);
        out.report(offer(draft.help(format!("allow {minimum} bytes")), client, setting, &minimum.to_string()));
    }
}
