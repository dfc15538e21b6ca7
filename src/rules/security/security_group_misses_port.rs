//! Schemes that are on, behind ports that no security group opens.

use crate::facts::{self, Network, Port, Scheme};
use crate::model::cluster::{Cluster, ClusterKind};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "security-group-misses-port",
    summary: "no security group opens the port of a scheme that is on",
    page: include_str!("security_group_misses_port.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let network = &cluster.security.network;
    if cluster.is(ClusterKind::Serverless) {
        return;
    }
    if !network.is_seen() {
        let hidden = network.groups.iter().find_map(|group| group.open.clone());
        let Some(reason) = network.open.clone().or(hidden) else { return };
        return out.leave_open("security_groups", &reason);
    }
    let Some(group) = network.groups.first() else { return };
    for scheme in cluster.security.enabled() {
        let ports: Vec<&Port> = facts::ports().iter().filter(|port| is_of(port, scheme, cluster)).collect();
        let is_closed = |port: &Port| network.ingress().all(|rule| lets_in_none(rule, port));
        let Some(port) = ports.first().filter(|_| ports.iter().all(|port| is_closed(port))) else { continue };
        let draft =
            Draft::new(format!("port {}", port.port), format!("clients with {} cannot connect", scheme.as_str()))
                .at_place(&group.block, format!("no rule lets in port {}", port.port))
                .related(&cluster.security.origin_of(scheme).place, format!("{} is on", scheme.as_str()))
                .help(format!("let in port {} from the clients, or turn the scheme off", port.port));
        out.report(draft);
    }
}

/// Whether a port of a scheme exists on the cluster; what is not known may.
fn is_of(port: &Port, scheme: Scheme, cluster: &Cluster) -> bool {
    port.client_auth.contains(&scheme)
        && match port.network {
            Network::Private => true,
            Network::Public => cluster.public_access.known().is_none_or(|access| &**access != "DISABLED"),
            Network::Ipv6 => cluster.capacity.network_type.known().is_none_or(|kind| &**kind != "IPV4"),
            Network::PrivateLink => cluster.security.multi_vpc.is_on() || cluster.capacity.multi_vpc.is_unknown(),
        }
}

/// Whether a rule is known to let in no port of a range.
fn lets_in_none(rule: &crate::model::network::Ingress, port: &Port) -> bool {
    (port.port..=port.range_end.unwrap_or(port.port)).all(|port| rule.lets_in(port) == Some(false))
}
