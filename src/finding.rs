//! What a rule reports. Free of serde, miette and LSP: renderers convert it at the edge.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use crate::source::{Place, Span};

/// How much a finding matters; the only axis there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Advice; counted, shown on request.
    Note,
    /// A weakness that the guide or AWS names.
    Warning,
    /// Refused, broken, or one planned event away from it.
    Error,
}

impl Level {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The name of a rule, the program's or a project's own. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleName(Arc<str>);

impl From<&str> for RuleName {
    fn from(name: &str) -> Self {
        Self(name.into())
    }
}

impl Deref for RuleName {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for RuleName {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for RuleName {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl fmt::Display for RuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Name of the rule.
    pub rule: RuleName,
    /// What the policy made of it.
    pub level: Level,
    /// What is wrong, in one line: no period, lower case. Formats of one line join it with the first label's text, which
    /// says what stands there, so neither repeats the other.
    pub message: String,
    /// Where. The first is where a person would fix it; the others say what it belongs to.
    pub labels: Vec<Label>,
    /// Why it matters for this subject, with its numbers.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// The clusters, roots and variable files for which it holds.
    pub instances: Vec<Instance>,
    /// Who decided.
    pub policy: PolicyEntry,
    /// How it could be changed.
    pub fixes: Vec<Fix>,
}

/// A place of a finding and what to say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What stands there, in a few words.
    pub text: String,
    /// Address of the resource instance, if it is about one.
    pub address: Option<Arc<str>>,
    /// The attribute or property, if it is about one.
    pub attribute: Option<Arc<str>>,
}

/// A resource instance in a root with its variable files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instance {
    /// Address, such as `module.msk.aws_msk_cluster.main`.
    pub address: Arc<str>,
    /// The root module's folder, for display.
    pub root: Arc<str>,
    /// The variable files named for this evaluation, in order, for display.
    pub var_files: Vec<Arc<str>>,
}

/// The policy entry that gave a finding its level.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyEntry {
    /// Name of the policy.
    pub name: Arc<str>,
    /// File it stands in, for display.
    pub path: Arc<str>,
    /// Line in that file, from 1.
    pub line: u32,
    /// Whose statement it is.
    pub source: Arc<str>,
    /// Set when the level was softened, with what marked the instance.
    pub softened: Option<String>,
}

/// How safe it is to apply a fix without looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Applicability {
    /// For reading only.
    Display,
    /// Changes behaviour or needs thought.
    Unsafe,
    /// Means what was meant.
    Safe,
}

/// Text edits that would remove the cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does.
    pub title: String,
    /// How safe.
    pub applicability: Applicability,
    /// The edits, in order, none overlapping.
    pub edits: Vec<Edit>,
}

/// One replacement of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// The new text.
    pub text: String,
}

impl Label {
    /// A label with a place and a text.
    pub fn new(place: Place, text: impl Into<String>) -> Self {
        Self { place, text: text.into(), address: None, attribute: None }
    }
}

impl Finding {
    /// The label where a person would fix it.
    pub fn primary(&self) -> Option<&Label> {
        self.labels.first()
    }
}

/// A number with its noun: `1 broker`, `3 brokers`.
pub fn count(number: i64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
