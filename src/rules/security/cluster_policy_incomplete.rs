//! A cluster policy that lets others connect and not learn where to.

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
/// What it takes beside it; one of each group.
const NEEDED: [&[&str]; 2] = [&["kafka:GetBootstrapBrokers"], &["kafka:DescribeCluster", "kafka:DescribeClusterV2"]];

fn check(policy: &ClusterPolicy, _: &Policy, out: &mut Findings) {
    let Some(connect) = policy.allowing(CONNECT).filter(|_| policy.is_seen) else { return };
    let lacking = NEEDED.iter().filter(|group| !group.iter().any(|action| policy.allows(action)));
    let lacking: Vec<String> = lacking.map(|group| group.join(" or ")).collect();
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
