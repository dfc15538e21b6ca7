//! Client subnets that do not lie in a zone each.

use crate::facts::{self, LimitValue};
use crate::model::cluster::{Cluster, ClusterKind, Subnet};
use crate::model::fact::{Origin, State};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "zones-not-distinct",
    summary: "MSK refuses client subnets that share a zone, or are too few for express brokers",
    page: include_str!("zones_not_distinct.md"),
    security: false,
    supersedes: &["too-few-zones", "brokers-not-multiple-of-zones"],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    if cluster.is(ClusterKind::Serverless) {
        return;
    }
    let Some(subnets) = out.need("subnets", &cluster.subnets) else { return };
    for (index, subnet) in subnets.iter().enumerate() {
        let earlier = &subnets[..index];
        if let Some(same) = earlier.iter().find(|other| is_same(&other.id, &subnet.id)) {
            let message = "the same client subnet stands twice: it counts once";
            let origins = (&Origin::at(subnet.place.clone()), &Origin::at(same.place.clone()));
            return out.report(shared(cluster, origins, message, "a subnet that is in the list already"));
        }
        let Some(zone) = subnet.known_zone() else { continue };
        if let (Some(same), Some(name)) = (earlier.iter().find(|other| other.shares_zone(subnet)), zone.known()) {
            let label = format!("in {name}, like another client subnet");
            let there = same.known_zone().unwrap_or(zone);
            let origins = (&zone.origin, &there.origin);
            return out.report(shared(cluster, origins, "two client subnets lie in one zone", &label));
        }
    }
    out.report_all(subnets.iter().find_map(in_closed_zone));
    check_number(cluster, out);
}

/// Express brokers take three zones, and there is a region that has two.
fn check_number(cluster: &Cluster, out: &mut Findings) {
    let (id, who) = match cluster.is_in_two_zone_region() {
        _ if cluster.is(ClusterKind::Express) => ("subnets_express", "express brokers take exactly"),
        true => ("subnets_standard_us_west_1", "us-west-1 takes exactly"),
        false => return,
    };
    let Some(wanted) = facts::limit(id).and_then(|limit| limit.number()) else { return };
    let Some(&zones) = cluster.zones.known() else { return };
    let fewer_is_another_rule = !cluster.is(ClusterKind::Express) && i64::from(zones) < wanted;
    if i64::from(zones) == wanted || fewer_is_another_rule {
        return;
    }
    let draft = Draft::new("client_subnets", format!("MSK refuses this number of client subnets: {who} {wanted}"))
        .at(&cluster.subnets.origin, format!("{zones} distinct subnets"))
        .help(format!("use {wanted} client subnets, one in each zone"));
    out.report(draft);
}

/// There is a zone in which MSK has no brokers.
fn in_closed_zone(subnet: &Subnet) -> Option<Draft> {
    let LimitValue::Text(closed) = facts::limit("forbidden_az")?.value else { return None };
    let zone = subnet.zone_id.known().filter(|zone| ***zone == *closed)?;
    let draft = Draft::new("availability_zone_id", format!("MSK has no brokers in {zone}"));
    Some(draft.at(&subnet.zone_id.origin, zone.as_ref()).help("use a subnet in another zone of the region"))
}

fn shared(cluster: &Cluster, (here, there): (&Origin, &Origin), message: &str, label: &str) -> Draft {
    Draft::new("client_subnets", message)
        .at(here, label)
        .related(&there.place, "the other one")
        .related(&cluster.subnets.origin.place, "the client subnets")
        .note("MSK refuses client subnets that do not lie in a zone each")
        .help("give one subnet for each zone; for a cluster that exists, other client_subnets replace it")
}

fn is_same(a: &State<std::sync::Arc<str>>, b: &State<std::sync::Arc<str>>) -> bool {
    matches!((a, b), (State::Known(a), State::Known(b)) if a == b)
}
