//! Exact shares between nothing and everything.

use std::cmp::Ordering;
use std::fmt;

/// A reduced fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Share {
    numerator: u128,
    denominator: u128,
}

impl Share {
    /// Nothing.
    pub const NONE: Self = Self { numerator: 0, denominator: 1 };
    /// Everything.
    pub const ALL: Self = Self { numerator: 1, denominator: 1 };

    /// `numerator` of `denominator`; nothing of nothing is nothing.
    pub fn of(numerator: u32, denominator: u32) -> Self {
        Self::reduced(u128::from(numerator), u128::from(denominator))
    }

    fn reduced(numerator: u128, denominator: u128) -> Self {
        match gcd(numerator, denominator) {
            0 => Self::NONE,
            _ if denominator == 0 => Self::NONE,
            divisor => Self { numerator: numerator / divisor, denominator: denominator / divisor },
        }
    }

    /// Both together.
    pub fn plus(self, other: Self) -> Self {
        let common = self.numerator.saturating_mul(other.denominator);
        let numerator = common.saturating_add(other.numerator.saturating_mul(self.denominator));
        Self::reduced(numerator, self.denominator.saturating_mul(other.denominator))
    }

    /// What is left without the other; never below nothing.
    pub fn minus(self, other: Self) -> Self {
        let common = self.numerator.saturating_mul(other.denominator);
        let numerator = common.saturating_sub(other.numerator.saturating_mul(self.denominator));
        Self::reduced(numerator, self.denominator.saturating_mul(other.denominator))
    }

    /// One share of another.
    pub fn times(self, other: Self) -> Self {
        let denominator = self.denominator.saturating_mul(other.denominator);
        Self::reduced(self.numerator.saturating_mul(other.numerator), denominator)
    }

    /// As a number between 0 and 1.
    pub fn as_f64(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }
}

impl PartialOrd for Share {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Share {
    fn cmp(&self, other: &Self) -> Ordering {
        let left = self.numerator.saturating_mul(other.denominator);
        left.cmp(&other.numerator.saturating_mul(self.denominator))
    }
}

/// In percent, rounded; what is neither nothing nor everything never reads as if it were.
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = (self.as_f64() * 100.0).round();
        match *self {
            Self::NONE => f.write_str("0 %"),
            Self::ALL => f.write_str("100 %"),
            _ if percent < 1.0 => f.write_str("under 1 %"),
            _ if percent > 99.0 => f.write_str("over 99 %"),
            _ => write!(f, "{percent} %"),
        }
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_exact_and_reduced() {
        assert_eq!(Share::of(2, 6).plus(Share::of(1, 6)), Share::of(1, 2));
        assert_eq!(Share::of(1, 2).minus(Share::of(1, 3)), Share::of(1, 6));
        assert_eq!(Share::of(1, 3).minus(Share::of(1, 2)), Share::NONE);
        assert_eq!(Share::of(2, 3).times(Share::of(3, 4)), Share::of(1, 2));
        assert_eq!(Share::of(0, 0), Share::NONE);
        assert!(Share::of(1, 3) < Share::of(3, 8));
    }

    #[test]
    fn percent_never_rounds_to_nothing_or_everything() {
        let shown = [
            (0, 7, "0 %"),
            (1, 1000, "under 1 %"),
            (1, 9, "11 %"),
            (1, 4, "25 %"),
            (999, 1000, "over 99 %"),
            (5, 5, "100 %"),
        ];
        for (numerator, denominator, text) in shown {
            assert_eq!(Share::of(numerator, denominator).to_string(), text);
        }
    }
}
