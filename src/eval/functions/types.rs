//! Conversions and marks.

use std::rc::Rc;

use super::call::{Call, Outcome};
use crate::eval::convert::convert;
use crate::eval::limits::is_too_large;
use crate::eval::types::{Type, type_of};
use crate::eval::value::{Entries, Entry, Kind, Reason, Unknown, Value};

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

pub(super) fn ephemeralasnull(call: &mut Call) -> Outcome {
    let value = call.chosen(call.argument(0)?);
    Ok(if is_too_large(&value) { value } else { without_ephemeral(value) })
}

fn without_ephemeral(value: Value) -> Value {
    let each = |items: &Rc<[Value]>| items.iter().map(|item| without_ephemeral(item.clone())).collect();
    let entries = |entries: &Rc<Entries>| {
        let entry = |(name, entry): (&Rc<str>, &Entry)| {
            (name.clone(), Entry { key: entry.key.clone(), value: without_ephemeral(entry.value.clone()) })
        };
        Rc::new(Entries { items: entries.items.iter().map(entry).collect(), rest: entries.rest.clone() })
    };
    let kind = match &value.kind {
        // A set is ephemeral as a whole.
        Kind::Unknown(_) | Kind::String(_) | Kind::Set(_) if holds_ephemeral(&value) => Kind::Null,
        Kind::List(items) => Kind::List(each(items)),
        Kind::Tuple(items) => Kind::Tuple(each(items)),
        Kind::Map(items) => Kind::Map(entries(items)),
        Kind::Object(items) => Kind::Object(entries(items)),
        kind => kind.clone(),
    };
    Value { kind, ..value }
}

fn holds_ephemeral(value: &Value) -> bool {
    let is_ephemeral = |unknown: &Unknown| matches!(*unknown.reason, Reason::Ephemeral(_));
    match &value.kind {
        Kind::Unknown(unknown) => is_ephemeral(unknown),
        Kind::String(text) => text.first_unknown().is_some_and(is_ephemeral),
        Kind::List(items) | Kind::Set(items) | Kind::Tuple(items) => items.iter().any(holds_ephemeral),
        Kind::Map(entries) | Kind::Object(entries) => entries.values().any(holds_ephemeral),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Resource(_) => false,
    }
}
