//! A client that logs in with something that its cluster does not have.

use std::sync::Arc;

use super::about;
use crate::client::Client;
use crate::client::login::{Protocol, listeners, speaks};
use crate::facts::Scheme;
use crate::model::cluster::{Cluster, ClusterKind};
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "client-auth-not-enabled",
    summary: "a client logs in with something that its cluster does not have",
    page: include_str!("client_auth_not_enabled.md"),
    security: false,
    supersedes: &["port-protocol-mismatch", "scram-mechanism", "plaintext-client", "iam-client-incomplete"],
    check: Check::Client(check),
};

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    let Some(cluster) = &client.cluster else { return };
    let by_port = client.msk_servers().and_then(|(servers, setting)| {
        let listener = *listeners(servers.first()?.port?).first()?;
        match listener.client_auth {
            [only] => Some((*only, setting)),
            _ => None,
        }
    });
    let by_brokers = client.scheme_of_brokers().zip(client.setting("bootstrap.servers"));
    let by_mechanism = client.scheme().filter(|scheme| *scheme != Scheme::Unauthenticated);
    let by_mechanism = by_mechanism.zip(client.setting("sasl.mechanism"));
    if let Some((why, help)) = closed_listener(client, cluster)
        && let Some(setting) = client.setting("bootstrap.servers")
    {
        let draft = about(setting, "this client can never reach the cluster it names");
        return out.report(draft.related(&cluster.block, format!("{} {why}", cluster.instance.address)).help(help));
    }
    let Some((scheme, setting)) = by_mechanism.or(by_port).or(by_brokers) else { return };
    if is_enabled(cluster, scheme) != Some(false) {
        return;
    }
    let name = scheme.as_str();
    let draft = about(setting, "this client can never log in to the cluster it names");
    let label = format!("{} has no {name}", cluster.instance.address);
    out.report(
        draft.related(&cluster.block, label).help(format!("use what the cluster has enabled, or enable {name} on it")),
    );
}

/// Why nothing listens at the port of a client that logs in with a certificate or not at all, and what to do.
fn closed_listener(client: &Client, cluster: &Cluster) -> Option<(&'static str, &'static str)> {
    let (servers, _) = client.msk_servers()?;
    let protocol = speaks(listeners(servers.first()?.port?).first()?)?;
    let transit = cluster.client_broker.known().map(AsRef::as_ref);
    let is_tls = |known: &Vec<Arc<str>>| known.iter().any(|known| &**known == "tls");
    let has_no_certificates = cluster.authentication.known().is_some_and(|known| !is_tls(known));
    let is_closed = cluster.unauthenticated.known_written() == Some(&false) && has_no_certificates;
    match (protocol, transit) {
        (Protocol::Plaintext, Some("TLS")) => {
            Some(("encrypts all traffic with clients", "use the port of a listener that the cluster has, with TLS"))
        }
        (Protocol::Ssl, Some("PLAINTEXT")) => {
            Some(("has no TLS for clients", "use the port of a listener that the cluster has"))
        }
        (Protocol::Plaintext | Protocol::Ssl, _) if is_closed => {
            Some(("lets nobody in without a log-in", "use a log-in that the cluster has enabled, and its port"))
        }
        _ => None,
    }
}

/// Whether a cluster takes a log-in; nothing where that is not known, or does not matter.
fn is_enabled(cluster: &Cluster, scheme: Scheme) -> Option<bool> {
    let word = match scheme {
        Scheme::Iam => "iam",
        Scheme::Scram => "scram",
        Scheme::MutualTls | Scheme::Unauthenticated => return None,
    };
    if cluster.is(ClusterKind::Serverless) {
        return Some(scheme == Scheme::Iam);
    }
    let enabled = cluster.authentication.known()?;
    Some(enabled.iter().any(|known| &**known == word))
}
