//! Names in a Terragrunt configuration: `local`, `include`, and what only a run tells.

use std::rc::Rc;
use std::sync::Arc;

use super::Config;
use super::stack::no_values;
use crate::eval::scope::{OpenCondition, Scope};
use crate::eval::trace::{Step, Trace};
use crate::eval::value::{Reason, ResourceAddress, Value};
use crate::source::{Place, Span};
use crate::terraform::file::ParsedFile;

impl Scope for Config<'_> {
    fn reference(&self, names: &[&str], at: Span) -> (Value, usize) {
        let place = Place::Text(at);
        let literal = Trace::literal(place.clone());
        let (value, taken) = match names {
            ["local", name, ..] => match self.local(name) {
                Some(value) => (value, 2),
                None => {
                    (Value::unknown(Reason::Error(format!("no local is called {name}").into(), Some(at)), literal), 2)
                }
            },
            ["include", name, ..] => {
                let included = self.includes().into_iter().find(|(known, ..)| **known == **name);
                let exposed = included.and_then(|(_, _, parent)| Some(parent?.exposed()));
                (
                    exposed
                        .unwrap_or_else(|| Value::unknown(Reason::RunTime(format!("include.{name}").into()), literal)),
                    2,
                )
            }
            ["dependency", name, "outputs", ..] => (self.outputs_of(name, place.clone()), 3),
            ["values", ..] => (self.values().unwrap_or_else(|| Value::unknown(no_values(), literal)), 1),
            _ => (Value::unknown(Reason::RunTime(names.join(".").into()), literal), names.len()),
        };
        let trace = value.trace.via(place, Step::Reference(names[..taken.min(names.len())].join(".").into()));
        (value.traced(trace), taken)
    }

    fn attribute(&self, _: &Rc<ResourceAddress>, name: &str, trace: &Trace) -> Value {
        Value::unknown(Reason::RunTime(name.into()), trace.clone())
    }

    fn function(&self, name: &str, arguments: &[Value], at: Span) -> Option<Value> {
        self.call(name, arguments, Trace::literal(Place::Text(at)))
    }

    fn assume(&self, _: &OpenCondition) -> Option<bool> {
        None
    }

    fn leave_open(&self, _: bool) -> bool {
        true
    }

    fn file(&self, path: &str) -> Result<Arc<ParsedFile>, Reason> {
        self.view.workspace.plain_file(&self.located(path)).ok_or_else(|| Reason::File(path.into()))
    }

    fn exists(&self, path: &str) -> Result<bool, Reason> {
        Ok(self.view.workspace.files().exists(&self.located(path)))
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, Reason> {
        self.view.workspace.list_files(&self.located(folder), "")
    }

    fn spend(&self, work: u64) -> Result<(), Reason> {
        let left = self.fuel.get().checked_sub(work);
        self.fuel.set(left.unwrap_or_default());
        left.map(drop).ok_or_else(|| Reason::Limit("the work for this configuration".into()))
    }

    fn enter(&self) -> Result<(), Reason> {
        self.spend(1)
    }

    fn leave(&self) {}
}
