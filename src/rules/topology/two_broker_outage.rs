//! What two brokers down at once stop.

use crate::model::availability::{self, Extent, Lost};
use crate::model::cluster::Cluster;
use crate::model::replication::Replication;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "two-broker-outage",
    summary: "two brokers down stop the writes to some partitions",
    page: include_str!("two_broker_outage.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let defaults = Replication::of_cluster(cluster);
    for replication in Replication::all(cluster) {
        let is_repetition = replication.is_topic() && defaults.as_ref().is_some_and(|own| replication.repeats(own));
        if is_repetition || replication.fault().is_some() {
            continue;
        }
        let Some(layout) = replication.layout() else { continue };
        let Some(row) = availability::row(&layout, Lost::TwoBrokers) else { continue };
        let (factor, minimum) = (layout.replication_factor, layout.min_insync_replicas);
        if row.writes == Extent::Ok {
            continue;
        }
        // What one replica acknowledges alone may be gone with it.
        let reliable = minimum.max(2);
        let label = format!("RF {factor} with min ISR {minimum} on {} brokers", layout.brokers);
        let draft = Draft::new("default.replication.factor", "two brokers down stop the writes to some partitions")
            .at_value(&replication.factor, label)
            .note(format!(
                "with one broker restarting for a patch and another failing, acks=all writes to up to {} of the \
                 partitions stop ({} on average)",
                row.stopped, row.stopped_on_average
            ))
            .help(format!("only RF {} with min ISR {reliable} survives any two brokers", reliable + 2))
            .instance(&replication.instance);
        out.report(draft);
    }
}
