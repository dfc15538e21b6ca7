//! Fewer brokers to start from than the cluster has zones.

use super::about;
use crate::client::Client;
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "bootstrap-misses-zones",
    summary: "a client knows no broker in some zone of its cluster",
    page: include_str!("bootstrap_misses_zones.md"),
    security: false,
    supersedes: &["single-bootstrap-broker"],
    check: Check::Client(check),
};

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    let Some(cluster) = &client.cluster else { return };
    // The names of brokers do not tell their zones: only the count does.
    let Some((brokers, setting)) = client.bootstrap_brokers() else { return };
    let Some(zones) = out.need("zones", &cluster.zones).copied().filter(|zones| brokers.len() < *zones as usize) else {
        return;
    };
    let known = if brokers.len() == 1 { "one broker".to_owned() } else { format!("{} brokers", brokers.len()) };
    out.report(
        about(setting, format!("the client starts only if {known} of this list can be reached"))
            .related(&cluster.block, format!("has brokers in {zones} zones"))
            .note("MSK restarts brokers one after the other, and a zone can be down: a client that starts then finds nobody")
            .help(format!("name one broker in each of the cluster's {zones} zones, as get-bootstrap-brokers returns them")),
    );
}
