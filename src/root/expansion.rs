//! How many instances a block has: `count` and `for_each` of resources and module calls.

use std::rc::Rc;

use super::instance::{InstanceScope, ModuleInstance, Repetition};
use super::names::{index_value, key_value};
use super::{Memo, Root, Symbol};
use crate::eval::interpret;
use crate::eval::text::Text;
use crate::eval::trace::{Step, Trace};
use crate::eval::value::{InstanceKey, Kind, Mode, Reason, ResourceAddress, Value};
use crate::source::Place;
use crate::terraform::file::ExprRef;
use crate::terraform::module::Declaration;

/// Most instances of one block.
const MAX_INSTANCES: u64 = 2_000;

/// The instances of a block; each form with the history of what decided it.
#[derive(Clone, Debug)]
pub enum Expansion {
    /// One, without a key.
    Once(Trace),
    /// `count`
    Count(u64, Trace),
    /// `for_each`: keys and values.
    Each(Rc<[(Text, Value)]>, Trace),
    /// Any number, and why.
    Unknown(Reason, Trace),
}

impl Expansion {
    /// The keys of the instances; one that stands for each when their number is unknown.
    pub fn keys(&self) -> Vec<InstanceKey> {
        match self {
            Self::Once(_) => vec![InstanceKey::None],
            Self::Count(count, _) => (0..*count).map(InstanceKey::Index).collect(),
            Self::Each(items, _) => items.iter().map(|(key, _)| InstanceKey::Key(key.shared())).collect(),
            Self::Unknown(..) => vec![InstanceKey::Any],
        }
    }

    /// Whether one of the instances has a key.
    pub fn has(&self, key: &InstanceKey) -> bool {
        match (self, key) {
            (Self::Once(_), InstanceKey::None) | (Self::Unknown(..), InstanceKey::Any) => true,
            (Self::Count(count, _), InstanceKey::Index(index)) => index < count,
            (Self::Each(items, _), InstanceKey::Key(key)) => items.iter().any(|(known, _)| known.as_str() == &**key),
            _ => false,
        }
    }

    fn repetition(&self, key: &InstanceKey) -> Option<Repetition> {
        match (self, key) {
            (Self::Once(_), InstanceKey::None) => Some(Repetition::Once),
            (Self::Count(count, trace), InstanceKey::Index(index)) if index < count => {
                Some(Repetition::Count(index_value(*index, trace)))
            }
            (Self::Each(items, trace), InstanceKey::Key(key)) => {
                let (key, value) = items.iter().find(|(known, _)| known.as_str() == &**key)?;
                Some(Repetition::Each(key_value(key, trace), value.clone()))
            }
            (Self::Unknown(reason, _), _) => Some(Repetition::Unknown(reason.clone())),
            _ => None,
        }
    }
}

impl Root<'_> {
    /// How many instances a resource or call has; `None` when it is not declared. The address's own key is ignored.
    pub fn expansion(&self, address: &ResourceAddress) -> Option<Expansion> {
        let address = Rc::new(ResourceAddress { key: InstanceKey::None, ..address.clone() });
        let (instance, declaration) = self.declaration(&address)?;
        let memo =
            self.memoised(Symbol::Expansion(address.clone()), || Memo::Expansion(self.expand(&instance, &declaration)));
        match memo.as_deref() {
            Some(Memo::Expansion(expansion)) => Some(expansion.clone()),
            _ => Some(Expansion::Unknown(Reason::Cycle(address.to_string().into()), Trace::given())),
        }
    }

    /// The block that declares a resource or call, with the module instance it stands in.
    pub fn declaration(&self, address: &ResourceAddress) -> Option<(Rc<ModuleInstance>, Declaration)> {
        let instance = self.instance_at(&address.module)?;
        let declaration = match address.mode {
            Mode::Module => instance.module.calls.get(&*address.name),
            mode => instance.module.resource(mode, &address.kind, &address.name),
        }?;
        let declaration = declaration.clone();
        Some((instance, declaration))
    }

    /// The scope in which the arguments of one instance are evaluated; `None` when there is no such instance.
    pub(super) fn scope_of(&self, address: &ResourceAddress) -> Option<(InstanceScope<'_>, Declaration)> {
        let (instance, declaration) = self.declaration(address)?;
        let repetition = self.expansion(address)?.repetition(&address.key)?;
        Some((self.scope(&instance, repetition), declaration))
    }

    fn expand(&self, instance: &Rc<ModuleInstance>, declaration: &Declaration) -> Expansion {
        let scope = self.scope(instance, Repetition::Once);
        let evaluated = |expr: &ExprRef| {
            let value = interpret::evaluate(expr, &scope);
            let trace = value.trace.via(Place::Text(expr.span()), Step::Chosen);
            (value, trace)
        };
        if let Some(count) = declaration.content.value("count") {
            let (value, trace) = evaluated(count);
            return counted(&value, trace);
        }
        match declaration.content.value("for_each").map(evaluated) {
            Some((value, trace)) => for_each(&value, trace),
            None if declaration.content.damaged => Expansion::Once(Trace::given()),
            None => Expansion::Once(Trace::literal(Place::Text(declaration.header))),
        }
    }
}

fn counted(value: &Value, trace: Trace) -> Expansion {
    let number = crate::eval::convert::convert(value, &crate::eval::types::Type::Number);
    match number.as_ref().map(|number| &number.kind) {
        Ok(Kind::Number(number)) => match number.as_u64() {
            Some(count) if count <= MAX_INSTANCES => Expansion::Count(count, trace),
            Some(_) => Expansion::Unknown(Reason::Limit("the number of instances".into()), trace),
            None => Expansion::Unknown(Reason::Error("count is not a whole number".into(), trace.span()), trace),
        },
        _ => Expansion::Unknown(reason(value, "count is not a number"), trace),
    }
}

fn for_each(value: &Value, trace: Trace) -> Expansion {
    if let Some(entries) = value.entries() {
        if let Some(rest) = &entries.rest {
            return Expansion::Unknown(rest.reason.as_ref().clone(), trace);
        }
        if entries.items.len() as u64 > MAX_INSTANCES {
            return Expansion::Unknown(Reason::Limit("the number of instances".into()), trace);
        }
        let items =
            entries.items.values().map(|entry| (entry.key.clone(), entry.value.clone().within(value))).collect();
        return Expansion::Each(items, trace);
    }
    let Kind::Set(items) = &value.kind else {
        return Expansion::Unknown(reason(value, "for_each takes a map or a set of strings"), trace);
    };
    if items.len() as u64 > MAX_INSTANCES {
        return Expansion::Unknown(Reason::Limit("the number of instances".into()), trace);
    }
    let keyed = items.iter().map(|item| match &item.kind {
        Kind::String(text) if text.is_known() => Ok((text.clone(), item.clone())),
        _ => Err(reason(item, "for_each takes a map or a set of strings")),
    });
    match keyed.collect::<Result<Rc<[_]>, _>>() {
        Ok(items) => Expansion::Each(items, trace),
        Err(reason) => Expansion::Unknown(reason, trace),
    }
}

fn reason(value: &Value, otherwise: &str) -> Reason {
    match value.first_unknown() {
        Some(unknown) => unknown.reason.as_ref().clone(),
        None => Reason::Error(otherwise.into(), value.trace.span()),
    }
}
