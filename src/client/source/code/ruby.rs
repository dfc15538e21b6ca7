//! Ruby: hashes, constants, `config.kafka = …`, and what changes them.

use tree_sitter::Node;

use super::program::{Call, Change, Expr, Pair, Program, Value};
use super::tree::{
    Around, DEPTH, Dialect, Readers, calculated, children, copy, expr, name_of, number, put, quoted, text_of, unpack,
    within,
};

/// The grammar's node names.
pub(super) struct Ruby;

/// Methods that give back what they were called on, as far as settings go.
const SAME: &[&str] = &["freeze", "dup", "to_h", "compact", "symbolize_keys", "deep_symbolize_keys", "to_s"];

impl Dialect for Ruby {
    fn visit<'t>(&self, node: Node<'t>, text: &str, around: &Around, program: &mut Program) {
        match node.kind() {
            "assignment" => {
                let Some((left, right)) = node.child_by_field_name("left").zip(node.child_by_field_name("right"))
                else {
                    return;
                };
                if left.kind() == "element_reference" {
                    let object = left.child_by_field_name("object").and_then(|object| name(object, text));
                    let key = children(left).get(1).and_then(|key| key_of(*key, text));
                    program.steps.extend(put(node, (object, key), read(right, text, DEPTH), around));
                } else if let Some(target) = name(left, text) {
                    program.steps.push(around.step(node, Some(target), Change::Set, read(right, text, DEPTH)));
                } else {
                    unpack((left, Some(right)), text, around, &Readers { name, read }, program);
                }
            }
            "call" => {
                let method = node.child_by_field_name("method").map_or("", |method| text_of(method, text));
                let receiver = node.child_by_field_name("receiver").and_then(|receiver| name(receiver, text));
                let value = read_call(node, text, DEPTH);
                if let (Some(target), "merge!" | "update" | "reverse_merge!") = (receiver, method) {
                    let Value::Call(call) = &value.value else { return };
                    let maps = arguments_as_map(call, value.range.clone());
                    program.steps.push(around.step(node, Some(target), Change::Merge, maps));
                } else {
                    program.steps.push(around.step(node, None, Change::Set, value));
                }
            }
            _ => {}
        }
    }

    fn is_scope(&self, kind: &str) -> bool {
        matches!(kind, "method" | "singleton_method")
    }

    fn is_conditional(&self, kind: &str) -> bool {
        matches!(
            kind,
            "if" | "unless"
                | "if_modifier"
                | "unless_modifier"
                | "case"
                | "conditional"
                | "rescue"
                | "while"
                | "until"
                | "for"
        )
    }

    fn block_name<'t>(&self, node: Node<'t>, text: &str) -> Option<String> {
        match node.kind() {
            "class" => {
                let parent = node.child_by_field_name("superclass")?;
                Some(text_of(children(parent).first().copied()?, text).to_owned())
            }
            "call" => {
                node.child_by_field_name("block")?;
                let method = text_of(node.child_by_field_name("method")?, text);
                let receiver = node.child_by_field_name("receiver").and_then(|receiver| name(receiver, text));
                let receiver = receiver.map_or_else(String::new, |receiver| format!("{receiver}."));
                Some(format!("{receiver}{method}").trim_start_matches("::").to_owned())
            }
            _ => None,
        }
    }
}

/// The name of a variable, constant or attribute.
fn name(node: Node<'_>, text: &str) -> Option<String> {
    match node.kind() {
        "identifier" | "constant" | "instance_variable" | "global_variable" | "scope_resolution" => {
            Some(name_of(node, text)?.trim_start_matches("::").to_owned())
        }
        "call" if node.child_by_field_name("arguments").is_none() && node.child_by_field_name("block").is_none() => {
            let written = name_of(node, text)?;
            let is_path = written.chars().all(|letter| letter.is_alphanumeric() || "_.:@".contains(letter));
            is_path.then(|| written.to_owned())
        }
        _ => None,
    }
}

/// The key of a pair: a symbol or a text without anything put into it.
fn key_of(node: Node<'_>, text: &str) -> Option<String> {
    match node.kind() {
        "hash_key_symbol" => Some(text_of(node, text).to_owned()),
        "simple_symbol" => Some(text_of(node, text).trim_start_matches(':').to_owned()),
        "string" | "delimited_symbol" => match quoted(node, text, &["string_content"]).value {
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
        "string" | "delimited_symbol" => quoted(node, text, &["string_content"]),
        "simple_symbol" => {
            let inside = range.start + 1..range.end;
            Expr { value: Value::Text(text_of(node, text)[1..].to_owned()), range, literal: Some(inside) }
        }
        "integer" | "float" => number(node, text),
        "unary" | "unary_operator" if text_of(node, text).starts_with('-') => number(node, text),
        "true" | "false" => {
            Expr { value: Value::Text(text_of(node, text).to_owned()), literal: Some(range.clone()), range }
        }
        "hash" => expr(Value::Map(pairs(node, text, depth)), range),
        "array" => expr(Value::List(children(node).into_iter().map(|item| read(item, text, depth)).collect()), range),
        "string_array" | "symbol_array" => {
            let item = |item: Node<'_>| expr(Value::Text(text_of(item, text).to_owned()), item.byte_range());
            expr(Value::List(children(node).into_iter().map(item).collect()), range)
        }
        "parenthesized_statements" if node.named_child_count() == 1 => {
            within(children(node).first().copied(), range, |inner| read(inner, text, depth))
        }
        "binary" => calculated(node, text, |side| read(side, text, depth)),
        "call" => read_call(node, text, depth),
        _ => match name(node, text) {
            Some(name) => expr(Value::Name(name), range),
            None => expr(Value::Other, range),
        },
    }
}

fn read_call(node: Node<'_>, text: &str, depth: usize) -> Expr {
    let range = node.byte_range();
    let method = node.child_by_field_name("method").map_or("", |method| text_of(method, text));
    let receiver = node.child_by_field_name("receiver");
    let arguments = node.child_by_field_name("arguments");
    if let (Some(receiver), None) = (receiver, arguments)
        && SAME.contains(&method)
    {
        return copy(read(receiver, text, depth), range);
    }
    let items = arguments.map(children).unwrap_or_default();
    let is_pair = |item: &Node<'_>| matches!(item.kind(), "pair" | "hash_splat_argument");
    let named = arguments.map(|arguments| pairs(arguments, text, depth)).unwrap_or_default();
    let positional = items.into_iter().filter(|item| !is_pair(item)).map(|item| read(item, text, depth)).collect();
    let function = match receiver.map(|receiver| (receiver, name(receiver, text))) {
        None => method.to_owned(),
        Some((_, Some(receiver))) => format!("{receiver}.{method}"),
        Some((_, None)) => format!("?.{method}"),
    };
    let call = Call { function, arguments: positional, named };
    match (receiver, method) {
        (Some(receiver), "merge" | "deep_merge") => {
            let maps = vec![read(receiver, text, depth), arguments_as_map(&call, range.clone())];
            expr(Value::Merged(maps), range)
        }
        (Some(receiver), "join") => {
            let is_comma =
                matches!(call.arguments.first().map(|first| &first.value), Some(Value::Text(text)) if text == ",");
            let list = read(receiver, text, depth);
            if is_comma && matches!(list.value, Value::List(_)) {
                Expr { range, ..list }
            } else {
                expr(Value::Other, range)
            }
        }
        (None, _) if arguments.is_none() && node.child_by_field_name("block").is_none() => {
            expr(Value::Name(method.to_owned()), range)
        }
        _ => expr(Value::Call(Box::new(call)), range),
    }
}

/// Arguments taken together as one map.
fn arguments_as_map(call: &Call, range: std::ops::Range<usize>) -> Expr {
    let mut maps = call.arguments.clone();
    maps.push(expr(Value::Map(call.named.clone()), range.clone()));
    expr(Value::Merged(maps), range)
}

fn pairs(node: Node<'_>, text: &str, depth: usize) -> Vec<Pair> {
    let pair = |item: Node<'_>| {
        let range = item.byte_range();
        match item.kind() {
            "pair" => {
                let value = item.child_by_field_name("value")?;
                let key = item.child_by_field_name("key").and_then(|key| key_of(key, text));
                let value = read(value, text, depth);
                // A key that is computed could be any.
                let value = if key.is_some() { value } else { expr(Value::Other, range.clone()) };
                Some(Pair { key, range, value })
            }
            "hash_splat_argument" => {
                let inner = children(item).first().copied()?;
                Some(Pair { key: None, range, value: read(inner, text, depth) })
            }
            _ => None,
        }
    };
    children(node).into_iter().filter_map(pair).collect()
}
