//! acks=all where one replica is enough for "all".

use super::about;
use crate::client::refusal::acks;
use crate::client::{Client, Setting};
use crate::model::replication::{Fault, Replication};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "acks-all-without-min-insync",
    summary: "acks=all waits for the leader only, because the cluster asks for no more",
    page: include_str!("acks_all_without_min_insync.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

const MESSAGE: &str = "acknowledged writes can be on one broker only, for all that acks=all says";

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    let Some(cluster) = client.cluster.as_ref().filter(|_| client.is_producer()) else { return };
    let waits_for_all = client.effective("acks").is_some_and(|text| acks(&text) == Some(-1));
    let Some(defaults) = Replication::of_cluster(cluster).filter(|_| waits_for_all) else { return };
    // Which topics are written to is not in the settings: some may ask for more.
    let asks_for_more = |topic: &Replication| topic.is_topic() && topic.fault() != Some(Fault::LeaderAlone);
    if defaults.fault() != Some(Fault::LeaderAlone) || Replication::all(cluster).iter().any(asks_for_more) {
        return;
    }
    let draft = match client.setting("acks") {
        Some(setting) => of_written(setting),
        None => Draft::new("acks", MESSAGE).at_place(&client.place, "acks is all by default"),
    };
    out.report(
        draft
            .related(&defaults.min_insync.origin.place, "min.insync.replicas is 1 here")
            .note("\"all\" are the replicas that are in sync at the time: during patching that can be the leader alone")
            .help("set min.insync.replicas=2 on the cluster's topics, with a replication factor of 3"),
    );
}

fn of_written(setting: &Setting) -> Draft {
    about(setting, MESSAGE)
}
