//! Elements and attributes of values.

use std::rc::Rc;

use super::convert::convert;
use super::limits::is_too_large;
use super::types::{Type, type_of};
use super::value::{Entries, Kind, Reason, Unknown, Value};

/// `value[key]`. The element keeps its own history; marks of the collection and the key spread to it.
///
/// # Errors
/// In Terraform's words, when there is no such element or the value has none.
pub fn index(value: &Value, key: &Value) -> Result<Value, String> {
    let mark = value.sensitive || key.sensitive;
    if key.is_null() {
        return Err("can't use a null value as an indexing key".to_owned());
    }
    match &value.kind {
        Kind::Null => Err("this value is null, so it does not have any indices".to_owned()),
        Kind::Unknown(unknown) => index_unknown(value, unknown, key),
        Kind::List(items) | Kind::Tuple(items) => element(value, items, key),
        Kind::Map(entries) | Kind::Object(entries) => {
            let key = convert(key, &Type::String)?;
            match key.as_str() {
                Some(name) => entry(value, entries, name).ok_or_else(|| no_such_element(value, name)),
                None => Ok(unknown_element(value, &key)),
            }
        }
        Kind::Resource(_) => match convert(key, &Type::String)?.as_str() {
            Some(name) => attribute(value, name),
            None => Ok(unknown_element(value, key)),
        },
        Kind::Set(_) => Err("elements of a set are identified only by their value; \
                             they have no separate index or key to select with"
            .to_owned()),
        Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => Err("this value does not have any indices".to_owned()),
    }
    .map(|element| element.marked(mark))
}

/// `value.name`. The attribute keeps its own history; a mark of the object spreads to it.
///
/// # Errors
/// In Terraform's words, when there is no such attribute or the value has none.
pub fn attribute(value: &Value, name: &str) -> Result<Value, String> {
    match &value.kind {
        Kind::Null => Err("this value is null, so it does not have any attributes".to_owned()),
        Kind::Unknown(unknown) => attribute_of_unknown(value, unknown, name),
        Kind::Map(entries) => entry(value, entries, name)
            .ok_or_else(|| format!("this map does not have an element with the key {name:?}")),
        Kind::Object(entries) => {
            entry(value, entries, name).ok_or_else(|| format!("this object does not have an attribute named {name:?}"))
        }
        Kind::Resource(address) => {
            let reason = Reason::Resource { address: address.as_ref().clone(), attribute: name.into() };
            Ok(Value::unknown(reason, value.trace.clone()))
        }
        Kind::List(_) | Kind::Set(_) | Kind::Tuple(_) => Err("this value does not have any attributes".to_owned()),
        Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => {
            Err("can't access attributes on a primitive-typed value".to_owned())
        }
    }
    .map(|found| found.marked(value.sensitive))
}

/// What is unknown about a part of something unknown: the same reason, a resource's attribute path one step longer.
pub fn part_of(unknown: &Unknown, step: &str, ty: Type) -> Unknown {
    let reason = match unknown.reason.as_ref() {
        Reason::Resource { address, attribute } => {
            Rc::new(Reason::Resource { address: address.clone(), attribute: format!("{attribute}{step}").into() })
        }
        _ => unknown.reason.clone(),
    };
    Unknown { reason, ty }
}

/// An element of an unknown list or tuple.
pub fn element_of(unknown: &Unknown, index: usize) -> Unknown {
    let ty = match &unknown.ty {
        Type::Tuple(types) => types.get(index).cloned().unwrap_or_default(),
        ty => ty.element(),
    };
    part_of(unknown, &format!("[{index}]"), ty)
}

fn element(value: &Value, items: &[Value], key: &Value) -> Result<Value, String> {
    let number = convert(key, &Type::Number)?;
    let Kind::Number(number) = &number.kind else { return Ok(unknown_element(value, &number)) };
    if number.is_negative() {
        return Err("a negative number is not a valid index for a sequence".to_owned());
    }
    if !number.is_integer() {
        return Err("indexing a sequence requires a whole number, but the given index has a fractional part".to_owned());
    }
    let at = number.as_u64().and_then(|at| usize::try_from(at).ok());
    at.and_then(|at| items.get(at)).cloned().ok_or_else(|| match items.len() {
        0 => "the collection has no elements".to_owned(),
        1 => format!("index {number} is out of range: the collection has 1 element"),
        length => format!("index {number} is out of range: the collection has {length} elements"),
    })
}

fn entry(value: &Value, entries: &Entries, name: &str) -> Option<Value> {
    let found = entries.items.get(name).map(|entry| entry.value.clone());
    found.or_else(|| {
        let rest = entries.rest.as_ref()?;
        Some(Value::new(Kind::Unknown(part_of(rest, &format!(".{name}"), Type::Any)), value.trace.clone()))
    })
}

fn no_such_element(value: &Value, name: &str) -> String {
    match value.kind {
        Kind::Object(_) => format!("this object does not have an attribute named {name:?}"),
        _ => format!("this map does not have an element with the key {name:?}"),
    }
}

/// The element at a key that is not known.
fn unknown_element(value: &Value, key: &Value) -> Value {
    let unknown = key.first_unknown().unwrap_or_else(|| Unknown::new(Reason::Broken(None)));
    let ty = if is_too_large(value) { Type::Any } else { type_of(value).element() };
    Value::new(Kind::Unknown(unknown.of(ty)), key.trace.clone())
}

fn index_unknown(value: &Value, unknown: &Unknown, key: &Value) -> Result<Value, String> {
    let key = match &unknown.ty {
        Type::String | Type::Number | Type::Bool => return Err("this value does not have any indices".to_owned()),
        Type::Set(_) => return Err("elements of a set are identified only by their value".to_owned()),
        Type::List(_) | Type::Tuple(_) => convert(key, &Type::Number)?,
        Type::Map(_) | Type::Object(_) => convert(key, &Type::String)?,
        Type::Any => key.clone(),
    };
    let found = match &key.kind {
        Kind::String(text) if text.is_known() => return attribute_of_unknown(value, unknown, text.as_str()),
        Kind::Number(number) => match number.as_u64().and_then(|at| usize::try_from(at).ok()) {
            Some(at) => element_of(unknown, at),
            None => return Err("a whole number that is not negative is required".to_owned()),
        },
        _ => part_of(unknown, "[*]", unknown.ty.element()),
    };
    Ok(Value::new(Kind::Unknown(found), value.trace.clone()))
}

fn attribute_of_unknown(value: &Value, unknown: &Unknown, name: &str) -> Result<Value, String> {
    let ty = match &unknown.ty {
        Type::Any => Type::Any,
        Type::Map(element) => element.as_ref().clone(),
        Type::Object(fields) => match fields.get(name) {
            Some(field) => field.ty.clone(),
            None => return Err(format!("this object does not have an attribute named {name:?}")),
        },
        Type::String | Type::Number | Type::Bool => {
            return Err("can't access attributes on a primitive-typed value".to_owned());
        }
        Type::List(_) | Type::Set(_) | Type::Tuple(_) => {
            return Err("this value does not have any attributes".to_owned());
        }
    };
    Ok(Value::new(Kind::Unknown(part_of(unknown, &format!(".{name}"), ty)), value.trace.clone()))
}
