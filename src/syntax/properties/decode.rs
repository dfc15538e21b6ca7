//! Escapes in keys and values.

use super::Placed;

/// The text that characters with escapes stand for; nothing when a `\u` lacks its four digits.
/// Half a surrogate pair, which Java keeps, becomes the replacement character.
pub(super) fn decode(characters: &[Placed]) -> Option<String> {
    let mut decoded = String::with_capacity(characters.len());
    let mut units: Vec<u16> = Vec::new();
    let mut rest = characters.iter().map(|(_, character)| *character);
    while let Some(character) = rest.next() {
        let escape = if character == '\\' { rest.next() } else { None };
        if escape == Some('u') {
            units.push(unit(&mut rest)?);
            continue;
        }
        flush(&mut units, &mut decoded);
        match escape {
            Some('t') => decoded.push('\t'),
            Some('r') => decoded.push('\r'),
            Some('n') => decoded.push('\n'),
            Some('f') => decoded.push('\u{c}'),
            Some(other) => decoded.push(other),
            None => decoded.push(character),
        }
    }
    flush(&mut units, &mut decoded);
    Some(decoded)
}

fn unit(rest: &mut impl Iterator<Item = char>) -> Option<u16> {
    (0..4).try_fold(0, |unit, _| Some(unit << 4 | u16::try_from(rest.next()?.to_digit(16)?).ok()?))
}

fn flush(units: &mut Vec<u16>, decoded: &mut String) {
    let characters = char::decode_utf16(units.drain(..));
    decoded.extend(characters.map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)));
}
