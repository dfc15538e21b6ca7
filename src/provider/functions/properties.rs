//! `properties_parse`, `properties_render` and `properties_merge`: broker properties as text and as maps.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::rc::Rc;

use super::{Function, Parameter, any, text};
use crate::eval::convert;
use crate::eval::types::Type;
use crate::eval::value::Value;
use crate::finding::Level;
use crate::provider::fault::Fault;
use crate::provider::made;
use crate::provider::options::Options;
use crate::provider::subject::Subject;
use crate::provider::verdict::{Verdict, claim};
use crate::syntax::properties::{self, Line};

fn texts() -> Type {
    Type::Map(Type::String.into())
}

const MAP: Parameter = Parameter {
    name: "properties",
    description: "Properties by name: texts, numbers and booleans. What is null is left out.",
    ty: any,
    is_open: false,
};

pub(super) static PARSE: Function = Function {
    name: "properties_parse",
    summary: "A text of properties as a map",
    description: "Reads a text as Java reads properties: of a repeated key the last counts, and a key alone has an \
                  empty value. What Java refuses, such as `\\u00`, is an error.",
    example: "locals {\n  properties = provider::msklint::properties_parse(file(\"server.properties\"))\n}",
    parameters: &[Parameter { name: "text", description: "The text.", ty: text, is_open: false }],
    variadic: None,
    result: texts,
    call: parse,
};

pub(super) static RENDER: Function = Function {
    name: "properties_render",
    summary: "A map as a text of broker properties that MSK takes",
    description: "Writes a line for each property, sorted by name, escaped where need be. A name that MSK does not let one \
                  set, or a value that it refuses, is an error that names the property.",
    example: "resource \"aws_msk_configuration\" \"main\" {\n  name              = \"main\"\n  server_properties = \
              provider::msklint::properties_render({\n    \"default.replication.factor\" = 3\n    \
              \"min.insync.replicas\"        = 2\n  })\n}",
    parameters: &[MAP],
    variadic: None,
    result: text,
    call: render,
};

pub(super) static MERGE: Function = Function {
    name: "properties_merge",
    summary: "Maps of properties as one",
    description: "Of a property that stands in several maps the last counts; null takes it out.",
    example: "locals {\n  properties = provider::msklint::properties_merge(local.defaults, { \"num.partitions\" = 6 })\n}",
    parameters: &[MAP],
    variadic: Some(Parameter { name: "more", description: "Further maps, the strongest last.", ..MAP }),
    result: texts,
    call: merge,
};

fn parse(arguments: &[Value]) -> Result<Value, Fault> {
    let text = arguments.first().and_then(Value::as_str).unwrap_or_default();
    let mut found: BTreeMap<Rc<str>, Value> = BTreeMap::new();
    for line in properties::parse(text) {
        match line {
            Line::Property(property) => {
                found.insert((*property.decoded_key(text)).into(), made::text(&*property.decoded_value(text)));
            }
            Line::Malformed(malformed) => {
                let shown = text.get(malformed.range).unwrap_or_default().trim();
                return Err(Fault::new(format!("this line is no property: {shown}")).of(0));
            }
            _ => {}
        }
    }
    Ok(made::map(found))
}

fn render(arguments: &[Value]) -> Result<Value, Fault> {
    let mut text = String::new();
    let Some(argument) = arguments.first() else { return Err(Fault::new("there are no properties")) };
    for (name, value) in pairs(argument).map_err(|fault| fault.of(0))? {
        if let Some(value) = value {
            let _ = writeln!(text, "{}={}", escape(&name, true), escape(&value, false));
        }
    }
    let subject = Subject::of(&made::text(text.as_str()))?;
    let verdict = Verdict::of(subject, Vec::new(), &Options::default());
    // What MSK refuses: advice has its place elsewhere.
    match verdict.findings.iter().find(|finding| finding.level == Level::Error) {
        Some(finding) => {
            let claim = claim(finding);
            let property = finding.primary().and_then(|label| label.attribute.as_deref());
            // The claim about the text as a whole, such as its size, is about no property.
            let unnamed = property.filter(|name| *name != "server_properties" && !claim.contains(name));
            let prefix = unnamed.map_or_else(String::new, |name| format!("{name}: "));
            Err(Fault::new(format!("{prefix}{claim}")).of(0))
        }
        None => Ok(made::text(text)),
    }
}

fn merge(arguments: &[Value]) -> Result<Value, Fault> {
    let mut merged: BTreeMap<Rc<str>, Value> = BTreeMap::new();
    for (index, argument) in arguments.iter().enumerate() {
        for (name, value) in pairs(argument).map_err(|fault| fault.of(index))? {
            match value {
                Some(value) => drop(merged.insert(name, made::text(value))),
                None => drop(merged.remove(&name)),
            }
        }
    }
    Ok(made::map(merged))
}

/// A name and its value; nothing for null.
type Pair = (Rc<str>, Option<Rc<str>>);

/// Names and values as texts.
fn pairs(value: &Value) -> Result<Vec<Pair>, Fault> {
    let entries = value.entries().ok_or_else(|| Fault::new("properties are a map of names to values"))?;
    let pair = |(name, entry): (&Rc<str>, &crate::eval::value::Entry)| {
        if entry.value.is_null() {
            return Ok((name.clone(), None));
        }
        let text = convert::to_text(&entry.value)
            .map_err(|_| Fault::new(format!("{name} is neither a text nor a number nor a boolean")))?;
        Ok((name.clone(), Some(text.shared())))
    };
    entries.items.iter().map(pair).collect()
}

/// A key or a value that Java reads back as it was.
fn escape(text: &str, is_key: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (index, letter) in text.char_indices() {
        match letter {
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            '\u{c}' => escaped.push_str("\\f"),
            '=' | ':' if is_key => escaped.extend(['\\', letter]),
            '#' | '!' if is_key && index == 0 => escaped.extend(['\\', letter]),
            ' ' if is_key || index == 0 => escaped.push_str("\\ "),
            _ => escaped.push(letter),
        }
    }
    escaped
}
