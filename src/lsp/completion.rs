//! Completion: names and values of properties, versions, broker sizes, and rules, from the text alone.
//!
//! The text is being written: what the last look knows of it may lie a few keystrokes back, and is used for no places.

mod clients;

use std::collections::BTreeSet;
use std::path::Path;

use gen_lsp_types::{CompletionItem, CompletionItemKind, CompletionItemTag, Documentation, Position, TextEdit};

use super::place::{self, Properties, Spot};
use super::position::Lines;
use super::view::{Target, View};
use crate::facts::{self, KafkaProperty, Valid, ValueType};
use crate::inspect::about;
use crate::model::cluster::ClusterKind;
use crate::own::{self, About};
use crate::policy::Policy;
use crate::rules;
use crate::source::{SourceFile, TextRange};

/// A word that may stand at a place.
struct Offer {
    word: String,
    kind: CompletionItemKind,
    detail: Option<String>,
    documentation: Option<String>,
    is_old: bool,
}

/// What may stand at a place.
pub(super) fn complete(view: &View<'_>, path: &Path, position: Position) -> Option<Vec<CompletionItem>> {
    let shown = crate::files::display(path, &view.project.current_folder);
    // The buffer as it is now, which no look may have seen yet.
    let bytes = match view.open.get(path) {
        Some(document) => document.text.clone(),
        None => view.file(path)?.1.bytes.clone(),
    };
    let file = SourceFile::new(shown, bytes);
    let lines = Lines::new(&file.bytes, view.client.encoding);
    let offset = lines.offset(position);
    let spot = place::spot(&Target::in_text(&file, offset));
    let start = spot.word_range.map_or(offset, |range| range.start.min(offset));
    let replaced = lines.range(TextRange::new(start, offset));
    let item = |offer: Offer| CompletionItem {
        kind: Some(offer.kind),
        detail: offer.detail,
        documentation: offer.documentation.map(Documentation::String),
        tags: offer.is_old.then(|| vec![CompletionItemTag::Deprecated]),
        text_edit: Some(TextEdit { range: replaced, new_text: offer.word.clone() }.into()),
        label: offer.word,
        ..CompletionItem::default()
    };
    Some(offers(view, &file, &spot)?.into_iter().map(item).collect())
}

fn offers(view: &View<'_>, file: &SourceFile, spot: &Spot<'_>) -> Option<Vec<Offer>> {
    if let Some((_, allow)) = spot.before.rsplit_once("msk-lint: allow") {
        return (!allow.contains("--")).then(|| rule_names(view));
    }
    if spot.is_configuration {
        return configuration(view, spot);
    }
    let is_terraform = [".tf", ".tofu", ".tfvars"].iter().any(|ending| file.path.ends_with(ending));
    match (is_terraform, spot.properties) {
        (_, Some(whose)) => Some(properties(view, file, spot, whose)),
        (true, None) if holds_properties(view, file, spot) => Some(properties(view, file, spot, Properties::Broker)),
        (true, None) => arguments(spot),
        (false, None) if is_template(view, file) => Some(properties(view, file, spot, Properties::Broker)),
        (false, None) => clients::offers(view, file, spot),
    }
}

fn rule_names(view: &View<'_>) -> Vec<Offer> {
    let offer = |word: String, detail: String| Offer {
        word,
        kind: CompletionItemKind::EnumMember,
        detail: Some(detail),
        documentation: None,
        is_old: false,
    };
    let own = view.project.layers.own_rules().into_iter().map(|rule| (rule.name.to_string(), rule.summary()));
    let all = rules::all().map(|rule| (rule.name.to_owned(), rule.summary.to_owned()));
    own.chain(all).map(|(name, summary)| offer(name, summary)).collect()
}

fn words<'w>(words: impl IntoIterator<Item = &'w str>, kind: CompletionItemKind) -> Vec<Offer> {
    let offer = |word: &str| Offer { word: word.to_owned(), kind, detail: None, documentation: None, is_old: false };
    words.into_iter().map(offer).collect()
}

/// `.msk-lint.hcl`
fn configuration(view: &View<'_>, spot: &Spot<'_>) -> Option<Vec<Offer>> {
    let before = spot.before.trim_start();
    if before.starts_with("check") && before.matches('"').count() == 1 {
        return Some(rule_names(view));
    }
    match spot.attribute {
        Some("level") => Some(words(["off", "note", "warning", "error"], CompletionItemKind::EnumMember)),
        Some("for") => Some(words(About::ALL.map(About::as_str), CompletionItemKind::EnumMember)),
        Some("policy") => Some(words(Policy::names(), CompletionItemKind::EnumMember)),
        Some(_) => None,
        None => Some(match spot.block.map(|block| (block.kind, block.label)) {
            Some(("check", rule)) => {
                let keys = Policy::guide().check(rule).keys();
                words(keys.chain(["level", "source"]), CompletionItemKind::Property)
            }
            Some(("paths", _)) => words(["policy", "check", "rule"], CompletionItemKind::Property),
            Some(("rule", _)) => words(own::KEYS, CompletionItemKind::Property),
            Some(("client", _)) => words(["cluster"], CompletionItemKind::Property),
            _ => words(["policy", "exclude", "check", "paths", "client", "rule"], CompletionItemKind::Property),
        }),
    }
}

/// Arguments of a cluster.
fn arguments(spot: &Spot<'_>) -> Option<Vec<Offer>> {
    let is_of_msk = spot.block.is_some_and(|block| block.label.starts_with("aws_msk_"));
    let typed = spot.word.unwrap_or_default();
    match spot.attribute? {
        "kafka_version" => {
            let rows = facts::kafka_versions().iter().rev().filter(|row| row.creatable);
            Some(rows.map(|row| described(row.api_string, about::kafka_version(row.api_string))).collect())
        }
        "instance_type" if is_of_msk || typed.starts_with("kafka.") || typed.starts_with("express.") => {
            let rows = facts::instance_types().iter();
            Some(rows.map(|row| described(row.name, about::instance_type(row.name))).collect())
        }
        _ => None,
    }
}

fn described(word: &str, detail: Option<String>) -> Offer {
    Offer { word: word.to_owned(), kind: CompletionItemKind::EnumMember, detail, documentation: None, is_old: false }
}

/// Whether a configuration of brokers reads its properties from a file.
fn is_template(view: &View<'_>, file: &SourceFile) -> bool {
    property_offsets(view, file).next().is_some()
}

/// Whether a configuration of brokers takes properties from the block around a place: a map among local values.
fn holds_properties(view: &View<'_>, file: &SourceFile, spot: &Spot<'_>) -> bool {
    let Some(block) = spot.block.filter(|block| matches!(block.kind, "locals" | "variable" | "module")) else {
        return false;
    };
    let after = file.bytes.get(block.start..).unwrap_or_default();
    let length = memchr::memmem::find(after, b"\n}").unwrap_or(after.len());
    property_offsets(view, file).any(|offset| (block.start..block.start + length).contains(&(offset as usize)))
}

/// Where the last look found properties of brokers in a file.
fn property_offsets(view: &View<'_>, file: &SourceFile) -> impl Iterator<Item = u32> {
    let id = view.file(&view.project.folder(&file.path)).map(|(id, _)| id);
    let configurations = view.looked.analysis.models.iter().flat_map(|model| &model.configurations);
    let lines = configurations.filter_map(|worlds| worlds.first().properties.known()).flat_map(|all| &all.lines);
    lines
        .filter_map(|line| line.key_place.span())
        .filter(move |span| Some(span.file) == id)
        .map(|span| span.range.start)
}

/// The name before the `=` or `:` of a line, where the place is in its value.
fn key<'t>(spot: &Spot<'t>) -> Option<&'t str> {
    let item = spot.before.rsplit([',', '[', '{', '(']).next().unwrap_or_default();
    let (key, _) = item.split_once(['=', ':'])?;
    Some(key.trim().trim_matches(['"', '\'']))
}

fn properties(view: &View<'_>, file: &SourceFile, spot: &Spot<'_>, whose: Properties) -> Vec<Offer> {
    let name_of_text = ["server_properties", "config", "configs"];
    if let Some(key) = key(spot).filter(|key| !name_of_text.contains(key)) {
        let row = match whose {
            Properties::Broker => facts::kafka_broker_property(key),
            Properties::Topic => facts::kafka_topic_property(key),
        };
        let listed = match whose {
            Properties::Broker => facts::broker_property(key).map_or(&[][..], |row| row.values),
            Properties::Topic => facts::topic_property(key).map_or(&[][..], |row| row.values),
        };
        let value_type = match whose {
            Properties::Broker => facts::broker_property(key).map(|row| row.value_type),
            Properties::Topic => facts::topic_property(key).map(|row| row.value_type),
        };
        return values(row, listed, value_type);
    }
    let written = written(file, spot);
    let offer = |name: &str, lines: Option<Vec<String>>| Offer {
        word: name.to_owned(),
        kind: CompletionItemKind::Property,
        detail: lines.as_ref().and_then(|lines| lines.first().cloned()),
        documentation: lines.map(|lines| lines.join("\n")),
        is_old: facts::broker_property(name).is_some_and(|row| row.deprecated_since.is_some()),
    };
    match whose {
        Properties::Broker => {
            let is_express = only_express(view);
            let names = facts::settable_names(if is_express {
                facts::BrokerType::Express
            } else {
                facts::BrokerType::Standard
            });
            let names = names.filter(|name| !written.contains(*name) || spot.word == Some(name));
            names.map(|name| offer(name, about::broker_property(name))).collect()
        }
        Properties::Topic => {
            let names = facts::kafka_topic_property_names();
            names.map(|name| offer(name, about::topic_property(name))).collect()
        }
    }
}

/// Whether all clusters that are known have Express brokers.
fn only_express(view: &View<'_>) -> bool {
    let mut clusters = view.looked.analysis.models.iter().flat_map(|model| &model.clusters).peekable();
    clusters.peek().is_some() && clusters.all(|worlds| worlds.first().is(ClusterKind::Express))
}

/// Names that stand at the beginning of other lines of the same block: they are there already.
fn written(file: &SourceFile, spot: &Spot<'_>) -> BTreeSet<String> {
    let whole = TextRange::new(0, file.bytes.len() as u32);
    let text = file.text(whole);
    let start = spot.block.map_or(0, |block| block.start).min(text.len());
    let block = text.get(start..).unwrap_or_default();
    let lines = block.lines().skip(1).take_while(|line| !line.starts_with('}'));
    lines.filter_map(|line| Some(line.split_once('=')?.0.trim().trim_matches('"').to_owned())).collect()
}

/// The words that a property takes.
fn values(row: Option<&KafkaProperty>, listed: &[&str], value_type: Option<ValueType>) -> Vec<Offer> {
    let kind = CompletionItemKind::Value;
    if !listed.is_empty() {
        return words(listed.iter().copied(), kind);
    }
    match (row.and_then(|row| row.valid(None).last()).map(|since| since.value), value_type) {
        (Some(Valid::OneOf { words: known, .. }), _) => words(known.iter().copied(), kind),
        (_, Some(ValueType::Boolean)) => words(["true", "false"], kind),
        _ => Vec::new(),
    }
}
