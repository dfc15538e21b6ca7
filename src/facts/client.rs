//! Settings of client libraries: Kafka's own clients, librdkafka, and libraries with names of their own.

use std::fmt;

use super::kafka::KafkaProperty;
use super::{Confidence, find, tables};

/// The version of a library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Version {
    /// First number.
    pub major: u16,
    /// Second number.
    pub minor: u16,
    /// Third number.
    pub patch: u16,
}

impl Version {
    /// Reads `2.16.0`, `v1.4`, `2.0.2-rc1`; the first two numbers must be there.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches(['v', 'V', '=']);
        let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(text.len());
        let mut numbers = text[..end].split('.').map(str::parse);
        let (major, minor) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
        let patch = numbers.next().and_then(Result::ok).unwrap_or(0);
        Some(Self { major, minor, patch })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// Something that holds from a version on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct From<T: 'static> {
    /// The first version.
    pub from: Version,
    /// What holds.
    pub value: T,
}

/// What holds in a version; `None` for a version unknown while the answer depends on it.
pub fn in_version<T: Copy + PartialEq>(history: &[From<T>], version: Option<Version>) -> Option<T> {
    match version {
        Some(version) => history.iter().rev().find(|step| step.from <= version).or(history.first()).map(|s| s.value),
        None => history.first().filter(|first| history.iter().all(|step| step.value == first.value)).map(|s| s.value),
    }
}

/// The version of Kafka's client that Spring Boot sets for programs that name none.
#[derive(Clone, Copy, Debug)]
pub struct Managed {
    /// The version of Spring Boot from which it holds, up to the next row or minor version.
    pub spring_boot: Version,
    /// The version of Kafka's client.
    pub kafka_clients: Version,
    /// Ids of its sources.
    pub source: &'static [&'static str],
    /// How sure the row is.
    pub confidence: Confidence,
}

/// The version of Kafka's client that a version of Spring Boot sets; none for a minor version that is not in the table.
pub fn managed_by_spring_boot(version: Version) -> Option<Version> {
    let row = tables::managed::MANAGED.iter().rev().find(|row| row.spring_boot <= version)?;
    let is_listed = (row.spring_boot.major, row.spring_boot.minor) == (version.major, version.minor);
    is_listed.then_some(row.kafka_clients)
}

/// A property of librdkafka.
#[derive(Clone, Copy, Debug)]
pub struct RdkafkaProperty {
    /// Its name.
    pub name: &'static str,
    /// The property it is another name of.
    pub alias_of: Option<&'static str>,
    /// How its value is read.
    pub kind: RdkafkaKind,
    /// The first version that documents it; 0.11.0 also stands for older ones.
    pub since: Version,
    /// Whose property it is, the newest last.
    pub roles: &'static [From<RdkafkaRoles>],
    /// Defaults, the newest last.
    pub defaults: &'static [From<&'static str>],
    /// What is accepted, the newest last.
    pub ranges: &'static [From<RdkafkaRange>],
    /// Whether the documentation calls it deprecated.
    pub deprecated: bool,
}

/// How librdkafka reads a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RdkafkaKind {
    /// C's `strtol`: what follows the digits is dropped.
    Integer,
    /// A number with a fraction.
    Float,
    /// `true`, `t`, `1`, `false`, `f` or `0`, in any case.
    Boolean,
    /// One of some words, in any case.
    Enum,
    /// Any text.
    Text,
    /// Not settable as text.
    Api,
}

/// Whose property it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RdkafkaRoles {
    /// Producers and consumers.
    Both,
    /// Producers.
    Producer,
    /// Consumers.
    Consumer,
}

/// What librdkafka accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RdkafkaRange {
    /// Anything of the right kind.
    Any,
    /// Numbers, both ends inclusive.
    Numbers(i64, i64),
    /// Words, in any case.
    Words(&'static [&'static str]),
}

/// An option of a library with names of its own.
#[derive(Clone, Copy, Debug)]
pub struct ClientOption {
    /// The library.
    pub library: &'static str,
    /// `producer`, `consumer`, `admin`, or `common` for all of them.
    pub role: &'static str,
    /// How the library spells it.
    pub option: &'static str,
    /// The same setting in Kafka's own clients, or a name in their style.
    pub property: &'static str,
    /// Whether only the newest major version has it.
    pub added: bool,
    /// Constants of the library, and the words of Kafka that they stand for.
    pub words: &'static [(&'static str, &'static str)],
    /// Whether the newest version lacks it.
    pub removed: bool,
    /// Defaults, the newest last.
    pub defaults: &'static [From<&'static str>],
}

/// Kafka's own row for a producer's property.
pub fn kafka_producer_property(name: &str) -> Option<&'static KafkaProperty> {
    find(&tables::clients::PRODUCER, |row| row.name, name)
}

/// Kafka's own row for a consumer's property.
pub fn kafka_consumer_property(name: &str) -> Option<&'static KafkaProperty> {
    find(&tables::clients::CONSUMER, |row| row.name, name)
}

/// Kafka's own row for an admin client's property.
pub fn kafka_admin_property(name: &str) -> Option<&'static KafkaProperty> {
    find(&tables::clients::ADMIN, |row| row.name, name)
}

/// Kafka's own row for a property of any of its clients.
pub fn kafka_client_property(name: &str) -> Option<&'static KafkaProperty> {
    kafka_producer_property(name).or_else(|| kafka_consumer_property(name)).or_else(|| kafka_admin_property(name))
}

/// The names of Kafka's own client properties; some come more than once.
pub fn kafka_client_property_names() -> impl Iterator<Item = &'static str> {
    let tables = tables::clients::PRODUCER.iter().chain(&tables::clients::CONSUMER).chain(&tables::clients::ADMIN);
    tables.map(|row| row.name)
}

/// librdkafka's row for a property.
pub fn rdkafka_property(name: &str) -> Option<&'static RdkafkaProperty> {
    find(&tables::rdkafka::PROPERTIES, |row| row.name, name)
}

/// Every property of librdkafka, by name.
pub fn rdkafka_properties() -> &'static [RdkafkaProperty] {
    &tables::rdkafka::PROPERTIES
}

/// The options of a library.
pub fn client_options(library: &'static str) -> impl Iterator<Item = &'static ClientOption> {
    tables::options::OPTIONS.iter().filter(move |row| row.library == library)
}
