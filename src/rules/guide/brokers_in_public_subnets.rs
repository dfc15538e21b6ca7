//! Brokers in subnets that are made for what is reached from the internet.

use crate::model::cluster::{Cluster, Subnet, Way};
use crate::model::fact::Origin;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "brokers-in-public-subnets",
    summary: "brokers in subnets that are open to the internet",
    page: include_str!("brokers_in_public_subnets.md"),
    security: true,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let Some(subnets) = cluster.subnets.known() else { return };
    let public: Vec<_> = subnets.iter().filter_map(sign).collect();
    let Some((first, label)) = public.first() else { return };
    // Public access takes such subnets: then they are meant.
    let access = out.need("public_access", &cluster.public_access);
    if access.is_none_or(|access| &**access != "DISABLED") {
        return;
    }
    let mut draft = Draft::new("client_subnets", "brokers stand in public subnets")
        .at(first, *label)
        .note("brokers get none, but the routes and rules of such subnets are made for what the internet may reach")
        .help("use private subnets; changing client_subnets replaces the cluster, so plan it with the next one");
    for (other, _) in public.iter().skip(1) {
        draft = draft.related(&other.place, "here too");
    }
    out.report(draft);
}

/// What tells that a subnet is public.
fn sign(subnet: &Subnet) -> Option<(&Origin, &'static str)> {
    let launch = subnet.public.as_ref().map(|origin| (origin, "instances here get public addresses"));
    launch.or_else(|| Some((subnet.leads_to(Way::InternetGateway)?, "its routes lead to an internet gateway")))
}
