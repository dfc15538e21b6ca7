//! More partitions than the brokers are made for.

use crate::facts;
use crate::model::cluster::{Cluster, ClusterKind};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "too-many-partitions",
    summary: "more partitions than the brokers are made for",
    page: include_str!("too_many_partitions.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, policy: &Policy, out: &mut Findings) {
    if cluster.topics.is_empty() || cluster.is(ClusterKind::Serverless) {
        return;
    }
    let Some(name) = out.need("instance_type", &cluster.instance_type) else { return };
    let Some(&brokers) = out.need("brokers", &cluster.brokers) else { return };
    let (Some(size), true) = (facts::instance_type(name), brokers > 0) else { return };
    // Topics whose number of partitions is unknown only add to this.
    let replicas = cluster.topics.iter().filter_map(|topic| topic.replicas(cluster)).fold(0, i64::saturating_add);
    let each = replicas / brokers;
    let recommended = i64::from(size.partitions_recommended);
    let headroom = policy.number("headroom_percent").unwrap_or(0);
    let most = size.partitions_max_update.or(size.partitions_max).map(i64::from);
    let is_refused = most.is_some_and(|most| each > most);
    if !is_refused && each <= recommended * (100 - headroom) / 100 {
        return;
    }
    let message = match is_refused {
        true => "so many partitions that MSK refuses changes to the cluster",
        false => "more partitions than the brokers are made for",
    };
    let counted = format!("{replicas} replicas of the topics known here: {each} on each of {brokers} brokers");
    let mut note = format!("AWS recommends at most {recommended} on {name}");
    if headroom > 0 {
        note += &format!(", of which the policy keeps {headroom} % free for growth and failures");
    }
    if let Some(most) = most {
        note += &format!("; above {most} it refuses changes of the cluster");
    }
    let table = super::dated("msk-instance-types", "table");
    let draft = Draft::new("number_of_broker_nodes", message)
        .at(&cluster.brokers.origin, counted)
        .related(&cluster.instance_type.origin.place, format!("{name} in every zone"))
        .note(format!("{note} ({table})"))
        .help("use fewer partitions, larger brokers or more of them");
    out.report(if is_refused { draft.level("refused") } else { draft });
}
