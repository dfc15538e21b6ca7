//! A fixed revision beside a configuration that Terraform manages.

use crate::model::cluster::Cluster;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "configuration-revision-pinned",
    summary: "changes to the configuration never reach the cluster",
    page: include_str!("configuration_revision_pinned.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let (Some(configuration), Some(revision)) =
        (cluster.configuration.attached(), &cluster.configuration.literal_revision)
    else {
        return;
    };
    let Some(number) = revision.get() else { return };
    let draft = Draft::new("revision", "changes to the configuration never reach the cluster")
        .at(&revision.origin, format!("always revision {number}"))
        .related(&configuration.block, "Terraform makes a new revision with each change of this")
        .help("use the latest_revision of the resource that arn names");
    out.report(draft);
}
