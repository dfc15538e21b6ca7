//! Where code may hold secrets: what is set, passed or assigned under the name of one, and what the names in it stand for.

use std::collections::BTreeSet;
use std::ops::Range;

use super::program::{Call, Change, Expr, Pair, Program, Value};
use crate::secrets::names_a_secret;

/// The characters of a program that are never shown.
pub(super) fn secrets(program: &Program) -> Vec<Range<usize>> {
    let mut found = Found::default();
    for step in &program.steps {
        let key = match &step.change {
            Change::Entry(key) => Some(key.as_str()),
            Change::Set | Change::Merge => step.target.as_deref(),
        };
        if key.is_some_and(is_secret) {
            found.hide(&step.value);
        }
        found.look_into(key.unwrap_or_default(), &step.value);
    }
    // A name in a secret is one itself: each name once.
    while let Some(name) = found.waiting.pop() {
        program.values_of(&name).for_each(|step| found.hide(&step.value));
    }
    found.ranges
}

fn is_secret(key: &str) -> bool {
    names_a_secret(key.trim_end_matches("_CONFIG"))
}

#[derive(Default)]
struct Found {
    ranges: Vec<Range<usize>>,
    names: BTreeSet<String>,
    /// Names whose values were not looked at yet.
    waiting: Vec<String>,
}

impl Found {
    /// Finds the secrets in a map or call, which has a name where it stands: `key` is none, `key` of `ssl` is one.
    fn look_into(&mut self, within: &str, expr: &Expr) {
        match &expr.value {
            Value::Map(pairs) => self.look_into_pairs(within, pairs),
            Value::Merged(parts) | Value::List(parts) => parts.iter().for_each(|part| self.look_into(within, part)),
            Value::Call(call) => {
                self.look_into_pairs("", &call.named);
                self.look_into_arguments(call);
            }
            _ => {}
        }
    }

    fn look_into_pairs(&mut self, within: &str, pairs: &[Pair]) {
        for pair in pairs {
            let key = pair.key.as_deref().unwrap_or_default();
            if is_secret(key) || is_secret(&format!("{within}.{key}")) {
                self.hide(&pair.value);
            }
            self.look_into(key, &pair.value);
        }
    }

    /// `set("sasl.password", "…")`
    fn look_into_arguments(&mut self, call: &Call) {
        call.arguments.iter().for_each(|argument| self.look_into("", argument));
        for pair in call.arguments.windows(2) {
            let [Expr { value: Value::Text(key) | Value::Name(key), .. }, value] = pair else { continue };
            if is_secret(key) {
                self.hide(value);
            }
        }
    }

    /// Takes an expression for a secret.
    fn hide(&mut self, expr: &Expr) {
        match &expr.value {
            Value::Text(_) => self.ranges.push(expr.literal.clone().unwrap_or_else(|| expr.range.clone())),
            Value::Name(name) => {
                if self.names.insert(name.clone()) {
                    self.waiting.push(name.clone());
                }
            }
            Value::Call(call) => {
                call.arguments.iter().for_each(|argument| self.hide(argument));
                call.named.iter().for_each(|pair| self.hide(&pair.value));
                let returned = super::program::returned_by(&call.function);
                if self.names.insert(returned.clone()) {
                    self.waiting.push(returned);
                }
            }
            Value::List(parts) | Value::Merged(parts) => parts.iter().for_each(|part| self.hide(part)),
            Value::Map(pairs) => pairs.iter().for_each(|pair| self.hide(&pair.value)),
            Value::Duration(..) => {}
            Value::Other => self.ranges.push(expr.range.clone()),
        }
    }
}
