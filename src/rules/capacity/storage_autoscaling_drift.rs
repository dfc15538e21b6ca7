//! Autoscaling of storage that Terraform or its own settings work against.

use crate::finding::Applicability;
use crate::model::capacity::StorageAutoscaling;
use crate::model::cluster::Cluster;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "storage-autoscaling-drift",
    summary: "storage autoscaling that Terraform or its own settings work against",
    page: include_str!("storage_autoscaling_drift.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let Some(targets) = cluster.capacity.autoscaling.known() else { return };
    for target in targets {
        grows_away(cluster, target, out);
        cannot_grow(cluster, target, out);
        scales_in(target, out);
    }
}

/// Terraform would set the size back.
fn grows_away(cluster: &Cluster, target: &StorageAutoscaling, out: &mut Findings) {
    let ignores = out.need("lifecycle.ignore_changes", &cluster.capacity.ignores_volume_size).copied();
    let Some(size) = cluster.volume_size.known_written().filter(|_| ignores == Some(false)) else { return };
    out.report(
        Draft::new("volume_size", "Terraform and autoscaling both own the volume size")
            .at(&cluster.volume_size.origin, format!("written as {size} GiB"))
            .related(&target.block, "grows it")
            .note("once autoscaling has grown the volumes, every plan wants to shrink them back, which MSK refuses")
            .help("add the volume size to lifecycle.ignore_changes of the cluster"),
    );
}

/// The volumes are larger than autoscaling may make them.
fn cannot_grow(cluster: &Cluster, target: &StorageAutoscaling, out: &mut Findings) {
    let Some(&max) = out.need("max_capacity", &target.max_capacity) else { return };
    let Some(size) = cluster.volume_size.get().filter(|size| max < *size) else { return };
    out.report(
        Draft::new("max_capacity", "autoscaling can never grow the volumes")
            .at(&target.max_capacity.origin, format!("{max} GiB at most"))
            .related(&cluster.volume_size.origin.place, format!("{size} GiB already"))
            .help("set max_capacity well above volume_size")
            .instance(&target.instance),
    );
}

fn scales_in(target: &StorageAutoscaling, out: &mut Findings) {
    for policy in &target.policies {
        let fact = &policy.disable_scale_in;
        if fact.is_unknown() || fact.get() == Some(true) {
            out.need("disable_scale_in", fact);
            continue;
        }
        let label = if fact.is_absent() { "does not set disable_scale_in" } else { "scale-in is left on" };
        out.report(
            Draft::new("disable_scale_in", "a scaling policy that tries to shrink volumes")
                .at(&fact.origin, label)
                .note("volumes of MSK cannot shrink")
                .help("set disable_scale_in = true")
                .fix(&fact.origin, "true", Applicability::Safe)
                .instance(&policy.instance),
        );
    }
}
