//! `inspect`: what every root, cluster and property resolves to, and where each fact comes from.

pub mod about;
mod json;
mod text;
mod why;

use std::sync::Arc;

use crate::client::{Client, Setting};
use crate::date::Date;
use crate::model::availability::{self, Layout, Matrix};
use crate::model::build::RootModel;
use crate::model::cluster::Cluster;
use crate::model::effective;
use crate::model::fact::{Origin, State};
use crate::model::named_facts::{self, Shown};
use crate::model::plain::Plain;
use crate::model::replication::Replication;
use crate::model::worlds::Worlds;
use crate::secrets::{mask, names_a_secret};
use crate::source::{Place, Sources};

pub use json::write as write_json;
pub(crate) use text::version_note;
pub use text::{value, write as write_text};
pub use why::explanations;

/// How text for people is shown.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Every fact and property, also those that nobody wrote.
    pub everything: bool,
    /// The date by which versions are in or out of support.
    pub today: Date,
}

/// What is shown of one cluster.
pub(crate) struct ClusterView<'a> {
    pub(crate) cluster: &'a Cluster,
    pub(crate) facts: Vec<(&'static str, Shown)>,
    pub(crate) properties: Vec<(Arc<str>, Shown)>,
    pub(crate) availability: Option<Matrix>,
}

impl<'a> ClusterView<'a> {
    pub(crate) fn new(worlds: &'a Worlds<Cluster>) -> Self {
        let cluster = worlds.first();
        let mut properties = named_facts::in_all_worlds(worlds, named_facts::properties);
        for (name, fact) in &mut properties {
            hide_secrets(name, fact);
        }
        let mut facts = named_facts::in_all_worlds(worlds, named_facts::of_cluster);
        // A reason may quote a condition, and a condition anything.
        for fact in facts.iter_mut().map(|(_, fact)| fact).chain(properties.iter_mut().map(|(_, fact)| fact)) {
            if let State::Unknown(reason) = &mut fact.state {
                *reason = mask(reason).into();
            }
        }
        Self { cluster, facts, properties, availability: matrix(worlds) }
    }
}

/// Hides what the name or the text of a property calls a secret.
fn hide_secrets(name: &str, fact: &mut Shown) {
    fact.sensitive |= names_a_secret(name);
    if let State::Known(Plain::String(text)) = &mut fact.state {
        *text = mask(text).into_owned();
    }
}

/// What brokers use for a property in every world of a cluster, as it may be shown.
pub fn effective(worlds: &Worlds<Cluster>, name: &str) -> Option<Shown> {
    let of = |cluster: &Cluster| vec![((), cluster.effective(name).map(|text| Plain::String(text.to_string())))];
    let (_, mut fact) = named_facts::in_all_worlds(worlds, of).pop()?;
    hide_secrets(name, &mut fact);
    Some(fact)
}

/// What brokers of a cluster would use for a property that nobody writes.
pub fn default(cluster: &Cluster, name: &str) -> Option<Arc<str>> {
    effective::inherited(cluster, name, Origin::nowhere()).known().cloned()
}

/// A value and where it comes from, on one line.
pub fn value_and_origin(fact: &Shown, sources: &Sources) -> String {
    let (value, origin) = (text::value(fact), text::origin(fact, sources));
    let origin = mask(&origin);
    if origin.is_empty() { value } else { format!("{value}   {origin}") }
}

/// The availability matrix of a cluster in words, if it is the same in every world.
pub fn availability(worlds: &Worlds<Cluster>) -> Option<String> {
    let mut out = Vec::new();
    text::availability(&matrix(worlds)?, &mut out).ok()?;
    String::from_utf8(out).ok()
}

/// The availability matrix, if it is the same in every world.
fn matrix(worlds: &Worlds<Cluster>) -> Option<Matrix> {
    let of = |cluster: &Cluster| Replication::of_cluster(cluster)?.layout().map(|layout| availability::matrix(&layout));
    let first = of(worlds.first())?;
    worlds.all().all(|other| of(other).as_ref() == Some(&first)).then_some(first)
}

/// The brokers, zones and replication of a cluster, if they are known and the same in every world.
pub(crate) fn layout(worlds: &Worlds<Cluster>) -> Option<Layout> {
    let of = |cluster: &Cluster| Replication::of_cluster(cluster)?.layout();
    let first = of(worlds.first())?;
    worlds.all().all(|other| of(other) == Some(first)).then_some(first)
}

/// Every cluster of every root.
fn clusters(models: &[RootModel]) -> impl Iterator<Item = ClusterView<'_>> {
    models.iter().flat_map(|model| &model.clusters).map(ClusterView::new)
}

/// The settings of a client as they may be shown.
pub(crate) fn settings(client: &Client) -> Vec<(&Setting, Shown)> {
    let shown = |setting: &Setting| Shown {
        sensitive: setting.is_secret(),
        ..setting.value.clone().map(|text| Plain::String(mask(&text).into_owned()))
    };
    client.settings.iter().map(|setting| (setting, shown(setting))).collect()
}

/// An output, without what its name or the name of a part calls a secret.
fn without_secrets(name: &str, value: &Plain) -> Plain {
    match value {
        Plain::String(_) if names_a_secret(name) => Plain::Sensitive,
        Plain::Unknown(reason) => Plain::Unknown(mask(reason).into_owned()),
        Plain::List(items) => Plain::List(items.iter().map(|item| without_secrets(name, item)).collect()),
        Plain::Object(entries) => {
            Plain::Object(entries.iter().map(|(key, value)| (key.clone(), without_secrets(key, value))).collect())
        }
        value => value.clone(),
    }
}

/// Where something stands, in words.
pub(crate) fn describe(place: &Place, sources: &Sources) -> Option<String> {
    match place {
        Place::Text(span) => Some(sources.describe(*span)),
        Place::Attribute(path) => Some(path.to_string()),
        Place::Nowhere => None,
    }
}
