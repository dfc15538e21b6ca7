//! A plan that switches between Standard and Express brokers.

use crate::facts::BrokerType;
use crate::model::cluster::Cluster;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "broker-type-switch",
    summary: "a plan that switches between Standard and Express brokers",
    page: include_str!("broker_type_switch.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    if super::updated(cluster).is_none() {
        return;
    }
    let Some((old, new)) = super::both(cluster, |cluster| &cluster.instance_type) else { return };
    let types = BrokerType::of_instance_type(old).zip(BrokerType::of_instance_type(new));
    if types.is_none_or(|(old, new)| old == new) {
        return;
    }
    out.report(
        Draft::new("instance_type", "MSK cannot switch between Standard and Express brokers")
            .at(&cluster.instance_type.origin, format!("{new}, and {old} before"))
            .help("create a second cluster with the other broker type and copy the data"),
    );
}
