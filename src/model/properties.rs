//! Broker properties as a configuration writes them, line by line, with their places.

use std::sync::Arc;

use super::fact::{Fact, State};
use crate::source::{Place, Span};
use crate::syntax::properties::Suspicion;

/// The lines of one `server_properties` text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Properties {
    /// Every property, in order; a key may come twice, the last one wins.
    pub lines: Vec<Property>,
    /// Lines that are not properties, or hardly meant as written.
    pub suspicious: Vec<SuspiciousLine>,
    /// Why there may be more properties than these; `None` when all are seen.
    pub open: Option<Arc<str>>,
}

/// One `key=value` of a configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// The name.
    pub name: Arc<str>,
    /// The value as Kafka reads it. Its origin is where a person would change the value.
    pub value: Fact<Arc<str>>,
    /// The line as the configuration holds it, from the key's first to the value's last character.
    pub place: Place,
    /// The key alone.
    pub key_place: Place,
    /// The characters of the key, where they stand as such in a file: what a fix that renames it replaces.
    pub key_literal: Option<Span>,
    /// The lines of the file that hold this property and nothing else, line break included: what removing it deletes.
    pub own_lines: Option<Span>,
    /// Whether it is among the suspicious lines: name and value are then hardly what was meant.
    pub is_suspicious: bool,
}

/// A line that is not a property, or hardly meant as written.
#[derive(Clone, Debug, PartialEq)]
pub struct SuspiciousLine {
    /// What is odd about it.
    pub suspicion: Suspicion,
    /// The line.
    pub place: Place,
    /// Its text.
    pub text: Arc<str>,
    /// The blanks before it in the file.
    pub indent: Arc<str>,
    /// What looks like a comment inside the value, with the blanks before it, where it stands as such in a file.
    pub comment: Option<Span>,
    /// The lines of the file that hold it and nothing else, line break included.
    pub own_lines: Option<Span>,
}

impl Property {
    /// A property that stands at a place; nothing is known of its key and lines.
    pub fn new(name: impl Into<Arc<str>>, value: Fact<Arc<str>>, place: Place) -> Self {
        Self {
            name: name.into(),
            value,
            key_place: place.clone(),
            place,
            key_literal: None,
            own_lines: None,
            is_suspicious: false,
        }
    }
}

impl Properties {
    /// The properties that mean what they say.
    pub fn sound(&self) -> impl Iterator<Item = &Property> {
        self.lines.iter().filter(|property| !property.is_suspicious)
    }

    /// The line that decides a property: the last one with this name.
    pub fn get(&self, name: &str) -> Option<&Property> {
        self.lines.iter().rev().find(|property| &*property.name == name)
    }

    /// The written value of a property, or unknown when a line that cannot be seen may set it.
    pub fn written(&self, name: &str) -> State<Arc<str>> {
        match (self.get(name), &self.open) {
            (Some(property), _) => property.value.state.clone(),
            (None, Some(reason)) => State::Unknown(reason.clone()),
            (None, None) => State::Absent,
        }
    }
}
