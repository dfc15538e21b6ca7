//! The Kafka versions that MSK offers or offered.

use super::{Confidence, Date, KafkaVersion, find, tables};

/// A version of Kafka on MSK.
#[derive(Clone, Copy, Debug)]
pub struct VersionRow {
    /// As the guide writes it.
    pub version: &'static str,
    /// As `kafka_version` takes it.
    pub api_string: &'static str,
    /// What keeps the metadata.
    pub metadata: Metadata,
    /// When MSK brought it.
    pub msk_release: Option<Date>,
    /// The announced end of support.
    pub end_of_support: Option<Date>,
    /// Whether AWS recommends it.
    pub recommended: bool,
    /// Whether it can have tiered storage.
    pub tiered_storage: bool,
    /// Whether Standard brokers run it.
    pub standard: bool,
    /// Whether Express brokers run it.
    pub express: bool,
    /// Whether new clusters could be created with it when the table was compiled.
    pub creatable: bool,
    /// Whether MSK patches it by itself.
    pub auto_patch: bool,
    /// Whether it is the last one with ZooKeeper.
    pub last_zookeeper: bool,
    /// Exceptions.
    pub note: Option<&'static str>,
    /// Ids of its sources.
    pub source: &'static [&'static str],
    /// How sure the row is.
    pub confidence: Confidence,
}

/// What keeps a cluster's metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Metadata {
    /// ZooKeeper nodes.
    ZooKeeper,
    /// Kafka's own controllers.
    KRaft,
}

/// A statement about versions, such as the least one for a feature.
#[derive(Clone, Copy, Debug)]
pub struct VersionRule {
    /// Its id.
    pub id: &'static str,
    /// The statement.
    pub fact: &'static str,
    /// The least version, where the statement is one.
    pub min: Option<&'static str>,
    /// Exceptions.
    pub note: Option<&'static str>,
    /// Ids of its sources.
    pub source: &'static [&'static str],
    /// How sure the row is.
    pub confidence: Confidence,
}

/// Every version MSK ever had, as far as known, by `api_string`.
pub fn kafka_versions() -> &'static [VersionRow] {
    &tables::versions::VERSIONS
}

/// The version that an attribute `kafka_version` names.
pub fn kafka_version(api_string: &str) -> Option<&'static VersionRow> {
    find(kafka_versions(), |row| row.api_string, api_string)
}

/// The row of the same line and metadata, such as `3.9.x` for `3.9.0`, if there is exactly one.
pub fn kafka_version_of_line(version: KafkaVersion) -> Option<&'static VersionRow> {
    let is_alike = |row: &&VersionRow| {
        KafkaVersion::parse(row.api_string).is_some_and(|known| {
            known.minor() == version.minor()
                && known.is_kraft() == version.is_kraft()
                && known.is_tiered_build() == version.is_tiered_build()
        })
    };
    let mut alike = kafka_versions().iter().filter(is_alike);
    alike.next().filter(|_| alike.next().is_none())
}

/// What an upgrade of a cluster leads to: the recommended version, else the newest one, of those that have no end of
/// support and keep their metadata as the cluster does.
pub fn upgrade_target(metadata: Metadata, express: bool) -> Option<&'static VersionRow> {
    let is_offered = |row: &&VersionRow| {
        let runs = if express { row.express } else { row.standard };
        runs && row.metadata == metadata && row.end_of_support.is_none()
    };
    let newest = |row: &&VersionRow| (row.recommended, KafkaVersion::parse(row.api_string));
    kafka_versions().iter().filter(is_offered).max_by_key(newest)
}

/// Whether MSK ever had a version by this string; nothing where that was not found out.
pub fn is_kafka_version(text: &str) -> Option<bool> {
    let Some(version) = KafkaVersion::parse(text) else { return Some(false) };
    if kafka_version(text).is_some() || version.is_link() {
        return Some(true);
    }
    if let Some((patch, build)) = text.rsplit_once('.')
        && version.has_build()
        && build.bytes().all(|byte| byte.is_ascii_digit())
    {
        return Some(kafka_version(patch).is_some());
    }
    // KRaft is all there is from 4.0 on, and whether the suffix may be left out then was not found.
    let suffix_left_out = version.is_kraft() && kafka_version(&format!("{text}.kraft")).is_some();
    (!suffix_left_out).then_some(false)
}

/// Whether a version reaches the least one of a statement such as `public-min`; nothing when either is not known.
pub fn satisfies(version: &str, rule: &str) -> Option<bool> {
    is_at_least(version, version_rule(rule)?.min?)
}

/// Whether a version is another one or later, by its numbers; nothing for what is no version.
pub fn is_at_least(version: &str, least: &str) -> Option<bool> {
    Some(KafkaVersion::parse(version)?.cmp_numbers(&KafkaVersion::parse(least)?).is_ge())
}

/// The newest version of the table: one above it is unknown, not wrong.
pub fn newest_kafka_version() -> Option<KafkaVersion> {
    kafka_versions().iter().filter_map(|row| KafkaVersion::parse(row.api_string)).max()
}

/// The line AWS recommends, such as `3.9.x`.
pub fn recommended_kafka_line() -> &'static str {
    tables::versions::RECOMMENDED
}

/// The statement with an id.
pub fn version_rule(id: &str) -> Option<&'static VersionRule> {
    find(&tables::versions::RULES, |row| row.id, id)
}
