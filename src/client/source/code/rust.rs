//! Rust: `ClientConfig::new().set(…).create()` of rdkafka, in one chain or over several statements.

use tree_sitter::Node;

use super::program::{Call, Change, Expr, Pair, Program, Value};
use super::tree::{
    Around, DEPTH, Dialect, Readers, calculated, children, copy, expr, name_of, number, parameters, quoted, text_of,
    unpack, within,
};

/// The grammar's node names.
pub(super) struct Rust;

/// Methods that give back what they were called on, as far as settings go.
const SAME: &[&str] = &["to_string", "to_owned", "into", "as_str", "as_ref", "clone", "as_deref"];
/// Methods that make a client of a configuration.
const CREATE: &[&str] = &["create", "create_with_context"];
/// Longest beginning of a chain of calls, in characters.
const LONGEST: usize = 256;
/// Longest chain of calls that is followed.
const CHAIN: usize = 200;
/// The crate.
const CRATE: &str = "rdkafka";
/// What the program is shown as: the call that makes a client of a type.
const MAKER: &str = "rdkafka.create";
const CLIENTS: &[&str] =
    &["FutureProducer", "BaseProducer", "ThreadedProducer", "StreamConsumer", "BaseConsumer", "AdminClient"];

impl Dialect for Rust {
    fn visit<'t>(&self, node: Node<'t>, text: &str, around: &Around, program: &mut Program) {
        if self.is_scope(node.kind()) {
            parameters(node, text, around, program);
        }
        match node.kind() {
            // With or without a line that imports it: said once, for it takes the whole text to see.
            "source_file" if text.contains("rdkafka::") => {
                program.imports.insert(CRATE.to_owned(), CRATE.to_owned());
            }
            "use_declaration" => {
                let Some(argument) = node.child_by_field_name("argument") else { return };
                import(argument, text, program);
            }
            "let_declaration" | "const_item" | "static_item" => {
                let pattern = node.child_by_field_name("pattern").or_else(|| node.child_by_field_name("name"));
                let Some((left, right)) = pattern.zip(node.child_by_field_name("value")) else { return };
                let pattern = if left.kind() == "mut_pattern" { children(left).last().copied() } else { Some(left) };
                match pattern.and_then(|pattern| name(pattern, text)) {
                    Some(target) => {
                        program.steps.push(around.step(node, Some(target), Change::Set, read(right, text, DEPTH)));
                    }
                    None => unpack((left, Some(right)), text, around, &Readers { name, read }, program),
                }
            }
            "assignment_expression" => {
                let parts = node.child_by_field_name("left").zip(node.child_by_field_name("right"));
                let Some((left, right)) = parts else { return };
                match name(left, text) {
                    Some(target) => {
                        program.steps.push(around.step(node, Some(target), Change::Set, read(right, text, DEPTH)));
                    }
                    None => unpack((left, Some(right)), text, around, &Readers { name, read }, program),
                }
            }
            // What a function ends with, or returns.
            "function_item" => {
                let last = node.child_by_field_name("body").and_then(|body| children(body).last().copied());
                let Some(last) = last.filter(|last| !last.kind().ends_with("_statement")) else { return };
                let value = read(last, text, DEPTH);
                let inner = around.around_child(node, self, text);
                program.steps.extend(inner.returns(last, value));
            }
            "return_expression" => {
                let value = children(node).first().map(|value| read(*value, text, DEPTH));
                program.steps.extend(value.and_then(|value| around.returns(node, value)));
            }
            "call_expression" => call(node, text, around, program),
            _ => {}
        }
    }

    fn is_scope(&self, kind: &str) -> bool {
        matches!(kind, "function_item" | "closure_expression")
    }

    fn is_conditional(&self, kind: &str) -> bool {
        matches!(kind, "if_expression" | "match_expression" | "for_expression" | "while_expression" | "loop_expression")
    }

    fn is_silent<'t>(&self, node: Node<'t>, text: &str) -> bool {
        let name = || node.child_by_field_name("name").map_or("", |name| text_of(name, text));
        node.kind() == "mod_item" && matches!(name(), "test" | "tests")
    }
}

/// `use rdkafka::config::{ClientConfig, FromClientConfig as F};`
fn import(argument: Node<'_>, text: &str, program: &mut Program) {
    let mut waiting = vec![(String::new(), argument)];
    while let Some((before, node)) = waiting.pop() {
        let path = |node: Node<'_>| format!("{before}{}", text_of(node, text).replace("::", "."));
        match node.kind() {
            "scoped_use_list" => {
                let Some(list) = node.child_by_field_name("list") else { continue };
                let before = node.child_by_field_name("path").map_or(before.clone(), |node| path(node) + ".");
                waiting.extend(children(list).into_iter().map(|part| (before.clone(), part)));
            }
            "use_list" => waiting.extend(children(node).into_iter().map(|part| (before.clone(), part))),
            "use_as_clause" => {
                let parts = node.child_by_field_name("alias").zip(node.child_by_field_name("path"));
                if let Some((alias, full)) = parts {
                    program.imports.insert(text_of(alias, text).to_owned(), path(full));
                }
            }
            _ => {
                let full = path(node);
                let local = full.rsplit('.').next().unwrap_or(&full).to_owned();
                program.imports.insert(local, full);
            }
        }
    }
}

/// A change of a configuration by a statement of its own, the making of a client, or any other call.
fn call(node: Node<'_>, text: &str, around: &Around, program: &mut Program) {
    let Some((receiver, method)) = method_of(node, text) else {
        let function = node.child_by_field_name("function").and_then(|function| name(function, text));
        if let Some(function) = function {
            let arguments = arguments_of(node, text, DEPTH);
            let call = expr(Value::Call(Box::new(Call { function, arguments, named: Vec::new() })), node.byte_range());
            program.steps.push(around.step(node, None, Change::Set, call));
        }
        return;
    };
    if CREATE.contains(&method) && program.imports.contains_key(CRATE) {
        let types =
            node.child_by_field_name("function").and_then(|function| function.child_by_field_name("type_arguments"));
        let of_type = |written: &str| CLIENTS.iter().find(|client| written.contains(*client)).copied();
        let turbofish = types.and_then(|types| name_of(types, text)).and_then(of_type);
        let client = turbofish.or_else(|| around.ty().and_then(of_type));
        let function = client.map_or(MAKER.to_owned(), |client| format!("{MAKER}.{client}"));
        let call = Call { function, arguments: vec![read(receiver, text, DEPTH)], named: Vec::new() };
        let call = expr(Value::Call(Box::new(call)), node.byte_range());
        program.steps.push(around.step(node, None, Change::Set, call));
    } else if method == "set" {
        // `config.set(…).set(…);`: a change for each, the first first.
        let changes = beginning(receiver, text).map(|target| match pair(node, receiver, text, DEPTH) {
            Some(pair) => {
                around.step(node, Some(target), Change::Merge, expr(Value::Map(vec![pair]), after(receiver, node)))
            }
            None => around.step(node, Some(target), Change::Merge, expr(Value::Other, after(receiver, node))),
        });
        program.steps.extend(changes);
    } else if !is_neutral(method) {
        // Any other method may set something, or hand on what it is given.
        let function = beginning(receiver, text).unwrap_or_else(|| "?".to_owned());
        let call = Call {
            function: format!("{function}.{method}"),
            arguments: arguments_of(node, text, DEPTH),
            named: Vec::new(),
        };
        program.steps.push(around.step(
            node,
            None,
            Change::Set,
            expr(Value::Call(Box::new(call)), after(receiver, node)),
        ));
    }
}

/// The part of a call behind what it is called on.
fn after(receiver: Node<'_>, call: Node<'_>) -> std::ops::Range<usize> {
    receiver.end_byte()..call.end_byte()
}

/// The name that a chain of calls begins with, if the first of them sets something: `config` in `config.set(…).set`.
fn beginning(node: Node<'_>, text: &str) -> Option<String> {
    let name_is = |written: &str| written.chars().all(|letter| letter.is_alphanumeric() || "_.".contains(letter));
    let first: String =
        text.get(node.byte_range())?.chars().take(LONGEST).take_while(|letter| *letter != '(').collect();
    let path: String = first.chars().filter(|letter| !letter.is_whitespace()).collect();
    let (base, method) = match path.rsplit_once('.') {
        Some(parts) if first.len() < node.byte_range().len() => parts,
        // Nothing is called.
        _ => (&*path, "set"),
    };
    (name_is(base) && !base.is_empty() && (method == "set" || is_neutral(method))).then(|| base.to_owned())
}

fn is_neutral(method: &str) -> bool {
    method.starts_with("set_") || SAME.contains(&method)
}

/// `receiver.method(…)`
fn method_of<'t, 'x>(node: Node<'t>, text: &'x str) -> Option<(Node<'t>, &'x str)> {
    let mut function = node.child_by_field_name("function").filter(|_| node.kind() == "call_expression")?;
    if function.kind() == "generic_function" {
        function = function.child_by_field_name("function")?;
    }
    let parts = function.child_by_field_name("value").zip(function.child_by_field_name("field"))?;
    Some((parts.0, text_of(parts.1, text)))
}

/// What a chain of calls begins with, and what it sets, the first first.
fn chain<'t>(node: Node<'t>, text: &str, depth: usize) -> (Node<'t>, Vec<Pair>) {
    let mut pairs = Vec::new();
    let mut base = node;
    for _ in 0..CHAIN {
        let Some((receiver, method)) = method_of(base, text) else { break };
        if method == "set" {
            pairs.extend(pair(base, receiver, text, depth));
        } else if !is_neutral(method) {
            break;
        }
        base = receiver;
    }
    pairs.reverse();
    (base, pairs)
}

/// `.set(key, value)`
fn pair(call: Node<'_>, receiver: Node<'_>, text: &str, depth: usize) -> Option<Pair> {
    let [key, value] = &arguments_of(call, text, depth)[..] else { return None };
    let start = children(call.child_by_field_name("arguments")?).first()?.start_byte();
    let range = start.max(receiver.end_byte())..value.range.end;
    Some(match &key.value {
        Value::Text(key) => Pair { key: Some(key.clone()), range, value: value.clone() },
        // A key that is computed could be any.
        _ => Pair { key: None, value: expr(Value::Other, range.clone()), range },
    })
}

fn arguments_of(call: Node<'_>, text: &str, depth: usize) -> Vec<Expr> {
    let arguments = call.child_by_field_name("arguments").map(children).unwrap_or_default();
    arguments.into_iter().map(|item| read(item, text, depth)).collect()
}

fn name(node: Node<'_>, text: &str) -> Option<String> {
    match node.kind() {
        "identifier" => Some(text_of(node, text).to_owned()),
        "scoped_identifier" | "field_expression" => {
            let written = name_of(node, text)?.replace("::", ".");
            written.chars().all(|letter| letter.is_alphanumeric() || "_.".contains(letter)).then_some(written)
        }
        _ => None,
    }
}

fn read(node: Node<'_>, text: &str, depth: usize) -> Expr {
    let range = node.byte_range();
    let Some(depth) = depth.checked_sub(1) else { return expr(Value::Other, range) };
    match node.kind() {
        "string_literal" => quoted(node, text, &["string_content"]),
        "integer_literal" | "float_literal" => number(node, text),
        "boolean_literal" => {
            Expr { value: Value::Text(text_of(node, text).to_owned()), literal: Some(range.clone()), range }
        }
        "reference_expression" | "parenthesized_expression" | "try_expression" | "await_expression" => {
            within(children(node).last().copied(), range, |inner| read(inner, text, depth))
        }
        "binary_expression" => calculated(node, text, |side| read(side, text, depth)),
        "call_expression" => read_call(node, text, depth),
        _ => match name(node, text) {
            Some(name) => expr(Value::Name(name), range),
            None => expr(Value::Other, range),
        },
    }
}

fn read_call(node: Node<'_>, text: &str, depth: usize) -> Expr {
    let range = node.byte_range();
    let (base, pairs) = chain(node, text, depth);
    if base != node {
        let base = read(base, text, depth);
        return match (base.value, pairs.is_empty()) {
            (value, true) => copy(Expr { value, range: base.range, literal: base.literal }, range),
            (value, false) => {
                let base = expr(value, base.range);
                expr(Value::Merged(vec![base, expr(Value::Map(pairs), range.clone())]), range)
            }
        };
    }
    let function = node.child_by_field_name("function").and_then(|function| name(function, text));
    match function {
        Some(function) if function.ends_with("ClientConfig.new") || function.ends_with("ClientConfig.default") => {
            expr(Value::Map(Vec::new()), range)
        }
        Some(function) => {
            let arguments = arguments_of(node, text, depth);
            expr(Value::Call(Box::new(Call { function, arguments, named: Vec::new() })), range)
        }
        None => expr(Value::Other, range),
    }
}
