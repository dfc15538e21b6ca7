//! One or two replicas.

use crate::model::cluster::Cluster;
use crate::model::replication::{Fault, Replication};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "replication-too-low",
    summary: "fewer than three replicas",
    page: include_str!("replication_too_low.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, policy: &Policy, out: &mut Findings) {
    let Some(recommended) = policy.number("recommend") else { return };
    for replication in Replication::all(cluster) {
        if !replication.has_own_factor {
            continue;
        }
        let draft = match (replication.factor.get(), replication.fault()) {
            (Some(_), Some(Fault::SingleReplica)) => single(&replication, recommended),
            (Some(factor), None | Some(Fault::LeaderAlone)) if factor < recommended => low(&replication, recommended),
            (None, None) if replication.follows_zones && replication.zones.is_unknown() => unpinned(cluster),
            (None, _) => {
                out.need("replication_factor", &replication.factor);
                continue;
            }
            _ => continue,
        };
        out.report(draft.instance(&replication.instance));
    }
}

const ABOUT: &str = "default.replication.factor";

fn single(replication: &Replication, recommended: i64) -> Draft {
    Draft::new(ABOUT, "one broker down takes partitions offline")
        .at_value(&replication.factor, "replication factor 1")
        .level("one")
        .note(
            "with a single copy, each broker that MSK restarts for a patch takes its partitions offline, and a lost volume \
             takes their data",
        )
        .help(format!("use {recommended} replicas with min.insync.replicas one lower; {}", existing(replication)))
}

fn low(replication: &Replication, recommended: i64) -> Draft {
    let factor = replication.factor.get().unwrap_or(0);
    let level = match replication.zones.get() {
        _ if replication.factor.is_inherited() => Some("inherited"),
        Some(2) => Some("two_zones"),
        _ => None,
    };
    let draft = Draft::new(ABOUT, format!("fewer replicas than the recommended {recommended}"))
        .at_value(&replication.factor, format!("replication factor {factor}"))
        .note(format!(
            "while one of {factor} replicas restarts for a patch, one copy is left: then min.insync.replicas can only \
             choose between stopping writes and risking them"
        ))
        .help(format!("use {recommended} replicas, one in each zone; {}", existing(replication)));
    level.into_iter().fold(draft, Draft::level)
}

fn unpinned(cluster: &Cluster) -> Draft {
    Draft::new(ABOUT, "the replication factor follows the number of zones, which these files do not show")
        .at(&cluster.configuration.origin, "sets no default.replication.factor")
        .level("unpinned")
        .note("MSK's defaults are RF 3 with min ISR 2 in three zones, but RF 2 with min ISR 1 in two")
        .help("write default.replication.factor and min.insync.replicas into the configuration")
}

fn existing(replication: &Replication) -> &'static str {
    match replication.is_topic() {
        true => "the replicas of a topic that exists are changed by reassigning its partitions",
        false => "topics that exist keep their factor until their partitions are reassigned",
    }
}
