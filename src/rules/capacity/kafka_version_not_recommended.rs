//! A Kafka version other than the one that AWS recommends.

use crate::facts;
use crate::model::cluster::Cluster;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "kafka-version-not-recommended",
    summary: "a Kafka version other than the one AWS recommends",
    page: include_str!("kafka_version_not_recommended.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let Some(version) = out.need("kafka_version", &cluster.kafka_version) else { return };
    let Some(row) = facts::kafka_version(version) else { return };
    if row.recommended {
        return;
    }
    let recommended = facts::recommended_kafka_line();
    out.report(
        Draft::new("kafka_version", "not the Kafka version that AWS recommends")
            .at(&cluster.kafka_version.origin, format!("{version}; AWS recommends {recommended}"))
            .note(format!("according to {}", super::versions_table()))
            .help(format!("use {} for new clusters", super::for_new_clusters(cluster))),
    );
}
