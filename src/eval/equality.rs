//! Equality and order of values, some of which may be known only in part.

use std::cmp::Ordering;

use super::text::Text;
use super::types::Type;
use super::value::{Entries, InstanceKey, Kind, Reason, Unknown, Value};

/// The answer to a question about values that may be unknown.
#[derive(Clone, Debug)]
pub enum Truth {
    /// Whatever the unknown parts turn out to be.
    Known(bool),
    /// It depends on this.
    Unknown(Unknown),
}

impl Truth {
    /// Both: one `false` decides; otherwise what is unknown leaves it open.
    pub fn and(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Known(false) => self,
            Self::Known(true) => other(),
            Self::Unknown(_) => match other() {
                Self::Known(false) => Self::Known(false),
                _ => self,
            },
        }
    }

    /// The answer, if it does not depend on anything unknown.
    pub fn known(&self) -> Option<bool> {
        match self {
            Self::Known(truth) => Some(*truth),
            Self::Unknown(_) => None,
        }
    }
}

/// Whether two values are the same, types included. Parts that certainly differ decide it, whatever else is unknown.
pub fn equal(a: &Value, b: &Value) -> Truth {
    match (&a.kind, &b.kind) {
        (Kind::Unknown(unknown), _) => equal_unknown(unknown, b),
        (_, Kind::Unknown(unknown)) => equal_unknown(unknown, a),
        (Kind::Null, Kind::Null) => Truth::Known(true),
        (Kind::Null, _) | (_, Kind::Null) => Truth::Known(false),
        (Kind::Resource(a), Kind::Resource(b)) if a == b => Truth::Known(true),
        (Kind::Resource(_), _) => first_unknown(a),
        (_, Kind::Resource(_)) => first_unknown(b),
        (Kind::Bool(a), Kind::Bool(b)) => Truth::Known(a == b),
        (Kind::Number(a), Kind::Number(b)) => Truth::Known(a == b),
        (Kind::String(a), Kind::String(b)) => equal_texts(a, b),
        (Kind::List(a), Kind::List(b)) | (Kind::Tuple(a), Kind::Tuple(b)) => equal_sequences(a, b),
        (Kind::Set(x), Kind::Set(y)) => match (a.first_unknown(), b.first_unknown()) {
            (None, None) => equal_sequences(x, y),
            (Some(unknown), _) | (_, Some(unknown)) => Truth::Unknown(unknown),
        },
        (Kind::Map(a), Kind::Map(b)) | (Kind::Object(a), Kind::Object(b)) => equal_entries(a, b),
        _ => Truth::Known(false),
    }
}

/// Whether Terraform knows an unknown value not to be `null`: what a resource computes is set once it exists. One of an
/// unknown number need not, and what is made of all of them may be `null` without any.
pub fn is_never_null(unknown: &Unknown) -> bool {
    matches!(&*unknown.reason, Reason::Resource { address, .. } if address.key != InstanceKey::Any)
}

fn first_unknown(value: &Value) -> Truth {
    value.first_unknown().map_or(Truth::Known(false), Truth::Unknown)
}

fn equal_unknown(unknown: &Unknown, other: &Value) -> Truth {
    let differs = match &other.kind {
        Kind::Null => is_never_null(unknown),
        Kind::Unknown(other) => differ_in_kind(&unknown.ty, &other.ty),
        Kind::Bool(_) => differ_in_kind(&unknown.ty, &Type::Bool),
        Kind::Number(_) => differ_in_kind(&unknown.ty, &Type::Number),
        Kind::String(_) => differ_in_kind(&unknown.ty, &Type::String),
        Kind::List(_) => !matches!(unknown.ty, Type::Any | Type::List(_)),
        Kind::Set(_) => !matches!(unknown.ty, Type::Any | Type::Set(_)),
        Kind::Tuple(_) => !matches!(unknown.ty, Type::Any | Type::Tuple(_)),
        Kind::Map(_) => !matches!(unknown.ty, Type::Any | Type::Map(_)),
        Kind::Object(_) | Kind::Resource(_) => !matches!(unknown.ty, Type::Any | Type::Object(_)),
    };
    if differs { Truth::Known(false) } else { Truth::Unknown(unknown.clone()) }
}

fn differ_in_kind(a: &Type, b: &Type) -> bool {
    let same = std::mem::discriminant(a) == std::mem::discriminant(b);
    !same && !matches!(a, Type::Any) && !matches!(b, Type::Any)
}

/// Texts with unknown stretches differ if what is known at either end does.
fn equal_texts(a: &Text, b: &Text) -> Truth {
    let ((Some(unknown), _) | (None, Some(unknown))) = (a.first_unknown(), b.first_unknown()) else {
        return Truth::Known(a.as_str() == b.as_str());
    };
    let starts = |a: &str, b: &str| a.as_bytes().iter().zip(b.as_bytes()).all(|(a, b)| a == b);
    let ends = |a: &str, b: &str| a.bytes().rev().zip(b.bytes().rev()).all(|(a, b)| a == b);
    let too_long = |known: &Text, other: &Text| known.is_known() && other.as_str().len() > known.as_str().len();
    let possible = starts(a.known_prefix(), b.known_prefix())
        && ends(a.known_suffix(), b.known_suffix())
        && !too_long(a, b)
        && !too_long(b, a);
    if possible { Truth::Unknown(unknown.clone().of(Type::Bool)) } else { Truth::Known(false) }
}

fn equal_sequences(a: &[Value], b: &[Value]) -> Truth {
    if a.len() != b.len() {
        return Truth::Known(false);
    }
    all(a.iter().zip(b), Truth::Known(true))
}

/// Whether all pairs are equal, given what is known already.
fn all<'a>(pairs: impl Iterator<Item = (&'a Value, &'a Value)>, mut so_far: Truth) -> Truth {
    for (a, b) in pairs {
        so_far = so_far.and(|| equal(a, b));
        if so_far.known() == Some(false) {
            break;
        }
    }
    so_far
}

fn equal_entries(a: &Entries, b: &Entries) -> Truth {
    let lacks = |a: &Entries, b: &Entries| b.rest.is_none() && a.items.keys().any(|key| !b.items.contains_key(key));
    if lacks(a, b) || lacks(b, a) {
        return Truth::Known(false);
    }
    let rest = a.rest.as_ref().or(b.rest.as_ref());
    let so_far = rest.map_or(Truth::Known(true), |unknown| Truth::Unknown(unknown.clone()));
    let pairs = a.items.iter().filter_map(|(key, entry)| Some((&entry.value, &b.items.get(key)?.value)));
    all(pairs, so_far)
}

/// A set of these elements: sorted, the first of equal ones kept. Elements that are not wholly known come last; they
/// may still turn out to equal others.
pub fn set_of(elements: Vec<Value>) -> Kind {
    let (mut known, unknown): (Vec<_>, Vec<_>) = elements.into_iter().partition(|item| item.first_unknown().is_none());
    known.sort_by(compare);
    known.dedup_by(|a, b| compare(a, b) == Ordering::Equal);
    known.extend(unknown);
    Kind::Set(known.into())
}

/// The order of the elements of a set: numbers by value, strings by their bytes, nulls last, a sequence before its own
/// beginning.
pub fn compare(a: &Value, b: &Value) -> Ordering {
    match (&a.kind, &b.kind) {
        (Kind::Bool(a), Kind::Bool(b)) => a.cmp(b),
        (Kind::Number(a), Kind::Number(b)) => a.cmp(b),
        (Kind::String(a), Kind::String(b)) => a.as_str().cmp(b.as_str()),
        (Kind::List(a), Kind::List(b)) | (Kind::Set(a), Kind::Set(b)) | (Kind::Tuple(a), Kind::Tuple(b)) => {
            let parts = a.iter().zip(b.iter()).map(|(a, b)| compare(a, b));
            parts.fold(Ordering::Equal, Ordering::then).then(b.len().cmp(&a.len()))
        }
        (Kind::Map(a), Kind::Map(b)) | (Kind::Object(a), Kind::Object(b)) => {
            let parts = a.items.iter().zip(b.items.iter());
            let compared = parts.map(|((j, a), (k, b))| j.cmp(k).then_with(|| compare(&a.value, &b.value)));
            compared.fold(Ordering::Equal, Ordering::then).then(b.items.len().cmp(&a.items.len()))
        }
        _ => rank(&a.kind).cmp(&rank(&b.kind)),
    }
}

fn rank(kind: &Kind) -> u8 {
    match kind {
        Kind::Bool(_) => 1,
        Kind::Number(_) => 2,
        Kind::String(_) => 3,
        Kind::Tuple(_) => 4,
        Kind::List(_) => 5,
        Kind::Set(_) => 6,
        Kind::Object(_) => 7,
        Kind::Map(_) => 8,
        Kind::Resource(_) => 9,
        Kind::Unknown(_) => 10,
        Kind::Null => 11,
    }
}
