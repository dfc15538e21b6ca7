//! Clients inside of Terraform: the files and variables that resources hand to programs, read as such, with the places of
//! the expressions behind them.

use std::path::PathBuf;
use std::sync::Arc;

use super::connect;
use super::entry::{Entry, Text};
use super::kind::{Kind, kind, speaks_of_kafka};
use super::reader::{self, File, Surroundings};
use crate::client::library::Library;
use crate::client::{Application, Client, Style};
use crate::facts::client::Version;
use crate::model::embedded::{ClusterAddress, Embedded, Form, Stretch, Variable};
use crate::model::fact::State;
use crate::source::{FileId, Place, SourceFile, Span, TextRange};

/// Farthest a value may stand behind its key to count as one place, in bytes.
const NEAR: u32 = 400;
/// The file of a text that is none.
const NO_FILE: FileId = FileId(u32::MAX);

/// The clients that a text configures, each with the address of its cluster, if that is known.
pub fn read(embedded: &Embedded) -> Vec<(Client, Option<ClusterAddress>)> {
    let is_connect = matches!(embedded.form, Form::Worker | Form::Connector(_));
    if !is_connect && !speaks_of_kafka(embedded.text.as_bytes()) {
        return Vec::new();
    }
    let file = |kind: Kind, name: &str| File {
        id: NO_FILE,
        source: Arc::new(SourceFile::new(name, embedded.text.as_bytes())),
        path: PathBuf::from(name),
        kind,
    };
    let clients = match &embedded.form {
        Form::File(name) => kind(name).map(|kind| reader::read(&file(kind, name), &Nowhere)).unwrap_or_default(),
        Form::Worker => {
            let file = file(Kind::Properties, "worker.properties");
            connect::worker(&file, &Nowhere, &super::properties::entries(&file, file.range()))
        }
        Form::Variables(variables) => {
            let file = file(Kind::Environment, ".env");
            reader::of_variables(&file, &Nowhere, &entries(embedded, variables))
        }
        Form::Connector(settings) => {
            let file = file(Kind::Json, "connector.json");
            connect::read(&file, &Nowhere, &entries(embedded, settings)).unwrap_or_default()
        }
    };
    clients.into_iter().filter(|client| !client.is_local()).map(|client| placed(embedded, client)).collect()
}

/// Nothing lies around a text inside of a resource.
struct Nowhere;

impl Surroundings for Nowhere {
    fn sibling(&self, _: &File, _: &str) -> Option<File> {
        None
    }

    fn version(&self, _: &File, _: Library) -> Option<Version> {
        None
    }

    fn framework(&self, _: &File, _: Library) -> Option<Version> {
        None
    }

    fn application(&self, _: &File) -> Option<Application> {
        None
    }
}

fn entries(embedded: &Embedded, variables: &[Variable]) -> Vec<Entry> {
    let entry = |variable: &Variable| {
        let text = embedded.text.get(variable.value.as_usize()).unwrap_or_default();
        Entry {
            key: variable.name.to_string(),
            value: Text::written(text),
            span: Span { file: NO_FILE, range: variable.key.cover(variable.value) },
            literal: Some(Span { file: NO_FILE, range: variable.value }),
            style: Style::Text,
        }
    };
    variables.iter().map(entry).collect()
}

/// A client with its places in the files of the root, and the cluster that its brokers are those of.
fn placed(embedded: &Embedded, client: Client) -> (Client, Option<ClusterAddress>) {
    let mut client = client;
    let mut cluster = embedded.cluster.clone();
    for setting in &mut client.settings {
        let Some(span) = setting.value.origin.place.span() else { continue };
        let inside: Vec<&Stretch> = stretches(embedded, span.range).collect();
        if &*setting.name == "bootstrap.servers" {
            cluster = inside.iter().find_map(|stretch| stretch.cluster.clone()).or(cluster);
        }
        let unknown = inside.iter().find_map(|stretch| stretch.unknown.clone());
        if let (State::Unknown(reason), Some(why)) = (&mut setting.value.state, unknown) {
            *reason = why;
        }
        let literal = setting.value.origin.literal.and_then(|literal| verbatim(embedded, literal.range));
        setting.value.origin.place = place(embedded, span.range);
        setting.value.origin.literal = literal;
    }
    let first = client.place.span().map_or_else(|| embedded.block.clone(), |span| place(embedded, span.range));
    client.place = if first == Place::Nowhere { embedded.block.clone() } else { first };
    let secrets =
        client.secrets.iter().flat_map(|secret| stretches(embedded, secret.range).map(move |part| (secret, part)));
    client.secrets = secrets.filter_map(|(secret, stretch)| part(stretch, secret.range)).collect();
    // Nothing is added to an expression of Terraform's.
    client.room = None;
    client.instance.address = format!("{} in {}", client.instance.address, embedded.instance.address).into();
    client.instance.root = embedded.instance.root.clone();
    client.instance.var_files = embedded.instance.var_files.clone();
    (client, cluster)
}

fn stretches(embedded: &Embedded, range: TextRange) -> impl Iterator<Item = &Stretch> {
    embedded.stretches.iter().filter(move |stretch| stretch.range.start < range.end && range.start < stretch.range.end)
}

/// The characters of a range where they stand in a file as they are.
fn verbatim(embedded: &Embedded, range: TextRange) -> Option<Span> {
    let mut inside = stretches(embedded, range);
    let (only, None) = (inside.next()?, inside.next()) else { return None };
    let is_whole = only.range.start <= range.start && range.end <= only.range.end;
    let span = only.verbatim.filter(|_| is_whole)?;
    Some(span.part(range.start - only.range.start, range.end - only.range.start))
}

/// Where the part of a stretch was written that lies in a range.
fn part(stretch: &Stretch, range: TextRange) -> Option<Span> {
    match stretch.verbatim {
        Some(span) => {
            let (start, end) = (stretch.range.start.max(range.start), stretch.range.end.min(range.end));
            Some(span.part(start - stretch.range.start, end - stretch.range.start))
        }
        None => stretch.place.span(),
    }
}

/// Where a range of the text was written: from its first to its last part, if they stand close together, else the last.
fn place(embedded: &Embedded, range: TextRange) -> Place {
    // Punctuation that an encoding adds was written nowhere.
    let says_something = |stretch: &Stretch| {
        let text = embedded.text.get(stretch.range.as_usize()).unwrap_or_default();
        text.contains(|letter: char| letter.is_alphanumeric())
    };
    let is_written =
        |stretch: &&Stretch| stretch.verbatim.is_some() || stretch.unknown.is_some() || says_something(stretch);
    let written: Vec<Span> =
        stretches(embedded, range).filter(is_written).filter_map(|stretch| part(stretch, range)).collect();
    match (written.first(), written.last()) {
        (Some(first), Some(last)) if first.file == last.file => {
            let whole = first.range.cover(last.range);
            let is_near = first.range.start <= last.range.start && whole.len() <= NEAR;
            Place::Text(if is_near { Span { range: whole, ..*first } } else { *last })
        }
        (_, Some(last)) => Place::Text(*last),
        _ => stretches(embedded, range).last().map_or(Place::Nowhere, |stretch| stretch.place.clone()),
    }
}
