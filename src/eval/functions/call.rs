//! One call of a function: its arguments, converted and checked, and the histories of its results.

use std::rc::Rc;

use super::table::{Function, Mode, Parameter};
use super::{FileAccess, FileFault};
use crate::eval::convert::convert;
use crate::eval::limits::{MOST_BYTES, MOST_ELEMENTS};
use crate::eval::number::Number;
use crate::eval::operators::is_marked;
use crate::eval::text::Text;
use crate::eval::trace::{Step, Trace};
use crate::eval::types::Type;
use crate::eval::value::{Entries, Kind, Reason, Unknown, Value};

/// Why a call has no value.
#[derive(Debug)]
pub(super) enum Fault {
    /// Terraform refuses it.
    Refused(String),
    /// Terraform may do it; it would take too much here.
    Limit(&'static str),
    /// Terraform may do it; what it needs is not at hand here.
    Beyond(Reason),
    /// An argument that everything depends on is unknown; so is the result, of this type.
    Unknown(Unknown, Type),
}

impl From<String> for Fault {
    fn from(message: String) -> Self {
        Self::Refused(message)
    }
}

impl From<&str> for Fault {
    fn from(message: &str) -> Self {
        Self::Refused(message.to_owned())
    }
}

pub(super) type Outcome = Result<Value, Fault>;

/// A call in progress.
pub(super) struct Call<'a> {
    function: &'static Function,
    pub(super) arguments: Vec<Value>,
    at: &'a Trace,
    pub(super) files: &'a mut dyn FileAccess,
}

impl<'a> Call<'a> {
    /// Checks the number of arguments and converts them to what the function declares.
    pub(super) fn new(
        function: &'static Function,
        arguments: &[Value],
        at: &'a Trace,
        files: &'a mut dyn FileAccess,
    ) -> Result<Self, String> {
        let (least, variadic) = (function.parameters.len(), function.variadic);
        if arguments.len() < least {
            return Err(format!("not enough arguments: {} expects {least}, got {}", function.name, arguments.len()));
        }
        if arguments.len() > least && variadic.is_none() {
            return Err(format!("too many arguments: {} expects {least}, got {}", function.name, arguments.len()));
        }
        let parameters = function.parameters.iter().chain(variadic.iter().cycle());
        let converted = arguments.iter().zip(parameters).enumerate().map(|(index, (argument, parameter))| {
            accept(argument, *parameter).map_err(|error| format!("{}: argument {}: {error}", function.name, index + 1))
        });
        Ok(Self { function, arguments: converted.collect::<Result<_, _>>()?, at, files })
    }

    /// The value of the call, marked if its arguments are.
    pub(super) fn run(mut self) -> Result<Value, String> {
        let deep = self.function.mode != Mode::Parts;
        let mark = self.arguments.iter().any(|value| if deep { is_marked(value) } else { value.sensitive });
        let mark = mark && !matches!(self.function.mode, Mode::Marks);
        let unknown = match self.function.mode {
            Mode::Whole => self.arguments.iter().find_map(Value::first_unknown),
            _ => None,
        };
        let returns = self.function.returns.ty();
        let value = match unknown {
            Some(unknown) => self.unknown(unknown, returns),
            None => match (self.function.body)(&mut self) {
                Ok(value) => value,
                Err(Fault::Unknown(unknown, ty)) => self.unknown(unknown, ty),
                Err(Fault::Beyond(reason)) => self.unknown(Unknown::new(reason), returns),
                Err(Fault::Limit(what)) => {
                    let what = format!("{what} of {}", self.function.name);
                    self.unknown(Unknown::new(Reason::Limit(what.into())), returns)
                }
                Err(Fault::Refused(message)) => return Err(format!("{}: {message}", self.function.name)),
            },
        };
        // What is known of a text that was put together holds whatever was put into it.
        let open = value.open.clone();
        Ok(Value { open, ..value.marked(mark) })
    }

    pub(super) fn name(&self) -> &'static str {
        self.function.name
    }

    /// The history of something computed from all arguments.
    pub(super) fn computed(&self) -> Trace {
        self.computed_from(self.arguments.iter().map(|value| value.trace.clone()).collect())
    }

    /// The history of something computed from these.
    pub(super) fn computed_from(&self, from: Vec<Trace>) -> Trace {
        Trace::new(self.at.place().clone(), Step::Computed(self.function.name.into()), from)
    }

    /// The history of something that merely passes through.
    pub(super) fn passed(&self, trace: &Trace) -> Trace {
        trace.via(self.at.place().clone(), Step::Chosen)
    }

    /// A value that merely passes through.
    pub(super) fn chosen(&self, value: &Value) -> Value {
        value.clone().traced(self.passed(&value.trace))
    }

    /// A computed value.
    pub(super) fn value(&self, kind: Kind) -> Value {
        Value::new(kind, self.computed())
    }

    pub(super) fn string(&self, text: impl Into<Rc<str>>) -> Value {
        Value::string(text, self.computed())
    }

    pub(super) fn number(&self, number: impl Into<Number>) -> Value {
        self.value(Kind::Number(number.into()))
    }

    pub(super) fn bool(&self, truth: bool) -> Value {
        self.value(Kind::Bool(truth))
    }

    /// A text cut from others: one stretch keeps its history, several are a computed text.
    pub(super) fn piece(&self, text: Text) -> Value {
        let trace = match text.segments() {
            [only] => self.passed(&only.trace),
            _ => self.computed(),
        };
        Value::new(Kind::String(text), trace)
    }

    pub(super) fn unknown(&self, unknown: Unknown, ty: Type) -> Value {
        self.value(Kind::Unknown(unknown.of(ty)))
    }

    /// Unknown because of what the function depends on.
    pub(super) fn beyond(&self, ty: Type) -> Value {
        self.unknown(Unknown::new(Reason::Function(self.function.name.into())), ty)
    }

    /// What is unknown in the arguments; for use where something is known to be.
    pub(super) fn first_unknown(&self) -> Unknown {
        let found = self.arguments.iter().find_map(Value::first_unknown);
        found.unwrap_or_else(|| Unknown::new(Reason::Function(self.function.name.into())))
    }

    /// Takes the work of making so many values.
    pub(super) fn pay(&mut self, values: usize) -> Result<(), Fault> {
        self.files.pay(values as u64).map_err(Fault::Beyond)
    }

    /// An argument.
    pub(super) fn argument(&self, index: usize) -> Result<&Value, Fault> {
        self.arguments.get(index).ok_or_else(|| Fault::from("not enough arguments"))
    }

    /// An argument that is declared and known to be a string.
    pub(super) fn str(&self, index: usize) -> Result<&str, Fault> {
        self.argument(index)?.as_str().ok_or_else(|| Fault::from("string required"))
    }

    /// The text of an argument that is a string, perhaps known in part.
    pub(super) fn text(&self, index: usize) -> Result<&Text, Fault> {
        match &self.argument(index)?.kind {
            Kind::String(text) => Ok(text),
            _ => Err("string required".into()),
        }
    }

    /// An argument that is declared and known to be a number.
    pub(super) fn num(&self, index: usize) -> Result<&Number, Fault> {
        match &self.argument(index)?.kind {
            Kind::Number(number) => Ok(number),
            _ => Err("number required".into()),
        }
    }

    /// An argument that is a whole number.
    pub(super) fn int(&self, index: usize) -> Result<i64, Fault> {
        let number = self.num(index)?;
        number.as_i64().ok_or_else(|| Fault::Refused(format!("a whole number is required, not {number}")))
    }

    /// The elements of an argument that is a list, set or tuple; if it is unknown, so is the result, of this type.
    pub(super) fn elements_or(&self, index: usize, ty: Type) -> Result<Rc<[Value]>, Fault> {
        let value = self.argument(index)?;
        match (value.elements(), &value.kind) {
            (Some(elements), _) => Ok(elements.clone()),
            (None, Kind::Unknown(unknown)) => Err(Fault::Unknown(unknown.clone(), ty)),
            _ => Err("list, set or tuple required".into()),
        }
    }

    /// The entries of the first argument; if it is unknown, so is the result, of this type.
    pub(super) fn entries_or(&self, ty: Type) -> Result<Rc<Entries>, Fault> {
        let value = self.argument(0)?;
        match (value.entries(), &value.kind) {
            (Some(entries), _) => Ok(entries.clone()),
            (None, Kind::Unknown(_) | Kind::Resource(_)) => Err(Fault::Unknown(self.first_unknown(), ty)),
            _ => Err("must have map or object type".into()),
        }
    }
}

fn accept(argument: &Value, parameter: Parameter) -> Result<Value, String> {
    if argument.is_null() && !parameter.is_nullable() {
        return Err("argument must not be null".to_owned());
    }
    convert(argument, &parameter.ty())
}

impl From<FileFault> for Fault {
    fn from(fault: FileFault) -> Self {
        match fault {
            FileFault::Refused(message) => Self::Refused(message),
            FileFault::OutOfReach(reason) => Self::Beyond(reason),
        }
    }
}

/// Refuses to go on with a text beyond the limit.
pub(super) fn within_bytes(length: usize) -> Result<(), Fault> {
    if length > MOST_BYTES { Err(Fault::Limit("the length of the result")) } else { Ok(()) }
}

/// Refuses to go on with a collection beyond the limit.
pub(super) fn within_elements(count: usize) -> Result<(), Fault> {
    if count > MOST_ELEMENTS { Err(Fault::Limit("the size of the result")) } else { Ok(()) }
}
