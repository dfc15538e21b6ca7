//! Terraform's functions: which there are, how they are called, what they see of the file system.

mod call;
mod collections;
mod cut;
mod decode;
mod encoding;
mod files;
mod format;
mod hash;
mod json;
mod lists;
mod maps;
mod network;
mod numeric;
mod regexes;
mod sets;
mod strings;
mod table;
mod time;
mod types;
mod yaml;

use std::sync::Arc;

use self::call::Call;
use self::table::{Function, TABLE};
use super::limits::is_too_large;
use super::text::Text;
use super::trace::Trace;
use super::value::{Kind, Reason, Value};

/// Functions that the evaluator handles itself: they need expressions or templates, not values.
pub const SPECIAL: [&str; 4] = ["can", "templatefile", "templatestring", "try"];

/// What the file functions see of the file system. Paths are as written in the call; the implementation resolves them
/// against the root module's folder and decides what may be read.
pub trait FileAccess {
    /// The text of a file, its stretches pointing into it, each with a history that leads there.
    ///
    /// # Errors
    /// See [`FileFault`]; a file that is not UTF-8 is refused.
    fn read(&mut self, path: &str) -> Result<Text, FileFault>;

    /// The bytes of a file.
    ///
    /// # Errors
    /// See [`FileFault`].
    fn bytes(&mut self, path: &str) -> Result<Arc<[u8]>, FileFault>;

    /// Whether there is a regular file at the path.
    ///
    /// # Errors
    /// See [`FileFault`].
    fn exists(&mut self, path: &str) -> Result<bool, FileFault>;

    /// The regular files below a folder: relative to it, with `/`.
    ///
    /// # Errors
    /// See [`FileFault`].
    fn list(&mut self, folder: &str) -> Result<Vec<String>, FileFault>;

    /// Takes the work of making so many values.
    ///
    /// # Errors
    /// When there is not so much left.
    fn pay(&mut self, values: u64) -> Result<(), Reason>;
}

/// Why a file could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// Terraform would refuse it too: there is no such file, it is not text.
    Refused(String),
    /// It is out of reach here, though Terraform may read it.
    OutOfReach(Reason),
}

/// The names of all functions that [`call`] knows, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|function| function.name)
}

/// Calls a function, with or without `core::` before its name. `at` is the history of the call expression.
///
/// What merely passes through keeps its own history, one step longer; what is computed gets the arguments as parents.
/// Unknown parts of the arguments leave as much of the result known as is certain.
///
/// # Errors
/// Where Terraform refuses the call, in its words: no such function, wrong arguments, nothing to return.
pub fn call(name: &str, arguments: &[Value], at: &Trace, cx: &mut dyn FileAccess) -> Result<Value, String> {
    let plain = name.strip_prefix("core::").unwrap_or(name);
    if plain == "list" {
        // What Terraform had before lists in brackets; roots of that time are still in use.
        let items = Value::new(Kind::Tuple(arguments.into()), at.clone());
        return call("tolist", &[items], at, cx);
    }
    let Some(function) = find(plain) else { return Err(no_such_function(plain)) };
    if arguments.iter().any(is_too_large) {
        return Ok(Value::unknown(Reason::Limit(format!("the size of an argument of {plain}").into()), at.clone()));
    }
    Call::new(function, arguments, at, cx)?.run()
}

fn find(name: &str) -> Option<&'static Function> {
    TABLE.binary_search_by(|function| function.name.cmp(name)).ok().and_then(|at| TABLE.get(at))
}

fn no_such_function(name: &str) -> String {
    let distance = |known: &&str| strsim::damerau_levenshtein(known, name);
    let nearest = names().chain(SPECIAL).min_by_key(distance).filter(|known| distance(known) <= 1 + name.len() / 4);
    match nearest {
        Some(nearest) => format!("there is no function called {name:?}; did you mean {nearest:?}?"),
        None => format!("there is no function called {name:?}"),
    }
}

#[cfg(test)]
mod partial_tests;
#[cfg(test)]
mod soundness_tests;
#[cfg(test)]
pub(in crate::eval) mod tests;
