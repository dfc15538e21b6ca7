//! A project's own rules: a condition over `self`, a cluster, topic, configuration or client of the model, that must hold.

mod expression;
mod names;
mod page;
mod scope;
mod subject;

use std::path::Path;
use std::sync::Arc;

use crate::finding::{Label, RuleName};
use crate::model::fact::State;
use crate::rules::{Draft, Findings};
use crate::secrets::mask;
use crate::source::{Place, TextRange};
use crate::terraform::file::ExprRef;

pub use expression::{Expected, Fault, Names, check};
pub use names::no_place;
pub use page::page;
pub use scope::{Fuel, constant};
pub use subject::Subject;

use scope::Decided;

/// What a `rule` block holds.
pub const KEYS: [&str; 8] = ["for", "condition", "message", "at", "level", "help", "source", "example"];

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// Each cluster.
    Cluster,
    /// Each topic.
    Topic,
    /// Each configuration of brokers, attached or not.
    Configuration,
    /// Each client.
    Client,
}

/// A rule that a project writes for itself.
#[derive(Clone, Debug)]
pub struct OwnRule {
    /// Its name.
    pub name: RuleName,
    /// Where the name stands in its file.
    pub name_range: TextRange,
    /// What it is about.
    pub about: About,
    /// What must hold.
    pub condition: ExprRef,
    /// What to say where it does not.
    pub message: ExprRef,
    /// What to do then.
    pub help: Option<ExprRef>,
    /// The fact, property or setting whose place a finding gets.
    pub at: Option<Arc<str>>,
    /// The keys that its expressions name in brackets: `self.properties["min.insync.replicas"]`.
    pub keys: Arc<Names>,
    /// What it is tried with.
    pub examples: Vec<Example>,
    /// The file it stands in, for display, and the line, from 1.
    pub stands_at: (Arc<str>, u32),
    /// The folder from which it sees files: that of its file.
    pub folder: Arc<Path>,
}

/// A file for which a rule fires, or does not.
#[derive(Clone, Debug)]
pub struct Example {
    /// The name of the file.
    pub file: String,
    /// What it holds.
    pub code: String,
    /// Whether the rule fires.
    pub fires: bool,
    /// Where the example stands.
    pub range: TextRange,
}

impl About {
    /// Everything that a rule can be about.
    pub const ALL: [Self; 4] = [Self::Cluster, Self::Topic, Self::Configuration, Self::Client];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cluster => "cluster",
            Self::Topic => "topic",
            Self::Configuration => "configuration",
            Self::Client => "client",
        }
    }

    /// What a word stands for.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|about| about.as_str() == word)
    }
}

impl OwnRule {
    /// An expression of it as written, in one line.
    pub fn text(expression: &ExprRef) -> String {
        let range = expression.file.tree.expr(expression.id).range;
        expression.file.tree.text(range).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What it says, as written, without the quotes.
    pub fn summary(&self) -> String {
        let text = Self::text(&self.message);
        text.trim_matches('"').to_owned()
    }
}

/// Judges a subject. `home` is where the subject begins, for one that has no block around its findings.
pub fn judge(rule: &OwnRule, subject: &Subject, home: Option<(&Place, &str)>, fuel: &Fuel, out: &mut Findings) {
    match scope::decide(&rule.condition, subject, &rule.keys, fuel) {
        Decided::Holds => {}
        Decided::Fails => out.report(draft(rule, subject, home, fuel)),
        Decided::Open(reason) => out.leave_open("its condition", &mask(&reason)),
        Decided::Refused(reason) => out.refuse("its condition", &mask(&reason)),
    }
}

fn draft(rule: &OwnRule, subject: &Subject, home: Option<(&Place, &str)>, fuel: &Fuel) -> Draft {
    let words = |text: &ExprRef| scope::words(text, subject, &rule.keys, fuel).map(|text| mask(&text).into_owned());
    let otherwise = || format!("{} does not hold", OwnRule::text(&rule.condition));
    let name = rule.at.clone().unwrap_or_default();
    let mut draft = Draft::new(name.clone(), words(&rule.message).unwrap_or_else(otherwise));
    draft.help = rule.help.as_ref().and_then(words);
    let Some(fact) = rule.at.as_deref().and_then(|name| subject.find(name)) else { return at_home(draft, home, None) };
    let text = match &fact.state {
        State::Known(value) if !fact.sensitive => format!("{name} is {}", mask(&subject::shown(value))),
        State::Absent => format!("{name} is not set"),
        _ => format!("{name} is set here"),
    };
    match home {
        // What nobody writes in a client stands nowhere.
        Some(_) if fact.is_inherited() => at_home(draft, home, Some(format!("{text} by default"))),
        Some(_) if fact.is_absent() => at_home(draft, home, Some(text)),
        _ if fact.origin.place == Place::Nowhere => at_home(draft, home, None),
        _ => draft.at_value(fact, text),
    }
}

/// The draft at the beginning of its subject.
fn at_home(mut draft: Draft, home: Option<(&Place, &str)>, text: Option<String>) -> Draft {
    if let Some((place, own)) = home {
        draft.labels.push(Label::new(place.clone(), text.unwrap_or_else(|| own.to_owned())));
    }
    draft
}
