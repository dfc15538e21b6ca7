//! `inspect` for people: one table for each cluster.

use std::io::Write;

use super::{ClusterView, clusters, describe};
use crate::model::build::RootModel;
use crate::model::fact::{From, State};
use crate::model::named_facts::Shown;
use crate::model::plain::Plain;
use crate::report::sanitize::sanitize;
use crate::source::Sources;

/// Writes the models as text.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(models: &[RootModel], sources: &Sources, out: &mut dyn Write) -> std::io::Result<()> {
    for view in clusters(models) {
        cluster(&view, sources, out)?;
    }
    for model in models.iter().filter(|model| !model.outputs.is_empty()) {
        let path = if model.path.is_empty() { "." } else { &model.path };
        writeln!(out, "outputs of {}", sanitize(path))?;
        for (name, value) in &model.outputs {
            writeln!(out, "  {:<24} {}", sanitize(name), sanitize(&plain(value)))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn cluster(view: &ClusterView<'_>, sources: &Sources, out: &mut dyn Write) -> std::io::Result<()> {
    let instance = &view.cluster.instance;
    let root = if instance.root.is_empty() { "." } else { &instance.root };
    let files = instance.var_files.iter().map(|file| format!(", {file}")).collect::<String>();
    writeln!(out, "{}   (root {}{})", sanitize(&instance.address), sanitize(root), sanitize(&files))?;
    for (name, fact) in &view.facts {
        line(2, 26, name, fact, sources, out)?;
    }
    writeln!(out, "  properties")?;
    for (name, fact) in &view.properties {
        line(4, 44, name, fact, sources, out)?;
    }
    if let Some(matrix) = &view.availability {
        writeln!(out, "\n  {:<12}{:<34}{:<22}acknowledged data", "down", "acks=all writes", "reads")?;
        for row in matrix.rows() {
            writeln!(
                out,
                "  {:<12}{:<34}{:<22}{}",
                row.lost.as_str(),
                row.writes_in_words(),
                row.reads.as_str(),
                row.data.as_str()
            )?;
        }
        writeln!(out, "  (where every replica was in sync)")?;
    }
    writeln!(out)
}

fn line(
    indent: usize,
    width: usize,
    name: &str,
    fact: &Shown,
    sources: &Sources,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let name = sanitize(name);
    let value = sanitize(&value(fact)).into_owned();
    let origin = sanitize(&origin(fact, sources)).into_owned();
    writeln!(out, "{:indent$}{name:<width$}{value:<24} {origin}", "")
}

fn value(fact: &Shown) -> String {
    match &fact.state {
        _ if fact.sensitive => "(sensitive)".to_owned(),
        State::Known(value) => plain(value),
        State::Unknown(_) => "unknown".to_owned(),
        State::Absent => "not set".to_owned(),
    }
}

fn origin(fact: &Shown, sources: &Sources) -> String {
    let place = describe(&fact.origin.place, sources).unwrap_or_default();
    match (&fact.state, fact.from) {
        (State::Unknown(reason), _) => reason.to_string(),
        (State::Absent, _) => String::new(),
        (State::Known(_), From::MskDefault) => "MSK default".to_owned(),
        (State::Known(_), From::ProviderDefault) => "provider default".to_owned(),
        (State::Known(_), From::Written) => {
            let hops = fact.origin.hops.iter().map(|hop| format!(" ← {}", hop.what));
            place + &hops.collect::<String>()
        }
    }
}

/// A value on one line.
fn plain(value: &Plain) -> String {
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
