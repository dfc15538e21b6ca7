//! Keys of maps in Java and Kotlin: texts, and the constants of `ProducerConfig`, `ConsumerConfig`, `CommonClientConfigs`, `SaslConfigs`, `SslConfigs`,
//! `AdminClientConfig` and `StreamsConfig`.

use super::program::{Expr, Pair, Value};
use super::tree::expr;
use crate::client::names::is_kafka_property;

/// Constants that are not called like their property.
const OTHERS: &[(&str, &str)] = &[
    ("KEY_DESERIALIZER_CLASS_CONFIG", "key.deserializer"),
    ("KEY_SERIALIZER_CLASS_CONFIG", "key.serializer"),
    ("METADATA_MAX_AGE_CONFIG", "metadata.max.age.ms"),
    ("METADATA_MAX_IDLE_CONFIG", "metadata.max.idle.ms"),
    ("METRIC_REPORTER_CLASSES_CONFIG", "metric.reporters"),
    ("PARTITIONER_ADPATIVE_PARTITIONING_ENABLE_CONFIG", "partitioner.adaptive.partitioning.enable"),
    ("RECEIVE_BUFFER_CONFIG", "receive.buffer.bytes"),
    ("SEND_BUFFER_CONFIG", "send.buffer.bytes"),
    ("TRANSACTION_TIMEOUT_CONFIG", "transaction.timeout.ms"),
    ("VALUE_DESERIALIZER_CLASS_CONFIG", "value.deserializer"),
    ("VALUE_SERIALIZER_CLASS_CONFIG", "value.serializer"),
];

/// The property that a constant of Kafka's clients names.
fn key_named(constant: &str) -> Option<String> {
    if let Some((_, key)) = OTHERS.iter().find(|(name, _)| *name == constant) {
        return Some((*key).to_owned());
    }
    let is_constant =
        constant.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_');
    let key = |name: &str| Some(name.to_ascii_lowercase().replace('_', ".")).filter(|key| is_kafka_property(key));
    is_constant.then(|| constant.strip_suffix("_CONFIG").and_then(key).or_else(|| key(constant))).flatten()
}

/// The key that an expression means: a text, a constant of Kafka's, or another library's constant, which is another key.
pub(super) fn key_of(key: &Expr) -> Option<String> {
    match &key.value {
        Value::Text(key) => Some(key.clone()),
        Value::Name(name) => {
            let constant = name.rsplit('.').next().unwrap_or(name);
            let is_constant = |name: &str| name.chars().all(|letter| !letter.is_lowercase());
            key_named(constant).or_else(|| (name.contains('.') && is_constant(constant)).then(|| name.clone()))
        }
        _ => None,
    }
}

/// A pair of a map.
pub(super) fn of_pair(key: &Expr, value: &Expr) -> Pair {
    let range: std::ops::Range<usize> = key.range.start..value.range.end;
    match key_of(key) {
        Some(key) => Pair { key: Some(key), range, value: value.clone() },
        // A key that is computed could be any.
        None => Pair { key: None, value: expr(Value::Other, range.clone()), range },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_have_the_names_of_their_properties() {
        for (constant, key) in [
            ("ACKS_CONFIG", "acks"),
            ("MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION", "max.in.flight.requests.per.connection"),
            ("SASL_JAAS_CONFIG", "sasl.jaas.config"),
            ("SASL_MECHANISM", "sasl.mechanism"),
            ("SECURITY_PROTOCOL_CONFIG", "security.protocol"),
            ("SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG", "ssl.endpoint.identification.algorithm"),
            ("SASL_CLIENT_CALLBACK_HANDLER_CLASS", "sasl.client.callback.handler.class"),
            ("VALUE_SERIALIZER_CLASS_CONFIG", "value.serializer"),
            ("TRANSACTION_TIMEOUT_CONFIG", "transaction.timeout.ms"),
        ] {
            assert_eq!(key_named(constant).as_deref(), Some(key), "{constant}");
        }
        assert_eq!(key_named("SCHEMA_REGISTRY_URL_CONFIG"), None);
        assert!(OTHERS.iter().all(|(_, key)| is_kafka_property(key)));
    }
}
