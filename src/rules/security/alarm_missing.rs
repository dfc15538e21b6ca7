//! Troubles of a cluster that no alarm tells.

use crate::model::cluster::{Cluster, ClusterKind};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "alarm-missing",
    summary: "no alarm tells of some troubles of the cluster",
    page: include_str!("alarm_missing.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let monitoring = &cluster.monitoring;
    // Prometheus may alarm too, from files that are not here.
    let scraped_elsewhere = !monitoring.open_monitoring.is_absent() && monitoring.told_by_prometheus.is_empty();
    if cluster.is(ClusterKind::Serverless) || scraped_elsewhere {
        return;
    }
    if let Some(reason) = &monitoring.alarms_open {
        return out.leave_open("alarms", reason);
    }
    let untold = cluster.untold_troubles();
    if untold.is_empty() || monitoring.alarms.iter().any(|alarm| alarm.metric.is_unknown()) {
        return;
    }
    let draft = Draft::new("alarms", "no alarm tells of some troubles of the cluster")
        .at_place(&cluster.block, format!("no alarm here on: {}", untold.join(", ")))
        .help("add aws_cloudwatch_metric_alarm resources for them, or allow this where alarms are kept elsewhere");
    out.report(draft);
}
