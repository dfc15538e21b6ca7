//! A client of MSK that leaves to the library's defaults what they are too weak for.

use super::seconds;
use crate::client::library::{Family, Library, Role};
use crate::client::room::Room;
use crate::client::{Client, names};
use crate::finding::Applicability;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "client-not-hardened",
    summary: "a client of MSK lacks settings whose defaults do not outlast the patching of brokers",
    page: include_str!("client_not_hardened.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

/// When a default is worse than what is wanted.
enum Worse {
    /// Below the policy's number.
    Below(&'static str),
    /// Above the policy's number.
    Above(&'static str),
    /// Anything but this word.
    Not(&'static str),
}

/// A setting, when its default is worse than wanted, and for which clients it counts.
type Wanted = (&'static str, Worse, fn(&Client) -> bool);

/// What a client should have.
const WANTED: &[Wanted] = &[
    ("metadata.recovery.strategy", Worse::Not("rebootstrap"), any),
    // Too young to be taken for granted.
    ("metadata.recovery.rebootstrap.trigger.ms", Worse::Above("trigger_ms"), |client| client.version.is_some()),
    ("topic.metadata.refresh.interval.ms", Worse::Above("refresh_ms"), any),
    // librdkafka derives it from the interval above.
    ("metadata.max.age.ms", Worse::Above("expiry_ms"), |client| !is_librdkafka(client)),
    ("topic.metadata.propagation.max.ms", Worse::Below("propagation_ms"), any),
    // These three mean something else, or have another cap, in other libraries.
    ("socket.connection.setup.timeout.ms", Worse::Below("connection_setup_ms"), is_librdkafka),
    ("socket.timeout.ms", Worse::Below("socket_ms"), is_librdkafka),
    ("request.timeout.ms", Worse::Below("request_ms"), is_librdkafka),
    ("retry.backoff.ms", Worse::Below("retry_ms"), any),
    ("retry.backoff.max.ms", Worse::Below("retry_max_ms"), any),
    ("reconnect.backoff.ms", Worse::Below("reconnect_ms"), any),
    ("reconnect.backoff.max.ms", Worse::Below("reconnect_max_ms"), any),
    ("socket.nagle.disable", Worse::Not("true"), is_librdkafka),
];

fn any(_: &Client) -> bool {
    true
}

fn is_librdkafka(client: &Client) -> bool {
    client.family() == Family::Librdkafka
}

/// A setting that is missing.
struct Missing {
    name: &'static str,
    default: String,
    value: String,
}

fn check(client: &Client, policy: &Policy, out: &mut Findings) {
    // A list of log-in settings alone is for tools; an admin client does one thing and ends.
    let is_judged =
        client.talks_to_msk() && client.role != Role::Admin && client.setting("bootstrap.servers").is_some();
    // Karafka makes its producer from the same settings: they must be good for both.
    let role = if client.library == Library::Karafka { Role::Producer } else { client.role };
    let client = &Client { role, ..client.clone() };
    let missing = if is_judged { missing(client, policy) } else { Vec::new() };
    let Some(first) = missing.first() else { return };
    let library = client.family().name();
    let version = client.version.map_or_else(String::new, |version| format!(" {version}"));
    let spelled = |one: &Missing| names::spelled(client.family(), client.role, one.name).unwrap_or(one.name);
    // Code has durations, the others milliseconds.
    let value = |text: &str| match text.parse() {
        Ok(number) if client.family().is_compiled() => seconds(number),
        _ => text.to_owned(),
    };
    let defaults: Vec<String> = missing.iter().map(|one| format!("{} {}", spelled(one), value(&one.default))).collect();
    let wanted: Vec<String> = missing.iter().map(|one| format!("{}={}", spelled(one), value(&one.value))).collect();
    let some = if missing.len() == 1 { spelled(first).to_owned() } else { format!("{} settings", missing.len()) };
    // Nobody patches brokers of a serverless cluster that can be seen: leaders move as it scales.
    let (message, when) = if client.talks_to_serverless() {
        ("the client is left to defaults that do not outlast moves behind the endpoint", " when the cluster scales")
    } else {
        ("the client is left to defaults that do not outlast the patching of brokers", "")
    };
    let mut draft = Draft::new("client", message)
        .at_place(&client.place, format!("leaves {some} to {library}{version}"))
        .note(format!(
            "without them moved leaders are noticed late and busy brokers are given up{when}: {}",
            defaults.join(", ")
        ))
        .help(format!("set {}", wanted.join(", ")));
    if missing.iter().any(|one| one.name == "metadata.recovery.strategy") {
        draft = draft.covers(&["rebootstrap-disabled"]);
    }
    out.report(offer(draft, client, &missing, &some));
}

/// Offers to write what is missing: to read only where a version that is not known may not have it.
fn offer(draft: Draft, client: &Client, missing: &[Missing], some: &str) -> Draft {
    let values: Vec<(&str, &str)> = missing.iter().map(|one| (one.name, &*one.value)).collect();
    let room = client.room.as_ref().filter(|_| !client.family().is_compiled() && client.accepts(&values));
    let spelled = |room: &Room| -> Option<Vec<(&str, String)>> {
        let one = |one: &Missing| match names::own_spelling(client.library, client.role, one.name, &one.value) {
            Some((option, value)) if room.names_only => Some((option, value)),
            _ => Some((names::spelled(client.family(), client.role, one.name)?, one.value.clone())),
        };
        missing.iter().map(one).collect()
    };
    let edits = room.and_then(|room| room.edits(&spelled(room)?));
    let applicability = if client.version.is_some() { Applicability::Unsafe } else { Applicability::Display };
    draft.edits(format!("add {some}"), applicability, edits)
}

/// What a client lacks and its library does worse by default, as far as the library takes it with all the rest.
fn missing(client: &Client, policy: &Policy) -> Vec<Missing> {
    let mut found: Vec<Missing> = Vec::new();
    for (name, worse, is_meant) in WANTED {
        if !is_meant(client) || !client.lacks(name) || !client.knows(name) {
            continue;
        }
        let Some(default) = client.default(name) else { continue };
        let number = || client.effective_number(name);
        let wanted = match worse {
            Worse::Below(key) => policy.number(key).filter(|least| number().is_some_and(|default| default < *least)),
            Worse::Above(key) => policy.number(key).filter(|most| number().is_some_and(|default| default > *most)),
            Worse::Not(_) => None,
        };
        let value = match worse {
            Worse::Not(word) if !default.eq_ignore_ascii_case(word) => (*word).to_owned(),
            _ => match wanted {
                Some(wanted) => wanted.to_string(),
                None => continue,
            },
        };
        let missing = Missing { name, default, value };
        let values: Vec<(&str, &str)> = found.iter().chain([&missing]).map(|one| (one.name, &*one.value)).collect();
        if !client.may_refuse(&values) {
            found.push(missing);
        }
    }
    found
}
