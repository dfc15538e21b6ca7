//! Data at rest under AWS's key.

use crate::model::cluster::{Cluster, ClusterKind};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "customer-managed-key",
    summary: "data at rest is encrypted with a key of AWS",
    page: include_str!("customer_managed_key.md"),
    security: true,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let key = &cluster.security.at_rest_key;
    if cluster.is(ClusterKind::Serverless) || !key.is_absent() {
        return;
    }
    let draft = Draft::new("encryption_at_rest_kms_key_arn", "data at rest is encrypted with a key of AWS")
        .at(&key.origin, "names no key of its own")
        .note("data is encrypted all the same; a key of your own can be watched, shared and taken away")
        .help("name a key when a cluster is made: changing it replaces the cluster");
    out.report(draft);
}
