//! What an expression needs from its surroundings: names, files, assumptions and fuel.

use std::rc::Rc;
use std::sync::Arc;

use super::trace::Trace;
use super::value::{Reason, ResourceAddress, Value};
use crate::source::Span;
use crate::terraform::file::ParsedFile;

/// A condition that these files do not decide.
#[derive(Clone, Debug)]
pub struct OpenCondition {
    /// As written, its blanks made one.
    pub text: String,
    /// Where.
    pub span: Span,
    /// Why it is not decided.
    pub reason: Rc<Reason>,
}

impl OpenCondition {
    /// The condition, shortened, and why it is open.
    pub fn words(&self) -> String {
        const MOST: usize = 60;
        let mut text: String = self.text.chars().take(MOST).collect();
        if text.len() < self.text.len() {
            text.push('…');
        }
        format!("{text}: {}", self.reason)
    }
}

/// The surroundings of an expression. Module instances, variable files and custom rules each have their own.
pub trait Scope {
    /// The value of a reference by its leading names (`["var", "brokers"]`) and how many of them it took.
    ///
    /// Names that nobody knows yield an unknown value.
    fn reference(&self, names: &[&str], at: Span) -> (Value, usize);

    /// An attribute of a resource, data source or module instance.
    fn attribute(&self, of: &Rc<ResourceAddress>, name: &str, trace: &Trace) -> Value;

    /// The value of a call of a function that only this place has; `None` for all others.
    fn function(&self, _name: &str, _arguments: &[Value], _at: Span) -> Option<Value> {
        None
    }

    /// Which way an unknown condition is to be taken for now; `None` to leave it open.
    fn assume(&self, condition: &OpenCondition) -> Option<bool>;

    /// Leaves all unknown conditions open from now on (or no longer); returns what it was.
    fn leave_open(&self, open: bool) -> bool;

    /// A file by a path relative to the root module.
    fn file(&self, path: &str) -> Result<Arc<ParsedFile>, Reason>;

    /// Whether there is a regular file at a path relative to the root module.
    fn exists(&self, path: &str) -> Result<bool, Reason>;

    /// Names of the files under a folder, for `fileset`; paths relative to it.
    fn list(&self, folder: &str) -> Result<Vec<String>, Reason>;

    /// Takes work, counted in evaluated expressions; fails when it is used up.
    fn spend(&self, work: u64) -> Result<(), Reason>;

    /// Takes the work of one expression and one level of depth; fails when either is used up.
    fn enter(&self) -> Result<(), Reason>;

    /// Gives back the level of depth.
    fn leave(&self);
}
