//! Topic properties as Amazon MSK treats them.

use super::{Confidence, Minor, Unit, ValueType, find, tables};

/// A topic property on MSK.
#[derive(Clone, Copy, Debug)]
pub struct TopicProperty {
    /// Its name.
    pub name: &'static str,
    /// Type of its value.
    pub value_type: ValueType,
    /// Unit of its value.
    pub unit: Option<Unit>,
    /// Least value, inclusive, in `unit`.
    pub min: Option<f64>,
    /// Greatest value, inclusive, in `unit`.
    pub max: Option<f64>,
    /// Least value on Express clusters.
    pub express_min: Option<i64>,
    /// Least value on topics with tiered storage.
    pub tiered_min: Option<i64>,
    /// Greatest value on serverless clusters.
    pub serverless_max: Option<i64>,
    /// The values that are taken; empty when any is.
    pub values: &'static [&'static str],
    /// On Standard brokers.
    pub standard: TopicStandardUse,
    /// On Express brokers.
    pub express: TopicExpressUse,
    /// On serverless clusters.
    pub serverless: TopicServerlessUse,
    /// What holds for topics with tiered storage, in words.
    pub tiered: Option<&'static str>,
    /// Kafka 3.9's default.
    pub kafka_default: Option<&'static str>,
    /// The default on serverless clusters.
    pub serverless_default: Option<&'static str>,
    /// The broker property that gives its default.
    pub broker_property: Option<&'static str>,
    /// The Kafka version that brought it.
    pub since: Option<Minor>,
    /// The Kafka version that deprecated it.
    pub deprecated_since: Option<Minor>,
    /// Exceptions.
    pub note: Option<&'static str>,
    /// Ids of its sources.
    pub source: &'static [&'static str],
    /// How sure the row is.
    pub confidence: Confidence,
}

/// What one may do with a topic property on Standard brokers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TopicStandardUse {
    /// It can be set.
    Settable,
    /// Only on clusters with tiered storage.
    TieredOnly,
}

/// What one may do with a topic property on Express brokers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TopicExpressUse {
    /// It can be set.
    Settable,
    /// It has this value and no other.
    Fixed(&'static str),
    /// Not offered.
    No,
}

/// What one may do with a topic property on serverless clusters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TopicServerlessUse {
    /// It can be set.
    Settable,
    /// Only when the topic is created.
    AtCreation,
    /// Not offered.
    No,
}

/// Every topic property that MSK's pages name, by name.
pub fn topic_properties() -> &'static [TopicProperty] {
    &tables::properties::TOPIC
}

/// MSK's row for a topic property.
pub fn topic_property(name: &str) -> Option<&'static TopicProperty> {
    find(topic_properties(), |row| row.name, name)
}
