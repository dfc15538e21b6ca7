//! Functions of strings that keep what is known of them.

use std::collections::BTreeSet;

use unicode_segmentation::UnicodeSegmentation;

use super::call::{Call, Fault, Outcome, within_bytes, within_elements};
use super::cut::{Ends, blurred, known_runs, mapped, replaced, trimmed};
use super::regexes;
use crate::eval::convert::to_text;
use crate::eval::equality::Truth;
use crate::eval::text::{SegmentKind, Text, TextBuilder};
use crate::eval::types::Type;
use crate::eval::value::{Kind, Unknown, Value};

/// The argument's text; an unknown string is one unknown stretch.
fn text(call: &Call, index: usize) -> Result<Text, Fault> {
    Ok(to_text(call.argument(index)?)?)
}

/// The result for an argument that leaves everything open.
fn unknown(call: &Call) -> Value {
    call.unknown(call.first_unknown(), Type::String)
}

pub(super) fn trimspace(call: &mut Call) -> Outcome {
    Ok(call.piece(trimmed(&text(call, 0)?, Ends::Both, char::is_whitespace)))
}

pub(super) fn chomp(call: &mut Call) -> Outcome {
    Ok(call.piece(trimmed(&text(call, 0)?, Ends::Last, |letter| matches!(letter, '\r' | '\n'))))
}

pub(super) fn trim(call: &mut Call) -> Outcome {
    let Ok(cutset) = call.str(1) else { return Ok(unknown(call)) };
    let cutset: BTreeSet<char> = cutset.chars().collect();
    Ok(call.piece(trimmed(&text(call, 0)?, Ends::Both, |letter| cutset.contains(&letter))))
}

pub(super) fn trimprefix(call: &mut Call) -> Outcome {
    let Ok(prefix) = call.str(1) else { return Ok(unknown(call)) };
    let text = text(call, 0)?;
    let cut = match prefixed(&text, prefix) {
        Some(true) => text.slice(prefix.len(), text.as_str().len()),
        Some(false) => text,
        None => blurred(&text),
    };
    Ok(call.piece(cut))
}

pub(super) fn trimsuffix(call: &mut Call) -> Outcome {
    let Ok(suffix) = call.str(1) else { return Ok(unknown(call)) };
    let text = text(call, 0)?;
    let cut = match suffixed(&text, suffix) {
        Some(true) => text.slice(0, text.as_str().len() - suffix.len()),
        Some(false) => text,
        None => blurred(&text),
    };
    Ok(call.piece(cut))
}

/// Whether the text starts so; `None` when that depends on an unknown stretch.
fn prefixed(text: &Text, prefix: &str) -> Option<bool> {
    let known = text.known_prefix();
    if known.starts_with(prefix) {
        return Some(true);
    }
    let open = !text.is_known() && prefix.starts_with(known);
    if open { None } else { Some(false) }
}

fn suffixed(text: &Text, suffix: &str) -> Option<bool> {
    let known = text.known_suffix();
    if known.ends_with(suffix) {
        return Some(true);
    }
    let open = !text.is_known() && suffix.ends_with(known);
    if open { None } else { Some(false) }
}

fn contained(text: &Text, part: &str) -> Option<bool> {
    if known_runs(text).into_iter().any(|(start, end)| text.as_str()[start..end].contains(part)) {
        return Some(true);
    }
    text.is_known().then_some(false)
}

pub(super) fn startswith(call: &mut Call) -> Outcome {
    decided(call, prefixed)
}

pub(super) fn endswith(call: &mut Call) -> Outcome {
    decided(call, suffixed)
}

pub(super) fn strcontains(call: &mut Call) -> Outcome {
    decided(call, contained)
}

fn decided(call: &Call, holds: impl Fn(&Text, &str) -> Option<bool>) -> Outcome {
    let truth = match call.str(1) {
        Ok(part) => holds(&text(call, 0)?, part),
        Err(_) => None,
    };
    Ok(from_truth(call, truth.map_or_else(|| Truth::Unknown(call.first_unknown()), Truth::Known)))
}

/// A boolean as far as it is known.
pub(super) fn from_truth(call: &Call, truth: Truth) -> Value {
    match truth {
        Truth::Known(truth) => call.bool(truth),
        Truth::Unknown(unknown) => call.unknown(unknown, Type::Bool),
    }
}

/// Letters change one by one, as in Terraform: `ß` has no single upper-case letter and stays.
pub(super) fn upper(call: &mut Call) -> Outcome {
    cased(call, upper_letter)
}

pub(super) fn lower(call: &mut Call) -> Outcome {
    cased(call, |letter| letter.to_lowercase().next().unwrap_or(letter))
}

fn upper_letter(letter: char) -> char {
    single(letter.to_uppercase(), letter)
}

fn single(mut letters: impl Iterator<Item = char>, otherwise: char) -> char {
    match (letters.next(), letters.next()) {
        (Some(letter), None) => letter,
        _ => otherwise,
    }
}

fn cased(call: &Call, change: impl Fn(char) -> char) -> Outcome {
    let changed = mapped(&text(call, 0)?, change, |trace| call.computed_from(vec![trace.clone()]));
    Ok(Value::new(Kind::String(changed), call.computed()))
}

pub(super) fn title(call: &mut Call) -> Outcome {
    let mut inside_word = false;
    // Letters of two letters have a third case, which is not kept here.
    if call.str(0)?.contains(|letter| matches!(letter, '\u{1c4}'..='\u{1cc}' | '\u{1f1}'..='\u{1f3}')) {
        return Ok(call.beyond(Type::String));
    }
    let titled = call.str(0)?.chars().map(|letter| {
        let titled = if inside_word { letter } else { upper_letter(letter) };
        inside_word = letter.is_alphanumeric() || letter == '_' || !letter.is_ascii() && !letter.is_whitespace();
        titled
    });
    let titled: String = titled.collect();
    Ok(call.string(titled))
}

pub(super) fn strrev(call: &mut Call) -> Outcome {
    let reversed: String = call.str(0)?.graphemes(true).rev().collect();
    Ok(call.string(reversed))
}

/// Offset and length count grapheme clusters; only what lies before the first unknown stretch can be cut.
pub(super) fn substr(call: &mut Call) -> Outcome {
    let (Ok(offset), Ok(length)) = (call.int(1), call.int(2)) else {
        let whole = |index| call.num(index).is_ok_and(|number| !number.is_integer());
        return if whole(1) || whole(2) { Err("a whole number is required".into()) } else { Ok(unknown(call)) };
    };
    let text = text(call, 0)?;
    let known = text.known_prefix();
    let mut starts: Vec<usize> = known.grapheme_indices(true).map(|(at, _)| at).collect();
    if text.is_known() {
        starts.push(known.len());
    }
    let count = starts.len().saturating_sub(1) as i64;
    let start = if offset < 0 { (offset + count).max(0) } else { offset };
    let end = if length < 0 { i64::MAX } else { start.saturating_add(length) };
    let cut_off = |at: i64| usize::try_from(at).ok().and_then(|at| starts.get(at)).copied();
    let (start, end) = match text.is_known() {
        true => (cut_off(start).unwrap_or(known.len()), cut_off(end).unwrap_or(known.len())),
        false => match (offset >= 0).then(|| Some((cut_off(start)?, cut_off(end)?))).flatten() {
            Some(range) => range,
            None => return Ok(unknown(call)),
        },
    };
    Ok(call.piece(known_slice(&text, start, end)))
}

/// A slice that leaves out an unknown stretch at its end.
fn known_slice(text: &Text, start: usize, end: usize) -> Text {
    if start == end { TextBuilder::default().finish() } else { text.slice(start, end) }
}

pub(super) fn indent(call: &mut Call) -> Outcome {
    let Ok(spaces) = call.int(0) else { return Ok(unknown(call)) };
    let spaces = usize::try_from(spaces).map_err(|_| Fault::from("the number of spaces must not be negative"))?;
    within_elements(spaces)?;
    let mut with = TextBuilder::default();
    with.push("\n", SegmentKind::Computed, call.computed());
    with.push(&" ".repeat(spaces), SegmentKind::Computed, call.computed());
    Ok(call.piece(replaced(&text(call, 1)?, "\n", &with.finish())?))
}

/// A pattern between slashes is a regular expression.
pub(super) fn replace(call: &mut Call) -> Outcome {
    let Ok(from) = call.str(1) else { return Ok(unknown(call)) };
    let (subject, to) = (text(call, 0)?, text(call, 2)?);
    let pattern = from.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    match pattern {
        None if !from.is_empty() => Ok(call.piece(replaced(&subject, from, &to)?)),
        _ if !subject.is_known() || !to.is_known() => Ok(unknown(call)),
        Some(pattern) => regexes::replace(call, pattern, subject.as_str(), to.as_str()),
        None => {
            let count = subject.as_str().chars().count() + 1;
            within_elements(count.saturating_mul(to.as_str().len()) / 256)?;
            Ok(call.string(subject.as_str().replace("", to.as_str())))
        }
    }
}

pub(super) fn split(call: &mut Call) -> Outcome {
    let (separator, text) = (call.str(0)?, call.text(1)?);
    let known = text.as_str();
    let mut parts = Vec::new();
    let mut add = |start: usize, end: usize| {
        parts.push(call.piece(text.slice(start, end)));
        within_elements(parts.len())
    };
    if separator.is_empty() {
        for (at, letter) in known.char_indices() {
            add(at, at + letter.len_utf8())?;
        }
    } else {
        let mut start = 0;
        for (at, _) in known.match_indices(separator) {
            add(start, at)?;
            start = at + separator.len();
        }
        add(start, known.len())?;
    }
    Ok(call.value(Kind::List(parts.into())))
}

/// The elements joined, each stretch with its own history; an unknown list is one unknown stretch, the separators
/// around it included.
pub(super) fn join(call: &mut Call) -> Outcome {
    if call.arguments.len() < 2 {
        return Err("at least one list is required".into());
    }
    let separator = text(call, 0)?;
    let mut joined = TextBuilder::default();
    let mut from = Vec::new();
    let mut separated = true;
    for list in call.arguments.iter().skip(1) {
        let Some(items) = list.elements() else {
            let unknown = list.first_unknown().unwrap_or_else(|| call.first_unknown());
            joined.push_unknown(unknown.of(Type::String), list.trace.clone());
            from.push(list.trace.clone());
            separated = true;
            continue;
        };
        for (index, item) in items.iter().enumerate() {
            if item.is_null() {
                return Err(format!("element {index} is null; cannot concatenate null values").into());
            }
            if !separated {
                push_separator(&mut joined, &separator);
            }
            separated = false;
            joined.push_text(&to_text(item)?, |trace| call.passed(trace));
            within_bytes(joined.len())?;
            from.push(item.trace.clone());
        }
    }
    Ok(Value::new(Kind::String(joined.finish()), call.computed_from(from)))
}

fn push_separator(joined: &mut TextBuilder, separator: &Text) {
    for part in separator.segments() {
        let known = &separator.as_str()[part.start as usize..part.end as usize];
        match &part.kind {
            SegmentKind::Unknown(unknown) => joined.push_unknown(Unknown::clone(unknown), part.trace.clone()),
            _ => joined.push(known, SegmentKind::Computed, part.trace.clone()),
        }
    }
}
