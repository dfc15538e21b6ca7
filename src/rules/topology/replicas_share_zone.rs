//! More replicas than zones.

use crate::model::cluster::Cluster;
use crate::model::replication::Replication;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "replicas-share-zone",
    summary: "two replicas of a partition lie in one zone",
    page: include_str!("replicas_share_zone.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, policy: &Policy, out: &mut Findings) {
    // In fewer zones the number of zones is what is wrong.
    let Some(wanted) = policy.number("zones") else { return };
    let defaults = Replication::of_cluster(cluster);
    for replication in Replication::all(cluster) {
        let (Some(factor), Some(zones)) = (replication.factor.get(), replication.zones.get()) else { continue };
        let is_repetition = replication.is_topic() && defaults.as_ref().is_some_and(|own| replication.repeats(own));
        if i64::from(zones) != wanted || factor <= wanted || is_repetition {
            continue;
        }
        let draft = Draft::new("default.replication.factor", "two replicas of a partition share a zone")
            .at_value(&replication.factor, format!("replication factor {factor} in {zones} zones"))
            .note("one zone down takes more than one replica of such a partition at once")
            .help("keep it where two brokers may be down at once; else one replica in each zone is enough")
            .instance(&replication.instance);
        out.report(draft);
    }
}
