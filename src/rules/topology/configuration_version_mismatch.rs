//! A configuration made for other versions than the cluster's.

use crate::model::cluster::Cluster;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "configuration-version-mismatch",
    summary: "the configuration does not name the cluster's Kafka version",
    page: include_str!("configuration_version_mismatch.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let Some(configuration) = cluster.configuration.attached() else { return };
    let Some(version) = out.need("kafka_version", &cluster.kafka_version) else { return };
    let Some(versions) = out.need("kafka_versions", &configuration.kafka_versions) else { return };
    if versions.is_empty() || versions.contains(version) {
        return;
    }
    let draft = Draft::new("kafka_versions", "the configuration is not made for the cluster's Kafka version")
        .at(&configuration.kafka_versions.origin, format!("{} is not among them", version))
        .related(&cluster.kafka_version.origin.place, format!("the cluster runs {version}"))
        .note("the list says for which versions the properties were meant; a reader, or an upgrade, relies on it")
        .help(format!(
            "add {version:?} to kafka_versions; that makes a new configuration, so let its name change with the versions"
        ));
    out.report(draft);
}
