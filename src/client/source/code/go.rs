//! Go: composite literals, options, `SetKey`, durations, and what changes them.

use std::sync::Arc;

use tree_sitter::Node;

use super::program::{Call, Change, Expr, Pair, Program, Value};
use super::tree::{
    Around, DEPTH, Dialect, any, children, expr, name_of, number, parameters, product, put, quoted, text_of,
    unknown_change, within,
};

/// The grammar's node names.
pub(super) struct Go;

/// Package `time`, and the nanoseconds of its units.
const TIME: &str = "time";
const UNITS: &[(&str, u64)] = &[
    ("Nanosecond", 1),
    ("Microsecond", 1_000),
    ("Millisecond", 1_000_000),
    ("Second", 1_000_000_000),
    ("Minute", 60_000_000_000),
    ("Hour", 3_600_000_000_000),
];

/// Conversions that leave a number or a text what it is.
const CONVERSIONS: &[&str] = &["time.Duration", "int", "int16", "int32", "int64", "string"];

impl Dialect for Go {
    fn visit<'t>(&self, node: Node<'t>, text: &str, around: &Around, program: &mut Program) {
        if self.is_scope(node.kind()) {
            parameters(node, text, around, program);
        }
        match node.kind() {
            "import_spec" => import(node, text, program),
            "short_var_declaration" | "assignment_statement" => {
                let sides = node.child_by_field_name("left").zip(node.child_by_field_name("right"));
                let Some((left, right)) = sides.map(|(left, right)| (children(left), children(right))) else { return };
                if let [call] = right[..]
                    && left.len() > 1
                {
                    // `config, err := load()`: the first is what a function gives back first.
                    any(left.iter().skip(1).copied(), text, around, program);
                    assign(left[0], call, node, text, around, program);
                    return;
                }
                for (left, right) in left.into_iter().zip(right) {
                    assign(left, right, node, text, around, program);
                }
            }
            "var_spec" | "const_spec" => {
                let values = node.child_by_field_name("value").map(children).unwrap_or_default();
                let mut cursor = node.walk();
                let names = node.children_by_field_name("name", &mut cursor).filter(|name| name.is_named());
                for (left, right) in names.zip(values) {
                    assign(left, right, node, text, around, program);
                }
            }
            "return_statement" => {
                let first = children(node).first().and_then(|list| children(*list).first().copied());
                let value = first.map(|value| read(value, text, DEPTH));
                program.steps.extend(value.and_then(|value| around.returns(node, value)));
            }
            "call_expression" => {
                // `harden(&config.Producer)`: a part of it can be changed from there.
                let arguments = node.child_by_field_name("arguments").map(children).unwrap_or_default();
                for part in arguments.iter().filter_map(|argument| address_of_part(*argument, text)) {
                    program.steps.extend(unknown_change(node, Some(part), around));
                }
                let Some(call) = read_call(node, text, DEPTH) else { return };
                match (call.function.rsplit_once('.'), &call.arguments[..]) {
                    (Some((target, "SetKey")), [Expr { value: Value::Text(key), .. }, value]) => {
                        let change = Change::Entry(key.clone());
                        program.steps.push(around.step(node, Some(target.to_owned()), change, value.clone()));
                    }
                    // `config.Set("acks=all")`
                    (Some((target, "Set")), [Expr { value: Value::Text(pair), range, .. }]) if pair.contains('=') => {
                        let (key, value) = pair.split_once('=').unwrap_or_default();
                        let value = expr(Value::Text(value.to_owned()), range.clone());
                        let change = Change::Entry(key.to_owned());
                        program.steps.push(around.step(node, Some(target.to_owned()), change, value));
                    }
                    _ => {
                        let value = expr(Value::Call(Box::new(call)), node.byte_range());
                        program.steps.push(around.step(node, None, Change::Set, value));
                    }
                }
            }
            // A value of a named type: as if a function of that name made it.
            "composite_literal" => {
                let Some(function) = node.child_by_field_name("type").map(|ty| text_of(ty, text).to_owned()) else {
                    return;
                };
                let Value::Map(named) = read(node, text, DEPTH).value else { return };
                let call = Call { function, arguments: Vec::new(), named };
                let value = expr(Value::Call(Box::new(call)), node.byte_range());
                program.steps.push(around.step(node, None, Change::Set, value));
            }
            _ => {}
        }
    }

    fn is_scope(&self, kind: &str) -> bool {
        matches!(kind, "function_declaration" | "method_declaration" | "func_literal")
    }

    fn is_conditional(&self, kind: &str) -> bool {
        matches!(
            kind,
            "if_statement"
                | "for_statement"
                | "expression_switch_statement"
                | "type_switch_statement"
                | "select_statement"
        )
    }
}

/// `kafka "github.com/confluentinc/confluent-kafka-go/v2/kafka"`, by its path without the major version.
fn import(node: Node<'_>, text: &str, program: &mut Program) {
    let Some(Value::Text(path)) = node.child_by_field_name("path").map(|path| read(path, text, 2).value) else {
        return;
    };
    let is_version = |part: &&str| {
        part.strip_prefix('v').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let parts: Vec<&str> = path.split('/').filter(|part| !is_version(part)).collect();
    let last = parts.last().copied().unwrap_or_default();
    // The one package that is not called like its folder.
    let own = last.strip_suffix("-go").unwrap_or(last);
    let local = node.child_by_field_name("name").map_or(own, |name| text_of(name, text));
    program.imports.insert(local.to_owned(), parts.join("/"));
}

fn assign(left: Node<'_>, right: Node<'_>, whole: Node<'_>, text: &str, around: &Around, program: &mut Program) {
    let value = read(right, text, DEPTH);
    if left.kind() == "index_expression" {
        let object = left.child_by_field_name("operand").and_then(|object| name(object, text));
        let key = left.child_by_field_name("index").map(|key| read(key, text, 2).value);
        let key = match key {
            Some(Value::Text(key)) => Some(key),
            _ => None,
        };
        program.steps.extend(put(whole, (object, key), value, around));
        return;
    }
    let Some(target) = name(left, text) else { return };
    let step = match value.value {
        // `options = append(options, more)`
        Value::Call(call) if call.function == "append" && is_name(call.arguments.first(), &target) => {
            let more = call.arguments.into_iter().skip(1).collect();
            around.step(whole, Some(target), Change::Merge, expr(Value::List(more), value.range))
        }
        _ => around.step(whole, Some(target), Change::Set, value),
    };
    program.steps.push(step);
}

/// The variable of `&variable.field`.
fn address_of_part(argument: Node<'_>, text: &str) -> Option<String> {
    let part = Some(argument).filter(|argument| text_of(*argument, text).starts_with('&'))?;
    let part = part.child_by_field_name("operand").filter(|part| part.kind() == "selector_expression")?;
    name(part, text)?.split('.').next().map(str::to_owned)
}

fn is_name(expr: Option<&Expr>, wanted: &str) -> bool {
    matches!(expr.map(|expr| &expr.value), Some(Value::Name(name)) if name == wanted)
}

fn name(node: Node<'_>, text: &str) -> Option<String> {
    let mut node = node;
    // `(*config)["key"]`
    while matches!(node.kind(), "parenthesized_expression" | "unary_expression") {
        node = children(node).first().copied()?;
    }
    match node.kind() {
        "identifier" | "field_identifier" => Some(text_of(node, text).to_owned()),
        "selector_expression" => {
            let written = name_of(node, text)?;
            let is_path = written.chars().all(|letter| letter.is_alphanumeric() || "_.".contains(letter));
            is_path.then(|| written.to_owned())
        }
        _ => None,
    }
}

fn read(node: Node<'_>, text: &str, depth: usize) -> Expr {
    let range = node.byte_range();
    let Some(depth) = depth.checked_sub(1) else { return expr(Value::Other, range) };
    match node.kind() {
        "interpreted_string_literal" => quoted(node, text, &["interpreted_string_literal_content"]),
        "raw_string_literal" => quoted(node, text, &["raw_string_literal_content"]),
        "int_literal" | "float_literal" => number(node, text),
        "true" | "false" => {
            Expr { value: Value::Text(text_of(node, text).to_owned()), literal: Some(range.clone()), range }
        }
        "composite_literal" => composite(node, text, depth),
        "literal_value" => expr(Value::Map(pairs(node, false, text, depth)), range),
        "literal_element" | "parenthesized_expression" | "variadic_argument" => {
            within(children(node).first().copied(), range, |inner| read(inner, text, depth))
        }
        "unary_expression" => match node.child_by_field_name("operand") {
            Some(inner) if text_of(node, text).starts_with('&') => read(inner, text, depth),
            Some(_) if text_of(node, text).starts_with('-') => number(node, text),
            _ => expr(Value::Other, range),
        },
        "binary_expression" => {
            let side = |field| node.child_by_field_name(field).map(|side| read(side, text, depth));
            match side("left").zip(side("right")) {
                Some((left, right)) => multiplied(node, text, left, right),
                None => expr(Value::Other, range),
            }
        }
        "call_expression" => match read_call(node, text, depth) {
            Some(call) => of_call(call, range),
            None => expr(Value::Other, range),
        },
        _ => match name(node, text) {
            Some(name) => match unit(&name) {
                Some(each) => duration(one(range.clone()), each, range),
                None => expr(Value::Name(name), range),
            },
            None => expr(Value::Other, range),
        },
    }
}

fn of_call(call: Call, range: std::ops::Range<usize>) -> Expr {
    match (&*call.function, &call.arguments[..]) {
        (function, [only]) if CONVERSIONS.contains(&function) => only.clone(),
        ("strings.Join", [list, _]) => Expr { range, ..list.clone() },
        _ => expr(Value::Call(Box::new(call)), range),
    }
}

/// A list, a map, or a structure.
fn composite(node: Node<'_>, text: &str, depth: usize) -> Expr {
    let range = node.byte_range();
    let parts = node.child_by_field_name("type").zip(node.child_by_field_name("body"));
    let Some((ty, body)) = parts else { return expr(Value::Other, range) };
    match ty.kind() {
        "slice_type" | "array_type" | "implicit_length_array_type" => {
            let items = children(body).into_iter().map(|item| read(item, text, depth)).collect();
            expr(Value::List(items), range)
        }
        kind => {
            let is_map = kind == "map_type" || text_of(ty, text).ends_with("ConfigMap");
            expr(Value::Map(pairs(body, is_map, text, depth)), range)
        }
    }
}

fn pairs(body: Node<'_>, is_map: bool, text: &str, depth: usize) -> Vec<Pair> {
    let pair = |item: Node<'_>| {
        let range = item.byte_range();
        let (key, value) = item.child_by_field_name("key").zip(item.child_by_field_name("value"))?;
        let key = match read(key, text, 4).value {
            Value::Text(key) => Some(key),
            Value::Name(field) if !is_map => Some(field),
            _ => None,
        };
        // A key that is computed could be any.
        let value = if key.is_some() { read(value, text, depth) } else { expr(Value::Other, range.clone()) };
        Some(Pair { key, range, value })
    };
    children(body).into_iter().filter_map(pair).collect()
}

fn read_call(node: Node<'_>, text: &str, depth: usize) -> Option<Call> {
    let function = name(node.child_by_field_name("function")?, text)?;
    let arguments = node.child_by_field_name("arguments").map(children).unwrap_or_default();
    let arguments = arguments.into_iter().map(|item| read(item, text, depth)).collect();
    Some(Call { function, arguments, named: Vec::new() })
}

/// The nanoseconds of `time.Second` and its like.
fn unit(name: &str) -> Option<u64> {
    let unit = name.strip_prefix(TIME)?.strip_prefix('.')?;
    UNITS.iter().find(|(name, _)| *name == unit).map(|(_, each)| *each)
}

fn one(range: std::ops::Range<usize>) -> Expr {
    expr(Value::Text("1".to_owned()), range)
}

fn duration(count: Expr, each: u64, range: std::ops::Range<usize>) -> Expr {
    let value = Value::Duration(Box::new(count), each, Arc::from(TIME));
    Expr { value, literal: Some(range.clone()), range }
}

/// `30 * time.Second`, `timeout * time.Second`, `2 * 60`
fn multiplied(node: Node<'_>, text: &str, left: Expr, right: Expr) -> Expr {
    let range = node.byte_range();
    let is_product = node.child_by_field_name("operator").is_some_and(|operator| text_of(operator, text) == "*");
    let (count, each, other) = match (&left.value, &right.value) {
        (Value::Duration(count, each, _), _) => (count, *each, &right),
        (_, Value::Duration(count, each, _)) => (count, *each, &left),
        _ => return product(node, text, left, right),
    };
    let is_one = matches!(&count.value, Value::Text(text) if text == "1");
    let count = if is_one { other.clone() } else { product(node, text, (**count).clone(), other.clone()) };
    if is_product { duration(count, each, range) } else { expr(Value::Other, range) }
}
