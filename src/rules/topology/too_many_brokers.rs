//! More brokers than AWS's quota for the cluster's metadata mode.

use crate::facts::{self, KafkaVersion};
use crate::model::cluster::{Cluster, ClusterKind};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "too-many-brokers",
    summary: "more brokers than AWS's quota for a cluster",
    page: include_str!("too_many_brokers.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    if cluster.is(ClusterKind::Serverless) {
        return;
    }
    let quota = |id| facts::limit(id).and_then(|limit| limit.number());
    let (Some(zookeeper), Some(kraft)) = (quota("brokers_per_cluster_zk"), quota("brokers_per_cluster_kraft")) else {
        return;
    };
    let Some(&brokers) = out.need("brokers", &cluster.brokers) else { return };
    if brokers <= zookeeper.min(kraft) {
        return;
    }
    let version = cluster.kafka_version.known().and_then(|version| KafkaVersion::parse(version));
    let (quota, mode) = match version.map(KafkaVersion::is_kraft) {
        Some(true) => (kraft, "with KRaft"),
        Some(false) => (zookeeper, "with ZooKeeper"),
        // Whatever keeps the metadata, this is too many.
        None if brokers > zookeeper.max(kraft) => (zookeeper.max(kraft), "in any mode"),
        None => {
            out.need("kafka_version", &cluster.kafka_version);
            return;
        }
    };
    if brokers <= quota {
        return;
    }
    let compiled = facts::tables().iter().find(|table| table.name == "msk-limits.toml").map(|table| table.compiled);
    let dated = compiled.map_or_else(String::new, |date| format!(" (table of {date})"));
    let draft = Draft::new("number_of_broker_nodes", format!("more brokers than the quota of {quota} {mode}"))
        .at(&cluster.brokers.origin, format!("{brokers} brokers"))
        .note(format!("AWS refuses more than {quota} brokers in a cluster {mode} unless the quota was raised{dated}"))
        .help("use larger brokers, several clusters, or ask AWS for a higher quota and allow this finding");
    out.report(draft);
}
