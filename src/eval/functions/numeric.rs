//! Functions of numbers.

use super::call::{Call, Fault, Outcome};
use crate::eval::convert::convert;
use crate::eval::number::Number;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Value};

/// As many as Terraform's `range` gives.
const MOST_IN_RANGE: usize = 1024;

pub(super) fn abs(call: &mut Call) -> Outcome {
    Ok(call.number(call.num(0)?.abs()))
}

pub(super) fn ceil(call: &mut Call) -> Outcome {
    Ok(call.number(call.num(0)?.ceil()))
}

pub(super) fn floor(call: &mut Call) -> Outcome {
    Ok(call.number(call.num(0)?.floor()))
}

pub(super) fn signum(call: &mut Call) -> Outcome {
    Ok(call.number(call.int(0)?.signum()))
}

pub(super) fn max(call: &mut Call) -> Outcome {
    extreme(call, |candidate, best| candidate > best)
}

pub(super) fn min(call: &mut Call) -> Outcome {
    extreme(call, |candidate, best| candidate < best)
}

/// The chosen number keeps its history: it is where a person would change the result.
fn extreme(call: &Call, better: impl Fn(&Number, &Number) -> bool) -> Outcome {
    let mut best: Option<(&Number, &Value)> = None;
    for (index, value) in call.arguments.iter().enumerate() {
        let number = call.num(index)?;
        if best.is_none_or(|(so_far, _)| better(number, so_far)) {
            best = Some((number, value));
        }
    }
    best.map(|(_, value)| call.chosen(value)).ok_or_else(|| "must pass at least one number".into())
}

/// Terraform calculates these two with doubles, and prints the results as such.
pub(super) fn log(call: &mut Call) -> Outcome {
    double(call, |number, base| number.ln() / base.ln())
}

pub(super) fn pow(call: &mut Call) -> Outcome {
    double(call, f64::powf)
}

fn double(call: &Call, of: impl Fn(f64, f64) -> f64) -> Outcome {
    let result = of(call.num(0)?.to_f64(), call.num(1)?.to_f64());
    Number::parse(&result.to_string()).map(|number| call.number(number)).ok_or(Fault::Limit("the result"))
}

pub(super) fn parseint(call: &mut Call) -> Outcome {
    let text = call.str(0).map_err(|_| Fault::from("the first argument must be a string"))?;
    let base = u32::try_from(call.int(1)?).ok().filter(|base| (2..=62).contains(base));
    let base = base.ok_or_else(|| Fault::from("the base must be a whole number between 2 and 62 inclusive"))?;
    let number = if base <= 36 { Number::parse_radix(text, base) } else { parse_large_base(text, base) };
    number
        .map(|number| call.number(number))
        .ok_or_else(|| format!("cannot parse {text:?} as a base {base} integer").into())
}

/// Beyond base 36 upper-case letters are digits of their own, after the lower-case ones.
fn parse_large_base(text: &str, base: u32) -> Option<Number> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let mut number = (!digits.is_empty()).then_some(Number::ZERO)?;
    for letter in digits.chars() {
        let digit = match letter {
            'A'..='Z' => letter as u32 - 'A' as u32 + 36,
            _ => letter.to_digit(36)?,
        };
        let digit = Some(digit).filter(|digit| *digit < base)?;
        number = number.mul(&i64::from(base).into())?.add(&i64::from(digit).into())?;
    }
    Some(if text.starts_with('-') { number.neg() } else { number })
}

pub(super) fn sum(call: &mut Call) -> Outcome {
    let items = call.elements_or(0, Type::Number)?;
    if items.is_empty() {
        return Err("cannot sum an empty list".into());
    }
    let mut sum = Number::ZERO;
    for item in items.iter() {
        let Ok(Value { kind: Kind::Number(number), .. }) = convert(item, &Type::Number) else {
            return Err("argument must be list, set, or tuple of number values".into());
        };
        sum = sum.add(&number).ok_or(Fault::Limit("the result"))?;
    }
    Ok(call.number(sum))
}

pub(super) fn range(call: &mut Call) -> Outcome {
    let one = || Number::from(1);
    let down = |start: &Number, end: &Number| if end < start { one().neg() } else { one() };
    let (start, end, step) = match call.arguments.len() {
        1 => (Number::ZERO, call.num(0)?.clone(), down(&Number::ZERO, call.num(0)?)),
        2 => (call.num(0)?.clone(), call.num(1)?.clone(), down(call.num(0)?, call.num(1)?)),
        3 => (call.num(0)?.clone(), call.num(1)?.clone(), call.num(2)?.clone()),
        _ => return Err("must have one, two, or three arguments".into()),
    };
    if step > Number::ZERO && end < start {
        return Err("end must be greater than start when step is positive".into());
    }
    if step.is_negative() && end > start {
        return Err("end must be less than start when step is negative".into());
    }
    let mut numbers = Vec::new();
    let mut next = start;
    while if step.is_negative() { next > end } else { next < end } {
        if numbers.len() >= MOST_IN_RANGE {
            return Err("more than 1024 values were generated".into());
        }
        let after = next.add(&step).ok_or(Fault::Limit("the result"))?;
        numbers.push(call.number(next));
        next = after;
    }
    Ok(call.value(Kind::List(numbers.into())))
}
