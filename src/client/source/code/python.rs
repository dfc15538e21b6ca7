//! Python: dictionaries, keyword arguments, and what changes them.

use tree_sitter::Node;

use super::program::{Call, Change, Expr, Pair, Program, Value};
use super::tree::{
    Around, DEPTH, Dialect, Readers, any, children, expr, name_of, number, parameters, product, put, quoted, text_of,
    unknown_change, unpack, within,
};

/// The grammar's node names.
pub(super) struct Python;

impl Dialect for Python {
    fn visit<'t>(&self, node: Node<'t>, text: &str, around: &Around, program: &mut Program) {
        match node.kind() {
            "function_definition" | "lambda" => parameters(node, text, around, program),
            "return_statement" => {
                let value = children(node).first().map(|value| read(*value, text, DEPTH));
                program.steps.extend(value.and_then(|value| around.returns(node, value)));
            }
            "import_statement" | "import_from_statement" => import(node, text, program),
            "assignment" => {
                let Some((left, right)) = node.child_by_field_name("left").zip(node.child_by_field_name("right"))
                else {
                    return;
                };
                if left.kind() == "subscript" {
                    let object = left.child_by_field_name("value").and_then(|object| name(object, text));
                    let key = left.child_by_field_name("subscript").and_then(|key| key_of(key, text));
                    program.steps.extend(put(node, (object, key), read(right, text, DEPTH), around));
                } else if let Some(target) = name(left, text) {
                    program.steps.push(around.step(node, Some(target), Change::Set, read(right, text, DEPTH)));
                } else {
                    unpack((left, Some(right)), text, around, &Readers { name, read }, program);
                }
            }
            "for_statement" | "with_item" => {
                let pattern = node.child_by_field_name("left").or_else(|| {
                    let value = node.child_by_field_name("value").filter(|value| value.kind() == "as_pattern")?;
                    value.child_by_field_name("alias")
                });
                let Some(pattern) = pattern else { return };
                match pattern.kind() {
                    "identifier" => any([pattern], text, around, program),
                    _ => unpack((pattern, None), text, around, &Readers { name, read }, program),
                }
            }
            "named_expression" => {
                let parts = node.child_by_field_name("name").zip(node.child_by_field_name("value"));
                let Some((left, right)) = parts else { return };
                program.steps.push(around.step(node, name(left, text), Change::Set, read(right, text, DEPTH)));
            }
            // `config |= more`
            "augmented_assignment" => {
                let sides = node.child_by_field_name("left").zip(node.child_by_field_name("right"));
                let Some((left, right)) = sides else { return };
                let object = if left.kind() == "subscript" { left.child_by_field_name("value") } else { Some(left) };
                let Some(target) = object.and_then(|object| name(object, text)) else { return };
                let value = if left.kind() == "subscript" {
                    expr(Value::Other, node.byte_range())
                } else {
                    read(right, text, DEPTH)
                };
                program.steps.push(around.step(node, Some(target), Change::Merge, value));
            }
            "delete_statement" => {
                let of_item = |item: Node<'_>| name(item.child_by_field_name("value")?, text);
                let steps = children(node).into_iter().filter_map(|item| unknown_change(node, of_item(item), around));
                program.steps.extend(steps);
            }
            "call" => {
                let Some(call) = read_call(node, text, DEPTH) else { return };
                let range = node.byte_range();
                match call.function.strip_suffix(".update") {
                    Some(target) => {
                        let mut maps = call.arguments.clone();
                        maps.push(expr(Value::Map(call.named.clone()), range.clone()));
                        let merged = expr(Value::Merged(maps), range);
                        program.steps.push(around.step(node, Some(target.to_owned()), Change::Merge, merged));
                    }
                    None => {
                        let value = expr(Value::Call(Box::new(call)), range);
                        program.steps.push(around.step(node, None, Change::Set, value));
                    }
                }
            }
            _ => {}
        }
    }

    fn is_scope(&self, kind: &str) -> bool {
        matches!(kind, "function_definition" | "lambda")
    }

    fn is_conditional(&self, kind: &str) -> bool {
        matches!(kind, "if_statement" | "match_statement" | "except_clause" | "for_statement" | "while_statement")
    }
}

/// `import a.b as c`, `from a import b as c`
fn import(node: Node<'_>, text: &str, program: &mut Program) {
    let module = node.child_by_field_name("module_name");
    let mut cursor = node.walk();
    for item in node.children_by_field_name("name", &mut cursor) {
        let (path, local) = match item.kind() {
            "aliased_import" => {
                let part = |field| item.child_by_field_name(field).map_or("", |part| text_of(part, text));
                (part("name"), part("alias"))
            }
            _ => (text_of(item, text), text_of(item, text)),
        };
        let full = module.map_or_else(|| path.to_owned(), |module| format!("{}.{path}", text_of(module, text)));
        // `import a.b` makes `a` known: its own name says all.
        if module.is_some() || path != local {
            program.imports.insert(local.to_owned(), full);
        } else {
            let first = path.split('.').next().unwrap_or(path);
            program.imports.insert(first.to_owned(), first.to_owned());
        }
    }
}

fn name(node: Node<'_>, text: &str) -> Option<String> {
    match node.kind() {
        "identifier" => Some(text_of(node, text).to_owned()),
        "attribute" => {
            let written = name_of(node, text)?;
            let is_path = written.chars().all(|letter| letter.is_alphanumeric() || "_.".contains(letter));
            is_path.then(|| written.to_owned())
        }
        _ => None,
    }
}

fn key_of(node: Node<'_>, text: &str) -> Option<String> {
    match read(node, text, 2).value {
        Value::Text(key) if node.kind() == "string" => Some(key),
        _ => None,
    }
}

fn read(node: Node<'_>, text: &str, depth: usize) -> Expr {
    let range = node.byte_range();
    let Some(depth) = depth.checked_sub(1) else { return expr(Value::Other, range) };
    match node.kind() {
        "string" => quoted(node, text, &["string_content", "string_start", "string_end"]),
        "integer" | "float" => number(node, text),
        "unary" | "unary_operator" if text_of(node, text).starts_with('-') => number(node, text),
        "true" | "false" => {
            let value = Value::Text(text_of(node, text).to_ascii_lowercase());
            Expr { value, literal: Some(range.clone()), range }
        }
        "dictionary" => expr(Value::Map(pairs(node, text, depth)), range),
        "list" | "tuple" => {
            expr(Value::List(children(node).into_iter().map(|item| read(item, text, depth)).collect()), range)
        }
        "parenthesized_expression" => within(children(node).first().copied(), range, |inner| read(inner, text, depth)),
        "binary_operator" => {
            let side = |field| node.child_by_field_name(field).map(|side| read(side, text, depth));
            let operator = node.child_by_field_name("operator").map(|operator| text_of(operator, text));
            match (side("left").zip(side("right")), operator) {
                (Some((left, right)), Some("|")) => expr(Value::Merged(vec![left, right]), range),
                (Some((left, right)), _) => product(node, text, left, right),
                (None, _) => expr(Value::Other, range),
            }
        }
        "call" => match read_call(node, text, depth) {
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
    let function = name(node.child_by_field_name("function")?, text)?;
    let arguments = node.child_by_field_name("arguments")?;
    let is_named = |item: &Node<'_>| matches!(item.kind(), "keyword_argument" | "dictionary_splat");
    let positional = children(arguments).into_iter().filter(|item| !is_named(item));
    Some(Call {
        function,
        arguments: positional.map(|item| read(item, text, depth)).collect(),
        named: pairs(arguments, text, depth),
    })
}

fn pairs(node: Node<'_>, text: &str, depth: usize) -> Vec<Pair> {
    let pair = |item: Node<'_>| {
        let range = item.byte_range();
        match item.kind() {
            "pair" | "keyword_argument" => {
                let value = read(item.child_by_field_name("value")?, text, depth);
                let key = match item.kind() {
                    "pair" => key_of(item.child_by_field_name("key")?, text),
                    _ => Some(text_of(item.child_by_field_name("name")?, text).to_owned()),
                };
                // A key that is computed could be any.
                let value = if key.is_some() { value } else { expr(Value::Other, range.clone()) };
                Some(Pair { key, range, value })
            }
            "dictionary_splat" => {
                let inner = children(item).first().copied()?;
                Some(Pair { key: None, range, value: read(inner, text, depth) })
            }
            _ => None,
        }
    };
    children(node).into_iter().filter_map(pair).collect()
}
