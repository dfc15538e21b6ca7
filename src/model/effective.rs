//! The value a broker uses for a property: what is written, else what MSK sets for this kind of cluster.

use std::sync::Arc;

use super::cluster::{Cluster, ClusterKind};
use super::configuration::ConfigurationLink;
use super::fact::{Fact, From, Origin, State};
use crate::facts::{self, BrokerProperty};

/// The effective value of a broker property on a cluster.
pub fn property(cluster: &Cluster, name: &str) -> Fact<Arc<str>> {
    match &cluster.configuration.link {
        ConfigurationLink::None => msk_default(cluster, name, cluster.configuration.origin.clone()),
        ConfigurationLink::Unknown(reason) => Fact::unknown(reason.clone(), cluster.configuration.origin.clone()),
        ConfigurationLink::Attached(configuration) => match &configuration.properties.state {
            State::Known(properties) => match (properties.get(name), &properties.open) {
                (Some(property), _) => property.value.clone(),
                (None, Some(reason)) => Fact::unknown(reason.clone(), configuration.text.clone()),
                (None, None) => msk_default(cluster, name, configuration.text.clone()),
            },
            State::Unknown(reason) => Fact::unknown(reason.clone(), configuration.text.clone()),
            State::Absent => msk_default(cluster, name, configuration.text.clone()),
        },
    }
}

fn msk_default(cluster: &Cluster, name: &str, origin: Origin) -> Fact<Arc<str>> {
    let Some(row) = facts::broker_property(name) else { return Fact::absent(origin) };
    let default = match cluster.kind.get() {
        Some(kind) => default_of(kind, cluster, row),
        // A cluster whose broker type is unknown is one of these; often its default is the same for both.
        None => {
            let standard = default_of(ClusterKind::Standard, cluster, row);
            let express = default_of(ClusterKind::Express, cluster, row);
            if standard == express { standard } else { Err("the broker type is unknown") }
        }
    };
    match default {
        Ok(Some(value)) => Fact::inherited(Arc::from(value), From::MskDefault, origin),
        Ok(None) => Fact::absent(origin),
        Err(reason) => Fact::unknown(reason, origin),
    }
}

/// MSK's default for one kind of cluster: a value, none, or why it cannot be told.
fn default_of(
    kind: ClusterKind,
    cluster: &Cluster,
    row: &'static BrokerProperty,
) -> Result<Option<&'static str>, &'static str> {
    if kind != ClusterKind::Standard {
        return Ok(row.express_default);
    }
    if let Some(by_zones) = row.msk_default_by_zones {
        return match cluster.zones.get() {
            Some(2) => Ok(Some(by_zones.two)),
            Some(3) => Ok(Some(by_zones.three)),
            Some(_) => Ok(None),
            None => Err("MSK's default depends on the number of zones, which is unknown"),
        };
    }
    if row.msk_default == row.msk_default_tiered {
        return Ok(row.msk_default.or(row.kafka_default));
    }
    match cluster.is_tiered() {
        Some(true) => Ok(row.msk_default_tiered),
        Some(false) => Ok(row.msk_default),
        None => Err("MSK's default depends on the storage mode, which is unknown"),
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
