//! What a root module is given: variable files, the command line and the environment, one kind of input each way.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::FUEL_OF_ONE;
use crate::eval::interpret;
use crate::eval::scope::{OpenCondition, Scope};
use crate::eval::trace::{Step, Trace};
use crate::eval::types::Type;
use crate::eval::value::{Reason, ResourceAddress, Value};
use crate::source::{FileId, Place, SourceFile, Span};
use crate::syntax;
use crate::terraform::file::{ExprRef, ParsedFile};

/// The inputs of a root module by variable, the strongest of each already chosen.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    values: BTreeMap<Box<str>, Input>,
    /// Stands for every variable that is not set, when others may be.
    rest: Option<Input>,
}

/// One assignment to a variable.
#[derive(Clone, Debug)]
pub enum Input {
    /// From a variables file: the file's name for display and the expression.
    File(Rc<str>, ExprRef),
    /// Text from the command line or the environment, with what to call its source.
    Text(Rc<str>, Rc<str>),
    /// A value that another tool works out, with what to call its source.
    Value(Rc<str>, Value),
}

impl Inputs {
    /// Sets a variable; a later call wins, as Terraform reads its sources from weak to strong.
    pub fn set(&mut self, name: &str, input: Input) {
        self.values.insert(name.into(), input);
    }

    /// Sets every variable that a variables file assigns.
    pub fn read_file(&mut self, file: &Arc<ParsedFile>) {
        let label: Rc<str> = file.source.path.as_ref().into();
        for attribute in file.tree.attributes(file.tree.root().attributes) {
            let expr = ExprRef { file: file.clone(), id: attribute.value };
            self.set(file.tree.text(attribute.name), Input::File(label.clone(), expr));
        }
    }

    /// Says that any variable may be set by something stronger than what set it so far, and to what nobody knows.
    pub fn set_rest(&mut self, input: Input) {
        self.values.clear();
        self.rest = Some(input);
    }

    /// The assignment to a variable.
    pub fn get(&self, name: &str) -> Option<&Input> {
        self.values.get(name).or(self.rest.as_ref())
    }
}

impl Input {
    /// The value, not yet converted to the variable's type; `None` is a variable that declares none.
    pub fn value(&self, name: &str, ty: Option<&Type>) -> Value {
        match self {
            Self::File(label, expr) => {
                let value = interpret::evaluate(expr, &Constants::default());
                let trace =
                    value.trace.via(Place::Text(expr.span()), Step::Assignment(format!("{name} in {label}").into()));
                value.traced(trace)
            }
            Self::Value(label, value) => {
                let step = Step::Assignment(format!("{name} in {label}").into());
                let trace = value.trace.via(value.trace.place().clone(), step);
                value.clone().traced(trace)
            }
            Self::Text(label, text) => {
                let trace = Trace::new(Place::Nowhere, Step::Assignment(label.clone()), Vec::new());
                match ty {
                    None | Some(Type::String | Type::Number | Type::Bool) => Value::string(text.clone(), trace),
                    Some(_) => expression_text(text).traced(trace),
                }
            }
        }
    }
}

/// Text for a variable of `any` or a collection type is an expression.
fn expression_text(text: &str) -> Value {
    let source = Arc::new(SourceFile::new("", text.as_bytes()));
    let (tree, id) = syntax::parse_expression(source.bytes.clone());
    let file = Arc::new(ParsedFile::text(FileId(u32::MAX), source, tree));
    interpret::evaluate(&ExprRef { file, id }, &Constants::default())
}

/// Variable files hold constants: no names, no files.
pub struct Constants {
    fuel: Cell<u64>,
}

impl Default for Constants {
    fn default() -> Self {
        Self { fuel: Cell::new(FUEL_OF_ONE) }
    }
}

impl Scope for Constants {
    fn reference(&self, names: &[&str], at: Span) -> (Value, usize) {
        let message = format!("variable files cannot refer to {}", names.join("."));
        (Value::unknown(Reason::Error(message.into(), Some(at)), Trace::literal(Place::Text(at))), names.len())
    }

    fn attribute(&self, _: &Rc<ResourceAddress>, name: &str, trace: &Trace) -> Value {
        Value::unknown(Reason::RunTime(name.into()), trace.clone())
    }

    fn assume(&self, _: &OpenCondition) -> Option<bool> {
        None
    }

    fn leave_open(&self, _: bool) -> bool {
        true
    }

    fn file(&self, path: &str) -> Result<Arc<ParsedFile>, Reason> {
        Err(Reason::RunTime(path.into()))
    }

    fn exists(&self, path: &str) -> Result<bool, Reason> {
        Err(Reason::RunTime(path.into()))
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, Reason> {
        Err(Reason::RunTime(folder.into()))
    }

    fn spend(&self, work: u64) -> Result<(), Reason> {
        let left = self.fuel.get().checked_sub(work);
        self.fuel.set(left.unwrap_or_default());
        left.map(drop).ok_or_else(|| Reason::Limit("the work for this value".into()))
    }

    fn enter(&self) -> Result<(), Reason> {
        self.spend(1)
    }

    fn leave(&self) {}
}
