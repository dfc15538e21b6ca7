//! A replicator between clusters that it cannot copy.

use crate::facts::{self, schema};
use crate::model::cluster::ClusterKind;
use crate::model::connect::{ReplicatedCluster, Replicator};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "replicator-invalid",
    summary: "a replicator between clusters that it cannot copy",
    page: include_str!("replicator_invalid.md"),
    security: false,
    supersedes: &[],
    check: Check::Replicator(check),
};

fn check(replicator: &Replicator, _: &Policy, out: &mut Findings) {
    let Some(clusters) = out.need("kafka_cluster", &replicator.clusters) else { return };
    let ends = schema::attribute("aws_msk_replicator", "kafka_cluster").and_then(|row| row.min_items);
    let count = clusters.len();
    if ends.is_some_and(|ends| ends as usize != count) {
        out.report(
            Draft::new("kafka_cluster", "a replicator copies from one cluster to another")
                .at(&replicator.clusters.origin, format!("{count} blocks kafka_cluster"))
                .help("write one block kafka_cluster for the source and one for the target"),
        );
    }
    for replicated in clusters {
        out.report_all(without_iam(replicated));
        out.report_all(too_old(replicated));
    }
}

fn without_iam(replicated: &ReplicatedCluster) -> Option<Draft> {
    let cluster = replicated.cluster.as_ref().filter(|cluster| !cluster.is(ClusterKind::Serverless))?;
    let iam = &cluster.security.iam;
    if iam.is_unknown() || cluster.security.client_authentication.is_unknown() || iam.get() == Some(true) {
        return None;
    }
    let draft = Draft::new("kafka_cluster", "a replicator cannot log in to this cluster");
    let draft = draft.at(&replicated.origin, "its IAM login is off").related(&iam.origin.place, "no sasl.iam here");
    Some(draft.help("enable client_authentication.sasl.iam on the cluster"))
}

fn too_old(replicated: &ReplicatedCluster) -> Option<Draft> {
    let cluster = replicated.cluster.as_ref().filter(|_| replicated.is_source == Some(true))?;
    let version = cluster.kafka_version.known()?;
    if facts::satisfies(version, "replicator-min")? {
        return None;
    }
    let least = facts::version_rule("replicator-min")?.min?;
    let draft = Draft::new("source_kafka_cluster_arn", "a replicator cannot read from so old a Kafka");
    let draft = draft.at(&replicated.origin, format!("runs Kafka {version}"));
    let draft = draft.related(&cluster.kafka_version.origin.place, version.as_ref());
    Some(draft.help(format!("upgrade the source to Kafka {least} or later")))
}
