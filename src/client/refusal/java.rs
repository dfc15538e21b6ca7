//! What Kafka's own client refuses.

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
    Combination { family: Family::Java, role, since, names, reason, holds }
}

const PRODUCER: Option<Role> = Some(Role::Producer);
const CONSUMER: Option<Role> = Some(Role::Consumer);

pub(super) static COMBINATIONS: &[Combination] = &[
    row(
        PRODUCER,
        None,
        &["acks", "enable.idempotence"],
        "Must set acks to all in order to use the idempotent producer",
        |client| is_on(client, "enable.idempotence") && has_weak_acks(client),
    ),
    row(
        PRODUCER,
        None,
        &["retries", "enable.idempotence"],
        "Must set retries to non-zero when using the idempotent producer",
        |client| is_on(client, "enable.idempotence") && is_written_below(client, "retries", 1),
    ),
    row(
        PRODUCER,
        None,
        &["max.in.flight.requests.per.connection", "enable.idempotence"],
        "Must set max.in.flight.requests.per.connection to at most 5 to use the idempotent producer",
        |client| {
            is_on(client, "enable.idempotence") && is_written_above(client, "max.in.flight.requests.per.connection", 5)
        },
    ),
    row(
        PRODUCER,
        version(4, 0),
        &["max.in.flight.requests.per.connection"],
        "To use the idempotent producer, max.in.flight.requests.per.connection must be set to at most 5",
        |client| {
            client.lacks("enable.idempotence") && is_written_above(client, "max.in.flight.requests.per.connection", 5)
        },
    ),
    row(
        PRODUCER,
        None,
        &["enable.idempotence", "transactional.id"],
        "Cannot set a transactional.id without also enabling idempotence",
        |client| is_transactional(client) && is_off(client, "enable.idempotence"),
    ),
    row(
        PRODUCER,
        None,
        &["acks", "transactional.id"],
        "Cannot set a transactional.id without also enabling idempotence, which acks below all switches off",
        |client| is_transactional(client) && client.setting("enable.idempotence").is_none() && has_weak_acks(client),
    ),
    row(
        PRODUCER,
        None,
        &["retries", "transactional.id"],
        "Cannot set a transactional.id without also enabling idempotence, which needs retries",
        |client| {
            is_transactional(client)
                && client.setting("enable.idempotence").is_none()
                && is_written_below(client, "retries", 1)
        },
    ),
    row(
        PRODUCER,
        None,
        &["max.in.flight.requests.per.connection", "transactional.id"],
        "Cannot set a transactional.id without also enabling idempotence, which takes at most 5 requests in flight",
        |client| {
            is_transactional(client)
                && client.setting("enable.idempotence").is_none()
                && client.version.is_none_or(|version| version.major < 4)
                && is_written_above(client, "max.in.flight.requests.per.connection", 5)
        },
    ),
    row(
        PRODUCER,
        version(2, 1),
        &["delivery.timeout.ms", "request.timeout.ms", "linger.ms"],
        "delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms",
        |client| {
            // The default differs between versions; 0 is the least.
            let linger = client.effective_number("linger.ms").unwrap_or(0);
            let request = client.effective_number("request.timeout.ms");
            let timeout = client.number("delivery.timeout.ms");
            !client.is_unknown("linger.ms")
                && timeout.zip(request).is_some_and(|((timeout, _), request)| timeout < request.saturating_add(linger))
        },
    ),
    row(
        CONSUMER,
        None,
        &["heartbeat.interval.ms", "session.timeout.ms"],
        "Heartbeat must be set lower than the session timeout",
        |client| {
            // Without a group there are no heartbeats.
            client.setting("group.id").is_some()
                && !is(client, "group.protocol", "consumer")
                && !client.is_unknown("group.protocol")
                && compares(client, "heartbeat.interval.ms", "session.timeout.ms", |beat, session| beat >= session)
        },
    ),
    row(
        CONSUMER,
        version(4, 1),
        &["session.timeout.ms", "group.protocol"],
        "session.timeout.ms cannot be set when group.protocol=CONSUMER",
        |client| is(client, "group.protocol", "consumer") && client.setting("session.timeout.ms").is_some(),
    ),
    row(
        CONSUMER,
        version(4, 1),
        &["heartbeat.interval.ms", "group.protocol"],
        "heartbeat.interval.ms cannot be set when group.protocol=CONSUMER",
        |client| is(client, "group.protocol", "consumer") && client.setting("heartbeat.interval.ms").is_some(),
    ),
    row(
        CONSUMER,
        version(4, 1),
        &["partition.assignment.strategy", "group.protocol"],
        "partition.assignment.strategy cannot be set when group.protocol=CONSUMER",
        |client| is(client, "group.protocol", "consumer") && client.setting("partition.assignment.strategy").is_some(),
    ),
    row(
        CONSUMER,
        version(3, 9),
        &["group.remote.assignor", "group.protocol"],
        "group.remote.assignor cannot be set when group.protocol=CLASSIC",
        |client| {
            let is_classic = client.lacks("group.protocol") || is(client, "group.protocol", "classic");
            client.setting("group.remote.assignor").is_some() && is_classic
        },
    ),
    row(None, None, &["sasl.jaas.config"], "JAAS config entry not terminated by semi-colon", |client| {
        client.text("sasl.jaas.config").is_some_and(|(text, _)| {
            let text = text.trim().trim_end_matches(['"', '\'']);
            text.contains("LoginModule") && !text.ends_with(';')
        })
    }),
];
