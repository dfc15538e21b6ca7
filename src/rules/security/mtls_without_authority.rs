//! Mutual TLS that names no authority.

use crate::model::cluster::Cluster;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "mtls-without-authority",
    summary: "mutual TLS without an authority is off",
    page: include_str!("mtls_without_authority.md"),
    security: true,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let authorities = &cluster.security.authorities;
    if authorities.get() != Some(0) {
        return;
    }
    let draft = Draft::new("certificate_authority_arns", "mutual TLS without an authority is off")
        .at(&authorities.origin, "no certificate authority")
        .note("the provider sends mutual TLS as disabled: no client certificate is asked for")
        .help("name an AWS Private CA, or leave the tls block out");
    out.report(draft);
}
