//! Metadata that is refreshed rarely or never.

use super::{about, offer, seconds};
use crate::client::Client;
use crate::client::library::Family;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "metadata-refresh-too-slow",
    summary: "a client learns late that leaders have moved",
    page: include_str!("metadata_refresh_too_slow.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

fn check(client: &Client, policy: &Policy, out: &mut Findings) {
    if client.family() != Family::Librdkafka {
        let Some(maximum) = policy.number("java_ms") else { return };
        if let Some((age, setting)) = client.number("metadata.max.age.ms").filter(|(age, _)| *age >= maximum) {
            let help = format!("refresh well below {}", seconds(maximum));
            out.report(worded(about(setting, "moved partitions are noticed late"), age).help(help));
        }
        return;
    }
    if let Some(maximum) = policy.number("refresh_ms")
        && let Some((interval, setting)) = client.number("topic.metadata.refresh.interval.ms")
    {
        let is_slow = client.raised(&setting.name).is_some() && interval > maximum;
        if interval == -1 || is_slow {
            let draft = worded(about(setting, "moved partitions are noticed late"), interval);
            out.report(offer(
                draft.help(format!("refresh every {}", seconds(maximum))),
                client,
                setting,
                &maximum.to_string(),
            ));
        }
    }
    if let Some(maximum) = policy.number("expiry_ms")
        && let Some((age, setting)) = client.raised("metadata.max.age.ms").filter(|(age, _)| *age > maximum)
    {
        let help = "leave it out: librdkafka takes three times topic.metadata.refresh.interval.ms";
        out.report(worded(about(setting, "stale metadata is used for long"), age).help(help));
    }
}

fn worded(draft: Draft, milliseconds: i64) -> Draft {
    let note = match milliseconds {
        -1 => "metadata is then refreshed only after an error".to_owned(),
        _ => format!(
            "after MSK has replaced a broker a client can work with its old address for {}",
            seconds(milliseconds)
        ),
    };
    draft.note(note)
}
