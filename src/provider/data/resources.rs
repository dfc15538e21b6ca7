//! What a data source says of a cluster, its properties, topics and clients, in the shape of resources and clients.
//!
//! What is not written is not known: nobody says that it is absent.

use std::sync::Arc;

use crate::client::library::{Library, Role};
use crate::client::{Client, Habits, Setting, Style, names};
use crate::eval::convert;
use crate::eval::text::{SegmentKind, Text, TextBuilder};
use crate::eval::trace::Trace;
use crate::eval::value::{Kind, Reason, Unknown, Value};
use crate::facts::client::Version;
use crate::finding::Instance;
use crate::model::fact::{Fact, Origin};
use crate::provider::fault::Fault;
use crate::provider::made;
use crate::provider::subject::{Subject, entry};

/// Attributes of the data source, and where they stand in the resource.
const CLUSTER: &[(&str, &[&str])] = &[
    ("kafka_version", &["kafka_version"]),
    ("number_of_broker_nodes", &["number_of_broker_nodes"]),
    ("enhanced_monitoring", &["enhanced_monitoring"]),
    ("storage_mode", &["storage_mode"]),
    ("instance_type", &["broker_node_group_info", "instance_type"]),
    ("client_subnets", &["broker_node_group_info", "client_subnets"]),
    ("volume_size", &["broker_node_group_info", "storage_info", "ebs_storage_info", "volume_size"]),
    ("public_access", &["broker_node_group_info", "connectivity_info", "public_access", "type"]),
    ("sasl_iam", &["client_authentication", "sasl", "iam"]),
    ("sasl_scram", &["client_authentication", "sasl", "scram"]),
    ("certificate_authority_arns", &["client_authentication", "tls", "certificate_authority_arns"]),
    ("unauthenticated", &["client_authentication", "unauthenticated"]),
    ("client_broker", &["encryption_info", "encryption_in_transit", "client_broker"]),
    ("in_cluster", &["encryption_info", "encryption_in_transit", "in_cluster"]),
];

/// The resources that a data source describes.
pub(super) fn subject(config: &Value) -> Subject {
    let mut subject = Subject::default();
    let name = entry(config, "name").and_then(|entry| entry.value.as_str()).unwrap_or("this");
    let written = |name: &str| entry(config, name).map(|entry| entry.value.clone());
    let properties = written("properties").map(|map| text_of(&map)).or_else(|| written("server_properties"));
    let mut cluster = Tree::default();
    for (attribute, path) in CLUSTER {
        if let Some(value) = written(attribute) {
            cluster.put(path, value);
        }
    }
    if let Some(value) = written("name") {
        cluster.put(&["cluster_name"], value);
    }
    if let Some(zones) = written("zones").filter(|_| written("client_subnets").is_none()) {
        cluster.put(&["broker_node_group_info", "client_subnets"], subnets_in(&zones));
    }
    if !cluster.0.is_empty() {
        if properties.is_some() {
            let trace = config.trace.clone();
            cluster.put(&["configuration_info", "arn"], Value::unknown(Reason::NotGiven("its ARN".into()), trace));
        }
        subject.add("aws_msk_cluster", name, cluster.value());
    }
    if let Some(text) = properties {
        subject.add("aws_msk_configuration", name, made::object([("server_properties", text)]));
    }
    for topic in blocks(config, "topic") {
        let written = ["name", "partitions", "replication_factor", "configs"].map(|name| (name, entry(topic, name)));
        let arguments = written.into_iter().filter_map(|(name, entry)| {
            let name = if name == "configs" { "config" } else { name };
            Some((name, entry?.value.clone()))
        });
        let name = entry(topic, "name").and_then(|entry| entry.value.as_str()).unwrap_or("topic");
        subject.add("kafka_topic", name, made::object(arguments).traced(topic.trace.clone()));
    }
    subject.tie();
    subject
}

fn blocks<'v>(config: &'v Value, name: &str) -> Vec<&'v Value> {
    let blocks = entry(config, name).and_then(|entry| entry.value.elements());
    blocks.map(|blocks| blocks.iter().collect()).unwrap_or_default()
}

/// One subnet in each of a number of zones.
fn subnets_in(zones: &Value) -> Value {
    const MOST: u64 = 64;
    let Kind::Number(number) = &zones.kind else { return zones.clone() };
    let count = number.as_u64().unwrap_or(0).min(MOST);
    let subnet = |_| Value::unknown(Reason::NotGiven("client_subnets".into()), zones.trace.clone());
    Value::new(Kind::List((0..count).map(subnet).collect()), zones.trace.clone())
}

/// A map of properties as the text that it stands for, each line where its entry stands.
fn text_of(map: &Value) -> Value {
    let Some(entries) = map.entries() else { return map.clone() };
    let mut text = TextBuilder::default();
    for (name, entry) in &entries.items {
        let trace = &entry.value.trace;
        let mut push = |part: &str| text.push(part, SegmentKind::Computed, trace.clone());
        push(name);
        push("=");
        match (entry.value.as_unknown(), convert::to_text(&entry.value)) {
            (Some(unknown), _) => text.push_unknown(unknown.clone(), trace.clone()),
            (None, Ok(value)) => text.push_text(&value, Trace::clone),
            (None, Err(_)) => {
                text.push_unknown(Unknown::new(Reason::NotGiven(name.clone())), trace.clone());
            }
        }
        text.push("\n", SegmentKind::Computed, trace.clone());
    }
    Value::new(Kind::String(text.finish()), map.trace.clone())
}

/// Blocks inside each other, filled path by path.
#[derive(Default)]
struct Tree(Vec<(String, Node)>);

enum Node {
    Leaf(Value),
    Block(Tree),
}

impl Tree {
    fn put(&mut self, path: &[&str], value: Value) {
        match path {
            [] => {}
            [name] => self.0.push(((*name).to_owned(), Node::Leaf(value))),
            [name, rest @ ..] => {
                let position = self.0.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
                    self.0.push(((*name).to_owned(), Node::Block(Self::default())));
                    self.0.len() - 1
                });
                if let Some((_, Node::Block(block))) = self.0.get_mut(position) {
                    block.put(rest, value);
                }
            }
        }
    }

    fn value(self) -> Value {
        made::object(self.0.into_iter().map(|(name, node)| match node {
            Node::Leaf(value) => (name, value),
            Node::Block(block) => {
                // A block stands where the first thing in it does.
                let inner = block.value();
                let first =
                    inner.entries().and_then(|entries| entries.values().next().map(|value| value.trace.clone()));
                let trace = first.unwrap_or_else(Trace::given);
                (name, Value::new(Kind::List([inner.traced(trace.clone())].into()), trace))
            }
        }))
    }
}

/// Libraries by the name that people install them under.
const LIBRARIES: &[(&str, Library)] = &[
    ("kafka-clients", Library::Java),
    ("spring-kafka", Library::SpringBoot),
    ("karafka", Library::Karafka),
    ("waterdrop", Library::WaterDrop),
    ("rdkafka-ruby", Library::RdkafkaRuby),
    ("confluent-kafka", Library::ConfluentPython),
    ("confluent-kafka-go", Library::ConfluentGo),
    ("confluent-kafka-dotnet", Library::ConfluentDotnet),
    ("node-rdkafka", Library::NodeRdkafka),
    ("rdkafka", Library::RustRdkafka),
    ("kafka-python", Library::KafkaPython),
    ("aiokafka", Library::Aiokafka),
    ("kafkajs", Library::KafkaJs),
];

/// The clients that a data source describes.
///
/// # Errors
/// When a library or a role is none.
pub(super) fn clients(config: &Value) -> Result<Vec<Client>, (String, Fault)> {
    let blocks = blocks(config, "client").into_iter().enumerate();
    blocks
        .map(|(index, block)| client(block).map_err(|(name, fault)| (format!("client[{index}].{name}"), fault)))
        .collect()
}

fn client(block: &Value) -> Result<Client, (&'static str, Fault)> {
    let text = |name: &str| entry(block, name).and_then(|entry| entry.value.as_str());
    let word = text("library").unwrap_or_default();
    let library = LIBRARIES.iter().find(|(name, _)| *name == word).map(|(_, library)| *library).ok_or_else(|| {
        let names: Vec<&str> = LIBRARIES.iter().map(|(name, _)| *name).collect();
        ("library", Fault::new(format!("no library is called {word}: there are {}", names.join(", "))))
    })?;
    let role = match text("role") {
        Some("producer") => Role::Producer,
        Some("consumer") => Role::Consumer,
        Some("admin") => Role::Admin,
        None => Role::Unknown,
        Some(word) => return Err(("role", Fault::new(format!("a role is producer, consumer or admin, not {word}")))),
    };
    let name = text("name").unwrap_or(role.as_str());
    let is_signed = entry(block, "signs_for_msk").is_some_and(|entry| matches!(entry.value.kind, Kind::Bool(true)));
    let given = entry(block, "settings").and_then(|entry| entry.value.entries());
    let settings =
        given.map(|entries| entries.items.iter().map(|(key, entry)| setting(library, role, key, &entry.value)));
    Ok(Client {
        secrets: Vec::new(),
        instance: Instance { address: name.into(), root: "".into(), var_files: Vec::new() },
        file: None,
        library,
        version: text("version").and_then(Version::parse),
        role,
        place: block.trace.place().clone(),
        settings: settings.map(Iterator::collect).unwrap_or_default(),
        complete: false,
        framework: None,
        signs_for_msk: is_signed,
        cluster: None,
        or_clusters: Vec::new(),
        room: None,
        habits: Habits::default(),
        brokers_of: None,
    })
}

fn setting(library: Library, role: Role, key: &str, value: &Value) -> Setting {
    let origin = Origin::at(value.trace.place().clone());
    let text: Result<Text, _> = convert::to_text(value);
    let value = match (value.first_unknown(), text) {
        (Some(unknown), _) => Fact::unknown(unknown.reason.to_string(), origin),
        (None, Ok(text)) => Fact::written(Arc::from(text.as_str()), origin),
        (None, Err(_)) => Fact::unknown("it is no text", origin),
    };
    let name = names::canonical(library.family(), role, key);
    Setting { name: name.into(), key: key.into(), value, style: Style::Text }
}
