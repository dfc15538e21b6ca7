//! What `rules` lists: levels, coverage or facts.

/// What `rules` lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// The rules with their levels.
    Levels,
    /// Statements and the rules that cover them.
    Coverage,
    /// The tables of facts.
    Facts,
}

impl Listing {
    pub(super) fn asked_for(coverage: bool, facts: bool) -> Self {
        match (coverage, facts) {
            (true, _) => Self::Coverage,
            (false, true) => Self::Facts,
            (false, false) => Self::Levels,
        }
    }
}
