//! Apache Kafka's own broker and topic properties from 2.0 to 4.3, with their history.

use super::{KafkaVersion, Minor, ValueType, find, tables};

/// A property of Apache Kafka.
#[derive(Clone, Copy, Debug)]
pub struct KafkaProperty {
    /// Its name.
    pub name: &'static str,
    /// Types of its value, the newest last.
    pub types: &'static [Since<ValueType>],
    /// Defaults, the newest last.
    pub defaults: &'static [Since<KafkaDefault>],
    /// Which values pass, the newest last.
    pub valid: &'static [Since<Valid>],
    /// The first version that has it; 2.0 also stands for older ones.
    pub since: Minor,
    /// The last version that has it, if the newest has not.
    pub last_seen: Option<Minor>,
    /// The version whose table calls it deprecated.
    pub deprecated_from: Option<Minor>,
    /// Versions in between that lack it.
    pub absent_in: &'static [Minor],
    /// Whether Kafka keeps it for itself.
    pub internal: bool,
}

/// Something that holds from a version on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Since<T: 'static> {
    /// The first version.
    pub from: Minor,
    /// What holds.
    pub value: T,
}

/// A default of Kafka's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KafkaDefault {
    /// A value; an empty one is an empty text or list.
    Value(&'static str),
    /// None: the property is unset, or follows another.
    Unset,
    /// The property must be given.
    Required,
}

/// Which values Kafka lets pass.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Valid {
    /// Any, or such as a check that has no printed form lets pass.
    Any,
    /// Texts that are not empty.
    NonEmpty,
    /// Numbers of a range, both ends inclusive, and one outside it.
    Range {
        /// Least.
        min: f64,
        /// Greatest.
        max: Option<f64>,
        /// One more that passes.
        also: Option<f64>,
    },
    /// One of these words; for lists, each item is one.
    OneOf {
        /// The words.
        words: &'static [&'static str],
        /// Whether case does not matter.
        ignore_case: bool,
    },
}

impl KafkaProperty {
    /// Whether a version has the property.
    pub fn exists_in(&self, version: KafkaVersion) -> bool {
        let version = version.minor();
        self.since <= version && self.last_seen.is_none_or(|last| version <= last) && !self.absent_in.contains(&version)
    }

    /// The type of the value in a version, or the newest.
    pub fn value_type(&self, version: Option<KafkaVersion>) -> Option<ValueType> {
        in_force(self.types, version).map(|since| since.value)
    }

    /// The default in a version, or the newest.
    pub fn default(&self, version: Option<KafkaVersion>) -> Option<KafkaDefault> {
        in_force(self.defaults, version).map(|since| since.value)
    }

    /// What passes in a version; without one, what passed in any version.
    pub fn valid(&self, version: Option<KafkaVersion>) -> &'static [Since<Valid>] {
        match version {
            None => self.valid,
            Some(_) => in_force(self.valid, version).map_or(&[], std::slice::from_ref),
        }
    }
}

/// The entry of a history that holds in a version, or the newest.
fn in_force<T>(history: &'static [Since<T>], version: Option<KafkaVersion>) -> Option<&'static Since<T>> {
    match version {
        None => history.last(),
        Some(version) => history.iter().rev().find(|since| since.from <= version.minor()).or(history.first()),
    }
}

/// Kafka's row for a broker property.
pub fn kafka_broker_property(name: &str) -> Option<&'static KafkaProperty> {
    find(&tables::kafka::BROKER, |row| row.name, name)
}

/// The names of Kafka's broker properties, sorted.
pub fn kafka_broker_property_names() -> impl Iterator<Item = &'static str> {
    tables::kafka::BROKER.iter().map(|row| row.name)
}

/// Kafka's row for a topic property.
pub fn kafka_topic_property(name: &str) -> Option<&'static KafkaProperty> {
    find(&tables::kafka::TOPIC, |row| row.name, name)
}

/// The names of Kafka's topic properties, sorted.
pub fn kafka_topic_property_names() -> impl Iterator<Item = &'static str> {
    tables::kafka::TOPIC.iter().map(|row| row.name)
}
