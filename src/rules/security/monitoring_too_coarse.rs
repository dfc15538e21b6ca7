//! Metrics too coarse to find the broker or topic in trouble.

use crate::model::cluster::{Cluster, ClusterKind};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "monitoring-too-coarse",
    summary: "metrics do not tell which broker is in trouble",
    page: include_str!("monitoring_too_coarse.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    if cluster.is(ClusterKind::Serverless) {
        return;
    }
    let level = &cluster.monitoring.level;
    if out.need("enhanced_monitoring", level).is_none_or(|level| &**level != "DEFAULT") {
        return;
    }
    let draft = Draft::new("enhanced_monitoring", "metrics do not tell which broker is in trouble")
        .at_value(level, "enhanced_monitoring is DEFAULT")
        .note("request and thread metrics of single brokers are only kept from PER_BROKER on")
        .help("set enhanced_monitoring = \"PER_BROKER\"; finer levels cost more with each topic");
    out.report(draft);
}
