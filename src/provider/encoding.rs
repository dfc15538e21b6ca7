//! Values as they travel: msgpack to values, each part with its path, and back.
//!
//! What a host does not know yet comes as an extension, and stays unknown.

use std::rc::Rc;

use rmpv::Value as Packed;

use super::fault::Fault;
use super::types;
use super::wire::provider::Encoded;
use crate::eval::number::Number;
use crate::eval::text::Text;
use crate::eval::trace::{Step, Trace};
use crate::eval::types::{Field, Type, type_of};
use crate::eval::value::{Entries, Entry, Kind, Reason, Value};
use crate::source::Place;

/// Deepest nesting of a value that is read: what types allow, each with the pair that carries its type.
const DEPTH: usize = 4 * types::DEPTH;

/// Reads a value of a type; `path` is where it stands, empty for what needs no name.
pub(super) fn decode(encoded: &Encoded, ty: &Type, path: &str) -> Result<Value, Fault> {
    if encoded.msgpack.is_empty() {
        // Some hosts send nothing at all for null.
        return match encoded.json.is_empty() {
            true => Ok(Value::null(at(path))),
            false => Err(Fault::new("a value came as JSON, and is read as msgpack only")),
        };
    }
    let mut rest = &encoded.msgpack[..];
    let packed = rmpv::decode::read_value_with_max_depth(&mut rest, DEPTH)
        .map_err(|error| Fault::new(format!("a value cannot be read: {error}")))?;
    match rest.is_empty() {
        true => read(packed, ty, path),
        false => Err(Fault::new("a value is followed by more bytes")),
    }
}

/// A host does not tell whether a value is written as it is or comes from elsewhere.
fn at(path: &str) -> Trace {
    let place = if path.is_empty() { Place::Nowhere } else { Place::Attribute(path.into()) };
    Trace::new(place, Step::Computed("an argument".into()), Vec::new())
}

fn read(packed: Packed, ty: &Type, path: &str) -> Result<Value, Fault> {
    let fault = || Fault::new(format!("{} is no {}", if path.is_empty() { "a value" } else { path }, ty.friendly()));
    let kind = match (packed, ty) {
        (Packed::Nil, _) => Kind::Null,
        (Packed::Ext(..), ty) => {
            let unknown = Value::unknown(Reason::AfterApply(path.into()), at(path));
            let Kind::Unknown(unknown) = unknown.kind else { return Err(fault()) };
            Kind::Unknown(unknown.of(ty.clone()))
        }
        (Packed::Array(pair), Type::Any) => {
            let [ty, value] = <[Packed; 2]>::try_from(pair).map_err(|_| fault())?;
            let json = ty.as_slice().and_then(|bytes| serde_json::from_slice(bytes).ok()).ok_or_else(fault)?;
            return match types::read(&json).ok_or_else(fault)? {
                Type::Any => Err(fault()),
                ty => read(value, &ty, path),
            };
        }
        (Packed::String(text), Type::String) => {
            let text = text.into_str().ok_or_else(fault)?;
            Kind::String(Text::computed(text, at(path)))
        }
        (Packed::Boolean(flag), Type::Bool) => Kind::Bool(flag),
        (packed, Type::Number) => Kind::Number(number(&packed).ok_or_else(fault)?),
        (Packed::Array(items), Type::List(element)) => Kind::List(elements(items, |_| Some(&**element), path)?),
        (Packed::Array(items), Type::Set(element)) => Kind::Set(elements(items, |_| Some(&**element), path)?),
        (Packed::Array(items), Type::Tuple(parts)) if items.len() == parts.len() => {
            Kind::Tuple(elements(items, |index| parts.get(index), path)?)
        }
        (Packed::Map(pairs), Type::Map(element)) => Kind::Map(Rc::new(entries(
            pairs,
            |_| Some(&**element),
            path,
            |path, key| format!("{path}[{}]", serde_json::Value::from(key)),
        )?)),
        (Packed::Map(pairs), Type::Object(fields)) => {
            let ty = |key: &str| fields.get(key).map(|field| &field.ty);
            Kind::Object(Rc::new(entries(pairs, ty, path, |path, key| match path.is_empty() {
                true => key.to_owned(),
                false => format!("{path}.{key}"),
            })?))
        }
        _ => return Err(fault()),
    };
    Ok(Value::new(kind, at(path)))
}

fn elements<'t>(items: Vec<Packed>, ty: impl Fn(usize) -> Option<&'t Type>, path: &str) -> Result<Rc<[Value]>, Fault> {
    let element = |(index, item): (usize, Packed)| {
        let path = format!("{path}[{index}]");
        let ty = ty(index).ok_or_else(|| Fault::new(format!("{path} is one too many")))?;
        read(item, ty, &path)
    };
    items.into_iter().enumerate().map(element).collect()
}

fn entries<'t>(
    pairs: Vec<(Packed, Packed)>,
    ty: impl Fn(&str) -> Option<&'t Type>,
    path: &str,
    inside: impl Fn(&str, &str) -> String,
) -> Result<Entries, Fault> {
    let mut entries = Entries::default();
    for (key, value) in pairs {
        let key: Rc<str> = key.as_str().ok_or_else(|| Fault::new(format!("{path} has a key that is no text")))?.into();
        let path = inside(path, &key);
        let ty = ty(&key).ok_or_else(|| Fault::new(format!("nothing called {key} is expected at {path}")))?;
        let entry = Entry { key: Text::computed(key.clone(), at(&path)), value: read(value, ty, &path)? };
        entries.items.insert(key, entry);
    }
    Ok(entries)
}

/// Numbers come as integers and doubles, and as text where neither holds them exactly.
fn number(packed: &Packed) -> Option<Number> {
    match packed {
        Packed::Integer(whole) => Number::parse(&whole.to_string()),
        Packed::F32(float) => Number::parse(&float.to_string()),
        Packed::F64(float) => Number::parse(&float.to_string()),
        Packed::String(text) => Number::parse(text.as_str()?),
        _ => None,
    }
}

/// A value of a type, as it travels.
pub(super) fn encode(value: &Value, ty: &Type) -> Encoded {
    let mut msgpack = Vec::new();
    // Writing to memory cannot fail.
    let _ = rmpv::encode::write_value(&mut msgpack, &write(value, ty));
    Encoded { msgpack, json: Vec::new() }
}

fn write(value: &Value, ty: &Type) -> Packed {
    match (&value.kind, ty) {
        (Kind::Null, _) => Packed::Nil,
        (kind, Type::Any) if !matches!(kind, Kind::Unknown(_)) => {
            let ty = type_of(value);
            let json = types::write(&ty).to_string();
            Packed::Array(vec![Packed::Binary(json.into_bytes()), write(value, &ty)])
        }
        (Kind::Bool(flag), _) => Packed::Boolean(*flag),
        (Kind::Number(number), _) => write_number(number),
        (Kind::String(text), _) if text.is_known() => text.as_str().into(),
        (Kind::List(items) | Kind::Set(items) | Kind::Tuple(items), ty) => {
            let element = |(index, item): (usize, &Value)| match ty {
                Type::Tuple(parts) => write(item, parts.get(index).unwrap_or(&Type::Any)),
                ty => write(item, &ty.element()),
            };
            Packed::Array(items.iter().enumerate().map(element).collect())
        }
        // An object has every attribute of its type, and none else.
        (Kind::Map(entries) | Kind::Object(entries), Type::Object(fields)) => {
            let field = |(name, field): (&Rc<str>, &Field)| {
                let value = entries.items.get(name).map_or(Packed::Nil, |entry| write(&entry.value, &field.ty));
                (Packed::from(&**name), value)
            };
            Packed::Map(fields.iter().map(field).collect())
        }
        (Kind::Map(entries) | Kind::Object(entries), ty) => {
            let ty = ty.element();
            let pair = |(name, entry): (&Rc<str>, &Entry)| (Packed::from(&**name), write(&entry.value, &ty));
            Packed::Map(entries.items.iter().map(pair).collect())
        }
        (Kind::Unknown(_) | Kind::String(_) | Kind::Resource(_), _) => Packed::Ext(0, vec![0]),
    }
}

fn write_number(number: &Number) -> Packed {
    let float = number.to_f64();
    match number.as_i64() {
        Some(whole) => whole.into(),
        None if Number::parse(&float.to_string()).as_ref() == Some(number) => float.into(),
        None => number.to_string().into(),
    }
}
