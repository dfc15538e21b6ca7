//! What a serverless cluster does not take.

use crate::facts::{self, Limit};
use crate::model::cluster::{Cluster, ClusterKind};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "serverless-limit",
    summary: "more than a serverless cluster takes",
    page: include_str!("serverless_limit.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    if !cluster.is(ClusterKind::Serverless) {
        return;
    }
    without_iam(cluster, out);
    too_few_subnets(cluster, out);
    for (limit, compacted) in [("serverless_partitions", false), ("serverless_partitions_compacted", true)] {
        too_many_partitions(cluster, limit, compacted, out);
    }
}

fn without_iam(cluster: &Cluster, out: &mut Findings) {
    let iam = &cluster.security.iam;
    if out.need("iam", iam) == Some(&false) {
        out.report(
            Draft::new("iam", "a serverless cluster has no other login than IAM")
                .at(&iam.origin, "off")
                .help("set enabled = true"),
        );
    }
}

fn too_few_subnets(cluster: &Cluster, out: &mut Findings) {
    let Some(least) = facts::limit("subnets_serverless").and_then(|limit| limit.min) else { return };
    let Some(zones) = cluster.zones.get().map(i64::from).filter(|zones| *zones < least) else { return };
    out.report(
        Draft::new("subnet_ids", "a serverless cluster lies in two zones at least")
            .at(&cluster.subnets.origin, format!("{zones} subnet"))
            .help(format!("name {least} subnets or more, in different zones")),
    );
}

/// Partitions of the topics known for the cluster, those that are compacted or those that are not.
fn too_many_partitions(cluster: &Cluster, limit: &str, compacted: bool, out: &mut Findings) {
    let Some(most) = facts::limit(limit).and_then(Limit::number) else { return };
    let is_compacted = |policy: &str| policy.contains("compact");
    let topics = cluster.topics.iter().filter(|topic| {
        let policy = topic.config("cleanup.policy");
        policy.map_or(Some(false), |policy| policy.known().map(|policy| is_compacted(policy))) == Some(compacted)
    });
    let partitions: i64 = topics.filter_map(|topic| topic.partitions.get()).fold(0, i64::saturating_add);
    if partitions <= most {
        return;
    }
    let kind = if compacted { "compacted partitions" } else { "partitions" };
    out.report(
        Draft::new("partitions", format!("more {kind} than a serverless cluster takes"))
            .at_place(&cluster.block, format!("{partitions} {kind} in the topics known here"))
            .note(format!("AWS's quota is {most} unless it raised it for you"))
            .by_table("msk-limits")
            .help("use fewer partitions, or a provisioned cluster")
            .level("quota"),
    );
}
