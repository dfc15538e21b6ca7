//! A port of MSK and a protocol that it does not speak.

use super::about;
use crate::client::Client;
use crate::client::login::{listeners, speaks};
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "port-protocol-mismatch",
    summary: "a client speaks another protocol than the port it connects to",
    page: include_str!("port_protocol_mismatch.md"),
    security: false,
    supersedes: &["scram-mechanism", "plaintext-client", "iam-client-incomplete"],
    check: Check::Client(check),
};

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    let Some((servers, bootstrap)) = client.msk_servers() else { return };
    let Some((port, listeners)) = servers.iter().find_map(|server| {
        let listeners = listeners(server.port?);
        (!listeners.is_empty()).then_some((server.port?, listeners))
    }) else {
        return;
    };
    let Some((protocol, setting)) = client.protocol() else { return };
    let auth = || listeners.iter().flat_map(|listener| listener.client_auth);
    let wanted: Vec<&str> =
        listeners.iter().filter_map(|listener| speaks(listener)).map(|spoken| spoken.as_str()).collect();
    if !wanted.contains(&protocol.as_str()) {
        let help = format!("use security.protocol={}, or the port of {}", wanted.join(" or "), protocol.as_str());
        let draft = about(setting, format!("port {port} of MSK does not speak {}", protocol.as_str())).help(help);
        out.report(draft.related(&bootstrap.value.origin.place, format!("the brokers' port is {port}")));
        return;
    }
    let Some((scheme, mechanism)) = client.mechanism() else { return };
    if auth().next().is_some() && !auth().any(|known| *known == scheme) && wanted.contains(&"SASL_SSL") {
        let known: Vec<&str> = auth().map(|known| known.as_str()).collect();
        let help = format!("use the mechanism of {}, or the port of {}", known.join(" or "), scheme.as_str());
        let draft = about(mechanism, format!("port {port} of MSK takes {} only", known.join(" or "))).help(help);
        out.report(draft.related(&bootstrap.value.origin.place, format!("the brokers' port is {port}")));
    }
}
