//! Bounds on values: shared parts make it easy to write down something far too large to walk.

use std::fmt::Arguments;

use super::value::{Kind, Reason, Unknown, Value};

/// Most elements of one collection.
pub const MOST_ELEMENTS: usize = 100_000;
/// Most bytes of one string.
pub const MOST_BYTES: usize = 16 << 20;
/// Most stretches of different origin in one string.
pub const MOST_STRETCHES: usize = 100_000;
/// Most weight of one value.
const HEAVIEST: u64 = 400_000;
/// How many bytes of text weigh as much as a value.
const BYTES: u64 = 64;
/// Deepest nesting of values.
const DEEPEST: usize = 400;
/// How much weight can be walked for the work of one evaluated expression.
const WALK: u64 = 32;

/// Whether walking the value is out of the question.
pub fn is_too_large(value: &Value) -> bool {
    weight(value).is_none()
}

/// What it costs to walk the value once, in evaluated expressions.
pub fn work_of_walking(value: &Value) -> u64 {
    weight(value).unwrap_or(HEAVIEST) / WALK
}

/// What it costs to put a text together, in evaluated expressions.
pub fn work_of_building(bytes: usize, stretches: usize) -> u64 {
    bytes as u64 / BYTES / WALK + stretches as u64
}

/// The value, unknown when it is too large for anybody to walk; and what it costs to walk it once.
pub fn bounded(value: Value, name: Arguments<'_>) -> (Value, u64) {
    if let Some(weight) = weight(&value) {
        return (value, weight / WALK);
    }
    let reason = Reason::Limit(format!("the size of {name}").into());
    let sensitive = value.sensitive;
    (Value::new(Kind::Unknown(Unknown::new(reason)), value.trace).marked(sensitive), HEAVIEST / WALK)
}

/// What a value weighs; `None` when it is too large.
fn weight(value: &Value) -> Option<u64> {
    left_after(value, HEAVIEST, 0).map(|left| HEAVIEST - left)
}

/// What is left of the allowance after the value and all inside it, counted as often as it is shared.
fn left_after(value: &Value, allowance: u64, depth: usize) -> Option<u64> {
    if depth > DEEPEST {
        return None;
    }
    let mut left = allowance.checked_sub(1)?;
    match &value.kind {
        Kind::List(items) | Kind::Set(items) | Kind::Tuple(items) => {
            for item in items.iter() {
                left = left_after(item, left, depth + 1)?;
            }
        }
        Kind::Map(entries) | Kind::Object(entries) => {
            for item in entries.values() {
                left = left_after(item, left, depth + 1)?;
            }
        }
        Kind::String(text) => {
            left = left.checked_sub(text.as_str().len() as u64 / BYTES + text.segments().len() as u64)?;
        }
        _ => {}
    }
    Some(left)
}
