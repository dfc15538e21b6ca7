//! Authentication that does not go with the encryption.

use crate::model::cluster::Cluster;
use crate::model::security::Conflict;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "authentication-conflict",
    summary: "AWS refuses this authentication with this encryption",
    page: include_str!("authentication_conflict.md"),
    security: true,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    for conflict in cluster.conflicts() {
        out.report(match conflict {
            Conflict::ClientBroker(scheme) => {
                let encryption = cluster.client_broker.known().map_or("", AsRef::as_ref);
                let name = scheme.as_str();
                Draft::new("client_broker", format!("AWS refuses {name} with client_broker {encryption}"))
                    .at_value(&cluster.client_broker, format!("client_broker is {encryption}"))
                    .related(&cluster.security.origin_of(scheme).place, format!("{name} is on"))
                    .help("set client_broker = \"TLS\"")
            }
            Conflict::InCluster(scheme) => {
                let name = scheme.as_str();
                Draft::new("in_cluster", format!("AWS refuses {name} without encryption between brokers"))
                    .at_value(&cluster.in_cluster, "in_cluster is false")
                    .related(&cluster.security.origin_of(scheme).place, format!("{name} is on"))
                    .covers_about("in-cluster-plaintext", "in_cluster")
                    .help("in_cluster can only be chosen when a cluster is made: changing it replaces the cluster")
            }
        });
    }
}
