//! Brokers that talk to each other without encryption.

use crate::model::cluster::Cluster;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "in-cluster-plaintext",
    summary: "brokers talk to each other without encryption",
    page: include_str!("in_cluster_plaintext.md"),
    security: true,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    if out.need("in_cluster", &cluster.in_cluster) != Some(&false) {
        return;
    }
    let draft = Draft::new("in_cluster", "brokers talk to each other without encryption")
        .at_value(&cluster.in_cluster, "in_cluster is false")
        .note("every record crosses the zones unencrypted when it is replicated; it also rules out public access")
        .help("it can only be chosen when a cluster is made: plan for a new cluster, changing it replaces this one");
    out.report(draft);
}
