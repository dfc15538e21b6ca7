//! The operators of Terraform's expressions, with their conversions.

use std::cmp::Ordering;

pub use super::access::{attribute, index};
use super::convert::convert;
pub use super::equality::{Truth, equal};
use super::limits::is_too_large;
use super::number::Number;
use super::trace::Trace;
use super::types::Type;
use super::value::{Kind, Reason, Unknown, Value};
use crate::syntax::tree::{BinaryOperator, UnaryOperator};

/// The value of `left operator right`, with the history given. Marks of either operand spread to it.
///
/// # Errors
/// In Terraform's words, when an operand does not convert to what the operator needs.
pub fn binary(operator: BinaryOperator, left: &Value, right: &Value, trace: Trace) -> Result<Value, String> {
    use BinaryOperator as Op;
    let kind = match operator {
        Op::Equal => truth(comparable(left, right)),
        Op::NotEqual => truth(negated(comparable(left, right))),
        Op::And => logical(left, right, |a, b| a && b)?,
        Op::Or => logical(left, right, |a, b| a || b)?,
        Op::Less => ordered(left, right, Ordering::is_lt)?,
        Op::LessOrEqual => ordered(left, right, Ordering::is_le)?,
        Op::Greater => ordered(left, right, Ordering::is_gt)?,
        Op::GreaterOrEqual => ordered(left, right, Ordering::is_ge)?,
        Op::Add => arithmetic(left, right, Number::add)?,
        Op::Subtract => arithmetic(left, right, Number::sub)?,
        Op::Multiply => arithmetic(left, right, Number::mul)?,
        Op::Divide => divided(left, right)?,
        Op::Remainder => arithmetic(left, right, Number::rem)?,
    };
    let deep = matches!(operator, Op::Equal | Op::NotEqual) && !is_too_large(left) && !is_too_large(right);
    let mark = |value: &Value| if deep { is_marked(value) } else { value.sensitive };
    Ok(Value::new(kind, trace).marked(mark(left) || mark(right)))
}

/// The value of `operator operand`, with the history given.
///
/// # Errors
/// In Terraform's words, when the operand does not convert to what the operator needs.
pub fn unary(operator: UnaryOperator, operand: &Value, trace: Trace) -> Result<Value, String> {
    let ty = match operator {
        UnaryOperator::Negate => Type::Number,
        UnaryOperator::Not => Type::Bool,
    };
    let converted = convert(operand, &ty).map_err(|error| format!("unsuitable value for unary operand: {error}"))?;
    let kind = match converted.kind {
        Kind::Number(number) => Kind::Number(number.neg()),
        Kind::Bool(truth) => Kind::Bool(!truth),
        Kind::Null => return Err("argument must not be null".to_owned()),
        kind => kind,
    };
    Ok(Value::new(kind, trace).marked(operand.sensitive))
}

/// Whether a condition holds.
///
/// # Errors
/// For `null` and for what does not convert to a boolean.
pub fn is_true(value: &Value) -> Result<Truth, String> {
    let error = |error| format!("the condition must be true or false: {error}");
    match convert(value, &Type::Bool).map_err(error)?.kind {
        Kind::Bool(truth) => Ok(Truth::Known(truth)),
        Kind::Unknown(unknown) => Ok(Truth::Unknown(unknown)),
        _ => Err("the condition value is null: conditions must either be true or false".to_owned()),
    }
}

/// Whether the value or anything in it is marked sensitive. Call it on values of bounded size.
pub fn is_marked(value: &Value) -> bool {
    value.sensitive
        || match &value.kind {
            Kind::List(items) | Kind::Set(items) | Kind::Tuple(items) => items.iter().any(is_marked),
            Kind::Map(entries) | Kind::Object(entries) => entries.values().any(is_marked),
            _ => false,
        }
}

fn comparable(left: &Value, right: &Value) -> Truth {
    if is_too_large(left) || is_too_large(right) {
        return Truth::Unknown(Unknown::new(Reason::Limit("the size of a value".into())));
    }
    equal(left, right)
}

fn negated(truth: Truth) -> Truth {
    match truth {
        Truth::Known(truth) => Truth::Known(!truth),
        unknown => unknown,
    }
}

fn truth(truth: Truth) -> Kind {
    match truth {
        Truth::Known(truth) => Kind::Bool(truth),
        Truth::Unknown(unknown) => Kind::Unknown(unknown.of(Type::Bool)),
    }
}

/// Both operands, or what is unknown of them.
enum Operands<T> {
    Known(T, T),
    Unknown(Unknown),
}

fn operands<T>(
    left: &Value,
    right: &Value,
    ty: &Type,
    read: impl Fn(Kind) -> Option<T>,
) -> Result<Operands<T>, String> {
    let convert =
        |side, value| convert(value, ty).map_err(|error| format!("unsuitable value for {side} operand: {error}"));
    let (left, right) = (convert("left", left)?, convert("right", right)?);
    if left.is_null() || right.is_null() {
        return Err("argument must not be null".to_owned());
    }
    Ok(match (left.kind, right.kind) {
        (Kind::Unknown(unknown), _) | (_, Kind::Unknown(unknown)) => Operands::Unknown(unknown),
        (left, right) => match (read(left), read(right)) {
            (Some(left), Some(right)) => Operands::Known(left, right),
            _ => return Err(format!("{ty} required")),
        },
    })
}

/// `&&` and `||`. Terraform 1.11 evaluates both sides: one that is unknown makes the result unknown.
fn logical(left: &Value, right: &Value, of: impl Fn(bool, bool) -> bool) -> Result<Kind, String> {
    let read = |kind| if let Kind::Bool(truth) = kind { Some(truth) } else { None };
    Ok(match operands(left, right, &Type::Bool, read)? {
        Operands::Known(left, right) => Kind::Bool(of(left, right)),
        Operands::Unknown(unknown) => Kind::Unknown(unknown.of(Type::Bool)),
    })
}

fn numbers(left: &Value, right: &Value) -> Result<Operands<Number>, String> {
    operands(left, right, &Type::Number, |kind| if let Kind::Number(number) = kind { Some(number) } else { None })
}

fn ordered(left: &Value, right: &Value, holds: impl Fn(Ordering) -> bool) -> Result<Kind, String> {
    Ok(match numbers(left, right)? {
        Operands::Known(left, right) => Kind::Bool(holds(left.cmp(&right))),
        Operands::Unknown(unknown) => Kind::Unknown(unknown.of(Type::Bool)),
    })
}

fn arithmetic(left: &Value, right: &Value, of: impl Fn(&Number, &Number) -> Option<Number>) -> Result<Kind, String> {
    let too_large = || Kind::Unknown(Unknown::new(Reason::Limit("the size of a number".into())).of(Type::Number));
    Ok(match numbers(left, right)? {
        Operands::Known(left, right) => of(&left, &right).map_or_else(too_large, Kind::Number),
        Operands::Unknown(unknown) => Kind::Unknown(unknown.of(Type::Number)),
    })
}

fn divided(left: &Value, right: &Value) -> Result<Kind, String> {
    if let Operands::Known(_, divisor) = numbers(left, right)?
        && divisor == Number::ZERO
    {
        return Err("division by zero".to_owned());
    }
    arithmetic(left, right, Number::div)
}
