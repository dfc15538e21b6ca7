//! `inspect` for people: one table for each cluster.

use std::io::Write;

use super::{ClusterView, View, clusters, describe, settings, without_secrets};
use crate::client::Client;
use crate::date::Date;
use crate::facts;
use crate::model::availability::{Extent, Matrix};
use crate::model::build::RootModel;
use crate::model::fact::{From, Hop, State};
use crate::model::named_facts::Shown;
use crate::model::plain::Plain;
use crate::report::sanitize::sanitize;
use crate::source::Sources;

/// Properties that decide what a broker's loss does: shown even where MSK's default holds.
const OF_INTEREST: &[&str] = &[
    "auto.create.topics.enable",
    "default.replication.factor",
    "min.insync.replicas",
    "unclean.leader.election.enable",
];
/// Facts that say the same as properties, or too much for one line.
const ELSEWHERE: &[&str] = &[
    "auto_create_topics",
    "configuration",
    "min_insync_replicas",
    "replication_factor",
    "subnets",
    "unclean_leader_election",
];

/// Writes models and clients as text.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(
    models: &[RootModel],
    clients: &[Client],
    sources: &Sources,
    view: &View,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    for cluster in clusters(models) {
        Lines { sources, view, out }.cluster(&cluster)?;
    }
    for client in clients {
        Lines { sources, view, out }.client(client)?;
    }
    for model in models.iter().filter(|model| !model.outputs.is_empty()) {
        let files = model.var_files.iter().map(|file| format!(", {file}")).collect::<String>();
        writeln!(out, "outputs of {}{}", sanitize(&model.path), sanitize(&files))?;
        let width = model.outputs.keys().map(|name| name.len()).max().unwrap_or(0);
        for (name, value) in &model.outputs {
            let reason = match value {
                Plain::Unknown(reason) => format!("   {reason}"),
                _ => String::new(),
            };
            let value = plain(&without_secrets(name, value));
            writeln!(out, "  {:<width$}   {}{}", sanitize(name), sanitize(&value), sanitize(&reason))?;
        }
        writeln!(out)?;
    }
    let is_empty = |model: &RootModel| model.clusters.is_empty() && model.outputs.is_empty();
    if clients.is_empty() && models.iter().all(is_empty) {
        writeln!(out, "no cluster and no output in {} root modules", models.len())?;
    }
    Ok(())
}

/// Where lines go and what they need.
struct Lines<'a> {
    sources: &'a Sources,
    view: &'a View,
    out: &'a mut dyn Write,
}

impl Lines<'_> {
    fn cluster(&mut self, view: &ClusterView<'_>) -> std::io::Result<()> {
        let instance = &view.cluster.instance;
        let files = instance.var_files.iter().map(|file| format!(", {file}")).collect::<String>();
        let (root, files) = (sanitize(&instance.root), sanitize(&files));
        writeln!(self.out, "{}   (root {root}{files})", sanitize(&instance.address))?;
        let everything = self.view.everything;
        let shown: Vec<_> = view.facts.iter().filter(|(name, _)| everything || !ELSEWHERE.contains(name)).collect();
        for (name, fact) in shown {
            let note = match *name {
                "kafka_version" => version_note(fact, self.view.today),
                _ => None,
            };
            self.fact(2, 24, name, fact, note)?;
        }
        if !everything {
            self.configuration(view)?;
        }
        let properties = view.properties.iter().filter(|(name, fact)| {
            everything || (!fact.is_absent() && (fact.is_written() || OF_INTEREST.contains(&&**name)))
        });
        let properties: Vec<_> = properties.collect();
        let width = properties.iter().map(|(name, _)| name.len() + 3).max().unwrap_or(0);
        for (name, fact) in properties {
            self.fact(4, width, name, fact, None)?;
        }
        if let Some(matrix) = &view.availability {
            availability(matrix, self.out)?;
        }
        writeln!(self.out)
    }

    /// What a client sets, and the cluster it talks to.
    fn client(&mut self, client: &Client) -> std::io::Result<()> {
        let version = client.version.map_or_else(String::new, |version| format!(" {version}"));
        let library = client.library.name();
        let (address, path) = (sanitize(&client.instance.address), sanitize(&client.instance.root));
        writeln!(self.out, "{address}   ({path}, {library}{version})")?;
        let known = client.cluster.iter().chain(&client.or_clusters);
        let mut clusters: Vec<String> =
            known.map(|cluster| format!("{} (root {})", cluster.instance.address, cluster.instance.root)).collect();
        clusters.dedup();
        if !clusters.is_empty() {
            writeln!(self.out, "  {:<40}{}", "cluster", sanitize(&clusters.join(" or ")))?;
        }
        for (setting, shown) in settings(client) {
            self.fact(2, 40, &setting.name, &shown, None)?;
        }
        writeln!(self.out)
    }

    /// The line above the properties: which configuration they come from.
    fn configuration(&mut self, view: &ClusterView<'_>) -> std::io::Result<()> {
        let Some((_, fact)) = view.facts.iter().find(|(name, _)| *name == "configuration") else { return Ok(()) };
        let text = match &fact.state {
            State::Known(Plain::Null) | State::Absent => "none: MSK's default configuration".to_owned(),
            State::Known(value) => {
                let block = view.cluster.configuration.attached().map(|configuration| &configuration.block);
                let at = block.and_then(|block| describe(block, self.sources)).map(without_column);
                plain(value) + &at.map_or_else(String::new, |at| format!(" ({at})"))
            }
            State::Unknown(reason) => format!("unknown: {reason}"),
        };
        writeln!(self.out, "  {:<24}{}", "configuration", sanitize(&text))
    }

    fn fact(
        &mut self,
        indent: usize,
        width: usize,
        name: &str,
        fact: &Shown,
        note: Option<String>,
    ) -> std::io::Result<()> {
        let value = value(fact);
        let origin = origin(fact, self.sources);
        let rest = [note, Some(origin)].into_iter().flatten().filter(|text| !text.is_empty());
        let rest = rest.collect::<Vec<_>>().join("   ");
        let line = format!("{:indent$}{name:<width$}{value:<16}   {rest}", "");
        writeln!(self.out, "{}", sanitize(line.trim_end()))
    }
}

/// Where a value comes from: its place and the hops from there, or who else decided.
pub(super) fn origin(fact: &Shown, sources: &Sources) -> String {
    let place = describe(&fact.origin.place, sources).unwrap_or_default();
    match (&fact.state, fact.from) {
        (State::Unknown(reason), _) => reason.to_string(),
        (State::Absent, _) => String::new(),
        (State::Known(_), From::MskDefault) => "MSK's default".to_owned(),
        (State::Known(_), From::ProviderDefault) => "the provider's default".to_owned(),
        (State::Known(_), From::Written) => {
            let hops = fact.origin.hops.iter().map(|hop: &Hop| format!(" ← {}", hop.what));
            place + &hops.collect::<String>()
        }
    }
}

/// What a layout still does when something is down.
pub(super) fn availability(matrix: &Matrix, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "\n  {:<12}{:<38}{:<10}acknowledged data", "down", "acks=all writes", "reads")?;
    let mut is_partial = false;
    for row in matrix.rows() {
        let reads = match row.reads {
            Extent::Ok => "ok",
            Extent::Some => "some*",
            Extent::None => "none",
        };
        is_partial |= row.reads == Extent::Some;
        let (lost, writes, data) = (row.lost.as_str(), row.writes_in_words(), row.data.as_str());
        writeln!(out, "  {lost:<12}{writes:<38}{reads:<10}{data}")?;
    }
    writeln!(out, "  (every replica in sync when it happens)")?;
    if is_partial {
        writeln!(out, "  (* partitions that keep a replica)")?;
    }
    Ok(())
}

/// The state of support of a Kafka version, by the table and its date.
pub(crate) fn version_note(fact: &Shown, today: Date) -> Option<String> {
    let Some(Plain::String(version)) = fact.known() else { return None };
    let table = facts::tables().iter().find(|table| table.name == "msk-kafka-versions")?;
    let of = format!("(table of {})", table.compiled);
    Some(match facts::kafka_version(version) {
        None => format!("not in the table of MSK's versions {of}"),
        Some(row) => match row.end_of_support {
            None => format!("supported, no end date announced {of}"),
            Some(end) if end < today => format!("out of support since {end} {of}"),
            Some(end) => format!("supported until {end} {of}"),
        },
    })
}

fn without_column(at: String) -> String {
    at.rsplit_once(':').map_or(at.clone(), |(at, _)| at.to_owned())
}

/// A value in a few words, without secrets.
pub fn value(fact: &Shown) -> String {
    match &fact.state {
        _ if fact.sensitive => "(sensitive)".to_owned(),
        State::Known(value) => plain(value),
        State::Unknown(_) => "unknown".to_owned(),
        State::Absent => "not set".to_owned(),
    }
}

/// A value on one line.
pub(super) fn plain(value: &Plain) -> String {
    match value {
        Plain::Null => "null".to_owned(),
        Plain::Bool(value) => value.to_string(),
        Plain::Number(digits) => digits.clone(),
        Plain::String(text) => text.clone(),
        Plain::List(items) => format!("[{}]", items.iter().map(plain).collect::<Vec<_>>().join(", ")),
        Plain::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| format!("{key} = {}", plain(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        Plain::Unknown(_) => "unknown".to_owned(),
        Plain::Sensitive => "(sensitive)".to_owned(),
    }
}
