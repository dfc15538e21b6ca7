//! What two values have in common when either may be the one.

use std::rc::Rc;

use super::equality::{Truth, equal, is_never_null};
use super::limits::is_too_large;
use super::types::{Type, type_of, unify};
use super::value::{Entries, Entry, Kind, Unknown, Value};

/// What is certain of a value that is one of two: equal parts stay known, the rest is unknown for `reason`.
pub fn either(a: &Value, b: &Value, reason: &Unknown) -> Value {
    let sensitive = a.sensitive || b.sensitive;
    if is_too_large(a) || is_too_large(b) {
        return Value::new(Kind::Unknown(reason.clone()), a.trace.clone()).marked(sensitive);
    }
    common(a, b, reason)
}

fn common(a: &Value, b: &Value, reason: &Unknown) -> Value {
    let sensitive = a.sensitive || b.sensitive;
    let same = |kind: Kind| Value::new(kind, a.trace.clone()).marked(sensitive);
    let open = || same(Kind::Unknown(reason.clone().of(common_type(a, b))));
    match (&a.kind, &b.kind) {
        // What is never null says nothing of the one that may be.
        (Kind::Unknown(known), Kind::Unknown(_)) if is_never_null(known) => b.clone().marked(sensitive),
        (Kind::Unknown(unknown), Kind::Null) | (Kind::Null, Kind::Unknown(unknown)) if is_never_null(unknown) => open(),
        (Kind::Unknown(_), _) => a.clone().marked(sensitive),
        (_, Kind::Unknown(_)) => b.clone().marked(sensitive),
        (Kind::List(x), Kind::List(y)) if x.len() == y.len() => same(Kind::List(items(x, y, reason))),
        (Kind::Tuple(x), Kind::Tuple(y)) if x.len() == y.len() => same(Kind::Tuple(items(x, y, reason))),
        (Kind::Map(x), Kind::Map(y)) => entries(x, y, reason).map_or_else(open, |both| same(Kind::Map(both))),
        (Kind::Object(x), Kind::Object(y)) => entries(x, y, reason).map_or_else(open, |both| same(Kind::Object(both))),
        (Kind::Resource(x), Kind::Resource(y)) if x == y => a.clone(),
        _ if matches!(equal(a, b), Truth::Known(true)) => a.clone().marked(sensitive),
        _ => open(),
    }
}

fn common_type(a: &Value, b: &Value) -> Type {
    unify(&[type_of(a), type_of(b)]).unwrap_or_default()
}

fn items(x: &[Value], y: &[Value], reason: &Unknown) -> Rc<[Value]> {
    x.iter().zip(y).map(|(x, y)| common(x, y, reason)).collect()
}

fn entries(x: &Entries, y: &Entries, reason: &Unknown) -> Option<Rc<Entries>> {
    if !x.items.keys().eq(y.items.keys()) {
        return None;
    }
    let pairs = x.items.iter().zip(y.items.values());
    let items = pairs
        .map(|((key, x), y)| (key.clone(), Entry { key: x.key.clone(), value: common(&x.value, &y.value, reason) }))
        .collect();
    Some(Rc::new(Entries { items, rest: x.rest.clone().or_else(|| y.rest.clone()) }))
}
