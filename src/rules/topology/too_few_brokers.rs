//! Fewer brokers than the policy's minimum.

use crate::finding::count;
use crate::model::availability::{self, Extent, Lost, next_valid_broker_count};
use crate::model::cluster::{Cluster, ClusterKind};
use crate::model::replication::Replication;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "too-few-brokers",
    summary: "fewer brokers than it takes to lose some and go on",
    page: include_str!("too_few_brokers.md"),
    security: false,
    supersedes: &["two-broker-outage"],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, policy: &Policy, out: &mut Findings) {
    let Some(minimum) = policy.number("minimum") else { return };
    let Some(&brokers) = out.need("brokers", &cluster.brokers) else { return };
    if brokers >= minimum || brokers < 1 {
        return;
    }
    let mut draft = Draft::new("number_of_broker_nodes", format!("fewer brokers than the recommended {minimum}"))
        .at(&cluster.brokers.origin, count(brokers, "broker"))
        .help(help(cluster, minimum));
    if let Some(note) = what_two_lost_brokers_do(cluster) {
        draft = draft.note(note);
    }
    if cluster.is(ClusterKind::Express) {
        draft = draft.level("express");
    }
    out.report(draft);
}

fn what_two_lost_brokers_do(cluster: &Cluster) -> Option<String> {
    let layout = Replication::of_cluster(cluster)?.layout()?;
    let row = availability::row(&layout, Lost::TwoBrokers)?;
    let (factor, minimum) = (layout.replication_factor, layout.min_insync_replicas);
    let effect = match row.writes {
        Extent::None => "stop acks=all writes to every partition".to_owned(),
        Extent::Some => format!("stop acks=all writes to up to {} of the partitions", row.stopped),
        Extent::Ok => return None,
    };
    let example = "one broker restarting for a patch and another failing";
    Some(format!("with RF {factor} and min ISR {minimum}, two brokers down ({example}) {effect}"))
}

/// The smallest count that is enough and the same in every zone.
fn help(cluster: &Cluster, minimum: i64) -> String {
    let known = cluster.zones.get().or(cluster.is_in_two_zone_region().then_some(2));
    let zones = known.filter(|zones| *zones > 1);
    match (zones, u32::try_from(minimum)) {
        (Some(zones), Ok(minimum)) => {
            let count = next_valid_broker_count(minimum, zones);
            format!("set number_of_broker_nodes = {count}: the next count that MSK can spread over {zones} zones")
        }
        _ => format!("use at least {minimum} brokers, the same number in every zone"),
    }
}
