//! Where more settings can be written into a client's file, and in the style of those that stand there.

use crate::finding::Edit;
use crate::source::Span;

/// Room for more settings behind one that is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// Where they go: an empty span.
    pub at: Span,
    /// Where the setting before them gets a comma that it lacks: an empty span.
    pub comma_at: Option<Span>,
    /// What is written once before them: the head of a map that is not there yet.
    pub head: String,
    /// What stands before each key, from the line break or comma on.
    pub before: String,
    /// What stands between key and value.
    pub between: String,
    /// What stands between two of them.
    pub separator: &'static str,
    /// What stands behind the last.
    pub end: &'static str,
    /// The quotes around a word.
    pub quote: &'static str,
    /// Whether numbers and flags have them too.
    pub quotes_all: bool,
    /// How a flag that is on is written.
    pub on: &'static str,
    /// Whether keys have no quotes and must be names of the language.
    pub names_only: bool,
    /// Whether keys are written as variables of the environment are.
    pub variables: bool,
    /// What stands behind each value.
    pub behind: String,
}

impl Room {
    /// The edits that write settings there, keys as the library spells them; nothing where a key cannot be written so.
    pub fn edits(&self, settings: &[(&str, String)]) -> Option<Vec<Edit>> {
        let is_name = |key: &str| key.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
        if settings.is_empty() || (self.names_only && !settings.iter().all(|(key, _)| is_name(key))) {
            return None;
        }
        let written: Vec<String> = settings
            .iter()
            .map(|(key, value)| {
                let key = if self.variables { as_variable(key) } else { (*key).to_owned() };
                format!("{}{key}{}{}{}", self.before, self.between, self.value(value), self.behind)
            })
            .collect();
        let text = format!("{}{}{}", self.head, written.join(self.separator), self.end);
        match self.comma_at {
            Some(at) if at == self.at => Some(vec![Edit { span: at, text: format!(",{text}") }]),
            Some(at) => Some(vec![Edit { span: at, text: ",".to_owned() }, Edit { span: self.at, text }]),
            None => Some(vec![Edit { span: self.at, text }]),
        }
    }

    fn value(&self, value: &str) -> String {
        // A constant of the library.
        if self.names_only && value.contains('.') {
            return value.to_owned();
        }
        let is_word = value != "true" && value.parse::<i64>().is_err();
        match value {
            _ if is_word || self.quotes_all => format!("{0}{value}{0}", self.quote),
            "true" => self.on.to_owned(),
            _ => value.to_owned(),
        }
    }
}

/// `retry.backoff.ms` as variables spell it.
fn as_variable(key: &str) -> String {
    key.to_ascii_uppercase().replace('.', "_")
}
