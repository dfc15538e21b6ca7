//! Brokers in subnets that are made for what is reached from the internet.

use crate::model::cluster::Cluster;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "brokers-in-public-subnets",
    summary: "brokers in subnets whose instances get public addresses",
    page: include_str!("brokers_in_public_subnets.md"),
    security: true,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let Some(subnets) = cluster.subnets.known() else { return };
    let public: Vec<_> = subnets.iter().filter_map(|subnet| subnet.public.as_ref()).collect();
    let Some(first) = public.first() else { return };
    // Public access takes such subnets: then they are meant.
    let access = out.need("public_access", &cluster.public_access);
    if access.is_none_or(|access| &**access != "DISABLED") {
        return;
    }
    let mut draft = Draft::new("client_subnets", "brokers stand in public subnets")
        .at(first, "instances here get public addresses")
        .note("brokers get none, but the routes and rules of such subnets are made for what the internet may reach")
        .help("use private subnets; changing client_subnets replaces the cluster, so plan it with the next one");
    for other in public.iter().skip(1) {
        draft = draft.related(&other.place, "here too");
    }
    out.report(draft);
}
