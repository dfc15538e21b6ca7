//! Retries and reconnections without a pause.

use super::{about, offer};
use crate::client::Client;
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "backoff-too-aggressive",
    summary: "a client tries again so often that it keeps brokers from recovering",
    page: include_str!("backoff_too_aggressive.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

/// Settings, the policy's number for each, and the setting that caps it.
const BACK_OFFS: [(&str, &str, &str); 2] = [
    ("retry.backoff.ms", "retry_ms", "retry.backoff.max.ms"),
    ("reconnect.backoff.ms", "reconnect_ms", "reconnect.backoff.max.ms"),
];

fn check(client: &Client, policy: &Policy, out: &mut Findings) {
    for (name, number, cap) in BACK_OFFS {
        let Some(minimum) = policy.number(number) else { continue };
        if client.is_refused(name) {
            continue;
        }
        if let Some((pause, setting)) = client.lowered(name).filter(|(pause, _)| *pause < minimum) {
            let draft = about(setting, "a broker that comes back is met by a storm of requests")
                .note(format!("every client of the cluster tries again after {pause} ms, all at once"))
                .help(format!("wait at least {minimum} ms"));
            out.report(offer(draft, client, setting, &minimum.to_string()));
        } else if let Some((most, setting)) = client.number(cap)
            && let Some(base) = client.effective_number(name).filter(|base| most < *base)
        {
            let draft = about(setting, "the back-off does not grow: its cap is below its first step");
            let help = format!("set {} above {name}, which is {base}", setting.key);
            out.report(draft.note("a constant pause lets all clients come back at the same moment").help(help));
        }
    }
}
