//! One cause, one finding: what another finding says better is dropped, what holds for several instances is said once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::finding::{Finding, Instance, Level, RuleName};
use crate::rules::{self, Covered};
use crate::source::Place;

/// Drops findings about an instance for which a rule fired that supersedes theirs, or a finding that covers them.
pub fn without_superseded(findings: Vec<Finding>, covered: &BTreeSet<(Covered, Instance)>) -> Vec<Finding> {
    let fired: BTreeSet<(RuleName, Instance)> = findings
        .iter()
        .flat_map(|finding| finding.instances.iter().map(|of| (finding.rule.clone(), of.clone())))
        .collect();
    let is_superseded = |finding: &Finding| {
        let mut better = rules::all().filter(|rule| rule.supersedes.contains(&&*finding.rule));
        let attribute = finding.primary().and_then(|label| label.attribute.as_deref());
        let takes_in = |by: &Covered| finding.rule == by.rule && by.about.is_none_or(|about| attribute == Some(about));
        let is_covered =
            finding.instances.iter().all(|of| covered.iter().any(|(by, by_of)| by_of == of && takes_in(by)));
        is_covered
            || better.any(|rule| finding.instances.iter().all(|of| fired.contains(&(rule.name.into(), of.clone()))))
    };
    findings.into_iter().filter(|finding| !is_superseded(finding)).collect()
}

/// What makes two findings one: the same thing said of the same place, with the same weight but for softening.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Cause {
    rule: RuleName,
    level: Level,
    place: Place,
    attribute: Option<Arc<str>>,
    message: String,
}

/// One finding for all instances that share its cause, at the highest of their levels.
pub fn merged(findings: Vec<Finding>) -> Vec<Finding> {
    let mut merged: Vec<Finding> = Vec::new();
    let mut known: BTreeMap<Cause, usize> = BTreeMap::new();
    for finding in findings {
        let Some(primary) = finding.primary() else {
            merged.push(finding);
            continue;
        };
        let cause = Cause {
            rule: finding.rule.clone(),
            // Only warnings are softened.
            level: if finding.policy.softened.is_some() { Level::Warning } else { finding.level },
            place: primary.place.clone(),
            attribute: primary.attribute.clone(),
            message: finding.message.clone(),
        };
        match known.get(&cause) {
            Some(at) => absorb(&mut merged[*at], finding),
            None => {
                known.insert(cause, merged.len());
                merged.push(finding);
            }
        }
    }
    merged
}

fn absorb(into: &mut Finding, other: Finding) {
    for instance in other.instances {
        if !into.instances.contains(&instance) {
            into.instances.push(instance);
        }
    }
    if other.level > into.level {
        into.level = other.level;
        into.policy = other.policy;
    }
}
