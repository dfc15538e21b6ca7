//! Functions of lists; what they hand on keeps its history.

use std::rc::Rc;

use super::call::{Call, Fault, Outcome, within_elements};
use super::collections::{is_always_set, is_empty};
use super::strings::from_truth;
use crate::eval::access::element_of;
use crate::eval::convert::convert;
use crate::eval::equality::{Truth, compare, equal};
use crate::eval::types::{Type, type_of, unify};
use crate::eval::value::{Kind, Unknown, Value};

/// Most comparisons of elements that are not wholly known.
const MOST_COMPARISONS: usize = 1_000_000;

fn list(call: &Call, items: Vec<Value>) -> Outcome {
    within_elements(items.len())?;
    Ok(call.value(Kind::List(items.into())))
}

fn tuple(call: &Call, items: Vec<Value>) -> Outcome {
    within_elements(items.len())?;
    Ok(call.value(Kind::Tuple(items.into())))
}

fn chosen(call: &Call, items: &[Value]) -> Vec<Value> {
    items.iter().map(|item| call.chosen(item)).collect()
}

/// Unknown, of the type that a list of unified elements has.
fn unknown_list(call: &Call, element: Type) -> Value {
    call.unknown(call.first_unknown(), list_of(element))
}

fn list_of(element: Type) -> Type {
    Type::List(Rc::new(element))
}

pub(super) fn alltrue(call: &mut Call) -> Outcome {
    every(call, false)
}

pub(super) fn anytrue(call: &mut Call) -> Outcome {
    every(call, true)
}

/// One element that is `decisive` decides; nulls count as false.
fn every(call: &Call, decisive: bool) -> Outcome {
    let items = call.elements_or(0, Type::Bool)?;
    let mut open = None;
    for item in items.iter() {
        match &item.kind {
            Kind::Bool(truth) if *truth == decisive => return Ok(call.bool(decisive)),
            Kind::Null if !decisive => return Ok(call.bool(false)),
            Kind::Unknown(unknown) => open = Some(unknown.clone()),
            _ => {}
        }
    }
    Ok(from_truth(call, open.map_or(Truth::Known(!decisive), Truth::Unknown)))
}

pub(super) fn concat(call: &mut Call) -> Outcome {
    if call.arguments.is_empty() {
        return Err("at least one argument is required".into());
    }
    let lists = call.arguments.iter().all(|value| matches!(type_of(value), Type::List(_)));
    let element = match lists {
        true => unify(&call.arguments.iter().map(|value| type_of(value).element()).collect::<Vec<_>>()),
        false => None,
    };
    let mut items = Vec::new();
    let mut open = None;
    for value in &call.arguments {
        match &value.kind {
            Kind::List(part) | Kind::Tuple(part) => items.extend(chosen(call, part)),
            Kind::Unknown(unknown) if matches!(unknown.ty, Type::Any | Type::List(_) | Type::Tuple(_)) => {
                open = Some(unknown.clone());
            }
            _ => return Err(format!("all arguments must be lists or tuples; got {}", type_of(value).friendly()).into()),
        }
        within_elements(items.len())?;
    }
    match (open, element) {
        (Some(unknown), element) => Ok(call.unknown(unknown, element.map_or(Type::Any, |ty| Type::List(Rc::new(ty))))),
        (None, None) => tuple(call, items),
        (None, Some(element)) => {
            let items = items.iter().map(|item| convert(item, &element)).collect::<Result<_, _>>()?;
            list(call, items)
        }
    }
}

pub(super) fn contains(call: &mut Call) -> Outcome {
    let wanted = call.argument(1)?.clone();
    let items = call.elements_or(0, Type::Bool)?;
    let mut open = Truth::Known(false);
    for item in items.iter() {
        match equal(item, &wanted) {
            Truth::Known(true) => return Ok(call.bool(true)),
            Truth::Known(false) => {}
            unknown => open = unknown,
        }
    }
    Ok(from_truth(call, open))
}

pub(super) fn index(call: &mut Call) -> Outcome {
    let wanted = call.argument(1)?.clone();
    let items = call.elements_or(0, Type::Number)?;
    if items.is_empty() {
        return Err("cannot search an empty list".into());
    }
    for (at, item) in items.iter().enumerate() {
        match equal(item, &wanted) {
            Truth::Known(true) => return Ok(call.number(at)),
            Truth::Known(false) => {}
            Truth::Unknown(unknown) => return Ok(call.unknown(unknown, Type::Number)),
        }
    }
    Err("item not found".into())
}

pub(super) fn chunklist(call: &mut Call) -> Outcome {
    let Ok(number) = call.num(1) else { return Ok(unknown_list(call, Type::Any)) };
    let size =
        number.as_i64().and_then(|size| usize::try_from(size).ok()).ok_or("the size argument must be positive")?;
    let items = call.elements_or(0, list_of(type_of(call.argument(0)?)))?;
    let size = if size == 0 { items.len().max(1) } else { size };
    let chunks = items.chunks(size).map(|chunk| call.value(Kind::List(chosen(call, chunk).into())));
    let chunks: Vec<Value> = chunks.collect();
    list(call, chunks)
}

/// Elements that are certainly not empty are kept, whatever they turn out to be.
pub(super) fn compact(call: &mut Call) -> Outcome {
    let items = call.elements_or(0, list_of(Type::String))?;
    let mut kept = Vec::new();
    for item in items.iter() {
        let empty = match &item.kind {
            Kind::Null => Some(true),
            Kind::String(text) => is_empty(text),
            Kind::Unknown(unknown) => is_always_set(unknown).then_some(false),
            _ => None,
        };
        match empty {
            Some(true) => {}
            Some(false) => kept.push(call.chosen(item)),
            None => return Ok(unknown_list(call, Type::String)),
        }
    }
    list(call, kept)
}

pub(super) fn distinct(call: &mut Call) -> Outcome {
    let ty = type_of(call.argument(0)?).element();
    let items = call.elements_or(0, list_of(ty.clone()))?;
    let (known, open): (Vec<_>, Vec<_>) =
        items.iter().enumerate().partition(|(_, item)| item.first_unknown().is_none());
    if open.len().saturating_mul(items.len()) > MOST_COMPARISONS {
        return Err(Fault::Limit("the number of unknown elements"));
    }
    let differs = |at: usize, item: &Value| {
        let mut others = items.iter().enumerate().filter(|(other, _)| *other != at);
        others.all(|(_, other)| equal(item, other).known() == Some(false))
    };
    if !open.iter().all(|(at, item)| differs(*at, item)) {
        return Ok(unknown_list(call, ty));
    }
    let mut first = known.clone();
    first.sort_by(|(i, a), (j, b)| compare(a, b).then(i.cmp(j)));
    first.dedup_by(|(_, a), (_, b)| compare(a, b).is_eq());
    first.extend(open);
    first.sort_by_key(|(at, _)| *at);
    let kept = first.into_iter().map(|(_, item)| call.chosen(item)).collect();
    list(call, kept)
}

pub(super) fn element(call: &mut Call) -> Outcome {
    let value = call.argument(0)?;
    if matches!(type_of(value), Type::Set(_) | Type::Map(_) | Type::Object(_)) || type_of(value).is_primitive() {
        return Err(format!("cannot read elements from {}", type_of(value).friendly()).into());
    }
    let unknown = |unknown: Unknown| call.unknown(unknown, type_of(value).element());
    let Ok(index) = call.num(1) else { return Ok(unknown(call.first_unknown())) };
    let index = index.as_i64().ok_or("invalid index: value must be a whole number")?;
    let items = call.elements_or(0, type_of(value).element())?;
    if items.is_empty() {
        return Err("cannot use element function with an empty list".into());
    }
    let length = items.len() as i64;
    // Terraform counts from the end of lists, but not of tuples.
    let wrapped = if matches!(value.kind, Kind::List(_)) { index.rem_euclid(length) } else { index % length };
    let wrapped = usize::try_from(wrapped).ok();
    let item = wrapped.and_then(|at| items.get(at)).map(|item| call.chosen(item));
    item.ok_or_else(|| "cannot use element function with a negative index".into())
}

/// Nested lists, sets and tuples become one; an element that may be one of them leaves the length open.
pub(super) fn flatten(call: &mut Call) -> Outcome {
    let items = call.elements_or(0, Type::Any)?;
    let mut flat = Vec::new();
    match flatten_into(call, &items, &mut flat)? {
        Some(unknown) => Ok(call.unknown(unknown, Type::Any)),
        None => tuple(call, flat),
    }
}

fn flatten_into(call: &Call, items: &[Value], flat: &mut Vec<Value>) -> Result<Option<Unknown>, Fault> {
    for item in items {
        match &item.kind {
            Kind::Set(parts) if parts.len() > 1 && item.first_unknown().is_some() => return Ok(item.first_unknown()),
            Kind::List(parts) | Kind::Set(parts) | Kind::Tuple(parts) => {
                if let Some(unknown) = flatten_into(call, parts, flat)? {
                    return Ok(Some(unknown));
                }
            }
            Kind::Unknown(unknown) if may_be_list(unknown) => return Ok(Some(unknown.clone())),
            _ => flat.push(call.chosen(item)),
        }
        within_elements(flat.len())?;
    }
    Ok(None)
}

fn may_be_list(unknown: &Unknown) -> bool {
    match &unknown.ty {
        Type::Any => !is_always_set(unknown),
        ty => matches!(ty, Type::List(_) | Type::Set(_) | Type::Tuple(_)),
    }
}

/// Keys of values: the values whose key is among those searched for.
pub(super) fn matchkeys(call: &mut Call) -> Outcome {
    let ty = type_of(call.argument(0)?).element();
    let values = call.elements_or(0, list_of(ty.clone()))?;
    let keys = call.elements_or(1, list_of(ty.clone()))?;
    let wanted = call.elements_or(2, list_of(ty.clone()))?;
    if values.len() != keys.len() {
        return Err("length of keys and values should be equal".into());
    }
    if keys.len().saturating_mul(wanted.len()) > MOST_COMPARISONS {
        return Err(Fault::Limit("the number of keys"));
    }
    let ty_of_keys = [1, 2].map(|index| call.argument(index).map(|value| type_of(value).element()));
    let ty_of_keys = unify(&ty_of_keys.into_iter().collect::<Result<Vec<_>, _>>()?);
    let ty_of_keys = ty_of_keys.ok_or("keys and searchset must be of the same type")?;
    let one_type = |items: &[Value]| items.iter().map(|item| convert(item, &ty_of_keys)).collect::<Result<Vec<_>, _>>();
    let (keys, wanted) = (one_type(&keys)?, one_type(&wanted)?);
    let mut found = Vec::new();
    for (key, value) in keys.iter().zip(values.iter()) {
        let answers: Vec<Option<bool>> = wanted.iter().map(|wanted| equal(key, wanted).known()).collect();
        if answers.contains(&Some(true)) {
            found.push(call.chosen(value));
        } else if answers.contains(&None) {
            return Ok(unknown_list(call, ty));
        }
    }
    list(call, found)
}

pub(super) fn reverse(call: &mut Call) -> Outcome {
    let value = call.argument(0)?;
    if matches!(value.kind, Kind::Set(_)) && value.first_unknown().is_some() {
        return Ok(unknown_list(call, type_of(value).element()));
    }
    let ty = match type_of(value) {
        Type::Set(element) => Type::List(element),
        ty => ty,
    };
    let items = call.elements_or(0, ty)?;
    let reversed: Vec<Value> = items.iter().rev().map(|item| call.chosen(item)).collect();
    match value.kind {
        Kind::Tuple(_) => tuple(call, reversed),
        _ => list(call, reversed),
    }
}

/// A slice of an unknown list has a known length.
pub(super) fn slice(call: &mut Call) -> Outcome {
    let value = call.argument(0)?;
    let ty = type_of(value);
    if matches!(ty, Type::Set(_)) {
        return Err("cannot slice a set, because its elements do not have indices".into());
    }
    let (Ok(start), Ok(end)) = (call.num(1), call.num(2)) else {
        let ty = if matches!(ty, Type::Tuple(_)) { Type::Any } else { list_of(ty.element()) };
        return Ok(call.unknown(call.first_unknown(), ty));
    };
    let whole = |number: Option<u64>| number.and_then(|at| usize::try_from(at).ok());
    let start = whole(start.as_u64()).ok_or("start index must be a whole number, not less than zero")?;
    let end = whole(end.as_u64()).ok_or("end index must be a whole number, not less than zero")?;
    if start > end {
        return Err("start index must not be greater than end index".into());
    }
    within_elements(end - start)?;
    match &value.kind {
        Kind::List(items) | Kind::Tuple(items) => {
            let part = items.get(start..end).ok_or("end index must not be greater than the length of the list")?;
            let part = chosen(call, part);
            if matches!(value.kind, Kind::Tuple(_)) { tuple(call, part) } else { list(call, part) }
        }
        Kind::Unknown(unknown) if !ty.is_primitive() => {
            let part = (start..end).map(|index| {
                let unknown = element_of(unknown, index);
                Value::new(Kind::Unknown(unknown), call.passed(&value.trace))
            });
            let part: Vec<Value> = part.collect();
            if matches!(ty, Type::Tuple(_)) { tuple(call, part) } else { list(call, part) }
        }
        _ => Err("must be a list or tuple value".into()),
    }
}

pub(super) fn sort(call: &mut Call) -> Outcome {
    let items = call.elements_or(0, list_of(Type::String))?;
    if let Some(at) = items.iter().position(Value::is_null) {
        return Err(format!("given list element {at} is null; a null string cannot be sorted").into());
    }
    let mut sorted = chosen(call, &items);
    match items.iter().find_map(Value::first_unknown) {
        None => sorted.sort_by(compare),
        Some(unknown) => sorted.fill(call.unknown(unknown, Type::String)),
    }
    list(call, sorted)
}
