//! Calls: functions of Terraform, of a scope and of providers, and `try` and `can`, which take expressions.

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
        for argument in arguments {
            let before = self.errors;
            let value = self.eval(*argument);
            if self.errors == before {
                let trace = value.trace.via(Place::Text(self.span(id)), Step::Chosen);
                return value.traced(trace);
            }
            self.errors = before;
        }
        self.refused(id, "none of the expressions in try() can be evaluated")
    }

    fn can(&mut self, id: ExprId, arguments: &[ExprId]) -> Value {
        let [argument] = arguments else { return self.refused(id, "can() takes one expression") };
        let before = self.errors;
        let value = self.eval(*argument);
        let trace = self.computed(id, "can", vec![value.trace.clone()]);
        if let Err(reason) = self.pay_for([&value]) {
            return Value::unknown(reason, trace);
        }
        if self.errors != before {
            self.errors = before;
            return Value::new(Kind::Bool(false), trace);
        }
        match value.first_unknown() {
            Some(unknown) => Value::new(Kind::Unknown(unknown.of(Type::Bool)), trace),
            None => Value::new(Kind::Bool(true), trace),
        }
    }
}
