//! Broker logs that go nowhere.

use crate::model::cluster::{Cluster, ClusterKind};
use crate::model::fact::State;
use crate::model::monitoring::LogSink;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "broker-logs-off",
    summary: "broker logs go nowhere",
    page: include_str!("broker_logs_off.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    // Sources disagree on what express brokers take.
    if !cluster.is(ClusterKind::Standard) {
        return;
    }
    let sinks = &cluster.monitoring.log_sinks;
    for sink in sinks.iter().filter(|sink| sink.enabled.get() == Some(true) && sink.destination.is_absent()) {
        out.report(without_destination(sink));
    }
    let on = sinks.iter().filter(|sink| sink.enabled.get() == Some(true));
    out.report_all(on.filter_map(|sink| sink.untagged.as_ref()).map(|stream| {
        Draft::new("firehose", "Terraform takes away the tag by which broker logs reach the delivery stream")
            .at_place(stream, "has no tag LogDeliveryEnabled")
            .level("untagged")
            .note("log delivery may write to streams with the tag LogDeliveryEnabled = true only")
            .help("add it to tags, or tags to lifecycle.ignore_changes: log delivery sets it when it begins")
    }));
    let is_off = |sink: &LogSink| matches!(sink.enabled.state, State::Known(false) | State::Absent);
    if cluster.monitoring.logging_info.is_unknown() || !sinks.iter().all(is_off) {
        return;
    }
    let label = match cluster.monitoring.logging_info.is_absent() {
        true => "has no logging_info",
        false => "no destination is enabled",
    };
    let draft = Draft::new("logging_info", "broker logs go nowhere")
        .at(&cluster.monitoring.logging_info.origin, label)
        .note("when a broker misbehaves, its log is the only account of why; it cannot be had afterwards")
        .help("enable cloudwatch_logs, s3 or firehose under logging_info.broker_logs");
    out.report(draft);
}

fn without_destination(sink: &LogSink) -> Draft {
    let (name, argument) = (sink.name, sink.destination_name);
    Draft::new(name, "broker logs are enabled without a destination")
        .at(&sink.enabled.origin, format!("{name} is on, and {argument} is not set"))
        .level("no_destination")
        .note("AWS refuses it")
        .help(format!("set {argument}"))
}
