//! Type constraints as variables declare them.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::value::Value;

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
