//! The functions: what they are called, take and return, and what they do.

mod availability;
mod lint;
mod properties;
mod setting;

use super::fault::Fault;
use crate::eval::types::Type;
use crate::eval::value::Value;

/// A function.
pub(super) struct Function {
    pub(super) name: &'static str,
    /// One line.
    pub(super) summary: &'static str,
    /// More, in Markdown.
    pub(super) description: &'static str,
    /// A use of it in HCL.
    pub(super) example: &'static str,
    pub(super) parameters: &'static [Parameter],
    /// What may follow the parameters, any number of times.
    pub(super) variadic: Option<Parameter>,
    pub(super) result: fn() -> Type,
    /// Computes the result; the arguments are of the parameters' types.
    pub(super) call: fn(&[Value]) -> Result<Value, Fault>,
}

/// A parameter.
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) ty: fn() -> Type,
    /// Whether it may be null, or hold what is not known yet. Otherwise the host does not call.
    pub(super) is_open: bool,
}

/// Every function, by name.
pub(super) static ALL: [&Function; 9] = [
    &availability::AVAILABILITY,
    &lint::LINT,
    &lint::OK,
    &properties::MERGE,
    &properties::PARSE,
    &properties::RENDER,
    &lint::REPORT,
    &setting::RULE,
    &setting::SETTING,
];

/// The function of a name.
pub(super) fn find(name: &str) -> Option<&'static Function> {
    ALL.iter().copied().find(|function| function.name == name)
}

impl Function {
    /// The parameter that an argument is for.
    pub(super) fn parameter(&self, index: usize) -> Option<&Parameter> {
        self.parameters.get(index).or(self.variadic.as_ref())
    }
}

fn any() -> Type {
    Type::Any
}

fn text() -> Type {
    Type::String
}
