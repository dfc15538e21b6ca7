//! What is wrong in a policy or configuration file.

use crate::source::TextRange;

/// One fault, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, for display.
    pub path: String,
    /// Where in it.
    pub range: TextRange,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// A hint at the nearest of some known names.
pub(super) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let scored = known.into_iter().map(|word| (strsim::damerau_levenshtein(word, name), word));
    let (distance, word) = scored.min()?;
    (distance <= 2 + name.len() / 5).then(|| format!("did you mean {word}?"))
}
