//! A `kafka_version` that MSK does not have.

use crate::facts::{self, KafkaVersion};
use crate::finding::Applicability;
use crate::model::cluster::Cluster;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "kafka-version-unsupported",
    summary: "a Kafka version that MSK does not have",
    page: include_str!("kafka_version_unsupported.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let Some(version) = out.need("kafka_version", &cluster.kafka_version) else { return };
    // An empty text is a place for a value that somebody else gives.
    if version.is_empty() || facts::is_kafka_version(version) != Some(false) {
        return;
    }
    let parsed = KafkaVersion::parse(version);
    let newest = facts::newest_kafka_version();
    let is_newer = parsed.zip(newest).is_some_and(|(version, newest)| version.cmp_numbers(&newest).is_gt());
    let label = match is_newer {
        true => format!("newer than every version in {}", super::versions_table()),
        false => format!("MSK has no Kafka version {version:?}"),
    };
    let message = if is_newer { "a Kafka version that is not known" } else { "MSK refuses this Kafka version" };
    let mut draft = Draft::new("kafka_version", message).at(&cluster.kafka_version.origin, label);
    if is_newer {
        out.report(draft.level("newer").help("check the version page of MSK before applying"));
        return;
    }
    draft = match parsed.and_then(facts::kafka_version_of_line) {
        Some(row) => draft
            .help(format!("write {:?}: from 3.7 on MSK names lines and patches them itself", row.api_string))
            .fix(&cluster.kafka_version.origin, row.api_string, Applicability::Unsafe),
        None => draft
            .help(format!("use a version of the version page of MSK, such as {}", super::for_new_clusters(cluster))),
    };
    out.report(draft.note(format!("checked against {}", super::versions_table())));
}
