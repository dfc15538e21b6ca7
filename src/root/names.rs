//! Names in a module's expressions: `var`, `local`, `module`, `data`, `each`, `count`, `path`, `terraform`, resources.

use std::rc::Rc;

use super::Symbol;
use super::expansion::Expansion;
use super::instance::{InstanceScope, Repetition, ephemeral};
use crate::eval::interpret;
use crate::eval::number::Number;
use crate::eval::text::Text;
use crate::eval::trace::{Step, Trace};
use crate::eval::types::Type;
use crate::eval::value::{Entries, Entry, InstanceKey, Kind, Mode, Reason, ResourceAddress, Unknown, Value};
use crate::source::{Place, Span};

/// How many instances are made for the work of one evaluated expression.
const INSTANCES_AT_ONCE: u64 = 32;

impl InstanceScope<'_> {
    pub(super) fn resolve(&self, names: &[&str], at: Span) -> (Value, usize) {
        let (value, taken) = match names {
            ["var", name, ..] => (self.variable(name, at), 2),
            ["local", name, ..] => (self.local(name, at), 2),
            ["module", name, ..] => (self.instances(Mode::Module, "module", name, at), 2),
            ["data", kind, name, ..] => (self.instances(Mode::Data, kind, name, at), 3),
            ["each" | "count", name, ..] => (self.repeated(names[0], name, at), 2),
            ["path", name, ..] => (self.path(name, at), 2),
            ["ephemeral", kind, name, ..] => {
                let name = format!("ephemeral.{kind}.{name}");
                (ephemeral(name, Type::Any, Trace::literal(Place::Text(at))), 3)
            }
            ["terraform" | "tofu", "workspace", ..] => (self.terraform_workspace(at), 2),
            [kind, name, ..] => (self.instances(Mode::Managed, kind, name, at), 2),
            _ => (refused(at, "this names nothing"), names.len()),
        };
        // Nobody can look at the references inside a module that is only restated.
        let is_hidden = self.instance.module.is_stand_in;
        if taken < 2 || is_hidden || value.trace.place() == &Place::Text(at) {
            return (value, taken);
        }
        let reference = names[..taken.min(names.len())].join(".");
        let trace = value.trace.via(Place::Text(at), Step::Reference(reference.into()));
        (value.traced(trace), taken)
    }

    fn variable(&self, name: &str, at: Span) -> Value {
        let undeclared = || refused(at, &format!("no variable is called {name}"));
        self.root.variable(&self.instance, name).unwrap_or_else(undeclared)
    }

    pub(super) fn local(&self, name: &str, at: Span) -> Value {
        let symbol = Symbol::Local(self.instance.address.clone(), name.into());
        let value = self.root.value(symbol, format_args!("local.{name}"), || {
            let expr = self.instance.module.locals.get(name)?;
            let scope = self.root.scope(&self.instance, Repetition::Once);
            Some(interpret::evaluate(expr, &scope))
        });
        value.unwrap_or_else(|| refused(at, &format!("no local is called {name}")))
    }

    fn repeated(&self, kind: &str, name: &str, at: Span) -> Value {
        match (&self.repetition, kind, name) {
            (Repetition::Count(index), "count", "index") => index.clone(),
            (Repetition::Each(key, _), "each", "key") => key.clone(),
            (Repetition::Each(_, value), "each", "value") => value.clone(),
            (Repetition::Unknown(reason), _, _) => Value::unknown(reason.clone(), Trace::literal(Place::Text(at))),
            _ => refused(at, &format!("{kind}.{name} means nothing here")),
        }
    }

    fn path(&self, name: &str, at: Span) -> Value {
        let trace = Trace::literal(Place::Text(at));
        match name {
            "module" => {
                let relative = crate::files::relative(&self.instance.module.folder, self.root.folder());
                let relative = if relative.is_empty() { ".".to_owned() } else { relative };
                Value::string(relative, trace)
            }
            "root" => Value::string(".", trace),
            _ => Value::unknown(Reason::RunTime(format!("path.{name}").into()), trace),
        }
    }

    fn terraform_workspace(&self, at: Span) -> Value {
        let trace = Trace::literal(Place::Text(at));
        match &self.root.terraform_workspace {
            Some(name) => Value::string(name.as_str(), trace),
            None => Value::unknown(Reason::RunTime("terraform.workspace".into()), trace),
        }
    }

    /// All instances of a resource or call: one, a tuple under `count`, an object under `for_each`.
    fn instances(&self, mode: Mode, kind: &str, name: &str, at: Span) -> Value {
        let address = |key| ResourceAddress {
            module: self.instance.address.clone(),
            mode,
            kind: kind.into(),
            name: name.into(),
            key,
        };
        let single = Rc::new(address(InstanceKey::None));
        let one = |key: InstanceKey, trace: Trace| Value::new(Kind::Resource(Rc::new(address(key))), trace);
        let expansion = self.root.expansion(&single);
        // Every reference to the whole makes its instances anew.
        if let Some(Expansion::Count(count, _)) = &expansion
            && let Err(reason) = self.root.spend(count / INSTANCES_AT_ONCE)
        {
            return Value::unknown(reason, Trace::literal(Place::Text(at)));
        }
        match expansion {
            None => refused(at, &format!("{single} is not declared")),
            Some(Expansion::Once(trace)) => Value::new(Kind::Resource(single), trace),
            Some(Expansion::Count(count, trace)) => {
                let items = (0..count).map(|index| one(InstanceKey::Index(index), trace.clone()));
                Value::new(Kind::Tuple(items.collect()), trace.clone())
            }
            Some(Expansion::Each(items, trace)) => {
                let mut entries = Entries::default();
                for (key, _) in items.iter() {
                    let entry = Entry { key: key.clone(), value: one(InstanceKey::Key(key.shared()), trace.clone()) };
                    entries.items.insert(key.shared(), entry);
                }
                Value::new(Kind::Object(Rc::new(entries)), trace)
            }
            Some(Expansion::Unknown(why, trace)) => {
                Value::unknown(Reason::Instances { of: address(InstanceKey::Any), why: Rc::new(why) }, trace)
            }
        }
    }
}

fn refused(at: Span, message: &str) -> Value {
    Value::unknown(Reason::Error(message.into(), Some(at)), Trace::literal(Place::Text(at)))
}

/// A key as a value.
pub(super) fn key_value(key: &Text, trace: &Trace) -> Value {
    Value::new(Kind::String(key.clone()), trace.clone())
}

/// An index as a value.
pub(super) fn index_value(index: u64, trace: &Trace) -> Value {
    Value::new(Kind::Number(Number::from(index)), trace.clone())
}

/// Something unknown that is told apart from a refused name.
pub(super) fn unknown_value(unknown: Unknown, trace: Trace) -> Value {
    Value::new(Kind::Unknown(unknown), trace)
}
