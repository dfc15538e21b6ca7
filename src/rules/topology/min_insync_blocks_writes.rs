//! `min.insync.replicas` at or above the replication factor.

use crate::finding::Applicability;
use crate::model::availability::{self, Lost};
use crate::model::cluster::Cluster;
use crate::model::replication::{Fault, Replication};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "min-insync-blocks-writes",
    summary: "one broker down stops acks=all writes",
    page: include_str!("min_insync_blocks_writes.md"),
    security: false,
    supersedes: &["two-broker-outage", "min-insync-too-low"],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    for replication in Replication::all(cluster) {
        let message = match replication.fault() {
            Some(Fault::NoWriteSucceeds) => "no acks=all write can succeed",
            Some(Fault::BlocksWrites) => "one broker down stops acks=all writes",
            _ => continue,
        };
        out.report(draft(&replication, message));
    }
}

fn draft(replication: &Replication, message: &str) -> Draft {
    let (factor, minimum) = (replication.factor.get().unwrap_or(0), replication.min_insync.get().unwrap_or(0));
    let relation = if minimum == factor { "equals" } else { "is above" };
    let label = format!("min.insync.replicas {relation} the replication factor ({factor})");
    // A written factor that meets an inherited minimum is what a person would change, and a topic's own one.
    let inherits = replication.factor.is_written() && !replication.min_insync.is_written();
    let is_own = replication.has_own_factor && !replication.has_own_minimum;
    let written = if inherits || is_own { &replication.factor } else { &replication.min_insync };
    let mut draft = Draft::new("min.insync.replicas", message).instance(&replication.instance).at_value(written, label);
    if let Some(note) = consequence(replication) {
        draft = draft.note(note);
    }
    match factor {
        ..=2 => draft.help("use three replicas in three zones with min.insync.replicas=2"),
        _ => {
            let enough = factor - 1;
            let help = format!("set min.insync.replicas={enough}, one less than the replication factor");
            draft.help(help).fix(&replication.min_insync.origin, &enough.to_string(), Applicability::Unsafe)
        }
    }
}

fn consequence(replication: &Replication) -> Option<String> {
    let layout = replication.layout()?;
    let (factor, minimum) = (layout.replication_factor, layout.min_insync_replicas);
    let stopped = availability::row(&layout, Lost::OneBroker)?.stopped;
    Some(match minimum > factor {
        true => format!("with RF {factor} there are never {minimum} replicas in sync"),
        false => format!(
            "with RF {factor} and min ISR {minimum}, restarting any one broker blocks writes to {stopped} of the \
             partitions until it has caught up; MSK restarts every broker during patching"
        ),
    })
}
