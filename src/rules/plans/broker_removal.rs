//! A plan that removes brokers in a way that MSK refuses.

use crate::facts;
use crate::model::cluster::Cluster;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "broker-removal",
    summary: "a plan that removes brokers in a way that MSK refuses",
    page: include_str!("broker_removal.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let (Some(before), Some(new)) = (super::updated(cluster), cluster.brokers.get()) else { return };
    let Some(old) = before.brokers.get().filter(|old| new < *old) else { return };
    let size = before.instance_type.known().and_then(|name| facts::instance_type(name));
    let version = before.kafka_version.known();
    let zones = before.zones.get().or(cluster.zones.get()).map(i64::from);
    let least = facts::version_rule("broker-removal-min").and_then(|rule| rule.min);
    let reason = if let Some(size) = size.filter(|size| !size.broker_removal) {
        format!("brokers of {} cannot be removed", size.name)
    } else if version.is_some_and(|version| facts::satisfies(version, "broker-removal-min") == Some(false)) {
        format!("brokers can be removed from Kafka {} on", least.unwrap_or_default())
    } else if let Some(zones) = zones.filter(|zones| old - new != *zones) {
        format!("brokers are removed one from each of the {zones} zones at a time: {} to {}", old, old - zones)
    } else {
        return;
    };
    out.report(
        Draft::new("number_of_broker_nodes", "MSK refuses to remove these brokers")
            .at(&cluster.brokers.origin, format!("{new} brokers, and {old} before"))
            .note(reason)
            .help("move all partitions off the brokers first, then remove one broker from each zone"),
    );
}
