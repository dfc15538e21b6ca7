//! Functions of maps and objects; entries keep their histories, and what may overwrite them is heeded.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::call::{Call, Outcome, within_elements};
use crate::eval::access::{element_of, part_of};
use crate::eval::convert::convert;
use crate::eval::text::Text;
use crate::eval::types::{Type, type_of};
use crate::eval::value::{Entries, Entry, Kind, Unknown, Value};

/// Keys of a map are a list, names of an object a tuple.
fn sequence(call: &Call, items: Vec<Value>) -> Value {
    match call.arguments.first().map(|value| &value.kind) {
        Some(Kind::Map(_)) => call.value(Kind::List(items.into())),
        _ => call.value(Kind::Tuple(items.into())),
    }
}

pub(super) fn keys(call: &mut Call) -> Outcome {
    let ty = match type_of(call.argument(0)?) {
        Type::Map(_) => Type::List(Rc::new(Type::String)),
        _ => Type::Any,
    };
    let entries = call.entries_or(ty.clone())?;
    if let Some(rest) = &entries.rest {
        return Ok(call.unknown(rest.clone(), ty));
    }
    Ok(sequence(call, entries.items.values().map(|entry| call.piece(entry.key.clone())).collect()))
}

pub(super) fn values(call: &mut Call) -> Outcome {
    let entries = call.entries_or(Type::Any)?;
    if let Some(rest) = &entries.rest {
        return Ok(call.unknown(rest.clone(), Type::Any));
    }
    Ok(sequence(call, entries.values().map(|value| call.chosen(value)).collect()))
}

pub(super) fn lookup(call: &mut Call) -> Outcome {
    if call.arguments.len() > 3 {
        return Err("takes two or three arguments".into());
    }
    let element = match type_of(call.argument(0)?) {
        Type::Map(element) => element.as_ref().clone(),
        _ => Type::Any,
    };
    let entries = call.entries_or(element.clone())?;
    let default = match (call.arguments.get(2), &call.argument(0)?.kind) {
        (Some(default), Kind::Map(_)) => Some(convert(default, &element)?),
        (default, _) => default.cloned(),
    };
    let Ok(key) = call.str(1) else { return Ok(call.unknown(call.first_unknown(), element)) };
    match (entries.items.get(key), &entries.rest) {
        (Some(entry), _) => Ok(call.chosen(&entry.value)),
        (None, Some(rest)) => Ok(call.unknown(part_of(rest, &format!(".{key}"), Type::Any), Type::Any)),
        (None, None) => match default {
            Some(default) => Ok(call.chosen(&default)),
            None => Err(format!("failed to find key {key:?}").into()),
        },
    }
}

/// Later arguments win. An unknown argument may overwrite everything before it and leaves the result open; a single
/// argument passes through.
pub(super) fn merge(call: &mut Call) -> Outcome {
    let mut given = call.arguments.iter().filter(|value| !value.is_null());
    if let (Some(only), None) = (given.next(), given.next())
        && may_be_named(only)
        && (call.arguments.len() == 1 || only.as_unknown().is_some())
    {
        return Ok(call.chosen(only));
    }
    let mut merged = Entries::default();
    for value in call.arguments.iter().filter(|value| !value.is_null()) {
        match &value.kind {
            Kind::Map(entries) | Kind::Object(entries) => add(call, &mut merged, entries),
            Kind::Unknown(unknown) if may_be_named(value) => add(call, &mut merged, &unknown_entries(value, unknown)),
            Kind::Resource(_) => {
                let unknown = call.first_unknown();
                add(call, &mut merged, &Entries { rest: Some(unknown), ..Entries::default() });
            }
            _ => return Err(format!("arguments must be maps or objects, got {:?}", type_of(value).friendly()).into()),
        }
        within_elements(merged.items.len())?;
    }
    let types: Vec<Type> = call.arguments.iter().map(type_of).collect();
    let all_maps = !types.is_empty() && types.iter().all(|ty| matches!(ty, Type::Map(_)));
    // An empty map does not tell its type.
    let same = types.windows(2).all(|pair| pair[0] == pair[1] || pair.contains(&empty_map()));
    let kind = if all_maps && same { Kind::Map } else { Kind::Object };
    Ok(call.value(kind(Rc::new(merged))))
}

/// The type of a map without elements.
fn empty_map() -> Type {
    Type::Map(Rc::new(Type::Any))
}

fn may_be_named(value: &Value) -> bool {
    matches!(type_of(value), Type::Any | Type::Map(_) | Type::Object(_))
}

/// What is known of an unknown map: its names, if it is an object of known type.
fn unknown_entries(value: &Value, unknown: &Unknown) -> Entries {
    let Type::Object(fields) = &unknown.ty else {
        return Entries { rest: Some(unknown.clone()), ..Entries::default() };
    };
    let entry = |name: &Rc<str>, ty: &Type| Entry {
        key: Text::computed(name.clone(), value.trace.clone()),
        value: Value::new(Kind::Unknown(part_of(unknown, &format!(".{name}"), ty.clone())), value.trace.clone()),
    };
    let items = fields.iter().map(|(name, field)| (name.clone(), entry(name, &field.ty))).collect();
    Entries { items, rest: None }
}

fn add(call: &Call, merged: &mut Entries, entries: &Entries) {
    if let Some(rest) = &entries.rest {
        for (name, entry) in &mut merged.items {
            let kind = Kind::Unknown(part_of(rest, &format!(".{name}"), Type::Any));
            entry.value = Value { kind, ..entry.value.clone() };
        }
        merged.rest = Some(rest.clone());
    }
    for (name, entry) in &entries.items {
        let entry = Entry { key: entry.key.clone(), value: call.chosen(&entry.value) };
        merged.items.insert(name.clone(), entry);
    }
}

pub(super) fn zipmap(call: &mut Call) -> Outcome {
    let list = call.argument(1)?;
    let ty = match type_of(list) {
        Type::List(element) => Type::Map(element),
        _ => Type::Any,
    };
    let unknown = || Ok(call.unknown(call.first_unknown(), ty.clone()));
    let Some(keys) = call.argument(0)?.elements() else { return unknown() };
    if keys.iter().any(|key| key.as_str().is_none() && !key.is_null()) {
        return unknown();
    }
    let values: Vec<Value> = match (&list.kind, list.elements()) {
        (Kind::List(_) | Kind::Tuple(_), Some(values)) => values.to_vec(),
        (Kind::Unknown(unknown), _) => {
            let at = |index| Value::new(Kind::Unknown(element_of(unknown, index)), list.trace.clone());
            (0..keys.len()).map(at).collect()
        }
        _ => return Err("values argument must be a list or tuple value".into()),
    };
    if keys.len() != values.len() {
        let (keys, values) = (keys.len(), values.len());
        return Err(format!("number of keys ({keys}) does not match number of values ({values})").into());
    }
    let mut items = BTreeMap::new();
    for (key, value) in keys.iter().zip(&values) {
        let Kind::String(text) = &key.kind else { return Err("keys must not be null".into()) };
        items.insert(text.shared(), Entry { key: text.clone(), value: call.chosen(value) });
    }
    let entries = Rc::new(Entries { items, rest: None });
    Ok(call.value(if matches!(list.kind, Kind::List(_)) { Kind::Map(entries) } else { Kind::Object(entries) }))
}

/// Every element becomes a key, with the sorted keys it was found under.
pub(super) fn transpose(call: &mut Call) -> Outcome {
    let entries = call.entries_or(Type::Any)?;
    let mut groups: BTreeMap<Rc<str>, (Text, Vec<Value>)> = BTreeMap::new();
    for entry in entries.items.values() {
        for item in entry.value.elements().map_or(&[][..], AsRef::as_ref) {
            let Kind::String(text) = &item.kind else { return Err("element must not be null".into()) };
            let group = groups.entry(text.shared()).or_insert_with(|| (text.clone(), Vec::new()));
            group.1.push(call.piece(entry.key.clone()));
        }
    }
    let items =
        groups.into_iter().map(|(name, (key, keys))| (name, Entry { key, value: call.value(Kind::List(keys.into())) }));
    Ok(call.value(Kind::Map(Rc::new(Entries { items: items.collect(), rest: None }))))
}
