//! Too few brokers to start from.

use std::collections::BTreeSet;

use super::about;
use crate::client::Client;
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "single-bootstrap-broker",
    summary: "a client knows too few brokers to start when one is down",
    page: include_str!("single_bootstrap_broker.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    let Some((servers, setting)) = client.msk_servers() else { return };
    // Names that stand for several brokers: serverless, private links, load balancers.
    let Some(brokers) = servers.iter().map(|server| server.broker()).collect::<Option<BTreeSet<u32>>>() else { return };
    if client.bootstrap().is_none_or(|bootstrap| bootstrap.servers.len() != servers.len()) {
        return;
    }
    let zones = client.cluster.as_ref().and_then(|cluster| cluster.zones.get());
    let wanted = zones.map_or(2, |zones| zones as usize);
    if brokers.len() >= wanted {
        return;
    }
    let known = if brokers.len() == 1 { "one broker".to_owned() } else { format!("{} brokers", brokers.len()) };
    let zones =
        zones.map_or_else(|| "in every zone".to_owned(), |zones| format!("in each of the cluster's {zones} zones"));
    out.report(
        about(setting, format!("the client starts only if {known} of this list can be reached"))
            .note("MSK restarts brokers one after the other, and a zone can be down: a client that starts then finds nobody")
            .help(format!("name one broker {zones}, as get-bootstrap-brokers returns them")),
    );
}
