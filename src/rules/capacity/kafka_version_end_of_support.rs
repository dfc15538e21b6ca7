//! A Kafka version that MSK no longer supports, or soon will not.

use crate::date::Date;
use crate::facts;
use crate::model::change::Change;
use crate::model::cluster::Cluster;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "kafka-version-end-of-support",
    summary: "a Kafka version past its end of support, or close to it",
    page: include_str!("kafka_version_end_of_support.md"),
    security: true,
    supersedes: &["kafka-version-not-recommended"],
    check: Check::ClusterOnDate(check),
};

fn check(cluster: &Cluster, today: Date, policy: &Policy, out: &mut Findings) {
    let Some(version) = out.need("kafka_version", &cluster.kafka_version) else { return };
    let Some(row) = facts::kafka_version(version) else { return };
    let Some(end) = row.end_of_support else { return };
    let days = end.days_since(today);
    let is_past = days <= 0;
    // Clusters that run an old version go on; new ones are refused for the oldest.
    let is_refused = is_past && !row.creatable && cluster.change.as_ref().is_some_and(Change::creates);
    if !is_past && policy.number("days").is_none_or(|horizon| days > horizon) {
        return;
    }
    let (message, label) = match is_past {
        true if is_refused => {
            ("MSK refuses new clusters with this Kafka version", format!("{version} was supported until {end}"))
        }
        true => ("this Kafka version is past its end of support", format!("{version} was supported until {end}")),
        false => ("this Kafka version is close to its end of support", format!("{version} is supported until {end}")),
    };
    let table = super::versions_table();
    let draft = Draft::new("kafka_version", message)
        .at(&cluster.kafka_version.origin, label)
        .note(format!(
            "after that date MSK may upgrade the cluster at any time without notice ({table}; judged as of {today})"
        ))
        .help(match super::upgrade(cluster) {
            _ if is_refused => format!("create it with {}", super::for_new_clusters(cluster)),
            Some(newer) => format!("plan the upgrade to {newer}"),
            None => "plan the move to a cluster with a supported version".to_owned(),
        });
    out.report(match (is_past, is_refused) {
        (_, true) => draft.level("refused"),
        (true, false) => draft,
        (false, _) => draft.level("soon"),
    });
}
