//! Numbers as Terraform has them: binary floats of 512 bits, printed in full.

mod binary;
mod decimal;

use std::cmp::Ordering;
use std::fmt;
use std::rc::Rc;

use self::binary::Binary;

/// A number. Whole numbers of 64 bits are kept as such; every value has exactly one representation, so equality is
/// numeric. Magnitudes are bounded: an operation whose result would need more than about 12,000 digits gives `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(Repr);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Repr {
    Small(i64),
    Big(Rc<Binary>),
}

impl Number {
    /// Zero.
    pub const ZERO: Self = Self(Repr::Small(0));

    /// Reads a number the way Terraform converts a string to one: an optional sign, decimal digits with an optional
    /// point, an optional exponent. No blanks, no underscores, no other bases.
    pub fn parse(text: &str) -> Option<Self> {
        match text.parse::<i64>() {
            Ok(small) => Some(small.into()),
            Err(_) => decimal::parse(text).map(Self::from),
        }
    }

    /// The nearest double.
    pub fn to_f64(&self) -> f64 {
        match &self.0 {
            Repr::Small(small) => *small as f64,
            // Reading decimal text is correctly rounded; the text is bounded by the magnitude.
            Repr::Big(_) => self.to_string().parse().unwrap_or(f64::NAN),
        }
    }

    /// The whole number in base `radix` (2 to 36); `None` for anything else. No sign, no prefix handling beyond `-`.
    pub fn parse_radix(text: &str, radix: u32) -> Option<Self> {
        if !(2..=36).contains(&radix) {
            return None;
        }
        match i64::from_str_radix(text, radix) {
            Ok(small) => Some(small.into()),
            Err(_) => Binary::parse_radix(text, radix).map(Self::from),
        }
    }

    /// The sum.
    pub fn add(&self, other: &Self) -> Option<Self> {
        self.small_or(other, i64::checked_add, Binary::add)
    }

    /// The difference.
    pub fn sub(&self, other: &Self) -> Option<Self> {
        self.small_or(other, i64::checked_sub, |a, b| a.add(&b.neg()))
    }

    /// The product.
    pub fn mul(&self, other: &Self) -> Option<Self> {
        self.small_or(other, i64::checked_mul, Binary::mul)
    }

    /// The quotient; `None` for a zero divisor.
    pub fn div(&self, other: &Self) -> Option<Self> {
        if *other == Self::ZERO {
            return None;
        }
        let exact = |a: i64, b: i64| (a.checked_rem(b)? == 0).then(|| a.checked_div(b)).flatten();
        self.small_or(other, exact, Binary::div)
    }

    /// The remainder with the sign of `self`; `self` for a zero divisor, as Terraform has it.
    pub fn rem(&self, other: &Self) -> Option<Self> {
        if *other == Self::ZERO {
            return Some(self.clone());
        }
        if let (Repr::Small(a), Repr::Small(b)) = (&self.0, &other.0) {
            return Some(a.checked_rem(*b).unwrap_or(0).into());
        }
        self.sub(&other.mul(&self.div(other)?.trunc())?)
    }

    /// The number with the other sign.
    pub fn neg(&self) -> Self {
        match &self.0 {
            Repr::Small(small) if *small != i64::MIN => (-small).into(),
            _ => self.binary().neg().into(),
        }
    }

    /// Without its sign.
    pub fn abs(&self) -> Self {
        if self.is_negative() { self.neg() } else { self.clone() }
    }

    /// Without its fraction.
    pub fn trunc(&self) -> Self {
        match &self.0 {
            Repr::Small(_) => self.clone(),
            Repr::Big(big) => big.trunc().into(),
        }
    }

    /// The largest whole number that is not larger.
    pub fn floor(&self) -> Self {
        let whole = self.trunc();
        if whole > *self { whole.sub(&1.into()).unwrap_or(whole) } else { whole }
    }

    /// The smallest whole number that is not smaller.
    pub fn ceil(&self) -> Self {
        let whole = self.trunc();
        if whole < *self { whole.add(&1.into()).unwrap_or(whole) } else { whole }
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Small(small) => *small < 0,
            Repr::Big(big) => big.is_negative(),
        }
    }

    /// Whether it has no fraction.
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Repr::Small(_) => true,
            Repr::Big(big) => big.is_integer(),
        }
    }

    /// As a signed integer, if it is one and fits.
    pub fn as_i64(&self) -> Option<i64> {
        match &self.0 {
            Repr::Small(small) => Some(*small),
            Repr::Big(_) => None,
        }
    }

    /// As an unsigned integer, if it is one and fits.
    pub fn as_u64(&self) -> Option<u64> {
        match &self.0 {
            Repr::Small(small) => u64::try_from(*small).ok(),
            Repr::Big(big) => big.as_u64(),
        }
    }

    /// Rounded to so many decimal places, ties to even.
    pub fn to_fixed(&self, places: usize) -> Option<String> {
        decimal::fixed(&self.binary(), places)
    }

    /// A whole number in base `radix` (2 to 36) with lower-case digits; `None` when it has a fraction.
    pub fn to_radix(&self, radix: u8) -> Option<String> {
        (2..=36).contains(&radix).then(|| self.binary().to_radix(radix)).flatten()
    }

    fn binary(&self) -> Binary {
        match &self.0 {
            Repr::Small(small) => Binary::from_i64(*small),
            Repr::Big(big) => big.as_ref().clone(),
        }
    }

    fn small_or(
        &self,
        other: &Self,
        small: impl Fn(i64, i64) -> Option<i64>,
        big: impl Fn(&Binary, &Binary) -> Option<Binary>,
    ) -> Option<Self> {
        if let (Repr::Small(a), Repr::Small(b)) = (&self.0, &other.0)
            && let Some(result) = small(*a, *b)
        {
            return Some(result.into());
        }
        big(&self.binary(), &other.binary()).map(Self::from)
    }
}

impl From<Binary> for Number {
    fn from(binary: Binary) -> Self {
        match binary.as_i64() {
            Some(small) => Self(Repr::Small(small)),
            None => Self(Repr::Big(Rc::new(binary))),
        }
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(Repr::Small(value))
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        match i64::try_from(value) {
            Ok(small) => small.into(),
            Err(_) => Binary::from_u64(value).into(),
        }
    }
}

impl From<usize> for Number {
    fn from(value: usize) -> Self {
        (value as u64).into()
    }
}

impl From<i32> for Number {
    fn from(value: i32) -> Self {
        i64::from(value).into()
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Small(a), Repr::Small(b)) => a.cmp(b),
            _ => self.binary().compare(&other.binary()),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Small(small) => write!(f, "{small}"),
            Repr::Big(big) => f.write_str(&decimal::print(big)),
        }
    }
}

#[cfg(test)]
mod tests;
