//! An `instance_type` that is no broker size.

use crate::facts;
use crate::finding::Applicability;
use crate::model::cluster::Cluster;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "unknown-instance-type",
    summary: "an instance type that is no broker size of MSK",
    page: include_str!("unknown_instance_type.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let Some(name) = out.need("instance_type", &cluster.instance_type) else { return };
    // An empty text is a place for a value that somebody else gives.
    if name.is_empty() || facts::instance_type(name).is_some() {
        return;
    }
    let origin = &cluster.instance_type.origin;
    let table = super::dated("msk-instance-types", "the table of broker sizes");
    if is_well_formed(name) {
        out.report(
            Draft::new("instance_type", "a broker size that is not known")
                .at(origin, format!("{name:?} is not in {table}"))
                .help("check the name against the broker sizes of MSK")
                .level("unlisted"),
        );
        return;
    }
    let meant: Vec<&str> =
        facts::instance_types().iter().map(|row| row.name).filter(|row| is_meant(row, name)).collect();
    let draft = Draft::new("instance_type", "MSK refuses this instance type")
        .at(origin, format!("{name:?} is no broker size: those begin with kafka. or express."));
    out.report(match meant[..] {
        [only] => draft.help(format!("write {only:?}")).fix(origin, only, Applicability::Safe),
        [] => draft.help("choose a broker size such as \"kafka.m7g.large\""),
        _ => draft.help(format!("write one of {}", meant.join(", "))),
    });
}

/// `kafka.m7g.large`: a broker type, a family and a size.
fn is_well_formed(name: &str) -> bool {
    let parts: Vec<&str> = name.split('.').collect();
    let is_word = |word: &&str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    matches!(parts[..], ["kafka" | "express", _, _]) && parts.iter().all(is_word)
}

/// Whether a name is a broker size without the prefix.
fn is_meant(row: &str, name: &str) -> bool {
    row.split_once('.').is_some_and(|(_, rest)| rest == name)
}
