//! Conversion of values to types, as Terraform does it for variables, function arguments and templates.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::equality::set_of;
use super::limits::is_too_large;
use super::number::Number;
use super::text::{Text, TextBuilder};
use super::types::{Field, Type, type_of, unify};
use super::value::{Entries, Entry, Kind, Reason, Unknown, Value};

/// The value as one of the type: histories, marks and known parts are kept.
///
/// # Errors
/// What is required instead, in Terraform's words, when the value does not convert.
pub fn convert(value: &Value, ty: &Type) -> Result<Value, String> {
    if !ty.is_primitive() && is_too_large(value) {
        return Ok(Value::unknown(Reason::Limit("the size of a value".into()), value.trace.clone()));
    }
    converted(value, ty)
}

/// The text of a value in a template; an unknown value becomes one unknown stretch.
///
/// # Errors
/// For `null` and for anything that is not a string, number or boolean.
pub fn to_text(value: &Value) -> Result<Text, String> {
    match &value.kind {
        Kind::Null => Err("cannot include a null value in a string template".to_owned()),
        _ => match string(value) {
            Ok(Kind::String(text)) => Ok(text),
            Ok(Kind::Unknown(unknown)) => {
                let mut text = TextBuilder::default();
                text.push_unknown(unknown, value.trace.clone());
                Ok(text.finish())
            }
            _ => Err("cannot include the given value in a string template: string required".to_owned()),
        },
    }
}

fn converted(value: &Value, ty: &Type) -> Result<Value, String> {
    if matches!(ty, Type::Any) {
        return Ok(value.clone());
    }
    let kind = match &value.kind {
        Kind::Null => Kind::Null,
        Kind::Unknown(unknown) => {
            let ty = unknown_type(&unknown.ty, ty).ok_or_else(|| required(ty))?;
            Kind::Unknown(unknown.clone().of(ty))
        }
        // Elements that are not wholly known leave the order and the number of a set's elements open.
        Kind::Set(items) if items.len() > 1 && matches!(ty, Type::List(_)) => match value.first_unknown() {
            Some(unknown) => Kind::Unknown(unknown.of(unknown_type(&type_of(value), ty).ok_or_else(|| required(ty))?)),
            None => sequence(value, ty)?,
        },
        _ => match ty {
            Type::Any => return Ok(value.clone()),
            Type::String => string(value)?,
            Type::Number => number(value)?,
            Type::Bool => boolean(value)?,
            Type::List(_) | Type::Set(_) => sequence(value, ty)?,
            Type::Map(element) => Kind::Map(Rc::new(map(value, element, ty)?)),
            Type::Tuple(types) => Kind::Tuple(tuple(value, types)?),
            Type::Object(fields) => Kind::Object(Rc::new(object(value, fields)?)),
        },
    };
    Ok(Value { kind, ..value.clone() })
}

fn required(ty: &Type) -> String {
    format!("{} required", ty.friendly())
}

/// Whether some values of a type convert to another.
pub(super) fn converts(from: &Type, to: &Type) -> bool {
    unknown_type(from, to).is_some()
}

/// The type an unknown value has after conversion; `None` when no value of its type converts.
fn unknown_type(from: &Type, to: &Type) -> Option<Type> {
    match (from, to) {
        (Type::Any, _) => Some(to.clone()),
        (_, Type::Any) => Some(from.clone()),
        (Type::Number, Type::Bool) | (Type::Bool, Type::Number) => None,
        _ if from.is_primitive() || to.is_primitive() => (from.is_primitive() && to.is_primitive()).then(|| to.clone()),
        (Type::List(_) | Type::Set(_) | Type::Tuple(_), Type::List(element)) => {
            Some(Type::List(Rc::new(unknown_type(&from.element(), element)?)))
        }
        (Type::List(_) | Type::Set(_) | Type::Tuple(_), Type::Set(element)) => {
            Some(Type::Set(Rc::new(unknown_type(&from.element(), element)?)))
        }
        (Type::Map(_) | Type::Object(_), Type::Map(element)) => {
            Some(Type::Map(Rc::new(unknown_type(&from.element(), element)?)))
        }
        (Type::Map(_) | Type::Object(_), Type::Object(_)) | (Type::Tuple(_), Type::Tuple(_)) => Some(to.clone()),
        _ => None,
    }
}

fn string(value: &Value) -> Result<Kind, String> {
    let computed = |text: String| Ok(Kind::String(Text::computed(text, value.trace.clone())));
    match &value.kind {
        Kind::String(_) => Ok(value.kind.clone()),
        Kind::Number(number) => computed(number.to_string()),
        Kind::Bool(truth) => computed(truth.to_string()),
        Kind::Unknown(unknown) => {
            let ty = unknown_type(&unknown.ty, &Type::String).ok_or_else(|| required(&Type::String))?;
            Ok(Kind::Unknown(unknown.clone().of(ty)))
        }
        _ => Err(required(&Type::String)),
    }
}

fn number(value: &Value) -> Result<Kind, String> {
    match &value.kind {
        Kind::Number(_) => Ok(value.kind.clone()),
        Kind::String(text) => match text.first_unknown() {
            Some(unknown) => Ok(Kind::Unknown(unknown.clone().of(Type::Number))),
            None => Number::parse(text.as_str()).map(Kind::Number).ok_or_else(|| "a number is required".to_owned()),
        },
        _ => Err(required(&Type::Number)),
    }
}

fn boolean(value: &Value) -> Result<Kind, String> {
    match &value.kind {
        Kind::Bool(_) => Ok(value.kind.clone()),
        Kind::String(text) => match (text.first_unknown(), text.as_str()) {
            (Some(unknown), _) => Ok(Kind::Unknown(unknown.clone().of(Type::Bool))),
            (None, "true" | "1") => Ok(Kind::Bool(true)),
            (None, "false" | "0") => Ok(Kind::Bool(false)),
            (None, _) => Err("a bool is required".to_owned()),
        },
        _ => Err(required(&Type::Bool)),
    }
}

fn sequence(value: &Value, ty: &Type) -> Result<Kind, String> {
    match ty {
        Type::List(element) => Ok(Kind::List(elements(value, element, ty)?.into())),
        Type::Set(element) => Ok(set_of(elements(value, element, ty)?)),
        _ => Err(required(ty)),
    }
}

/// The elements of a list, set or tuple, each converted; to one type of their own if any will do.
fn elements(value: &Value, element: &Type, ty: &Type) -> Result<Vec<Value>, String> {
    let items = value.elements().ok_or_else(|| required(ty))?;
    let element = match (element, &value.kind) {
        (Type::Any, Kind::Tuple(_)) => common(items.iter(), "all list elements must have the same type")?,
        _ => element.clone(),
    };
    let at = |(index, item)| converted(item, &element).map_err(|error| format!("element {index}: {error}"));
    items.iter().enumerate().map(at).collect()
}

fn common<'a>(items: impl Iterator<Item = &'a Value>, otherwise: &str) -> Result<Type, String> {
    unify(&items.map(type_of).collect::<Vec<_>>()).ok_or_else(|| otherwise.to_owned())
}

fn map(value: &Value, element: &Type, ty: &Type) -> Result<Entries, String> {
    let entries = value.entries().ok_or_else(|| required(ty))?;
    let element = match (element, &value.kind) {
        (Type::Any, Kind::Object(_)) => common(entries.values(), "all map elements must have the same type")?,
        _ => element.clone(),
    };
    let at = |(name, entry): (&Rc<str>, &Entry)| match converted(&entry.value, &element) {
        Ok(value) => Ok((name.clone(), Entry { key: entry.key.clone(), value })),
        Err(error) => Err(format!("element {name:?}: {error}")),
    };
    Ok(Entries { items: entries.items.iter().map(at).collect::<Result<_, String>>()?, rest: entries.rest.clone() })
}

fn tuple(value: &Value, types: &[Type]) -> Result<Rc<[Value]>, String> {
    let Kind::Tuple(items) = &value.kind else { return Err("tuple required".to_owned()) };
    if items.len() != types.len() {
        return Err(format!("tuple required, with {} elements", types.len()));
    }
    let at = |(index, (item, ty))| converted(item, ty).map_err(|error| format!("element {index}: {error}"));
    items.iter().zip(types).enumerate().map(at).collect()
}

fn object(value: &Value, fields: &BTreeMap<Rc<str>, Field>) -> Result<Entries, String> {
    let mut items = BTreeMap::new();
    for (name, field) in fields {
        let entry = match given(value, name)? {
            Some(entry) if !(entry.value.is_null() && field.default.is_some()) => entry,
            given => Entry {
                key: given.map_or_else(|| Text::computed(name.clone(), value.trace.clone()), |entry| entry.key),
                value: absent(value, name, field)?,
            },
        };
        let value = converted(&entry.value, &field.ty).map_err(|error| format!("attribute {name:?}: {error}"))?;
        items.insert(name.clone(), Entry { key: entry.key, value });
    }
    Ok(Entries { items, rest: None })
}

/// The attribute as the value has it; unknown where the value may have it.
fn given(value: &Value, name: &Rc<str>) -> Result<Option<Entry>, String> {
    let unknown = |unknown: Unknown| Entry {
        key: Text::computed(name.clone(), value.trace.clone()),
        value: Value::new(Kind::Unknown(unknown), value.trace.clone()),
    };
    match &value.kind {
        Kind::Map(entries) | Kind::Object(entries) => {
            Ok(entries.items.get(name).cloned().or_else(|| entries.rest.clone().map(unknown)))
        }
        Kind::Resource(address) => {
            let (address, attribute) = (address.as_ref().clone(), name.clone());
            Ok(Some(unknown(Unknown::new(Reason::Resource { address, attribute }))))
        }
        _ => Err("object required".to_owned()),
    }
}

fn absent(value: &Value, name: &str, field: &Field) -> Result<Value, String> {
    match &field.default {
        Some(default) => Ok(default.clone()),
        None if field.optional => Ok(Value::null(value.trace.clone())),
        None => Err(format!("attribute {name:?} is required")),
    }
}
