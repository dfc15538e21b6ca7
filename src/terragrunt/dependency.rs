//! Outputs of dependencies: known only when Terragrunt runs; where it is enough to show something, their mocks stand for
//! them and say so.

use std::rc::Rc;

use super::Config;
use crate::eval::limits::is_too_large;
use crate::eval::trace::{Step, Trace};
use crate::eval::value::{Entries, Entry, Kind, Reason, Unknown, Value};
use crate::source::Place;

impl Config<'_> {
    /// `dependency.NAME.outputs`
    pub(super) fn outputs_of(&self, name: &str, at: Place) -> Value {
        let reason = Unknown::new(Reason::RunTime(format!("dependency.{name}.outputs").into()));
        let unknown = || Value::new(Kind::Unknown(reason.clone()), Trace::literal(at.clone()));
        let Some((value, place)) = self.mock_of(name) else { return unknown() };
        let steps: [(Place, Rc<str>); 2] = [
            (place, format!("mock of dependency.{name}").into()),
            (at.clone(), format!("dependency.{name}.outputs").into()),
        ];
        match labelled(value, &steps) {
            // What has no mock is still there.
            Value { kind: Kind::Object(entries) | Kind::Map(entries), trace, sensitive, .. } => {
                let open = Entries { items: entries.items.clone(), rest: Some(reason) };
                Value::new(Kind::Object(Rc::new(open)), trace).marked(sensitive)
            }
            _ => unknown(),
        }
    }

    fn mock_of(&self, name: &str) -> Option<(Value, Place)> {
        if !self.view.mocks {
            return None;
        }
        let own = self.blocks_of("dependency").find(|block| block.labels.first().is_some_and(|label| **label == *name));
        match own {
            Some(block) => {
                let mocks = self.eval(block.content.value("mock_outputs")?);
                Some((mocks, Place::Text(block.header))).filter(|(mocks, _)| !is_too_large(mocks))
            }
            None => self.includes().into_iter().find_map(|(_, _, parent)| parent?.mock_of(name)),
        }
    }
}

/// A value, and all that is in it, seen through some steps.
fn labelled(value: Value, steps: &[(Place, Rc<str>)]) -> Value {
    let each = |items: &Rc<[Value]>| items.iter().map(|item| labelled(item.clone(), steps)).collect();
    let entries = |entries: &Rc<Entries>| {
        let entry = |(name, entry): (&Rc<str>, &Entry)| {
            (name.clone(), Entry { key: entry.key.clone(), value: labelled(entry.value.clone(), steps) })
        };
        Rc::new(Entries { items: entries.items.iter().map(entry).collect(), rest: entries.rest.clone() })
    };
    let kind = match &value.kind {
        Kind::Tuple(items) => Kind::Tuple(each(items)),
        Kind::List(items) => Kind::List(each(items)),
        Kind::Object(members) => Kind::Object(entries(members)),
        Kind::Map(members) => Kind::Map(entries(members)),
        kind => kind.clone(),
    };
    let trace = steps
        .iter()
        .fold(value.trace.clone(), |trace, (place, what)| trace.via(place.clone(), Step::Reference(what.clone())));
    Value { kind, trace, ..value }
}
