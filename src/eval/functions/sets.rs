//! Functions of sets.

use std::rc::Rc;

use super::call::{Call, Outcome, within_elements};
use crate::eval::convert::convert;
use crate::eval::equality::{compare, set_of};
use crate::eval::types::{Type, type_of, unify};
use crate::eval::value::{Kind, Value};

/// All arguments as sets of one type.
fn unified(call: &Call) -> Result<(Type, Vec<Value>), String> {
    let types: Vec<Type> = call.arguments.iter().map(|value| type_of(value).element()).collect();
    let ty = Type::Set(Rc::new(unify(&types).ok_or("given sets must all have compatible element types")?));
    let sets = call.arguments.iter().map(|value| convert(value, &ty)).collect::<Result<_, _>>()?;
    Ok((ty, sets))
}

/// Partly known elements stay in a union; it is unknown only when a whole set is.
pub(super) fn setunion(call: &mut Call) -> Outcome {
    let (ty, sets) = unified(call)?;
    let mut all = Vec::new();
    for set in &sets {
        let Some(items) = set.elements() else { return Ok(call.unknown(call.first_unknown(), ty)) };
        all.extend(items.iter().map(|item| call.chosen(item)));
        within_elements(all.len())?;
    }
    Ok(call.value(set_of(all)))
}

pub(super) fn setintersection(call: &mut Call) -> Outcome {
    filtered(call, true)
}

pub(super) fn setsubtract(call: &mut Call) -> Outcome {
    filtered(call, false)
}

/// The elements of the first set that are in all others, or in none.
fn filtered(call: &Call, wanted: bool) -> Outcome {
    let (ty, sets) = unified(call)?;
    if let Some(unknown) = sets.iter().find_map(Value::first_unknown) {
        return Ok(call.unknown(unknown, ty));
    }
    let mut elements = sets.iter().filter_map(Value::elements);
    let Some(first) = elements.next() else { return Err("set required".into()) };
    let others: Vec<_> = elements.collect();
    let holds =
        |item: &&Value| others.iter().all(|set| set.binary_search_by(|other| compare(other, item)).is_ok() == wanted);
    let kept = first.iter().filter(holds).map(|item| call.chosen(item)).collect();
    Ok(call.value(set_of(kept)))
}

/// Every combination of elements, the last argument's changing fastest; a list if all arguments have an order.
pub(super) fn setproduct(call: &mut Call) -> Outcome {
    if call.arguments.len() < 2 {
        return Err("at least two arguments are required".into());
    }
    let mut lists = Vec::new();
    let mut sets = false;
    for value in &call.arguments {
        sets |= matches!(type_of(value), Type::Set(_));
        match &value.kind {
            Kind::Set(items) if value.first_unknown().is_none() => lists.push(items.clone()),
            Kind::List(_) | Kind::Tuple(_) => {
                let list = convert(value, &Type::List(Rc::new(Type::Any)))?;
                lists.extend(list.elements().cloned());
            }
            _ if value.first_unknown().is_some() => return Ok(call.unknown(call.first_unknown(), Type::Any)),
            _ => return Err("a set or a list is required".into()),
        }
    }
    let count = lists.iter().fold(1usize, |count, list| count.saturating_mul(list.len()));
    within_elements(count.saturating_mul(lists.len()))?;
    let mut rows: Vec<Vec<Value>> = vec![Vec::new()];
    let call = &*call;
    for list in &lists {
        let extended = rows.iter().flat_map(|row| {
            list.iter().map(move |item| row.iter().cloned().chain([call.chosen(item)]).collect::<Vec<_>>())
        });
        rows = extended.collect();
    }
    let rows: Vec<Value> = rows.into_iter().map(|row| call.value(Kind::Tuple(row.into()))).collect();
    Ok(call.value(if sets { set_of(rows) } else { Kind::List(rows.into()) }))
}
