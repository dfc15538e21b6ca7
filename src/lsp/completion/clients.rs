//! Completion in what configures clients: names in the spelling of the library and the file, and values.

use gen_lsp_types::CompletionItemKind;

use super::super::place::{self, Spot};
use super::super::view::View;
use super::{Offer, key, values, words};
use crate::client::Setting;
use crate::client::library::{Family, Role};
use crate::client::source::{Kind, kind, names_of_spring};
use crate::facts;
use crate::facts::client::{
    ClientOption, RdkafkaRange, client_options, in_version, rdkafka_properties, rdkafka_property,
};
use crate::facts::{connector_property, connector_property_names};
use crate::inspect::about;
use crate::source::SourceFile;

/// Settings of clients, in the names of the library that the file is for.
pub(super) fn offers(view: &View<'_>, file: &SourceFile, spot: &Spot<'_>) -> Option<Vec<Offer>> {
    let kind = kind(&file.path)?;
    let clients = view.looked.analysis.clients.iter().filter(|client| *client.instance.root == *file.path);
    let known = clients.clone().map(|client| (client.family(), client.role, client.library.options())).next();
    let settings: Vec<&Setting> = clients.flat_map(|client| &client.settings).collect();
    let text = String::from_utf8_lossy(&file.bytes);
    let dialect = match kind {
        Kind::Json if text.contains("\"connector.class\"") => Dialect::Connector,
        Kind::Properties if text.contains("spring.") => Dialect::Spring,
        _ => Dialect::Plain,
    };
    let java = (Family::Java, Role::Unknown, None);
    let known = known.or_else(|| (dialect == Dialect::Connector).then_some(java));
    let (family, role, options) = known.or_else(|| imported(&text, kind))?;
    let here = Here { text: &text, kind, dialect, settings, family, role, options };
    let key = key(spot).unwrap_or_default();
    let key = key.rsplit([' ', '\t']).next().unwrap_or_default().trim_matches(['"', '\'']);
    if key.is_empty() { here.names(spot) } else { here.values(key) }
}

/// Whose names a file uses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dialect {
    /// The library's, perhaps below something.
    Plain,
    /// Spring's own.
    Spring,
    /// Those of connectors.
    Connector,
}

/// A file that configures clients, or is about to.
struct Here<'a> {
    text: &'a str,
    kind: Kind,
    dialect: Dialect,
    settings: Vec<&'a Setting>,
    family: Family,
    role: Role,
    options: Option<&'static str>,
}

impl Here<'_> {
    /// The words that a setting takes; nothing for one that is not known.
    fn values(&self, key: &str) -> Option<Vec<Offer>> {
        if self.dialect == Dialect::Connector
            && let Some(row) = connector_property(None, key)
        {
            return Some(values(Some(row), &[], row.value_type(None)));
        }
        // The file may have names of its own: of the environment, below a connector.
        let ends = self.settings.iter().filter(|known| key.ends_with(&spelled(&known.name, self.kind)));
        let longest = ends.map(|known| &*known.name).max_by_key(|name| name.len());
        let of_spring = || names_of_spring().find(|(word, _)| self.dialect == Dialect::Spring && word == key);
        let name = longest.or_else(|| of_spring().map(|(_, name)| name)).unwrap_or(key);
        client_values(self.family, name)
    }

    /// The names of settings.
    fn names(&self, spot: &Spot<'_>) -> Option<Vec<Offer>> {
        let prefixes = self.settings.iter().filter_map(|setting| prefix(self.text, setting, self.kind));
        let prefixes = prefixes.filter(|prefix| spot.word.is_some_and(|word| word.starts_with(prefix)));
        let prefix = prefixes.max_by_key(|prefix| prefix.len());
        if self.kind == Kind::Environment && prefix.is_none() {
            return None;
        }
        let offer = |word: String, name: &str| setting_of(word, about::client_property(self.family, name), false);
        let mut offers: Vec<Offer> = match (self.dialect, prefix) {
            (Dialect::Connector, None) => {
                connector_property_names().map(|name| setting_of(name.to_owned(), None, false)).collect()
            }
            (Dialect::Spring, None) => names_of_spring().map(|(word, name)| offer(word, name)).collect(),
            _ => self.names_of_library(prefix.unwrap_or_default()),
        };
        offers.sort_by(|a, b| a.word.cmp(&b.word));
        offers.dedup_by(|a, b| a.word == b.word);
        Some(offers)
    }

    fn names_of_library(&self, prefix: &str) -> Vec<Offer> {
        let offer = |name: &str, canonical: &str, is_old: bool| {
            let word = format!("{prefix}{}", spelled(name, self.kind));
            setting_of(word, about::client_property(self.family, canonical), is_old)
        };
        match (self.family, self.options) {
            (Family::Librdkafka, None) => {
                rdkafka_properties().iter().map(|row| offer(row.name, row.name, row.deprecated)).collect()
            }
            (_, Some(library)) => {
                let role = self.role.option_role();
                let fits = |row: &&ClientOption| row.role == "common" || role.is_none_or(|role| role == row.role);
                let rows = client_options(library).filter(|row| !row.removed).filter(fits);
                rows.map(|row| offer(row.option, row.property, false)).collect()
            }
            (_, None) => facts::client::kafka_client_property_names().map(|name| offer(name, name, false)).collect(),
        }
    }
}

/// The name of a setting.
fn setting_of(word: String, about: Option<Vec<String>>, is_old: bool) -> Offer {
    let detail = about.as_ref().and_then(|lines| lines.first().cloned());
    let documentation = about.map(|lines| lines.join("\n"));
    Offer { word, kind: CompletionItemKind::Property, detail, documentation, is_old }
}

/// A name as the files of a type spell it.
fn spelled(name: &str, kind: Kind) -> String {
    match kind {
        Kind::Environment => name.replace('.', "_").to_ascii_uppercase(),
        _ => name.to_owned(),
    }
}

/// What stands before the name of a setting in a file that passes it on.
fn prefix<'t>(text: &'t str, setting: &Setting, kind: Kind) -> Option<&'t str> {
    let before = &text[..text.find(&spelled(&setting.name, kind))?];
    let start = before.trim_end_matches(place::is_word).len();
    let prefix = Some(&before[start..]).filter(|prefix| !prefix.is_empty())?;
    // Spring has names of its own, and passes on any others only below `properties`.
    let lower = prefix.to_ascii_lowercase();
    let is_passed_on = !lower.starts_with("spring") || lower.trim_end_matches(['.', '_']).ends_with("properties");
    is_passed_on.then_some(prefix)
}

/// The library that half-written code imports, of which no look knows a client.
fn imported(text: &str, kind: Kind) -> Option<(Family, Role, Option<&'static str>)> {
    const WORDS: &[(&str, Family, Option<&str>)] = &[
        ("confluent_kafka", Family::Librdkafka, None),
        ("confluent-kafka", Family::Librdkafka, None),
        ("rdkafka", Family::Librdkafka, None),
        ("arafka", Family::Librdkafka, None),
        ("WaterDrop", Family::Librdkafka, None),
        ("aiokafka", Family::Aiokafka, Some("aiokafka")),
        ("from kafka", Family::KafkaPython, Some("kafka-python")),
        ("kafkajs", Family::KafkaJs, Some("kafkajs")),
        ("org.apache.kafka", Family::Java, None),
    ];
    if kind == Kind::Properties {
        return Some((Family::Java, Role::Unknown, None));
    }
    let found = WORDS.iter().find(|(word, ..)| text.contains(word))?;
    Some((found.1, Role::Unknown, found.2))
}

/// The words that a setting of a client takes; nothing where the place is in no value of a known one.
fn client_values(family: Family, name: &str) -> Option<Vec<Offer>> {
    if family == Family::Librdkafka {
        let row = rdkafka_property(name)?;
        let range = in_version(row.ranges, None).or(row.ranges.last().map(|last| last.value));
        return Some(match range {
            Some(RdkafkaRange::Words(known)) => words(known.iter().copied(), CompletionItemKind::Value),
            _ if row.kind == facts::client::RdkafkaKind::Boolean => words(["true", "false"], CompletionItemKind::Value),
            _ => Vec::new(),
        });
    }
    let row = facts::kafka_client_property(name)?;
    Some(values(Some(row), &[], row.value_type(None)))
}
