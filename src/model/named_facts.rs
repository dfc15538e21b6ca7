//! The facts of a cluster by name: one table for `inspect`, the editor, custom rules and `at = "…"`.

use std::sync::Arc;

use super::cluster::Cluster;
use super::configuration::ConfigurationLink;
use super::fact::{Fact, From, Origin, State};
use super::plain::Plain;
use super::worlds::{Condition, Worlds};
use crate::facts;

/// A fact whose value can be shown.
pub type Shown = Fact<Plain>;

/// Every fact of a cluster, in the order in which people ask.
pub fn of_cluster(cluster: &Cluster) -> Vec<(&'static str, Shown)> {
    vec![
        ("brokers", cluster.brokers.clone().map(number)),
        ("zones", cluster.zones.clone().map(number)),
        ("subnets", subnets(cluster)),
        ("instance_type", cluster.instance_type.clone().map(text)),
        ("kafka_version", cluster.kafka_version.clone().map(text)),
        ("storage_mode", cluster.storage_mode.clone().map(text)),
        ("volume_size", cluster.volume_size.clone().map(number)),
        ("client_broker", cluster.client_broker.clone().map(text)),
        ("in_cluster", cluster.in_cluster.clone().map(Plain::Bool)),
        ("authentication", cluster.authentication.clone().map(texts)),
        ("unauthenticated", cluster.unauthenticated.clone().map(Plain::Bool)),
        ("public_access", cluster.public_access.clone().map(text)),
        ("configuration", configuration(cluster)),
        ("replication_factor", cluster.effective_number("default.replication.factor").map(number)),
        ("min_insync_replicas", cluster.effective_number("min.insync.replicas").map(number)),
        ("unclean_leader_election", cluster.effective_bool("unclean.leader.election.enable").map(Plain::Bool)),
        ("auto_create_topics", cluster.effective_bool("auto.create.topics.enable").map(Plain::Bool)),
    ]
}

/// Every broker property that is written or that MSK gives a default, by name.
pub fn properties(cluster: &Cluster) -> Vec<(Arc<str>, Shown)> {
    let written = cluster.configuration.attached().and_then(|attached| attached.properties.known());
    let mut names: Vec<Arc<str>> =
        written.iter().flat_map(|properties| &properties.lines).map(|line| line.name.clone()).collect();
    names.extend(facts::broker_properties().iter().filter(|row| row.has_msk_default()).map(|row| row.name.into()));
    names.sort();
    names.dedup();
    names.into_iter().map(|name| (name.clone(), cluster.effective(&name).map(text))).collect()
}

/// What holds in every world; a fact that differs is unknown, with the values it can take.
pub fn in_all_worlds<K: PartialEq + Clone>(
    worlds: &Worlds<Cluster>,
    read: impl Fn(&Cluster) -> Vec<(K, Shown)>,
) -> Vec<(K, Shown)> {
    let mut merged = read(worlds.first());
    for (other, parting) in worlds.others() {
        let other = read(other);
        merged.retain(|(name, _)| other.iter().any(|(known, _)| known == name));
        for (name, fact) in &mut merged {
            let found = other.iter().find(|(known, _)| known == name).map(|(_, fact)| fact);
            if let Some(found) = found.filter(|found| found.state != fact.state) {
                *fact = differing(fact, found, parting);
            }
        }
    }
    merged
}

/// A fact that is one thing in a world and another in the next; what is unknown in one of them is so for its own reason.
fn differing(a: &Shown, b: &Shown, parting: Option<&Condition>) -> Shown {
    let (words, place) = match parting {
        Some(Condition { words, place }) => (&**words, place.clone()),
        None => ("that these files leave open", a.origin.place.clone()),
    };
    let reason = match (&a.state, &b.state) {
        (State::Known(_), State::Known(_)) => format!("it depends on the condition {words}"),
        (State::Unknown(reason), _) => return Fact::unknown(reason.clone(), a.origin.clone()),
        (_, State::Unknown(reason)) => return Fact::unknown(reason.clone(), b.origin.clone()),
        _ => format!("whether it is set depends on the condition {words}"),
    };
    Fact::unknown(reason, Origin::at(place))
}

fn subnets(cluster: &Cluster) -> Shown {
    cluster.subnets.clone().map(|subnets| {
        let shown = subnets.into_iter().map(|subnet| match subnet.id {
            State::Known(id) => text(id),
            State::Unknown(reason) => Plain::Unknown(reason.to_string()),
            State::Absent => Plain::Null,
        });
        Plain::List(shown.collect())
    })
}

fn configuration(cluster: &Cluster) -> Shown {
    let origin = cluster.configuration.origin.clone();
    match &cluster.configuration.link {
        ConfigurationLink::None => Fact::inherited(Plain::Null, From::MskDefault, origin),
        ConfigurationLink::Attached(attached) => Fact::written(text(attached.instance.address.clone()), origin),
        ConfigurationLink::Unknown(reason) => Fact::unknown(reason.clone(), origin),
    }
}

fn number(value: impl std::fmt::Display) -> Plain {
    Plain::Number(value.to_string())
}

fn text(value: Arc<str>) -> Plain {
    Plain::String(value.to_string())
}

fn texts(values: Vec<Arc<str>>) -> Plain {
    Plain::List(values.into_iter().map(text).collect())
}
