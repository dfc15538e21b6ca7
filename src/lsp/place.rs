//! What stands at a place of a text, by its lines alone: texts that are being written have no sound tree.

use super::view::Target;
use crate::project;
use crate::source::{SourceFile, TextRange};

/// A place in a text.
#[derive(Debug)]
pub(super) struct Spot<'t> {
    /// The line without its end.
    pub(super) line: &'t str,
    /// The line up to the place.
    pub(super) before: &'t str,
    /// The word that the place touches: letters, digits, `.`, `-` and `_`.
    pub(super) word: Option<&'t str>,
    pub(super) word_range: Option<TextRange>,
    /// The argument whose value the place is in, if it stands on the same line.
    pub(super) attribute: Option<&'t str>,
    /// The labels of the block at the margin around the place: `aws_msk_cluster`.
    pub(super) block: Option<Header<'t>>,
    /// Whether keys and values of properties stand here, and whose.
    pub(super) properties: Option<Properties>,
    /// Whether the file is a configuration of this program.
    pub(super) is_configuration: bool,
}

/// The header of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header<'t> {
    /// `resource`, `module`, `check`.
    pub(super) kind: &'t str,
    /// The first label.
    pub(super) label: &'t str,
    /// The first byte of it.
    pub(super) start: usize,
}

/// Whose properties stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Properties {
    Broker,
    Topic,
}

/// The place that a client points at.
pub(super) fn spot<'t>(target: &Target<'t>) -> Spot<'t> {
    at(target.file, target.offset)
}

fn at(file: &SourceFile, offset: u32) -> Spot<'_> {
    let range = file.line_range(file.line_index(offset));
    let line = text(file, range).trim_end_matches(['\n', '\r']);
    let at = (offset.saturating_sub(range.start) as usize).min(line.len());
    let before = line.get(..at).unwrap_or(line);
    let word_start = before.trim_end_matches(is_word).len();
    let rest = line.get(before.len()..).unwrap_or_default();
    let word_end = before.len() + rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
    let word = line.get(word_start..word_end).filter(|word| !word.is_empty());
    let word_range = word.map(|_| TextRange::new(range.start + word_start as u32, range.start + word_end as u32));
    let attribute = before.split_once('=').map(|(name, _)| name.trim().trim_matches('"'));
    let above = text(file, TextRange::new(0, range.start));
    let block = header(above, line);
    let name = file.path.rsplit('/').next().unwrap_or_default();
    Spot {
        line,
        before,
        word,
        word_range,
        attribute: attribute.filter(|name| !name.is_empty() && name.chars().all(is_word)),
        block,
        properties: block.and_then(|block| properties(block, above, before)),
        is_configuration: name == project::CONFIGURATION,
    }
}

/// Whether a letter may be part of the name of a property or a rule.
pub(super) fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_')
}

fn text(file: &SourceFile, range: TextRange) -> &str {
    let bytes = file.bytes.get(range.as_usize()).unwrap_or_default();
    // Up to what is no text, which nobody writes code in.
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
    }
}

/// The block at the margin that is open after some lines, or begins on the next one.
fn header<'t>(above: &'t str, line: &'t str) -> Option<Header<'t>> {
    if let Some(header) = read_header(line, above.len()) {
        return Some(header);
    }
    let mut end = above.len();
    for line in above.rsplit_terminator('\n') {
        end = end.saturating_sub(line.len() + usize::from(above[..end].ends_with('\n')));
        if line.starts_with('}') {
            return None;
        }
        if let Some(header) = read_header(line, end) {
            return Some(header);
        }
    }
    None
}

fn read_header(line: &str, start: usize) -> Option<Header<'_>> {
    let line = line.trim_end();
    let is_header = line.starts_with(|letter: char| letter.is_ascii_alphabetic()) && line.contains('{');
    let words = line.split('{').next().filter(|_| is_header)?;
    let mut words = words.split(['"', ' ', '\t']).filter(|word| !word.is_empty());
    Some(Header { kind: words.next()?, label: words.next().unwrap_or_default(), start })
}

/// Whose properties stand in a block after some lines of it and the beginning of another.
fn properties(block: Header<'_>, above: &str, before: &str) -> Option<Properties> {
    let inside = above.get(block.start..).unwrap_or_default();
    let lines = || inside.lines().chain([before]).rev();
    // A list on the argument's own line: they stand between quotes.
    let is_begun = before.trim_start().starts_with("server_properties");
    if is_begun && before.matches('"').count().is_multiple_of(2) {
        return None;
    }
    match block.label {
        "aws_msk_configuration" => {
            let last = lines().find_map(|line| {
                Some(line.split_once('=')?.0.trim()).filter(|name| {
                    matches!(*name, "server_properties" | "name" | "description" | "kafka_versions" | "region")
                })
            });
            (last == Some("server_properties")).then_some(Properties::Broker)
        }
        "kafka_topic" | "aws_msk_topic" => {
            let last = lines().find_map(|line| {
                let name = line.trim_start().split(['=', ' ', '{']).next().unwrap_or_default();
                matches!(name, "config" | "configs" | "}" | "name" | "partitions").then_some(name)
            });
            matches!(last, Some("config" | "configs")).then_some(Properties::Topic)
        }
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn of(text: &str) -> Spot<'static> {
        let offset = text.find('|').unwrap_or(0) as u32;
        let file = Box::leak(Box::new(SourceFile::new("a/main.tf", text.replacen('|', "", 1).as_bytes())));
        at(file, offset)
    }

    #[test]
    fn words_are_those_of_properties_and_rules() {
        assert_eq!(of("  min.insync|.replicas=3").word, Some("min.insync.replicas"));
        assert_eq!(of("x # msk-lint: allow too-few|-brokers -- a").word, Some("too-few-brokers"));
        assert_eq!(of("a = | ").word, None);
        assert_eq!(of("ä😀 = \"kafka.m7g|.large\"").word, Some("kafka.m7g.large"));
    }

    #[test]
    fn properties_stand_in_what_takes_them() {
        let broker =
            "resource \"aws_msk_configuration\" \"x\" {\n  name = \"x\"\n  server_properties = <<-EOT\n    num.|\n";
        assert_eq!(of(broker).properties, Some(Properties::Broker));
        assert_eq!(of(&broker.replace("  server", "}\n  server")).properties, None);
        let line = |text: &str| of(&format!("{}{text}\n}}\n", broker.split("  server").next().unwrap())).properties;
        assert_eq!(line("  server_properties = join(\"\\n\", [\"num.|\"])"), Some(Properties::Broker));
        assert_eq!(
            line("  server_properties = join(\"\\n\", [for k, v in { \"num.|\" = 1 }"),
            Some(Properties::Broker)
        );
        assert_eq!(line("  server_properties = |"), None);
        assert_eq!(line("  server_properties = \"a\"\n  name = \"|\""), None);
        let topic = "resource \"kafka_topic\" \"x\" {\n  name = \"x\"\n  config = {\n    \"ret|\"\n";
        assert_eq!(of(topic).properties, Some(Properties::Topic));
        assert_eq!(of(&topic.replace("config = {", "config = {\n  }\n")).properties, None);
        assert_eq!(of(&topic.replace("config = {\n    ", "config = { ")).properties, Some(Properties::Topic));
    }
}
