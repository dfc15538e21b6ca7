//! What code says, one after the other: assignments, changes of maps and calls, and the expressions in them.

use std::ops::Range;
use std::sync::Arc;

/// An assignment, a change of a map, or a call.
#[derive(Debug)]
pub(super) struct Step {
    /// What is assigned to or changed, `name()` for what a function returns; nothing for a call by itself.
    pub(super) target: Option<String>,
    /// How it changes.
    pub(super) change: Change,
    /// The value.
    pub(super) value: Expr,
    /// The whole of it.
    pub(super) range: Range<usize>,
    /// Whether a condition decides if it happens.
    pub(super) conditional: bool,
    /// Whether what it sets belongs to an object, whatever method sets it.
    pub(super) is_field: bool,
    /// The functions around it, the outermost first.
    pub(super) scopes: Vec<usize>,
    /// Calls with a block, and classes, around it: name and place.
    pub(super) within: Vec<(String, usize)>,
    /// Its number in the program.
    pub(super) id: usize,
}

/// How a step changes its target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// It gets the value.
    Set,
    /// Its entry of this key gets the value.
    Entry(String),
    /// It gets the entries of the value.
    Merge,
}

/// An expression.
#[derive(Clone, Debug)]
pub(super) struct Expr {
    pub(super) value: Value,
    pub(super) range: Range<usize>,
    /// The characters of a scalar where they stand as such.
    pub(super) literal: Option<Range<usize>>,
}

impl Expr {
    /// The name that it is and nothing else: a copy of what has that name is more than a name.
    pub(super) fn other_name(&self) -> Option<&str> {
        match &self.value {
            Value::Name(name) if [name.len(), "this.".len() + name.len()].contains(&self.range.len()) => Some(name),
            _ => None,
        }
    }

    /// The number of expressions in it.
    pub(super) fn count(&self) -> usize {
        let of_pairs = |pairs: &[Pair]| pairs.iter().map(|pair| pair.value.count()).sum::<usize>();
        let of_parts = |parts: &[Self]| parts.iter().map(Self::count).sum::<usize>();
        1 + match &self.value {
            Value::Map(pairs) => of_pairs(pairs),
            Value::Merged(parts) | Value::List(parts) => of_parts(parts),
            Value::Duration(count, ..) => count.count(),
            Value::Call(call) => of_parts(&call.arguments) + of_pairs(&call.named),
            Value::Text(_) | Value::Name(_) | Value::Other => 0,
        }
    }
}

/// What an expression is.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// A scalar, as text.
    Text(String),
    /// A map.
    Map(Vec<Pair>),
    /// Maps, a later one stronger than an earlier.
    Merged(Vec<Expr>),
    /// A list.
    List(Vec<Expr>),
    /// A variable, constant or attribute, parts joined with dots.
    Name(String),
    /// A number of nanoseconds each, with the name of Go's package `time`.
    Duration(Box<Expr>, u64, Arc<str>),
    /// A call.
    Call(Box<Call>),
    /// Anything else.
    Other,
}

/// An entry of a map, or a named argument; without a key the entries of another map.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub(super) key: Option<String>,
    pub(super) range: Range<usize>,
    pub(super) value: Expr,
}

/// A call.
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// The function, parts joined with dots.
    pub(super) function: String,
    /// Arguments by place.
    pub(super) arguments: Vec<Expr>,
    /// Arguments by name.
    pub(super) named: Vec<Pair>,
}
