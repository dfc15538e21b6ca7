//! Type constraints as variables declare them, the types that values have, and what types have in common.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::rc::Rc;

use super::convert;
use super::value::{Entries, Kind, Value};

/// A type constraint.
#[derive(Clone, Debug, Default)]
pub enum Type {
    /// `any`, or unknown.
    #[default]
    Any,
    /// `string`
    String,
    /// `number`
    Number,
    /// `bool`
    Bool,
    /// `list(T)`
    List(Rc<Type>),
    /// `set(T)`
    Set(Rc<Type>),
    /// `map(T)`
    Map(Rc<Type>),
    /// `tuple([T, …])`
    Tuple(Rc<[Type]>),
    /// `object({ name = T, … })`
    Object(Rc<BTreeMap<Rc<str>, Field>>),
}

/// One attribute of an object type.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its type.
    pub ty: Type,
    /// Whether it was declared `optional(…)`.
    pub optional: bool,
    /// The second argument of `optional`.
    pub default: Option<Value>,
}

impl Field {
    /// A required attribute.
    pub fn required(ty: Type) -> Self {
        Self { ty, optional: false, default: None }
    }
}

/// Types are equal when values of them are; what is optional, and the defaults, are no part of that.
impl PartialEq for Type {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any, Self::Any)
            | (Self::String, Self::String)
            | (Self::Number, Self::Number)
            | (Self::Bool, Self::Bool) => true,
            (Self::List(a), Self::List(b)) | (Self::Set(a), Self::Set(b)) | (Self::Map(a), Self::Map(b)) => a == b,
            (Self::Tuple(a), Self::Tuple(b)) => a == b,
            (Self::Object(a), Self::Object(b)) => {
                a.len() == b.len() && a.iter().zip(b.iter()).all(|((j, a), (k, b))| j == k && a.ty == b.ty)
            }
            _ => false,
        }
    }
}

impl Type {
    /// An object type with these attributes, all required.
    pub fn object(attributes: impl IntoIterator<Item = (Rc<str>, Self)>) -> Self {
        Self::Object(Rc::new(attributes.into_iter().map(|(name, ty)| (name, Field::required(ty))).collect()))
    }

    /// Whether values of it are strings, numbers or booleans.
    pub fn is_primitive(&self) -> bool {
        matches!(self, Self::String | Self::Number | Self::Bool)
    }

    /// The type of an element, if all elements have the same or it can be unified.
    pub fn element(&self) -> Self {
        match self {
            Self::List(element) | Self::Set(element) | Self::Map(element) => element.as_ref().clone(),
            Self::Tuple(elements) => unify(elements).unwrap_or_default(),
            Self::Object(fields) => unify_fields([fields.as_ref()]).unwrap_or_default(),
            Self::Any | Self::String | Self::Number | Self::Bool => Self::Any,
        }
    }

    /// How Terraform names it in messages: `list of string`.
    pub fn friendly(&self) -> String {
        match self {
            Self::Any => "dynamic".to_owned(),
            Self::List(element) => format!("list of {}", element.friendly_element()),
            Self::Set(element) => format!("set of {}", element.friendly_element()),
            Self::Map(element) => format!("map of {}", element.friendly_element()),
            Self::Tuple(_) => "tuple".to_owned(),
            Self::Object(_) => "object".to_owned(),
            Self::String | Self::Number | Self::Bool => self.to_string(),
        }
    }

    fn friendly_element(&self) -> String {
        match self {
            Self::Any => "any single type".to_owned(),
            _ => self.friendly(),
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any"),
            Self::String => f.write_str("string"),
            Self::Number => f.write_str("number"),
            Self::Bool => f.write_str("bool"),
            Self::List(element) => write!(f, "list({element})"),
            Self::Set(element) => write!(f, "set({element})"),
            Self::Map(element) => write!(f, "map({element})"),
            Self::Tuple(elements) => {
                f.write_str("tuple([")?;
                separated(f, elements.iter(), |f, element| write!(f, "{element}"))?;
                f.write_str("])")
            }
            Self::Object(fields) => {
                f.write_str("object({")?;
                separated(f, fields.iter(), |f, (name, field)| write!(f, "{name}={}", field.ty))?;
                f.write_str("})")
            }
        }
    }
}

fn separated<T>(
    f: &mut fmt::Formatter<'_>,
    items: impl Iterator<Item = T>,
    write: impl Fn(&mut fmt::Formatter<'_>, T) -> fmt::Result,
) -> fmt::Result {
    for (index, item) in items.enumerate() {
        if index > 0 {
            f.write_str(",")?;
        }
        write(f, item)?;
    }
    Ok(())
}

/// The type of a value; [`Type::Any`] for `null`, for resources and for objects that may have more attributes.
pub fn type_of(value: &Value) -> Type {
    let common = |items: &[Value]| Rc::new(common_type(items.iter()));
    match &value.kind {
        Kind::Unknown(unknown) => unknown.ty.clone(),
        Kind::Null | Kind::Resource(_) => Type::Any,
        Kind::Bool(_) => Type::Bool,
        Kind::Number(_) => Type::Number,
        Kind::String(_) => Type::String,
        Kind::List(items) => Type::List(common(items)),
        Kind::Set(items) => Type::Set(common(items)),
        Kind::Tuple(items) => Type::Tuple(items.iter().map(type_of).collect()),
        Kind::Map(entries) => Type::Map(Rc::new(common_type(entries.values()))),
        Kind::Object(entries) if entries.rest.is_some() => Type::Any,
        Kind::Object(entries) => {
            Type::object(entries.items.iter().map(|(name, entry)| (name.clone(), type_of(&entry.value))))
        }
    }
}

/// The type of the elements of a collection: they all have it, but for nulls and unknowns.
fn common_type<'a>(items: impl Iterator<Item = &'a Value>) -> Type {
    let mut types = Types::default();
    items.for_each(|item| types.add(type_of(item)));
    types.unify().unwrap_or_default()
}

/// The type that values of all these types convert to, as Terraform chooses it for the elements of a list or the
/// branches of a condition. `None` when there is none; [`Type::Any`] when it cannot be told.
pub fn unify(types: &[Type]) -> Option<Type> {
    let mut distinct = Types::default();
    types.iter().for_each(|ty| distinct.add(ty.clone()));
    distinct.unify()
}

/// Distinct types, in the order of their first appearance.
#[derive(Default)]
struct Types(Vec<Type>);

impl Types {
    fn add(&mut self, ty: Type) {
        // Neighbours mostly have the same type; looking back further would take quadratic time.
        if !self.0.iter().rev().take(8).any(|known| *known == ty) {
            self.0.push(ty);
        }
    }

    fn unify(&self) -> Option<Type> {
        let types = &self.0;
        if let [only] = types.as_slice() {
            return Some(only.clone());
        }
        let dynamic = types.iter().any(|ty| matches!(ty, Type::Any));
        let known: Vec<&Type> = types.iter().filter(|ty| !matches!(ty, Type::Any)).collect();
        if known.is_empty() {
            return Some(Type::Any);
        }
        if known.iter().all(|ty| ty.is_primitive()) {
            return unify_primitives(&known);
        }
        if known.iter().any(|ty| ty.is_primitive()) {
            return None;
        }
        if dynamic {
            return Some(Type::Any);
        }
        unify_sequences(&known).or_else(|| unify_named(&known))
    }
}

fn unify_primitives(types: &[&Type]) -> Option<Type> {
    match types {
        [first, rest @ ..] if rest.iter().all(|ty| ty == first) => Some((*first).clone()),
        _ => types.iter().any(|ty| matches!(ty, Type::String)).then_some(Type::String),
    }
}

/// Lists, sets and tuples. A set becomes a list where it meets one; a tuple becomes a set where it meets no list.
fn unify_sequences(types: &[&Type]) -> Option<Type> {
    let mut tuples: Vec<&[Type]> = Vec::new();
    let (mut listed, mut in_sets, mut in_tuples) = (Types::default(), Types::default(), Types::default());
    for ty in types {
        match ty {
            Type::List(element) => listed.add(element.as_ref().clone()),
            Type::Set(element) => in_sets.add(element.as_ref().clone()),
            Type::Tuple(items) => {
                tuples.push(items);
                items.iter().for_each(|item| in_tuples.add(item.clone()));
            }
            _ => return None,
        }
    }
    if listed.0.is_empty() && !in_sets.0.is_empty() {
        return Some(Type::Set(Rc::new(in_sets.unify()?)));
    }
    if tuples.len() == types.len()
        && let Some(tuple) = unify_tuples(&tuples)
    {
        return Some(tuple);
    }
    // Beside a list, a set becomes a list of that type.
    if let ([element], [], false) = (&listed.0[..], &in_tuples.0[..], in_sets.0.is_empty())
        && element.is_primitive()
    {
        let converts = in_sets.0.iter().all(|ty| convert::converts(ty, element));
        return converts.then(|| Type::List(Rc::new(element.clone())));
    }
    [in_sets, in_tuples].into_iter().flat_map(|types| types.0).for_each(|ty| listed.add(ty));
    Some(Type::List(Rc::new(listed.unify()?)))
}

fn unify_tuples(tuples: &[&[Type]]) -> Option<Type> {
    let length = tuples.first()?.len();
    if tuples.iter().any(|tuple| tuple.len() != length) {
        return None;
    }
    let column = |at: usize| {
        let mut types = Types::default();
        tuples.iter().filter_map(|tuple| tuple.get(at)).for_each(|ty| types.add(ty.clone()));
        types.unify()
    };
    (0..length).map(column).collect::<Option<Rc<[Type]>>>().map(Type::Tuple)
}

/// Maps and objects: objects with the same attributes stay objects, everything else becomes a map.
fn unify_named(types: &[&Type]) -> Option<Type> {
    let objects: Vec<&BTreeMap<Rc<str>, Field>> =
        types.iter().filter_map(|ty| if let Type::Object(fields) = ty { Some(&**fields) } else { None }).collect();
    if objects.len() == types.len() {
        return unify_objects(&objects).or_else(|| {
            if objects.iter().all(|fields| fields.values().any(|field| matches!(field.ty, Type::Any))) {
                return Some(Type::Any);
            }
            let element = unify_fields(objects.iter().copied())?;
            Some(Type::Map(Rc::new(element)))
        });
    }
    let mut elements = Types::default();
    for ty in types {
        match ty {
            Type::Map(element) => elements.add(element.as_ref().clone()),
            Type::Object(fields) => fields.values().for_each(|field| elements.add(field.ty.clone())),
            _ => return None,
        }
    }
    Some(Type::Map(Rc::new(elements.unify()?)))
}

fn unify_objects(objects: &[&BTreeMap<Rc<str>, Field>]) -> Option<Type> {
    let names: BTreeSet<&Rc<str>> = objects.iter().flat_map(|fields| fields.keys()).collect();
    let attribute = |name: &Rc<str>| {
        let mut types = Types::default();
        for fields in objects {
            types.add(fields.get(name)?.ty.clone());
        }
        Some((name.clone(), types.unify()?))
    };
    names.into_iter().map(attribute).collect::<Option<Vec<_>>>().map(Type::object)
}

fn unify_fields<'a>(objects: impl IntoIterator<Item = &'a BTreeMap<Rc<str>, Field>>) -> Option<Type> {
    let mut types = Types::default();
    objects.into_iter().flat_map(BTreeMap::values).for_each(|field| types.add(field.ty.clone()));
    types.unify()
}

impl Entries {
    /// The values in the order of their keys.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        self.items.values().map(|entry| &entry.value)
    }
}

#[cfg(test)]
mod tests;
