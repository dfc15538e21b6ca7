//! A plan that changes what keeps the metadata of a cluster.

use crate::facts::KafkaVersion;
use crate::model::cluster::Cluster;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "zookeeper-to-kraft",
    summary: "a plan that moves a cluster from ZooKeeper to KRaft in place",
    page: include_str!("zookeeper_to_kraft.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    if super::updated(cluster).is_none() {
        return;
    }
    let Some((old, new)) = super::both(cluster, |cluster| &cluster.kafka_version) else { return };
    let Some((before, after)) = KafkaVersion::parse(old).zip(KafkaVersion::parse(new)) else { return };
    if before.is_kraft() == after.is_kraft() {
        return;
    }
    let message = match after.is_kraft() {
        true => "MSK cannot move a cluster from ZooKeeper to KRaft",
        false => "MSK cannot move a cluster from KRaft to ZooKeeper",
    };
    out.report(
        Draft::new("kafka_version", message)
            .at(&cluster.kafka_version.origin, format!("{new}, and {old} before"))
            .help("create a second cluster with the new version and copy the data, with MSK Replicator for example"),
    );
}
