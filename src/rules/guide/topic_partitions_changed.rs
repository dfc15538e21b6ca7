//! A plan that gives a topic more partitions.

use crate::model::change::Change;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule, TopicSubject};

pub(super) const RULE: Rule = Rule {
    name: "topic-partitions-changed",
    summary: "a plan that gives a topic more partitions",
    page: include_str!("topic_partitions_changed.md"),
    security: false,
    supersedes: &[],
    check: Check::Topic(check),
};

fn check(subject: &TopicSubject<'_>, _: &Policy, out: &mut Findings) {
    let topic = subject.topic;
    let Some(before) = topic.change.as_ref().and_then(Change::updated) else { return };
    let counts = before.partitions.get().zip(topic.partitions.get());
    let Some((old, new)) = counts.filter(|(old, new)| new > old) else { return };
    out.report(
        Draft::new("partitions", "more partitions move the keys of a topic to other partitions")
            .at(&topic.partitions.origin, format!("{new} partitions, and {old} before"))
            .note("records of one key are in order within a partition only; librdkafka's producers may also fail on a partition that they do not know yet")
            .help("make sure that nothing relies on the order of keys, and restart producers after the apply"),
    );
}
