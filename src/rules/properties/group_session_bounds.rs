//! A least session timeout above the greatest.

use crate::facts::{KafkaDefault, kafka_broker_property};
use crate::model::effective;
use crate::model::fact::{Fact, From};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, PropertiesSubject, Rule};

pub(super) const RULE: Rule = Rule {
    name: "group-session-bounds",
    summary: "a least session timeout above the greatest",
    page: include_str!("group_session_bounds.md"),
    security: false,
    supersedes: &[],
    check: Check::Properties(check),
};

const LEAST: &str = "group.min.session.timeout.ms";
const GREATEST: &str = "group.max.session.timeout.ms";

fn check(subject: &PropertiesSubject<'_>, _: &Policy, out: &mut Findings) {
    let least = value(subject, LEAST);
    let greatest = value(subject, GREATEST);
    if !least.is_written() && !greatest.is_written() {
        return;
    }
    let (Some(&lowest), Some(&highest)) = (out.need(LEAST, &least), out.need(GREATEST, &greatest)) else { return };
    if lowest <= highest {
        return;
    }
    let message = "no consumer can join a group: the least session timeout is above the greatest";
    let (about, fault, label, other) = match least.is_written() {
        true => (LEAST, &least, format!("at least {lowest} ms"), (&greatest, format!("at most {highest} ms"))),
        false => (GREATEST, &greatest, format!("at most {highest} ms"), (&least, format!("at least {lowest} ms"))),
    };
    let mut draft = Draft::new(about, message)
        .at(&fault.origin, label)
        .note("a broker refuses every session.timeout.ms outside the two bounds")
        .help(format!("set {LEAST} below {GREATEST}"));
    match other {
        (fact, text) if fact.is_written() => draft = draft.related(&fact.origin.place, text),
        (_, text) => draft = draft.note(format!("the other bound is Kafka's default: {text}")),
    }
    out.report(draft);
}

/// What is written, else Kafka's default.
fn value(subject: &PropertiesSubject<'_>, name: &str) -> Fact<i64> {
    let text = subject.configuration.text.clone();
    let Some(properties) = subject.properties().filter(|_| subject.may_be_settable(name)) else {
        return Fact::absent(text);
    };
    if let Some(property) = properties.get(name) {
        return effective::number(property.value.clone());
    }
    if let Some(reason) = &properties.open {
        return Fact::unknown(reason.clone(), text);
    }
    match kafka_broker_property(name).and_then(|row| row.default(subject.version())) {
        Some(KafkaDefault::Value(default)) => {
            effective::number(Fact::inherited(default.into(), From::MskDefault, text))
        }
        _ => Fact::absent(text),
    }
}
