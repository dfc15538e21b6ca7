//! A topic that is made outside of the cluster's files with too few replicas, or with as many as must be in sync.

use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule, TopicSubject};

pub(super) const RULE: Rule = Rule {
    name: "topic-replication-in-code",
    summary: "a script, program or other root makes topics that a broker's restart stops",
    page: include_str!("topic_replication_in_code.md"),
    security: false,
    supersedes: &[],
    check: Check::Topic(check),
};

fn check(subject: &TopicSubject<'_>, policy: &Policy, out: &mut Findings) {
    let topic = subject.topic;
    let Some(recommended) = policy.number("recommend") else { return };
    // With its cluster at hand a topic is judged by what the cluster can do.
    if subject.cluster.is_some() || topic.replication_factor.is_absent() {
        return;
    }
    let Some(&factor) = out.need("replication_factor", &topic.replication_factor) else { return };
    let draft = |message: String| {
        let written = format!("replication factor {factor}");
        Draft::new("replication_factor", message).at_value(&topic.replication_factor, written)
    };
    let in_sync = topic.config_number("min.insync.replicas");
    match in_sync.as_ref().and_then(|fact| Some((fact.get()?, &fact.origin))) {
        Some((least, origin)) if factor > 1 && least >= factor => out.report(
            draft("one broker down stops writes to this topic".to_owned())
                .related(&origin.place, format!("min.insync.replicas {least}"))
                .level("blocked")
                .note("acks=all writes need this many replicas in sync, and MSK restarts brokers one after the other")
                .help(format!("use {recommended} replicas with min.insync.replicas one lower")),
        ),
        _ if factor == 1 => out.report(
            draft("one broker down takes this topic's partitions offline".to_owned())
                .level("one")
                .note("with a single copy, each broker that MSK restarts takes its partitions offline, and a lost volume their data")
                .help(format!("use {recommended} replicas with min.insync.replicas one lower")),
        ),
        _ if factor < recommended => out.report(
            draft(format!("fewer replicas than the recommended {recommended}"))
                .note(format!("while one of {factor} replicas restarts, one copy is left"))
                .help(format!("use {recommended} replicas, one in each zone")),
        ),
        _ => {}
    }
}
