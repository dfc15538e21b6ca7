//! A property that is written twice.

use std::collections::BTreeMap;

use crate::finding::{Applicability, Edit};
use crate::model::fact::State;
use crate::model::properties::Property;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, PropertiesSubject, Rule};

pub(super) const RULE: Rule = Rule {
    name: "duplicate-property",
    summary: "a property written twice, of which the last wins",
    page: include_str!("duplicate_property.md"),
    security: false,
    supersedes: &[],
    check: Check::Properties(check),
};

/// Most lines without effect that one finding shows.
const SHOWN: usize = 8;

fn check(subject: &PropertiesSubject<'_>, _: &Policy, out: &mut Findings) {
    let Some(properties) = subject.properties() else { return };
    let mut by_name: BTreeMap<&str, Vec<&Property>> = BTreeMap::new();
    for property in properties.sound() {
        by_name.entry(&property.name).or_default().push(property);
    }
    for lines in by_name.values() {
        if let [lost @ .., last] = &lines[..]
            && !lost.is_empty()
        {
            out.report(draft(lost, last));
        }
    }
}

fn draft(lost: &[&Property], last: &Property) -> Draft {
    let same = |property: &&Property| match (&property.value.state, &last.value.state) {
        (State::Known(a), State::Known(b)) => a.trim() == b.trim(),
        _ => false,
    };
    let applicability = if lost.iter().all(same) { Applicability::Safe } else { Applicability::Unsafe };
    let mut draft = Draft::new(last.name.clone(), format!("{} is written more than once", last.name));
    for property in lost.iter().take(SHOWN) {
        draft = draft.at_place(&property.place, "this line has no effect");
    }
    let edits = lost.iter().map(|property| Some(Edit { span: property.own_lines?, text: String::new() })).collect();
    draft.related(&last.place, "the last line wins").help("keep the one that is meant").edits(
        "remove the lines without effect",
        applicability,
        edits,
    )
}
