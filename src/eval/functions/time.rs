//! Timestamps of RFC 3339, durations, and `formatdate`.

use super::call::{Call, Fault, Outcome};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// Day 0 of the epoch was a Thursday.
const DAYS: [&str; 7] = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];

/// A point in time, as it is written in a zone.
#[derive(Clone, Copy)]
struct Timestamp {
    /// Since 1970 in UTC.
    nanoseconds: i128,
    /// East of UTC.
    offset_minutes: i64,
}

/// Date and time of day in the zone of a timestamp.
struct Civil {
    year: i64,
    month: i64,
    day: i64,
    weekday: i64,
    hour: i64,
    minute: i64,
    second: i64,
}

impl Timestamp {
    fn parse(text: &str) -> Result<Self, Fault> {
        Self::read(text).ok_or_else(|| format!("not a valid RFC3339 timestamp: {text:?}").into())
    }

    fn read(text: &str) -> Option<Self> {
        let mut rest = text;
        let year = number(&mut rest, 4, "-")?;
        let month = number(&mut rest, 2, "-")?;
        let day = number(&mut rest, 2, "T")?;
        let hour = number(&mut rest, 2, ":")?;
        let minute = number(&mut rest, 2, ":")?;
        let second = number(&mut rest, 2, "")?;
        let mut nanoseconds = 0;
        if let Some(fraction) = rest.strip_prefix('.') {
            let end = fraction.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(fraction.len());
            let digits = fraction.get(..end.min(9)).filter(|digits| !digits.is_empty())?;
            nanoseconds = format!("{digits:0<9}").parse::<i128>().ok()?;
            rest = &fraction[end..];
        }
        let offset_minutes = zone(rest)?;
        let valid = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
        if !valid || hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let minutes = (days_from_civil(year, month, day) * 24 + hour) * 60 + minute - offset_minutes;
        let seconds = minutes * 60 + second;
        Some(Self { nanoseconds: i128::from(seconds) * 1_000_000_000 + nanoseconds, offset_minutes })
    }

    fn civil(self) -> Option<Civil> {
        let seconds = i64::try_from(self.nanoseconds.div_euclid(1_000_000_000)).ok()? + self.offset_minutes * 60;
        let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let (year, month, day) = civil_from_days(days);
        let civil = Civil {
            year,
            month,
            day,
            weekday: days.rem_euclid(7),
            hour: rest / 3600,
            minute: rest / 60 % 60,
            second: rest % 60,
        };
        (0..=9999).contains(&year).then_some(civil)
    }

    fn zone(self, separator: &str) -> String {
        let sign = if self.offset_minutes < 0 { '-' } else { '+' };
        let minutes = self.offset_minutes.abs();
        format!("{sign}{:02}{separator}{:02}", minutes / 60, minutes % 60)
    }

    fn zone_or(self, utc: &str, separator: &str) -> String {
        if self.offset_minutes == 0 { utc.to_owned() } else { self.zone(separator) }
    }
}

/// The next number of so many digits, and what must follow it.
fn number(rest: &mut &str, digits: usize, then: &str) -> Option<i64> {
    let (number, after) = rest.split_at_checked(digits)?;
    let number = number.bytes().all(|byte| byte.is_ascii_digit()).then(|| number.parse().ok()).flatten()?;
    *rest = after.strip_prefix(then)?;
    Some(number)
}

/// Minutes east of UTC.
fn zone(text: &str) -> Option<i64> {
    if text == "Z" {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let mut rest = text.strip_prefix(['+', '-'])?;
    let (hours, minutes) = (number(&mut rest, 2, ":")?, number(&mut rest, 2, "")?);
    (rest.is_empty() && hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

fn days_in(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970, counting years from March so that the leap day is the last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = (shifted + 2) % 12 + 1;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    (era * 400 + year + i64::from(month <= 2), month, day)
}

pub(super) fn timeadd(call: &mut Call) -> Outcome {
    let start = Timestamp::parse(call.str(0)?)?;
    let duration = call.str(1)?;
    let added = parse_duration(duration).ok_or_else(|| format!("invalid duration {duration:?}"))?;
    let end = Timestamp { nanoseconds: start.nanoseconds + added, ..start };
    let civil = end.civil().ok_or(Fault::Limit("the year"))?;
    let Civil { year, month, day, hour, minute, second, .. } = civil;
    let zone = end.zone_or("Z", ":");
    Ok(call.string(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}")))
}

/// Nanoseconds of a duration such as `-1h30m`.
fn parse_duration(text: &str) -> Option<i128> {
    const UNITS: [(&str, i128); 8] = [
        ("ns", 1),
        ("us", 1000),
        ("µs", 1000),
        ("μs", 1000),
        ("ms", 1_000_000),
        ("s", 1_000_000_000),
        ("m", 60_000_000_000),
        ("h", 3_600_000_000_000),
    ];
    let mut rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    let sign = if text.starts_with('-') { -1 } else { 1 };
    if rest == "0" {
        return Some(0);
    }
    let mut total = 0i128;
    while !rest.is_empty() {
        let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.')?;
        let (whole, fraction) = rest[..end].split_once('.').unwrap_or((&rest[..end], ""));
        rest = &rest[end..];
        let end = rest.find(|letter: char| letter.is_ascii_digit() || letter == '.').unwrap_or(rest.len());
        let unit = UNITS.iter().find(|(name, _)| *name == &rest[..end])?.1;
        rest = &rest[end..];
        if whole.is_empty() && fraction.is_empty() || whole.len() > 18 || fraction.len() > 18 {
            return None;
        }
        let part = |digits: &str| if digits.is_empty() { Some(0) } else { digits.parse::<i128>().ok() };
        let scale = 10i128.pow(u32::try_from(fraction.len()).ok()?);
        total += part(whole)? * unit + part(fraction)? * unit / scale;
    }
    // As many nanoseconds as fit 64 bits: about 292 years.
    (!text.is_empty() && total <= i128::from(i64::MAX)).then_some(sign * total)
}

pub(super) fn timecmp(call: &mut Call) -> Outcome {
    let (a, b) = (Timestamp::parse(call.str(0)?)?, Timestamp::parse(call.str(1)?)?);
    Ok(call.number(a.nanoseconds.cmp(&b.nanoseconds) as i64))
}

/// Runs of one letter are verbs, quoted text and everything that is not a letter stands for itself.
pub(super) fn formatdate(call: &mut Call) -> Outcome {
    let time = Timestamp::parse(call.str(1)?)?;
    let civil = time.civil().ok_or(Fault::Limit("the year"))?;
    let mut formatted = String::new();
    let mut rest = call.str(0)?;
    while let Some(letter) = rest.chars().next() {
        if letter == '\'' {
            rest = quoted(&rest[1..], &mut formatted)?;
        } else if letter.is_ascii_alphabetic() {
            let end = rest.find(|other| other != letter).unwrap_or(rest.len());
            let verb = &rest[..end];
            formatted
                .push_str(&date_part(verb, time, &civil).ok_or_else(|| format!("invalid date format verb {verb:?}"))?);
            rest = &rest[end..];
        } else {
            formatted.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    Ok(call.string(formatted))
}

/// Text up to the closing quote; two quotes are one.
fn quoted<'a>(text: &'a str, formatted: &mut String) -> Result<&'a str, Fault> {
    let mut rest = text;
    loop {
        let end = rest.find('\'').ok_or("unterminated literal")?;
        formatted.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('\'') {
            Some(after) => {
                formatted.push('\'');
                rest = after;
            }
            None => return Ok(rest),
        }
    }
}

fn date_part(verb: &str, time: Timestamp, civil: &Civil) -> Option<String> {
    let month = MONTHS.get(usize::try_from(civil.month - 1).ok()?)?;
    let weekday = DAYS.get(usize::try_from(civil.weekday).ok()?)?;
    let half_day = if civil.hour % 12 == 0 { 12 } else { civil.hour % 12 };
    let plain = |number: i64| number.to_string();
    let padded = |number: i64| format!("{number:02}");
    Some(match verb {
        "YYYY" => format!("{:04}", civil.year),
        "YY" => padded(civil.year % 100),
        "MMMM" => (*month).to_owned(),
        "MMM" => month[..3].to_owned(),
        "MM" => padded(civil.month),
        "M" => plain(civil.month),
        "DD" => padded(civil.day),
        "D" => plain(civil.day),
        "EEEE" => (*weekday).to_owned(),
        "EEE" => weekday[..3].to_owned(),
        "hh" => padded(civil.hour),
        "h" => plain(civil.hour),
        "HH" => padded(half_day),
        "H" => plain(half_day),
        "AA" => if civil.hour < 12 { "AM" } else { "PM" }.to_owned(),
        "aa" => if civil.hour < 12 { "am" } else { "pm" }.to_owned(),
        "mm" => padded(civil.minute),
        "m" => plain(civil.minute),
        "ss" => padded(civil.second),
        "s" => plain(civil.second),
        "Z" => time.zone_or("Z", ":"),
        "ZZZ" => time.zone_or("UTC", ""),
        "ZZZZ" => time.zone(""),
        "ZZZZZ" => time.zone(":"),
        _ => return None,
    })
}
