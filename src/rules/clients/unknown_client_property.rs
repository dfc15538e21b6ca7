//! A setting that the library rejects, or ignores without a word.

use super::about;
use crate::client::karafka::passes_from;
use crate::client::library::{Family, Library};
use crate::client::names::{is_kafka_property, like, nearest, option};
use crate::client::{Client, Setting};
use crate::facts;
use crate::facts::client::{Version, rdkafka_property};
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "unknown-client-property",
    summary: "a setting that the library does not know",
    page: include_str!("unknown_client_property.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

/// Rules that say why a client cannot connect.
const CANNOT_CONNECT: &[&str] = &[
    "client-auth-not-enabled",
    "port-protocol-mismatch",
    "scram-mechanism",
    "plaintext-client",
    "iam-client-incomplete",
];

/// What librdkafka has for a setting of Kafka's own client.
const COUNTERPARTS: &[(&str, &str)] = &[
    ("fetch.max.wait.ms", "fetch.wait.max.ms"),
    ("max.request.size", "message.max.bytes"),
    ("buffer.memory", "queue.buffering.max.kbytes"),
    ("receive.buffer.bytes", "socket.receive.buffer.bytes"),
    ("send.buffer.bytes", "socket.send.buffer.bytes"),
    ("partitioner.class", "partitioner"),
    ("ssl.truststore.location", "ssl.ca.location"),
    ("sasl.jaas.config", "sasl.username and sasl.password"),
];

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    for setting in &client.settings {
        let Some(help) = fault(client, setting) else { continue };
        let (message, level) = match client.library {
            Library::Karafka => ("Karafka drops this setting without a word", "ignored"),
            Library::KafkaJs => ("kafkajs ignores this option without a word", "ignored"),
            _ if client.family() == Family::Java => ("the client ignores this setting", "ignored"),
            _ => ("the library does not know this setting: the client does not start", "rejected"),
        };
        let draft = about(setting, message).level(level).help(help);
        // Whoever misspells how to log in does not log in: there is no more to say about that.
        let meant = nearest(client.family(), client.role, &setting.key);
        let is_log_in = meant.is_some_and(|name| ["sasl", "security"].iter().any(|word| name.starts_with(word)));
        out.report(if is_log_in { draft.covers(CANNOT_CONNECT) } else { draft });
    }
}

/// The first version of Karafka that passes on a setting which this one drops.
fn dropped(client: &Client, setting: &Setting) -> Option<Version> {
    let framework = client.framework.filter(|_| client.library == Library::Karafka)?;
    passes_from(client.role, &setting.name).filter(|since| framework < *since)
}

/// What to do about an unknown setting; nothing for a known one, and for one that may be somebody else's.
fn fault(client: &Client, setting: &Setting) -> Option<String> {
    let key = &*setting.key;
    let near = || nearest(client.family(), client.role, key).map(|name| format!("did you mean {name}?"));
    match client.family() {
        Family::Librdkafka => {
            let is_of_wrapper = key.ends_with("_cb")
                || !key.contains('.')
                || ["default.topic.config", "client.software.", "go.", "dotnet.", "test."]
                    .iter()
                    .any(|p| key.starts_with(p));
            // A name that another library gives to librdkafka's property.
            let of_name = || rdkafka_property(&setting.name).filter(|_| setting.key != setting.name);
            if let Some(since) = dropped(client, setting) {
                return Some(format!(
                    "Karafka {since} is the first that passes {key} on to a {}",
                    client.role.as_str()
                ));
            }
            if let Some(row) = rdkafka_property(key).or_else(of_name) {
                let version = client.version.filter(|version| *version < row.since)?;
                return Some(format!("{key} needs librdkafka {}; this is {version}", row.since));
            }
            let counterpart = COUNTERPARTS.iter().find(|(java, _)| *java == key);
            let counterpart = counterpart.map(|(_, name)| format!("librdkafka has {name} for it"));
            let of_java = || is_kafka_property(key).then(|| "only Kafka's own client has it: remove it".to_owned());
            let other = || Some("librdkafka has no such setting: remove it".to_owned());
            (!is_of_wrapper).then(|| counterpart.or_else(near).or_else(of_java).or_else(other)).flatten()
        }
        Family::Java if client.library == Library::ConnectWorker => {
            let is_known = facts::connect_worker_property(key).is_some() || is_kafka_property(key);
            let meant = (!is_known).then(|| like(facts::connect_worker_property_names(), key, 1)).flatten()?;
            Some(format!("did you mean {meant}?"))
        }
        Family::Java => {
            // Serializers, registries and interceptors read settings of their own from the same place.
            if is_kafka_property(key) || setting.key != setting.name {
                return None;
            }
            near().or_else(|| {
                let is_rdkafka = rdkafka_property(key).is_some() && key.contains('.');
                is_rdkafka
                    .then(|| "only librdkafka has it: remove it, or use the name of Kafka's own client".to_owned())
            })
        }
        family if family.is_compiled() => None,
        family => {
            if option(family, client.role, key).is_some() {
                return None;
            }
            let other = if family == Family::Aiokafka { Family::KafkaPython } else { Family::Aiokafka };
            let is_others = family != Family::KafkaJs && option(other, client.role, key).is_some();
            near()
                .or_else(|| {
                    // The whole block is under the wrong name: said once.
                    let of_retry = |setting: &&Setting| setting.key.starts_with("retries.");
                    let first = client.settings.iter().find(of_retry).filter(|_| family == Family::KafkaJs);
                    first
                        .is_some_and(|first| std::ptr::eq(first, setting))
                        .then(|| "the option is called retry".to_owned())
                })
                .or_else(|| {
                    (is_others && family == Family::Aiokafka)
                        .then(|| format!("only {} has it: remove it", other.name()))
                })
        }
    }
}
