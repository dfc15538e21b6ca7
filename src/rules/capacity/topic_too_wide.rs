//! A topic with very many partitions on Express brokers.

use crate::model::cluster::{Cluster, ClusterKind};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "topic-too-wide",
    summary: "a topic with very many partitions on Express brokers",
    page: include_str!("topic_too_wide.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, policy: &Policy, out: &mut Findings) {
    let Some(maximum) = policy.number("maximum").filter(|_| cluster.is(ClusterKind::Express)) else { return };
    for topic in &cluster.topics {
        let Some(&partitions) = out.need("partitions", &topic.partitions) else { continue };
        if partitions <= maximum {
            continue;
        }
        out.report(
            Draft::new("partitions", "a topic wider than Express brokers serve well")
                .at(&topic.partitions.origin, format!("{partitions} partitions; {maximum} are advised at most"))
                .note("on Express, consumers of topics this wide were seen to keep wrong metadata after an automatic update until they were restarted")
                .help("use fewer partitions, or several topics")
                .instance(&topic.instance),
        );
    }
}
