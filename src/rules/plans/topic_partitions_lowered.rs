//! A plan that lowers the number of partitions of a topic.

use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule, TopicSubject};

pub(super) const RULE: Rule = Rule {
    name: "topic-partitions-lowered",
    summary: "a plan that lowers the number of partitions of a topic",
    page: include_str!("topic_partitions_lowered.md"),
    security: false,
    supersedes: &[],
    check: Check::Topic(check),
};

fn check(subject: &TopicSubject<'_>, _: &Policy, out: &mut Findings) {
    let topic = subject.topic;
    let Some(change) = &topic.change else { return };
    let old = change.before.as_deref().and_then(|before| before.partitions.get());
    let Some((old, new)) = old.zip(topic.partitions.get()).filter(|(old, new)| new < old) else { return };
    let message = match change.action.replaces() {
        true => "this plan deletes the topic to give it fewer partitions",
        false => "Kafka refuses to lower the number of partitions",
    };
    out.report(
        Draft::new("partitions", message)
            .at(&topic.partitions.origin, format!("{new} partitions, and {old} before"))
            .help(format!("keep {old} partitions, or make a new topic and move the records")),
    );
}
