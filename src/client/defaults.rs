//! What a library does where nothing is written: its own default in its version, and what frameworks put in its place.

use super::library::{Family, Library, Role};
use super::{Client, names};
use crate::facts::KafkaDefault;
use crate::facts::client::{self, Version, in_version};

/// What to answer when the default depends on a version that is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsure {
    /// Nothing.
    Nothing,
    /// The newest version's.
    Newest,
}

/// Settings for which WaterDrop has defaults of its own, which depend on its version.
pub(super) const OF_WRAPPERS: &[&str] = &["transaction.timeout.ms", "delivery.timeout.ms"];

/// The default of a setting by its canonical name.
pub fn default(client: &Client, name: &str, unsure: Unsure) -> Option<String> {
    if let Some(value) = of_framework(client, name) {
        return Some(value.to_owned());
    }
    let is_waterdrop = matches!(client.library, Library::WaterDrop | Library::Karafka);
    if is_waterdrop && OF_WRAPPERS.contains(&name) && unsure == Unsure::Nothing {
        return None;
    }
    let newest = Version { major: u16::MAX, minor: 0, patch: 0 };
    let version = client.version.or((unsure == Unsure::Newest).then_some(newest));
    match client.family() {
        Family::Java => of_kafka(client.role, name, version),
        Family::Librdkafka => of_option(client, name, version).or_else(|| {
            let row = client::rdkafka_property(name)?;
            in_version(row.defaults, version).map(str::to_owned)
        }),
        _ => of_option(client, name, version),
    }
}

/// What a framework sends whatever the library's default is.
fn of_framework(client: &Client, name: &str) -> Option<&'static str> {
    let is_python_transaction =
        || client.setting("transactional.id").is_some() || client.flag("enable.idempotence").is_some_and(|(on, _)| on);
    match (client.library, client.role, name) {
        (Library::Quarkus, Role::Producer, "acks") => Some("1"),
        (Library::Quarkus, _, "reconnect.backoff.max.ms") => Some("10000"),
        (Library::Quarkus, Role::Consumer, "enable.auto.commit") => Some("false"),
        (Library::Connector, Role::Producer, "acks") => Some("all"),
        (Library::Connector, Role::Producer, "enable.idempotence") => Some("false"),
        (Library::Connector, Role::Producer, "max.in.flight.requests.per.connection") => Some("1"),
        (Library::Connector, Role::Producer, "delivery.timeout.ms") => Some("2147483647"),
        (Library::Aiokafka, Role::Producer, "acks") if is_python_transaction() => Some("all"),
        _ => None,
    }
}

fn of_option(client: &Client, name: &str, version: Option<Version>) -> Option<String> {
    let role = client.role.option_role();
    let mut rows = client::client_options(client.library.options()?)
        .filter(|row| row.property == name && (row.role == "common" || role == Some(row.role)));
    in_version(rows.next()?.defaults, version).map(str::to_owned)
}

fn of_kafka(role: Role, name: &str, version: Option<Version>) -> Option<String> {
    let row = names::kafka_property_for(role, name)?;
    let held = |since: &crate::facts::Since<KafkaDefault>| match since.value {
        KafkaDefault::Value(text) => Some(text.to_owned()),
        _ => None,
    };
    match version {
        Some(version) => {
            let minor = (version.major, version.minor);
            let in_force = row.defaults.iter().rev().find(|since| (since.from.major, since.from.minor) <= minor);
            held(in_force.or(row.defaults.first())?)
        }
        None => {
            let first = row.defaults.first()?;
            row.defaults.iter().all(|since| since.value == first.value).then(|| held(first)).flatten()
        }
    }
}
