//! What a rule says: the words and places of a finding, before the policy gives it a level.

use std::sync::Arc;

use crate::facts;
use crate::finding::{Applicability, Edit, Fix, Instance, Label};
use crate::model::fact::{Fact, From, Origin, State};
use crate::source::Place;

/// A finding in a rule's words.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What is wrong, in one line.
    pub message: String,
    /// Name of the policy entry's level to use instead of `level`.
    pub level_key: Option<&'static str>,
    /// Places, the one to fix first.
    pub labels: Vec<Label>,
    /// Why it matters here.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// Fixes.
    pub fixes: Vec<Fix>,
    /// The subject, when it is not the thing that was checked (a topic of the cluster).
    pub instance: Option<Instance>,
    /// Tells apart findings of one rule on one subject: the property or attribute.
    pub about: Arc<str>,
    /// Rules that stay silent about the subject because this finding, in this case, says what they would.
    pub covers: Vec<Covered>,
}

/// What a finding takes in of another rule's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Covered {
    /// The rule.
    pub rule: &'static str,
    /// The attribute or property; all of them when it is not given.
    pub about: Option<&'static str>,
}

/// What a rule reports on one subject.
#[derive(Debug, Default)]
pub struct Findings {
    /// What is wrong.
    pub drafts: Vec<Draft>,
    /// What could not be decided.
    pub undecided: Vec<Undecided>,
}

/// A question a rule could not answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecided {
    /// What it would have had to know.
    pub fact: Arc<str>,
    /// Why it is not known.
    pub reason: Arc<str>,
    /// Whether the question itself is at fault.
    pub is_refused: bool,
}

impl Findings {
    /// Reports a finding.
    pub fn report(&mut self, draft: Draft) {
        self.drafts.push(draft);
    }

    /// Reports several findings.
    pub fn report_all(&mut self, drafts: impl IntoIterator<Item = Draft>) {
        self.drafts.extend(drafts);
    }

    /// Records a question that could not be answered.
    pub fn leave_open(&mut self, fact: &str, reason: &str) {
        self.undecided.push(Undecided { fact: fact.into(), reason: reason.into(), is_refused: false });
    }

    /// Records a question that cannot be answered as it is put.
    pub fn refuse(&mut self, fact: &str, reason: &str) {
        self.undecided.push(Undecided { fact: fact.into(), reason: reason.into(), is_refused: true });
    }

    /// The known value of a fact; an unknown one is recorded as undecided.
    pub fn need<'a, T>(&mut self, name: &str, fact: &'a Fact<T>) -> Option<&'a T> {
        if let State::Unknown(reason) = &fact.state {
            self.leave_open(name, reason);
        }
        fact.known()
    }
}

impl Draft {
    /// A finding about an attribute or property: `about`, and what is wrong in one line.
    pub fn new(about: impl Into<Arc<str>>, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            level_key: None,
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
            fixes: Vec::new(),
            instance: None,
            about: about.into(),
            covers: Vec::new(),
        }
    }

    /// Points at where a value was written, says what stands there, and adds the hops it took as related places.
    pub fn at(mut self, origin: &Origin, text: impl Into<String>) -> Self {
        let about = self.about.clone();
        self.labels.push(Label { attribute: Some(about), ..Label::new(origin.place.clone(), text) });
        self.labels.extend(origin.hops.iter().map(|hop| Label::new(hop.place.clone(), hop.what.to_string())));
        self
    }

    /// Points at a value: where it was written, or where it would be when it is inherited, and says who sets it then.
    pub fn at_value<T>(self, fact: &Fact<T>, text: impl Into<String>) -> Self {
        let text = text.into();
        match fact.from {
            From::Written => self.at(&fact.origin, text),
            From::MskDefault => self.at(&fact.origin, format!("{text}, MSK's default here")),
            From::ProviderDefault => self.at(&fact.origin, format!("{text}, the provider's default")),
        }
    }

    /// Points at one place without hops.
    pub fn at_place(mut self, place: &Place, text: impl Into<String>) -> Self {
        let about = self.about.clone();
        self.labels.push(Label { attribute: Some(about), ..Label::new(place.clone(), text) });
        self
    }

    /// Adds a related place.
    pub fn related(mut self, place: &Place, text: impl Into<String>) -> Self {
        self.labels.push(Label::new(place.clone(), text));
        self
    }

    /// Adds why it matters for this subject.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Says how old the table is that decided it: such figures age.
    pub fn by_table(mut self, table: &str) -> Self {
        let Some(date) = facts::compiled(table) else { return self };
        match self.notes.last_mut() {
            Some(note) => *note += &format!(" (table of {date})"),
            None => self.notes.push(format!("according to the table of {date}")),
        }
        self
    }

    /// Says what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Offers to write another value in place of one; nothing where the value does not stand as such in a file.
    pub fn fix(mut self, origin: &Origin, value: &str, applicability: Applicability) -> Self {
        if let Some(span) = origin.literal {
            let title = format!("set {} to {value}", self.about);
            let edits = vec![Edit { span, text: value.to_owned() }];
            self.fixes.push(Fix { title, applicability, edits });
        }
        self
    }

    /// Offers edits of the text; nothing where one of them has no place in a file.
    pub fn edits(mut self, title: impl Into<String>, applicability: Applicability, edits: Option<Vec<Edit>>) -> Self {
        if let Some(edits) = edits {
            self.fixes.push(Fix { title: title.into(), applicability, edits });
        }
        self
    }

    /// Uses a named level of the policy entry, such as `inherited`.
    pub fn level(mut self, key: &'static str) -> Self {
        self.level_key = Some(key);
        self
    }

    /// Takes in what other rules would say of the same cause, in this case only.
    pub fn covers(mut self, rules: &[&'static str]) -> Self {
        self.covers.extend(rules.iter().map(|rule| Covered { rule, about: None }));
        self
    }

    /// Takes in what another rule would say of one attribute.
    pub fn covers_about(mut self, rule: &'static str, about: &'static str) -> Self {
        self.covers.push(Covered { rule, about: Some(about) });
        self
    }

    /// Says that it is about another subject than the one checked.
    pub fn instance(mut self, instance: &Instance) -> Self {
        self.instance = Some(instance.clone());
        self
    }
}
