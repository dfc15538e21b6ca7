//! A plan that changes of a replicator what no call of AWS changes.

use crate::model::change::Change;
use crate::model::connect::Replicator;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "replicator-change-lost",
    summary: "a plan that changes of a replicator what AWS never changes",
    page: include_str!("replicator_change_lost.md"),
    security: false,
    supersedes: &[],
    check: Check::Replicator(check),
};

fn check(replicator: &Replicator, _: &Policy, out: &mut Findings) {
    let Some(before) = replicator.change.as_ref().and_then(Change::updated) else { return };
    let pairs = before.fixed.iter().zip(&replicator.fixed);
    for ((name, old), (_, new)) in pairs {
        let Some((old, value)) = old.known().zip(new.known()).filter(|(old, new)| old != new) else { continue };
        out.report(
            Draft::new(*name, format!("{name} of a replicator stays as it is, whatever is applied"))
                .at(&new.origin, format!("{value:?}, and {old:?} before"))
                .note("the provider neither replaces the replicator for it nor sends it: every plan shows the change again")
                .help(format!("keep {name}, or replace the replicator with terraform apply -replace")),
        );
    }
}
