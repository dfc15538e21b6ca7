//! Expressions to values: one arm for each form of the syntax.

use std::rc::Rc;
use std::sync::Arc;

use super::access;
use super::limits;
use super::operators;
use super::scope::Scope;
use super::trace::{Step, Trace};
use super::value::{Entries, Entry, Kind, Reason, Unknown, Value};
use crate::eval::convert;
use crate::eval::number::Number;
use crate::source::{Place, Span, TextRange};
use crate::syntax::tree::{BinaryOperator, ExprId, ExprKind, Tree};
use crate::terraform::file::{ExprRef, ParsedFile};

/// Evaluates expressions of one file in one scope.
pub struct Interpreter<'a> {
    pub(super) scope: &'a dyn Scope,
    pub(super) file: Arc<ParsedFile>,
    /// Names bound by `for`, innermost last.
    pub(super) bindings: Vec<(Rc<str>, Value)>,
    /// Items of the splats around, innermost last.
    pub(super) splat_items: Vec<Value>,
    /// Whether this is a template of its own, which sees nothing but its variables.
    pub(super) in_template: bool,
    /// How many times Terraform would have refused something so far; `try` and `can` compare it.
    pub(super) errors: usize,
    /// Why what was evaluated last may be refused all the same: it names one of nobody knows how many instances.
    pub(super) doubt: Option<Rc<Reason>>,
}

/// The value of an expression.
pub fn evaluate(expr: &ExprRef, scope: &dyn Scope) -> Value {
    Interpreter::new(expr.file.clone(), scope).eval(expr.id)
}

impl<'a> Interpreter<'a> {
    /// An interpreter for a file.
    pub fn new(file: Arc<ParsedFile>, scope: &'a dyn Scope) -> Self {
        Self { scope, file, bindings: Vec::new(), splat_items: Vec::new(), in_template: false, errors: 0, doubt: None }
    }

    /// The same with names bound beforehand, as a template file has them.
    pub fn with_bindings(file: Arc<ParsedFile>, scope: &'a dyn Scope, bindings: Vec<(Rc<str>, Value)>) -> Self {
        Self { bindings, ..Self::new(file, scope) }
    }

    /// The value of an expression of the file.
    pub fn eval(&mut self, id: ExprId) -> Value {
        if let Err(reason) = self.scope.enter() {
            return Value::unknown(reason, self.literal_trace(id));
        }
        let value = self.form(id);
        self.scope.leave();
        value
    }

    fn form(&mut self, id: ExprId) -> Value {
        let file = self.file.clone();
        let expr = *file.tree.expr(id);
        match expr.kind {
            ExprKind::Null => Value::null(self.literal_trace(id)),
            ExprKind::Bool(value) => Value::new(Kind::Bool(value), self.literal_trace(id)),
            ExprKind::Number => self.number(id),
            ExprKind::Template(parts) => self.template(id, parts),
            ExprKind::Heredoc(parts) => self.template_text(id, parts),
            ExprKind::Variable | ExprKind::Attribute { .. } => self.reference(id),
            ExprKind::LegacyIndex { base, index } => {
                let base = self.eval(base);
                let key = self.tree().text(index).parse::<i64>().map(|index| Kind::Number(Number::from(index)));
                let key = Value::new(key.unwrap_or(Kind::Null), self.literal_trace(id));
                self.index(base, &key, id)
            }
            ExprKind::Index { base, key } => {
                let base = self.eval(base);
                let key = self.eval(key);
                self.index(base, &key, id)
            }
            ExprKind::Splat { base, each } => self.splat(id, base, each),
            ExprKind::SplatItem => match self.splat_items.last() {
                Some(item) => item.clone(),
                None => self.broken(id),
            },
            ExprKind::Call { name, arguments, expand } => {
                let arguments = file.tree.expr_list(arguments);
                self.call(id, file.tree.text(name), arguments, expand)
            }
            ExprKind::Tuple(items) => {
                let items: Vec<Value> = file.tree.expr_list(items).iter().map(|item| self.eval(*item)).collect();
                Value::new(Kind::Tuple(items.into()), self.literal_trace(id))
            }
            ExprKind::Object(items) => self.object(id, file.tree.items(items)),
            ExprKind::For(for_id) => self.for_expression(id, file.tree.for_expr(for_id)),
            ExprKind::Conditional { condition, then, otherwise } => self.conditional(id, condition, then, otherwise),
            ExprKind::Unary { operator, operand } => {
                let operand = self.eval(operand);
                let trace = self.computed(id, operator.as_str(), vec![operand.trace.clone()]);
                let result = operators::unary(operator, &operand, trace);
                self.or_refused(id, result)
            }
            ExprKind::Binary { operator, left, right } => {
                let left = self.eval(left);
                if self.decides(operator, &left) {
                    return left;
                }
                let right = self.eval(right);
                let is_refused = left.as_unknown().is_some_and(|left| matches!(*left.reason, Reason::Error(..)));
                if !is_refused && self.decides(operator, &right) {
                    return right;
                }
                let parents = vec![left.trace.clone(), right.trace.clone()];
                let trace = self.computed(id, operator.as_str(), parents);
                if let Err(reason) = self.pay_for([&left, &right]) {
                    return Value::unknown(reason, trace);
                }
                let result = operators::binary(operator, &left, &right, trace);
                self.or_refused(id, result)
            }
            ExprKind::Parenthesis(inner) => self.eval(inner),
            ExprKind::Broken => self.broken(id),
        }
    }

    /// Whether one side alone tells what `&&` or `||` comes to.
    fn decides(&self, operator: BinaryOperator, side: &Value) -> bool {
        let is_enough = match operator {
            BinaryOperator::And => matches!(side.kind, Kind::Bool(false)),
            BinaryOperator::Or => matches!(side.kind, Kind::Bool(true)),
            _ => false,
        };
        is_enough && self.scope.one_side_is_enough()
    }

    fn number(&mut self, id: ExprId) -> Value {
        let text = self.tree().text(self.tree().expr(id).range);
        match Number::parse(text) {
            Some(number) => Value::new(Kind::Number(number), self.literal_trace(id)),
            None => self.refused(id, "this is no number"),
        }
    }

    /// A chain of names: what the scope makes of its beginning, then attributes one by one.
    fn reference(&mut self, id: ExprId) -> Value {
        let file = self.file.clone();
        let mut names: Vec<TextRange> = Vec::new();
        let mut base = id;
        loop {
            match file.tree.expr(base).kind {
                ExprKind::Attribute { base: inner, name } => {
                    names.push(name);
                    base = inner;
                }
                ExprKind::Variable => {
                    names.push(file.tree.expr(base).range);
                    break;
                }
                _ => {
                    let value = self.eval(base);
                    return names.iter().rev().fold(value, |value, name| self.attribute(value, *name, id));
                }
            }
        }
        names.reverse();
        let words: Vec<&str> = names.iter().map(|name| file.tree.text(*name)).collect();
        let bound = self.bindings.iter().rev().find(|(name, _)| **name == *words[0]).map(|(_, value)| value.clone());
        let (value, taken) = match bound {
            Some(value) => (value, 1),
            None if self.in_template => {
                let message = format!("the variables given to the template have no {:?}", words[0]);
                return self.refused(id, &message);
            }
            None => self.scope.reference(&words, self.span(id)),
        };
        names[taken.min(names.len())..].iter().fold(value, |value, name| self.attribute(value, *name, id))
    }

    fn attribute(&mut self, value: Value, name: TextRange, id: ExprId) -> Value {
        let file = self.file.clone();
        let name = file.tree.text(name);
        if let Kind::Resource(address) = &value.kind {
            return self.scope.attribute(address, name, &value.trace).marked(value.sensitive);
        }
        let result = access::attribute(&value, name).map(|part| part.within(&value));
        self.or_refused(id, result)
    }

    fn index(&mut self, base: Value, key: &Value, id: ExprId) -> Value {
        // An element that is not known takes its type from all of them.
        if key.first_unknown().is_some()
            && let Err(reason) = self.pay_for([&base])
        {
            return Value::unknown(reason, base.trace);
        }
        let result = match (&base.kind, key.as_str()) {
            (Kind::Resource(address), Some(name)) => {
                return self.scope.attribute(address, name, &base.trace).marked(base.sensitive);
            }
            // Any index into a resource with an unknown number of instances names one of them.
            (Kind::Unknown(Unknown { reason, .. }), _) if let Reason::Instances { of, why } = &**reason => {
                self.doubt = Some(why.clone());
                return Value::new(Kind::Resource(Rc::new(of.clone())), base.trace);
            }
            _ => access::index(&base, key).map(|part| part.within(&base)),
        };
        self.or_refused(id, result)
    }

    fn splat(&mut self, id: ExprId, base: ExprId, each: ExprId) -> Value {
        let base = self.eval(base);
        let trace = base.trace.via(Place::Text(self.span(id)), Step::Chosen);
        let items: Rc<[Value]> = match &base.kind {
            Kind::Unknown(unknown) if !is_never_null(unknown) => return base.untyped(),
            Kind::Null => Rc::new([]),
            _ => base.elements().cloned().unwrap_or_else(|| Rc::new([base.clone()])),
        };
        let of_each = items.iter().map(|item| {
            self.splat_items.push(item.clone());
            let value = self.eval(each);
            self.splat_items.pop();
            value
        });
        let results: Vec<Value> = of_each.collect();
        Value::new(Kind::Tuple(results.into()), trace).marked(base.sensitive)
    }

    fn object(&mut self, id: ExprId, items: &[crate::syntax::tree::Item]) -> Value {
        let mut written = Vec::with_capacity(items.len());
        let mut open: Option<(usize, Unknown)> = None;
        for (at, item) in items.iter().enumerate() {
            let key = self.object_key(item.key);
            let value = self.eval(item.value);
            match key {
                Ok(key) => written.push((at, Entry { key, value })),
                Err(unknown) => open = Some((at, unknown)),
            }
        }
        let mut entries = Entries::default();
        for (at, mut entry) in written {
            // A key that is not known may write anew what stands before it.
            if let Some((_, unknown)) = open.as_ref().filter(|(open, _)| at < *open) {
                entry.value.kind = Kind::Unknown(unknown.clone());
            }
            entries.items.insert(entry.key.shared(), entry);
        }
        entries.rest = open.map(|(_, unknown)| unknown);
        Value::new(Kind::Object(Rc::new(entries)), self.literal_trace(id))
    }

    fn object_key(&mut self, id: ExprId) -> Result<super::text::Text, Unknown> {
        let file = self.file.clone();
        let expr = file.tree.expr(id);
        if matches!(expr.kind, ExprKind::Variable) {
            let trace = self.literal_trace(id);
            let name = file.tree.text(expr.range);
            return Ok(match file.stands_at {
                Some(_) => super::text::Text::computed(name, trace),
                None => super::text::Text::verbatim(name, self.span(id), trace),
            });
        }
        let key = self.eval(id);
        match convert::to_text(&key) {
            Ok(text) => match text.first_unknown() {
                Some(unknown) => Err(unknown.clone()),
                None => Ok(text),
            },
            Err(message) => {
                self.errors += 1;
                Err(Unknown::new(Reason::Error(message.into(), Some(self.span(id)))))
            }
        }
    }

    /// Takes the work of walking some values.
    pub(super) fn pay_for<'v>(&self, values: impl IntoIterator<Item = &'v Value>) -> Result<(), Reason> {
        self.scope.spend(values.into_iter().map(limits::work_of_walking).sum())
    }

    // Places and refusals.

    pub(super) fn tree(&self) -> &Tree {
        &self.file.tree
    }

    pub(super) fn span(&self, id: ExprId) -> Span {
        self.file.span(self.file.tree.expr(id).range)
    }

    pub(super) fn literal_trace(&self, id: ExprId) -> Trace {
        Trace::literal(Place::Text(self.span(id)))
    }

    pub(super) fn computed(&self, id: ExprId, by: &str, from: Vec<Trace>) -> Trace {
        Trace::new(Place::Text(self.span(id)), Step::Computed(by.into()), from)
    }

    pub(super) fn broken(&self, id: ExprId) -> Value {
        Value::unknown(Reason::Broken(Some(self.span(id))), self.literal_trace(id))
    }

    pub(super) fn refused(&mut self, id: ExprId, message: &str) -> Value {
        self.errors += 1;
        Value::unknown(Reason::Error(message.into(), Some(self.span(id))), self.literal_trace(id))
    }

    pub(super) fn or_refused(&mut self, id: ExprId, result: Result<Value, impl std::fmt::Display>) -> Value {
        result.unwrap_or_else(|message| self.refused(id, &message.to_string()))
    }
}

/// Whether something unknown is one thing for sure: a string, number or boolean that is not `null`.
fn is_never_null(unknown: &Unknown) -> bool {
    let is_id = matches!(&*unknown.reason, Reason::Resource { attribute, .. } if &**attribute == "id");
    is_id && unknown.ty.is_primitive()
}
