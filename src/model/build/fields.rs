//! Reading the fields of a resource: paths through nested blocks, to facts.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use super::{Resources, origin};
use crate::eval::convert::{self, convert};
use crate::eval::text::Text;
use crate::eval::trace::Step;
use crate::eval::types::Type;
use crate::eval::value::{Kind, ResourceAddress, Value};
use crate::facts::schema;
use crate::model::fact::{Fact, From, Origin};
use crate::source::Place;

/// The fields of one resource instance.
pub(super) struct Fields<'a> {
    pub(super) resources: &'a dyn Resources,
    pub(super) address: Rc<ResourceAddress>,
    pub(super) header: Place,
    /// Arguments that were asked for.
    known: RefCell<Vec<(Box<str>, Option<Value>)>>,
}

/// What stands at a path.
pub(super) enum Field {
    /// A value, perhaps unknown.
    Written(Value),
    /// Nothing, and the block in which it would stand.
    Absent(Place),
}

impl<'a> Fields<'a> {
    pub(super) fn new(resources: &'a dyn Resources, address: &Rc<ResourceAddress>) -> Self {
        Self { resources, address: address.clone(), header: resources.header(address), known: RefCell::default() }
    }

    /// A whole argument: most are asked for again and again, for one part after the other.
    fn whole(&self, name: &str) -> Option<Value> {
        let known = self.known.borrow().iter().find(|(known, _)| **known == *name).map(|(_, value)| value.clone());
        known.unwrap_or_else(|| {
            let value = self.resources.argument(&self.address, name);
            self.known.borrow_mut().push((name.into(), value.clone()));
            value
        })
    }

    /// The value at a path such as `broker_node_group_info.client_subnets`; nested blocks are taken at their first.
    pub(super) fn get(&self, path: &str) -> Field {
        let mut names = path.split('.');
        let first = names.next().unwrap_or_default();
        let mut field = match self.whole(first) {
            Some(value) => written(value, &self.header),
            None => Field::Absent(self.header.clone()),
        };
        for name in names {
            field = match field {
                Field::Written(value) => inside(value, name),
                absent => return absent,
            };
        }
        field
    }

    /// Where an argument or nested block is written, or the block in which it would be.
    pub(super) fn place(&self, path: &str) -> Place {
        match self.get(path) {
            Field::Absent(place) => place,
            Field::Written(value) => {
                let block = value.elements().and_then(|blocks| blocks.first());
                block.map_or(value.trace.place(), |block| block.trace.place()).clone()
            }
        }
    }

    /// Whether a nested block or argument is written (`Some`), and `None` when that cannot be told.
    pub(super) fn is_present(&self, path: &str) -> Option<bool> {
        match self.get(path) {
            Field::Written(value) if value.as_unknown().is_some() => None,
            Field::Written(_) => Some(true),
            Field::Absent(_) => Some(false),
        }
    }

    /// Whether a nested block stands at a path, as a fact with its place.
    pub(super) fn block(&self, path: &str) -> Fact<()> {
        match self.get(path) {
            Field::Absent(place) => Fact::absent(Origin::at(place)),
            Field::Written(value) => match value.as_unknown() {
                Some(unknown) => Fact::unknown(unknown.reason.to_string(), origin::of(&value.trace)),
                None if matches!(value.trace.origin().step(), Step::Given) => {
                    Fact::inherited((), From::ProviderDefault, origin::of(&value.trace))
                }
                None => Fact::written((), origin::of(&value.trace)),
            },
        }
    }

    /// A written argument of a nested block with its name.
    pub(super) fn argument(&self, path: &str) -> Option<(Text, Value)> {
        let (block, name) = path.rsplit_once('.')?;
        let Field::Written(value) = self.get(block) else { return None };
        let block = value.elements().and_then(|items| items.first()).unwrap_or(&value);
        let entry = block.entries()?.items.get(name)?;
        (!entry.value.is_null()).then(|| (entry.key.clone(), entry.value.clone()))
    }

    /// How many items a list has, whether or not they are known.
    pub(super) fn count(&self, path: &str) -> Fact<usize> {
        let value = match self.get(path) {
            Field::Absent(place) => return Fact::absent(Origin::at(place)),
            Field::Written(value) => value,
        };
        let origin = origin::of(&value.trace);
        match (value.elements(), value.first_unknown()) {
            (Some(items), _) => Fact::written(items.len(), origin),
            (None, Some(unknown)) => Fact::unknown(unknown.reason.to_string(), origin),
            (None, None) => Fact::unknown("it is no list", origin),
        }
    }

    pub(super) fn text(&self, path: &str) -> Fact<Arc<str>> {
        let fact = self.read(path, &Type::String, |value| value.as_str().map(Arc::from));
        // Rules quote texts: a sensitive one is not given to them.
        match fact.sensitive && fact.known().is_some() {
            true => Fact { sensitive: true, ..Fact::unknown("it is sensitive", fact.origin) },
            false => fact,
        }
    }

    pub(super) fn number(&self, path: &str) -> Fact<i64> {
        self.read(path, &Type::Number, |value| match &value.kind {
            Kind::Number(number) => number.as_i64(),
            _ => None,
        })
    }

    pub(super) fn boolean(&self, path: &str) -> Fact<bool> {
        self.read(path, &Type::Bool, |value| match &value.kind {
            Kind::Bool(value) => Some(*value),
            _ => None,
        })
    }

    pub(super) fn texts(&self, path: &str) -> Fact<Vec<Arc<str>>> {
        self.read(path, &Type::Set(Rc::new(Type::String)), |value| {
            value.elements()?.iter().map(|item| item.as_str().map(Arc::from)).collect()
        })
    }

    /// A fact with the provider's default where nothing is written.
    pub(super) fn text_or_default(&self, path: &str) -> Fact<Arc<str>> {
        let fact = self.text(path);
        match schema::default(&self.address.kind, path) {
            Some(default) if fact.is_absent() => {
                Fact::inherited(default.into(), self.resources.defaults_from(), fact.origin)
            }
            _ => fact,
        }
    }

    fn read<T>(&self, path: &str, ty: &Type, form: impl Fn(&Value) -> Option<T>) -> Fact<T> {
        match self.get(path) {
            Field::Absent(place) => Fact::absent(Origin::at(place)),
            Field::Written(value) => {
                let mut fact = read(&value, ty, form);
                let text = convert::to_text(&value).ok();
                let literal = text.and_then(|text| origin::literal(self.resources, value.trace.span(), text.as_str()));
                fact.origin.literal = literal;
                fact
            }
        }
    }
}

/// A fact from what stands in a field.
pub(super) fn read_field<T>(field: Field, ty: &Type, form: impl Fn(&Value) -> Option<T>) -> Fact<T> {
    match field {
        Field::Absent(place) => Fact::absent(Origin::at(place)),
        Field::Written(value) => read(&value, ty, form),
    }
}

/// A fact from a value of a type.
pub(super) fn read<T>(value: &Value, ty: &Type, form: impl Fn(&Value) -> Option<T>) -> Fact<T> {
    let origin = origin::of(&value.trace);
    let converted = match convert(value, ty) {
        Ok(converted) => converted,
        Err(message) => return Fact::unknown(format!("Terraform refuses it: {message}"), origin),
    };
    let is_given = matches!(value.trace.origin().step(), Step::Given);
    let fact = match (form(&converted), converted.first_unknown()) {
        // A planned value that no configuration writes.
        (Some(known), _) if is_given => Fact::inherited(known, From::ProviderDefault, origin),
        (Some(known), _) => Fact::written(known, origin),
        (None, Some(unknown)) => Fact::unknown(unknown.reason.to_string(), origin),
        (None, None) => Fact::unknown("its type is not the expected one", origin),
    };
    Fact { sensitive: converted.sensitive, ..fact }
}

fn written(value: Value, around: &Place) -> Field {
    if value.is_null() { Field::Absent(around.clone()) } else { Field::Written(value) }
}

/// What stands at a name in an object, or in the first of a list of blocks.
pub(super) fn inside(value: Value, name: &str) -> Field {
    let block = match value.elements() {
        Some(items) => match items.first() {
            Some(first) => first.clone(),
            None => return Field::Absent(value.trace.place().clone()),
        },
        None => value,
    };
    match (&block.kind, block.entries()) {
        (Kind::Unknown(_), _) => Field::Written(block),
        (_, Some(entries)) => match (entries.items.get(name), &entries.rest) {
            (Some(entry), _) => written(entry.value.clone(), block.trace.place()),
            (None, Some(rest)) => Field::Written(Value::new(Kind::Unknown(rest.clone()), block.trace.clone())),
            (None, None) => Field::Absent(block.trace.place().clone()),
        },
        _ => Field::Absent(block.trace.place().clone()),
    }
}
