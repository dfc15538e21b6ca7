//! Kafka Connect: what it reads from workers and connectors, its own plugins, and settings that a new version calls otherwise.

use super::{Confidence, KafkaProperty, find, tables};

/// A setting that a major version of a plugin calls otherwise, and ignores under the old name.
#[derive(Clone, Copy, Debug)]
pub struct Renamed {
    /// What the class of the connector begins with.
    pub plugin: &'static str,
    /// The old name, or the beginning of names where it ends with a dot.
    pub old: &'static str,
    /// The new one.
    pub new: &'static str,
    /// The version that brought it.
    pub since: &'static str,
    /// The version that ignores the old one.
    pub removed: &'static str,
    /// Ids of its sources.
    pub source: &'static [&'static str],
    /// How sure the row is.
    pub confidence: Confidence,
}

/// The renamed settings of the plugin that a class belongs to.
pub fn renamed_settings(class: &str) -> impl Iterator<Item = &'static Renamed> {
    tables::renames::RENAMED.iter().filter(move |row| class.starts_with(row.plugin))
}

/// A plugin that comes with Kafka Connect.
#[derive(Clone, Copy, Debug)]
pub struct Plugin {
    /// Its class.
    pub class: &'static str,
    /// What it is.
    pub kind: PluginKind,
    /// The nested classes that one writes instead of it: `Key` and `Value`.
    pub variants: &'static [&'static str],
    /// Ids of its sources.
    pub source: &'static [&'static str],
    /// How sure the row is.
    pub confidence: Confidence,
}

/// What a plugin is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PluginKind {
    /// It turns bytes into records, or back.
    Converter,
    /// It tells which records a transformation is for.
    Predicate,
    /// It changes records on their way.
    Transform,
}

/// The plugins that come with Kafka Connect.
pub fn connect_plugins() -> &'static [Plugin] {
    &tables::plugins::PLUGINS
}

/// A worker property, or all that begin with it.
#[derive(Clone, Copy, Debug)]
pub struct WorkerProperty {
    /// Its name; one that ends with a dot stands for all that begin with it.
    pub name: &'static str,
    /// What MSK Connect does with it.
    pub taken: WorkerUse,
    /// Ids of its sources.
    pub source: &'static [&'static str],
    /// How sure the row is.
    pub confidence: Confidence,
}

/// What MSK Connect does with a worker property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkerUse {
    /// It must be given.
    Required,
    /// It may be given.
    Supported,
    /// It is MSK's.
    Unsupported,
}

/// The worker properties that MSK Connect wants.
pub fn required_worker_properties() -> impl Iterator<Item = &'static str> {
    let rows = tables::workers::WORKER_PROPERTIES.iter();
    rows.filter(|row| row.taken == WorkerUse::Required).map(|row| row.name)
}

/// Whether MSK Connect takes a worker property: of producers and consumers those that it names, of others all but those.
pub fn takes_worker_property(name: &str) -> bool {
    let is_it = |row: &WorkerProperty| row.name == name || row.name.ends_with('.') && name.starts_with(row.name);
    let row = tables::workers::WORKER_PROPERTIES.iter().find(|row| is_it(row));
    match row {
        Some(row) => row.taken != WorkerUse::Unsupported,
        None => !["producer.", "consumer."].iter().any(|of| name.starts_with(of)),
    }
}

/// Which way a connector moves records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Into Kafka.
    Source,
    /// Out of Kafka.
    Sink,
}

/// Connect's own row for a property of workers.
pub fn connect_worker_property(name: &str) -> Option<&'static KafkaProperty> {
    find(&tables::connect::WORKER, |row| row.name, name)
}

/// The names of Connect's worker properties.
pub fn connect_worker_property_names() -> impl Iterator<Item = &'static str> {
    tables::connect::WORKER.iter().map(|row| row.name)
}

/// Connect's own row for a setting of connectors; where it is not known which way one goes, only if both have it.
pub fn connector_property(direction: Option<Direction>, name: &str) -> Option<&'static KafkaProperty> {
    let source = find(&tables::connect::SOURCE, |row| row.name, name);
    let sink = find(&tables::connect::SINK, |row| row.name, name);
    match direction {
        Some(Direction::Source) => source,
        Some(Direction::Sink) => sink,
        None => source.filter(|_| sink.is_some()),
    }
}

/// The names of the settings that Connect reads from connectors; some come twice.
pub fn connector_property_names() -> impl Iterator<Item = &'static str> {
    tables::connect::SOURCE.iter().chain(&tables::connect::SINK).map(|row| row.name)
}
