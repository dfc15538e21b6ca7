//! Numbers as Java reads them, and what was probably meant by a text that is none.

use super::{Unit, ValueType};

/// What Java makes of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Reading {
    /// A number.
    Number(f64),
    /// A whole number that does not fit the type.
    TooLarge,
    /// A number with a fraction, where whole ones are read.
    Fraction,
    /// No number.
    Nothing,
}

/// Cuts off what Java's `trim` cuts off: blanks and all control characters below them.
pub(super) fn java_trim(text: &str) -> &str {
    text.trim_matches(|character| character <= ' ')
}

/// Reads a trimmed text as a number of a type.
pub(super) fn read(text: &str, value_type: ValueType) -> Reading {
    match value_type.whole_range() {
        Some(range) => read_whole(text, range),
        None => read_double(text).map_or(Reading::Nothing, Reading::Number),
    }
}

fn read_whole(text: &str, (min, max): (i64, i64)) -> Reading {
    match text.parse::<i64>() {
        Ok(number) if (min..=max).contains(&number) => Reading::Number(number as f64),
        Ok(_) => Reading::TooLarge,
        Err(_) if is_digits(text.strip_prefix(['+', '-']).unwrap_or(text)) => Reading::TooLarge,
        Err(_) if text.ends_with(|last: char| last.is_ascii_digit() || last == '.') && read_double(text).is_some() => {
            Reading::Fraction
        }
        Err(_) => Reading::Nothing,
    }
}

/// As `Double.parseDouble`: a suffix `d` or `f` is read, the names of infinities are only Java's.
fn read_double(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    match unsigned {
        "NaN" => return Some(f64::NAN),
        "Infinity" => return Some(f64::INFINITY.copysign(if text.starts_with('-') { -1.0 } else { 1.0 })),
        _ => {}
    }
    let text = text.strip_suffix(['d', 'D', 'f', 'F']).unwrap_or(text);
    let only_digits = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    if only_digits { text.parse().ok() } else { None }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Splits `512MB` into its number and its unit; nothing when there is no number or no unit.
pub(super) fn split_unit(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|character: char| !character.is_ascii_digit() && character != '.')?;
    let (number, unit) = text.split_at(end);
    let unit = java_trim(unit);
    let is_unit = !unit.is_empty() && unit.chars().all(|character| character.is_ascii_alphabetic() || character == '%');
    (is_unit && number.parse::<f64>().is_ok()).then_some((number, unit))
}

/// The number in a property's unit that a text with another unit means; bytes count in steps of 1024.
pub(super) fn converted(number: &str, written: &str, expected: Unit) -> Option<i64> {
    let number: f64 = number.parse().ok()?;
    let factor = match expected {
        Unit::Bytes => bytes_in(written)?,
        Unit::Milliseconds => milliseconds_in(written)?,
        Unit::Minutes => milliseconds_in(written)? / 60_000.0,
        Unit::Hours => milliseconds_in(written)? / 3_600_000.0,
        Unit::Percent if written == "%" => 1.0,
        _ => return None,
    };
    let result = number * factor;
    (result.fract() == 0.0 && result.abs() < 9e15).then_some(result as i64)
}

fn bytes_in(unit: &str) -> Option<f64> {
    let power = match unit.to_ascii_lowercase().as_str() {
        "b" | "byte" | "bytes" => 0,
        "k" | "kb" | "kib" => 1,
        "m" | "mb" | "mib" => 2,
        "g" | "gb" | "gib" => 3,
        "t" | "tb" | "tib" => 4,
        _ => return None,
    };
    Some(1024_f64.powi(power))
}

fn milliseconds_in(unit: &str) -> Option<f64> {
    Some(match unit.to_ascii_lowercase().as_str() {
        "ms" | "millis" | "milliseconds" => 1.0,
        "s" | "sec" | "secs" | "second" | "seconds" => 1_000.0,
        "m" | "min" | "mins" | "minute" | "minutes" => 60_000.0,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3_600_000.0,
        "d" | "day" | "days" => 86_400_000.0,
        "w" | "week" | "weeks" => 604_800_000.0,
        _ => return None,
    })
}

/// The number inside quotes, underscores or grouping commas, such as `"3"` or `1,048,576`.
pub(super) fn ungrouped(text: &str) -> Option<i64> {
    let plain: String = text.chars().filter(|character| !"\"'_,".contains(*character)).collect();
    if plain.len() == text.len() { None } else { plain.parse().ok() }
}
