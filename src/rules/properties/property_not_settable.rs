//! A name that Kafka knows and MSK does not take in a configuration.

use super::{remove, rename};
use crate::facts::{self, BrokerType, ExpressUse, RefusalReason, StandardUse};
use crate::finding::Applicability;
use crate::model::properties::{Properties, Property};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, PropertiesSubject, Rule};

pub(super) const RULE: Rule = Rule {
    name: "property-not-settable",
    summary: "a property that MSK does not take in a configuration",
    page: include_str!("property_not_settable.md"),
    security: false,
    supersedes: &[],
    check: Check::Properties(check),
};

fn check(subject: &PropertiesSubject<'_>, _: &Policy, out: &mut Findings) {
    let Some(properties) = subject.properties() else { return };
    for property in properties.sound() {
        let name = &*property.name;
        let is_known = facts::is_broker_property(name) || facts::refused(name).is_some();
        if subject.may_be_settable(name) {
            note_open_question(subject, name, out);
        } else if is_known {
            out.report(draft(subject, properties, property));
        }
    }
}

/// A name that one broker type takes and the other refuses is decided by the cluster's type.
fn note_open_question(subject: &PropertiesSubject<'_>, name: &str, out: &mut Findings) {
    let refused = |of: &BrokerType| !facts::settable(name, *of) && !facts::settable_unclear(name, *of);
    if let Some(cluster) = subject.cluster.filter(|_| subject.broker_types().iter().any(refused)) {
        out.need("instance_type", &cluster.kind);
    }
}

fn draft(subject: &PropertiesSubject<'_>, properties: &Properties, property: &Property) -> Draft {
    let brokers = match subject.broker_types() {
        [BrokerType::Standard] => "standard brokers",
        [BrokerType::Express] => "express brokers",
        _ => "any brokers",
    };
    let message = format!("MSK does not take {} in a configuration", property.name);
    let draft = Draft::new(property.name.clone(), message)
        .at_place(&property.place, format!("not on MSK's list for {brokers}"))
        .note("AWS refuses the whole configuration for one such name");
    let instead = facts::refused(&property.name).and_then(|row| row.use_instead);
    let draft = draft.help(advice(subject, &property.name, instead));
    match instead.filter(|name| subject.may_be_settable(name) && properties.get(name).is_none()) {
        Some(name) => rename(draft, property, name, Applicability::Unsafe),
        None => remove(draft, property, Applicability::Unsafe),
    }
}

fn advice(subject: &PropertiesSubject<'_>, name: &str, instead: Option<&str>) -> String {
    let alter = "remove it here, and set it with AlterConfigs (kafka-configs.sh) on the running cluster".to_owned();
    let is_express = subject.broker_types() == [BrokerType::Express];
    if let Some(row) = facts::broker_property(name) {
        match (is_express, row.express, row.standard) {
            (true, ExpressUse::ReadOnly, _) => {
                let fixed = row.express_default.map_or_else(String::new, |value| format!(" at {value}"));
                return format!("remove it: express brokers fix it{fixed}");
            }
            (true, ExpressUse::No, StandardUse::Settable) => {
                return "remove it: only standard brokers take it".to_owned();
            }
            (true, ExpressUse::Dynamic, _) | (false, _, StandardUse::Dynamic) => return alter,
            _ => {}
        }
    }
    let refused = facts::refused(name);
    match (refused.map(|row| row.reason), instead, refused.and_then(|row| row.note)) {
        (Some(RefusalReason::TopicLevelName), Some(broker), _) => {
            format!("this is the name on a topic: write {broker} here, or set {name} on the topic")
        }
        (Some(RefusalReason::TopicLevelName), None, _) => format!("set {name} on the topic instead"),
        (Some(RefusalReason::ClientProperty), _, _) => {
            format!("{name} belongs into the configuration of the clients: remove it here")
        }
        (Some(RefusalReason::DynamicOnlyOnStandard), _, _) => alter,
        (_, _, Some(note)) => format!("remove it, and {note}"),
        (Some(RefusalReason::ManagedByMsk), _, None) => "remove it: MSK sets it itself".to_owned(),
        (Some(RefusalReason::NotListed) | None, _, None) => "remove it: brokers keep the default".to_owned(),
    }
}
