//! Alarms that never get data, or that tell the wrong thing.

use crate::facts::{self, Metric};
use crate::model::cluster::{Cluster, ClusterKind};
use crate::model::monitoring::Alarm;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "alarm-invalid",
    summary: "an alarm never gets data, or tells the wrong thing",
    page: include_str!("alarm_invalid.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, policy: &Policy, out: &mut Findings) {
    for alarm in &cluster.monitoring.alarms {
        let Some(metric) = alarm.metric.known().and_then(|name| facts::metric(name)) else { continue };
        let drafts = [
            not_on_express(cluster, alarm, metric),
            wrong_statistic(alarm, metric),
            no_broker(alarm, metric),
            not_kept(cluster, alarm, metric),
            impatient(alarm, metric, policy),
        ];
        // The first of them says why it is of no use; the others would be about the same alarm.
        if let Some(draft) = drafts.into_iter().flatten().next() {
            out.report(draft.instance(&alarm.instance));
        }
    }
}

fn not_on_express(cluster: &Cluster, alarm: &Alarm, metric: &Metric) -> Option<Draft> {
    (cluster.is(ClusterKind::Express) && !metric.express).then(|| {
        Draft::new("metric_name", "express brokers do not have this metric")
            .at(&alarm.metric.origin, metric.name)
            .help("watch CPU, throttling and consumer lag there; storage and replication are MSK's")
    })
}

fn wrong_statistic(alarm: &Alarm, metric: &Metric) -> Option<Draft> {
    let statistic = alarm.statistic.known()?;
    let is_wrong = metric.statistic.is_some_and(|right| right != &**statistic)
        || metric.wrong_statistic.is_some_and(|wrong| wrong == &**statistic);
    let right = metric.statistic.unwrap_or("Maximum");
    is_wrong.then(|| {
        Draft::new("statistic", format!("{} by {statistic} tells nothing", metric.name))
            .at(&alarm.statistic.origin, format!("{statistic} over brokers that report differently"))
            .help(format!("use {right}"))
    })
}

fn no_broker(alarm: &Alarm, metric: &Metric) -> Option<Draft> {
    (metric.per_broker && alarm.names_broker == Some(false)).then(|| {
        Draft::new("dimensions", "this alarm never gets data: its metric is kept for each broker")
            .at(&alarm.dimensions, format!("names no Broker ID for {}", metric.name))
            .help("make one alarm for each broker, with the dimension \"Broker ID\"")
    })
}

fn not_kept(cluster: &Cluster, alarm: &Alarm, metric: &Metric) -> Option<Draft> {
    let level = cluster.monitoring.level.known()?;
    (&**level == "DEFAULT" && metric.level != "DEFAULT").then(|| {
        Draft::new("metric_name", format!("this alarm never gets data: the metric is kept from {} on", metric.level))
            .at(&alarm.metric.origin, metric.name)
            .related(&cluster.monitoring.level.origin.place, "enhanced_monitoring is DEFAULT")
            .help(format!("set enhanced_monitoring = \"{}\" on the cluster", metric.level))
    })
}

/// Replicas lag for minutes whenever a broker restarts.
fn impatient(alarm: &Alarm, metric: &Metric, policy: &Policy) -> Option<Draft> {
    let least = policy.number("under_replicated_window_s")?;
    let window = alarm.window.get()?;
    (metric.name == "UnderReplicatedPartitions" && window < least).then(|| {
        Draft::new("period", "this alarm fires on every patch")
            .at(&alarm.window.origin, format!("looks at {} minutes", window / 60))
            .level("impatient")
            .note("replicas are behind for minutes whenever a broker restarts, which MSK does during patching")
            .help(format!("look at {} minutes or more", least / 60))
    })
}
