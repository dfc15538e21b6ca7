//! A `volume_size` that MSK refuses, or that fills up soon.

use crate::facts::{self, Limit};
use crate::model::cluster::{Cluster, ClusterKind};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "volume-size",
    summary: "a volume size that MSK refuses, or a very small one",
    page: include_str!("volume_size.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, policy: &Policy, out: &mut Findings) {
    if !cluster.is(ClusterKind::Standard) {
        return;
    }
    let Some(&size) = out.need("volume_size", &cluster.volume_size) else { return };
    let Some((min, max)) = facts::limit("storage_min").and_then(|limit| limit.min.zip(limit.max)) else { return };
    let origin = &cluster.volume_size.origin;
    if !(min..=max).contains(&size) {
        out.report(
            Draft::new("volume_size", "MSK refuses this volume size")
                .at(origin, format!("{size} GiB is outside {min} to {max} GiB"))
                .by_table("msk-limits")
                .help(format!("choose a size from {min} to {max} GiB for each broker")),
        );
        return;
    }
    if let Some(draft) = refused_change(cluster, size) {
        return out.report(draft);
    }
    let Some(minimum) = policy.number("minimum").filter(|minimum| size < *minimum) else { return };
    if !cluster.capacity.autoscaling.is_absent() {
        return;
    }
    out.report(
        Draft::new("volume_size", "a small volume fills up before anybody notices")
            .at(origin, format!("{size} GiB for each broker"))
            .note("a broker whose volume is full stops, and volumes can grow only once in six hours")
            .help(format!("start with {minimum} GiB or more, or scale the storage automatically"))
            .level("small"),
    );
}

/// A change of a plan that MSK refuses: volumes only grow, and by no little.
fn refused_change(cluster: &Cluster, new: i64) -> Option<Draft> {
    let old = cluster.change.as_ref()?.updated()?.volume_size.get()?;
    let step = facts::limit("storage_increase_min").and_then(Limit::number)?;
    let (message, help) = match new - old {
        ..0 => ("MSK cannot shrink a volume", format!("keep {old} GiB or more")),
        grown if grown > 0 && grown < step => (
            "MSK refuses to grow a volume by so little",
            format!("grow it by {step} GiB or more, to {} GiB", old + step),
        ),
        _ => return None,
    };
    let label = format!("{new} GiB, and {old} GiB before");
    Some(Draft::new("volume_size", message).at(&cluster.volume_size.origin, label).help(help))
}
