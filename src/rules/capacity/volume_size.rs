//! A `volume_size` that MSK refuses, or that fills up soon.

use crate::facts;
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
                .help(format!("choose a size from {min} to {max} GiB for each broker")),
        );
        return;
    }
    let Some(minimum) = policy.number("minimum").filter(|minimum| size < *minimum) else { return };
    out.report(
        Draft::new("volume_size", "a small volume fills up before anybody notices")
            .at(origin, format!("{size} GiB for each broker"))
            .note("a broker whose volume is full stops, and volumes can grow only once in six hours")
            .help(format!("start with {minimum} GiB or more, or scale the storage automatically"))
            .level("small"),
    );
}
