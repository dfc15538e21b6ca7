//! JavaScript and TypeScript: objects, `require` and `import`, and what changes them.

use tree_sitter::Node;

use super::program::{Call, Change, Expr, Pair, Program, Value};
use super::tree::{
    Around, DEPTH, Dialect, Readers, any, calculated, children, expr, name_of, number, parameters, put, quoted,
    text_of, unpack, within,
};

/// The node names of both grammars.
pub(super) struct JavaScript;

/// In patterns a name can stand for the property that is called like it.
const READERS: Readers = Readers {
    name: |node, text| match node.kind() {
        "shorthand_property_identifier_pattern" => name_of(node, text).map(str::to_owned),
        _ => name(node, text),
    },
    read,
};

impl Dialect for JavaScript {
    fn visit<'t>(&self, node: Node<'t>, text: &str, around: &Around, program: &mut Program) {
        if self.is_scope(node.kind()) {
            parameters(node, text, around, program);
            if let Some(body) = node.child_by_field_name("body").filter(|body| body.kind() != "statement_block") {
                let value = read(body, text, DEPTH);
                program.steps.extend(around.around_child(node, self, text).returns(node, value));
            }
        }
        match node.kind() {
            "import_statement" => import(node, text, program),
            "return_statement" => {
                let value = children(node).first().map(|value| read(*value, text, DEPTH));
                program.steps.extend(value.and_then(|value| around.returns(node, value)));
            }
            "variable_declarator" => {
                let Some((left, right)) = node.child_by_field_name("name").zip(node.child_by_field_name("value"))
                else {
                    return;
                };
                if let Some(module) = required(right, text) {
                    require(left, &module, text, program);
                } else if let Some(target) = name(left, text) {
                    program.steps.push(around.step(node, Some(target), Change::Set, read(right, text, DEPTH)));
                } else if let Some(object) = name(right, text).filter(|object| program.imports.contains_key(object)) {
                    require(left, &program.full_name(&object), text, program);
                } else {
                    unpack((left, Some(right)), text, around, &READERS, program);
                }
            }
            // A field of a class.
            "public_field_definition" | "field_definition" => {
                let field = node.child_by_field_name("name").or_else(|| node.child_by_field_name("property"));
                let Some((left, right)) = field.zip(node.child_by_field_name("value")) else { return };
                let target = Some(format!("this.{}", text_of(left, text)));
                program.steps.push(around.step(node, target, Change::Set, read(right, text, DEPTH)));
            }
            "assignment_expression" => {
                let Some((left, right)) = node.child_by_field_name("left").zip(node.child_by_field_name("right"))
                else {
                    return;
                };
                if left.kind() == "subscript_expression" {
                    let object = left.child_by_field_name("object").and_then(|object| name(object, text));
                    let key = left.child_by_field_name("index").and_then(|key| key_of(key, text));
                    program.steps.extend(put(node, (object, key), read(right, text, DEPTH), around));
                } else if let Some(target) = name(left, text) {
                    program.steps.push(around.step(node, Some(target), Change::Set, read(right, text, DEPTH)));
                } else {
                    unpack((left, Some(right)), text, around, &READERS, program);
                }
            }
            // `for (const part of parts)`
            "for_in_statement" => {
                let Some(pattern) = node.child_by_field_name("left") else { return };
                match name(pattern, text) {
                    Some(_) => any([pattern], text, around, program),
                    None => unpack((pattern, None), text, around, &READERS, program),
                }
            }
            "call_expression" | "new_expression" => {
                let Some(call) = read_call(node, text, DEPTH) else { return };
                if call.function == "Object.assign" {
                    if let [Expr { value: Value::Name(target), .. }, more @ ..] = &call.arguments[..] {
                        let more = expr(Value::Merged(more.to_vec()), node.byte_range());
                        program.steps.push(around.step(node, Some(target.clone()), Change::Merge, more));
                    }
                    return;
                }
                let value = expr(Value::Call(Box::new(call)), node.byte_range());
                program.steps.push(around.step(node, None, Change::Set, value));
            }
            _ => {}
        }
    }

    fn is_scope(&self, kind: &str) -> bool {
        matches!(
            kind,
            "function_declaration" | "function_expression" | "arrow_function" | "method_definition" | "function"
        )
    }

    fn is_conditional(&self, kind: &str) -> bool {
        matches!(
            kind,
            "if_statement"
                | "switch_statement"
                | "catch_clause"
                | "ternary_expression"
                | "for_statement"
                | "for_in_statement"
                | "while_statement"
                | "do_statement"
        )
    }
}

/// `import { Kafka as K } from 'kafkajs'`, `import * as kafka from 'x'`
fn import(node: Node<'_>, text: &str, program: &mut Program) {
    let module = node.child_by_field_name("source").map(|source| read(source, text, 2).value);
    let Some(Value::Text(module)) = module else { return };
    let mut waiting = children(node);
    while let Some(part) = waiting.pop() {
        match part.kind() {
            "import_specifier" => {
                let Some(imported) = part.child_by_field_name("name").map(|name| text_of(name, text)) else { continue };
                let local = part.child_by_field_name("alias").map_or(imported, |alias| text_of(alias, text));
                program.imports.insert(local.to_owned(), format!("{module}.{imported}"));
            }
            "identifier" => {
                program.imports.insert(text_of(part, text).to_owned(), module.clone());
            }
            _ => waiting.extend(children(part)),
        }
    }
}

/// The module of `require('x')`, with the part of it in `require('x').Part`.
fn required(node: Node<'_>, text: &str) -> Option<String> {
    if node.kind() == "member_expression" {
        let object = node.child_by_field_name("object").filter(|object| object.kind() == "call_expression")?;
        let module = required(object, text)?;
        return Some(format!("{module}.{}", text_of(node.child_by_field_name("property")?, text)));
    }
    let call = (node.kind() == "call_expression").then(|| read_call(node, text, 3)).flatten()?;
    match (&*call.function, call.arguments.first().map(|first| &first.value)) {
        ("require", Some(Value::Text(module))) => Some(module.clone()),
        _ => None,
    }
}

/// `const { Kafka: K } = require('kafkajs')`
fn require(pattern: Node<'_>, module: &str, text: &str, program: &mut Program) {
    if pattern.kind() == "identifier" {
        program.imports.insert(text_of(pattern, text).to_owned(), module.to_owned());
    }
    for part in children(pattern) {
        let names = match part.kind() {
            "shorthand_property_identifier_pattern" => Some((text_of(part, text), text_of(part, text))),
            "pair_pattern" => {
                let names = part.child_by_field_name("key").zip(part.child_by_field_name("value"));
                names.map(|(key, value)| (text_of(key, text), text_of(value, text)))
            }
            _ => None,
        };
        if let Some((imported, local)) = names {
            program.imports.insert(local.to_owned(), format!("{module}.{imported}"));
        }
    }
}

fn name(node: Node<'_>, text: &str) -> Option<String> {
    match node.kind() {
        "identifier" => Some(text_of(node, text).to_owned()),
        "member_expression" => {
            let written = name_of(node, text)?;
            let is_path = written.chars().all(|letter| letter.is_alphanumeric() || "_.$#".contains(letter));
            is_path.then(|| written.to_owned())
        }
        _ => None,
    }
}

fn key_of(node: Node<'_>, text: &str) -> Option<String> {
    match node.kind() {
        "property_identifier" | "shorthand_property_identifier" => Some(text_of(node, text).to_owned()),
        "string" => match read(node, text, 2).value {
            Value::Text(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

fn read(node: Node<'_>, text: &str, depth: usize) -> Expr {
    let range = node.byte_range();
    let Some(depth) = depth.checked_sub(1) else { return expr(Value::Other, range) };
    match node.kind() {
        "string" | "template_string" => quoted(node, text, &["string_fragment"]),
        "number" => number(node, text),
        "true" | "false" => {
            Expr { value: Value::Text(text_of(node, text).to_owned()), literal: Some(range.clone()), range }
        }
        "object" => expr(Value::Map(pairs(node, text, depth)), range),
        "array" => expr(Value::List(children(node).into_iter().map(|item| read(item, text, depth)).collect()), range),
        "parenthesized_expression"
        | "as_expression"
        | "satisfies_expression"
        | "await_expression"
        | "non_null_expression"
        | "type_assertion" => {
            let parts = children(node);
            let inner = if node.kind() == "type_assertion" { parts.last() } else { parts.first() };
            within(inner.copied(), range, |inner| read(inner, text, depth))
        }
        "unary_expression" if text_of(node, text).starts_with('-') => number(node, text),
        "binary_expression" => calculated(node, text, |side| read(side, text, depth)),
        "call_expression" | "new_expression" => match read_call(node, text, depth) {
            Some(call) if call.function == "Object.assign" => expr(Value::Merged(call.arguments), range),
            Some(call) => expr(Value::Call(Box::new(call)), range),
            None => expr(Value::Other, range),
        },
        _ => match name(node, text) {
            Some(name) => expr(Value::Name(name), range),
            None => expr(Value::Other, range),
        },
    }
}

fn read_call(node: Node<'_>, text: &str, depth: usize) -> Option<Call> {
    let function = node.child_by_field_name("function").or_else(|| node.child_by_field_name("constructor"))?;
    let function = name(function, text)?;
    let arguments = node.child_by_field_name("arguments").map(children).unwrap_or_default();
    let arguments = arguments.into_iter().map(|item| read(item, text, depth)).collect();
    Some(Call { function, arguments, named: Vec::new() })
}

fn pairs(node: Node<'_>, text: &str, depth: usize) -> Vec<Pair> {
    let pair = |item: Node<'_>| {
        let range = item.byte_range();
        match item.kind() {
            "pair" => {
                let key = key_of(item.child_by_field_name("key")?, text);
                let value = read(item.child_by_field_name("value")?, text, depth);
                // A key that is computed could be any.
                let value = if key.is_some() { value } else { expr(Value::Other, range.clone()) };
                Some(Pair { key, range, value })
            }
            "shorthand_property_identifier" => {
                let name = text_of(item, text).to_owned();
                Some(Pair { key: Some(name.clone()), value: expr(Value::Name(name), range.clone()), range })
            }
            "spread_element" => {
                let inner = children(item).first().copied()?;
                Some(Pair { key: None, range, value: read(inner, text, depth) })
            }
            // A function under a name.
            "method_definition" => {
                let key = key_of(item.child_by_field_name("name")?, text);
                Some(Pair { key, value: expr(Value::Other, range.clone()), range })
            }
            _ => None,
        }
    };
    children(node).into_iter().filter_map(pair).collect()
}
