//! Quarkus and Micronaut: common keys below `kafka`, and those of one channel, producer or consumer.

use std::collections::BTreeSet;

use super::beside;
use super::entry::{Entry, Passed, settings};
use super::reader::{File, Surroundings, client};
use crate::client::Client;
use crate::client::library::{Library, Role};

/// The clients of SmallRye's channels; nothing where the entries name no channel of its Kafka connector.
pub(super) fn read(file: &File, around: &dyn Surroundings, entries: &[Entry]) -> Option<Vec<Client>> {
    let entries = of_production(entries);
    let channels: BTreeSet<(Role, String)> = entries.iter().filter_map(channel).collect();
    if channels.is_empty() {
        return None;
    }
    let of_channel = |(role, name): (Role, String)| {
        let direction = if role == Role::Producer { "outgoing" } else { "incoming" };
        let prefixes = ["kafka.".to_owned(), format!("mp.messaging.{direction}.{name}.")];
        let connector = "mp.messaging.connector.smallrye-kafka.".to_owned();
        let passed = [&prefixes[0], &connector, &prefixes[1]].into_iter().flat_map(|prefix| below(&entries, prefix));
        // Keys with dashes are the connector's own.
        let passed = passed.filter(|passed| !passed.key.contains('-') && passed.key != "connector");
        let address = format!("{} of channel {name}", role.as_str());
        let made = client(file, around, Library::Quarkus, role, &address, settings(Library::Quarkus, role, passed))?;
        Some(Client { room: beside::room(file, &entries, &prefixes[1]), ..made })
    };
    Some(channels.into_iter().filter_map(of_channel).collect())
}

/// The direction and name of a channel that is Kafka's.
fn channel(entry: &Entry) -> Option<(Role, String)> {
    let rest = entry.key.strip_prefix("mp.messaging.")?;
    let (role, rest) = match rest.split_once('.')? {
        ("outgoing", rest) => (Role::Producer, rest),
        ("incoming", rest) => (Role::Consumer, rest),
        _ => return None,
    };
    let name = rest.strip_suffix(".connector")?;
    (entry.value.known() == Some("smallrye-kafka")).then(|| (role, name.trim_matches('"').to_owned()))
}

/// Entries that hold in production: those of other profiles are left out.
fn of_production(entries: &[Entry]) -> Vec<Entry> {
    let (of_profile, mut kept): (Vec<Entry>, Vec<Entry>) =
        entries.iter().cloned().partition(|entry| entry.key.trim_start_matches('"').starts_with('%'));
    let strip = |entry: Entry| {
        let key = entry.key.replace('"', "");
        Some(Entry { key: key.strip_prefix("%prod.")?.to_owned(), ..entry })
    };
    kept.extend(of_profile.into_iter().filter_map(strip));
    kept
}

/// The clients of Micronaut; nothing where no producer or consumer of it is named.
pub(super) fn micronaut(file: &File, around: &dyn Surroundings, entries: &[Entry]) -> Option<Vec<Client>> {
    let named: BTreeSet<(Role, &str, &str)> = entries.iter().filter_map(|entry| group(&entry.key)).collect();
    if named.is_empty() {
        return None;
    }
    let of_group = |(role, kind, name): (Role, &str, &str)| {
        let common = below(entries, "kafka.").filter(|passed| group(&passed.entry.key).is_none());
        let own = ["default", name].into_iter().flat_map(|name| below(entries, &format!("kafka.{kind}.{name}.")));
        let passed: Vec<Passed<'_>> = common.chain(own).collect();
        let address = format!("kafka.{kind}.{name}");
        let made =
            client(file, around, Library::Micronaut, role, &address, settings(Library::Micronaut, role, passed))?;
        Some(Client { room: beside::room(file, entries, &format!("{address}.")), ..made })
    };
    Some(named.into_iter().filter_map(of_group).collect())
}

fn group(key: &str) -> Option<(Role, &str, &str)> {
    let (role, kind, rest) = match key.strip_prefix("kafka.")?.split_once('.')? {
        ("producers", rest) => (Role::Producer, "producers", rest),
        ("consumers", rest) => (Role::Consumer, "consumers", rest),
        _ => return None,
    };
    Some((role, kind, rest.split_once('.')?.0))
}

fn below<'e>(entries: &'e [Entry], prefix: &str) -> impl Iterator<Item = Passed<'e>> + use<'e> {
    let prefix = prefix.to_owned();
    entries.iter().filter_map(move |entry| {
        let key = entry.key.strip_prefix(&prefix)?;
        Some(entry.renamed(key.replace(['"', '[', ']'], "")))
    })
}
