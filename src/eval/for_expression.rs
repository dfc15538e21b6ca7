//! `for` expressions, and the walk over a collection that they share with template directives.

use std::rc::Rc;

use super::convert;
use super::equality::Truth;
use super::interpret::Interpreter;
use super::number::Number;
use super::operators;
use super::scope::Scope;
use super::text::Text;
use super::trace::Trace;
use super::value::{Entries, Entry, Kind, Reason, Unknown, Value};
use crate::source::TextRange;
use crate::syntax::tree::{ExprId, For};

/// The items of a collection with their keys, each paid for; `Err` when it cannot be walked.
pub fn items(collection: &Value, scope: &dyn Scope) -> Result<Vec<(Value, Value)>, Refusal> {
    let count = collection.elements().map_or(0, |items| items.len());
    let count = count + collection.entries().map_or(0, |entries| entries.items.len());
    scope.spend(count as u64).map_err(|reason| Refusal::Unknown(Unknown::new(reason)))?;
    let numbered = |index: usize, item: &Value| {
        let key = Value::new(Kind::Number(Number::from(index)), item.trace.clone());
        (key, item.clone())
    };
    match &collection.kind {
        Kind::List(items) | Kind::Tuple(items) => Ok(items.iter().enumerate().map(|(i, v)| numbered(i, v)).collect()),
        Kind::Set(items) => Ok(items.iter().map(|item| (item.clone(), item.clone())).collect()),
        Kind::Map(entries) | Kind::Object(entries) => {
            let keyed = |entry: &Entry| {
                let key_trace = entry.key.segments().first().map_or_else(Trace::given, |s| s.trace.clone());
                (Value::new(Kind::String(entry.key.clone()), key_trace), entry.value.clone())
            };
            match &entries.rest {
                Some(unknown) => Err(Refusal::Unknown(unknown.clone())),
                None => Ok(entries.items.values().map(keyed).collect()),
            }
        }
        Kind::Unknown(unknown) => Err(Refusal::Unknown(unknown.clone())),
        Kind::Resource(_) => {
            Err(Refusal::Unknown(collection.first_unknown().unwrap_or(Unknown::new(Reason::Broken(None)))))
        }
        Kind::Null => Err(Refusal::Error("null cannot be walked")),
        Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => Err(Refusal::Error("only collections can be walked")),
    }
}

/// Why a collection cannot be walked.
pub enum Refusal {
    /// It is unknown.
    Unknown(Unknown),
    /// Terraform refuses it.
    Error(&'static str),
}

impl Interpreter<'_> {
    pub(super) fn for_expression(&mut self, id: ExprId, expr: &For) -> Value {
        let collection = self.eval(expr.collection);
        let trace = self.computed(id, "for", vec![collection.trace.clone()]);
        let items = match items(&collection, self.scope) {
            Ok(items) => items,
            Err(Refusal::Unknown(unknown)) => {
                return Value::new(Kind::Unknown(Unknown::clone(&unknown)), trace).untyped();
            }
            Err(Refusal::Error(message)) => return self.refused(id, message),
        };
        let result = match expr.result_key {
            Some(key) => self.object_for(id, expr, key, items),
            None => self.tuple_for(expr, items),
        };
        match result {
            Ok(kind) => Value::new(kind, trace).marked(collection.sensitive),
            Err(Stop::Unknown(unknown)) => Value::new(Kind::Unknown(unknown), trace).untyped(),
            Err(Stop::Refused(value)) => value,
        }
    }

    fn tuple_for(&mut self, expr: &For, items: Vec<(Value, Value)>) -> Result<Kind, Stop> {
        let mut results = Vec::with_capacity(items.len());
        for (key, value) in items {
            let result = self.bound(expr.key, expr.value, key, value, |this| {
                Ok(this.kept(expr.condition)?.then(|| this.eval(expr.result)))
            })?;
            results.extend(result);
        }
        Ok(Kind::Tuple(results.into()))
    }

    fn object_for(
        &mut self,
        id: ExprId,
        expr: &For,
        result_key: ExprId,
        items: Vec<(Value, Value)>,
    ) -> Result<Kind, Stop> {
        let mut entries = Entries::default();
        for (key, value) in items {
            let entry = self.bound(expr.key, expr.value, key, value, |this| {
                if !this.kept(expr.condition)? {
                    return Ok(None);
                }
                let key = this.result_key(result_key)?;
                Ok(Some(Entry { key, value: this.eval(expr.result) }))
            });
            match entry {
                Ok(Some(entry)) if expr.grouped => group(&mut entries, entry),
                Ok(Some(entry)) if entries.items.contains_key(entry.key.as_str()) => {
                    let message = format!("two items have the key {:?}", entry.key.as_str());
                    return Err(Stop::Refused(self.refused(id, &message)));
                }
                Ok(Some(entry)) => drop(entries.items.insert(entry.key.shared(), entry)),
                Ok(None) => {}
                // One entry that may or may not be there leaves the others known.
                Err(Stop::Unknown(unknown)) => entries.rest = Some(unknown),
                Err(stop) => return Err(stop),
            }
        }
        if let Some(unknown) = entries.rest.clone().filter(|_| expr.grouped) {
            // What has no known key may belong to any group.
            entries.items.values_mut().for_each(|entry| entry.value.kind = Kind::Unknown(unknown.clone()));
        }
        Ok(Kind::Object(Rc::new(entries)))
    }

    /// Runs something with the names of a `for` bound.
    pub(super) fn bound<T>(
        &mut self,
        key_name: Option<TextRange>,
        value_name: TextRange,
        key: Value,
        value: Value,
        run: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let depth = self.bindings.len();
        if let Some(name) = key_name {
            let name = self.tree().text(name).into();
            self.bindings.push((name, key));
        }
        let name = self.tree().text(value_name).into();
        self.bindings.push((name, value));
        let result = run(self);
        self.bindings.truncate(depth);
        result
    }

    fn kept(&mut self, condition: Option<ExprId>) -> Result<bool, Stop> {
        let Some(condition) = condition else { return Ok(true) };
        let value = self.eval(condition);
        match operators::is_true(&value) {
            Ok(Truth::Known(kept)) => Ok(kept),
            Ok(Truth::Unknown(unknown)) => Err(Stop::Unknown(unknown)),
            Err(message) => Err(Stop::Refused(self.refused(condition, &message))),
        }
    }

    fn result_key(&mut self, id: ExprId) -> Result<Text, Stop> {
        let key = self.eval(id);
        match convert::to_text(&key) {
            Ok(text) => text.first_unknown().cloned().map_or(Ok(text), |unknown| Err(Stop::Unknown(unknown))),
            Err(fault) => Err(Stop::Refused(self.refused(id, &fault.to_string()))),
        }
    }
}

enum Stop {
    Unknown(Unknown),
    Refused(Value),
}

fn group(entries: &mut Entries, entry: Entry) {
    let trace = entry.value.trace.clone();
    let grouped = entries
        .items
        .entry(entry.key.shared())
        .or_insert_with(|| Entry { key: entry.key, value: Value::new(Kind::Tuple(Rc::new([])), trace) });
    let mut items = grouped.value.elements().map(|items| items.to_vec()).unwrap_or_default();
    items.push(entry.value);
    grouped.value.kind = Kind::Tuple(items.into());
}
