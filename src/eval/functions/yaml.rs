//! YAML as Terraform writes it.

use super::call::{Call, Fault, Outcome, within_bytes};
use super::json;
use crate::eval::value::{Entries, Kind, Value};

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

/// Lines of quoted text are folded after this column.
const LINE_WIDTH: usize = 80;
/// Longest key that is written before a colon, in bytes; longer ones stand behind a question mark.
const LONGEST_KEY: usize = 128;
const INDENT: usize = 2;

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
        if name.len() > LONGEST_KEY || name.chars().any(is_break) {
            text.push_str("? ");
            string(text, name, indent + INDENT)?;
            text.push('\n');
            text.push_str(&" ".repeat(indent));
        } else {
            quote(text, name, indent)?;
        }
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
        Kind::String(known) => string(text, known.as_str(), indent),
        _ => {
            text.push_str(json::known(value)?.as_str());
            Ok(())
        }
    }
}

fn string(text: &mut String, string: &str, indent: usize) -> Result<(), Fault> {
    if is_block(string) {
        block(text, string, indent);
        return Ok(());
    }
    quote(text, string, indent)
}

/// A quoted text; one that grows too long for its line is folded at spaces.
fn quote(text: &mut String, string: &str, indent: usize) -> Result<(), Fault> {
    let line_start = text.rfind('\n').map_or(0, |newline| newline + 1);
    let mut column = text[line_start..].chars().count() + 1;
    text.push('"');
    let mut letters = string.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, letter)| *letter);
        if letter == ' ' && column > LINE_WIDTH && at > 0 && next.is_some() {
            text.push('\n');
            text.push_str(&" ".repeat(indent.max(INDENT)));
            column = indent.max(INDENT);
            if next == Some(' ') {
                text.push('\\');
                column += 1;
            }
            continue;
        }
        let before = text.len();
        escape(text, letter);
        column += text[before..].chars().count();
        within_bytes(text.len())?;
    }
    text.push('"');
    Ok(())
}

fn escape(text: &mut String, letter: char) {
    let short = match letter {
        '\0' => '0',
        '\u{7}' => 'a',
        '\u{8}' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\u{b}' => 'v',
        '\u{c}' => 'f',
        '\r' => 'r',
        '\u{1b}' => 'e',
        '"' => '"',
        '\\' => '\\',
        '\u{85}' => 'N',
        '\u{2028}' => 'L',
        '\u{2029}' => 'P',
        _ if is_printable(letter) => return text.push(letter),
        _ => {
            let code = u32::from(letter);
            return match code {
                0..=0xff => text.push_str(&format!("\\x{code:02X}")),
                0x100..=0xffff => text.push_str(&format!("\\u{code:04X}")),
                _ => text.push_str(&format!("\\U{code:08X}")),
            };
        }
    };
    text.push('\\');
    text.push(short);
}

fn is_printable(letter: char) -> bool {
    matches!(letter, ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}') && letter != '\u{feff}'
}

fn is_break(letter: char) -> bool {
    matches!(letter, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether text of several lines can stand as it is.
fn is_block(string: &str) -> bool {
    let is_plain = |letter: char| letter == '\n' || is_printable(letter) && !is_break(letter);
    string.contains('\n') && string.chars().all(is_plain) && !string.contains(" \n") && !string.ends_with(' ')
}

/// Text of several lines as it is, indented. Its last newline also ends the block.
fn block(text: &mut String, string: &str, indent: usize) {
    text.push('|');
    if string.starts_with([' ', '\n']) {
        text.push_str(&INDENT.to_string());
    }
    let body = string.strip_suffix('\n').unwrap_or(string);
    text.push_str(match string.len() - body.len() {
        0 => "-",
        _ if body.is_empty() || body.ends_with('\n') => "+",
        _ => "",
    });
    for line in body.split('\n') {
        text.push('\n');
        if !line.is_empty() {
            text.push_str(&" ".repeat(indent.max(INDENT)));
            text.push_str(line);
        }
    }
}
