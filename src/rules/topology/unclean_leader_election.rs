//! Replicas that are out of sync may become leader.

use crate::finding::{Applicability, Instance};
use crate::model::cluster::{Cluster, ClusterKind};
use crate::model::fact::Fact;
use crate::model::replication::Replication;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "unclean-leader-election",
    summary: "a replica that is out of sync may become leader",
    page: include_str!("unclean_leader_election.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

const PROPERTY: &str = "unclean.leader.election.enable";

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    // Express brokers fix it to false.
    if !cluster.is(ClusterKind::Standard) {
        return;
    }
    let unclean = cluster.effective_bool(PROPERTY);
    if out.need(PROPERTY, &unclean) == Some(&true) {
        let defaults = Replication::of_cluster(cluster);
        out.report(draft(&unclean, defaults.as_ref(), &cluster.instance));
    }
    for topic in &cluster.topics {
        let Some(unclean) = topic.config_bool(PROPERTY).filter(|unclean| unclean.get() == Some(true)) else { continue };
        out.report(draft(&unclean, Replication::of_topic(topic, cluster).as_ref(), &topic.instance));
    }
}

fn draft(unclean: &Fact<bool>, replication: Option<&Replication>, instance: &Instance) -> Draft {
    let draft = Draft::new(PROPERTY, "a replica that is out of sync may become leader")
        .at_value(unclean, format!("{PROPERTY} is true"))
        .instance(instance);
    if unclean.is_inherited() {
        return draft
            .level("inherited")
            .note("if no replica in sync is left, MSK's default prefers going on to keeping acknowledged data")
            .help(format!("set {PROPERTY}=false"));
    }
    let leader_alone = replication.is_some_and(|replication| replication.min_insync.get() == Some(1));
    let draft = match leader_alone {
        true => draft.level("with_min_insync_1").note(
            "with min ISR 1 a write is acknowledged by the leader alone; the next leader may never have seen it, and \
             truncates it everywhere",
        ),
        false => draft.note("acknowledged writes that the new leader never saw are truncated on every replica"),
    };
    draft.help(format!("set {PROPERTY}=false: partitions then wait for a replica that has everything")).fix(
        &unclean.origin,
        "false",
        Applicability::Unsafe,
    )
}
