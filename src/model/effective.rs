//! The value a broker uses for a property: what is written, else what MSK sets for this kind of cluster.

use std::borrow::Cow;
use std::sync::Arc;

use super::cluster::{Cluster, ClusterKind};
use super::configuration::ConfigurationLink;
use super::fact::{Fact, From, Origin, State};
use crate::facts::{self, BrokerProperty, KafkaDefault, KafkaVersion, PerVcpu, kafka_broker_property};

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
