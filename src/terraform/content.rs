//! The content of a block: its arguments and nested blocks, from either syntax, overrides merged in.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::file::ExprRef;
use crate::source::Span;

/// Arguments and nested blocks.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// Arguments by name.
    pub arguments: BTreeMap<Box<str>, Argument>,
    /// Nested blocks in order.
    pub blocks: Vec<Nested>,
    /// Whether a syntax error was found inside: what is missing may only have been lost.
    pub damaged: bool,
}

/// One argument.
#[derive(Clone, Debug)]
pub struct Argument {
    /// The name, where it stands.
    pub name: Span,
    /// The value.
    pub value: ExprRef,
}

/// One nested block.
#[derive(Clone, Debug)]
pub struct Nested {
    /// Its type.
    pub kind: Box<str>,
    /// Its labels.
    pub labels: Vec<Box<str>>,
    /// Its header.
    pub header: Span,
    /// What is inside.
    pub content: Arc<Content>,
}

impl Content {
    /// The value of an argument.
    pub fn value(&self, name: &str) -> Option<&ExprRef> {
        self.arguments.get(name).map(|argument| &argument.value)
    }

    /// Whether an argument or nested blocks of a name are there, or may be in what could not be read.
    pub fn may_hold(&self, name: &str) -> bool {
        self.damaged || self.arguments.contains_key(name) || self.blocks.iter().any(|block| block.produces() == name)
    }

    /// Nested blocks of a type, `dynamic` ones not included.
    pub fn blocks_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Nested> {
        self.blocks.iter().filter(move |block| &*block.kind == kind)
    }

    /// Merges an override into this content as Terraform does: arguments one by one, nested blocks by type.
    pub fn overridden_by(&mut self, other: &Content) {
        self.arguments.extend(other.arguments.iter().map(|(name, argument)| (name.clone(), argument.clone())));
        let replaced: Vec<&str> = other.blocks.iter().map(Nested::produces).collect();
        self.blocks.retain(|block| !replaced.contains(&block.produces()));
        self.blocks.extend(other.blocks.iter().cloned());
        self.damaged |= other.damaged;
    }
}

impl Nested {
    /// The type of block it yields: for `dynamic "x"` that is `x`.
    pub fn produces(&self) -> &str {
        match self.labels.first() {
            Some(label) if &*self.kind == "dynamic" => label,
            _ => &self.kind,
        }
    }
}
