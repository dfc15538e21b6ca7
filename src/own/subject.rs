//! What `self` is: the facts of a cluster, topic, configuration or client by name, each with its state and place.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::expression::Names;
use crate::client::Client;
use crate::client::defaults::{self, Unsure};
use crate::eval::number::Number;
use crate::eval::text::Text;
use crate::eval::trace::Trace;
use crate::eval::value::{Entries, Entry, Kind, Reason, Value};
use crate::facts;
use crate::model::cluster::{Cluster, ClusterKind};
use crate::model::configuration::{Attachment, Configuration};
use crate::model::effective;
use crate::model::fact::{Fact, From, Origin, State};
use crate::model::named_facts::{self, Shown};
use crate::model::plain::Plain;
use crate::model::topic::Topic;
use crate::secrets::names_a_secret;
use crate::source::Place;

/// Why something about the cluster of a topic is not known.
const NO_CLUSTER: &str = "these files do not tell its cluster";

/// A subject by the names of its facts.
pub struct Subject(Vec<(&'static str, Node)>);

/// What a name stands for.
enum Node {
    Fact(Shown),
    Map(Map),
    List(Vec<Subject>),
    Inner(Subject),
    Unknown(&'static str),
}

/// Properties or settings by name.
struct Map {
    entries: Vec<(Arc<str>, Shown)>,
    /// Why there may be more of them.
    open: Option<Arc<str>>,
}

/// How what is not known or not there is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gaps {
    /// As unknown, and as `null`.
    AsTheyAre,
    /// In words.
    InWords,
}

impl Subject {
    /// A cluster with its topics. Of `keys`, which a rule names, those have defaults that nobody writes.
    pub fn cluster(cluster: &Cluster, keys: &Names) -> Self {
        let mut subject = Self::cluster_alone(cluster, keys);
        let topics = cluster.topics.iter().map(|topic| Self(topic_facts(topic, Some(cluster), keys)));
        subject.0.push(("topics", Node::List(topics.collect())));
        subject
    }

    fn cluster_alone(cluster: &Cluster, keys: &Names) -> Self {
        let own = [
            ("name", cluster.name.clone().map(text)),
            ("address", address(&cluster.instance.address, &cluster.block)),
            ("kind", cluster.kind.clone().map(|kind: ClusterKind| Plain::String(kind.as_str().to_owned()))),
            ("region", cluster.region.clone().map(text)),
        ];
        let facts = own.into_iter().chain(named_facts::of_cluster(cluster)).map(|(name, fact)| match name {
            // Without a block nobody has to log in.
            "authentication" if fact.is_absent() => {
                (name, Fact::inherited(Plain::List(Vec::new()), From::MskDefault, fact.origin))
            }
            _ => (name, fact),
        });
        let mut nodes: Vec<(&'static str, Node)> = facts.map(|(name, fact)| (name, Node::Fact(fact))).collect();
        let mut entries: Vec<(Arc<str>, Shown)> = named_facts::properties(cluster).into_iter().map(secret).collect();
        add_defaults(&mut entries, keys, |name| effective::property_or_kafkas(cluster, name));
        // A property that is neither written nor has a default is absent, unless something unseen may write it: then even
        // that of no name is unknown.
        let open = match cluster.written("") {
            State::Unknown(reason) => Some(reason),
            State::Known(_) | State::Absent => None,
        };
        nodes.push(("properties", Node::Map(Map { entries, open })));
        Self(nodes)
    }

    /// A topic with its cluster, where that is known.
    pub fn topic(topic: &Topic, cluster: Option<&Cluster>, keys: &Names) -> Self {
        let mut facts = topic_facts(topic, cluster, keys);
        facts.push((
            "cluster",
            match cluster {
                Some(cluster) => Node::Inner(Self::cluster_alone(cluster, keys)),
                None => Node::Unknown(NO_CLUSTER),
            },
        ));
        Self(facts)
    }

    /// A configuration.
    pub fn configuration(configuration: &Configuration) -> Self {
        let block = Origin::at(configuration.block.clone());
        let list = |texts: Vec<Arc<str>>| Plain::List(texts.into_iter().map(text).collect());
        let clusters = match &configuration.attachment {
            Attachment::Clusters(clusters) => Fact::written(list(clusters.clone()), block),
            Attachment::Unattached => Fact::written(Plain::List(Vec::new()), block),
            Attachment::Unknown(reason) => Fact::unknown(reason.clone(), block),
        };
        let properties = match &configuration.properties.state {
            State::Known(properties) => Map {
                entries: last_of_each(properties.lines.iter().map(|line| (line.name.clone(), line.value.clone()))),
                open: properties.open.clone(),
            },
            State::Unknown(reason) => Map { entries: Vec::new(), open: Some(reason.clone()) },
            State::Absent => Map { entries: Vec::new(), open: None },
        };
        Self(vec![
            ("name", Node::Fact(configuration.name.clone().map(text))),
            ("address", Node::Fact(address(&configuration.instance.address, &configuration.block))),
            ("kafka_versions", Node::Fact(configuration.kafka_versions.clone().map(list))),
            ("clusters", Node::Fact(clusters)),
            ("properties", Node::Map(properties)),
        ])
    }

    /// A client with the cluster it talks to, where that is known, and its file as seen from the folder of the rule.
    /// Settings that the rule names have the library's default where nobody writes them.
    pub fn client(client: &Client, file: Option<&str>, keys: &Names) -> Self {
        let here = || Origin::at(client.place.clone());
        let told = |words: &str| Fact::written(Plain::String(words.to_owned()), here());
        let file = file.map_or_else(|| Fact::unknown("it stands in no file", here()), told);
        let version = match client.version {
            Some(version) => told(&version.to_string()),
            None => Fact::unknown("no file beside it tells the version", here()),
        };
        let written = client.settings.iter().map(|setting| {
            let fact = setting.value.clone().map(text);
            (setting.name.clone(), Fact { sensitive: fact.sensitive || setting.is_secret(), ..fact })
        });
        let mut entries: Vec<(Arc<str>, Shown)> = written.collect();
        let unwritten = keys.iter().filter(|name| client.setting(name).is_none());
        entries.extend(unwritten.filter_map(|name| Some((name.clone(), default(client, name)?))));
        let open = (!client.complete).then(|| "something else may set it".into());
        let cluster = match &client.cluster {
            Some(cluster) => Node::Inner(Self::cluster_alone(cluster, keys)),
            None => Node::Unknown("these files do not tell which cluster it talks to"),
        };
        Self(vec![
            ("name", Node::Fact(told(&client.instance.address))),
            ("file", Node::Fact(file)),
            ("library", Node::Fact(told(client.library.name()))),
            ("version", Node::Fact(version)),
            ("role", Node::Fact(told(client.role.as_str()))),
            ("settings", Node::Map(Map { entries, open })),
            ("cluster", cluster),
        ])
    }

    /// The fact, property or setting of a name.
    pub(super) fn find(&self, name: &str) -> Option<&Shown> {
        let facts = self.0.iter().filter_map(|(known, node)| match node {
            Node::Fact(fact) => (*known == name).then_some(fact),
            Node::Map(map) => map.entries.iter().find(|(known, _)| **known == *name).map(|(_, fact)| fact),
            _ => None,
        });
        facts.into_iter().next()
    }

    /// It as a value. `keys` are those that a map has though nobody sets them.
    pub(super) fn value(&self, keys: &Names, gaps: Gaps) -> Value {
        let entry = |(name, node): &(&'static str, Node)| {
            let value = match node {
                Node::Fact(fact) => fact_value(fact, gaps),
                Node::Map(map) => map.value(keys, gaps),
                Node::List(items) => {
                    let items = items.iter().map(|item| item.value(keys, gaps));
                    Value::new(Kind::Tuple(items.collect()), Trace::given())
                }
                Node::Inner(inner) => inner.value(keys, gaps),
                Node::Unknown(reason) => unknown(reason),
            };
            (Rc::<str>::from(*name), value)
        };
        object(self.0.iter().map(entry), None)
    }
}

impl Map {
    fn value(&self, keys: &Names, gaps: Gaps) -> Value {
        let set = self.entries.iter().map(|(name, fact)| (Rc::<str>::from(&**name), fact_value(fact, gaps)));
        let is_set = |key: &Arc<str>| self.entries.iter().any(|(name, _)| name == key);
        let missing = keys.iter().filter(|key| !is_set(key)).map(|key| {
            let absent = Fact::absent(Origin::nowhere());
            let fact = self.open.as_ref().map_or(absent, |reason| Fact::unknown(reason.clone(), Origin::nowhere()));
            (Rc::<str>::from(&**key), fact_value(&fact, gaps))
        });
        let open = self.open.as_ref().map(|reason| Reason::Told((&**reason).into()));
        let mut value = object(set.chain(missing), open);
        if let Kind::Object(entries) = value.kind {
            value.kind = Kind::Map(entries);
        }
        value
    }
}

fn topic_facts(topic: &Topic, cluster: Option<&Cluster>, keys: &Names) -> Vec<(&'static str, Node)> {
    let written = topic.configs.known().into_iter().flatten();
    let mut entries = last_of_each(written.map(|config| (config.name.clone(), config.value.clone())));
    let open = match &topic.configs.state {
        State::Unknown(reason) => Some(reason.clone()),
        State::Known(_) | State::Absent => None,
    };
    if open.is_none() {
        add_defaults(&mut entries, keys, |name| match cluster {
            Some(cluster) => effective::topic_config(cluster, name),
            None if facts::kafka_topic_property(name).is_some() => Fact::unknown(NO_CLUSTER, Origin::nowhere()),
            None => Fact::absent(Origin::nowhere()),
        });
    }
    let configs = Map { entries, open };
    vec![
        ("name", Node::Fact(topic.name.clone().map(text))),
        ("address", Node::Fact(address(&topic.instance.address, &topic.block))),
        ("partitions", Node::Fact(topic.partitions.clone().map(number))),
        ("replication_factor", Node::Fact(topic.replication_factor.clone().map(number))),
        ("configs", Node::Map(configs)),
    ]
}

/// Adds what keys come to that nobody writes, where they come to something.
fn add_defaults(entries: &mut Vec<(Arc<str>, Shown)>, keys: &Names, of: impl Fn(&str) -> Fact<Arc<str>>) {
    for key in keys {
        let fact = if entries.iter().any(|(known, _)| known == key) { continue } else { of(key) };
        if !fact.is_absent() {
            entries.push(secret((key.clone(), fact.map(text))));
        }
    }
}

/// The library's default of a setting that nobody writes; `None` where the library has none.
fn default(client: &Client, name: &str) -> Option<Shown> {
    if !client.complete {
        return None;
    }
    let here = Origin::at(client.place.clone());
    match (client.default(name), defaults::default(client, name, Unsure::Newest)) {
        (Some(value), _) => Some(Fact::inherited(Plain::String(value), From::MskDefault, here)),
        (None, Some(_)) => Some(Fact::unknown("its default depends on the version, which no file tells", here)),
        (None, None) => None,
    }
}

fn last_of_each(lines: impl Iterator<Item = (Arc<str>, Fact<Arc<str>>)>) -> Vec<(Arc<str>, Shown)> {
    let by_name: BTreeMap<Arc<str>, Fact<Arc<str>>> = lines.collect();
    by_name.into_iter().map(|(name, fact)| secret((name, fact.map(text)))).collect()
}

/// What goes by the name of a secret is one.
fn secret((name, fact): (Arc<str>, Shown)) -> (Arc<str>, Shown) {
    let sensitive = fact.sensitive || names_a_secret(&name);
    (name, Fact { sensitive, ..fact })
}

fn address(address: &Arc<str>, block: &Place) -> Shown {
    Fact::written(text(address.clone()), Origin::at(block.clone()))
}

fn text(value: Arc<str>) -> Plain {
    Plain::String(value.to_string())
}

fn number(value: i64) -> Plain {
    Plain::Number(value.to_string())
}

fn fact_value(fact: &Shown, gaps: Gaps) -> Value {
    match &fact.state {
        _ if fact.sensitive => plain_value(&Plain::Sensitive, gaps),
        State::Known(value) => plain_value(value, gaps),
        State::Unknown(reason) => plain_value(&Plain::Unknown(reason.to_string()), gaps),
        State::Absent => plain_value(&Plain::Null, gaps),
    }
}

fn plain_value(plain: &Plain, gaps: Gaps) -> Value {
    let given = |kind| Value::new(kind, Trace::given());
    match plain {
        Plain::Null | Plain::Unknown(_) | Plain::Sensitive if gaps == Gaps::InWords => {
            Value::string(shown(plain), Trace::given())
        }
        Plain::Null => Value::null(Trace::given()),
        Plain::Bool(value) => given(Kind::Bool(*value)),
        Plain::Number(digits) => match Number::parse(digits) {
            Some(number) => given(Kind::Number(number)),
            None => unknown("it is not a number"),
        },
        Plain::String(text) => Value::string(text.as_str(), Trace::given()),
        Plain::List(items) => given(Kind::Tuple(items.iter().map(|item| plain_value(item, gaps)).collect())),
        Plain::Object(entries) => {
            object(entries.iter().map(|(key, value)| (Rc::from(key.as_str()), plain_value(value, gaps))), None)
        }
        Plain::Unknown(reason) => unknown(reason),
        Plain::Sensitive => Value::unknown(Reason::Sensitive, Trace::given()),
    }
}

/// A value as a finding shows it.
pub(super) fn shown(plain: &Plain) -> String {
    match plain {
        Plain::Null => "(not set)".to_owned(),
        Plain::Bool(value) => value.to_string(),
        Plain::Number(digits) => digits.clone(),
        Plain::String(text) => text.clone(),
        Plain::List(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
        Plain::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| format!("{key} = {}", shown(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        Plain::Unknown(_) => "(unknown)".to_owned(),
        Plain::Sensitive => "(sensitive)".to_owned(),
    }
}

fn unknown(reason: &str) -> Value {
    Value::unknown(Reason::Told(reason.into()), Trace::given())
}

fn object(items: impl Iterator<Item = (Rc<str>, Value)>, open: Option<Reason>) -> Value {
    let entry =
        |(name, value): (Rc<str>, Value)| (name.clone(), Entry { key: Text::computed(name, Trace::given()), value });
    let rest = open.map(crate::eval::value::Unknown::new);
    Value::new(Kind::Object(Rc::new(Entries { items: items.map(entry).collect(), rest })), Trace::given())
}
