//! ACLs that let in everybody until the first one is written.

use crate::model::cluster::{Cluster, ClusterKind};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "open-acl-default",
    summary: "what no ACL covers is open to every client",
    page: include_str!("open_acl_default.md"),
    security: true,
    supersedes: &[],
    check: Check::Cluster(check),
};

const PROPERTY: &str = "allow.everyone.if.no.acl.found";

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    // IAM has its own policies; ACLs are for SCRAM and mutual TLS.
    if cluster.is(ClusterKind::Serverless) || !cluster.uses_acls() {
        return;
    }
    let open = cluster.effective_bool(PROPERTY);
    if out.need(PROPERTY, &open) != Some(&true) {
        return;
    }
    let draft = Draft::new(PROPERTY, "what no ACL covers is open to every client that logs in")
        .at_value(&open, format!("{PROPERTY} is true"))
        .help(format!(
            "write ACLs for every client first, then set {PROPERTY}=false: the other way round locks clients out"
        ));
    out.report(if cluster.is_public() {
        draft.level("exposed").note("AWS refuses public access with SCRAM or mutual TLS until it is false")
    } else if cluster.security.multi_vpc.is_on() {
        draft.level("exposed").note("AWS refuses multi-VPC access with SCRAM or mutual TLS until it is false")
    } else {
        draft.note("a user of any application can read, write and delete topics of all the others")
    });
}
