//! One name for each setting: Kafka's own where the meaning is the same, the library's where it is not.

use super::library::{Family, Role};
use crate::facts::client::{self, ClientOption};
use crate::facts::client::{kafka_admin_property, kafka_consumer_property, kafka_producer_property};
use crate::facts::kafka_client_property;

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

/// Whether Kafka's own clients have a property for a role; an unknown role has them all.
pub fn is_kafka_property_for(role: Role, name: &str) -> bool {
    match role {
        Role::Producer => kafka_producer_property(name).is_some(),
        Role::Consumer => kafka_consumer_property(name).is_some(),
        Role::Admin => kafka_admin_property(name).is_some(),
        Role::Unknown => is_kafka_property(name),
    }
}

/// The row of an option of a library with names of its own.
pub fn option(family: Family, role: Role, key: &str) -> Option<&'static ClientOption> {
    let role = role.option_role();
    client::client_options(family.options()?).find(|row| {
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
