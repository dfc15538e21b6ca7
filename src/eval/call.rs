//! Calls: functions of Terraform, of a scope and of providers, and `try` and `can`, which take expressions.

use std::rc::Rc;

use super::alternatives;
use super::functions;
use super::interpret::Interpreter;
use super::trace::Step;
use super::types::Type;
use super::value::{Kind, Reason, Unknown, Value};
use crate::source::Place;
use crate::syntax::tree::{ExprId, ExprKind};

impl Interpreter<'_> {
    pub(super) fn call(&mut self, id: ExprId, name: &str, arguments: &[ExprId], expand: bool) -> Value {
        match name {
            "try" => return self.try_each(id, arguments),
            "can" => return self.can(id, arguments),
            _ => {}
        }
        let mut values: Vec<Value> = arguments.iter().map(|argument| self.eval(*argument)).collect();
        if expand {
            match values.pop() {
                Some(last) => match last.elements() {
                    Some(items) => values.extend(items.iter().cloned()),
                    None => return self.unknown_result(id, name, &last),
                },
                None => return self.refused(id, "nothing stands before the three dots"),
            }
        }
        if name.contains("::") && !name.starts_with("core::") {
            return Value::unknown(Reason::Function(name.into()), self.literal_trace(id));
        }
        if let Some(value) = self.scope.function(name, &values, self.span(id)) {
            return value;
        }
        let parents = values.iter().map(|value| value.trace.clone()).collect();
        let at = self.computed(id, name, parents);
        let name = name.trim_start_matches("core::");
        // Terraform refuses it since 1.0, which `try` and `can` tell; roots of the time before still get what they meant.
        self.errors += usize::from(name == "list");
        if name == "templatestring" && !arguments.first().is_some_and(|argument| self.is_reference(*argument)) {
            return self.refused(id, "the template of templatestring() must be a reference");
        }
        if matches!(name, "templatefile" | "templatestring") {
            return self.template_call(id, name, &values);
        }
        if let Err(reason) = self.pay_for(&values) {
            return Value::unknown(reason, at);
        }
        let result = functions::call(name, &values, &at, &mut super::files::FileFunctions::new(self.scope));
        self.or_refused(id, result)
    }

    fn is_reference(&self, id: ExprId) -> bool {
        match self.tree().expr(id).kind {
            ExprKind::Variable => true,
            ExprKind::Attribute { base, .. } | ExprKind::Index { base, .. } => self.is_reference(base),
            _ => false,
        }
    }

    fn unknown_result(&mut self, id: ExprId, name: &str, argument: &Value) -> Value {
        match argument.first_unknown() {
            Some(unknown) => Value::new(Kind::Unknown(Unknown { ty: Type::Any, ..unknown }), self.literal_trace(id)),
            None => self.refused(id, &format!("the last argument of {name}() must be a list")),
        }
    }

    fn try_each(&mut self, id: ExprId, arguments: &[ExprId]) -> Value {
        let mut doubtful: Option<(Value, Unknown)> = None;
        for argument in arguments {
            let Attempt { value, is_refused: false, doubt } = self.attempt(*argument) else { continue };
            let trace = value.trace.via(Place::Text(self.span(id)), Step::Chosen);
            let value = value.traced(trace);
            let value = match &doubtful {
                Some((first, why)) => match self.pay_for([first, &value]) {
                    Ok(()) => alternatives::either(first, &value, why),
                    Err(reason) => return Value::unknown(reason, value.trace),
                },
                None => value,
            };
            match doubt {
                Some(why) => doubtful = Some((value, Unknown { reason: why, ty: Type::Any })),
                None => return value,
            }
        }
        match doubtful {
            // Terraform refuses the whole where the last one fails too.
            Some((value, why)) => {
                self.doubt = Some(why.reason);
                value
            }
            None => self.refused(id, "none of the expressions in try() can be evaluated"),
        }
    }

    fn can(&mut self, id: ExprId, arguments: &[ExprId]) -> Value {
        let [argument] = arguments else { return self.refused(id, "can() takes one expression") };
        let Attempt { value, is_refused, doubt } = self.attempt(*argument);
        let trace = self.computed(id, "can", vec![value.trace.clone()]);
        if let Err(reason) = self.pay_for([&value]) {
            return Value::unknown(reason, trace);
        }
        if is_refused {
            return Value::new(Kind::Bool(false), trace);
        }
        let unknown = doubt.map(|reason| Unknown { reason, ty: Type::Bool }).or_else(|| value.first_unknown());
        match unknown {
            Some(unknown) => Value::new(Kind::Unknown(unknown.of(Type::Bool)), trace),
            None => Value::new(Kind::Bool(true), trace),
        }
    }

    /// Evaluates what may fail: its refusals and doubts are its own.
    fn attempt(&mut self, id: ExprId) -> Attempt {
        let (errors, doubt) = (self.errors, self.doubt.take());
        let value = self.eval(id);
        let doubt = std::mem::replace(&mut self.doubt, doubt);
        let is_refused = std::mem::replace(&mut self.errors, errors) > errors;
        Attempt { value, is_refused, doubt }
    }
}

/// What came of an expression that may fail.
struct Attempt {
    value: Value,
    is_refused: bool,
    /// Why Terraform may refuse it where it is not refused here.
    doubt: Option<Rc<Reason>>,
}
