//! Troubles of a cluster that no alarm tells.

use crate::facts;
use crate::model::cluster::{Cluster, ClusterKind};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule, Undecided};

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
    // Prometheus may alarm too, from files that are not Terraform's.
    if cluster.is(ClusterKind::Serverless) || !monitoring.open_monitoring.is_absent() {
        return;
    }
    if let Some(reason) = &monitoring.alarms_open {
        return out.undecided.push(Undecided { fact: "alarms".into(), reason: reason.clone() });
    }
    if monitoring.alarms.iter().any(|alarm| alarm.metric.is_unknown()) {
        return;
    }
    let watched =
        |name: &str| monitoring.alarms.iter().any(|alarm| alarm.metric.known().is_some_and(|of| **of == *name));
    let mut missing: Vec<&str> = Vec::new();
    for metric in facts::metrics().iter().filter(|metric| metric.express || !cluster.is(ClusterKind::Express)) {
        let Some(trouble) = metric.watch.filter(|trouble| !missing.contains(trouble)) else { continue };
        let mut tells = facts::metrics().iter().filter(|other| other.watch == Some(trouble));
        if !tells.any(|other| watched(other.name)) {
            missing.push(trouble);
        }
    }
    if missing.is_empty() {
        return;
    }
    let draft = Draft::new("alarms", "no alarm tells of some troubles of the cluster")
        .at_place(&cluster.block, format!("no alarm here on: {}", missing.join(", ")))
        .help("add aws_cloudwatch_metric_alarm resources for them, or allow this where alarms are kept elsewhere");
    out.report(draft);
}
