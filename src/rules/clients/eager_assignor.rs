//! Assignors that take all partitions from all consumers at every rebalance.

use super::about;
use crate::client::library::{Family, Role};
use crate::client::{Client, Setting};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "eager-assignor",
    summary: "every rebalance stops the whole consumer group",
    page: include_str!("eager_assignor.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

const NAME: &str = "partition.assignment.strategy";

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    const MESSAGE: &str = "every rebalance stops the whole group and deals all partitions anew";
    // The new protocol assigns on the broker, step by step.
    let is_classic = |setting: &Setting| setting.text().is_some_and(|text| text.eq_ignore_ascii_case("classic"));
    if client.role == Role::Producer || !client.setting("group.protocol").is_none_or(is_classic) {
        return;
    }
    let help = match client.family() {
        Family::Librdkafka => "use cooperative-sticky; a group changes over with all its consumers stopped",
        _ => "use CooperativeStickyAssignor; a running group changes over in two rolling restarts",
    };
    let note =
        "a consumer that restarts, as when its broker is patched, makes all the others give up their partitions too";
    let written = client.text(NAME).filter(|(text, _)| is_eager(text));
    if let Some((_, setting)) = written {
        out.report(about(setting, MESSAGE).note(note).help(help));
    } else if client.is_consumer() && client.talks_to_msk() && client.lacks(NAME) && client.is_in_group() {
        let Some(default) = client.default(NAME).filter(|default| is_eager(default)) else { return };
        let label = format!("no {NAME}: {} has {default}", client.family().name());
        out.report(Draft::new(NAME, MESSAGE).at_place(&client.place, label).note(note).help(help));
    }
}

/// Whether a list of assignors has Kafka's range and round robin only; others are somebody's own.
fn is_eager(text: &str) -> bool {
    let names = || text.split(',').map(str::trim).filter(|name| !name.is_empty());
    let is_plain = |name: &str| {
        let class = name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase();
        matches!(&*class, "range" | "roundrobin" | "rangeassignor" | "roundrobinassignor")
    };
    names().next().is_some() && names().all(is_plain)
}
