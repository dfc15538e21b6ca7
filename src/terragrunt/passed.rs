//! Inputs: what a configuration passes to its module, merged with what it includes.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::Config;
use crate::eval::value::{Entries, Entry, Kind, Reason, Value};

/// What a configuration passes on: known inputs, and why there may be more.
#[derive(Clone, Debug, Default)]
pub struct Passed {
    /// By variable.
    pub inputs: BTreeMap<Rc<str>, Value>,
    /// Set when there may be others, with the reason.
    pub rest: Option<Value>,
}

impl Config<'_> {
    /// What it passes to the module: what it includes first, its own over that.
    pub fn passed(&self) -> Passed {
        let mut passed = Passed::default();
        for (_, content, parent) in self.includes() {
            let strategy = content.value("merge_strategy").map(|strategy| self.eval(strategy));
            let Some(parent) = parent else {
                let reason = Reason::RunTime("what terragrunt.hcl includes".into());
                passed.rest = Some(Value::unknown(reason, self.trace()));
                continue;
            };
            let deep = match strategy.as_ref().and_then(Value::as_str) {
                Some("no_merge") => continue,
                strategy => strategy == Some("deep"),
            };
            passed.overridden_by(parent.passed(), deep);
        }
        if let Some(value) = self.attribute("inputs") {
            passed.overridden_by(Passed::of(&value), false);
        }
        passed
    }
}

impl Passed {
    fn of(value: &Value) -> Self {
        match (value.entries(), value.first_unknown()) {
            (Some(entries), _) => Self {
                inputs: entries.items.iter().map(|(name, entry)| (name.clone(), entry.value.clone())).collect(),
                rest: entries.rest.clone().map(|rest| Value::new(Kind::Unknown(rest), value.trace.clone())),
            },
            (None, Some(_)) => Self { inputs: BTreeMap::new(), rest: Some(value.clone()) },
            (None, None) => Self::default(),
        }
    }

    fn overridden_by(&mut self, other: Self, deep: bool) {
        if other.rest.is_some() {
            // Any of the inputs so far may be set anew.
            self.inputs.clear();
            self.rest = other.rest;
        }
        for (name, value) in other.inputs {
            let merged = match self.inputs.get(&name) {
                Some(known) if deep => deeply_merged(known, &value),
                _ => value,
            };
            self.inputs.insert(name, merged);
        }
    }
}

/// Maps merged key by key and lists one after the other, as `merge_strategy = "deep"` has it.
fn deeply_merged(under: &Value, over: &Value) -> Value {
    match (&under.kind, &over.kind) {
        (Kind::Object(under_entries) | Kind::Map(under_entries), Kind::Object(entries) | Kind::Map(entries)) => {
            let mut items = under_entries.items.clone();
            for (name, entry) in &entries.items {
                let value = items
                    .get(name)
                    .map_or_else(|| entry.value.clone(), |known| deeply_merged(&known.value, &entry.value));
                items.insert(name.clone(), Entry { key: entry.key.clone(), value });
            }
            let rest = entries.rest.clone().or_else(|| under_entries.rest.clone());
            Value { kind: Kind::Object(Rc::new(Entries { items, rest })), ..over.clone() }
        }
        (Kind::Tuple(first) | Kind::List(first), Kind::Tuple(second) | Kind::List(second)) => {
            Value { kind: Kind::Tuple(first.iter().chain(second.iter()).cloned().collect()), ..over.clone() }
        }
        _ => over.clone(),
    }
}
