//! A configuration that leaves retention to the default.

use crate::model::cluster::{Cluster, ClusterKind};
use crate::model::fact::State;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "retention-not-set",
    summary: "how long records are kept is left to the default",
    page: include_str!("retention_not_set.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

const PROPERTIES: &[&str] =
    &["log.retention.ms", "log.retention.minutes", "log.retention.hours", "log.retention.bytes"];

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let Some(configuration) = cluster.configuration.attached() else { return };
    if PROPERTIES.iter().any(|property| cluster.written(property) != State::Absent) {
        return;
    }
    let property = if cluster.is(ClusterKind::Express) { "log.retention.ms" } else { "log.retention.hours" };
    let draft = Draft::new(property, "how long records are kept is left to the default")
        .at(&configuration.text, "sets no log.retention property")
        .note("Kafka's default keeps records for seven days without a bound on their size: disks are sized by it")
        .help(format!("write {property}, or a retention for each topic, on purpose"));
    out.report(draft);
}
