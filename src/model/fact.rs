//! Facts: what is known of a subject, why not, and where it was written. Owned, so that they leave evaluation.

use std::sync::Arc;

use crate::source::{Place, Span};

/// One thing known, unknown or absent about a subject, with its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact<T> {
    /// What is known.
    pub state: State<T>,
    /// Where a person would change it, and how it got from there to the subject.
    pub origin: Origin,
    /// Who decided the value.
    pub from: From,
    /// Marked sensitive: never shown.
    pub sensitive: bool,
}

/// Known, unknown or absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State<T> {
    /// The value.
    Known(T),
    /// Somebody sets it, but these files do not tell to what; with the reason.
    Unknown(Arc<str>),
    /// Nobody sets it.
    Absent,
}

/// Who decided a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// It is written in the files.
    Written,
    /// The Terraform provider sets it when it is absent.
    ProviderDefault,
    /// MSK sets it when it is absent.
    MskDefault,
}

/// Where a value was written and the hops from there to its use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Where a person would change the value.
    pub place: Place,
    /// The places it passed through, nearest to the origin first.
    pub hops: Vec<Hop>,
    /// The characters of the value, where they stand as such in a file: what a fix replaces.
    pub literal: Option<Span>,
}

/// One place that a value passed through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// Where.
    pub place: Place,
    /// What happens there: `var.brokers`, `passed to module.msk`.
    pub what: Arc<str>,
}

impl Origin {
    /// An origin without hops.
    pub fn at(place: Place) -> Self {
        Self { place, hops: Vec::new(), literal: None }
    }

    /// No origin that can be shown.
    pub fn nowhere() -> Self {
        Self::at(Place::Nowhere)
    }
}

impl<T> Fact<T> {
    /// A written value.
    pub fn written(value: T, origin: Origin) -> Self {
        Self { state: State::Known(value), origin, from: From::Written, sensitive: false }
    }

    /// A value that comes from elsewhere than the files.
    pub fn inherited(value: T, from: From, origin: Origin) -> Self {
        Self { state: State::Known(value), origin, from, sensitive: false }
    }

    /// Unknown, for a reason.
    pub fn unknown(reason: impl Into<Arc<str>>, origin: Origin) -> Self {
        Self { state: State::Unknown(reason.into()), origin, from: From::Written, sensitive: false }
    }

    /// Set by nobody; the origin is where it would be written.
    pub fn absent(origin: Origin) -> Self {
        Self { state: State::Absent, origin, from: From::Written, sensitive: false }
    }

    /// The value, if it is known.
    pub fn known(&self) -> Option<&T> {
        match &self.state {
            State::Known(value) => Some(value),
            _ => None,
        }
    }

    /// The value, if it is known and written in the files.
    pub fn known_written(&self) -> Option<&T> {
        self.known().filter(|_| self.is_written())
    }

    /// Whether the files set it.
    pub fn is_written(&self) -> bool {
        self.from == From::Written && self.state_is_set()
    }

    /// Whether a default decides it.
    pub fn is_inherited(&self) -> bool {
        self.from != From::Written
    }

    /// Whether nobody sets it and no default is known.
    pub fn is_absent(&self) -> bool {
        matches!(self.state, State::Absent)
    }

    /// Whether it is set to something that these files do not tell.
    pub fn is_unknown(&self) -> bool {
        matches!(self.state, State::Unknown(_))
    }

    fn state_is_set(&self) -> bool {
        !self.is_absent()
    }

    /// The same fact about another form of the value.
    pub fn map<U>(self, form: impl FnOnce(T) -> U) -> Fact<U> {
        let state = match self.state {
            State::Known(value) => State::Known(form(value)),
            State::Unknown(reason) => State::Unknown(reason),
            State::Absent => State::Absent,
        };
        Fact { state, origin: self.origin, from: self.from, sensitive: self.sensitive }
    }
}

impl<T: Copy> Fact<T> {
    /// The value, if it is known.
    pub fn get(&self) -> Option<T> {
        self.known().copied()
    }
}
