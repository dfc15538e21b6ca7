//! What is wrong in a policy or configuration file.

use std::sync::Arc;

use crate::source::{SourceFile, TextRange};

/// One fault, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where in the file.
    pub range: TextRange,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// Everything that is wrong in a file.
#[derive(Clone, Debug)]
pub struct Faults {
    /// The file: its display path and text.
    pub source: Arc<SourceFile>,
    /// What is wrong, in order.
    pub problems: Vec<Problem>,
}

/// A hint at the nearest of some known names.
pub(super) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let scored = known.into_iter().map(|word| (strsim::damerau_levenshtein(word, name), word));
    let (distance, word) = scored.min()?;
    (distance <= 2 + name.len() / 5).then(|| format!("did you mean {word}?"))
}
