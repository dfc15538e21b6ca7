//! Topics that come into being when somebody names them.

use crate::finding::Applicability;
use crate::model::cluster::{Cluster, ClusterKind};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "auto-create-topics",
    summary: "a misspelt name creates a topic",
    page: include_str!("auto_create_topics.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

const PROPERTY: &str = "auto.create.topics.enable";

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    if cluster.is(ClusterKind::Serverless) {
        return;
    }
    let automatic = cluster.effective_bool(PROPERTY);
    if out.need(PROPERTY, &automatic) != Some(&true) {
        return;
    }
    let closed = cluster.effective_bool("allow.everyone.if.no.acl.found").known_written() == Some(&false);
    let draft = Draft::new(PROPERTY, "a misspelt name creates a topic with default settings")
        .at_value(&automatic, format!("{PROPERTY} is true"))
        .help(format!("set {PROPERTY}=false and declare topics, as resources or in the applications that own them"))
        .fix(&automatic.origin, "false", Applicability::Unsafe);
    out.report(match (cluster.is_public(), closed) {
        (_, true) => draft.level("exposed").note(
            "allow.everyone.if.no.acl.found=false overrules it: only principals with an ACL to create topics can, so \
             clients that rely on it fail",
        ),
        (true, false) => draft.level("exposed").note("with public access anybody who gets in can create topics"),
        (false, false) => draft
            .note("such a topic gets num.partitions and the replication defaults, and hides the mistake that made it"),
    });
}
