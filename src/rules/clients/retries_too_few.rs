//! Retries that are used up before a leader can change.

use super::{about, seconds};
use crate::client::library::{Family, Role};
use crate::client::{Client, Setting};
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "retries-too-few",
    summary: "retries end before a partition has a new leader",
    page: include_str!("retries_too_few.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

fn check(client: &Client, policy: &Policy, out: &mut Findings) {
    let Some(window) = policy.number("window_ms") else { return };
    let Some((retries, setting)) = client.lowered("retries") else { return };
    // aiokafka has no such option.
    if client.role == Role::Consumer || client.is_refused("retries") || client.family() == Family::Aiokafka {
        return;
    }
    if retries <= 0 {
        let draft = about(setting, "a write that fails once is lost to the application").level("zero");
        out.report(
            draft
                .note("every change of a leader, as in MSK's patching, fails some requests")
                .help("leave retries at the library's default and bound the time with delivery.timeout.ms"),
        );
        return;
    }
    let Some(waited) = summed_back_off(client, retries).filter(|waited| *waited < window) else { return };
    let text = format!("{retries} retries wait {} in all", seconds(waited));
    out.report(worded(about(setting, "retries end before a partition has a new leader"), text, window, setting));
}

fn worded(draft: crate::rules::Draft, waited: String, window: i64, setting: &Setting) -> crate::rules::Draft {
    let window = seconds(window);
    draft
        .note(format!("{waited}; a partition can be without a leader for up to {window} while MSK replaces a broker"))
        .help(format!("leave {} at the library's default and bound the time with delivery.timeout.ms", setting.key))
}

/// The longest that a client waits between its tries; nothing where the back-off is not known.
fn summed_back_off(client: &Client, retries: i64) -> Option<i64> {
    let base = client.effective_number("retry.backoff.ms")?;
    let most = match client.family() {
        // Without a cap of its own the back-off does not grow.
        Family::KafkaPython | Family::Aiokafka | Family::Sarama => base,
        _ => client.setting("retry.backoff.max.ms").map_or(client.newest_default("retry.backoff.max.ms"), |_| {
            client.effective_number("retry.backoff.max.ms")
        })?,
    };
    let mut waited: i64 = 0;
    let mut next = base;
    for _ in 0..retries.min(64) {
        waited = waited.saturating_add(next.min(most.max(base)));
        next = next.saturating_mul(2);
    }
    Some(waited.saturating_add(most.saturating_mul((retries - 64).max(0))))
}
