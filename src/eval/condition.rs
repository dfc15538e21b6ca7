//! Conditions: which branch counts, and what is left when that is not known.

use std::rc::Rc;

use super::alternatives;
use super::convert;
use super::equality::Truth;
use super::interpret::Interpreter;
use super::limits::is_too_large;
use super::operators;
use super::scope::OpenCondition;
use super::trace::Step;
use super::types::{type_of, unify};
use super::value::{Reason, Unknown, Value};
use crate::source::Place;
use crate::syntax::tree::ExprId;
use crate::terraform::file::ExprRef;

impl Interpreter<'_> {
    pub(super) fn conditional(&mut self, id: ExprId, condition: ExprId, then: ExprId, otherwise: ExprId) -> Value {
        let decided = self.eval(condition);
        let place = Place::Text(self.span(id));
        match self.truth(&decided, condition) {
            Ok(Some(truth)) => {
                let chosen = self.eval(if truth { then } else { otherwise });
                let other = self.aside(if truth { otherwise } else { then });
                let chosen = match self.pay_for([&chosen, &other]) {
                    Ok(()) => self.or_refused(id, unified(chosen, &other)),
                    Err(_) => chosen,
                };
                let trace = chosen.trace.via(place, Step::Chosen);
                chosen.traced(trace).marked(decided.sensitive)
            }
            Ok(None) => {
                let (then, otherwise) = (self.eval(then), self.eval(otherwise));
                let reason = match self.pay_for([&then, &otherwise]) {
                    Ok(()) => self.open_condition(&decided, condition),
                    Err(reason) => return Value::unknown(reason, self.literal_trace(id)),
                };
                let either = alternatives::either(&then, &otherwise, &Unknown::new(reason.clone()));
                let is_open = either.as_unknown().is_some_and(|unknown| *unknown.reason == reason);
                let either = if is_open { either.traced(self.literal_trace(condition)) } else { either };
                either.marked(decided.sensitive)
            }
            Err(message) => self.refused(id, &message),
        }
    }

    /// The value of an expression that does not count but for its type, which is open when Terraform refuses it. Its
    /// errors are its own, and it assumes nothing.
    fn aside(&mut self, id: ExprId) -> Value {
        let (errors, doubt) = (self.errors, self.doubt.take());
        let was_open = self.scope.leave_open(true);
        let value = self.eval(id);
        self.scope.leave_open(was_open);
        self.doubt = doubt;
        let is_refused = std::mem::replace(&mut self.errors, errors) > errors;
        if is_refused { self.broken(id) } else { value }
    }

    /// Whether a condition holds, or which way to take it when it is unknown; `None` when it stays open.
    pub(super) fn truth(&mut self, decided: &Value, condition: ExprId) -> Result<Option<bool>, String> {
        Ok(match operators::is_true(decided)? {
            Truth::Known(truth) => Some(truth),
            Truth::Unknown(_) => self.assumption(decided, condition),
        })
    }

    /// Which way to take an unknown condition. Conditions over `for` names differ from item to item and stay open.
    fn assumption(&mut self, decided: &Value, condition: ExprId) -> Option<bool> {
        let unknown = decided.as_unknown()?;
        let is_the_same = self.bindings.is_empty() && self.splat_items.is_empty();
        is_the_same.then(|| self.scope.assume(&self.open(unknown.reason.clone(), condition))).flatten()
    }

    pub(super) fn open_condition(&self, decided: &Value, condition: ExprId) -> Reason {
        let reason = decided.first_unknown().map(|unknown| unknown.reason);
        match reason.as_deref() {
            Some(reason @ (Reason::Limit(_) | Reason::Cycle(_) | Reason::Broken(_) | Reason::Condition(_))) => {
                reason.clone()
            }
            _ => {
                let reason = reason.unwrap_or_else(|| Rc::new(Reason::Broken(None)));
                Reason::Condition(self.open(reason, condition).words().into())
            }
        }
    }

    fn open(&self, reason: Rc<Reason>, condition: ExprId) -> OpenCondition {
        OpenCondition { expr: ExprRef { file: self.file.clone(), id: condition }, reason }
    }
}

/// The chosen branch of a condition as the type that it has in common with the other.
fn unified(chosen: Value, other: &Value) -> Result<Value, String> {
    if chosen.is_null() || other.is_null() || is_too_large(&chosen) || is_too_large(other) {
        return Ok(chosen);
    }
    match unify(&[type_of(&chosen), type_of(other)]) {
        Some(ty) => Ok(convert::convert(&chosen, &ty).unwrap_or(chosen)),
        // Terraform does not look into what is partly unknown.
        None if chosen.first_unknown().or_else(|| other.first_unknown()).is_some() => Ok(chosen),
        None => Err("the true and false result expressions must have consistent types".to_owned()),
    }
}
