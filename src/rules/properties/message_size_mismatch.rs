//! Messages that may be much larger than what replicas fetch at a time.

use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, PropertiesSubject, Rule};

pub(super) const RULE: Rule = Rule {
    name: "message-size-mismatch",
    summary: "message.max.bytes well above replica.fetch.max.bytes",
    page: include_str!("message_size_mismatch.md"),
    security: false,
    supersedes: &[],
    check: Check::Properties(check),
};

fn check(subject: &PropertiesSubject<'_>, policy: &Policy, out: &mut Findings) {
    let Some(percent) = policy.number("percent") else { return };
    // The defaults differ harmlessly, so only what somebody wrote is compared.
    let message = subject.written_number("message.max.bytes");
    let fetch = subject.written_number("replica.fetch.max.bytes");
    let (Some(message), Some(fetch)) = (message, fetch) else { return };
    let largest = out.need("message.max.bytes", &message).copied();
    let fetched = out.need("replica.fetch.max.bytes", &fetch).copied();
    let (Some(largest), Some(fetched)) = (largest, fetched) else { return };
    if i128::from(largest) * 100 <= i128::from(fetched) * i128::from(percent) {
        return;
    }
    out.report(
        Draft::new("replica.fetch.max.bytes", "messages may be larger than what replicas fetch at a time")
            .at(&fetch.origin, format!("replica.fetch.max.bytes is {fetched}"))
            .related(&message.origin.place, format!("message.max.bytes is {largest}"))
            .note(
                "a larger batch is still fetched, but alone, which slows the replication of its partition's neighbours",
            )
            .help(format!("raise replica.fetch.max.bytes to {largest}")),
    );
}
