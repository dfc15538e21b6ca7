//! Clusters that can be reached from the internet, and what that takes.

use crate::facts::{self, KafkaVersion};
use crate::model::cluster::{Cluster, ClusterKind, Way};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "public-access",
    summary: "the brokers can be reached from the internet",
    page: include_str!("public_access.md"),
    security: true,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let Some(access) = out.need("public_access", &cluster.public_access) else { return };
    if !cluster.is_public() {
        return;
    }
    let draft = Draft::new("public_access.type", "the brokers can be reached from the internet")
        .at(&cluster.public_access.origin, format!("public access is {access}"))
        .note(
            "only credentials stand between the internet and the data; AWS takes it only with TLS, without \
               unauthenticated access, and with closed ACLs for SCRAM and mutual TLS",
        )
        .help("prefer private connectivity; else open the public ports 9194, 9196 or 9198 to known ranges only");
    out.report(draft);
    in_cluster(cluster, out);
    version(cluster, out);
    exporters(cluster, out);
    routes(cluster, out);
}

// What else it takes is said by plaintext-listener, unauthenticated-access and open-acl-default, as errors.

fn in_cluster(cluster: &Cluster, out: &mut Findings) {
    if cluster.in_cluster.get() == Some(false) {
        let draft = Draft::new("in_cluster", "AWS refuses public access without encryption between brokers")
            .at_value(&cluster.in_cluster, "in_cluster is false")
            .related(&cluster.public_access.origin.place, "public access")
            .help("in_cluster can only be chosen when a cluster is made: changing it replaces the cluster")
            .covers_about("in-cluster-plaintext", "in_cluster");
        out.report(unmet(draft));
    }
}

fn version(cluster: &Cluster, out: &mut Findings) {
    let least = facts::version_rule("public-min").and_then(|rule| rule.min);
    let (Some(least), Some(version)) = (least, cluster.kafka_version.known()) else { return };
    if facts::satisfies(version, "public-min") == Some(false) {
        let draft = Draft::new("kafka_version", format!("AWS refuses public access below Kafka {least}"))
            .at(&cluster.kafka_version.origin, format!("Kafka {version}"))
            .related(&cluster.public_access.origin.place, "public access")
            .help("upgrade first");
        out.report(unmet(draft));
    }
}

fn exporters(cluster: &Cluster, out: &mut Findings) {
    let kraft = cluster.version().is_some_and(KafkaVersion::is_kraft);
    let exporters = [&cluster.monitoring.jmx_exporter, &cluster.monitoring.node_exporter];
    let Some(exporter) = exporters.into_iter().find(|exporter| exporter.get() == Some(true)) else { return };
    if kraft || cluster.is(ClusterKind::Express) {
        let who = if kraft { "clusters with KRaft" } else { "express brokers" };
        let draft = Draft::new("open_monitoring", format!("AWS refuses open monitoring with public access for {who}"))
            .at(&exporter.origin, "an exporter is on")
            .related(&cluster.public_access.origin.place, "public access")
            .help("turn the exporters off, or public access");
        out.report(unmet(draft));
    }
}

fn routes(cluster: &Cluster, out: &mut Findings) {
    let subnets = cluster.subnets.known().into_iter().flatten();
    let Some(way_out) = subnets.filter_map(|subnet| subnet.leads_to(Way::NatGateway)).next() else { return };
    let draft = Draft::new("client_subnets", "AWS refuses public access in subnets without an internet gateway")
        .at(way_out, "a client subnet leads to a NAT gateway")
        .related(&cluster.public_access.origin.place, "public access")
        .help("use public subnets from the start: other client_subnets replace the cluster");
    out.report(unmet(draft));
}

fn unmet(draft: Draft) -> Draft {
    draft.level("refused")
}
