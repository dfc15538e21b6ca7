//! Java: maps and properties, what is put into them, and the constants of Kafka's clients.

use tree_sitter::Node;

use super::index::READS;
use super::java_constants::{key_of, of_pair};
use super::program::{Call, Change, Expr, Pair, Program, Step, Value};
use super::tree::{
    Around, DEPTH, Dialect, calculated, children, expr, name_of, number, parameters, path_of, quoted, text_of, within,
};

/// The grammar's node names.
pub(super) struct Java;

/// Classes of maps.
const MAPS: &[&str] = &["HashMap", "LinkedHashMap", "TreeMap", "ConcurrentHashMap", "Hashtable", "Properties"];
/// Functions that give back what they are given, as far as settings go.
const SAME: &[&str] = &[
    "Map.copyOf",
    "ImmutableMap.copyOf",
    "Collections.unmodifiableMap",
    "String.valueOf",
    "Integer.valueOf",
    "Integer.toString",
    "Integer.parseInt",
    "Long.valueOf",
    "Long.toString",
    "Boolean.valueOf",
    "Boolean.toString",
];

impl Dialect for Java {
    fn visit<'t>(&self, node: Node<'t>, text: &str, around: &Around, program: &mut Program) {
        if self.is_scope(node.kind()) {
            parameters(node, text, around, program);
        }
        match node.kind() {
            "import_declaration" => import(node, text, program),
            "local_variable_declaration" | "field_declaration" => {
                // Spring puts something else into a field with an annotation.
                let modifiers = children(node).into_iter().find(|part| part.kind() == "modifiers");
                let is_injected = modifiers.is_some_and(|modifiers| {
                    node.kind() == "field_declaration" && children(modifiers).iter().any(|m| m.kind() == "annotation")
                });
                let mut cursor = node.walk();
                for declared in node.children_by_field_name("declarator", &mut cursor) {
                    let parts = declared.child_by_field_name("name").zip(declared.child_by_field_name("value"));
                    let Some((left, right)) = parts else { continue };
                    let value =
                        if is_injected { expr(Value::Other, right.byte_range()) } else { read(right, text, DEPTH) };
                    let target = Some(text_of(left, text).to_owned());
                    program.steps.push(around.step(declared, target, Change::Set, value));
                }
            }
            "assignment_expression" => {
                let parts = node.child_by_field_name("left").zip(node.child_by_field_name("right"));
                let Some((left, right)) = parts else { return };
                let Some(target) = name(left, text) else { return };
                let step = around.step(node, Some(target), Change::Set, read(right, text, DEPTH));
                // A field, whatever method sets it.
                let is_field = left.kind() == "field_access";
                program.steps.push(Step { is_field, ..step });
            }
            "method_invocation" | "object_creation_expression" => {
                let Some(call) = read_call(node, text, DEPTH) else { return };
                program.steps.push(called(call, node, around));
            }
            // `more.forEach(properties::put)`
            "method_reference" => {
                program.steps.extend(referred(node, text, around, read));
            }
            "return_statement" => {
                let value = children(node).first().map(|value| read(*value, text, DEPTH));
                program.steps.extend(value.and_then(|value| around.returns(node, value)));
            }
            _ => {}
        }
    }

    fn is_scope(&self, kind: &str) -> bool {
        matches!(kind, "method_declaration" | "constructor_declaration" | "lambda_expression")
    }

    fn is_conditional(&self, kind: &str) -> bool {
        matches!(
            kind,
            "if_statement"
                | "switch_expression"
                | "switch_statement"
                | "for_statement"
                | "enhanced_for_statement"
                | "while_statement"
                | "do_statement"
                | "catch_clause"
                | "ternary_expression"
        )
    }
}

/// A method of an object, handed to whoever calls it.
pub(super) fn referred(
    node: Node<'_>,
    text: &str,
    around: &Around,
    read: fn(Node<'_>, &str, usize) -> Expr,
) -> Option<Step> {
    let parts = children(node);
    let changes = !READS.contains(&text_of(*parts.last()?, text));
    let object = read(*parts.first().filter(|_| changes)?, text, DEPTH);
    let call = Call { function: "?".to_owned(), arguments: vec![object], named: Vec::new() };
    Some(called(call, node, around))
}

/// A change of a map, or any other call.
pub(super) fn called(call: Call, node: Node<'_>, around: &Around) -> Step {
    let range = node.byte_range();
    let Some((target, method)) = call.function.rsplit_once('.') else {
        return around.step(node, None, Change::Set, expr(Value::Call(Box::new(call)), range));
    };
    let target = Some(target.to_owned());
    match (method, &call.arguments[..]) {
        ("put" | "setProperty" | "putIfAbsent" | "replace", [key, value]) => match key_of(key) {
            // What is there already stays.
            Some(key) if method == "putIfAbsent" => {
                around.step(node, target, Change::Entry(key), expr(Value::Other, range))
            }
            Some(key) => around.step(node, target, Change::Entry(key), value.clone()),
            None => around.step(node, target, Change::Merge, expr(Value::Other, range)),
        },
        ("remove", [key]) => match key_of(key) {
            Some(key) => around.step(node, target, Change::Entry(key), expr(Value::Other, range)),
            None => around.step(node, target, Change::Merge, expr(Value::Other, range)),
        },
        ("putAll", [map]) => around.step(node, target, Change::Merge, map.clone()),
        ("load" | "clear" | "compute" | "computeIfAbsent" | "merge", _) => {
            around.step(node, target, Change::Merge, expr(Value::Other, range))
        }
        _ => around.step(node, None, Change::Set, expr(Value::Call(Box::new(call)), range)),
    }
}

/// `import a.b.C;`, `import static a.b.C.D;`, `import a.b.*;`
fn import(node: Node<'_>, text: &str, program: &mut Program) {
    let parts = children(node);
    let Some(path) = parts.first().map(|path| text_of(*path, text).to_owned()) else { return };
    if parts.iter().any(|part| part.kind() == "asterisk") {
        program.opened.push(path);
    } else if let Some((_, local)) = path.rsplit_once('.') {
        program.imports.insert(local.to_owned(), path.clone());
    }
}

fn name(node: Node<'_>, text: &str) -> Option<String> {
    match node.kind() {
        "identifier" | "type_identifier" | "scoped_type_identifier" => name_of(node, text).map(str::to_owned),
        "generic_type" => name(children(node).first().copied()?, text),
        "field_access" => path_of(node, text, "_$"),
        _ => None,
    }
}

fn read(node: Node<'_>, text: &str, depth: usize) -> Expr {
    let range = node.byte_range();
    let Some(depth) = depth.checked_sub(1) else { return expr(Value::Other, range) };
    match node.kind() {
        "string_literal" => quoted(node, text, &["string_fragment"]),
        "decimal_integer_literal" | "hex_integer_literal" | "decimal_floating_point_literal" => number(node, text),
        "true" | "false" => {
            Expr { value: Value::Text(text_of(node, text).to_owned()), literal: Some(range.clone()), range }
        }
        "unary_expression" if text_of(node, text).starts_with('-') => number(node, text),
        "parenthesized_expression" => within(children(node).first().copied(), range, |inner| read(inner, text, depth)),
        "cast_expression" => within(node.child_by_field_name("value"), range, |inner| read(inner, text, depth)),
        "binary_expression" => calculated(node, text, |side| read(side, text, depth)),
        "object_creation_expression" | "method_invocation" => match read_call(node, text, depth) {
            Some(call) => of_call(call, node, text, depth),
            None => expr(Value::Other, range),
        },
        _ => match name(node, text).as_deref() {
            Some("Boolean.TRUE") => expr(Value::Text("true".to_owned()), range),
            Some("Boolean.FALSE") => expr(Value::Text("false".to_owned()), range),
            Some(name) => expr(Value::Name(name.to_owned()), range),
            None => expr(Value::Other, range),
        },
    }
}

fn of_call(call: Call, node: Node<'_>, text: &str, depth: usize) -> Expr {
    let range = node.byte_range();
    let class = call.function.rsplit('.').next().unwrap_or_default();
    if node.kind() == "object_creation_expression" && MAPS.contains(&class) {
        let is_map = |argument: &&Expr| !matches!(argument.value, Value::Text(_));
        let mut parts: Vec<Expr> = call.arguments.iter().filter(is_map).cloned().collect();
        parts.push(expr(Value::Map(put_at_once(node, text, depth)), range.clone()));
        return expr(Value::Merged(parts), range);
    }
    match (&*call.function, &call.arguments[..]) {
        (function, [only]) if SAME.contains(&function) => Expr { range, ..only.clone() },
        ("Map.of" | "ImmutableMap.of", arguments) => {
            let pair = |pair: &[Expr]| match pair {
                [key, value] => Some(of_pair(key, value)),
                _ => None,
            };
            expr(Value::Map(arguments.chunks(2).filter_map(pair).collect()), range)
        }
        ("Map.ofEntries", entries) => {
            let pair = |entry: &Expr| match &entry.value {
                Value::Call(call) if matches!(&*call.function, "Map.entry" | "entry") => {
                    Some(of_pair(call.arguments.first()?, call.arguments.get(1)?))
                }
                _ => None,
            };
            match entries.iter().map(pair).collect() {
                Some(pairs) => expr(Value::Map(pairs), range),
                None => expr(Value::Other, range),
            }
        }
        ("List.of" | "Arrays.asList" | "Set.of", items) => expr(Value::List(items.to_vec()), range),
        ("String.join", [Expr { value: Value::Text(comma), .. }, list]) if comma == "," => {
            Expr { range, ..list.clone() }
        }
        _ => expr(Value::Call(Box::new(call)), range),
    }
}

/// `new HashMap<>() {{ put(key, value); }}`
fn put_at_once(node: Node<'_>, text: &str, depth: usize) -> Vec<Pair> {
    let body = children(node).into_iter().find(|part| part.kind() == "class_body");
    let blocks = body.map(children).unwrap_or_default().into_iter().filter(|part| part.kind() == "block");
    let statements = blocks.flat_map(children).filter(|part| part.kind() == "expression_statement");
    let calls = statements.flat_map(children).filter(|part| part.kind() == "method_invocation");
    let put = |node: Node<'_>| {
        let call = read_call(node, text, depth)?;
        match (&*call.function, &call.arguments[..]) {
            ("put" | "setProperty", [key, value]) => Some(of_pair(key, value)),
            _ => None,
        }
    };
    calls.filter_map(put).collect()
}

/// `object.method(…)`, `new Class<>(…)`
fn read_call(node: Node<'_>, text: &str, depth: usize) -> Option<Call> {
    let depth = depth.checked_sub(1)?;
    let function = match node.child_by_field_name("type") {
        Some(class) => name(class, text)?,
        None => {
            let method = text_of(node.child_by_field_name("name")?, text);
            match node.child_by_field_name("object") {
                None => method.to_owned(),
                Some(object) if object.kind() == "this" => method.to_owned(),
                // What it is called on may be anything: what it is given counts.
                Some(object) => {
                    name(object, text).map_or_else(|| "?".to_owned(), |object| format!("{object}.{method}"))
                }
            }
        }
    };
    let arguments = node.child_by_field_name("arguments").map(children).unwrap_or_default();
    let arguments = arguments.into_iter().map(|item| read(item, text, depth)).collect();
    Some(Call { function, arguments, named: Vec::new() })
}
