//! What libraries refuse when a client is made: combinations of settings, each with the library's own reason.

mod java;
mod librdkafka;
mod others;

use super::library::{Family, Role};
use super::{Client, Setting, defaults};
use crate::facts::client::Version;

/// A combination that a library refuses.
pub(super) struct Combination {
    family: Family,
    /// The role that is checked; every role when absent.
    role: Option<Role>,
    /// The first version that refuses it, where older ones let it pass.
    since: Option<Version>,
    /// The settings it is about, the one a person would change first.
    names: &'static [&'static str],
    /// The library's reason.
    reason: &'static str,
    /// Whether it holds: known values and defaults only.
    holds: fn(&Client) -> bool,
}

/// A refused combination in a client.
pub struct Refusal<'c> {
    /// The settings it is about.
    pub names: &'static [&'static str],
    /// The library's reason.
    pub reason: &'static str,
    /// Those of them that are written, the one to change first.
    pub settings: Vec<&'c Setting>,
}

/// Whether the library may refuse a client for the sake of some of its settings: in some version where that is not known,
/// and with some values of the settings that are not.
pub(super) fn may_refuse(client: &Client, names: &[&str]) -> bool {
    let guesses: Vec<Client> = ["1", "2147483647", "true"].iter().map(|value| guessed(client, value)).collect();
    let is_about = |row: &&Combination| row.names.iter().any(|name| names.contains(name));
    let is_of_version =
        |row: &&Combination| row.since.is_none_or(|since| client.version.is_none_or(|version| since <= version));
    let rows = combinations(client).filter(is_about).filter(is_of_version);
    rows.into_iter().any(|row| guesses.iter().any(|guess| (row.holds)(guess)))
}

/// A client with one value wherever what counts is not known.
fn guessed(client: &Client, value: &str) -> Client {
    let is_open =
        |name: &&str| client.lacks(name) && client.default(name).is_none() && client.newest_default(name).is_some();
    let unknown = client.settings.iter().filter(|setting| setting.text().is_none()).map(|setting| &*setting.name);
    let open = defaults::OF_WRAPPERS.iter().copied().filter(is_open);
    let values: Vec<(&str, &str)> = unknown.chain(open).map(|name| (name, value)).collect();
    client.with(&values)
}

/// The combinations that a client's library refuses for its role.
fn combinations(client: &Client) -> impl Iterator<Item = &'static Combination> {
    let all = librdkafka::COMBINATIONS.iter().chain(java::COMBINATIONS).chain(others::COMBINATIONS);
    let (family, role) = (client.family(), client.role);
    all.filter(move |row| row.family == family && row.role.is_none_or(|of| of == role))
}

/// What the library refuses of a client. Where the version is not known, what every version refuses.
pub(super) fn refusals(client: &Client) -> Vec<Refusal<'_>> {
    let applies = |combination: &&Combination| {
        combination.since.is_none_or(|since| client.version.is_some_and(|version| since <= version))
            && (combination.holds)(client)
    };
    let found = combinations(client).filter(applies).map(|combination| Refusal {
        names: combination.names,
        reason: combination.reason,
        settings: combination.names.iter().filter_map(|name| client.setting(name)).collect(),
    });
    found.filter(|refusal| !refusal.settings.is_empty()).collect()
}

/// `acks` as a number, `all` being -1.
pub fn acks(text: &str) -> Option<i64> {
    let text = text.trim().trim_matches(['"', '\'']);
    if text.eq_ignore_ascii_case("all") { Some(-1) } else { text.parse().ok() }
}

/// Written acks other than all.
fn has_weak_acks(client: &Client) -> bool {
    client.text("acks").and_then(|(text, _)| acks(text)).is_some_and(|acks| acks != -1)
}

fn is_on(client: &Client, name: &str) -> bool {
    client.flag(name).is_some_and(|(on, _)| on)
}

fn is_off(client: &Client, name: &str) -> bool {
    client.flag(name).is_some_and(|(on, _)| !on)
}

fn is_transactional(client: &Client) -> bool {
    client.text("transactional.id").is_some_and(|(id, _)| !id.is_empty())
}

fn is(client: &Client, name: &str, value: &str) -> bool {
    client.text(name).is_some_and(|(text, _)| text.eq_ignore_ascii_case(value))
}

fn is_written_above(client: &Client, name: &str, most: i64) -> bool {
    client.number(name).is_some_and(|(number, _)| number > most)
}

fn is_written_below(client: &Client, name: &str, least: i64) -> bool {
    client.number(name).is_some_and(|(number, _)| number < least)
}

/// Whether two effective numbers are known and compare so; at least one of them is written.
fn compares(client: &Client, a: &str, b: &str, compare: fn(i64, i64) -> bool) -> bool {
    let is_written = client.setting(a).is_some() || client.setting(b).is_some();
    let numbers = client.effective_number(a).zip(client.effective_number(b));
    is_written && numbers.is_some_and(|(a, b)| compare(a, b))
}

const fn version(major: u16, minor: u16) -> Option<Version> {
    Some(Version { major, minor, patch: 0 })
}
