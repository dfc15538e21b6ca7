//! Open monitoring without an exporter.

use crate::model::cluster::Cluster;
use crate::model::fact::{Fact, State};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "exporters-off",
    summary: "AWS refuses open monitoring without an exporter",
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
    let draft = Draft::new("open_monitoring", "AWS refuses open monitoring without an exporter")
        .at(&monitoring.open_monitoring.origin, "neither jmx_exporter nor node_exporter is on")
        .help("set enabled_in_broker = true for one of them, or leave the block out");
    // Modules with a switch for each exporter are in use with both off, whatever AWS says of it.
    let is_switch = |exporter: &Fact<bool>| exporter.is_written() && !is_spelt_out(exporter);
    let exporters = [&monitoring.jmx_exporter, &monitoring.node_exporter];
    let is_meant = exporters.iter().any(|exporter| is_spelt_out(exporter)) && !exporters.iter().any(|e| is_switch(e));
    out.report(if is_meant { draft } else { draft.level("switched") });
}

/// Whether `false` stands there in person.
fn is_spelt_out(exporter: &Fact<bool>) -> bool {
    exporter.is_written() && exporter.origin.literal.is_some() && exporter.origin.hops.is_empty()
}
