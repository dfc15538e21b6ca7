//! Bounds on values: shared parts make it easy to write down something far too large to walk.

use super::value::{Kind, Value};

/// Most elements of one collection.
pub const MOST_ELEMENTS: usize = 100_000;
/// Most bytes of one string.
pub const MOST_BYTES: usize = 16 << 20;
/// Most values inside one value.
const MOST_VALUES: usize = 1_000_000;
/// Deepest nesting of values.
const DEEPEST: usize = 400;

/// Whether a value has so many parts, counted as often as they are shared, that walking it is out of the question.
pub fn is_too_large(value: &Value) -> bool {
    count(value, MOST_VALUES, 0).is_none()
}

/// What is left of the allowance after counting the value.
fn count(value: &Value, allowance: usize, depth: usize) -> Option<usize> {
    if depth > DEEPEST {
        return None;
    }
    let mut left = allowance.checked_sub(1)?;
    match &value.kind {
        Kind::List(items) | Kind::Set(items) | Kind::Tuple(items) => {
            for item in items.iter() {
                left = count(item, left, depth + 1)?;
            }
        }
        Kind::Map(entries) | Kind::Object(entries) => {
            for item in entries.values() {
                left = count(item, left, depth + 1)?;
            }
        }
        _ => {}
    }
    Some(left)
}
