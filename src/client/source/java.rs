//! Files whose keys are those of Kafka's own client.

use super::beside;
use super::entry::{Entry, settings};
use super::made;
use super::reader::{File, Surroundings, client};
use crate::client::library::{Library, Role};
use crate::client::names::{is_kafka_property, is_kafka_property_for};
use crate::client::{Client, Habits};
use crate::facts;

/// Keys that only brokers have.
const OF_BROKERS: &[&str] =
    &["broker.id", "node.id", "process.roles", "zookeeper.connect", "log.dirs", "log.dir", "listeners", "clusters"];

/// The clients that a list of entries configures, if its keys are those of Kafka's own client.
pub(super) fn read(file: &File, around: &dyn Surroundings, entries: &[Entry]) -> Vec<Client> {
    let has = |keys: &[&str]| entries.iter().any(|entry| keys.contains(&&*entry.key));
    let known = entries.iter().filter(|entry| is_kafka_property(&entry.key)).count();
    let only_java = entries.iter().any(|entry| is_kafka_property(&entry.key) && !is_rdkafka(&entry.key));
    let only_rdkafka = entries.iter().any(|entry| is_rdkafka(&entry.key) && !is_kafka_property(&entry.key));
    // Confluent's samples for librdkafka are in the same format.
    if known < 2 || has(OF_BROKERS) || (only_rdkafka && !only_java) {
        return Vec::new();
    }
    let roles = roles(entries.iter().map(|entry| &*entry.key));
    let of_role = |role: Role| {
        let passed = entries.iter().map(|entry| entry.renamed(entry.key.clone()));
        let client = client(file, around, Library::Java, role, role.as_str(), settings(Library::Java, role, passed))?;
        let habits = Habits { topics: made::by_settings(file, entries), ..Habits::default() };
        Some(Client { habits, room: beside::room(file, entries, ""), ..client })
    };
    roles.into_iter().filter_map(of_role).collect()
}

fn is_rdkafka(key: &str) -> bool {
    facts::client::rdkafka_property(key).is_some()
}

/// The roles that keys tell: those that have a key which no other role has.
pub(super) fn roles<'a>(keys: impl Iterator<Item = &'a str> + Clone) -> Vec<Role> {
    let tells = |role: Role, other: Role| {
        keys.clone().any(|key| is_kafka_property_for(role, key) && !is_kafka_property_for(other, key))
    };
    let is_producer = tells(Role::Producer, Role::Consumer);
    let is_consumer = tells(Role::Consumer, Role::Producer);
    match (is_producer, is_consumer) {
        (true, true) => vec![Role::Producer, Role::Consumer],
        (true, false) => vec![Role::Producer],
        (false, true) => vec![Role::Consumer],
        (false, false) => vec![Role::Unknown],
    }
}
