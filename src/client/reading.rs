//! How each library reads the text of a value.

use super::library::Family;

/// A whole number; nothing where the library refuses the text. A number with a fraction counts as its whole part.
pub fn number(family: Family, text: &str) -> Option<i64> {
    match family {
        Family::Librdkafka => strtol(text).map(|(number, _)| number),
        _ => {
            let text = text.trim();
            text.parse().ok().or_else(|| text.parse::<f64>().ok().map(|number| number as i64))
        }
    }
}

/// What C's `strtol` makes of a text: the number, and what it drops behind it.
pub fn strtol(text: &str) -> Option<(i64, &str)> {
    let text = text.trim_ascii_start();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (radix, digits) = match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        Some(hexadecimal) => (16, hexadecimal),
        None if digits.starts_with('0') => (8, digits),
        None => (10, digits),
    };
    let end = digits.find(|letter: char| !letter.is_digit(radix)).unwrap_or(digits.len());
    let number = i64::from_str_radix(&digits[..end], radix).ok()?;
    Some((if negative { -number } else { number }, &digits[end..]))
}

/// A flag; nothing where the library refuses the text.
pub fn flag(family: Family, text: &str) -> Option<bool> {
    let lowered = text.trim().to_ascii_lowercase();
    match (&*lowered, family) {
        ("true", _) | ("t" | "1", Family::Librdkafka) => Some(true),
        ("false", _) | ("f" | "0", Family::Librdkafka) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn librdkafka_drops_what_follows_the_digits() {
        for (text, number) in
            [("60s", 60), ("60_000", 60), ("60.5", 60), ("0x100", 256), (" 30000 ", 30000), ("-1", -1), ("0", 0)]
        {
            assert_eq!(super::number(Family::Librdkafka, text), Some(number), "{text}");
        }
        assert_eq!(number(Family::Librdkafka, "abc"), None);
        assert_eq!(number(Family::Java, "60s"), None);
        assert_eq!(flag(Family::Librdkafka, "T"), Some(true));
        assert_eq!(flag(Family::Java, "1"), None);
    }
}
