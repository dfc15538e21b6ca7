//! A plan that turns tiered storage off.

use crate::model::cluster::Cluster;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "storage-mode-lowered",
    summary: "a plan that turns tiered storage off",
    page: include_str!("storage_mode_lowered.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    if super::updated(cluster).is_none() {
        return;
    }
    let Some((old, new)) = super::both(cluster, |cluster| &cluster.storage_mode) else { return };
    if (&**old, &**new) != ("TIERED", "LOCAL") {
        return;
    }
    out.report(
        Draft::new("storage_mode", "MSK cannot turn tiered storage off")
            .at(&cluster.storage_mode.origin, "LOCAL, and TIERED before")
            .help("keep storage_mode = \"TIERED\"; topics can stop using it one by one, for good"),
    );
}
