//! Files of connectors: for the interface of Kafka Connect, as properties, and as resources of Strimzi.

use std::rc::Rc;

use super::{Made, json, placed, set, span, string, trace};
use crate::eval::text::Text;
use crate::eval::trace::Trace;
use crate::eval::value::{Entries, Entry, Kind, Reason, Unknown, Value};
use crate::source::{FileId, Place, Span, TextRange};
use crate::syntax::properties::{self, Line};
use crate::syntax::yaml::{self, Node};

/// The key without which a map is no connector.
pub(super) const CLASS: &str = "connector.class";

/// The argument that holds its settings.
const SETTINGS: &str = "connector_configuration";

/// The kind of Strimzi's resource.
pub(super) const STRIMZI: &str = "KafkaConnector";

/// Deepest map that is looked at.
const DEPTH: usize = 8;

/// The connectors of a file.
pub(super) fn read(id: FileId, text: &str) -> Vec<Made> {
    let all = Span { file: id, range: TextRange::new(0, text.len() as u32) };
    let whole = Text::verbatim(text, all, Trace::literal(Place::Text(all)));
    let mut found = Vec::new();
    for document in yaml::documents(text) {
        match (document.get("apiVersion"), document.get("kind").and_then(Node::text)) {
            (None, _) => below(&whole, &document, DEPTH, &mut found),
            (Some(_), Some(STRIMZI)) => found.extend(of_strimzi(&whole, &document)),
            // Other manifests have connectors inside of texts, and templates of theirs.
            (Some(_), _) => {}
        }
    }
    found
}

/// The connector of a file of properties.
pub(super) fn of_properties(id: FileId, text: &str) -> Option<Made> {
    let all = Span { file: id, range: TextRange::new(0, text.len() as u32) };
    let whole = Text::verbatim(text, all, Trace::literal(Place::Text(all)));
    let mut settings = Entries::default();
    let mut header = None;
    for line in properties::parse(text) {
        let Line::Property(property) = line else { continue };
        let name = property.decoded_key(text);
        let key = placed(whole.slice(property.key.start, property.key.end));
        if name == CLASS {
            header = span(&key);
        }
        let written = property.decoded_value(text);
        let written = written.trim_end();
        let start = property.value.start;
        let value = match text.get(start..start + written.len()) == Some(written) {
            true => whole.slice(start, start + written.len()),
            false => Text::computed(written, trace(&key)),
        };
        settings.items.insert(name.as_ref().into(), Entry { key, value: string(value) });
    }
    let (header, class) = (header?, settings.items.get(CLASS)?.value.as_str().map(short_name)?.to_owned());
    let settings = Value::new(Kind::Object(settings.into()), trace(&whole));
    Some(made(format!("connector {class}"), header, settings))
}

/// Strimzi has class and number of tasks beside the other settings.
fn of_strimzi(whole: &Text, document: &Node) -> Option<Made> {
    let spec = document.get("spec")?;
    let mut settings = match spec.entries().iter().find(|(key, _)| key.text == "config") {
        Some((_, config)) => Entries::clone(json::of_node(whole, config, SETTINGS)?.entries()?),
        None => Entries::default(),
    };
    for (field, setting) in [("class", CLASS), ("tasksMax", "tasks.max")] {
        let Some((key, value)) = spec.entries().iter().find(|(key, _)| key.text == field) else { continue };
        let key = placed(whole.slice(key.range.start, key.range.end));
        settings.items.insert(setting.into(), Entry { key, value: json::of_node(whole, value, "")? });
    }
    let class = spec.entries().iter().find(|(key, _)| key.text == "class")?.0.range.clone();
    let name = document.get("metadata").and_then(|of| of.get("name")).and_then(Node::text).unwrap_or("without a name");
    let header = span(&whole.slice(class.start, class.end))?;
    Some(made(format!("connector {name}"), header, Value::new(Kind::Object(settings.into()), trace(whole))))
}

fn below(whole: &Text, node: &Rc<Node>, depth: usize, found: &mut Vec<Made>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    if node.get(CLASS).is_some() {
        found.extend(connector(whole, node));
        return;
    }
    node.entries().iter().for_each(|(_, value)| below(whole, value, depth, found));
    node.items().iter().for_each(|item| below(whole, item, depth, found));
}

fn connector(whole: &Text, node: &Rc<Node>) -> Option<Made> {
    let settings = json::of_node(whole, node, SETTINGS)?;
    let key = node.entries().iter().find(|(key, _)| key.text == CLASS)?.0.range.clone();
    let class = node.get(CLASS).and_then(Node::text).map(short_name).unwrap_or_default();
    Some(made(format!("connector {class}"), span(&whole.slice(key.start, key.end))?, settings))
}

fn short_name(class: &str) -> &str {
    class.rsplit('.').next().unwrap_or_default()
}

fn made(title: String, header: Span, settings: Value) -> Made {
    let reason = Reason::Script("what else the connector is made with".into());
    let mut arguments = Entries { items: Default::default(), rest: Some(Unknown::new(reason)) };
    set(&mut arguments, SETTINGS, settings);
    Made { kind: "aws_mskconnect_connector", title, header, arguments }
}
