//! Heartbeats so rare that losing two ends the session.

use super::{about, seconds};
use crate::client::Client;
use crate::client::library::Role;
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "heartbeat-too-slow",
    summary: "two lost heartbeats end a session",
    page: include_str!("heartbeat_too_slow.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

fn check(client: &Client, policy: &Policy, out: &mut Findings) {
    let Some(share) = policy.number("per_session").filter(|share| *share > 0) else { return };
    // A session too short for the default heartbeat is a finding about the session.
    let Some((interval, setting)) = client.number("heartbeat.interval.ms").filter(|(interval, _)| *interval > 0) else {
        return;
    };
    let Some(session) = client.effective_number("session.timeout.ms").filter(|session| *session > 0) else { return };
    if interval <= session / share || client.role == Role::Producer || client.is_refused("heartbeat.interval.ms") {
        return;
    }
    let lost = (session / interval - 1).max(0);
    let note = format!("in a session of {} that lets {lost} heartbeats be lost", seconds(session));
    let help = format!("send heartbeats at least every {}", seconds(session / share));
    out.report(about(setting, "a few lost heartbeats end the session").note(note).help(help));
}
