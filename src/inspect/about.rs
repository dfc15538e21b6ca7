//! What the tables tell of a name: a property of brokers, topics or clients, a version, a broker size. For people.

use crate::client::library::Family;
use crate::facts::client::{RdkafkaRange, in_version, rdkafka_property};
use crate::facts::{
    self, BrokerProperty, ExpressUse, KafkaDefault, KafkaProperty, StandardUse, TopicExpressUse, TopicServerlessUse,
    TopicStandardUse, Unit, UpdateMode, Valid, ValueType,
};

/// Most statements about a property.
const MOST: usize = 3;

/// What the tables tell of a broker property, a line each.
pub fn broker_property(name: &str) -> Option<Vec<String>> {
    let msk = facts::broker_property(name);
    let kafka = facts::kafka_broker_property(name);
    let value_type = msk.map(|row| row.value_type).or_else(|| kafka?.value_type(None))?;
    let unit = msk.and_then(|row| row.unit).or_else(|| Unit::of_name(name));
    let mut lines = vec![kind(value_type, unit)];
    let values = msk.map(|row| row.values).filter(|values| !values.is_empty());
    lines.extend(values.map(|values| format!("one of {}", values.join(", "))));
    let bounds = msk.and_then(|row| range("MSK takes", row.min, row.max));
    lines.extend(bounds.or_else(|| kafka.and_then(valid)));
    lines.extend(msk.and_then(defaults));
    lines.extend(msk.is_none().then(|| kafka.and_then(kafka_default)).flatten());
    match msk {
        Some(row) => lines.push(uses(row)),
        None => lines.push("MSK does not list it: it cannot stand in a configuration".to_owned()),
    }
    lines.extend(msk.and_then(|row| row.kafka_update_mode).map(|mode| takes_effect(mode).to_owned()));
    lines.extend(msk.and_then(|row| row.topic_property).map(|name| format!("topics override it with {name}")));
    let since = msk.and_then(|row| row.deprecated_since);
    lines.extend(since.map(|version| format!("deprecated since Kafka {version}")));
    lines.extend(statements(name));
    Some(lines)
}

/// What the tables tell of a topic property, a line each.
pub fn topic_property(name: &str) -> Option<Vec<String>> {
    let msk = facts::topic_property(name);
    let kafka = facts::kafka_topic_property(name);
    let value_type = msk.map(|row| row.value_type).or_else(|| kafka?.value_type(None))?;
    let unit = msk.and_then(|row| row.unit).or_else(|| Unit::of_name(name));
    let mut lines = vec![kind(value_type, unit)];
    let values = msk.map(|row| row.values).filter(|values| !values.is_empty());
    lines.extend(values.map(|values| format!("one of {}", values.join(", "))));
    lines.extend(msk.and_then(|row| range("MSK takes", row.min, row.max)).or_else(|| kafka.and_then(valid)));
    let default = msk.and_then(|row| row.kafka_default).map(|default| format!("Kafka's default: {default}"));
    lines.extend(default.or_else(|| kafka.and_then(kafka_default)));
    if let Some(row) = msk {
        lines.extend(row.broker_property.map(|name| format!("brokers give it the default {name}")));
        let standard = match row.standard {
            TopicStandardUse::Settable => "settable",
            TopicStandardUse::TieredOnly => "with tiered storage only",
        };
        let express = match row.express {
            TopicExpressUse::Settable => "settable".to_owned(),
            TopicExpressUse::Fixed(value) => format!("always {value}"),
            TopicExpressUse::No => "not offered".to_owned(),
        };
        let serverless = match row.serverless {
            TopicServerlessUse::Settable => "settable",
            TopicServerlessUse::AtCreation => "only when the topic is created",
            TopicServerlessUse::No => "not offered",
        };
        lines.push(format!("Standard: {standard}; Express: {express}; serverless: {serverless}"));
    }
    lines.extend(statements(name));
    Some(lines)
}

/// What the tables tell of a setting of a client, a line each.
pub fn client_property(family: Family, name: &str) -> Option<Vec<String>> {
    let mut lines = match (family, rdkafka_property(name)) {
        (Family::Librdkafka, Some(row)) => {
            let mut lines = Vec::new();
            lines.extend(in_version(row.ranges, None).or(row.ranges.last().map(|last| last.value)).and_then(|range| {
                match range {
                    RdkafkaRange::Any => None,
                    RdkafkaRange::Numbers(min, max) => Some(format!("librdkafka takes {min} to {max}")),
                    RdkafkaRange::Words(words) => Some(format!("one of {}", words.join(", "))),
                }
            }));
            lines.extend(row.defaults.last().map(|last| format!("librdkafka's default: {}", shown(last.value))));
            lines.extend(row.deprecated.then(|| "deprecated".to_owned()));
            lines
        }
        _ => {
            let row = facts::kafka_client_property(name)?;
            let mut lines = vec![kind(row.value_type(None)?, Unit::of_name(name))];
            lines.extend(valid(row));
            lines.extend(kafka_default(row));
            lines
        }
    };
    lines.extend(statements(name));
    Some(lines)
}

/// What the table tells of a Kafka version on MSK.
pub fn kafka_version(api_string: &str) -> Option<String> {
    let row = facts::kafka_version(api_string)?;
    let mut words = Vec::new();
    words.extend(row.recommended.then(|| "recommended by AWS".to_owned()));
    words.extend(row.end_of_support.map(|end| format!("support ends {end}")));
    words.extend((!row.creatable).then(|| "not for new clusters".to_owned()));
    words.push(format!("{:?}", row.metadata));
    words.extend(row.tiered_storage.then(|| "tiered storage".to_owned()));
    words.extend(row.express.then(|| "Express".to_owned()));
    Some(words.join(", "))
}

/// What the table tells of a broker size.
pub fn instance_type(name: &str) -> Option<String> {
    let row = facts::instance_type(name)?;
    let (vcpus, memory, partitions) = (row.vcpus, row.memory_gib, row.partitions_recommended);
    Some(format!("{:?}, {vcpus} vCPUs, {memory} GiB, up to {partitions} partitions a broker", row.broker_type))
}

fn kind(value_type: ValueType, unit: Option<Unit>) -> String {
    let name = format!("{value_type:?}").to_lowercase();
    unit.filter(|unit| *unit != Unit::Count).map_or(name.clone(), |unit| format!("{name}, {}", unit.as_str()))
}

fn shown(value: &str) -> &str {
    if value.is_empty() { "empty" } else { value }
}

fn range(who: &str, min: Option<f64>, max: Option<f64>) -> Option<String> {
    match (min, max) {
        (Some(min), Some(max)) => Some(format!("{who} {min} to {max}")),
        (Some(min), None) => Some(format!("{who} {min} or more")),
        (None, Some(max)) => Some(format!("{who} up to {max}")),
        (None, None) => None,
    }
}

fn valid(row: &KafkaProperty) -> Option<String> {
    match row.valid(None).last()?.value {
        Valid::Any => None,
        Valid::NonEmpty => Some("not empty".to_owned()),
        Valid::Range { min, max, .. } => range("Kafka takes", Some(min), max),
        Valid::OneOf { words, .. } => Some(format!("one of {}", words.join(", "))),
    }
}

fn kafka_default(row: &KafkaProperty) -> Option<String> {
    match row.default(None)? {
        KafkaDefault::Value(value) => Some(format!("Kafka's default: {}", shown(value))),
        KafkaDefault::Unset => None,
        KafkaDefault::Required => Some("must be given".to_owned()),
    }
}

fn defaults(row: &BrokerProperty) -> Option<String> {
    let plain = row.msk_default.map(str::to_owned);
    let by_zones = row.msk_default_by_zones.map(|by| format!("{} in two zones, {} in three", by.two, by.three));
    let standard = by_zones.or(plain).map(|default| format!("MSK's default: {default}"));
    let kafka = || row.kafka_default.map(|default| format!("Kafka's default: {}", shown(default)));
    let express = row.express_default.map(|default| format!("Express: {default}"));
    let all: Vec<String> = standard.or_else(kafka).into_iter().chain(express).collect();
    (!all.is_empty()).then(|| all.join("; "))
}

fn uses(row: &BrokerProperty) -> String {
    let standard = match row.standard {
        StandardUse::Settable => "may stand in a configuration",
        StandardUse::Dynamic => "only with kafka-configs, not in a configuration",
        StandardUse::DefaultOnly => "set by MSK, cannot be changed",
        StandardUse::No => "not offered",
        StandardUse::Unclear => "the sources do not say",
    };
    let express = match row.express {
        ExpressUse::Static | ExpressUse::StaticAndDynamic => "may stand in a configuration",
        ExpressUse::Dynamic => "only with kafka-configs, not in a configuration",
        ExpressUse::ReadOnly => "fixed by MSK",
        ExpressUse::No => "not offered",
        ExpressUse::Unclear => "the sources do not say",
    };
    format!("Standard brokers: {standard}; Express: {express}")
}

fn takes_effect(mode: UpdateMode) -> &'static str {
    match mode {
        UpdateMode::ReadOnly => "a change restarts the brokers, one at a time",
        UpdateMode::ClusterWide => "a change holds at once, for all brokers",
        UpdateMode::PerBroker => "a change holds at once, broker by broker",
    }
}

/// What AWS, Kafka or the guide says one should do about a property.
fn statements(name: &str) -> Vec<String> {
    let is_about = |text: &str| {
        text.match_indices(name).any(|(at, _)| {
            let joins = |letter: Option<char>| {
                letter.is_some_and(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_'))
            };
            let rest = &text[at + name.len()..];
            let ends_sentence = rest.starts_with('.') && !joins(rest.chars().nth(1));
            !joins(text[..at].chars().next_back()) && (ends_sentence || !joins(rest.chars().next()))
        })
    };
    let found = facts::practices().iter().filter(|practice| is_about(practice.statement));
    found.take(MOST).map(|practice| format!("{} ({})", practice.statement, practice.id)).collect()
}
