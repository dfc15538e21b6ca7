//! Brokers that cannot be spread evenly over the zones.

use crate::facts;
use crate::finding::count;
use crate::model::availability::next_valid_broker_count;
use crate::model::cluster::{Cluster, ClusterKind};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "brokers-not-multiple-of-zones",
    summary: "MSK refuses brokers that do not divide evenly over the zones",
    page: include_str!("brokers_not_multiple_of_zones.md"),
    security: false,
    supersedes: &["two-broker-outage"],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    if cluster.is(ClusterKind::Serverless) {
        return;
    }
    let Some(&brokers) = out.need("brokers", &cluster.brokers) else { return };
    let Some(&zones) = out.need("zones", &cluster.zones) else { return };
    let Ok(brokers) = u32::try_from(brokers) else { return };
    let most = facts::limit("subnets_standard").and_then(|limit| limit.max);
    // More subnets than MSK takes are what is wrong then.
    let too_many = most.is_some_and(|most| i64::from(zones) > most);
    if zones == 0 || too_many || brokers.is_multiple_of(zones) {
        return;
    }
    let above = next_valid_broker_count(brokers, zones);
    let below = above.saturating_sub(zones);
    let counts = if below == 0 { above.to_string() } else { format!("{below} or {above}") };
    let draft = Draft::new("number_of_broker_nodes", "MSK cannot spread these brokers evenly over the zones")
        .at(&cluster.brokers.origin, format!("{} over {zones} subnets", count(brokers.into(), "broker")))
        .related(&cluster.subnets.origin.place, format!("{zones} client subnets"))
        .note("MSK puts the same number of brokers into each client subnet and refuses any other count")
        .help(format!("set number_of_broker_nodes = {counts}"));
    out.report(draft);
}
