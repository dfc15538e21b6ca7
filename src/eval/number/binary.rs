//! Binary floating point of 512 bits, rounded to nearest even.

use std::cmp::Ordering;

use dashu_int::ops::{BitTest, DivRem};
use dashu_int::{IBig, UBig};

/// Bits of precision, as Terraform's numbers have.
pub(super) const PRECISION: usize = 512;
/// Largest power of two, either way: about 12,000 decimal digits.
const LIMIT: i64 = 40_000;

/// `mantissa` times two to the `exponent`. The mantissa is odd, or zero with exponent 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Binary {
    pub(super) mantissa: IBig,
    pub(super) exponent: i64,
}

impl Binary {
    /// Rounds to the precision; `more` says that the true value lies beyond the mantissa given, by less than its
    /// last bit. `None` when the magnitude is out of bounds.
    fn round(mantissa: IBig, mut exponent: i64, more: bool) -> Option<Self> {
        let (sign, mut digits) = mantissa.into_parts();
        let excess = digits.bit_len().saturating_sub(PRECISION);
        if excess > 0 {
            let half = UBig::ONE << (excess - 1);
            let low = &digits & ((UBig::ONE << excess) - UBig::ONE);
            digits >>= excess;
            exponent += excess as i64;
            let up = match low.cmp(&half) {
                Ordering::Greater => true,
                Ordering::Equal => more || digits.bit(0),
                Ordering::Less => false,
            };
            if up {
                digits += UBig::ONE;
            }
        }
        let Some(zeros) = digits.trailing_zeros() else {
            return Some(Self { mantissa: IBig::ZERO, exponent: 0 });
        };
        digits >>= zeros;
        exponent += zeros as i64;
        let top = exponent + digits.bit_len() as i64;
        (top.abs() <= LIMIT && exponent.abs() <= LIMIT)
            .then(|| Self { mantissa: IBig::from_parts(sign, digits), exponent })
    }

    pub(super) fn from_i64(value: i64) -> Self {
        Self::round(value.into(), 0, false).unwrap_or_else(Self::zero)
    }

    pub(super) fn from_u64(value: u64) -> Self {
        Self::round(value.into(), 0, false).unwrap_or_else(Self::zero)
    }

    /// `digits` times ten to the `power`.
    pub(super) fn from_decimal(digits: IBig, power: i64) -> Option<Self> {
        let scale = IBig::from(UBig::from(10u8).pow(usize::try_from(power.unsigned_abs()).ok()?));
        if power >= 0 { Self::round(digits * scale, 0, false) } else { Self::quotient(digits, 0, scale, 0) }
    }

    pub(super) fn parse_radix(text: &str, radix: u32) -> Option<Self> {
        // Longer texts are out of bounds anyway, and reading them takes more than linear time.
        if text.len() > LIMIT as usize || text.contains('_') {
            return None;
        }
        Self::round(IBig::from_str_radix(text, radix).ok()?, 0, false)
    }

    fn zero() -> Self {
        Self { mantissa: IBig::ZERO, exponent: 0 }
    }

    /// This times two to the `power`.
    pub(super) fn scaled(self, power: i64) -> Option<Self> {
        Self::round(self.mantissa, self.exponent.checked_add(power)?, false)
    }

    /// Both mantissas at the smaller exponent. Exponents are bounded, so the shift is too.
    fn aligned(&self, other: &Self) -> (IBig, IBig, i64) {
        let exponent = self.exponent.min(other.exponent);
        let shifted = |number: &Self| &number.mantissa << (number.exponent - exponent) as usize;
        (shifted(self), shifted(other), exponent)
    }

    pub(super) fn add(&self, other: &Self) -> Option<Self> {
        let (a, b, exponent) = self.aligned(other);
        Self::round(a + b, exponent, false)
    }

    pub(super) fn mul(&self, other: &Self) -> Option<Self> {
        Self::round(&self.mantissa * &other.mantissa, self.exponent + other.exponent, false)
    }

    pub(super) fn div(&self, other: &Self) -> Option<Self> {
        Self::quotient(self.mantissa.clone(), self.exponent, other.mantissa.clone(), other.exponent)
    }

    fn quotient(a: IBig, a_exponent: i64, b: IBig, b_exponent: i64) -> Option<Self> {
        if b == IBig::ZERO {
            return None;
        }
        let (sign, a) = (a.sign() * b.sign(), a.into_parts().1);
        let b = b.into_parts().1;
        // Two bits more than the precision: one to round by, one in case the quotient comes out short.
        let shift = (PRECISION + 2 + b.bit_len()).saturating_sub(a.bit_len());
        let (quotient, rest) = (a << shift).div_rem(b);
        Self::round(IBig::from_parts(sign, quotient), a_exponent - b_exponent - shift as i64, rest != UBig::ZERO)
    }

    pub(super) fn neg(&self) -> Self {
        Self { mantissa: -self.mantissa.clone(), exponent: self.exponent }
    }

    pub(super) fn trunc(&self) -> Self {
        if self.is_integer() {
            return self.clone();
        }
        let (sign, digits) = self.mantissa.clone().into_parts();
        let whole = IBig::from_parts(sign, digits >> self.exponent.unsigned_abs() as usize);
        Self::round(whole, 0, false).unwrap_or_else(Self::zero)
    }

    pub(super) fn is_negative(&self) -> bool {
        self.mantissa < IBig::ZERO
    }

    pub(super) fn is_integer(&self) -> bool {
        self.exponent >= 0
    }

    pub(super) fn as_i64(&self) -> Option<i64> {
        i64::try_from(self.small_integer()?).ok()
    }

    pub(super) fn as_u64(&self) -> Option<u64> {
        u64::try_from(self.small_integer()?).ok()
    }

    fn small_integer(&self) -> Option<IBig> {
        (0..=64).contains(&self.exponent).then(|| &self.mantissa << self.exponent as usize)
    }

    pub(super) fn to_radix(&self, radix: u8) -> Option<String> {
        self.is_integer().then(|| (&self.mantissa << self.exponent as usize).in_radix(radix).to_string())
    }

    pub(super) fn compare(&self, other: &Self) -> Ordering {
        let (a, b, _) = self.aligned(other);
        a.cmp(&b)
    }
}
