//! What librdkafka refuses.

use super::{
    Client, Combination, Family, Role, compares, has_weak_acks, is, is_off, is_on, is_transactional, is_written_above,
    is_written_below, version,
};
use crate::facts::client::Version;

const fn row(
    role: Option<Role>,
    since: Option<Version>,
    names: &'static [&'static str],
    reason: &'static str,
    holds: fn(&Client) -> bool,
) -> Combination {
    Combination { family: Family::Librdkafka, role, since, names, reason, holds }
}

fn is_idempotent(client: &Client) -> bool {
    is_on(client, "enable.idempotence") || is_transactional(client)
}

fn is_classic(client: &Client) -> bool {
    client.lacks("group.protocol") || is(client, "group.protocol", "classic")
}

const MECHANISMS: &[&str] = &["GSSAPI", "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"];

fn uses_sasl(client: &Client) -> bool {
    is(client, "security.protocol", "SASL_SSL") || is(client, "security.protocol", "SASL_PLAINTEXT")
}

fn uses_password(client: &Client) -> bool {
    let mechanism = client.text("sasl.mechanism").map_or("", |(text, _)| text);
    mechanism == "PLAIN" || mechanism.starts_with("SCRAM-")
}

const PRODUCER: Option<Role> = Some(Role::Producer);
const CONSUMER: Option<Role> = Some(Role::Consumer);

pub(super) static COMBINATIONS: &[Combination] = &[
    row(
        PRODUCER,
        None,
        &["acks", "enable.idempotence"],
        "`acks` must be set to `all` when `enable.idempotence` is true",
        |client| is_idempotent(client) && !is_off(client, "enable.idempotence") && has_weak_acks(client),
    ),
    row(
        PRODUCER,
        None,
        &["retries", "enable.idempotence"],
        "`retries` must be set >= 1 when `enable.idempotence` is true",
        |client| {
            is_idempotent(client) && !is_off(client, "enable.idempotence") && is_written_below(client, "retries", 1)
        },
    ),
    row(
        PRODUCER,
        None,
        &["max.in.flight.requests.per.connection", "enable.idempotence"],
        "`max.in.flight` must be set <= 5 when `enable.idempotence` is true",
        |client| {
            is_idempotent(client)
                && !is_off(client, "enable.idempotence")
                && is_written_above(client, "max.in.flight.requests.per.connection", 5)
        },
    ),
    row(
        PRODUCER,
        None,
        &["enable.idempotence", "transactional.id"],
        "`transactional.id` requires `enable.idempotence=true`",
        |client| is_transactional(client) && is_off(client, "enable.idempotence"),
    ),
    row(
        PRODUCER,
        None,
        &["queuing.strategy", "enable.idempotence"],
        "`queuing.strategy` must be set to `fifo` when `enable.idempotence` is true",
        |client| {
            is_idempotent(client) && !is_off(client, "enable.idempotence") && is(client, "queuing.strategy", "lifo")
        },
    ),
    row(
        PRODUCER,
        None,
        &["enable.gapless.guarantee", "enable.idempotence"],
        "`enable.gapless.guarantee` requires `enable.idempotence` to be enabled",
        |client| {
            is_on(client, "enable.gapless.guarantee")
                && !is_transactional(client)
                && (client.lacks("enable.idempotence") || is_off(client, "enable.idempotence"))
        },
    ),
    row(
        PRODUCER,
        None,
        &["delivery.timeout.ms", "linger.ms"],
        "`message.timeout.ms` must be greater than `linger.ms`",
        |client| {
            client.setting("linger.ms").is_some()
                && compares(client, "delivery.timeout.ms", "linger.ms", |timeout, linger| {
                    timeout != 0 && timeout <= linger
                })
        },
    ),
    row(
        PRODUCER,
        None,
        &["delivery.timeout.ms", "transaction.timeout.ms", "transactional.id"],
        "`message.timeout.ms` must be set <= `transaction.timeout.ms`",
        |client| {
            is_transactional(client)
                && client.setting("delivery.timeout.ms").is_some()
                && compares(client, "delivery.timeout.ms", "transaction.timeout.ms", |message, transaction| {
                    message > transaction
                })
        },
    ),
    row(
        PRODUCER,
        None,
        &["socket.timeout.ms", "transaction.timeout.ms", "transactional.id"],
        "`socket.timeout.ms` must be set <= `transaction.timeout.ms` + 100",
        |client| {
            is_transactional(client)
                && client.setting("socket.timeout.ms").is_some()
                && compares(client, "socket.timeout.ms", "transaction.timeout.ms", |socket, transaction| {
                    socket > transaction.saturating_add(100)
                })
        },
    ),
    row(
        CONSUMER,
        None,
        &["session.timeout.ms", "max.poll.interval.ms"],
        "`max.poll.interval.ms` must be >= `session.timeout.ms`",
        |client| {
            is_classic(client)
                && compares(client, "max.poll.interval.ms", "session.timeout.ms", |poll, session| poll < session)
        },
    ),
    row(
        CONSUMER,
        version(2, 10),
        &["session.timeout.ms", "group.protocol"],
        "`session.timeout.ms` is not supported for `group.protocol=consumer`: it is defined broker side",
        |client| is(client, "group.protocol", "consumer") && client.setting("session.timeout.ms").is_some(),
    ),
    row(
        CONSUMER,
        version(2, 10),
        &["heartbeat.interval.ms", "group.protocol"],
        "`heartbeat.interval.ms` is not supported for `group.protocol=consumer`: it is defined broker side",
        |client| is(client, "group.protocol", "consumer") && client.setting("heartbeat.interval.ms").is_some(),
    ),
    row(
        CONSUMER,
        version(2, 10),
        &["partition.assignment.strategy", "group.protocol"],
        "`partition.assignment.strategy` is not supported for `group.protocol=consumer`: use `group.remote.assignor`",
        |client| is(client, "group.protocol", "consumer") && client.setting("partition.assignment.strategy").is_some(),
    ),
    row(
        CONSUMER,
        None,
        &["fetch.max.bytes", "message.max.bytes"],
        "`fetch.max.bytes` must be >= `message.max.bytes`",
        |client| {
            client.setting("fetch.max.bytes").is_some()
                && compares(client, "fetch.max.bytes", "message.max.bytes", |fetch, message| fetch < message)
        },
    ),
    row(
        CONSUMER,
        None,
        &["receive.message.max.bytes", "fetch.max.bytes"],
        "`receive.message.max.bytes` must be >= `fetch.max.bytes` + 512",
        |client| {
            client.setting("receive.message.max.bytes").is_some()
                && compares(client, "receive.message.max.bytes", "fetch.max.bytes", |receive, fetch| {
                    receive < fetch.saturating_add(512)
                })
        },
    ),
    row(
        None,
        None,
        &["reconnect.backoff.max.ms", "reconnect.backoff.ms"],
        "`reconnect.backoff.max.ms` must be >= `reconnect.backoff.ms`",
        |client| compares(client, "reconnect.backoff.max.ms", "reconnect.backoff.ms", |most, base| most < base),
    ),
    row(
        None,
        None,
        &["sasl.mechanism", "security.protocol"],
        "Unsupported SASL mechanism: librdkafka knows PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER and GSSAPI",
        |client| {
            uses_sasl(client) && client.text("sasl.mechanism").is_some_and(|(text, _)| !MECHANISMS.contains(&text))
        },
    ),
    row(
        None,
        None,
        &["sasl.mechanism", "security.protocol"],
        "sasl.username and sasl.password must be set",
        |client| {
            uses_sasl(client)
                && uses_password(client)
                && (client.lacks("sasl.username") || client.lacks("sasl.password"))
        },
    ),
    row(
        None,
        None,
        &["sasl.oauthbearer.method", "security.protocol"],
        "`sasl.oauthbearer.token.endpoint.url` is mandatory when `sasl.oauthbearer.method=oidc` is set",
        |client| {
            uses_sasl(client)
                && is(client, "sasl.mechanism", "OAUTHBEARER")
                && is(client, "sasl.oauthbearer.method", "oidc")
                && client.lacks("sasl.oauthbearer.token.endpoint.url")
                && client.setting("sasl.oauthbearer.metadata.authentication.type").is_none()
        },
    ),
    row(
        CONSUMER,
        None,
        &["partition.assignment.strategy"],
        "Unsupported partition.assignment.strategy: librdkafka has range, roundrobin and cooperative-sticky",
        |client| {
            assignors(client).is_some_and(|assignors| {
                assignors.iter().any(|name| !["range", "roundrobin", "cooperative-sticky"].contains(name))
            })
        },
    ),
    row(
        CONSUMER,
        None,
        &["partition.assignment.strategy"],
        "All partition.assignment.strategy assignors must have the same protocol type, eager or cooperative",
        |client| {
            assignors(client).is_some_and(|assignors| {
                let cooperative = assignors.iter().filter(|name| **name == "cooperative-sticky").count();
                let known = assignors.iter().all(|name| ["range", "roundrobin", "cooperative-sticky"].contains(name));
                known && cooperative > 0 && cooperative < assignors.len()
            })
        },
    ),
];

fn assignors(client: &Client) -> Option<Vec<&str>> {
    let (text, _) = client.text("partition.assignment.strategy")?;
    Some(text.split(',').map(str::trim).filter(|name| !name.is_empty()).collect())
}
