//! A cluster policy that lets others connect and not learn where to.

use crate::facts::required_actions;
use crate::model::cluster_policy::ClusterPolicy;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "cluster-policy-incomplete",
    summary: "a cluster policy that lets others connect and not learn where to",
    page: include_str!("cluster_policy_incomplete.md"),
    security: false,
    supersedes: &[],
    check: Check::ClusterPolicy(check),
};

const CONNECT: &str = "kafka:CreateVpcConnection";

fn check(policy: &ClusterPolicy, _: &Policy, out: &mut Findings) {
    // Services know where the cluster is.
    let Some(connect) = policy.allowing_accounts(CONNECT).filter(|_| policy.is_seen) else { return };
    let is_allowed = |needed: &str| needed.split(" or ").any(|action| policy.allows(action));
    let lacking: Vec<&str> = required_actions(CONNECT).iter().copied().filter(|needed| !is_allowed(needed)).collect();
    if lacking.is_empty() {
        return;
    }
    out.report(
        Draft::new("policy", "others may connect to the cluster and not learn where to")
            .at(&connect.origin, format!("{} alone", connect.text))
            .note("whoever makes the connection asks for the cluster and its brokers first, and is refused")
            .help(format!("allow {} too", lacking.join(", and "))),
    );
}
