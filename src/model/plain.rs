//! Values as they are shown: owned, without history, secrets left out.

/// A value to show.
#[derive(Clone, Debug, PartialEq)]
pub enum Plain {
    /// `null`
    Null,
    /// A boolean.
    Bool(bool),
    /// A number with all its digits.
    Number(String),
    /// A string.
    String(String),
    /// A list, set or tuple.
    List(Vec<Plain>),
    /// A map or object, in the order of its keys.
    Object(Vec<(String, Plain)>),
    /// Not known, and why.
    Unknown(String),
    /// Marked sensitive.
    Sensitive,
}

impl Plain {
    /// Whether nothing in it is unknown or hidden.
    pub fn is_known(&self) -> bool {
        match self {
            Self::Unknown(_) | Self::Sensitive => false,
            Self::List(items) => items.iter().all(Self::is_known),
            Self::Object(entries) => entries.iter().all(|(_, value)| value.is_known()),
            _ => true,
        }
    }
}
