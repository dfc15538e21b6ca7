//! What a plan does to a subject, and what it was before.

use std::sync::Arc;

use super::fact::Origin;
pub use crate::plan::Action;

/// A planned change.
#[derive(Clone, Debug, PartialEq)]
pub struct Change<T> {
    /// What is done.
    pub action: Action,
    /// Whether somebody asked for the replacement.
    pub asked_for: bool,
    /// The attributes that force a replacement, with where they are written.
    pub replaced_by: Vec<(Arc<str>, Origin)>,
    /// The subject in the prior state.
    pub before: Option<Box<T>>,
}

impl<T> Change<T> {
    /// The subject before a change in place.
    pub fn updated(&self) -> Option<&T> {
        self.before.as_deref().filter(|_| self.action == Action::Update)
    }

    /// Whether a new object is made, the first one or one in place of another.
    pub fn creates(&self) -> bool {
        self.action == Action::Create || self.action.replaces()
    }
}
