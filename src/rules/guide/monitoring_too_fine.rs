//! Metrics for every partition of every topic.

use crate::model::cluster::{Cluster, ClusterKind};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "monitoring-too-fine",
    summary: "metrics for every partition of every topic, each of which is paid for",
    page: include_str!("monitoring_too_fine.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let level = &cluster.monitoring.level;
    let is_finest = out.need("enhanced_monitoring", level).is_some_and(|level| &**level == "PER_TOPIC_PER_PARTITION");
    if cluster.is(ClusterKind::Serverless) || !is_finest {
        return;
    }
    out.report(
        Draft::new("enhanced_monitoring", "metrics for every partition of every topic are paid for")
            .at_value(level, "PER_TOPIC_PER_PARTITION")
            .note("the level holds for the whole cluster: CloudWatch charges for each metric of each partition")
            .help("use PER_TOPIC_PER_BROKER, or PER_BROKER with open_monitoring for the details"),
    );
}
