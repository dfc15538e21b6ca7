//! Decimal text of binary numbers: reading, and the shortest text that reads back as the same number.

use dashu_int::ops::BitTest;
use dashu_int::{IBig, UBig};

use super::binary::{Binary, PRECISION};

/// Digits and exponents beyond this are refused before any arithmetic.
const MOST_DIGITS: usize = 12_000;

/// Reads `[sign] digits [. digits] [(e|p) [sign] digits]`; `p` is a power of two, as in Terraform.
pub(super) fn parse(text: &str) -> Option<Binary> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, letter, exponent) = match text.find(['e', 'E', 'p', 'P']) {
        Some(at) => (&text[..at], text.as_bytes()[at].to_ascii_lowercase(), parse_exponent(&text[at + 1..])?),
        None => (text, b'e', 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    if digits.is_empty() || digits.len() > MOST_DIGITS || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = IBig::from(UBig::from_str_radix(&digits, 10).ok()?);
    let digits = if negative { -digits } else { digits };
    let shift = -(fraction.len() as i64);
    match letter {
        b'p' => Binary::from_decimal(digits, shift)?.scaled(exponent),
        _ => Binary::from_decimal(digits, shift + exponent),
    }
}

fn parse_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let exponent = text.parse::<i64>().ok().filter(|_| plain)?;
    (exponent.unsigned_abs() <= MOST_DIGITS as u64).then_some(exponent)
}

/// The shortest decimal text, without an exponent, that reads back as this number.
pub(super) fn print(number: &Binary) -> String {
    let (digits, power) = shortest(number);
    let digits = digits.to_string();
    let sign = if number.is_negative() { "-" } else { "" };
    if power >= 0 {
        return format!("{sign}{digits}{}", "0".repeat(power as usize));
    }
    let places = power.unsigned_abs() as usize;
    let padded = format!("{}{digits}", "0".repeat((places + 1).saturating_sub(digits.len())));
    let (whole, fraction) = padded.split_at(padded.len() - places);
    format!("{sign}{whole}.{fraction}")
}

/// The exact value rounded to so many decimal places, ties to even; `None` when that would take too many.
pub(super) fn fixed(number: &Binary, places: usize) -> Option<String> {
    if places > MOST_DIGITS {
        return None;
    }
    let (_, mantissa) = number.mantissa.clone().into_parts();
    let scaled = mantissa * UBig::from(10u8).pow(places);
    let shift = usize::try_from(number.exponent.unsigned_abs()).ok()?;
    let rounded = if number.exponent >= 0 {
        scaled << shift
    } else {
        let (whole, rest) = (&scaled >> shift, scaled & ((UBig::ONE << shift) - UBig::ONE));
        let half = UBig::ONE << (shift - 1);
        let up = rest > half || rest == half && whole.bit(0);
        if up { whole + UBig::ONE } else { whole }
    };
    let sign = if number.is_negative() { "-" } else { "" };
    let digits = rounded.to_string();
    let padded = format!("{}{digits}", "0".repeat((places + 1).saturating_sub(digits.len())));
    let (whole, fraction) = padded.split_at(padded.len() - places);
    Some(if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") })
}

/// The shortest digits, and the power of ten they are to be multiplied by, that lie within half a unit of the last
/// place of the number.
fn shortest(number: &Binary) -> (UBig, i64) {
    let (_, mantissa) = number.mantissa.clone().into_parts();
    // At full precision plus one bit, the bounds are one away from the mantissa.
    let widen = PRECISION + 1 - mantissa.bit_len();
    let (centre, exponent) = (mantissa << widen, number.exponent - widen as i64);
    // Bounds that tie read back as this number only if its last bit is even.
    let tie = UBig::from(u8::from(centre.bit(1)));
    let (low, high) = (&centre - UBig::ONE, &centre + UBig::ONE);
    // Scaled to whole numbers: bits after the point become factors of five and decimal places. One more place, so
    // that excluding a bound can be written as moving it by one.
    let (scale, places) = if exponent >= 0 {
        (UBig::from(10u8) << exponent as usize, 1)
    } else {
        (UBig::from(10u8) * UBig::from(5u8).pow(exponent.unsigned_abs() as usize), 1 - exponent)
    };
    let (low, high, centre) = (low * &scale + &tie, high * &scale - &tie, centre * scale);
    round_within(&low, &high, &centre, -places)
}

/// The multiple of the largest power of ten within the bounds, nearest to the centre.
fn round_within(low: &UBig, high: &UBig, centre: &UBig, power: i64) -> (UBig, i64) {
    let ten = UBig::from(10u8);
    // A power of ten that fits stays fitting when made smaller: halve the interval of exponents.
    let (mut fits, mut fails) = (0usize, centre.bit_len() / 3 + 2);
    let holds_multiple = |exponent: usize| {
        let unit = ten.pow(exponent);
        (high / &unit) * &unit >= *low && *high >= unit
    };
    while fails - fits > 1 {
        let middle = (fits + fails) / 2;
        if holds_multiple(middle) { fits = middle } else { fails = middle }
    }
    let unit = ten.pow(fits);
    let below = centre / &unit;
    let above = &below + UBig::ONE;
    let (to_below, to_above) = (centre - &below * &unit, &above * &unit - centre);
    let below_fits = &below * &unit >= *low;
    let above_fits = &above * &unit <= *high;
    let digits = if below_fits && (!above_fits || to_below <= to_above) { below } else { above };
    (digits, power + fits as i64)
}
