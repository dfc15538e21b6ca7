//! JSON as Terraform writes it; unknown parts of a value stay unknown stretches of its text.

use super::call::{Call, Fault, Outcome, within_bytes};
use crate::eval::operators::is_marked;
use crate::eval::text::{SegmentKind, Text, TextBuilder};
use crate::eval::trace::Trace;
use crate::eval::types::Type;
use crate::eval::value::{Entries, Kind, Reason, Unknown, Value};

pub(super) fn jsonencode(call: &mut Call) -> Outcome {
    let argument = call.argument(0)?;
    let text = known(argument)?;
    let open = (!argument.sensitive && is_marked(argument)).then(|| {
        let mut open = TextBuilder::default();
        encode(&mut open, argument, true).map(|()| open.finish())
    });
    let open = open.transpose()?;
    Ok(call.value(Kind::String(text)).opened(open))
}

/// The JSON text of a known value.
pub(super) fn known(value: &Value) -> Result<Text, Fault> {
    let mut text = TextBuilder::default();
    encode(&mut text, value, false)?;
    Ok(text.finish())
}

/// A JSON string.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// `hides` what is sensitive: it is unknown, and nothing tells where it was written.
fn encode(text: &mut TextBuilder, value: &Value, hides: bool) -> Result<(), Fault> {
    let trace = &value.trace;
    if hides && value.sensitive {
        match &value.open {
            Some(open) => encode_string(text, open, trace),
            None => {
                let quote = if matches!(value.kind, Kind::String(_)) { "\"" } else { "" };
                add(text, quote, &Trace::given());
                text.push_unknown(Unknown::new(Reason::Sensitive).of(Type::String), Trace::given());
                add(text, quote, &Trace::given());
            }
        }
        return Ok(());
    }
    match &value.kind {
        Kind::Unknown(unknown) if matches!(unknown.ty, Type::String) => {
            add(text, "\"", trace);
            text.push_unknown(unknown.clone(), trace.clone());
            add(text, "\"", trace);
        }
        Kind::Unknown(unknown) => text.push_unknown(unknown.clone().of(Type::String), trace.clone()),
        Kind::Resource(_) => {
            let unknown = value.first_unknown().ok_or("cannot encode a resource")?;
            text.push_unknown(unknown.of(Type::String), trace.clone());
        }
        Kind::Null => add(text, "null", trace),
        Kind::Bool(truth) => add(text, if *truth { "true" } else { "false" }, trace),
        Kind::Number(number) => add(text, &number.to_string(), trace),
        Kind::String(string) => encode_string(text, string, trace),
        Kind::List(items) | Kind::Tuple(items) => encode_items(text, items, trace, hides)?,
        // Unknown elements leave the order and the number of a set's elements open.
        Kind::Set(items) => match value.first_unknown() {
            Some(unknown) => text.push_unknown(unknown.of(Type::String), trace.clone()),
            None => encode_items(text, items, trace, hides)?,
        },
        Kind::Map(entries) | Kind::Object(entries) => encode_entries(text, entries, trace, hides)?,
    }
    within_bytes(text.len())
}

fn add(text: &mut TextBuilder, part: &str, trace: &Trace) {
    text.push(part, SegmentKind::Computed, trace.clone());
}

fn encode_items(text: &mut TextBuilder, items: &[Value], trace: &Trace, hides: bool) -> Result<(), Fault> {
    add(text, "[", trace);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            add(text, ",", trace);
        }
        encode(text, item, hides)?;
    }
    add(text, "]", trace);
    Ok(())
}

fn encode_entries(text: &mut TextBuilder, entries: &Entries, trace: &Trace, hides: bool) -> Result<(), Fault> {
    if let Some(rest) = &entries.rest {
        // Further entries may stand anywhere between those that are known.
        text.push_unknown(Unknown::clone(rest).of(Type::String), trace.clone());
        return Ok(());
    }
    add(text, "{", trace);
    for (index, entry) in entries.items.values().enumerate() {
        if index > 0 {
            add(text, ",", trace);
        }
        encode_string(text, &entry.key, trace);
        add(text, ":", trace);
        encode(text, &entry.value, hides)?;
    }
    add(text, "}", trace);
    Ok(())
}

fn encode_string(text: &mut TextBuilder, string: &Text, trace: &Trace) {
    add(text, "\"", trace);
    for part in string.segments() {
        let known = &string.as_str()[part.start as usize..part.end as usize];
        let escaped = escaped(known);
        let kind = if escaped == known { part.kind.clone() } else { SegmentKind::Computed };
        text.push(&escaped, kind, part.trace.clone());
    }
    add(text, "\"", trace);
}

/// Terraform also escapes what HTML would take for markup.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            '\u{8}' => escaped.push_str("\\b"),
            '\u{c}' => escaped.push_str("\\f"),
            '<' | '>' | '&' | '\0'..='\u{1f}' | '\u{2028}' | '\u{2029}' => {
                escaped.push_str(&format!("\\u{:04x}", letter as u32));
            }
            _ => escaped.push(letter),
        }
    }
    escaped
}
