//! How to judge: policy, the level that fails, rules to leave out, the date. Given as an object; nothing comes from the
//! environment or the clock, so that the same arguments always give the same answer.

use std::collections::BTreeSet;

use super::fault::Fault;
use crate::date::Date;
use crate::eval::value::{Kind, Value};
use crate::facts;
use crate::finding::Level;
use crate::policy::Policy;
use crate::rules;

/// How to judge.
#[derive(Clone, Debug)]
pub(super) struct Options {
    /// The name of the policy: it is read when something is judged, and not every process judges.
    policy: &'static str,
    /// The least level that fails; nothing fails without one.
    pub(super) fail_on: Option<Level>,
    pub(super) ignored: BTreeSet<String>,
    /// What dates are compared with.
    pub(super) today: Date,
    /// An option that is not known yet: then nothing can be judged.
    pub(super) unknown: Option<&'static str>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            policy: "guide",
            fail_on: Some(Level::Error),
            ignored: BTreeSet::new(),
            today: facts::date(),
            unknown: None,
        }
    }
}

/// The names of the options.
pub(super) const NAMES: [&str; 4] = ["policy", "fail_on", "ignore", "today"];

impl Options {
    /// The policy.
    pub(super) fn policy(&self) -> Policy {
        Policy::built_in(self.policy).unwrap_or_default()
    }

    /// Takes over what an object of known options says. What is null stays as it is.
    pub(super) fn take(&mut self, options: &Value) -> Result<(), Fault> {
        if options.is_null() {
            return Ok(());
        }
        let entries =
            options.entries().ok_or_else(|| Fault::new("options are an object, such as { policy = \"aws\" }"))?;
        for (name, entry) in &entries.items {
            self.set(name, &entry.value)?;
        }
        Ok(())
    }

    /// Sets one option; null leaves it as it is.
    pub(super) fn set(&mut self, name: &str, value: &Value) -> Result<(), Fault> {
        if !NAMES.contains(&name) {
            let near = NAMES.iter().find(|known| strsim::damerau_levenshtein(known, name) <= 2);
            return Err(match near {
                Some(near) => Fault::unknown("option", name, Some(near)),
                None => Fault::new(format!("no option is called {name}: there are {}", NAMES.join(", "))),
            });
        }
        if value.is_null() {
            return Ok(());
        }
        match name {
            "ignore" => {
                for rule in value.elements().ok_or_else(|| Fault::new("ignore is a list of names of rules"))?.iter() {
                    self.ignored.insert(known_rule(text(name, rule)?)?);
                }
            }
            "policy" => {
                let word = text(name, value)?;
                let names: Vec<&str> = Policy::names().collect();
                let fault = || Fault::new(format!("there is no policy {word}: there are {}", names.join(", ")));
                self.policy = names.iter().find(|known| **known == word).ok_or_else(fault)?;
            }
            "fail_on" => self.fail_on = level(text(name, value)?)?,
            _ => {
                let word = text(name, value)?;
                let fault = || Fault::new(format!("{word} is no date: write today = \"2026-01-31\""));
                self.today = Date::parse(word).ok_or_else(fault)?;
            }
        }
        Ok(())
    }
}

fn text<'v>(name: &str, value: &'v Value) -> Result<&'v str, Fault> {
    match &value.kind {
        Kind::String(text) => Ok(text.as_str()),
        _ => Err(Fault::new(format!("{name} is a text"))),
    }
}

fn known_rule(name: &str) -> Result<String, Fault> {
    match rules::find(name) {
        Some(_) => Ok(name.to_owned()),
        None => Err(Fault::unknown("rule", name, rules::nearest(name))),
    }
}

fn level(word: &str) -> Result<Option<Level>, Fault> {
    match word {
        "error" => Ok(Some(Level::Error)),
        "warning" => Ok(Some(Level::Warning)),
        "note" => Ok(Some(Level::Note)),
        "never" => Ok(None),
        _ => Err(Fault::new(format!("fail_on is error, warning, note or never, not {word}"))),
    }
}
