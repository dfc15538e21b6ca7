//! Access from other VPCs that the cluster cannot give.

use crate::model::cluster::Cluster;
use crate::model::security::{SCHEMES, Switch, VpcConnection};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "multi-vpc-conflict",
    summary: "AWS refuses this access from other VPCs",
    page: include_str!("multi_vpc_conflict.md"),
    security: true,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let security = &cluster.security;
    for scheme in SCHEMES {
        let Some(written) = security.multi_vpc.fact(scheme).filter(|fact| fact.get() == Some(true)) else { continue };
        if security.scheme(scheme) != Switch::Off {
            continue;
        }
        let name = scheme.as_str();
        let draft =
            Draft::new(format!("vpc_connectivity {name}"), format!("other VPCs get {name}, the cluster does not"))
                .at(&written.origin, format!("{name} for clients in other VPCs"))
                .related(&security.origin_of(scheme).place, format!("{name} is off for the cluster"))
                .note("AWS takes only those schemes for other VPCs that are on for the cluster")
                .help(format!("turn {name} on in client_authentication, or off in vpc_connectivity"));
        out.report(draft);
    }
    for connection in &security.connections {
        scheme_of(connection, cluster, out);
        zones_of(connection, cluster, out);
    }
}

fn scheme_of(connection: &VpcConnection, cluster: &Cluster, out: &mut Findings) {
    let Some(scheme) = connection.scheme() else { return };
    let security = &cluster.security;
    let off_for_others = security.multi_vpc.is_on() && security.multi_vpc.scheme(scheme) == Switch::Off;
    if !off_for_others && security.scheme(scheme) != Switch::Off {
        return;
    }
    let name = scheme.as_str();
    let draft = Draft::new("authentication", format!("the cluster does not let other VPCs log in with {name}"))
        .at(&connection.authentication.origin, format!("logs in with {name}"))
        .instance(&connection.instance)
        .help(format!("turn {name} on in client_authentication and in vpc_connectivity, or use another scheme"));
    out.report(draft);
}

fn zones_of(connection: &VpcConnection, cluster: &Cluster, out: &mut Findings) {
    let (Some(subnets), Some(zones)) = (connection.subnets.get(), cluster.zones.get()) else { return };
    if u32::try_from(subnets) == Ok(zones) {
        return;
    }
    let draft = Draft::new("client_subnets", "a connection needs a subnet in each zone of the cluster")
        .at(&connection.subnets.origin, format!("{subnets} subnets"))
        .related(&cluster.subnets.origin.place, format!("{zones} zones of the cluster"))
        .instance(&connection.instance)
        .help("give one subnet for each zone of the cluster, by zone id");
    out.report(draft);
}
