//! Clients that need not say who they are.

use crate::finding::Applicability;
use crate::model::cluster::{Cluster, ClusterKind};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "unauthenticated-access",
    summary: "anybody who reaches the brokers is let in",
    page: include_str!("unauthenticated_access.md"),
    security: true,
    supersedes: &["open-acl-default"],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    if cluster.is(ClusterKind::Serverless) {
        return;
    }
    let block = &cluster.security.client_authentication;
    let Some(&open) = out.need("unauthenticated", &cluster.unauthenticated) else { return };
    let draft = Draft::new("client_authentication", "anybody who reaches the brokers is let in");
    let draft = if open && cluster.unauthenticated.is_inherited() {
        draft
            .at(&block.origin, "has no client_authentication")
            .note("without the block MSK lets clients in that do not say who they are")
            .help("add client_authentication { sasl { iam = true } }, or scram or tls with authorities")
    } else if open {
        draft
            .at(&cluster.unauthenticated.origin, "unauthenticated is true")
            .note("whatever schemes are on beside it, nobody has to use them")
            .help("set unauthenticated = false once every client logs in")
            .fix(&cluster.unauthenticated.origin, "false", Applicability::Unsafe)
    } else if block.known().is_some() && cluster.security.enables_nothing() {
        return out.report(
            Draft::new("client_authentication", "AWS refuses a client_authentication that enables nothing")
                .at(&block.origin, "no scheme is on, and unauthenticated is not true")
                .level("refused")
                .covers(&["mtls-without-authority"])
                .help("set sasl { iam = true }, or scram, or name certificate authorities"),
        );
    } else {
        return;
    };
    out.report(match cluster.is_public() {
        true => draft.level("exposed").note("with public access that is the whole internet, and AWS refuses it"),
        false => draft,
    });
}
