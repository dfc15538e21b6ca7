//! Functions that take any collection, or choose between values.

use unicode_segmentation::UnicodeSegmentation;

use super::call::{Call, Outcome};
use crate::eval::convert::convert;
use crate::eval::text::Text;
use crate::eval::types::{Type, type_of, unify};
use crate::eval::value::{Kind, Reason, Unknown, Value};

/// Whether an unknown value is an attribute that every resource of its kind sets to a non-empty string.
pub(super) fn is_always_set(unknown: &Unknown) -> bool {
    match unknown.reason.as_ref() {
        Reason::Resource { attribute, .. } => matches!(&**attribute, "arn" | "id"),
        _ => false,
    }
}

/// The length, if what is unknown leaves it certain.
pub(super) fn length(call: &mut Call) -> Outcome {
    let value = call.argument(0)?;
    let known = match &value.kind {
        Kind::String(text) => text.is_known().then(|| text.as_str().graphemes(true).count()),
        Kind::List(items) | Kind::Tuple(items) => Some(items.len()),
        Kind::Set(items) => (items.len() < 2 || value.first_unknown().is_none()).then_some(items.len()),
        Kind::Map(entries) | Kind::Object(entries) => entries.rest.is_none().then_some(entries.items.len()),
        Kind::Unknown(unknown) => match &unknown.ty {
            Type::Tuple(types) => Some(types.len()),
            Type::Object(fields) => Some(fields.len()),
            Type::Number | Type::Bool => return Err("argument must be a string, a collection or a structure".into()),
            _ => None,
        },
        Kind::Resource(_) => None,
        Kind::Null | Kind::Bool(_) | Kind::Number(_) => {
            return Err("argument must be a string, a collection or a structure".into());
        }
    };
    Ok(match known {
        Some(length) => call.number(length),
        None => call.unknown(call.first_unknown(), Type::Number),
    })
}

/// The first argument that is neither null nor an empty string.
pub(super) fn coalesce(call: &mut Call) -> Outcome {
    let types: Vec<Type> = call.arguments.iter().map(type_of).collect();
    let ty = unify(&types).ok_or("all arguments must have the same type")?;
    for value in &call.arguments {
        match &value.kind {
            Kind::Null => continue,
            Kind::String(text) if is_empty(text) == Some(true) => continue,
            Kind::String(text) if is_empty(text) == Some(false) => {}
            Kind::String(_) => return Ok(call.unknown(call.first_unknown(), ty)),
            Kind::Unknown(unknown) if !is_always_set(unknown) => return Ok(call.unknown(unknown.clone(), ty)),
            _ => {}
        }
        return Ok(call.chosen(&convert(value, &ty)?));
    }
    Err("no non-null, non-empty-string arguments".into())
}

/// Whether a text is empty, as far as that is certain.
pub(super) fn is_empty(text: &Text) -> Option<bool> {
    if !text.as_str().is_empty() {
        return Some(false);
    }
    match text.first_unknown() {
        Some(unknown) => is_always_set(unknown).then_some(false),
        None => Some(true),
    }
}

/// The first argument that has elements.
pub(super) fn coalescelist(call: &mut Call) -> Outcome {
    for value in &call.arguments {
        match &value.kind {
            // Terraform skips a null that is a list, and refuses one without a type; nulls have no type here.
            Kind::Null => {}
            Kind::List(items) | Kind::Tuple(items) if items.is_empty() => {}
            Kind::List(_) | Kind::Tuple(_) => return Ok(call.chosen(value)),
            Kind::Unknown(unknown) => return Ok(call.unknown(unknown.clone(), unknown.ty.clone())),
            _ => return Err("arguments must be lists or tuples".into()),
        }
    }
    Err("no non-null arguments".into())
}

/// The only element, or null.
pub(super) fn one(call: &mut Call) -> Outcome {
    let value = call.argument(0)?;
    if let Kind::Unknown(unknown) = &value.kind {
        return Ok(call.unknown(unknown.clone(), unknown.ty.element()));
    }
    match value.elements().map(AsRef::as_ref) {
        Some([]) => Ok(Value::null(call.computed())),
        Some([only]) => Ok(call.chosen(only)),
        // Elements that are not wholly known may turn out to be the same.
        Some(_) if matches!(value.kind, Kind::Set(_)) && value.first_unknown().is_some() => {
            Ok(call.unknown(call.first_unknown(), Type::Any))
        }
        _ => Err("must be a list, set, or tuple value with either zero or one elements".into()),
    }
}
