//! The value a broker uses for a property: what is written, else what MSK sets for this kind of cluster.

use std::borrow::Cow;
use std::sync::Arc;

use super::cluster::{Cluster, ClusterKind};
use super::configuration::ConfigurationLink;
use super::fact::{Fact, From, Origin, State};
use crate::facts::{
    self, BrokerProperty, KafkaDefault, KafkaProperty, KafkaVersion, PerVcpu, TopicExpressUse, TopicProperty,
    kafka_broker_property,
};

/// The effective value of a broker property on a cluster.
pub fn property(cluster: &Cluster, name: &str) -> Fact<Arc<str>> {
    match &cluster.configuration.link {
        ConfigurationLink::None => inherited(cluster, name, cluster.configuration.origin.clone()),
        ConfigurationLink::Unknown(reason) => Fact::unknown(reason.clone(), cluster.configuration.origin.clone()),
        ConfigurationLink::Attached(configuration) => match &configuration.properties.state {
            State::Known(properties) => match (properties.get(name), &properties.open) {
                (Some(property), _) => property.value.clone(),
                (None, Some(reason)) => Fact::unknown(reason.clone(), configuration.text.clone()),
                (None, None) => inherited(cluster, name, configuration.text.clone()),
            },
            State::Unknown(reason) => Fact::unknown(reason.clone(), configuration.text.clone()),
            State::Absent => inherited(cluster, name, configuration.text.clone()),
        },
    }
}

/// The value that brokers use for a property that nobody writes; the origin is where it would be written.
pub fn inherited(cluster: &Cluster, name: &str, origin: Origin) -> Fact<Arc<str>> {
    let Some(row) = facts::broker_property(name) else { return Fact::absent(origin) };
    let default = match cluster.kind.get() {
        Some(kind) => default_of(kind, cluster, row),
        // A cluster whose broker type is unknown is one of these; often its default is the same for both.
        None => {
            let standard = default_of(ClusterKind::Standard, cluster, row);
            let express = default_of(ClusterKind::Express, cluster, row);
            if standard == express { standard } else { depends_on("the broker type", &cluster.kind) }
        }
    };
    match default {
        Ok(Some(value)) => Fact::inherited(Arc::from(&*value), From::MskDefault, origin),
        Ok(None) => Fact::absent(origin),
        Err(reason) => Fact::unknown(reason, origin),
    }
}

/// The effective value of a broker property, Kafka's default included where MSK tells none.
pub fn property_or_kafkas(cluster: &Cluster, name: &str) -> Fact<Arc<str>> {
    let fact = property(cluster, name);
    match facts::kafka_broker_property(name) {
        Some(row) if fact.is_absent() => kafkas(cluster, row, fact.origin),
        _ => fact,
    }
}

/// Broker properties that say the same in another unit, which count where the first is not set; and the factor.
const IN_OTHER_UNITS: [(&str, &str, i64); 4] = [
    ("log.retention.ms", "log.retention.minutes", 60_000),
    ("log.retention.ms", "log.retention.hours", 3_600_000),
    ("log.roll.ms", "log.roll.hours", 3_600_000),
    ("log.roll.jitter.ms", "log.roll.jitter.hours", 3_600_000),
];

/// What a topic has for a setting that it does not write itself: what the brokers give it, else Kafka's default.
pub fn topic_config(cluster: &Cluster, name: &str) -> Fact<Arc<str>> {
    let nowhere = Origin::nowhere;
    let row = facts::topic_property(name);
    let fixed = match (cluster.kind.get(), row) {
        (Some(ClusterKind::Express), Some(TopicProperty { express: TopicExpressUse::Fixed(value), .. })) => {
            Some(*value)
        }
        (Some(ClusterKind::Serverless), Some(row)) => row.serverless_default,
        _ => None,
    };
    if let Some(value) = fixed {
        return Fact::inherited(value.into(), From::MskDefault, nowhere());
    }
    let given = row.and_then(|row| row.broker_property).map(|property| of_brokers(cluster, property));
    match (given, facts::kafka_topic_property(name)) {
        (Some(given), _) if !given.is_absent() => given,
        (_, Some(row)) => kafkas(cluster, row, nowhere()),
        (_, None) => Fact::absent(nowhere()),
    }
}

/// What brokers give topics by a property, in the unit that topics have.
fn of_brokers(cluster: &Cluster, name: &str) -> Fact<Arc<str>> {
    let fact = property_or_kafkas(cluster, name);
    let others = IN_OTHER_UNITS.iter().filter(|(of, ..)| *of == name && fact.is_absent());
    let others = others.map(|(_, other, factor)| (number(property_or_kafkas(cluster, other)), *factor));
    let other = others.into_iter().find(|(number, _)| !number.is_absent());
    // What is below zero stands for no end.
    let scaled = |number: i64, factor: i64| if number < 0 { number } else { number.saturating_mul(factor) };
    other.map_or(fact, |(number, factor)| number.map(|number| scaled(number, factor).to_string().into()))
}

/// Kafka's own default of a property for the version of a cluster whose brokers are plain ones.
fn kafkas(cluster: &Cluster, row: &KafkaProperty, origin: Origin) -> Fact<Arc<str>> {
    match &cluster.kind.state {
        State::Known(ClusterKind::Standard) => {}
        State::Unknown(reason) => return Fact::unknown(reason.clone(), origin),
        _ => return Fact::unknown("AWS tells no default of it for this kind of cluster", origin),
    }
    let version = cluster.kafka_version.known().and_then(|version| KafkaVersion::parse(version));
    let default = match version {
        Some(version) if !row.exists_in(version) => None,
        Some(version) => row.default(Some(version)),
        None if row.defaults.windows(2).any(|pair| pair[0].value != pair[1].value) => {
            return Fact::unknown("Kafka's default depends on its version, which is not known", origin);
        }
        None => row.default(None),
    };
    match default {
        Some(KafkaDefault::Value(value)) => Fact::inherited(value.into(), From::MskDefault, origin),
        _ => Fact::absent(origin),
    }
}

/// A default: a value, none, or why it cannot be told.
type Inherited = Result<Option<Cow<'static, str>>, String>;

/// No default, for what decides it is not known.
fn depends_on<T>(what: &str, fact: &Fact<T>) -> Inherited {
    let why = match &fact.state {
        State::Unknown(reason) => format!(": {reason}"),
        State::Absent => ", which is not set".to_owned(),
        State::Known(_) => String::new(),
    };
    Err(format!("MSK's default depends on {what}{why}"))
}

/// MSK's default for one kind of cluster.
fn default_of(kind: ClusterKind, cluster: &Cluster, row: &'static BrokerProperty) -> Inherited {
    let plain = |value: Option<&'static str>| Ok(value.map(Cow::Borrowed));
    if kind != ClusterKind::Standard {
        return match row.express_default_by_vcpus {
            Some(formula) => by_vcpus(cluster, formula),
            None => plain(row.express_default),
        };
    }
    if let Some(by_zones) = row.msk_default_by_zones {
        return match cluster.zones.get() {
            Some(2) => plain(Some(by_zones.two)),
            Some(3) => plain(Some(by_zones.three)),
            Some(_) => Ok(None),
            None => depends_on("the number of zones", &cluster.zones),
        };
    }
    let tiered_by_vcpus = row.msk_default_tiered_by_vcpus;
    if row.msk_default == row.msk_default_tiered && tiered_by_vcpus.is_none() {
        return plain(row.msk_default.or_else(|| kafka_default(cluster, row)));
    }
    match (cluster.is_tiered(), tiered_by_vcpus) {
        (Some(true), Some(formula)) => by_vcpus(cluster, formula),
        (Some(true), None) => plain(row.msk_default_tiered),
        (Some(false), _) => plain(row.msk_default),
        (None, _) => depends_on("the storage mode", &cluster.storage_mode),
    }
}

/// Kafka's default in the cluster's version, or that of 3.9 when the version is unknown.
fn kafka_default(cluster: &Cluster, row: &BrokerProperty) -> Option<&'static str> {
    let version = cluster.kafka_version.known().and_then(|version| KafkaVersion::parse(version));
    let of_version = version.and_then(|version| kafka_broker_property(row.name)?.default(Some(version)));
    match of_version {
        Some(KafkaDefault::Value(value)) => Some(value),
        Some(_) => None,
        None => row.kafka_default,
    }
}

fn by_vcpus(cluster: &Cluster, formula: PerVcpu) -> Inherited {
    match cluster.instance_type.known().and_then(|name| facts::instance_type(name)) {
        Some(size) => Ok(Some(formula.on(size.vcpus).to_string().into())),
        None => depends_on("the size of the brokers", &cluster.instance_type),
    }
}

/// A property's value as a whole number; unknown when it is none.
pub fn number(text: Fact<Arc<str>>) -> Fact<i64> {
    parsed(text, |value| value.trim().parse().ok(), "it is not a whole number")
}

/// A property's value as a boolean; unknown when it is none.
pub fn boolean(text: Fact<Arc<str>>) -> Fact<bool> {
    let read = |value: &str| match value.trim().to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    };
    parsed(text, read, "it is neither true nor false")
}

fn parsed<T>(text: Fact<Arc<str>>, read: impl Fn(&str) -> Option<T>, otherwise: &str) -> Fact<T> {
    let state = match text.state {
        State::Known(value) => read(&value).map_or_else(|| State::Unknown(otherwise.into()), State::Known),
        State::Unknown(reason) => State::Unknown(reason),
        State::Absent => State::Absent,
    };
    Fact { state, origin: text.origin, from: text.from, sensitive: text.sensitive }
}
