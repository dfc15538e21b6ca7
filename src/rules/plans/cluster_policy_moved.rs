//! A plan that moves the policy of one cluster to another.

use crate::model::change::Change;
use crate::model::cluster_policy::ClusterPolicy;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "cluster-policy-moved",
    summary: "a plan that moves the policy of one cluster to another",
    page: include_str!("cluster_policy_moved.md"),
    security: true,
    supersedes: &[],
    check: Check::ClusterPolicy(check),
};

fn check(policy: &ClusterPolicy, _: &Policy, out: &mut Findings) {
    let Some(before) = policy.change.as_ref().and_then(Change::updated) else { return };
    let Some((old, new)) = before.cluster.known().zip(policy.cluster.known()).filter(|(old, new)| old != new) else {
        return;
    };
    out.report(
        Draft::new("cluster_arn", "the policy of one cluster cannot become that of another")
            .at(&policy.cluster.origin, format!("{new}, and {old} before"))
            .note("the provider writes it to the new cluster, keeps the old one's ARN as its id, and leaves the old policy there")
            .help("declare a second aws_msk_cluster_policy for the new cluster, and remove this one with the old cluster"),
    );
}
