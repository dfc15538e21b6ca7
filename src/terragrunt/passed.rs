//! Inputs: what a configuration passes to its module, merged with what it includes.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::Config;
use crate::eval::trace::Trace;
use crate::eval::value::{Entries, Entry, Kind, Reason, Unknown, Value};

/// What a configuration passes on: known inputs, and why there may be more.
#[derive(Clone, Debug, Default)]
pub struct Passed {
    /// By variable.
    pub inputs: BTreeMap<Rc<str>, Value>,
    /// Set when there may be others, with the reason.
    pub rest: Option<Value>,
}

impl Config<'_> {
    /// What it passes to the module: its own inputs over what it includes, the last of that over the first.
    pub fn passed(&self) -> Passed {
        let mut passed = self.attribute("inputs").map(|value| Passed::of(&value)).unwrap_or_default();
        for parent in self.parents().into_iter().rev() {
            let mut under = parent.config.map_or_else(|| self.anything(), |config| config.passed());
            under.overridden_by(passed, parent.is_deep);
            passed = under;
        }
        passed
    }

    /// What a configuration passes that cannot be found.
    fn anything(&self) -> Passed {
        let reason = Reason::RunTime("what terragrunt.hcl includes".into());
        Passed { inputs: BTreeMap::new(), rest: Some(Value::unknown(reason, self.trace())) }
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
            let merged = match self.inputs.get(&name).or(self.rest.as_ref()) {
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
        (Kind::Object(under) | Kind::Map(under), Kind::Object(entries) | Kind::Map(entries)) => {
            Value { kind: Kind::Object(Rc::new(merged_entries(under, entries))), ..over.clone() }
        }
        // There may be a map under it with more keys.
        (Kind::Unknown(unknown), Kind::Object(entries) | Kind::Map(entries)) => {
            let under = Entries { items: BTreeMap::new(), rest: Some(unknown.clone()) };
            Value { kind: Kind::Object(Rc::new(merged_entries(&under, entries))), ..over.clone() }
        }
        (Kind::Unknown(_), Kind::Tuple(_) | Kind::List(_)) => under.clone(),
        (Kind::Tuple(first) | Kind::List(first), Kind::Tuple(second) | Kind::List(second)) => {
            Value { kind: Kind::Tuple(first.iter().chain(second.iter()).cloned().collect()), ..over.clone() }
        }
        _ => over.clone(),
    }
}

fn merged_entries(under: &Entries, over: &Entries) -> Entries {
    let unknown = |unknown: &Unknown, trace: &Trace| Value::new(Kind::Unknown(unknown.clone()), trace.clone());
    let mut items = under.items.clone();
    if let Some(rest) = &over.rest {
        // Any of the keys so far may be set anew.
        for entry in items.values_mut() {
            entry.value = unknown(rest, &entry.value.trace);
        }
    }
    for (name, Entry { key, value }) in &over.items {
        let beneath = under.items.get(name).map(|entry| entry.value.clone());
        let beneath = beneath.or_else(|| under.rest.as_ref().map(|rest| unknown(rest, &value.trace)));
        let value = beneath.map_or_else(|| value.clone(), |beneath| deeply_merged(&beneath, value));
        items.insert(name.clone(), Entry { key: key.clone(), value });
    }
    Entries { items, rest: over.rest.clone().or_else(|| under.rest.clone()) }
}
