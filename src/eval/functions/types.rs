//! Conversions and marks.

use std::rc::Rc;

use super::call::{Call, Outcome};
use crate::eval::convert::convert;
use crate::eval::types::{Type, type_of};
use crate::eval::value::Value;

pub(super) fn tostring(call: &mut Call) -> Outcome {
    to(call, &Type::String)
}

pub(super) fn tonumber(call: &mut Call) -> Outcome {
    to(call, &Type::Number)
}

pub(super) fn tobool(call: &mut Call) -> Outcome {
    to(call, &Type::Bool)
}

pub(super) fn tolist(call: &mut Call) -> Outcome {
    to(call, &Type::List(Rc::new(Type::Any)))
}

pub(super) fn toset(call: &mut Call) -> Outcome {
    to(call, &Type::Set(Rc::new(Type::Any)))
}

pub(super) fn tomap(call: &mut Call) -> Outcome {
    to(call, &Type::Map(Rc::new(Type::Any)))
}

fn to(call: &Call, ty: &Type) -> Outcome {
    let value = call.argument(0)?;
    let converted = convert(value, ty)
        .map_err(|error| format!("cannot convert {} to {}: {error}", type_of(value).friendly(), ty.friendly()))?;
    Ok(call.chosen(&converted))
}

pub(super) fn sensitive(call: &mut Call) -> Outcome {
    Ok(call.chosen(call.argument(0)?).marked(true))
}

pub(super) fn nonsensitive(call: &mut Call) -> Outcome {
    let value = call.chosen(call.argument(0)?);
    Ok(Value { sensitive: false, ..value })
}

pub(super) fn issensitive(call: &mut Call) -> Outcome {
    Ok(call.bool(call.argument(0)?.sensitive))
}

/// Nothing in these files is ephemeral, as far as can be told.
pub(super) fn ephemeralasnull(call: &mut Call) -> Outcome {
    Ok(call.chosen(call.argument(0)?))
}
