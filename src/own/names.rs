//! What `self` has: the names of its facts, and the type of each.

use std::rc::Rc;

use super::About;
use super::expression::Names;
use crate::eval::types::Type;
use crate::facts;

/// What stands behind a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    Number,
    Bool,
    Texts,
    /// Properties, topic settings or client settings by name.
    Map,
    /// The topics of a cluster.
    Topics,
    /// The cluster of a topic or client.
    Cluster,
}

const CLUSTER: &[(&str, Shape)] = &[
    ("name", Shape::Text),
    ("address", Shape::Text),
    ("kind", Shape::Text),
    ("region", Shape::Text),
    ("brokers", Shape::Number),
    ("zones", Shape::Number),
    ("subnets", Shape::Texts),
    ("instance_type", Shape::Text),
    ("kafka_version", Shape::Text),
    ("storage_mode", Shape::Text),
    ("volume_size", Shape::Number),
    ("client_broker", Shape::Text),
    ("in_cluster", Shape::Bool),
    ("authentication", Shape::Texts),
    ("unauthenticated", Shape::Bool),
    ("public_access", Shape::Text),
    ("configuration", Shape::Text),
    ("replication_factor", Shape::Number),
    ("min_insync_replicas", Shape::Number),
    ("unclean_leader_election", Shape::Bool),
    ("auto_create_topics", Shape::Bool),
    ("properties", Shape::Map),
    ("topics", Shape::Topics),
];

const TOPIC: &[(&str, Shape)] = &[
    ("name", Shape::Text),
    ("address", Shape::Text),
    ("partitions", Shape::Number),
    ("replication_factor", Shape::Number),
    ("configs", Shape::Map),
    ("cluster", Shape::Cluster),
];

const CONFIGURATION: &[(&str, Shape)] = &[
    ("name", Shape::Text),
    ("address", Shape::Text),
    ("kafka_versions", Shape::Texts),
    ("properties", Shape::Map),
    ("clusters", Shape::Texts),
];

const CLIENT: &[(&str, Shape)] = &[
    ("name", Shape::Text),
    ("file", Shape::Text),
    ("library", Shape::Text),
    ("version", Shape::Text),
    ("role", Shape::Text),
    ("settings", Shape::Map),
    ("cluster", Shape::Cluster),
];

/// The names of a subject.
pub(super) const fn of(about: About) -> &'static [(&'static str, Shape)] {
    match about {
        About::Cluster => CLUSTER,
        About::Topic => TOPIC,
        About::Configuration => CONFIGURATION,
        About::Client => CLIENT,
    }
}

/// What stands behind a name.
pub(super) fn shape(about: About, name: &str) -> Option<Shape> {
    of(about).iter().find(|(known, _)| *known == name).map(|(_, shape)| *shape)
}

/// The known name that a key in brackets is one slip of the pen away from, if tables know the names of its kind.
pub(super) fn misspelled(about: About, key: &str) -> Option<&'static str> {
    let known: Vec<&'static str> = match about {
        About::Cluster | About::Configuration => {
            facts::kafka_broker_property_names().chain(facts::broker_properties().iter().map(|row| row.name)).collect()
        }
        About::Topic => facts::kafka_topic_property_names().collect(),
        About::Client => return None,
    };
    if known.contains(&key) {
        return None;
    }
    let scored = known.into_iter().map(|name| (strsim::damerau_levenshtein(name, key), name));
    scored.min().filter(|(distance, _)| *distance <= 2).map(|(_, name)| name)
}

/// What to name instead of a place that findings cannot get; `None` where a name is that of a fact, property or setting.
pub fn no_place(about: About, name: &str, keys: &Names) -> Option<String> {
    let is_fact = |shape| matches!(shape, Shape::Text | Shape::Number | Shape::Bool | Shape::Texts);
    let is_setting = keys.contains(name) || name.contains('.') && misspelled(about, name).is_none();
    if shape(about, name).is_some_and(is_fact) || is_setting {
        return None;
    }
    let facts = of(about).iter().filter(|(_, shape)| is_fact(*shape)).map(|(name, _)| *name);
    let scored = facts.clone().map(|known| (strsim::damerau_levenshtein(known, name), known)).min();
    Some(match (misspelled(about, name), scored.filter(|(distance, _)| *distance <= 2 + name.len() / 5)) {
        (Some(near), _) | (None, Some((_, near))) => format!("did you mean {near}?"),
        (None, None) => format!("name a property or setting, or {}", facts.collect::<Vec<_>>().join(", ")),
    })
}

impl Shape {
    pub(super) fn ty(self) -> Type {
        match self {
            Self::Text => Type::String,
            Self::Number => Type::Number,
            Self::Bool => Type::Bool,
            Self::Texts => Type::List(Rc::new(Type::String)),
            Self::Map => Type::Map(Rc::new(Type::String)),
            Self::Topics => Type::List(Rc::new(Type::object(
                TOPIC
                    .iter()
                    .filter(|(_, shape)| *shape != Self::Cluster)
                    .map(|(name, shape)| ((*name).into(), shape.ty())),
            ))),
            // A cluster inside another subject has no topics.
            Self::Cluster => Type::object(
                CLUSTER
                    .iter()
                    .filter(|(_, shape)| *shape != Self::Topics)
                    .map(|(name, shape)| ((*name).into(), shape.ty())),
            ),
        }
    }
}
