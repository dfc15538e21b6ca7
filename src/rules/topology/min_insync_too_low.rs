//! `min.insync.replicas` of one where there are several replicas.

use crate::finding::Applicability;
use crate::model::cluster::Cluster;
use crate::model::replication::{Fault, Replication};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "min-insync-too-low",
    summary: "acknowledged data can be lost when the leader fails",
    page: include_str!("min_insync_too_low.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

const MESSAGE: &str = "acknowledged data can be lost when the leader fails";
const NOTE: &str = "while the other replicas are out of sync (as during patching) the leader alone acknowledges; if it \
                    then fails, those writes are gone";

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    for replication in Replication::all(cluster) {
        if replication.fault() != Some(Fault::LeaderAlone) {
            continue;
        }
        let draft = match replication.is_two_zone_default() {
            true => two_zones(cluster),
            false => one(&replication),
        };
        out.report(draft.instance(&replication.instance));
    }
}

/// Nobody wrote anything, so that all follows from the two zones: one cause, said here.
fn two_zones(cluster: &Cluster) -> Draft {
    let help = match cluster.is_in_two_zone_region() {
        true => "use four brokers and a configuration with default.replication.factor=3 and min.insync.replicas=2",
        false => {
            "for new topics use RF 2 with care or move to three zones (RF 3, min ISR 2); adding a zone replaces this \
             cluster, and existing topics keep RF 2"
        }
    };
    let without = match cluster.has_no_configuration() {
        true => "has no configuration that sets min.insync.replicas",
        false => "its configuration sets neither default.replication.factor nor min.insync.replicas",
    };
    let draft = Draft::new("min.insync.replicas", MESSAGE)
        .at(&cluster.subnets.origin, "two zones: MSK's default is then RF 2 with min.insync.replicas 1")
        .related(&cluster.block, without)
        .level("inherited")
        .note(NOTE)
        .help(help)
        .covers(&["too-few-zones", "replication-too-low"]);
    // Without a configuration unclean election is inherited as well.
    match cluster.has_no_configuration() && cluster.effective_bool("unclean.leader.election.enable").get() == Some(true)
    {
        true => draft.covers(&["unclean-leader-election"]).note(
            "MSK's default also lets a replica that is out of sync become leader (unclean.leader.election.enable)",
        ),
        false => draft,
    }
}

fn one(replication: &Replication) -> Draft {
    let draft = Draft::new("min.insync.replicas", MESSAGE)
        .at_value(&replication.min_insync, "min.insync.replicas is 1")
        .note(NOTE);
    let draft = if replication.min_insync.is_inherited() { draft.level("inherited") } else { draft };
    match replication.factor.get() {
        Some(3..) => draft.help("set min.insync.replicas=2: with three replicas one may be down and writes go on").fix(
            &replication.min_insync.origin,
            "2",
            Applicability::Unsafe,
        ),
        _ => draft.help("use three replicas, then min.insync.replicas=2; with two replicas it would stop writes"),
    }
}
