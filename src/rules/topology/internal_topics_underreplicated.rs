//! Too few replicas of Kafka's own topics.

use crate::model::cluster::{Cluster, ClusterKind};
use crate::model::fact::Fact;
use crate::model::replication::INTERNAL_FACTORS;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "internal-topics-underreplicated",
    summary: "too few replicas of Kafka's own topics",
    page: include_str!("internal_topics_underreplicated.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

const STATE_FACTOR: &str = "transaction.state.log.replication.factor";
const STATE_MINIMUM: &str = "transaction.state.log.min.isr";
const HELP: &str = "it acts when the topic is created: a cluster that has the topic needs its partitions reassigned";

fn check(cluster: &Cluster, policy: &Policy, out: &mut Findings) {
    let Some(recommended) = policy.number("recommend").filter(|_| cluster.is(ClusterKind::Standard)) else { return };
    // Only written values: what a small cluster inherits is not documented.
    for property in INTERNAL_FACTORS {
        let Some(factor) = cluster.written_number(property) else { continue };
        check_factor(cluster, property, &factor, recommended, out);
    }
    let (Some(factor), Some(minimum)) = (cluster.written_number(STATE_FACTOR), cluster.written_number(STATE_MINIMUM))
    else {
        return;
    };
    // One replica is the fault named above.
    if minimum.get() >= factor.get() && factor.get() > Some(1) {
        let draft = Draft::new(STATE_MINIMUM, "one broker down stops transactions")
            .at_value(&minimum, format!("{STATE_MINIMUM} leaves no replica to spare"))
            .related(&factor.origin.place, "the replicas of the transaction log")
            .help(format!("keep {STATE_MINIMUM} below {STATE_FACTOR}; {HELP}"));
        out.report(draft);
    }
}

fn check_factor(cluster: &Cluster, property: &'static str, factor: &Fact<i64>, recommended: i64, out: &mut Findings) {
    let replicas = factor.get().unwrap_or(0);
    let zones = cluster.zones.get().map(i64::from);
    // Brokers are at least as many as zones.
    let brokers = cluster.brokers.get().or(zones);
    let wanted = zones.map(|zones| zones.min(recommended));
    let draft = Draft::new(property, "too few replicas of one of Kafka's own topics");
    let draft = match (replicas, brokers, wanted) {
        (1, Some(brokers), _) if brokers > 1 => draft.level("one"),
        (2.., _, Some(wanted)) if replicas < wanted => draft,
        (2.., _, None) if replicas < recommended => {
            out.need("zones", &cluster.zones);
            return;
        }
        _ => return,
    };
    let what = match property {
        STATE_FACTOR => "transactions of the producers whose state it keeps",
        _ => "consumer groups whose offsets it keeps",
    };
    let wanted = wanted.unwrap_or(recommended);
    out.report(
        draft
            .at_value(factor, format!("{property} is {replicas}"))
            .note(format!("brokers down with all its replicas stop the {what}"))
            .help(format!("set {property}={wanted}; {HELP}")),
    );
}
