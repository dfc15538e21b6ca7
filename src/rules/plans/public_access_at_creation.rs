//! A plan that creates a cluster with public access.

use crate::model::cluster::Cluster;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "public-access-at-creation",
    summary: "a plan that creates a cluster with public access",
    page: include_str!("public_access_at_creation.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let is_public = cluster.public_access.known().is_some_and(|access| &**access != "DISABLED");
    if !super::is_created(cluster) || !is_public {
        return;
    }
    out.report(
        Draft::new("public_access", "MSK refuses to create a cluster with public access")
            .at(&cluster.public_access.origin, "on in the plan that creates it")
            .help("apply with type = \"DISABLED\" first, then turn public access on in a second apply"),
    );
}
