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
