//! A topic with tiered storage whose settings MSK refuses.

use crate::facts;
use crate::model::cluster::ClusterKind;
use crate::model::fact::{Fact, State};
use crate::model::topic::Topic;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule, TopicSubject};

pub(super) const RULE: Rule = Rule {
    name: "tiered-topic-invalid",
    summary: "a topic with tiered storage whose settings MSK refuses",
    page: include_str!("tiered_topic_invalid.md"),
    security: false,
    supersedes: &[],
    check: Check::Topic(check),
};

fn check(subject: &TopicSubject<'_>, _: &Policy, out: &mut Findings) {
    let topic = subject.topic;
    let Some(enabled) = topic.config("remote.storage.enable") else { return };
    if out.need("remote.storage.enable", &enabled).is_none_or(|value| !value.trim().eq_ignore_ascii_case("true")) {
        return;
    }
    let is_local = subject.cluster.is_some_and(|cluster| {
        cluster.is(ClusterKind::Standard) && cluster.storage_mode.known().is_some_and(|mode| &**mode != "TIERED")
    });
    if let Some(cluster) = subject.cluster.filter(|_| is_local) {
        out.report(
            Draft::new("remote.storage.enable", "the cluster has no tiered storage")
                .at(&enabled.origin, "on for this topic")
                .related(&cluster.storage_mode.origin.place, "storage_mode is LOCAL")
                .help("set storage_mode = \"TIERED\" on the cluster first: that cannot be undone"),
        );
    }
    compacted(subject, out);
    retention(topic, &enabled, out);
    for name in ["segment.bytes", "segment.ms"] {
        too_small(topic, name, out);
    }
    for what in ["ms", "bytes"] {
        local_above_total(topic, what, out);
    }
}

fn compacted(subject: &TopicSubject<'_>, out: &mut Findings) {
    // A default of compaction on a cluster with tiered storage is broker-feature-unsupported there.
    let inherited = || {
        let cluster = subject.cluster.filter(|cluster| cluster.is_tiered() != Some(true))?;
        Some(cluster.effective("log.cleanup.policy"))
    };
    let Some(policy) = subject.topic.config("cleanup.policy").or_else(inherited) else { return };
    let Some(value) = out.need("cleanup.policy", &policy).filter(|value| value.contains("compact")) else { return };
    out.report(
        Draft::new("cleanup.policy", "tiered storage takes no compacted topics")
            .at_value(&policy, value.to_string())
            .help("use cleanup.policy=delete, or leave this topic out of tiered storage"),
    );
}

/// A tiered topic says how long its records are kept.
fn retention(topic: &Topic, enabled: &Fact<std::sync::Arc<str>>, out: &mut Findings) {
    let Some(least) = facts::limit("tiered_retention").and_then(|limit| limit.min) else { return };
    let help = format!("set retention.ms to {least} (three days) or more, or to -1");
    let Some(written) = topic.config_number("retention.ms") else {
        return out.report(
            Draft::new("retention.ms", "a tiered topic must say how long records are kept")
                .at(&enabled.origin, "sets no retention.ms")
                .help(help),
        );
    };
    let Some(&value) = out.need("retention.ms", &written).filter(|value| (0..least).contains(*value)) else { return };
    out.report(
        Draft::new("retention.ms", "a tiered topic must keep records for three days")
            .at(&written.origin, format!("{value} is below {least}"))
            .help(help),
    );
}

fn too_small(topic: &Topic, name: &str, out: &mut Findings) {
    let Some(least) = facts::topic_property(name).and_then(|row| row.tiered_min) else { return };
    let Some(fact) = topic.config_number(name) else { return };
    let Some(&value) = out.need(name, &fact).filter(|value| **value < least) else { return };
    out.report(
        Draft::new(name, format!("{name} is smaller than tiered storage allows"))
            .at(&fact.origin, format!("{value} is below {least}"))
            .help(format!("set {name} to {least} or more")),
    );
}

/// What is kept on the brokers is a part of what is kept.
fn local_above_total(topic: &Topic, what: &str, out: &mut Findings) {
    let [local, total] = ["local.retention", "retention"].map(|name| topic.config_number(&format!("{name}.{what}")));
    let (Some(local), Some(total)) = (local, total) else { return };
    let (State::Known(kept), State::Known(all)) = (&local.state, &total.state) else { return };
    if *kept <= 0 || *all < 0 || kept < all {
        return;
    }
    out.report(
        Draft::new(format!("local.retention.{what}"), "more is to be kept on the brokers than in all")
            .at(&local.origin, format!("{kept}, and retention.{what} is {all}"))
            .help(format!("set local.retention.{what} below retention.{what}")),
    );
}
