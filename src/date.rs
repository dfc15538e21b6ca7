//! A calendar date without a clock: results depend only on dates that somebody wrote or pinned.

use std::fmt;

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    /// Year, from 1.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

impl Date {
    /// Reads `2026-11-22`; nothing for another form or a day that does not exist.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let number = |range: std::ops::Range<usize>| {
            let digits = text.get(range)?;
            digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<u16>().ok())?
        };
        let month = u8::try_from(number(5..7)?).ok()?;
        Self::new(number(0..4)?, month, u8::try_from(number(8..10)?).ok()?)
    }

    /// A date, if there is such a day.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let exists = year >= 1 && (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    /// The date that lies a number of days after 1970-01-01.
    pub fn from_unix_days(days: u32) -> Option<Self> {
        let mut left = days;
        let mut year = 1970;
        while left >= days_of_year(year) {
            left -= days_of_year(year);
            year = year.checked_add(1)?;
        }
        let mut month = 1;
        while left >= u32::from(days_in(year, month)) {
            left -= u32::from(days_in(year, month));
            month += 1;
        }
        Self::new(year, month, u8::try_from(left + 1).ok()?)
    }

    /// Days from another date to this one; negative when this one is earlier.
    pub fn days_since(self, other: Self) -> i64 {
        self.ordinal() - other.ordinal()
    }

    /// Days since the first of January of the year 1.
    fn ordinal(self) -> i64 {
        let years = i64::from(self.year) - 1;
        let before = years * 365 + years / 4 - years / 100 + years / 400;
        let months: i64 = (1..self.month).map(|month| i64::from(days_in(self.year, month))).sum();
        before + months + i64::from(self.day) - 1
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_of_year(year: u16) -> u32 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_days_that_exist_are_read() {
        for text in ["2026-02-29", "2026-13-01", "2026-00-10", "26-01-01", "2026-1-01", "2026-01-+1", "２０26-01-1", ""]
        {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        for text in ["2024-02-29", "2026-12-31", "0001-01-01"] {
            assert_eq!(Date::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn days_between_dates_are_counted() {
        let day = |text| Date::parse(text).unwrap();
        assert_eq!(day("2026-11-22").days_since(day("2026-09-01")), 82);
        assert_eq!(day("2024-03-01").days_since(day("2024-02-28")), 2);
        assert_eq!(day("2100-03-01").days_since(day("2100-02-28")), 1);
        assert_eq!(day("2025-01-01").days_since(day("2026-01-01")), -365);
    }

    #[test]
    fn unix_days_agree_with_the_count() {
        let epoch = Date::parse("1970-01-01").unwrap();
        for days in (0..60_000).step_by(97) {
            let date = Date::from_unix_days(days).unwrap();
            assert_eq!(date.days_since(epoch), i64::from(days));
        }
    }
}
