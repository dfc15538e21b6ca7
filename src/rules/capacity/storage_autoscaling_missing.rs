//! No autoscaling of storage.

use crate::model::cluster::{Cluster, ClusterKind};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "storage-autoscaling-missing",
    summary: "a cluster whose volumes do not grow by themselves",
    page: include_str!("storage_autoscaling_missing.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let autoscaling = &cluster.capacity.autoscaling;
    out.need("autoscaling", autoscaling);
    if !cluster.is(ClusterKind::Standard) || !autoscaling.is_absent() {
        return;
    }
    out.report(
        Draft::new("autoscaling", "volumes do not grow by themselves")
            .at_place(&cluster.block, "no aws_appautoscaling_target scales its storage")
            .note("a broker whose volume is full stops until somebody makes it larger")
            .help("add an aws_appautoscaling_target for kafka:broker-storage:VolumeSize with a policy on KafkaBrokerStorageUtilization"),
    );
}
