//! Values that this provider makes itself.

use std::rc::Rc;

use crate::eval::number::Number;
use crate::eval::text::Text;
use crate::eval::trace::Trace;
use crate::eval::value::{Entries, Entry, Kind, Value};

pub(super) fn text(text: impl Into<Rc<str>>) -> Value {
    Value::string(text, Trace::given())
}

pub(super) fn optional_text(value: Option<impl Into<Rc<str>>>) -> Value {
    value.map_or_else(null, text)
}

pub(super) fn number(number: impl Into<Number>) -> Value {
    Value::new(Kind::Number(number.into()), Trace::given())
}

pub(super) fn flag(flag: bool) -> Value {
    Value::new(Kind::Bool(flag), Trace::given())
}

pub(super) fn null() -> Value {
    Value::null(Trace::given())
}

pub(super) fn list(items: impl IntoIterator<Item = Value>) -> Value {
    Value::new(Kind::List(items.into_iter().collect()), Trace::given())
}

pub(super) fn object(pairs: impl IntoIterator<Item = (impl Into<Rc<str>>, Value)>) -> Value {
    Value::new(Kind::Object(Rc::new(entries(pairs))), Trace::given())
}

pub(super) fn map(pairs: impl IntoIterator<Item = (impl Into<Rc<str>>, Value)>) -> Value {
    Value::new(Kind::Map(Rc::new(entries(pairs))), Trace::given())
}

fn entries(pairs: impl IntoIterator<Item = (impl Into<Rc<str>>, Value)>) -> Entries {
    let items = pairs.into_iter().map(|(name, value)| {
        let name: Rc<str> = name.into();
        let key = Text::computed(name.clone(), value.trace.clone());
        (name, Entry { key, value })
    });
    Entries { items: items.collect(), rest: None }
}
