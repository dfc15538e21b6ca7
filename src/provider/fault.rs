//! What is wrong with what the provider was given.

use std::fmt;

/// What is wrong, and in which argument of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) text: String,
    pub(super) argument: Option<usize>,
}

impl Fault {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), argument: None }
    }

    /// Nothing is called so; perhaps something else was meant.
    pub(super) fn unknown(what: &str, name: &str, near: Option<&str>) -> Self {
        let near = near.map_or_else(String::new, |near| format!(" (did you mean {near}?)"));
        Self::new(format!("no {what} is called {name}{near}"))
    }

    /// The same, about an argument.
    pub(super) fn of(self, argument: usize) -> Self {
        Self { argument: Some(argument), ..self }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
