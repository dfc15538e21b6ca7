//! Open monitoring without an exporter.

use crate::model::cluster::Cluster;
use crate::model::fact::{Fact, State};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "exporters-off",
    summary: "open monitoring without an exporter",
    page: include_str!("exporters_off.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let monitoring = &cluster.monitoring;
    let is_off = |exporter: &Fact<bool>| matches!(exporter.state, State::Known(false) | State::Absent);
    let both_off = is_off(&monitoring.jmx_exporter) && is_off(&monitoring.node_exporter);
    if monitoring.open_monitoring.known().is_none() || !both_off {
        return;
    }
    out.report(
        Draft::new("open_monitoring", "open monitoring without an exporter shows nothing")
            .at(&monitoring.open_monitoring.origin, "neither jmx_exporter nor node_exporter is on")
            .note("AWS's guide asks for at least one exporter; clusters with both off are in use all the same")
            .help("set enabled_in_broker = true for one of them, or leave the block out"),
    );
}
