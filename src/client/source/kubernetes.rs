//! Kubernetes: files and variables in config maps, variables of containers, Strimzi's Connect resources.

use std::rc::Rc;

use super::connect;
use super::entry::{Entry, Text};
use super::kind::kind;
use super::reader::{self, File, Surroundings};
use super::yaml;
use crate::client::Client;
use crate::syntax::yaml::{Node, NodeKind};

/// Deepest place of a container's variables in a manifest.
pub(super) const DEPTH: usize = 12;

/// Whether a document is a manifest.
pub(super) fn is_manifest(document: &Node) -> bool {
    document.get("apiVersion").is_some() && document.get("kind").is_some()
}

/// The clients of a manifest.
pub(super) fn read(file: &File, around: &dyn Surroundings, document: &Node) -> Vec<Client> {
    match document.get("kind").and_then(Node::text) {
        Some("ConfigMap") => config_map(file, around, document.get("data")),
        Some("Secret") => config_map(file, around, document.get("stringData")),
        Some("KafkaConnect") => strimzi(file, around, document, "bootstrapServers", "bootstrap.servers"),
        Some("KafkaConnector") => strimzi(file, around, document, "class", "connector.class"),
        // Brokers.
        Some("Kafka" | "KafkaNodePool") => Vec::new(),
        _ => of_containers(file, around, 0, document),
    }
}

fn config_map(file: &File, around: &dyn Surroundings, data: Option<&Node>) -> Vec<Client> {
    let Some(data) = data else { return Vec::new() };
    let mut clients = Vec::new();
    for (key, value) in data.entries() {
        if let (Some(kind), Some(range)) = (kind(&key.text), yaml::inner_file(file, 0, value)) {
            clients.extend(reader::read_part(&File { kind, ..file.clone() }, around, range));
        }
    }
    clients.extend(reader::of_variables(file, around, &yaml::entries(file, 0, data)));
    clients
}

/// A resource whose `spec.config` holds properties, and which gives one of them a place of its own.
fn strimzi(file: &File, around: &dyn Surroundings, document: &Node, field: &str, key: &str) -> Vec<Client> {
    let Some(spec) = document.get("spec") else { return Vec::new() };
    let own = yaml::entries(file, 0, spec).into_iter().filter(|entry| entry.key == field);
    let mut entries: Vec<Entry> = own.map(|entry| Entry { key: key.to_owned(), ..entry }).collect();
    entries.extend(spec.get("config").into_iter().flat_map(|config| yaml::entries(file, 0, config)));
    connect::read(file, around, &entries).unwrap_or_default()
}

/// The clients of the variables of every container, also where the values of a chart or a task definition have them.
pub(super) fn of_containers(file: &File, around: &dyn Surroundings, start: u32, document: &Node) -> Vec<Client> {
    let mut variables = Vec::new();
    containers(file, start, document, DEPTH, &mut variables);
    variables.iter().flat_map(|variables| reader::of_variables(file, around, variables)).collect()
}

/// The variables of every container: a list of names and values, or a map.
fn containers(file: &File, start: u32, node: &Node, depth: usize, found: &mut Vec<Vec<Entry>>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    for item in node.items() {
        containers(file, start, item, depth, found);
    }
    for (key, value) in node.entries() {
        match &value.kind {
            NodeKind::List(items) if holds_variables(&key.text) => {
                found.push(items.iter().filter_map(|item| variable(file, start, item)).collect());
            }
            NodeKind::Map(_) if holds_variables(&key.text) => found.push(yaml::entries(file, start, value)),
            _ => containers(file, start, value, depth, found),
        }
    }
}

/// Keys of variables in manifests, the values of charts, and task definitions.
fn holds_variables(key: &str) -> bool {
    matches!(key, "env" | "environment" | "envVars" | "extraEnv" | "extraEnvVars" | "variables")
}

/// `name` and `value`; a value from elsewhere is unknown.
fn variable(file: &File, start: u32, item: &Rc<Node>) -> Option<Entry> {
    let (name, written) = (item.get("name")?, yaml::entries(file, start, item));
    let name = name.text()?.to_owned();
    match written.iter().find(|entry| entry.key == "value") {
        Some(entry) => Some(Entry { key: name, ..entry.clone() }),
        None => {
            let entry = written.into_iter().find(|entry| entry.key == "name")?;
            let value = Text::Unknown("it comes from another resource".into());
            Some(Entry { key: name, value, literal: None, ..entry })
        }
    }
}
