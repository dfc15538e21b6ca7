//! What the libraries refuse that are neither Kafka's own client nor librdkafka.

use super::{
    Client, Combination, Family, Role, acks, compares, has_weak_acks, is, is_off, is_on, is_transactional,
    is_written_above, is_written_below, version,
};
use crate::facts::client::Version;

const fn row(
    family: Family,
    role: Option<Role>,
    since: Option<Version>,
    names: &'static [&'static str],
    reason: &'static str,
    holds: fn(&Client) -> bool,
) -> Combination {
    Combination { family, role, since, names, reason, holds }
}

const PRODUCER: Option<Role> = Some(Role::Producer);
const CONSUMER: Option<Role> = Some(Role::Consumer);

/// Whether idempotence is on: written, or by a transactional id where it is the default.
fn is_idempotent(client: &Client) -> bool {
    let by_default = || client.effective("enable.idempotence").is_some_and(|on| on == "true");
    is_on(client, "enable.idempotence") || (is_transactional(client) && by_default())
}

fn has_slow_heartbeat(client: &Client) -> bool {
    compares(client, "heartbeat.interval.ms", "session.timeout.ms", |beat, session| beat >= session)
}

pub(super) static COMBINATIONS: &[Combination] = &[
    row(
        Family::KafkaPython,
        PRODUCER,
        None,
        &["acks", "enable.idempotence"],
        "enable_idempotence=True is incompatible with acks other than 'all'",
        |client| is_idempotent(client) && has_weak_acks(client),
    ),
    row(
        Family::KafkaPython,
        PRODUCER,
        None,
        &["retries", "enable.idempotence"],
        "enable_idempotence=True is incompatible with retries=0",
        |client| is_idempotent(client) && is_written_below(client, "retries", 1),
    ),
    row(
        Family::KafkaPython,
        PRODUCER,
        None,
        &["max.in.flight.requests.per.connection", "enable.idempotence"],
        "enable_idempotence=True is incompatible with max_in_flight_requests_per_connection above 5",
        |client| is_idempotent(client) && is_written_above(client, "max.in.flight.requests.per.connection", 5),
    ),
    row(
        Family::KafkaPython,
        PRODUCER,
        None,
        &["enable.idempotence", "transactional.id"],
        "Cannot set transactional_id without enable_idempotence",
        |client| is_transactional(client) && is_off(client, "enable.idempotence"),
    ),
    row(
        Family::KafkaPython,
        PRODUCER,
        version(2, 2),
        &["delivery.timeout.ms", "request.timeout.ms", "linger.ms"],
        "Must set delivery_timeout_ms higher than linger_ms + request_timeout_ms",
        |client| {
            let numbers =
                ["delivery.timeout.ms", "linger.ms", "request.timeout.ms"].map(|name| client.effective_number(name));
            let [Some(delivery), Some(linger), Some(request)] = numbers else { return false };
            delivery < request.saturating_add(linger)
        },
    ),
    row(
        Family::KafkaPython,
        CONSUMER,
        None,
        &["heartbeat.interval.ms", "session.timeout.ms"],
        "Heartbeat interval must be lower than the session timeout",
        |client| client.setting("group.id").is_some() && has_slow_heartbeat(client),
    ),
    row(
        Family::KafkaPython,
        CONSUMER,
        None,
        &["fetch.max.wait.ms", "request.timeout.ms"],
        "request_timeout_ms must be larger than fetch_max_wait_ms",
        |client| compares(client, "request.timeout.ms", "fetch.max.wait.ms", |request, wait| request <= wait),
    ),
    row(
        Family::KafkaPython,
        CONSUMER,
        None,
        &["connections.max.idle.ms", "request.timeout.ms"],
        "connections_max_idle_ms must be larger than request_timeout_ms",
        |client| compares(client, "connections.max.idle.ms", "request.timeout.ms", |idle, request| idle <= request),
    ),
    row(
        Family::Aiokafka,
        PRODUCER,
        None,
        &["acks", "enable.idempotence"],
        "acks other than 'all' is not supported if enable_idempotence=True, which a transactional_id implies",
        |client| (is_on(client, "enable.idempotence") || is_transactional(client)) && has_weak_acks(client),
    ),
    row(
        Family::Aiokafka,
        PRODUCER,
        None,
        &["acks"],
        "Invalid ACKS parameter: 0, 1, -1 and 'all' are known",
        |client| client.text("acks").is_some_and(|(text, _)| !acks(text).is_some_and(|acks| (-1..=1).contains(&acks))),
    ),
    row(
        Family::Aiokafka,
        None,
        None,
        &["sasl.mechanism", "security.protocol"],
        "only `PLAIN`, `GSSAPI`, `SCRAM-SHA-256`, `SCRAM-SHA-512` and `OAUTHBEARER` sasl_mechanism are supported",
        |client| {
            let known = ["PLAIN", "GSSAPI", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"];
            let uses_sasl = client.protocol().is_some_and(|(protocol, _)| protocol.as_str().starts_with("SASL"));
            uses_sasl && client.text("sasl.mechanism").is_some_and(|(text, _)| !known.contains(&text))
        },
    ),
    row(
        Family::Aiokafka,
        None,
        None,
        &["security.protocol"],
        "`ssl_context` is mandatory if security_protocol is SSL or SASL_SSL",
        |client| {
            let encrypts = is(client, "security.protocol", "SSL") || is(client, "security.protocol", "SASL_SSL");
            encrypts && client.lacks("ssl.context")
        },
    ),
    row(
        Family::KafkaJs,
        CONSUMER,
        None,
        &["heartbeat.interval.ms", "session.timeout.ms"],
        "Consumer heartbeatInterval must be lower than sessionTimeout",
        has_slow_heartbeat,
    ),
    row(
        Family::KafkaJs,
        PRODUCER,
        None,
        &["retries", "enable.idempotence"],
        "Idempotent producer must allow retries to protect against transient errors",
        |client| is_on(client, "enable.idempotence") && is_written_below(client, "retries", 1),
    ),
];
