//! Keys and values as a file has them, before anyone knows what they mean.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::client::library::{Library, Role};
use crate::client::names;
use crate::client::{Setting, Style};
use crate::model::fact::{Fact, Origin};
use crate::source::{Place, Span};

/// A key and a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key as the format reads it, parts joined with dots.
    pub key: String,
    /// The value as the format reads it.
    pub value: Text,
    /// From the first character of the key to the last of the value.
    pub span: Span,
    /// The characters of the value, where they stand as such in the file.
    pub literal: Option<Span>,
    /// How another value has to be written in their place.
    pub style: Style,
}

/// A value that is known, or why it is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// The text.
    Known(String),
    /// A constant of a library, parts joined with dots: what it means only the library's table says.
    Member(String),
    /// Somebody else sets it.
    Unknown(Arc<str>),
}

impl Text {
    /// A written text: unknown where it has a placeholder.
    pub fn written(text: &str) -> Self {
        if text.starts_with('$') || has_placeholder(text) {
            Self::Unknown("it is filled in when the program is deployed or started".into())
        } else {
            Self::Known(text.to_owned())
        }
    }

    /// The known text.
    pub fn known(&self) -> Option<&str> {
        match self {
            Self::Known(text) => Some(text),
            Self::Member(_) | Self::Unknown(_) => None,
        }
    }
}

/// Whether a text has a part that something else fills in: `${x}`, `{{ x }}`, `<x>`, `@x@`, `__X__`, `#{x}`, `%X%`, `%s`.
fn has_placeholder(text: &str) -> bool {
    const OPENINGS: [&str; 8] = ["${", "{{", "$(", "%(", "#{", "%{", "<%", "%s"];
    let is_inside = |open: char, close: char, is_part: fn(char) -> bool| {
        text.match_indices(open).any(|(at, _)| {
            let rest = &text[at + open.len_utf8()..];
            let end = rest.find(|letter| !is_part(letter)).filter(|end| *end > 0);
            end.is_some_and(|end| rest[end..].starts_with(close))
        })
    };
    let upper = |word: &str| word.starts_with(|letter: char| letter.is_ascii_uppercase());
    // `__RETRIES__`: `__consumer_offsets` is none.
    let is_marked = text.split("__").collect::<Vec<_>>().windows(3).any(|parts| upper(parts[1]));
    OPENINGS.iter().any(|mark| text.contains(mark))
        || text == "%d"
        || is_inside('<', '>', |letter| letter == ' ' || is_name(letter))
        || is_inside('@', '@', is_name)
        || is_inside('%', '%', |letter| letter.is_ascii_uppercase() || matches!(letter, '_' | '.'))
        || is_marked
}

fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.')
}

impl Entry {
    /// The same entry under another key, which a framework passes on.
    pub fn renamed(&self, key: impl Into<String>) -> Passed<'_> {
        Passed { key: key.into(), value: self.value.clone(), style: self.style.clone(), entry: self }
    }
}

/// An entry as it reaches the library: under the library's key, in the library's unit.
#[derive(Clone, Debug)]
pub struct Passed<'e> {
    /// The library's key.
    pub key: String,
    /// The value it gets.
    pub value: Text,
    /// How another value has to be written.
    pub style: Style,
    /// Where it comes from.
    pub entry: &'e Entry,
}

/// Settings by their canonical names; a later one replaces an earlier one.
pub fn settings<'e>(library: Library, role: Role, passed: impl IntoIterator<Item = Passed<'e>>) -> Vec<Setting> {
    let mut found: BTreeMap<String, Setting> = BTreeMap::new();
    for passed in passed {
        let name = names::canonical(library.family(), role, &passed.key);
        let origin = Origin { literal: passed.entry.literal, ..Origin::at(Place::Text(passed.entry.span)) };
        let value = match passed.value {
            Text::Known(text) => Fact::written(text.into(), origin),
            Text::Member(name) => Fact::unknown(format!("it is the constant {name}"), origin),
            Text::Unknown(reason) => Fact::unknown(reason, origin),
        };
        // Shown is the key that stands in the file, unless a framework only puts something before it.
        let key = if passed.entry.key.ends_with(&passed.key) { passed.key } else { passed.entry.key.clone() };
        found.insert(name.clone(), Setting { name: name.into(), key: key.into(), value, style: passed.style });
    }
    found.into_values().collect()
}
