//! A plan that lowers the Kafka version.

use crate::facts::KafkaVersion;
use crate::model::cluster::Cluster;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "kafka-version-lowered",
    summary: "a plan that lowers the Kafka version: the provider replaces the cluster",
    page: include_str!("kafka_version_lowered.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let Some((old, new)) = super::both(cluster, |cluster| &cluster.kafka_version) else { return };
    let versions = KafkaVersion::parse(old).zip(KafkaVersion::parse(new));
    if !versions.is_some_and(|(old, new)| new.cmp_numbers(&old).is_lt()) {
        return;
    }
    out.report(
        Draft::new("kafka_version", "this plan destroys the cluster to run an older Kafka")
            .at(&cluster.kafka_version.origin, format!("{new}, and {old} before"))
            .note(
                "MSK cannot go back to an older version: the provider makes a new, empty cluster in place of this one",
            )
            .help(format!("keep {old:?}, or a later version")),
    );
}
