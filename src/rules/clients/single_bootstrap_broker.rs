//! Too few brokers to start from.

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
    let Some((brokers, setting)) = client.bootstrap_brokers() else { return };
    // Where the zones of its cluster are known, they are what counts.
    let is_judged_by_zones = client.cluster.as_ref().is_some_and(|cluster| cluster.zones.get().is_some());
    if brokers.len() > 1 || is_judged_by_zones {
        return;
    }
    out.report(
        about(setting, "the client starts only if this one broker can be reached")
            .note("MSK restarts brokers one after the other, and a zone can be down: a client that starts then finds nobody")
            .help("name one broker in every zone, as get-bootstrap-brokers returns them"),
    );
}
