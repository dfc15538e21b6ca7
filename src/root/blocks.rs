//! The attributes of resources and module calls, in the shape of the provider's schema: arguments by name,
//! nested blocks as lists of objects, `dynamic` ones included.

use std::rc::Rc;

use super::instance::{InstanceScope, ephemeral, flag};
use super::names::unknown_value;
use super::{Repetition, Root, Symbol, after_apply};
use crate::eval::files::read_text;
use crate::eval::for_expression::{Refusal, items};
use crate::eval::interpret::{self, Interpreter};
use crate::eval::limits::is_too_large;
use crate::eval::render;
use crate::eval::text::Text;
use crate::eval::trace::{Step, Trace};
use crate::eval::types::Type;
use crate::eval::value::{Entries, Entry, Kind, Mode, Reason, ResourceAddress, Unknown, Value};
use crate::source::Place;
use crate::terraform::content::{Content, Nested};
use crate::terraform::file::ExprRef;

impl Root<'_> {
    /// What an expression sees under `resource.attribute` or `module.call.output`.
    pub(super) fn attribute(&self, of: &Rc<ResourceAddress>, name: &str, trace: &Trace) -> Value {
        if of.mode == Mode::Module {
            return self.output_of_call(of, name, trace);
        }
        let value = self.argument(of, name).or_else(|| self.data_attribute(of, name, trace));
        match value {
            Some(value) if !value.is_null() => {
                let step = Step::Reference(format!("{of}.{name}").into());
                let via = value.trace.via(trace.place().clone(), step);
                value.traced(via)
            }
            _ => after_apply(of, name, trace.clone()),
        }
    }

    /// A written argument or the list of nested blocks of a type; `None` when neither is written.
    pub fn argument(&self, of: &Rc<ResourceAddress>, name: &str) -> Option<Value> {
        // Most of what is asked for is not written, and that is quickly seen.
        if !self.declaration(of)?.1.content.may_hold(name) {
            return None;
        }
        let symbol = Symbol::Attribute(of.clone(), name.into());
        self.value(symbol, format_args!("{of}.{name}"), || {
            let (scope, declaration) = self.scope_of(of)?;
            Body { scope: &scope, bindings: Vec::new() }.argument(&declaration.content, name)
        })
    }

    /// An attribute of a data source that follows from its arguments and the files on disk.
    fn data_attribute(&self, of: &Rc<ResourceAddress>, name: &str, trace: &Trace) -> Option<Value> {
        let compute: fn(&Self, &Rc<ResourceAddress>, &Trace) -> Option<Value> = match (of.mode, &*of.kind, name) {
            (Mode::Data, "template_file", "rendered") => |root, of, trace| {
                let (scope, _) = root.scope_of(of)?;
                let template = root.argument(of, "template")?;
                Some(render::template_file(&template, root.argument(of, "vars").as_ref(), &scope, trace))
            },
            (Mode::Data, "local_file", "content") => |root, of, trace| {
                let (scope, _) = root.scope_of(of)?;
                let text = read_text(root.argument(of, "filename")?.as_str()?, &scope).ok()?;
                Some(Value::new(Kind::String(text), trace.clone()))
            },
            _ => return None,
        };
        let symbol = Symbol::Attribute(of.clone(), format!("computed {name}").into());
        self.value(symbol, format_args!("{of}.{name}"), || compute(self, of, trace))
    }

    fn output_of_call(&self, of: &Rc<ResourceAddress>, name: &str, trace: &Trace) -> Value {
        let symbol = Symbol::OutputOfCall(of.clone(), name.into());
        let value = self.value(symbol, format_args!("{of}.{name}"), || self.compute_output_of_call(of, name));
        let value = value.unwrap_or_else(|| {
            let message = format!("the module has no output {name}");
            Value::unknown(Reason::Error(message.into(), trace.span()), trace.clone())
        });
        let via = value.trace.via(trace.place().clone(), Step::Reference(format!("{of}.{name}").into()));
        value.traced(via)
    }

    fn compute_output_of_call(&self, of: &Rc<ResourceAddress>, name: &str) -> Option<Value> {
        let (scope, declaration) = self.scope_of(of)?;
        let called = self.called(&scope.instance, &of.name, &of.key, scope.repetition.clone());
        match called.map(|called| (called.module.is_stand_in, self.output(&called, name))) {
            Some((_, Some(output))) => return Some(output),
            Some((false, None)) => return None,
            _ => self.ask(&scope.instance, &of.name),
        }
        let source = self.call_source(&scope.instance, &of.name);
        let source = source.as_ref().and_then(Value::as_str).unwrap_or("with a computed source");
        let trace = Trace::literal(Place::Text(declaration.header));
        Some(Value::unknown(Reason::MissingModule(source.into()), trace))
    }

    /// An output of a module instance.
    pub fn output(&self, instance: &Rc<super::ModuleInstance>, name: &str) -> Option<Value> {
        let symbol = Symbol::Output(instance.address.clone(), name.into());
        self.value(symbol, format_args!("output.{name}"), || {
            let Some(declaration) = instance.module.outputs.get(name) else {
                let lost = instance.module.damaged;
                return lost.then(|| Value::unknown(Reason::Broken(None), Trace::given()));
            };
            let scope = self.scope(instance, Repetition::Once);
            let value = declaration.content.value("value").map(|expr| interpret::evaluate(expr, &scope));
            let value = value.unwrap_or_else(|| Value::null(Trace::literal(Place::Text(declaration.header))));
            if flag(&scope, declaration, "ephemeral", false) {
                return Some(ephemeral(format!("output.{name}"), Type::Any, value.trace));
            }
            Some(value.marked(flag(&scope, declaration, "sensitive", false)))
        })
    }
}

impl Root<'_> {
    /// A value that shows what is known of whole resources and modules in it, for outputs.
    pub fn expanded(&self, value: Value) -> Value {
        if is_too_large(&value) {
            return value;
        }
        let all = |items: &Rc<[Value]>| items.iter().map(|item| self.expanded(item.clone())).collect();
        let each = |entries: &Rc<Entries>| {
            let expanded = |(name, entry): (&Rc<str>, &Entry)| {
                (name.clone(), Entry { key: entry.key.clone(), value: self.expanded(entry.value.clone()) })
            };
            Rc::new(Entries { items: entries.items.iter().map(expanded).collect(), rest: entries.rest.clone() })
        };
        let kind = match &value.kind {
            Kind::Resource(address) if address.mode == Mode::Module => self.all_outputs(address, &value.trace),
            Kind::List(items) => Some(Kind::List(all(items))),
            Kind::Tuple(items) => Some(Kind::Tuple(all(items))),
            Kind::Map(entries) => Some(Kind::Map(each(entries))),
            Kind::Object(entries) => Some(Kind::Object(each(entries))),
            _ => None,
        };
        let kind = kind.unwrap_or_else(|| value.kind.clone());
        Value { kind, ..value }
    }

    /// All outputs of a module as an object; `None` when it is not on disk.
    fn all_outputs(&self, of: &Rc<ResourceAddress>, trace: &Trace) -> Option<Kind> {
        let called = self.called_instance(of).filter(|called| !called.module.is_stand_in)?;
        let output = |name: &str| {
            let key = Text::computed(name, trace.clone());
            (Rc::from(name), Entry { key, value: self.expanded(self.attribute(of, name, trace)) })
        };
        Some(Kind::Object(Rc::new(Entries {
            items: called.module.outputs.keys().map(|name| output(name)).collect(),
            rest: None,
        })))
    }
}

/// The body of a block in its scope, with the iterators of the `dynamic` blocks around it.
struct Body<'a> {
    scope: &'a InstanceScope<'a>,
    bindings: Vec<(Rc<str>, Value)>,
}

impl Body<'_> {
    fn eval(&self, expr: &ExprRef) -> Value {
        Interpreter::with_bindings(expr.file.clone(), self.scope, self.bindings.clone()).eval(expr.id)
    }

    fn argument(&self, content: &Content, name: &str) -> Option<Value> {
        if let Some(expr) = content.value(name) {
            return Some(self.eval(expr));
        }
        let blocks: Vec<&Nested> = content.blocks.iter().filter(|block| block.produces() == name).collect();
        match blocks.first() {
            Some(first) => Some(self.list(&blocks, Trace::literal(Place::Text(first.header)))),
            None if content.damaged => {
                let reason = Reason::Broken(None);
                Some(Value::unknown(reason, Trace::given()))
            }
            None => None,
        }
    }

    /// Nested blocks of one type as a list; unknown when a `dynamic` one is.
    fn list(&self, blocks: &[&Nested], trace: Trace) -> Value {
        let mut objects = Vec::new();
        for block in blocks {
            if &*block.kind != "dynamic" {
                objects.push(self.object(block));
                continue;
            }
            match self.dynamic(block) {
                Ok(generated) => objects.extend(generated),
                // Its type is that of what is walked, not of the blocks.
                Err(unknown) => {
                    return unknown_value(unknown.of(Type::Any), Trace::literal(Place::Text(block.header)));
                }
            }
        }
        if objects.is_empty() {
            return Value::new(Kind::Null, trace);
        }
        Value::new(Kind::List(objects.into()), trace)
    }

    fn dynamic(&self, block: &Nested) -> Result<Vec<Value>, Unknown> {
        let broken = || Unknown::new(Reason::Broken(Some(block.header)));
        let for_each = block.content.value("for_each").ok_or_else(broken)?;
        let content = block.content.blocks_of("content").next().ok_or_else(broken)?;
        let iterator: Rc<str> = match block.content.value("iterator") {
            Some(name) => name.file.tree.text(name.file.tree.expr(name.id).range).into(),
            None => block.produces().into(),
        };
        let walked = self.eval(for_each);
        let items = items(&walked, self.scope).map_err(|refusal| match refusal {
            Refusal::Unknown(unknown) => unknown,
            Refusal::Error(message) => Unknown::new(Reason::Error(message.into(), Some(for_each.span()))),
        })?;
        let objects = items.into_iter().map(|(key, value)| {
            let mut bindings = self.bindings.clone();
            bindings.push((iterator.clone(), iteration(key, value)));
            let mut object = Body { scope: self.scope, bindings }.object(content);
            object.trace = Trace::literal(Place::Text(block.header));
            object
        });
        Ok(objects.collect())
    }

    /// A nested block as an object; what is not written in it may be set by the provider.
    fn object(&self, block: &Nested) -> Value {
        let mut entries = Entries::default();
        for (name, argument) in &block.content.arguments {
            let key = Text::verbatim(&**name, argument.name, Trace::literal(Place::Text(argument.name)));
            entries.items.insert(name.as_ref().into(), Entry { key, value: self.eval(&argument.value) });
        }
        for nested in &block.content.blocks {
            let name = nested.produces();
            if entries.items.contains_key(name) {
                continue;
            }
            if let Some(value) = self.argument(&block.content, name) {
                let key = Text::verbatim(name, nested.header, Trace::literal(Place::Text(nested.header)));
                entries.items.insert(name.into(), Entry { key, value });
            }
        }
        if block.content.damaged {
            entries.rest = Some(Unknown::new(Reason::Broken(Some(block.header))));
        }
        Value::new(Kind::Object(Rc::new(entries)), Trace::literal(Place::Text(block.header)))
    }
}

/// The iterator of a `dynamic` block.
fn iteration(key: Value, value: Value) -> Value {
    let trace = value.trace.clone();
    let mut entries = Entries::default();
    for (name, value) in [("key", key), ("value", value)] {
        let key = Text::computed(name, trace.clone());
        entries.items.insert(name.into(), Entry { key, value });
    }
    Value::new(Kind::Object(Rc::new(entries)), trace)
}
