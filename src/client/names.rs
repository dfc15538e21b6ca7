//! One name for each setting: Kafka's own where the meaning is the same, the library's where it is not.

use super::library::{Family, Library, Role};
use crate::facts::client::{self, ClientOption, RdkafkaRoles, Version};
use crate::facts::client::{kafka_admin_property, kafka_consumer_property, kafka_producer_property};
use crate::facts::{KafkaProperty, kafka_client_property};

/// The canonical name of a setting as a family spells it; the spelling itself where no table has it.
pub fn canonical(family: Family, role: Role, key: &str) -> String {
    match family {
        Family::Java => key.to_owned(),
        Family::Librdkafka => of_rdkafka(key).unwrap_or(key).to_owned(),
        _ => option(family, role, key).map_or_else(|| key.to_owned(), |row| row.property.to_owned()),
    }
}

/// librdkafka has two names for some settings: the one that Kafka's own clients have too is canonical.
fn of_rdkafka(key: &str) -> Option<&'static str> {
    let row = client::rdkafka_property(key)?;
    let is_java = |name: &&str| is_kafka_property(name);
    let others = client::rdkafka_properties().iter().filter(|other| other.alias_of == Some(row.name));
    let mut names = std::iter::once(row.name).chain(row.alias_of).chain(others.map(|other| other.name));
    let first = row.alias_of.unwrap_or(row.name);
    // Kafka's own delivery.timeout.ms and librdkafka's message.timeout.ms mean the same; so do all the other pairs.
    Some(names.find(is_java).unwrap_or(first))
}

/// Whether Kafka's own clients have a property.
pub fn is_kafka_property(name: &str) -> bool {
    kafka_client_property(name).is_some()
}

/// Kafka's own row for a property of a role; an unknown role has them all.
pub fn kafka_property_for(role: Role, name: &str) -> Option<&'static KafkaProperty> {
    match role {
        Role::Producer => kafka_producer_property(name),
        Role::Consumer => kafka_consumer_property(name),
        Role::Admin => kafka_admin_property(name),
        Role::Unknown => kafka_client_property(name),
    }
}

/// Whether Kafka's own clients have a property for a role.
pub fn is_kafka_property_for(role: Role, name: &str) -> bool {
    kafka_property_for(role, name).is_some()
}

/// Whether a library has a setting in a version; where that is not known, whether it ever had.
pub fn is_known(family: Family, role: Role, name: &str, version: Option<Version>) -> bool {
    let from = |since: Version| version.is_none_or(|version| since <= version);
    match family {
        Family::Java => kafka_property_for(role, name)
            .is_some_and(|row| from(Version { major: row.since.major, minor: row.since.minor, patch: 0 })),
        Family::Librdkafka => client::rdkafka_property(name).is_some_and(|row| {
            let newest = Version { major: u16::MAX, minor: 0, patch: 0 };
            let roles = client::in_version(row.roles, Some(version.unwrap_or(newest)));
            let is_of_role = match roles {
                Some(RdkafkaRoles::Producer) => role == Role::Producer,
                Some(RdkafkaRoles::Consumer) => role == Role::Consumer,
                _ => true,
            };
            from(row.since) && is_of_role
        }),
        _ => option_for(family, role, name).is_some_and(|row| {
            let is_new = version.is_none_or(|version| version.major >= 3);
            (is_new || !row.added) && (!is_new || !row.removed)
        }),
    }
}

/// How a library spells a setting.
pub fn spelled(family: Family, role: Role, name: &'static str) -> Option<&'static str> {
    match family.options() {
        None => Some(name),
        Some(_) => option_for(family, role, name).map(|row| row.option),
    }
}

/// The row of a setting of a library with names of its own.
fn option_for(family: Family, role: Role, name: &str) -> Option<&'static ClientOption> {
    let role = role.option_role();
    client::client_options(family.options()?)
        .find(|row| row.property == name && (row.role == "common" || role == Some(row.role)))
}

/// The property that a key was probably meant to be: one of the library's that is spelled almost like it.
pub fn nearest(family: Family, role: Role, key: &str) -> Option<&'static str> {
    let names: Vec<&'static str> = match family {
        Family::Java => client::kafka_client_property_names().collect(),
        Family::Librdkafka => client::rdkafka_properties().iter().map(|row| row.name).collect(),
        _ => {
            let role = role.option_role();
            let rows = client::client_options(family.options()?);
            rows.filter(|row| row.role == "common" || role.is_none_or(|role| role == row.role))
                .map(|row| row.option)
                .collect()
        }
    };
    like(names, key, 2)
}

/// The name that a key was probably meant to be: another, spelled like it but for some changes; none for a short key, which
/// may be somebody else's.
pub fn like<N: AsRef<str> + Ord>(names: impl IntoIterator<Item = N>, key: &str, changes: usize) -> Option<N> {
    let names = names.into_iter().filter(|name| key.len() >= 8 && have_like_letters(name.as_ref(), key));
    let (distance, name) = names.map(|name| (strsim::damerau_levenshtein(name.as_ref(), key), name)).min()?;
    (1..=changes).contains(&distance).then_some(name)
}

/// Whether two changes may be enough to make one of the other: each changes the counts of at most two letters by one.
fn have_like_letters(one: &str, other: &str) -> bool {
    let mut counts = [0_i32; 256];
    one.bytes().for_each(|byte| counts[usize::from(byte)] += 1);
    other.bytes().for_each(|byte| counts[usize::from(byte)] -= 1);
    counts.iter().map(|count| count.abs()).sum::<i32>() <= 4
}

/// The row of an option of a library with names of its own.
pub fn option(family: Family, role: Role, key: &str) -> Option<&'static ClientOption> {
    option_of(family.options()?, role, key)
}

/// The same for a library that gives librdkafka's properties names of its own.
pub fn own_option(library: Library, role: Role, key: &str) -> Option<&'static ClientOption> {
    option_of(library.options()?, role, key)
}

/// How such a library spells a setting and its value, constants after the name of their type.
pub fn own_spelling(library: Library, role: Role, name: &str, value: &str) -> Option<(&'static str, String)> {
    let options = library.options().filter(|options| Some(*options) != library.family().options())?;
    let is_of_role = |row: &&ClientOption| row.role == "common" || role.option_role() == Some(row.role);
    let row = client::client_options(options).find(|row| row.property == name && is_of_role(row))?;
    let member = row.words.iter().find(|(_, meaning)| *meaning == value);
    Some((row.option, member.map_or_else(|| value.to_owned(), |(member, _)| format!("{}.{member}", row.option))))
}

fn option_of(options: &'static str, role: Role, key: &str) -> Option<&'static ClientOption> {
    let role = role.option_role();
    client::client_options(options).find(|row| {
        let fits = row.role == "common" || role.is_none_or(|role| role == row.role);
        fits && row.option == key
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_names_of_librdkafka_are_one() {
        let of = |key| canonical(Family::Librdkafka, Role::Unknown, key);
        for (key, name) in [
            ("metadata.broker.list", "bootstrap.servers"),
            ("sasl.mechanisms", "sasl.mechanism"),
            ("message.timeout.ms", "delivery.timeout.ms"),
            ("request.required.acks", "acks"),
            ("max.in.flight", "max.in.flight.requests.per.connection"),
            ("message.send.max.retries", "retries"),
            ("queue.buffering.max.ms", "linger.ms"),
            ("topic.metadata.refresh.interval.ms", "topic.metadata.refresh.interval.ms"),
            ("no.such.key", "no.such.key"),
        ] {
            assert_eq!(of(key), name);
        }
    }

    #[test]
    fn options_have_the_name_of_kafka() {
        assert_eq!(canonical(Family::KafkaPython, Role::Producer, "linger_ms"), "linger.ms");
        assert_eq!(canonical(Family::Aiokafka, Role::Producer, "max_batch_size"), "batch.size");
        assert_eq!(canonical(Family::KafkaJs, Role::Consumer, "sessionTimeout"), "session.timeout.ms");
    }
}
