//! Kafka Connect: workers, connectors, and the clients that they make.

use super::beside;
use super::entry::{Entry, settings};
use super::made;
use super::reader::{File, Surroundings, client};
use crate::client::library::{Library, Role};
use crate::client::{Client, Habits};

/// Keys that only workers have.
const OF_WORKERS: &[&str] =
    &["config.storage.topic", "offset.storage.topic", "offset.storage.file.filename", "plugin.path", "key.converter"];

const ROLES: [(Role, &str); 3] = [(Role::Producer, "producer"), (Role::Consumer, "consumer"), (Role::Admin, "admin")];

/// The clients of a worker or a connector; nothing where the entries are neither's.
pub(super) fn read(file: &File, around: &dyn Surroundings, entries: &[Entry]) -> Option<Vec<Client>> {
    let has = |key: &str| entries.iter().any(|entry| entry.key == key);
    if has("connector.class") {
        return Some(connector(file, around, entries));
    }
    let is_worker = OF_WORKERS.iter().any(|key| has(key)) && has("bootstrap.servers");
    is_worker.then(|| worker(file, around, entries))
}

/// What a connector overrides in the clients of its tasks.
fn connector(file: &File, around: &dyn Surroundings, entries: &[Entry]) -> Vec<Client> {
    let of_role = |(role, word): (Role, &str)| {
        let prefix = format!("{word}.override.");
        let passed = entries.iter().filter_map(|entry| Some(entry.renamed(entry.key.strip_prefix(&prefix)?)));
        let settings = settings(Library::Connector, role, passed);
        let address = format!("{word} of the connector");
        let made = client(file, around, Library::Connector, role, &address, settings)?;
        Some(Client { room: beside::room(file, entries, &prefix), ..made })
    };
    ROLES.into_iter().filter_map(of_role).collect()
}

/// A worker's own client, and those it makes for tasks: they take its brokers, but not its security.
pub(super) fn worker(file: &File, around: &dyn Surroundings, entries: &[Entry]) -> Vec<Client> {
    let is_prefixed = |key: &str| ROLES.iter().any(|(_, word)| key.starts_with(&format!("{word}.")));
    let own = entries.iter().filter(|entry| !is_prefixed(&entry.key)).map(|entry| entry.renamed(entry.key.clone()));
    let settings_of_worker = settings(Library::ConnectWorker, Role::Unknown, own);
    let mut clients: Vec<Client> =
        client(file, around, Library::ConnectWorker, Role::Unknown, "Connect worker", settings_of_worker)
            .map(|made| Client {
                habits: Habits { topics: made::by_settings(file, entries), ..Habits::default() },
                room: beside::room(file, entries.iter().filter(|entry| !is_prefixed(&entry.key)), ""),
                ..made
            })
            .into_iter()
            .collect();
    for (role, word) in ROLES {
        let prefix = format!("{word}.");
        let is_used = entries.iter().any(|entry| entry.key.starts_with(&prefix));
        let passed = entries.iter().filter_map(|entry| match entry.key.strip_prefix(&prefix) {
            Some(key) => Some(entry.renamed(key)),
            None if entry.key == "bootstrap.servers" => Some(entry.renamed("bootstrap.servers")),
            None => None,
        });
        let settings = settings(Library::Connector, role, passed);
        let address = format!("{word} of the Connect worker");
        let made = client(file, around, Library::Connector, role, &address, settings);
        let made = made.filter(|_| is_used);
        clients.extend(made.map(|made| Client { room: beside::room(file, entries, &prefix), ..made }));
    }
    clients
}
