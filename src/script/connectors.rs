//! Files for the interface of Kafka Connect: the settings of a connector, by themselves or below `config`.

use std::rc::Rc;

use super::{Made, json, set, span};
use crate::eval::text::Text;
use crate::eval::trace::Trace;
use crate::eval::value::{Entries, Reason, Unknown};
use crate::source::{FileId, Place, Span, TextRange};
use crate::syntax::yaml::{self, Node};

/// The key without which a map is no connector.
pub(super) const CLASS: &str = "connector.class";

/// Deepest map that is looked at.
const DEPTH: usize = 8;

/// The connectors of a file.
pub(super) fn read(id: FileId, text: &str) -> Vec<Made> {
    let all = Span { file: id, range: TextRange::new(0, text.len() as u32) };
    let whole = Text::verbatim(text, all, Trace::literal(Place::Text(all)));
    let mut found = Vec::new();
    for document in yaml::documents(text) {
        // Manifests have connectors inside of texts, and templates of theirs.
        if document.get("apiVersion").is_none() {
            below(&whole, &document, DEPTH, &mut found);
        }
    }
    found
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
    let settings = json::of_node(whole, node, "connector_configuration")?;
    let key = node.entries().iter().find(|(key, _)| key.text == CLASS)?.0.range.clone();
    let class = node.get(CLASS).and_then(Node::text).and_then(|class| class.rsplit('.').next()).unwrap_or_default();
    let reason = Reason::Script("what else the connector is made with".into());
    let mut arguments = Entries { items: Default::default(), rest: Some(Unknown::new(reason)) };
    set(&mut arguments, "connector_configuration", settings);
    let header = span(&whole.slice(key.start, key.end))?;
    Some(Made { kind: "aws_mskconnect_connector", title: format!("connector {class}"), header, arguments })
}
