//! A value that Kafka or MSK does not take for its property.

use super::shown;
use crate::facts::{self, Authority, ValueFault, ValueType};
use crate::finding::Applicability;
use crate::model::properties::Property;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, PropertiesSubject, Rule};

pub(super) const RULE: Rule = Rule {
    name: "invalid-property-value",
    summary: "a value that its property does not take",
    page: include_str!("invalid_property_value.md"),
    security: false,
    supersedes: &[],
    check: Check::Properties(check),
};

fn check(subject: &PropertiesSubject<'_>, _: &Policy, out: &mut Findings) {
    let Some(properties) = subject.properties() else { return };
    for property in properties.sound().filter(|property| subject.may_be_settable(&property.name)) {
        let Some(value) = out.need(&property.name, &property.value) else { continue };
        if let Err(fault) = facts::check_value(&property.name, value, subject.version()) {
            out.report(draft(subject, property, &fault));
        }
    }
}

fn draft(subject: &PropertiesSubject<'_>, property: &Property, fault: &ValueFault) -> Draft {
    let draft =
        value_fault(property, fault, |value| facts::check_value(&property.name, value, subject.version()).is_ok());
    match (subject.cluster, subject.version()) {
        (Some(cluster), Some(version)) if facts::check_value(&property.name, known(property), None).is_ok() => {
            let minor = version.minor();
            draft.note(format!("{} runs Kafka {minor}; other versions take this value", cluster.instance.address))
        }
        _ => draft,
    }
}

/// A value that Kafka or MSK does not take; `passes` tells whether it would take another one.
pub(in crate::rules) fn value_fault(property: &Property, fault: &ValueFault, passes: impl Fn(&str) -> bool) -> Draft {
    let (message, label) = words(&property.name, &shown(&property.value), fault);
    let draft = Draft::new(property.name.clone(), message).at(&property.value.origin, label);
    match fault {
        ValueFault::NotANumber { with_unit, meant: Some(meant), .. } => {
            let draft = draft.help(format!("write {meant}"));
            match passes(&meant.to_string()) {
                true => draft.fix(&property.value.origin, &meant.to_string(), certainty(with_unit.as_deref())),
                false => draft,
            }
        }
        ValueFault::NotOneOf { allowed, .. } => draft.help(format!("use one of {}", allowed.join(", "))),
        ValueFault::NotABoolean => draft.help("write true or false"),
        ValueFault::Empty => draft.help("write a value, or remove the line to keep the default"),
        _ => draft,
    }
}

fn known(property: &Property) -> &str {
    property.value.known().map_or("", |value| value)
}

/// `512MB` may count in steps of 1000 or of 1024; days, `MiB` and grouped digits mean one thing only.
fn certainty(with_unit: Option<&str>) -> Applicability {
    let unit = with_unit.unwrap_or_default().to_ascii_lowercase();
    match unit.as_str() {
        "k" | "kb" | "m" | "mb" | "g" | "gb" | "t" | "tb" => Applicability::Unsafe,
        _ => Applicability::Safe,
    }
}

/// Headline and label.
fn words(name: &str, value: &str, fault: &ValueFault) -> (String, String) {
    match fault {
        ValueFault::Empty => (format!("{name} has no value"), "nothing is written here".to_owned()),
        ValueFault::NotANumber { with_unit, expected, .. } => {
            let of = expected.map_or_else(String::new, |unit| format!(", in {}", unit.as_str()));
            let label = match with_unit {
                Some(unit) => format!("{value} carries the unit {unit}"),
                None => format!("{value} is no number"),
            };
            (format!("{name} takes a plain number{of}"), label)
        }
        ValueFault::NotWhole => (format!("{name} takes a whole number"), format!("{value} has a fraction")),
        ValueFault::OutsideType { value_type, minimum, maximum } => {
            let bits = match value_type {
                ValueType::Short => 16,
                ValueType::Int => 32,
                _ => 64,
            };
            let label = format!("{value} is outside {minimum} to {maximum}");
            (format!("the value of {name} does not fit into {bits} bits"), label)
        }
        ValueFault::NotABoolean => (format!("{name} takes true or false"), format!("{value} is neither")),
        ValueFault::BelowMinimum { minimum, by } => {
            (format!("{name} is smaller than {} allows", who(*by)), format!("{value} is below {minimum}"))
        }
        ValueFault::AboveMaximum { maximum, by } => {
            (format!("{name} is larger than {} allows", who(*by)), format!("{value} is above {maximum}"))
        }
        ValueFault::NotOneOf { written, by, .. } => {
            let word = if value == "the value" { value } else { written };
            (format!("{name} has a value that {} does not know", who(*by)), format!("{word} is none of the known ones"))
        }
    }
}

fn who(authority: Authority) -> &'static str {
    match authority {
        Authority::Kafka => "Kafka",
        Authority::Msk => "MSK",
    }
}
