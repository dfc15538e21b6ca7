//! A time limit within which a cluster cannot be updated.

use crate::facts::{self, Limit};
use crate::model::cluster::Cluster;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "update-timeout-short",
    summary: "a time limit within which the cluster cannot be updated",
    page: include_str!("update_timeout_short.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, policy: &Policy, out: &mut Findings) {
    let Some(minutes_per_broker) = policy.number("minutes_per_broker") else { return };
    let Some(&brokers) = out.need("brokers", &cluster.brokers) else { return };
    let written = &cluster.capacity.update_timeout_minutes;
    let limit = match written.is_absent() {
        true => facts::limit("cluster_update_timeout").and_then(Limit::number),
        false => out.need("timeouts.update", written).copied(),
    };
    let needed = brokers.saturating_mul(minutes_per_broker);
    let Some(limit) = limit.filter(|limit| *limit < needed) else { return };
    let draft = Draft::new("timeouts.update", "Terraform gives up before the cluster is updated");
    let draft = match written.is_absent() {
        true => draft.at_place(&cluster.block, format!("sets no timeouts.update: the provider waits {limit} minutes")),
        false => draft.at(&written.origin, format!("{limit} minutes")),
    };
    out.report(
        draft
            .note(format!("MSK updates one broker after another, up to {minutes_per_broker} minutes each: {needed} for {brokers} brokers"))
            .help(format!("set timeouts {{ update = \"{needed}m\" }} or more")),
    );
}
