//! Clusters that Terraform may destroy.

use crate::model::cluster::Cluster;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "cluster-not-protected",
    summary: "nothing keeps Terraform from destroying the cluster",
    page: include_str!("cluster_not_protected.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    if cluster.prevent_destroy {
        return;
    }
    let draft = Draft::new("prevent_destroy", "nothing keeps Terraform from destroying the cluster")
        .at_place(&cluster.block, "no lifecycle.prevent_destroy")
        .note("a change of subnets, security groups, encryption or name replaces the cluster, and its data is gone")
        .help("add lifecycle { prevent_destroy = true }");
    out.report(draft);
}
