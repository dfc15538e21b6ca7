//! Listeners that take clients without encryption.

use crate::facts::ClientBroker;
use crate::finding::Applicability;
use crate::model::cluster::Cluster;
use crate::model::security::Conflict;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "plaintext-listener",
    summary: "clients may talk to the brokers without encryption",
    page: include_str!("plaintext_listener.md"),
    security: true,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    if cluster.client_broker.is_unknown() {
        out.need("client_broker", &cluster.client_broker);
        return;
    }
    let Some(encryption @ (ClientBroker::Plaintext | ClientBroker::TlsPlaintext)) = cluster.encryption() else {
        return;
    };
    let written = cluster.client_broker.known().map_or("", AsRef::as_ref);
    let draft = Draft::new("client_broker", "clients may talk to the brokers without encryption")
        .at_value(&cluster.client_broker, format!("client_broker is {written}"))
        .help("set client_broker = \"TLS\" once every client uses a TLS or SASL_SSL listener")
        .fix(&cluster.client_broker.origin, "TLS", Applicability::Unsafe)
        .covers_about("authentication-conflict", "client_broker");
    let refused = cluster.conflicts().into_iter().find_map(|conflict| match conflict {
        Conflict::ClientBroker(scheme) => Some(scheme),
        Conflict::InCluster(_) => None,
    });
    out.report(match (refused, encryption) {
        (Some(scheme), _) => {
            draft.level("refused").note(format!("AWS refuses {written} beside {}, which needs TLS", scheme.as_str()))
        }
        (None, _) if cluster.is_public() => {
            draft.level("exposed").note("AWS refuses public access with anything but TLS between clients and brokers")
        }
        (None, ClientBroker::Plaintext) => {
            draft.note("every record and every name of a client can be read and changed on its way")
        }
        (None, _) => draft.note("the plaintext listener on port 9092 stays open beside the encrypted ones"),
    });
}
