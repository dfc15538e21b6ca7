//! Variables of the environment to entries of the frameworks that read them.

use super::entry::{Entry, Text};
use super::reader::File;
use crate::client::Style;

/// The lines `NAME=value` of a file.
pub(super) fn lines(file: &File) -> Vec<Entry> {
    let Some(text) = file.whole() else { return Vec::new() };
    let mut found = Vec::new();
    let mut start = 0;
    let mut goes_on = false;
    for line in text.split_inclusive('\n') {
        // Who reads the file decides whether a line that ends so goes on in the next.
        let continues = std::mem::replace(&mut goes_on, line.trim_end().ends_with('\\'));
        found.extend((!continues).then(|| entry(file, line, start)).flatten());
        start += line.len();
    }
    found
}

fn entry(file: &File, line: &str, start: usize) -> Option<Entry> {
    let content = line.trim();
    let assignment = content.strip_prefix("export ").unwrap_or(content);
    let (name, value) = assignment.split_once('=')?;
    let is_name = |name: &str| name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if name.is_empty() || !is_name(name) {
        return None;
    }
    let value = value.trim();
    let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''));
    let inside = match quote {
        Some(quote) => value[1..].split(quote).next().unwrap_or_default(),
        None => value.split(" #").next().unwrap_or_default().trim_end(),
    };
    let from = start + (assignment.as_ptr() as usize - line.as_ptr() as usize);
    let at = start + (inside.as_ptr() as usize - line.as_ptr() as usize);
    let end = at + inside.len();
    let literal = Some(file.span(at, end));
    let goes_on = content.ends_with('\\');
    let value = if goes_on { Text::Unknown("it goes on in the next line".into()) } else { Text::written(inside) };
    Some(Entry {
        key: name.to_owned(),
        value,
        span: file.span(from, end + usize::from(quote.is_some())),
        literal,
        style: Style::Text,
    })
}

/// Variables that Spring Boot reads, under the keys that it reads them as.
pub(super) fn for_spring(variables: &[Entry]) -> Vec<Entry> {
    let read = |entry: &Entry| {
        let rest = entry.key.strip_prefix("SPRING_KAFKA_")?.to_ascii_lowercase();
        let (section, rest) = ["producer_", "consumer_", "admin_"]
            .iter()
            .find_map(|section| Some((section.replace('_', "."), rest.strip_prefix(section)?.to_owned())))
            .unwrap_or((String::new(), rest));
        // Below `properties` dots are dots; elsewhere underlines stand for dashes inside of one word.
        let key = match (rest.strip_prefix("properties_"), rest.split_once('_')) {
            (Some(key), _) => format!("properties.{}", key.replace('_', ".")),
            (None, Some((part @ ("ssl" | "security"), key))) => format!("{part}.{}", key.replace('_', "-")),
            _ => rest.replace('_', "-"),
        };
        Some(Entry { key: format!("spring.kafka.{section}{key}"), ..entry.clone() })
    };
    variables.iter().filter_map(read).collect()
}

/// Names without a prefix that Debezium's image reads, where it is the one that is started.
const OF_DEBEZIUM: &[&str] = &[
    "BOOTSTRAP_SERVERS",
    "GROUP_ID",
    "CONFIG_STORAGE_TOPIC",
    "OFFSET_STORAGE_TOPIC",
    "STATUS_STORAGE_TOPIC",
    "KEY_CONVERTER",
    "VALUE_CONVERTER",
];

/// Variables that the images of Kafka Connect read.
pub(super) fn for_connect(variables: &[Entry]) -> Vec<Entry> {
    let has = |name: &str| variables.iter().any(|entry| entry.key == name);
    let is_debezium = has("CONFIG_STORAGE_TOPIC") && has("OFFSET_STORAGE_TOPIC");
    let read = |entry: &Entry| {
        let own = Some(&*entry.key).filter(|name| is_debezium && OF_DEBEZIUM.contains(name));
        let key = entry.key.strip_prefix("CONNECT_").or(own)?.to_ascii_lowercase().replace('_', ".");
        Some(Entry { key, ..entry.clone() })
    };
    variables.iter().filter_map(read).collect()
}
