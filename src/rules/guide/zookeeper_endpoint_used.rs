//! Something reads the addresses of ZooKeeper.

use crate::model::cluster::{Cluster, ZookeeperRead};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "zookeeper-endpoint-used",
    summary: "something reads the addresses of ZooKeeper",
    page: include_str!("zookeeper_endpoint_used.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    // An output only hands them on; whether anybody reads them is not seen.
    let (outputs, uses): (Vec<_>, Vec<_>) = cluster.zookeeper_reads.iter().partition(|read| read.is_output);
    if outputs.is_empty() && uses.is_empty() {
        return;
    }
    let written = out.need("kafka_version", &cluster.kafka_version);
    let (Some(written), Some(version)) = (written, cluster.version()) else { return };
    match (version.is_kraft(), uses.is_empty()) {
        (true, false) => out.report(without_zookeeper(&uses, written)),
        (true, true) => out.report(without_zookeeper(&outputs, written).level("output")),
        (false, false) => out.report(on_its_way_out(&uses)),
        (false, true) => {}
    }
}

fn without_zookeeper(reads: &[&ZookeeperRead], version: &str) -> Draft {
    at_all(Draft::new("zookeeper_connect_string", "there are no addresses of ZooKeeper to read"), reads)
        .note(format!("{version} keeps its metadata with KRaft, so the value is empty"))
        .help("use bootstrap_brokers_tls or one of its siblings: clients and tools talk to brokers")
}

fn on_its_way_out(reads: &[&ZookeeperRead]) -> Draft {
    at_all(Draft::new("zookeeper_connect_string", "something still talks to ZooKeeper"), reads)
        .note("Kafka's tools take brokers since 2.8 and nothing else since 3.0; 4.0 has no ZooKeeper")
        .help("use bootstrap_brokers_tls or one of its siblings")
        .level("zookeeper")
}

fn at_all(draft: Draft, reads: &[&ZookeeperRead]) -> Draft {
    reads.iter().fold(draft, |draft, read| draft.at_place(&read.place, "reads ZooKeeper's addresses"))
}
