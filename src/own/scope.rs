//! The surroundings of a rule's expressions: `self` and nothing else; no files, no assumptions, bounded work.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use super::About;
use super::expression::{Expected, Names};
use super::names;
use super::subject::{Gaps, Subject};
use crate::eval::access;
use crate::eval::convert;
use crate::eval::interpret;
use crate::eval::scope::{OpenCondition, Scope};
use crate::eval::text::Text;
use crate::eval::trace::{Step, Trace};
use crate::eval::types::{self, Type};
use crate::eval::value::{Entries, Entry, Kind, Reason, ResourceAddress, Unknown, Value};
use crate::source::{Place, Span, TextRange};
use crate::terraform::file::{ExprRef, ParsedFile};

/// Most work for one expression about one subject, in evaluated expressions.
const MOST_OF_ONE: u64 = 50_000;
/// Most work for all of them about what is judged together.
const MOST: u64 = 1_000_000;
/// Most work for one of them before there is any subject.
const MOST_BEFORE: u64 = 10_000;
/// Deepest nesting of evaluation.
const DEEPEST: u32 = 300;
/// Longest text that a finding shows.
const LONGEST: usize = 1_000;

/// The work that is left for own rules.
pub struct Fuel(Cell<u64>);

impl Default for Fuel {
    fn default() -> Self {
        Self(Cell::new(MOST))
    }
}

/// What comes of a condition.
pub(super) enum Decided {
    Holds,
    Fails,
    /// It cannot be told, and why.
    Open(String),
    /// It is nothing that could be told, and why.
    Refused(String),
}

/// Whether a condition holds for a subject.
pub(super) fn decide(condition: &ExprRef, subject: &Subject, keys: &Names, fuel: &Fuel) -> Decided {
    let value = evaluate(condition, subject.value(keys, Gaps::AsTheyAre), fuel);
    match convert::convert(&value, &Type::Bool).map(|value| value.kind) {
        Ok(Kind::Bool(true)) => Decided::Holds,
        Ok(Kind::Bool(false)) => Decided::Fails,
        Ok(Kind::Unknown(unknown)) => match &*unknown.reason {
            Reason::Error(..) => Decided::Refused(unknown.reason.to_string()),
            reason => Decided::Open(reason.to_string()),
        },
        Ok(_) => Decided::Refused("it comes to null".to_owned()),
        Err(error) => Decided::Refused(error.to_string()),
    }
}

/// A text about a subject; what is not known or not set is told in words. `None` where there is no text.
pub(super) fn words(text: &ExprRef, subject: &Subject, keys: &Names, fuel: &Fuel) -> Option<String> {
    let rendered = [Gaps::AsTheyAre, Gaps::InWords].into_iter().find_map(|gaps| {
        let value = evaluate(text, subject.value(keys, gaps), fuel);
        convert::to_text(&value).ok().filter(Text::is_known)
    })?;
    let one_line = rendered.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
    let shown: String = one_line.chars().take(LONGEST).collect();
    (!shown.is_empty()).then_some(shown)
}

/// The text of an expression that rests on nothing.
pub fn constant(text: &ExprRef) -> Option<String> {
    let nothing = Value::new(Kind::Object(Rc::default()), Trace::given());
    let value = evaluate(text, nothing, &Fuel(Cell::new(MOST_BEFORE)));
    value.as_str().map(str::to_owned)
}

/// Why an expression is refused whatever the subject is, and where.
pub(super) fn refused(expression: &ExprRef, about: About, expected: Expected) -> Option<(Option<TextRange>, String)> {
    let value = evaluate(expression, anything(about), &Fuel(Cell::new(MOST_BEFORE)));
    if let Some(Reason::Error(message, at)) = value.as_unknown().map(|unknown| &*unknown.reason) {
        return Some((at.map(|span| span.range), format!("this can never be told: {message}")));
    }
    let ty = types::type_of(&value);
    match expected {
        Expected::Truth if !matches!(ty, Type::Bool | Type::Any) => {
            Some((None, format!("a condition is true or false, not a {}", ty.friendly())))
        }
        Expected::Truth if value.is_null() => Some((None, "a condition is true or false, not null".to_owned())),
        Expected::Words if !ty.is_primitive() && !matches!(ty, Type::Any) || value.is_null() => {
            Some((None, "this is no text".to_owned()))
        }
        _ => None,
    }
}

/// A subject of which nothing is known but the types.
fn anything(about: About) -> Value {
    let unknown = |ty: &Type| {
        Value::new(
            Kind::Unknown(Unknown::new(Reason::Told("nothing is known yet".into())).of(ty.clone())),
            Trace::given(),
        )
    };
    let entry = |(name, shape): &(&'static str, names::Shape)| {
        let key = Text::computed(*name, Trace::given());
        (Rc::<str>::from(*name), Entry { key, value: unknown(&shape.ty()) })
    };
    let items = names::of(about).iter().map(entry).collect();
    Value::new(Kind::Object(Rc::new(Entries { items, rest: None })), Trace::given())
}

fn evaluate(expression: &ExprRef, subject: Value, fuel: &Fuel) -> Value {
    let left = MOST_OF_ONE.min(fuel.0.get());
    let scope = OfSelf { subject, left: Cell::new(left), depth: Cell::new(0) };
    let value = interpret::evaluate(expression, &scope);
    fuel.0.set(fuel.0.get() - (left - scope.left.get()));
    value
}

struct OfSelf {
    subject: Value,
    left: Cell<u64>,
    depth: Cell<u32>,
}

impl Scope for OfSelf {
    fn reference(&self, names: &[&str], at: Span) -> (Value, usize) {
        let place = Place::Text(at);
        match names {
            ["self", ..] => {
                let trace = self.subject.trace.via(place, Step::Reference("self".into()));
                (self.subject.clone().traced(trace), 1)
            }
            _ => {
                let reason = Reason::Error(format!("a rule sees self alone, no {}", names.join(".")).into(), Some(at));
                (Value::unknown(reason, Trace::literal(place)), names.len())
            }
        }
    }

    fn attribute(&self, _: &Rc<ResourceAddress>, name: &str, trace: &Trace) -> Value {
        Value::unknown(Reason::NotGiven(name.into()), trace.clone())
    }

    /// What nobody sets is null in a map of `self`, where a key is named: `lookup` takes its default then.
    fn function(&self, name: &str, arguments: &[Value], _: Span) -> Option<Value> {
        let [map, key, otherwise] = arguments else { return None };
        let is_lookup = name.trim_start_matches("core::") == "lookup";
        let found = if is_lookup { access::index(map, key).ok() } else { None };
        found.filter(Value::is_null).map(|_| otherwise.clone())
    }

    fn one_side_is_enough(&self) -> bool {
        true
    }

    fn assume(&self, _: &OpenCondition) -> Option<bool> {
        None
    }

    fn leave_open(&self, _: bool) -> bool {
        true
    }

    fn file(&self, path: &str) -> Result<Arc<ParsedFile>, Reason> {
        Err(Reason::File(path.into()))
    }

    fn exists(&self, path: &str) -> Result<bool, Reason> {
        Err(Reason::File(path.into()))
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, Reason> {
        Err(Reason::File(folder.into()))
    }

    fn spend(&self, work: u64) -> Result<(), Reason> {
        let left = self.left.get().checked_sub(work);
        self.left.set(left.unwrap_or_default());
        left.map(drop).ok_or_else(|| Reason::Limit("the work for a rule".into()))
    }

    fn enter(&self) -> Result<(), Reason> {
        if self.depth.get() >= DEEPEST {
            return Err(Reason::Limit("the nesting of a rule".into()));
        }
        self.spend(1)?;
        self.depth.set(self.depth.get() + 1);
        Ok(())
    }

    fn leave(&self) {
        self.depth.set(self.depth.get().saturating_sub(1));
    }
}
