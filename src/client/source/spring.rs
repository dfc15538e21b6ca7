//! Spring Boot: `spring.kafka.*` and the Kafka binder of Spring Cloud Stream, with relaxed names, sections and profiles.

use std::rc::Rc;

use super::beside;
use super::entry::{Entry, Passed, Text, settings};
use super::kind::Kind;
use super::reader::{File, Surroundings, client};
use super::{properties, yaml};
use crate::client::Client;
use crate::client::library::{Library, Role};
use crate::client::room::Room;
use crate::facts::client::{kafka_client_property_names, kafka_consumer_property, kafka_producer_property};
use crate::source::TextRange;
use crate::syntax::yaml::Node;

/// Entries that hold together: a file, or one document of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Document {
    pub(super) entries: Vec<Entry>,
    /// The profile it is for.
    profile: Option<String>,
}

/// How a first-class key gives its value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    Duration,
    Size,
}

/// First-class keys and what they set.
const FIRST_CLASS: &[(&str, &str, Form)] = &[
    ("bootstrap-servers", "bootstrap.servers", Form::Plain),
    ("client-id", "client.id", Form::Plain),
    ("acks", "acks", Form::Plain),
    ("retries", "retries", Form::Plain),
    ("batch-size", "batch.size", Form::Size),
    ("buffer-memory", "buffer.memory", Form::Size),
    ("compression-type", "compression.type", Form::Plain),
    ("key-serializer", "key.serializer", Form::Plain),
    ("value-serializer", "value.serializer", Form::Plain),
    ("transaction-id-prefix", "transactional.id", Form::Plain),
    ("key-deserializer", "key.deserializer", Form::Plain),
    ("value-deserializer", "value.deserializer", Form::Plain),
    ("group-id", "group.id", Form::Plain),
    ("auto-offset-reset", "auto.offset.reset", Form::Plain),
    ("enable-auto-commit", "enable.auto.commit", Form::Plain),
    ("auto-commit-interval", "auto.commit.interval.ms", Form::Duration),
    ("heartbeat-interval", "heartbeat.interval.ms", Form::Duration),
    ("max-poll-interval", "max.poll.interval.ms", Form::Duration),
    ("max-poll-records", "max.poll.records", Form::Plain),
    ("isolation-level", "isolation.level", Form::Plain),
    ("fetch-max-wait", "fetch.max.wait.ms", Form::Duration),
    ("fetch-min-size", "fetch.min.bytes", Form::Size),
    ("security.protocol", "security.protocol", Form::Plain),
    ("ssl.key-store-location", "ssl.keystore.location", Form::Plain),
    ("ssl.key-store-password", "ssl.keystore.password", Form::Plain),
    ("ssl.key-password", "ssl.key.password", Form::Plain),
    ("ssl.trust-store-location", "ssl.truststore.location", Form::Plain),
    ("ssl.trust-store-password", "ssl.truststore.password", Form::Plain),
];

/// Spring's names for settings of producers, of consumers and of both, each with the setting's own name; and what it passes on.
pub fn names() -> impl Iterator<Item = (String, &'static str)> {
    let first_class = FIRST_CLASS.iter().flat_map(|(name, key, _)| {
        let common = is_common(name).then_some("");
        let producer = kafka_producer_property(key).map(|_| "producer.");
        let consumer = kafka_consumer_property(key).map(|_| "consumer.");
        let sections = [common, producer, consumer].into_iter().flatten();
        sections.map(move |section| (format!("spring.kafka.{section}{name}"), *key))
    });
    let passed_on = kafka_client_property_names().map(|key| (format!("spring.kafka.properties.{key}"), key));
    first_class.chain(passed_on)
}

/// Whether a name below `spring.kafka.` holds for all clients.
fn is_common(name: &str) -> bool {
    let is_short = ["bootstrap-servers", "client-id"].iter().any(|common| is_relaxed(name, common));
    is_short || ["properties.", "ssl.", "security."].iter().any(|part| name.starts_with(part))
}

/// Whether a name, relaxed or not, is another.
fn is_relaxed(name: &str, other: &str) -> bool {
    name.chars().filter(|letter| *letter != '-').eq(other.chars().filter(|letter| *letter != '-'))
}

/// Whether entries are a Spring configuration with Kafka in it.
pub(super) fn speaks(entries: &[Entry]) -> bool {
    entries.iter().any(|entry| below_kafka(&entry.key).is_some() || below_binder(&entry.key).is_some())
}

/// The clients of variables of the environment.
pub(super) fn of_variables(file: &File, around: &dyn Surroundings, entries: Vec<Entry>) -> Vec<Client> {
    if entries.is_empty() {
        return Vec::new();
    }
    // The program has files of its own, which variables lie over.
    let clients = of_profile(file, around, &entries, None);
    clients.into_iter().map(|client| Client { complete: false, ..client }).collect()
}

/// The clients of a file: for what holds without a profile, and for each profile over it.
pub(super) fn read(file: &File, around: &dyn Surroundings, documents: Vec<Document>) -> Vec<Client> {
    let (own_base, profiles): (Vec<Document>, Vec<Document>) =
        documents.into_iter().partition(|document| document.profile.is_none());
    let own: Vec<Entry> = own_base.into_iter().flat_map(|document| document.entries).collect();
    let file_profile = profile_of_name(file.name());
    let inherited = if file_profile.is_some() { base_of(file, around) } else { Vec::new() };
    let base: Vec<Entry> = inherited.into_iter().chain(own).collect();
    let mut clients = of_profile(file, around, &base, file_profile);
    for document in profiles {
        let merged: Vec<Entry> = base.iter().cloned().chain(document.entries.iter().cloned()).collect();
        if speaks(&document.entries) {
            clients.extend(of_profile(file, around, &merged, document.profile.as_deref()));
        }
    }
    clients
}

/// The documents of a file.
fn documents(file: &File) -> Vec<Document> {
    match file.kind {
        Kind::Properties => of_properties(file, file.range()),
        Kind::Yaml | Kind::Json => of_nodes(file, 0, &yaml::documents(file, file.range())),
        _ => Vec::new(),
    }
}

/// The documents of a part of a file of YAML that begins at `start`.
pub(super) fn of_nodes(file: &File, start: u32, nodes: &[Rc<Node>]) -> Vec<Document> {
    nodes.iter().map(|node| Document::of(yaml::entries(file, start, node))).collect()
}

/// The documents of a part of a file of properties.
pub(super) fn of_properties(file: &File, range: TextRange) -> Vec<Document> {
    properties_documents(file, range).into_iter().map(Document::of).collect()
}

impl Document {
    fn of(entries: Vec<Entry>) -> Self {
        let names = ["spring.config.activate.onprofile", "spring.profiles"];
        let is_profile = |entry: &&Entry| relaxed(&entry.key).is_some_and(|key| names.contains(&&*key));
        let of = entries.iter().find(is_profile);
        let profile = of.map(|entry| entry.value.known().unwrap_or("unknown").to_owned());
        Self { entries, profile }
    }
}

/// Lines of properties, cut where a comment `#---` starts another document.
fn properties_documents(file: &File, range: TextRange) -> Vec<Vec<Entry>> {
    let Some(text) = file.text(range) else { return Vec::new() };
    let mut documents = Vec::new();
    let (mut start, mut at) = (range.start, range.start);
    for line in text.split_inclusive('\n') {
        if matches!(line.trim_end(), "#---" | "!---") {
            documents.push(properties::entries(file, TextRange::new(start, at)));
            start = at;
        }
        at += line.len() as u32;
    }
    documents.push(properties::entries(file, TextRange::new(start, range.end)));
    documents
}

/// `prod` of `application-prod.yml`.
fn profile_of_name(name: &str) -> Option<&str> {
    let stem = name.rsplit_once('.')?.0;
    stem.strip_prefix("application-").or_else(|| stem.strip_prefix("bootstrap-"))
}

/// What the file without a profile beside a file says.
fn base_of(file: &File, around: &dyn Surroundings) -> Vec<Entry> {
    let names = ["application.properties", "application.yml", "application.yaml"];
    let siblings = names.iter().filter_map(|name| around.sibling(file, name));
    let base = siblings.flat_map(|sibling| documents(&sibling)).filter(|document| document.profile.is_none());
    base.flat_map(|document| document.entries).collect()
}

fn of_profile(file: &File, around: &dyn Surroundings, entries: &[Entry], profile: Option<&str>) -> Vec<Client> {
    let is_used = |word: &str| {
        entries.iter().any(|entry| {
            below_kafka(&entry.key).is_some_and(|rest| rest.starts_with(&format!("{word}.")))
                || below_binder(&entry.key).is_some_and(|rest| rest.starts_with(&format!("{word}properties.")))
        })
    };
    let mut roles = vec![];
    for (role, word) in [(Role::Producer, "producer"), (Role::Consumer, "consumer")] {
        if is_used(word) {
            roles.push(role);
        }
    }
    if roles.is_empty() {
        roles.push(Role::Unknown);
    }
    let of_role = |role: Role| {
        let mut passed: Vec<Passed<'_>> = entries.iter().filter_map(|entry| pass(entry, None)).collect();
        if role != Role::Unknown {
            passed.extend(entries.iter().filter_map(|entry| pass(entry, Some(role.as_str()))));
        }
        let when = profile.map_or_else(String::new, |profile| format!(" in profile {profile}"));
        let address = format!("spring.kafka {}{when}", role.as_str());
        let made =
            client(file, around, Library::SpringBoot, role, &address, settings(Library::SpringBoot, role, passed))?;
        Some(Client { room: room(file, entries), ..made })
    };
    roles.into_iter().filter_map(of_role).collect()
}

/// Room for settings of all clients.
fn room(file: &File, entries: &[Entry]) -> Option<Room> {
    let below = |is_of: fn(&str) -> Option<String>| {
        entries.iter().filter(|entry| is_of(&entry.key).is_some()).collect::<Vec<&Entry>>()
    };
    let own = below(below_kafka);
    match own.is_empty() {
        false => beside::room(file, own, "spring.kafka.properties."),
        true => beside::room(file, below(below_binder), "spring.cloud.stream.kafka.binder.configuration."),
    }
}

/// What an entry sets in a section, or for all clients.
fn pass<'e>(entry: &'e Entry, section: Option<&str>) -> Option<Passed<'e>> {
    let own = below_kafka(&entry.key).and_then(|rest| match section {
        Some(section) => rest.strip_prefix(section)?.strip_prefix('.').map(str::to_owned),
        None => Some(rest),
    });
    if let Some(rest) = own {
        return if section.is_some() || is_common(&rest) { pass_below(entry, &rest) } else { None };
    }
    let rest = below_binder(&entry.key)?;
    let written = literal_tail(&entry.key, 5);
    match section {
        None if rest == "brokers" => Some(entry.renamed("bootstrap.servers")),
        None if rest.starts_with("configuration.") => written.map(|key| entry.renamed(key)),
        Some(section) if rest.starts_with(&format!("{section}properties.")) => written.map(|key| entry.renamed(key)),
        _ => None,
    }
}

fn pass_below<'e>(entry: &'e Entry, rest: &str) -> Option<Passed<'e>> {
    if rest.starts_with("properties.") {
        let at = entry.key.find(".properties.").map(|at| at + ".properties.".len());
        let at = at.or_else(|| entry.key.find(".properties[").map(|at| at + ".properties".len()))?;
        return Some(entry.renamed(entry.key[at..].replace(['[', ']', '"', '\''], "")));
    }
    let (_, key, form) = FIRST_CLASS.iter().find(|(name, _, _)| is_relaxed(name, rest))?;
    let mut passed = entry.renamed(*key);
    if let Text::Known(text) = &passed.value {
        let number = match form {
            Form::Plain => None,
            Form::Duration => milliseconds(text),
            Form::Size => bytes(text),
        };
        passed.value = number.map_or(passed.value, |number| Text::Known(number.to_string()));
    }
    Some(passed)
}

/// What stands below `spring.kafka.`, relaxed.
fn below_kafka(key: &str) -> Option<String> {
    relaxed(key)?.strip_prefix("spring.kafka.").map(str::to_owned)
}

/// What stands below `spring.cloud.stream.kafka.binder.`, relaxed.
fn below_binder(key: &str) -> Option<String> {
    relaxed(key)?.strip_prefix("spring.cloud.stream.kafka.binder.").map(str::to_owned)
}

/// A key of Spring's own without what it does not look at: case, dashes and underlines; brackets are dots. Most keys of most
/// files are none, as their first letter tells.
fn relaxed(key: &str) -> Option<String> {
    let is_kept = |letter: &char| !matches!(letter, '-' | '_' | ']' | '"' | '\'');
    key.chars().find(is_kept).filter(|first| first.eq_ignore_ascii_case(&'s'))?;
    let key = key.replace('[', ".").replace("..", ".");
    Some(key.chars().filter(is_kept).flat_map(char::to_lowercase).collect())
}

/// The key behind some parts, as it is written.
fn literal_tail(key: &str, parts: usize) -> Option<String> {
    let tail = key.splitn(parts + 2, '.').nth(parts + 1)?;
    Some(tail.replace(['[', ']', '"', '\''], ""))
}

/// `5s`, `500ms`, `PT5S` or a number of milliseconds.
fn milliseconds(text: &str) -> Option<i64> {
    let lowered = text.trim().to_ascii_lowercase();
    let lowered = lowered.strip_prefix("pt").unwrap_or(&lowered);
    let end = lowered.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(lowered.len());
    let number: i64 = lowered[..end].parse().ok()?;
    let factor = match &lowered[end..] {
        "" | "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    number.checked_mul(factor)
}

/// `64KB` or a number of bytes.
fn bytes(text: &str) -> Option<i64> {
    let upper = text.trim().to_ascii_uppercase();
    let end = upper.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(upper.len());
    let number: i64 = upper[..end].parse().ok()?;
    let shift = match &upper[end..] {
        "" | "B" => 0,
        "KB" => 10,
        "MB" => 20,
        "GB" => 30,
        _ => return None,
    };
    number.checked_mul(1 << shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_become_those_of_kafka() {
        assert_eq!(milliseconds("5s"), Some(5000));
        assert_eq!(milliseconds("PT5S"), Some(5000));
        assert_eq!(milliseconds("250"), Some(250));
        assert_eq!(bytes("64KB"), Some(65_536));
        assert_eq!(bytes("lots"), None);
    }

    #[test]
    fn names_are_relaxed() {
        assert_eq!(below_kafka("spring.kafka.bootstrapServers").as_deref(), Some("bootstrapservers"));
        assert_eq!(below_kafka("_'Spring'.Kafka.acks").as_deref(), Some("acks"));
        assert_eq!(
            below_kafka("spring.kafka.properties[sasl.mechanism]").as_deref(),
            Some("properties.sasl.mechanism")
        );
        assert_eq!(
            literal_tail("spring.cloud.stream.kafka.binder.configuration.sasl.mechanism", 5).as_deref(),
            Some("sasl.mechanism")
        );
    }
}
