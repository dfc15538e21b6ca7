//! A public cluster that lets in nobody without an ACL, and no ACL beside it.

use crate::model::cluster::Cluster;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "public-cluster-without-acls",
    summary: "a public cluster that needs ACLs, and none beside it",
    page: include_str!("public_cluster_without_acls.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

const PROPERTY: &str = "allow.everyone.if.no.acl.found";

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    if !cluster.is_public() || !cluster.uses_acls() {
        return;
    }
    let open = cluster.effective_bool(PROPERTY);
    let is_closed = out.need(PROPERTY, &open) == Some(&false);
    if is_closed && cluster.security.has_acls == Some(false) {
        out.report(
            Draft::new(PROPERTY, "clients of this public cluster need ACLs that nobody declares here")
                .at(&open.origin, format!("{PROPERTY} is false"))
                .related(&cluster.public_access.origin.place, "public access")
                .note("a user without an ACL can log in and do nothing; when brokers are replaced, ACLs may have to be applied again")
                .help("declare kafka_acl resources, or allow this where a script keeps the ACLs"),
        );
    }
}
