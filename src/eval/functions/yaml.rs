//! YAML as Terraform writes it. Reading it is left unknown.

use super::call::{Call, Fault, Outcome, within_bytes};
use super::json;
use crate::eval::types::Type;
use crate::eval::value::{Entries, Kind, Reason, Value};

/// Terraform's reader has a dialect of its own; nothing in a Kafka configuration goes through it.
pub(super) fn yamldecode(call: &mut Call) -> Outcome {
    Ok(call.beyond(Type::Any))
}

pub(super) fn yamlencode(call: &mut Call) -> Outcome {
    let mut text = String::new();
    let value = call.argument(0)?;
    encode(&mut text, value, 0, true)?;
    if matches!(value.kind, Kind::Null | Kind::Bool(_) | Kind::Number(_)) {
        // A document that is one plain word needs an end.
        text.push_str("...\n");
    }
    Ok(call.string(text))
}

/// Where a value stands in what encloses it.
#[derive(Clone, Copy)]
enum Place {
    /// After `key:`, on the same line.
    Value,
    /// After `- `, on the same line.
    Item,
}

fn encode(text: &mut String, value: &Value, indent: usize, top: bool) -> Result<(), Fault> {
    match &value.kind {
        Kind::List(items) | Kind::Set(items) | Kind::Tuple(items) if !items.is_empty() => {
            encode_items(text, items, indent, top)
        }
        Kind::Map(entries) | Kind::Object(entries) if !entries.items.is_empty() => {
            encode_entries(text, entries, indent, top)
        }
        _ => {
            scalar(text, value, indent)?;
            text.push('\n');
            Ok(())
        }
    }
}

fn encode_items(text: &mut String, items: &[Value], indent: usize, mut inline: bool) -> Result<(), Fault> {
    for item in items {
        if !inline {
            text.push_str(&" ".repeat(indent));
        }
        inline = false;
        text.push_str("- ");
        nested(text, item, indent, Place::Item)?;
        within_bytes(text.len())?;
    }
    Ok(())
}

fn encode_entries(text: &mut String, entries: &Entries, indent: usize, mut inline: bool) -> Result<(), Fault> {
    for (name, entry) in &entries.items {
        if !inline {
            text.push_str(&" ".repeat(indent));
        }
        inline = false;
        text.push_str(&quoted(name)?);
        text.push(':');
        nested(text, &entry.value, indent, Place::Value)?;
        within_bytes(text.len())?;
    }
    Ok(())
}

/// A value after `- ` or `key:`. Lists under a key stand at the key's own column, everything else two further.
fn nested(text: &mut String, value: &Value, indent: usize, place: Place) -> Result<(), Fault> {
    let list = value.elements().is_some_and(|items| !items.is_empty());
    let map = value.entries().is_some_and(|entries| !entries.items.is_empty());
    match place {
        Place::Item => encode(text, value, indent + 2, true),
        Place::Value if list => {
            text.push('\n');
            encode(text, value, indent, false)
        }
        Place::Value if map => {
            text.push('\n');
            encode(text, value, indent + 2, false)
        }
        Place::Value => {
            text.push(' ');
            encode(text, value, indent + 2, true)
        }
    }
}

fn scalar(text: &mut String, value: &Value, indent: usize) -> Result<(), Fault> {
    match &value.kind {
        Kind::String(string) if string.as_str().contains('\n') => block(text, string.as_str(), indent),
        Kind::String(string) => {
            text.push_str(&quoted(string.as_str())?);
            Ok(())
        }
        _ => {
            text.push_str(json::known(value)?.as_str());
            Ok(())
        }
    }
}

/// What the writer does with long or unusual text is not reproduced here.
fn quoted(text: &str) -> Result<String, Fault> {
    let plain = text.len() < 70 && text.chars().all(|letter| letter == ' ' || letter.is_ascii_graphic());
    if !plain {
        return Err(Fault::Beyond(Reason::Function("yamlencode".into())));
    }
    Ok(format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}

/// Text of several lines stands as it is, indented.
fn block(text: &mut String, string: &str, indent: usize) -> Result<(), Fault> {
    let body = string.trim_end_matches('\n');
    let odd = |line: &str| {
        line.starts_with(' ')
            || line.ends_with(' ')
            || !line.chars().all(|letter| letter == ' ' || letter.is_ascii_graphic())
    };
    if body.is_empty() || body.starts_with('\n') || body.split('\n').any(odd) || indent == 0 {
        return Err(Fault::Beyond(Reason::Function("yamlencode".into())));
    }
    text.push_str(match string.len() - body.len() {
        0 => "|-",
        1 => "|",
        _ => return Err(Fault::Beyond(Reason::Function("yamlencode".into()))),
    });
    for line in body.split('\n') {
        text.push('\n');
        if !line.is_empty() {
            text.push_str(&" ".repeat(indent));
            text.push_str(line);
        }
    }
    Ok(())
}
