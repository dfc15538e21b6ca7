//! A name that no Kafka broker has.

use super::rename;
use crate::facts;
use crate::finding::Applicability;
use crate::model::properties::{Properties, Property};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, PropertiesSubject, Rule};

pub(super) const RULE: Rule = Rule {
    name: "unknown-broker-property",
    summary: "a name that no Kafka broker has",
    page: include_str!("unknown_broker_property.md"),
    security: false,
    supersedes: &[],
    check: Check::Properties(check),
};

fn check(subject: &PropertiesSubject<'_>, policy: &Policy, out: &mut Findings) {
    let Some(properties) = subject.properties() else { return };
    for property in properties.sound().filter(|property| !is_known(&property.name)) {
        let draft = Draft::new(property.name.clone(), format!("{} is no Kafka broker property", property.name))
            .at_place(&property.place, "Kafka has no property of this name, so MSK refuses the configuration");
        out.report(match nearest(subject, &property.name, policy) {
            Some(name) => suggest(draft, properties, property, name),
            None => draft.help("remove it, or write the name as Kafka's broker configuration has it"),
        });
    }
}

/// Whether Kafka knows the name, if only for topics or clients: those are refused for another reason.
fn is_known(name: &str) -> bool {
    facts::is_broker_property(name) || facts::refused(name).is_some()
}

fn suggest(draft: Draft, properties: &Properties, property: &Property, name: &str) -> Draft {
    if properties.get(name).is_some() {
        return draft.help(format!("{name} is set too: remove this line if that is what was meant"));
    }
    let value = property.value.known().map_or("", |value| value);
    let draft = draft.help(format!("did you mean {name}?"));
    match facts::check_value(name, value, None) {
        Ok(()) => rename(draft, property, name, Applicability::Safe),
        Err(_) => draft,
    }
}

/// The one settable name that is nearest, however words are joined; nothing when several are as near.
fn nearest(subject: &PropertiesSubject<'_>, name: &str, policy: &Policy) -> Option<&'static str> {
    let farthest = usize::try_from(policy.number("typo_distance")?).ok()?;
    let written = name.to_ascii_lowercase().replace(['_', '-'], ".");
    let names = subject.broker_types().iter().flat_map(|of| facts::settable_names(*of));
    let mut near: Vec<(usize, &str)> = names
        .filter(|known| known.len().abs_diff(written.len()) <= farthest)
        .map(|known| (strsim::damerau_levenshtein(known, &written), known))
        .filter(|(distance, _)| *distance <= farthest)
        .collect();
    near.sort_unstable();
    near.dedup();
    match near[..] {
        [(first, _), (second, _), ..] if first == second => None,
        [(_, name), ..] => Some(name),
        [] => None,
    }
}
