//! Shell scripts, Makefiles and CI steps that make clusters, configurations, topics and connectors, and the files of
//! connectors: commands to resources.

mod arguments;
mod aws;
mod connectors;
mod json;
mod kafka;
mod msk;
mod parts;
mod shell;

use std::rc::Rc;

pub use parts::may_hold_commands;

use crate::client::source::Kind;
use crate::eval::text::{SegmentKind, Text};
use crate::eval::trace::Trace;
use crate::eval::value::{Entries, Entry, Kind as ValueKind, Reason, Unknown, Value};
use crate::facts::schema;
use crate::source::{FileId, Place, SourceFile, Span};

/// What a command makes: a resource in the shape of the Terraform provider's.
#[derive(Clone, Debug)]
pub struct Made {
    /// The resource type.
    pub kind: &'static str,
    /// The command and what it names, `create-cluster orders`.
    pub title: String,
    /// The command's words.
    pub header: Span,
    /// Its arguments; `rest` is set where there may be more.
    pub arguments: Entries,
}

/// A file that a command names with `file://`, as text with its places.
pub type Beside<'a> = &'a dyn Fn(&str) -> Option<Text>;

/// Everything that the commands in a file make.
pub fn read(id: FileId, source: &SourceFile, kind: Kind, beside: Beside<'_>) -> Vec<Made> {
    let Ok(text) = std::str::from_utf8(&source.bytes) else { return Vec::new() };
    let names_connectors = text.contains(connectors::CLASS) || text.contains(connectors::STRIMZI);
    match kind {
        Kind::Json | Kind::Yaml if names_connectors => return connectors::read(id, text),
        Kind::Properties => return connectors::of_properties(id, text).into_iter().collect(),
        // To find the commands takes long, and most files name none that makes something.
        _ if !names_a_maker(text) => return Vec::new(),
        _ => {}
    }
    let parts = parts::parts(kind, &source.path, text);
    let script = shell::read(id, text, &parts);
    let msk = msk::Msk::of(text, &script);
    let commands = script.commands.iter();
    let mut made: Vec<Made> = commands
        .filter_map(|command| aws::made(command, &msk, beside).or_else(|| kafka::made(command, &msk)))
        .collect();
    for change in script.commands.iter().filter_map(|command| aws::change(command, &msk)) {
        made.iter_mut().for_each(|made| change.apply(made));
    }
    made
}

/// Whether a text holds the name of a command that makes something.
fn names_a_maker(text: &str) -> bool {
    let mut names = aws::MAKERS.iter().chain(&kafka::PROGRAMS);
    names.any(|name| memchr::memmem::find(text.as_bytes(), name.as_bytes()).is_some())
}

/// How a command takes an argument of the provider, in words; `command` is its title.
pub fn option(command: &str, argument: &str) -> Option<String> {
    let verb = command.split(' ').next()?;
    let kind = match verb {
        "create-cluster" | "create-cluster-v2" => "aws_msk_cluster",
        "create-connector" => "aws_mskconnect_connector",
        "kafka-topics" if matches!(argument, "partitions" | "replication_factor") => {
            return Some(format!("{verb} takes it as --{}", argument.replace('_', "-")));
        }
        _ => return None,
    };
    let is_it = |path: &str| path.rsplit('.').next() == Some(argument);
    let (outer, is_inside) = match schema::attributes(kind).find(|row| is_it(row.path))?.path.split_once('.') {
        Some((outer, _)) => (outer, true),
        None => (argument, false),
    };
    let (outer, is_inside) = if verb == "create-cluster-v2" { ("provisioned", true) } else { (outer, is_inside) };
    let option = outer.replace('_', "-");
    Some(format!("{verb} takes it {} --{option}", if is_inside { "in" } else { "as" }))
}

/// Whether the commands in two texts of a file are the same.
pub fn says_the_same(kind: Kind, path: &str, one: &str, other: &str) -> bool {
    let words = |text: &str| {
        let script = shell::read(FileId(0), text, &parts::parts(kind, path, text));
        let command = |words: &Vec<Text>| words.iter().map(|word| word.as_str().to_owned()).collect::<Vec<_>>();
        script.commands.iter().map(command).collect::<Vec<_>>()
    };
    words(one) == words(other)
}

/// Whether a place in a text of a file is among commands.
pub fn is_inside(kind: Kind, path: &str, text: &str, at: usize) -> bool {
    parts::parts(kind, path, text).iter().any(|part| part.name.is_none() && part.range.contains(&at))
}

/// Adds an argument under its name.
fn set(entries: &mut Entries, name: &str, value: Value) {
    let key = Text::computed(name, value.trace.clone());
    entries.items.insert(name.into(), Entry { key, value });
}

/// A word or a part of one as a string; where nothing of it is known, it may be anything.
fn string(text: Text) -> Value {
    if !text.is_known() && text.as_str().trim().is_empty() {
        return unknown(&text);
    }
    let trace = trace(&text);
    Value::new(ValueKind::String(text), trace)
}

/// Something that only the running script knows.
fn unknown(text: &Text) -> Value {
    let open = || Unknown::new(Reason::Script(text.as_str().into()));
    Value::new(ValueKind::Unknown(text.first_unknown().cloned().unwrap_or_else(open)), trace(text))
}

/// A part of a word, as something that is written by itself.
fn placed(text: Text) -> Text {
    match (&text.segments(), span(&text)) {
        ([only], Some(span)) if matches!(only.kind, SegmentKind::Verbatim(_)) => {
            Text::verbatim(text.shared(), span, Trace::literal(Place::Text(span)))
        }
        _ => text,
    }
}

/// The history of a text: written where it stands.
fn trace(text: &Text) -> Trace {
    Trace::literal(span(text).map_or(Place::Nowhere, Place::Text))
}

/// From the first to the last character of a text, where they stand in one file.
fn span(text: &Text) -> Option<Span> {
    let spans = text.segments().iter().filter_map(|segment| match &segment.kind {
        SegmentKind::Verbatim(span) => Some(*span),
        _ => segment.trace.place().span(),
    });
    spans.reduce(|a, b| if a.file == b.file { Span { range: a.range.cover(b.range), ..a } } else { a })
}

/// The resource name of a command, for addresses.
fn name(title: &str) -> Rc<str> {
    title.rsplit(' ').next().unwrap_or_default().into()
}

impl Made {
    /// The name by which its address tells it from others.
    pub fn name(&self) -> Rc<str> {
        name(&self.title)
    }
}
