//! Softening: what marks an instance as not for production, and which rules are only notes there.

use std::sync::Arc;

use crate::finding::Level;

/// Which rules become notes, and the words that mark an instance.
#[derive(Clone, Debug, Default)]
pub(super) struct Soften {
    pub(super) words: Vec<Arc<str>>,
    pub(super) rules: Vec<Arc<str>>,
}

/// What may mark an instance: its root's path, its variable files, its environment tag.
#[derive(Clone, Debug)]
pub struct NonProduction {
    marks: Vec<(&'static str, String)>,
}

impl NonProduction {
    /// The marks of an instance.
    pub fn new(root: &str, var_files: &[Arc<str>], environment: Option<&str>) -> Self {
        let mut marks = vec![("the path of the root module", root.to_owned())];
        // A file is named for its environment by its own name or that of its folder.
        marks.extend(var_files.iter().map(|file| ("the variables file", file.to_string())));
        marks.extend(environment.map(|tag| ("the environment tag", tag.to_owned())));
        Self { marks }
    }
}

impl Soften {
    /// Warnings become notes; what is refused or broken is so everywhere.
    pub(super) fn apply(&self, rule: &str, level: Level, marks: &NonProduction) -> (Level, Option<String>) {
        if level != Level::Warning || !self.rules.iter().any(|softened| **softened == *rule) {
            return (level, None);
        }
        let found = marks.marks.iter().find_map(|(what, text)| self.word_in(text).map(|word| (what, word)));
        match found {
            Some((what, word)) => (Level::Note, Some(format!("{level} softened to note: {what} says {word}"))),
            None => (level, None),
        }
    }

    /// A whole word of the text that marks an instance.
    fn word_in(&self, text: &str) -> Option<&Arc<str>> {
        let lowered = text.to_ascii_lowercase();
        let words: Vec<&str> = lowered.split(|letter: char| !letter.is_ascii_alphanumeric()).collect();
        self.words.iter().find(|word| words.contains(&&***word))
    }
}
