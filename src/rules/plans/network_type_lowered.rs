//! A plan that creates a cluster with IPv6, or takes IPv6 away.

use crate::model::cluster::Cluster;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "network-type-lowered",
    summary: "a plan that creates a cluster with IPv6 or takes IPv6 away",
    page: include_str!("network_type_lowered.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let network = &cluster.capacity.network_type;
    let draft = |message: &str, label: &str| Draft::new("network_type", message).at(&network.origin, label);
    if super::is_created(cluster) && network.known().is_some_and(|network| &**network == "DUAL") {
        out.report(
            draft("MSK refuses to create a cluster with IPv6", "DUAL in the plan that creates it")
                .help("apply with network_type = \"IPV4\" first, then change it to \"DUAL\" in a second apply"),
        );
    }
    let Some((old, new)) = super::both(cluster, |cluster| &cluster.capacity.network_type) else { return };
    if super::updated(cluster).is_some() && (&**old, &**new) == ("DUAL", "IPV4") {
        out.report(
            draft("MSK cannot take IPv6 away from a cluster", "IPV4, and DUAL before")
                .help("keep network_type = \"DUAL\""),
        );
    }
}
