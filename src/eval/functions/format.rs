//! `format` and `formatlist`: what is known of each argument keeps its origin in the result.

use std::rc::Rc;

use super::call::{Call, Fault, Outcome, within_bytes, within_elements};
use super::json;
use crate::eval::convert::{convert, to_text};
use crate::eval::number::Number;
use crate::eval::text::{SegmentKind, Text, TextBuilder};
use crate::eval::types::Type;
use crate::eval::value::{Kind, Reason, Unknown, Value};

/// Widest padding and most decimal places.
const WIDEST: usize = 1000;

/// A part of a format string.
enum Piece {
    /// Text between two byte offsets of the format string.
    Literal(usize, usize),
    Verb(Verb),
}

/// One `%…` of a format string.
struct Verb {
    letter: char,
    argument: usize,
    width: Option<usize>,
    precision: Option<usize>,
    left: bool,
    zeros: bool,
    plus: bool,
    space: bool,
    sharp: bool,
}

pub(super) fn format(call: &mut Call) -> Outcome {
    let Ok(pattern) = call.text(0) else { return Ok(call.unknown(call.first_unknown(), Type::String)) };
    if !pattern.is_known() {
        return Ok(call.unknown(call.first_unknown(), Type::String));
    }
    let pieces = parse(pattern.as_str(), call.arguments.len() - 1)?;
    let arguments: Vec<&Value> = call.arguments.iter().skip(1).collect();
    Ok(call.value(Kind::String(write(call, pattern, &pieces, &arguments)?)))
}

/// Arguments that are lists are taken element by element; the others are repeated.
pub(super) fn formatlist(call: &mut Call) -> Outcome {
    let ty = Type::List(Rc::new(Type::String));
    let Ok(pattern) = call.text(0) else { return Ok(call.unknown(call.first_unknown(), ty)) };
    if !pattern.is_known() {
        return Ok(call.unknown(call.first_unknown(), ty));
    }
    let pieces = parse(pattern.as_str(), call.arguments.len() - 1)?;
    let mut length = None;
    for (index, argument) in call.arguments.iter().enumerate().skip(1) {
        match &argument.kind {
            Kind::Unknown(unknown) if !unknown.ty.is_primitive() => return Ok(call.unknown(unknown.clone(), ty)),
            Kind::Set(_) if argument.first_unknown().is_some() => return Ok(call.unknown(call.first_unknown(), ty)),
            Kind::List(items) | Kind::Set(items) | Kind::Tuple(items) => {
                if length.is_some_and(|length| length != items.len()) {
                    let count = items.len();
                    return Err(format!("argument {index} has length {count}, which is inconsistent").into());
                }
                length = Some(items.len());
            }
            _ => {}
        }
    }
    let length = length.unwrap_or(1);
    within_elements(length)?;
    let mut rows = Vec::with_capacity(length);
    for row in 0..length {
        let at = |value| Value::elements(value).map_or(Some(value), |items| items.get(row));
        let arguments: Vec<&Value> = call.arguments.iter().skip(1).filter_map(at).collect();
        rows.push(call.value(Kind::String(write(call, pattern, &pieces, &arguments)?)));
    }
    Ok(call.value(Kind::List(rows.into())))
}

/// The pieces of a format string for so many arguments.
fn parse(pattern: &str, count: usize) -> Result<Vec<Piece>, Fault> {
    let bytes = pattern.as_bytes();
    let mut pieces = Vec::new();
    let (mut at, mut literal, mut next, mut used) = (0, 0, 0, 0);
    while at < bytes.len() {
        if bytes[at] != b'%' {
            at += 1;
            continue;
        }
        pieces.push(Piece::Literal(literal, at));
        if bytes.get(at + 1) == Some(&b'%') {
            literal = at + 1;
            at += 2;
            continue;
        }
        let (verb, end) = parse_verb(pattern, at, next)?;
        if verb.argument >= count {
            return Err(format!("not enough arguments for {:?} at {at}", &pattern[at..end]).into());
        }
        next = verb.argument + 1;
        used = used.max(next);
        pieces.push(Piece::Verb(verb));
        at = end;
        literal = end;
    }
    pieces.push(Piece::Literal(literal, bytes.len()));
    if used < count && used == next {
        return Err(format!("too many arguments; only {used} used by format string").into());
    }
    Ok(pieces)
}

fn parse_verb(pattern: &str, start: usize, next: usize) -> Result<(Verb, usize), Fault> {
    let bytes = pattern.as_bytes();
    let mut verb = Verb {
        letter: 'v',
        argument: next,
        width: None,
        precision: None,
        left: false,
        zeros: false,
        plus: false,
        space: false,
        sharp: false,
    };
    let mut at = start + 1;
    while let Some(flag) = bytes.get(at).filter(|byte| b"-0+ #".contains(byte)) {
        match flag {
            b'-' => verb.left = true,
            b'0' => verb.zeros = true,
            b'+' => verb.plus = true,
            b' ' => verb.space = true,
            _ => verb.sharp = true,
        }
        at += 1;
    }
    verb.width = digits(bytes, &mut at);
    if bytes.get(at) == Some(&b'.') {
        at += 1;
        verb.precision = digits(bytes, &mut at);
    }
    if bytes.get(at) == Some(&b'[') {
        at += 1;
        let index = digits(bytes, &mut at).filter(|index| *index > 0 && bytes.get(at) == Some(&b']'));
        verb.argument = index.ok_or_else(|| format!("invalid format string starting at offset {start}"))? - 1;
        at += 1;
    }
    if verb.width.max(verb.precision).unwrap_or(0) > WIDEST {
        return Err(Fault::Limit("the width of a column"));
    }
    let invalid = || format!("invalid format string starting at offset {start}");
    verb.letter = pattern.get(at..).and_then(|rest| rest.chars().next()).ok_or_else(invalid)?;
    if !"vtbdoxXeEfgGsq".contains(verb.letter) {
        return Err(format!("unsupported format verb {:?} at offset {start}", verb.letter).into());
    }
    // A sign is not for `v`.
    verb.plus &= verb.letter != 'v';
    Ok((verb, at + 1))
}

fn digits(bytes: &[u8], at: &mut usize) -> Option<usize> {
    let mut number = None;
    while let Some(digit) = bytes.get(*at).filter(|byte| byte.is_ascii_digit()) {
        number = Some(number.unwrap_or(0usize).saturating_mul(10).saturating_add(usize::from(digit - b'0')));
        *at += 1;
    }
    number
}

fn write(call: &Call, pattern: &Text, pieces: &[Piece], arguments: &[&Value]) -> Result<Text, Fault> {
    let mut text = TextBuilder::default();
    for piece in pieces {
        match piece {
            Piece::Literal(start, end) => text.push_slice(pattern, *start, *end),
            Piece::Verb(verb) => {
                let argument = arguments.get(verb.argument).ok_or_else(|| Fault::from("not enough arguments"))?;
                write_verb(call, &mut text, verb, argument)?;
            }
        }
        within_bytes(text.len())?;
    }
    Ok(text.finish())
}

fn write_verb(call: &Call, text: &mut TextBuilder, verb: &Verb, argument: &Value) -> Result<(), Fault> {
    let plain = verb.width.is_none() && verb.precision.is_none();
    let open = |unknown: Unknown| unknown.of(Type::String);
    if argument.is_null() && verb.letter != 'v' {
        return Err(unsupported(verb, "null value cannot be formatted"));
    }
    let is_text = matches!(argument.kind, Kind::String(_));
    if plain && (verb.letter == 's' || verb.letter == 'v' && is_text && !verb.sharp) {
        let part = to_text(argument).map_err(|_| unsupported(verb, "string required"))?;
        text.push_text(&part, |trace| call.passed(trace));
        return Ok(());
    }
    if let Some(unknown) = argument.first_unknown() {
        text.push_unknown(open(unknown), argument.trace.clone());
        return Ok(());
    }
    match written(verb, argument)? {
        Some(part) => text.push(&part, SegmentKind::Computed, call.passed(&argument.trace)),
        None => {
            let unknown = Unknown::new(Reason::Function(call.name().into()));
            text.push_unknown(open(unknown), argument.trace.clone());
        }
    }
    Ok(())
}

fn unsupported(verb: &Verb, why: &str) -> Fault {
    format!("unsupported value for \"%{}\": {why}", verb.letter).into()
}

/// A known value as the verb asks for it; `None` for what is too large to write down.
fn written(verb: &Verb, argument: &Value) -> Result<Option<String>, Fault> {
    let as_type = |ty: &Type| convert(argument, ty).map_err(|error| unsupported(verb, &error));
    let number = || match as_type(&Type::Number)?.kind {
        Kind::Number(number) => Ok(number),
        _ => Err(unsupported(verb, "a number is required")),
    };
    let whole =
        || number().and_then(|n| if n.is_integer() { Ok(n) } else { Err(unsupported(verb, "an integer is required")) });
    Ok(match (verb.letter, &argument.kind) {
        ('v', Kind::Bool(truth)) if !verb.sharp => Some(truth.to_string()),
        ('v', Kind::Number(number)) if !verb.sharp => Some(general(verb, number, None)),
        ('v', Kind::String(text)) if !verb.sharp => Some(padded(verb, &shortened(verb, text.as_str()))),
        ('v', _) => Some(padded(verb, json::known(argument)?.as_str())),
        ('t', _) => match as_type(&Type::Bool)?.kind {
            Kind::Bool(truth) => Some(truth.to_string()),
            _ => None,
        },
        ('s', _) => Some(padded(verb, &shortened(verb, to_text(argument)?.as_str()))),
        ('q', _) => {
            let text = shortened(verb, to_text(argument)?.as_str());
            Some(padded(verb, &json::quoted(&text)))
        }
        ('d', _) => integer(verb, &whole()?, 10, ""),
        ('b', _) => integer(verb, &whole()?, 2, "0b"),
        ('o', _) => integer(verb, &whole()?, 8, "0"),
        ('x', _) => integer(verb, &whole()?, 16, "0x"),
        ('X', _) => integer(verb, &whole()?, 16, "0X").map(|text| text.to_uppercase()),
        ('g', _) => Some(general(verb, &number()?, verb.precision)),
        ('G', _) => Some(general(verb, &number()?, verb.precision).to_uppercase()),
        ('e' | 'E', _) => {
            let places = verb.precision.unwrap_or(6);
            let text = signed(verb, &Digits::of(&number()?, Some(places + 1)).scientific(places), verb.zeros);
            Some(if verb.letter == 'E' { text.to_uppercase() } else { text })
        }
        ('f', _) => number()?.to_fixed(verb.precision.unwrap_or(6)).map(|text| signed(verb, &text, verb.zeros)),
        _ => None,
    })
}

/// `%v` and `%g`: as many digits as it takes (or as are asked for), with an exponent where that is shorter.
fn general(verb: &Verb, number: &Number, precision: Option<usize>) -> String {
    let digits = Digits::of(number, precision.map(|count| count.max(1)));
    let (count, whole) = (digits.text.len() as i64, digits.exponent + 1);
    let widest = match precision {
        Some(asked) if asked as i64 <= count || count < whole => asked.max(1) as i64,
        Some(_) => count,
        None => 6,
    };
    let text = match (-4..widest).contains(&digits.exponent) {
        true => digits.plain(),
        false => digits.scientific(digits.text.len() - 1),
    };
    signed(verb, &text, verb.zeros)
}

/// The significant digits of a number and the power of ten of the first.
struct Digits {
    sign: &'static str,
    text: String,
    exponent: i64,
}

impl Digits {
    /// All digits or only so many, rounded; zeros at the end left out.
    fn of(number: &Number, count: Option<usize>) -> Self {
        let plain = number.abs().to_string();
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let all = [whole, fraction].concat();
        let significant = all.trim_start_matches('0');
        let mut exponent = significant.len() as i64 - fraction.len() as i64 - 1;
        let mut digits: Vec<u8> = significant.bytes().collect();
        if let Some(count) = count.filter(|count| *count < digits.len()) {
            let rest = digits.split_off(count);
            let is_half = rest[0] == b'5' && rest[1..].iter().all(|digit| *digit == b'0');
            let is_odd = digits.last().is_some_and(|digit| digit % 2 == 1);
            if rest[0] > b'5' || rest[0] == b'5' && (!is_half || is_odd) {
                exponent += i64::from(increased(&mut digits));
            }
        }
        while digits.last() == Some(&b'0') {
            digits.pop();
        }
        if digits.is_empty() {
            (digits, exponent) = (vec![b'0'], 0);
        }
        let text = digits.into_iter().map(char::from).collect();
        Self { sign: if number.is_negative() { "-" } else { "" }, text, exponent }
    }

    fn plain(&self) -> String {
        let (sign, digits) = (self.sign, &self.text);
        let Ok(exponent) = usize::try_from(self.exponent) else {
            let zeros = "0".repeat(self.exponent.unsigned_abs() as usize - 1);
            return format!("{sign}0.{zeros}{digits}");
        };
        match digits.split_at_checked(exponent + 1) {
            Some((whole, "")) => format!("{sign}{whole}"),
            Some((whole, fraction)) => format!("{sign}{whole}.{fraction}"),
            None => format!("{sign}{digits}{}", "0".repeat(exponent + 1 - digits.len())),
        }
    }

    /// With an exponent, and so many digits after the point.
    fn scientific(&self, places: usize) -> String {
        let (first, others) = self.text.split_at(1);
        let point = if places > 0 { "." } else { "" };
        let sign = if self.exponent < 0 { '-' } else { '+' };
        format!("{}{first}{point}{others:0<places$}e{sign}{:02}", self.sign, self.exponent.abs())
    }
}

/// Adds one to the last digit; true when that makes one digit more, all others being zero then.
fn increased(digits: &mut [u8]) -> bool {
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return false;
        }
        *digit = b'0';
    }
    if let Some(first) = digits.first_mut() {
        *first = b'1';
    }
    true
}

fn integer(verb: &Verb, number: &Number, radix: u8, prefix: &str) -> Option<String> {
    let digits = number.abs().to_radix(radix)?;
    let least = verb.precision.unwrap_or(0);
    let digits = format!("{}{digits}", "0".repeat(least.saturating_sub(digits.len())));
    let prefix = if verb.sharp { prefix } else { "" };
    let sign = if number.is_negative() { "-" } else { "" };
    Some(signed(verb, &format!("{sign}{prefix}{digits}"), verb.zeros && verb.precision.is_none()))
}

/// A number with its sign, filled up with zeros after it or blanks around it.
fn signed(verb: &Verb, text: &str, zeros: bool) -> String {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None if verb.plus => ("+", text),
        None if verb.space => (" ", text),
        None => ("", text),
    };
    let missing = verb.width.unwrap_or(0).saturating_sub(sign.len() + digits.len());
    match (verb.left, zeros) {
        (true, _) => format!("{sign}{digits}{}", " ".repeat(missing)),
        (false, true) => format!("{sign}{}{digits}", "0".repeat(missing)),
        (false, false) => format!("{}{sign}{digits}", " ".repeat(missing)),
    }
}

fn shortened(verb: &Verb, text: &str) -> String {
    use unicode_segmentation::UnicodeSegmentation;
    match verb.precision {
        Some(precision) => text.graphemes(true).take(precision).collect(),
        None => text.to_owned(),
    }
}

fn padded(verb: &Verb, text: &str) -> String {
    use unicode_segmentation::UnicodeSegmentation;
    let missing = verb.width.unwrap_or(0).saturating_sub(text.graphemes(true).count());
    match (verb.left, verb.zeros) {
        (true, _) => format!("{text}{}", " ".repeat(missing)),
        (false, true) => format!("{}{text}", "0".repeat(missing)),
        (false, false) => format!("{}{text}", " ".repeat(missing)),
    }
}
