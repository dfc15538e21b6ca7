//! The options of a command: `--name value`, `--name=value`, several values, and words that nobody can tell.

use crate::eval::text::Text;
use crate::eval::value::Unknown;

/// Options that take no value, like all that begin with `no-`.
const FLAGS: &[&str] = &["alter", "create", "debug", "force", "if-exists", "if-not-exists"];

/// An option with its values.
#[derive(Debug)]
pub(super) struct Argument {
    pub(super) name: String,
    pub(super) values: Vec<Text>,
}

impl Argument {
    fn takes_values(&self) -> bool {
        !self.name.starts_with("no-") && !FLAGS.contains(&&*self.name)
    }
}

/// The options of a command.
#[derive(Debug, Default)]
pub(super) struct Arguments {
    pub(super) all: Vec<Argument>,
    /// Set where a variable may hold further options.
    pub(super) open: Option<Unknown>,
}

impl Arguments {
    /// Reads the words behind a command's name.
    pub(super) fn read(words: &[Text]) -> Self {
        let mut read = Self::default();
        for word in words {
            match word.known_prefix().strip_prefix("--") {
                Some(option) => {
                    let (name, has_value) = option.split_once('=').map_or((option, false), |(name, _)| (name, true));
                    let at = 2 + name.len() + 1;
                    let value = has_value.then(|| word.slice(at, word.as_str().len()));
                    read.all.push(Argument { name: name.to_owned(), values: value.into_iter().collect() });
                }
                None => match read.all.last_mut() {
                    Some(last) if last.takes_values() && (last.values.is_empty() || word.is_known()) => {
                        last.values.push(word.clone());
                    }
                    _ => read.open = read.open.or_else(|| word.first_unknown().cloned()),
                },
            }
        }
        read
    }

    /// Whether an option is written.
    pub(super) fn has(&self, name: &str) -> bool {
        self.all.iter().any(|argument| argument.name == name)
    }

    /// The first value of an option; the last option counts.
    pub(super) fn value(&self, name: &str) -> Option<&Text> {
        self.all.iter().rev().find(|argument| argument.name == name)?.values.first()
    }
}
