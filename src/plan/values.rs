//! Planned values: `after`, with what is unknown until apply and what is sensitive laid over it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use super::json::Node;
use super::references::Configuration;
use super::{Action, PlannedChange};
use crate::eval::text::Text;
use crate::eval::trace::{Step, Trace};
use crate::eval::value::{Entries, Entry, Kind, Reason, ResourceAddress, Value};
use crate::facts::schema::{self, Mode};
use crate::source::Place;

/// Types whose ids and ARNs other resources name: a known one is read as a reference to its resource.
const REFERRED_TO: &[&str] =
    &["aws_msk_", "aws_mskconnect_", "aws_subnet", "aws_security_group", "aws_secretsmanager_", "aws_route_table"];

/// Ids and ARNs of the resources of a plan.
pub(super) type KnownIds = BTreeMap<String, (ResourceAddress, &'static str)>;

/// A member of `resource_changes`, before references are resolved.
pub(super) struct Change<'f> {
    address: ResourceAddress,
    place: Place,
    change: Node<'f>,
    action: Action,
    asked_for: bool,
    before: Option<Value>,
    after: Option<Value>,
}

impl<'f> Change<'f> {
    pub(super) fn read(node: Node<'f>) -> Option<Self> {
        // An object that was to be destroyed before, and still is.
        if node.get("deposed").is_some() {
            return None;
        }
        let (address, change) = (super::address(node)?, node.get("change")?);
        let place = node.get("address").map_or(Place::Nowhere, |node| node.place());
        let action = action(change)?;
        let (before, after) = (change.get("before").and_then(|node| node.value()), change.get("after"));
        let asked_for = node.get("action_reason").and_then(Node::text) == Some("replace_by_request");
        Some(Self { address, place, action, asked_for, before, after: after.and_then(|node| node.value()), change })
    }

    /// The change with unknown, sensitive and referring values told apart from plain ones.
    pub(super) fn resolve(self, configuration: &Configuration<'_>, known: &KnownIds, plan: Node<'_>) -> PlannedChange {
        let part = |name: &str| self.change.get(name).and_then(|node| node.value());
        let expressions = configuration.expressions(&self.address);
        let layers = |unknown, sensitive, expressions| Layers { unknown, sensitive, expressions };
        let overlay = Overlay { address: &self.address, configuration, known };
        let lay = |value: Option<&Value>, layers: &Layers<'_>| {
            let value = value?;
            Some(overlay.value(Some(value), layers, "", value.trace.place()))
        };
        let before = lay(self.before.as_ref(), &layers(None, part("before_sensitive"), None));
        let after = lay(self.after.as_ref(), &layers(part("after_unknown"), part("after_sensitive"), expressions));
        PlannedChange {
            region: configuration.region(&self.address, plan),
            replaced_by: replace_paths(self.change),
            address: Rc::new(self.address),
            place: self.place,
            action: self.action,
            asked_for: self.asked_for,
            before,
            after,
        }
    }
}

fn action(change: Node<'_>) -> Option<Action> {
    let actions = change.get("actions")?.items();
    let actions: Vec<&str> = actions.into_iter().filter_map(Node::text).collect();
    Some(match actions[..] {
        ["no-op" | "read"] => Action::Nothing,
        ["create"] => Action::Create,
        ["update"] => Action::Update,
        ["delete", "create"] => Action::DestroyThenCreate,
        ["create", "delete"] => Action::CreateThenDestroy,
        ["delete" | "forget"] => Action::Remove,
        _ => return None,
    })
}

fn replace_paths(change: Node<'_>) -> Vec<Arc<str>> {
    let paths = change.get("replace_paths").map(|paths| paths.items()).unwrap_or_default();
    let dotted = |path: Node<'_>| {
        let steps = path.items();
        let names: Vec<&str> = steps.into_iter().filter_map(Node::text).collect();
        Arc::from(names.join("."))
    };
    let paths: BTreeSet<Arc<str>> = paths.into_iter().map(dotted).collect();
    paths.into_iter().collect()
}

/// Ids and ARNs under which resources of the plan are known already.
pub(super) fn known_ids(changes: &[Change<'_>]) -> KnownIds {
    let after = changes.iter().map(|change| (&change.address, &change.after));
    let before = changes.iter().map(|change| (&change.address, &change.before));
    ids(before.chain(after).filter_map(|(address, value)| Some((address, value.as_ref()?))))
}

fn ids<'a>(resources: impl Iterator<Item = (&'a ResourceAddress, &'a Value)>) -> KnownIds {
    let mut known = KnownIds::new();
    for (address, value) in resources {
        let Some(entries) = value.entries() else { continue };
        if !REFERRED_TO.iter().any(|prefix| address.kind.starts_with(prefix)) {
            continue;
        }
        for attribute in ["id", "arn"] {
            let id = entries.items.get(attribute).and_then(|entry| entry.value.as_str());
            if let Some(id) = id.filter(|id| id.starts_with("arn:") || id.contains('-')) {
                known.insert(id.to_owned(), (address.clone(), attribute));
            }
        }
    }
    known
}

/// Resources that something else evaluated. One whose id is unknown is about to be created; of the others nobody knows.
pub(super) fn given(resources: Vec<(ResourceAddress, Value)>) -> Vec<PlannedChange> {
    let known = ids(resources.iter().map(|(address, value)| (address, value)));
    let configuration = Configuration::new(None);
    let change = |(address, value): (ResourceAddress, Value)| {
        let overlay = Overlay { address: &address, configuration: &configuration, known: &known };
        let place = value.trace.place().clone();
        let after = overlay.value(Some(&value), &Layers::default(), "", &place);
        PlannedChange {
            replaced_by: Vec::new(),
            address: Rc::new(address),
            place,
            action: if is_new(&value) { Action::Create } else { Action::Nothing },
            asked_for: false,
            region: None,
            before: None,
            after: Some(after),
        }
    };
    resources.into_iter().map(change).collect()
}

fn is_new(value: &Value) -> bool {
    let id = value.entries().and_then(|entries| entries.items.get("id"));
    id.is_some_and(|id| id.value.as_unknown().is_some())
}

/// What is laid over a value, in the shape of the value.
#[derive(Default)]
struct Layers<'f> {
    unknown: Option<Value>,
    sensitive: Option<Value>,
    /// The expressions of the configuration; `None` where the plan does not show them.
    expressions: Option<Node<'f>>,
}

impl Layers<'_> {
    fn member(&self, name: &str) -> Self {
        let of = |value: &Option<Value>| Some(value.as_ref()?.entries()?.items.get(name)?.value.clone());
        Self {
            unknown: of(&self.unknown),
            sensitive: of(&self.sensitive),
            // What one expression yields as a whole shows no parts.
            expressions: self.expressions.and_then(|node| {
                let is_whole = node.get("references").or_else(|| node.get("constant_value")).is_some();
                if is_whole { Some(node) } else { node.get(name) }
            }),
        }
    }

    fn item(&self, index: usize) -> Self {
        let of = |value: &Option<Value>| value.as_ref()?.elements()?.get(index).cloned();
        // Nested blocks stand in an array, the one block of a single-block attribute by itself.
        let expressions = self.expressions.map(|node| node.items().get(index).copied().unwrap_or(node));
        Self { unknown: of(&self.unknown), sensitive: of(&self.sensitive), expressions }
    }
}

struct Overlay<'a> {
    address: &'a ResourceAddress,
    configuration: &'a Configuration<'a>,
    known: &'a KnownIds,
}

impl Overlay<'_> {
    /// A value at a path; the value itself is missing where the plan left an unknown one out.
    fn value(&self, value: Option<&Value>, layers: &Layers<'_>, path: &str, around: &Place) -> Value {
        let place = value.map_or(around, |value| value.trace.place());
        if is_true(layers.unknown.as_ref()) {
            let reference = layers.expressions.and_then(|node| self.configuration.referred(self.address, node));
            let reason = reference.unwrap_or_else(|| Reason::AfterApply(format!("{}.{path}", self.address).into()));
            return Value::unknown(reason, self.trace(value, place, layers, path));
        }
        if is_true(layers.sensitive.as_ref()) {
            return Value::unknown(Reason::Sensitive, Trace::literal(place.clone())).marked(true);
        }
        let Some(value) = value else { return Value::null(Trace::literal(around.clone())) };
        let kind = match &value.kind {
            Kind::Object(entries) => Kind::Object(Rc::new(self.object(entries, layers, path, place))),
            Kind::Tuple(items) | Kind::List(items) | Kind::Set(items) if items.is_empty() && self.is_block(path) => {
                Kind::Null
            }
            Kind::Tuple(items) | Kind::List(items) | Kind::Set(items) => {
                Kind::Tuple(self.items(items, layers, path, place))
            }
            Kind::String(text) => match self.known.get(text.as_str()).filter(|(address, _)| address != self.address) {
                Some((address, attribute)) => {
                    let reason = Reason::Resource { address: address.clone(), attribute: (*attribute).into() };
                    return Value::unknown(reason, self.trace(Some(value), place, layers, path));
                }
                None => value.kind.clone(),
            },
            other => other.clone(),
        };
        Value::new(kind, self.trace(Some(value), place, layers, path))
    }

    fn object(&self, entries: &Entries, layers: &Layers<'_>, path: &str, around: &Place) -> Entries {
        let unknown = layers.unknown.as_ref().and_then(|unknown| unknown.entries());
        let mut names: BTreeSet<&Rc<str>> = entries.items.keys().collect();
        names.extend(unknown.iter().flat_map(|unknown| unknown.items.keys()));
        let mut merged = Entries::default();
        for name in names {
            let path = if path.is_empty() { name.to_string() } else { format!("{path}.{name}") };
            let entry = entries.items.get(name);
            let value = self.value(entry.map(|entry| &entry.value), &layers.member(name), &path, around);
            let key = entry.map_or_else(|| Text::computed(name.clone(), Trace::given()), |entry| entry.key.clone());
            merged.items.insert(name.clone(), Entry { key, value });
        }
        merged
    }

    fn items(&self, items: &[Value], layers: &Layers<'_>, path: &str, around: &Place) -> Rc<[Value]> {
        let unknown = layers.unknown.as_ref().and_then(|unknown| unknown.elements());
        let missing = unknown.map_or(0, |unknown| unknown.len().saturating_sub(items.len()));
        if missing == 0 {
            let of = |(at, item)| self.value(Some(item), &layers.item(at), path, around);
            return items.iter().enumerate().map(of).collect();
        }
        // Unknown members of a set are left out; the rest is in no order that could be told.
        let plain = Layers { expressions: layers.expressions, ..Layers::default() };
        let hidden = Layers { unknown: Some(Value::new(Kind::Bool(true), Trace::given())), ..Layers::default() };
        let known = items.iter().map(|item| self.value(Some(item), &plain, path, around));
        known.chain((0..missing).map(|_| self.value(None, &hidden, path, around))).collect()
    }

    /// Whether a path is a nested block: an empty list of those is none.
    fn is_block(&self, path: &str) -> bool {
        schema::attribute(&self.address.kind, path).is_none_or(|row| row.value_type.is_block())
    }

    /// A value that the configuration writes, or one that the provider or the prior state adds.
    fn trace(&self, value: Option<&Value>, place: &Place, layers: &Layers<'_>, path: &str) -> Trace {
        let place = place.clone();
        let row = schema::attribute(&self.address.kind, path);
        // Of types that are not in the table anything may be computed.
        let is_default = row.map_or(schema::resource(&self.address.kind).is_none(), |row| match row.mode {
            Mode::OptionalComputed | Mode::Computed => true,
            Mode::Optional => {
                let shows =
                    |default| value.is_some_and(|value| value.as_str() == Some(default) || shows(value, default));
                row.default.is_some_and(shows)
            }
            Mode::Required => false,
        });
        let is_hidden = layers.expressions.is_none() && self.configuration.is_shown();
        let is_computed = layers.expressions.is_some_and(|node| node.get("references").is_some());
        match (is_default && is_hidden, is_computed) {
            (true, _) => Trace::new(place, Step::Given, Vec::new()),
            (false, true) => Trace::new(place, Step::Computed("an expression".into()), Vec::new()),
            (false, false) => value.map_or_else(|| Trace::literal(place), |value| value.trace.clone()),
        }
    }
}

/// Whether a boolean is a default as the table writes it.
fn shows(value: &Value, default: &str) -> bool {
    matches!(value.kind, Kind::Bool(value) if value.to_string() == default)
}

fn is_true(value: Option<&Value>) -> bool {
    matches!(value.map(|value| &value.kind), Some(Kind::Bool(true)))
}
