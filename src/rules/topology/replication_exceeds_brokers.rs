//! Replication factors above the number of brokers.

use crate::finding::count;
use crate::model::cluster::{Cluster, ClusterKind};
use crate::model::fact::Fact;
use crate::model::replication::{Fault, INTERNAL_FACTORS, Replication};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "replication-exceeds-brokers",
    summary: "more replicas than brokers: topics cannot be created",
    page: include_str!("replication_exceeds_brokers.md"),
    security: false,
    supersedes: &["replicas-share-zone"],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let Some(&brokers) = out.need("brokers", &cluster.brokers) else { return };
    for replication in Replication::all(cluster) {
        // An inherited factor follows the zones: then the number of brokers is what is wrong, and not a multiple.
        let decides = replication.has_own_factor && replication.factor.is_written();
        if replication.fault() == Some(Fault::ExceedsBrokers) && decides {
            let message = format!("{} cannot be created: more replicas than brokers", replication.noun());
            let draft = draft("default.replication.factor", message, &replication.factor, cluster, brokers);
            out.report(draft.instance(&replication.instance));
        }
    }
    if !cluster.is(ClusterKind::Standard) {
        return;
    }
    for property in INTERNAL_FACTORS {
        let Some(factor) = cluster.written_number(property) else { continue };
        if factor.get().is_some_and(|factor| factor > brokers) {
            let message = "an internal topic cannot be created: more replicas than brokers";
            out.report(draft(property, message.to_owned(), &factor, cluster, brokers));
        }
    }
}

fn draft(about: &'static str, message: String, factor: &Fact<i64>, cluster: &Cluster, brokers: i64) -> Draft {
    let replicas = factor.get().unwrap_or(0);
    let counted = count(brokers, "broker");
    Draft::new(about, message)
        .at(&factor.origin, format!("replication factor {replicas} on {counted}"))
        .related(&cluster.brokers.origin.place, counted)
        .note("each replica of a partition needs a broker of its own; Kafka refuses with InvalidReplicationFactorException")
        .help(format!("use at least {replicas} brokers, the same number in every zone, or fewer replicas"))
}
