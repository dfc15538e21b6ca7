//! Clusters in fewer zones than three, or in a number that MSK does not take.

use crate::facts;
use crate::model::cluster::{Cluster, ClusterKind};
use crate::model::replication::Replication;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "too-few-zones",
    summary: "fewer than three zones, or a number of subnets that MSK refuses",
    page: include_str!("too_few_zones.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

const REPLACES: &str = "changing client_subnets replaces the cluster";

fn check(cluster: &Cluster, policy: &Policy, out: &mut Findings) {
    if cluster.is(ClusterKind::Serverless) || cluster.is(ClusterKind::Express) {
        return;
    }
    let (Some(recommended), Some(limit)) = (policy.number("recommend"), facts::limit("subnets_standard")) else {
        return;
    };
    let Some(&zones) = out.need("zones", &cluster.zones) else { return };
    let zones = i64::from(zones);
    let (least, most) = (limit.min.unwrap_or(0), limit.max.unwrap_or(i64::MAX));
    if zones < least {
        report(cluster, out, "MSK refuses a cluster in one zone", "one", &format!("use {recommended} client subnets"));
    } else if zones > most {
        let message = "MSK refuses this many client subnets";
        report(cluster, out, message, "too_many", &format!("use {most} client subnets, one in each zone"));
    } else if zones < recommended && !cluster.is_in_two_zone_region() {
        two_zones(cluster, recommended, out);
    }
}

fn two_zones(cluster: &Cluster, recommended: i64, out: &mut Findings) {
    let help = format!("plan for {recommended} client subnets in {recommended} zones: {REPLACES}");
    let mut draft = draft(cluster, "one zone down takes half of the cluster").help(help).note(
        "with two zones a replication factor of 3 puts two replicas into one zone, and MSK's defaults are RF 2 with \
         min ISR 1",
    );
    if Replication::of_cluster(cluster).is_some_and(|defaults| defaults.factor.is_inherited()) {
        draft = draft.covers(&["replication-too-low"]);
    }
    out.report(draft);
}

fn report(cluster: &Cluster, out: &mut Findings, message: &str, level: &'static str, help: &str) {
    out.report(draft(cluster, message).level(level).help(help));
}

fn draft(cluster: &Cluster, message: &str) -> Draft {
    let label = match cluster.zones.get() {
        Some(1) => "1 client subnet".to_owned(),
        Some(zones) => format!("{zones} client subnets"),
        None => String::new(),
    };
    Draft::new("client_subnets", message).at(&cluster.subnets.origin, label)
}
