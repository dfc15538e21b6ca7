//! Kotlin: maps and properties, `apply`, what is put into them, and the constants of Kafka's clients.

use tree_sitter::Node;

use super::java_constants::{key_of, of_pair};
use super::program::{Call, Change, Expr, Pair, Program, Value};
use super::tree::{
    Around, DEPTH, Dialect, Readers, any, children, copy, expr, name_of, number, path_of, product, put, quoted,
    text_of, unpack, within,
};

/// The grammar's node names.
pub(super) struct Kotlin;

/// What makes an empty map, or one of pairs.
const MAPS: &[&str] = &["mapOf", "mutableMapOf", "hashMapOf", "linkedMapOf", "HashMap", "LinkedHashMap", "Properties"];
/// Methods that give back what they were called on, as far as settings go.
const SAME: &[&str] = &["toMap", "toMutableMap", "toString", "toProperties"];

impl Dialect for Kotlin {
    fn visit<'t>(&self, node: Node<'t>, text: &str, around: &Around, program: &mut Program) {
        match node.kind() {
            "import" => import(node, text, program),
            "function_declaration" => function(self, node, text, around, program),
            "property_declaration" => {
                let parts = children(node);
                // `val (config, more) = load()`
                if let Some(several) = parts.iter().find(|part| part.kind() == "multi_variable_declaration") {
                    unpack((*several, None), text, around, &Readers { name, read }, program);
                }
                let declared = parts.iter().find(|part| part.kind() == "variable_declaration");
                let name =
                    declared.and_then(|declared| children(*declared).into_iter().find(|c| c.kind() == "identifier"));
                let value = parts.last().filter(|value| {
                    !matches!(value.kind(), "variable_declaration" | "getter" | "setter" | "property_delegate")
                });
                let Some((name, value)) = name.zip(value) else { return };
                let target = Some(text_of(name, text).to_owned());
                program.steps.push(around.step(node, target, Change::Set, read(*value, text, DEPTH)));
            }
            "assignment" => {
                let parts = node.child_by_field_name("left").zip(node.child_by_field_name("right"));
                let Some((left, right)) = parts else { return };
                let value = read(right, text, DEPTH);
                if let [object, key] = children(left)[..]
                    && left.kind() == "index_expression"
                {
                    let key = key_of(&read(key, text, 4));
                    program.steps.extend(put(node, (name(object, text), key), value, around));
                } else if let Some(target) = name(left, text) {
                    // `config += more`
                    let operator = text.get(left.end_byte()..right.start_byte()).unwrap_or_default();
                    let change = if operator.contains("+=") { Change::Merge } else { Change::Set };
                    program.steps.push(around.step(node, Some(target), change, value));
                }
            }
            "call_expression" => {
                let Some(call) = read_call(node, text, DEPTH) else { return };
                program.steps.push(super::java::called(call, node, around));
            }
            // `more.forEach(properties::put)`
            "navigation_expression" if node.child(1).is_some_and(|sign| sign.kind() == "::") => {
                program.steps.extend(super::java::referred(node, text, around, read));
            }
            "return_expression" => {
                let value = children(node).first().map(|value| read(*value, text, DEPTH));
                program.steps.extend(value.and_then(|value| around.returns(node, value)));
            }
            _ => {}
        }
    }

    fn is_scope(&self, kind: &str) -> bool {
        matches!(kind, "function_declaration" | "secondary_constructor" | "anonymous_function")
    }

    fn is_conditional(&self, kind: &str) -> bool {
        matches!(kind, "if_expression" | "when_expression" | "for_statement" | "while_statement" | "catch_block")
    }
}

/// Parameters, whose values callers decide, and `fun config() = …`.
fn function(dialect: &Kotlin, node: Node<'_>, text: &str, around: &Around, program: &mut Program) {
    let inner = around.around_child(node, dialect, text);
    for part in children(node) {
        match part.kind() {
            "function_value_parameters" => {
                let parameters = children(part).into_iter().filter(|part| part.kind() == "parameter");
                any(parameters.filter_map(|parameter| children(parameter).first().copied()), text, &inner, program);
            }
            "function_body" => {
                let body = children(part).first().copied().filter(|body| body.kind() != "block");
                let value = body.map(|body| read(body, text, DEPTH));
                program.steps.extend(value.and_then(|value| inner.returns(part, value)));
            }
            _ => {}
        }
    }
}

/// `import a.b.C`, `import a.b.C as D`, `import a.b.*`
fn import(node: Node<'_>, text: &str, program: &mut Program) {
    let parts = children(node);
    let Some(path) = parts.first().map(|path| text_of(*path, text).to_owned()) else { return };
    if text_of(node, text).trim_end().ends_with('*') {
        program.opened.push(path);
        return;
    }
    let last = path.rsplit('.').next().unwrap_or(&path).to_owned();
    let local = parts.get(1).map_or(last, |alias| text_of(*alias, text).to_owned());
    program.imports.insert(local, path);
}

fn name(node: Node<'_>, text: &str) -> Option<String> {
    match node.kind() {
        "identifier" => name_of(node, text).map(str::to_owned),
        "navigation_expression" => path_of(node, text, "_"),
        _ => None,
    }
}

fn read(node: Node<'_>, text: &str, depth: usize) -> Expr {
    let range = node.byte_range();
    let Some(depth) = depth.checked_sub(1) else { return expr(Value::Other, range) };
    match node.kind() {
        "string_literal" => quoted(node, text, &["string_content"]),
        "number_literal" | "float_literal" => number(node, text),
        "parenthesized_expression" => within(children(node).first().copied(), range, |inner| read(inner, text, depth)),
        "as_expression" => within(node.child_by_field_name("left"), range, |inner| read(inner, text, depth)),
        "unary_expression" if text_of(node, text).starts_with('-') => number(node, text),
        "binary_expression" => {
            let side = |field| node.child_by_field_name(field).map(|side| read(side, text, depth));
            let operator = node.child_by_field_name("operator").map(|operator| text_of(operator, text));
            match (side("left").zip(side("right")), operator) {
                (Some((left, right)), Some("+")) => expr(Value::Merged(vec![left, right]), range),
                (Some((left, right)), _) => product(node, text, left, right),
                (None, _) => expr(Value::Other, range),
            }
        }
        "call_expression" => of_call(node, text, depth),
        _ => match (text_of(node, text), name(node, text)) {
            (flag @ ("true" | "false"), _) => {
                Expr { value: Value::Text(flag.to_owned()), literal: Some(range.clone()), range }
            }
            (_, Some(name)) => expr(Value::Name(name), range),
            (_, None) => expr(Value::Other, range),
        },
    }
}

fn of_call(node: Node<'_>, text: &str, depth: usize) -> Expr {
    let range = node.byte_range();
    let parts = children(node);
    // `map.apply { put(key, value) }`, `map.toMap()`
    if let Some([object, method]) = parts.first().map(|callee| children(*callee)).as_deref()
        && parts[0].kind() == "navigation_expression"
    {
        match (text_of(*method, text), parts.last()) {
            ("apply" | "also", Some(lambda)) if lambda.kind() == "annotated_lambda" => {
                let changes = put_in(*lambda, text, depth);
                let maps = vec![read(*object, text, depth), expr(Value::Map(changes), range.clone())];
                return expr(Value::Merged(maps), range);
            }
            (method, _) if SAME.contains(&method) => return copy(read(*object, text, depth), range),
            _ => {}
        }
    }
    // Its arguments are read once: maps can be nested.
    let function = parts.first().and_then(|callee| name(*callee, text)).unwrap_or_default();
    if MAPS.contains(&function.rsplit('.').next().unwrap_or_default()) {
        let given = |argument: Node<'_>| {
            let value = children(argument).last().copied()?;
            match children(value)[..] {
                [key, to, inner] if value.kind() == "infix_expression" && text_of(to, text) == "to" => {
                    let pair = of_pair(&read(key, text, depth), &read(inner, text, depth));
                    Some(expr(Value::Map(vec![pair]), value.byte_range()))
                }
                _ => Some(read(value, text, depth)).filter(|read| !matches!(read.value, Value::Text(_))),
            }
        };
        let arguments = parts.iter().find(|part| part.kind() == "value_arguments");
        let maps = arguments.map(|arguments| children(*arguments)).unwrap_or_default();
        return expr(Value::Merged(maps.into_iter().filter_map(given).collect()), range);
    }
    let Some(call) = read_call(node, text, depth) else { return expr(Value::Other, range) };
    match &*call.function {
        "listOf" => expr(Value::List(call.arguments), range),
        _ => expr(Value::Call(Box::new(call)), range),
    }
}

/// What the statements of a lambda put into the map that it is for.
fn put_in(lambda: Node<'_>, text: &str, depth: usize) -> Vec<Pair> {
    let literal = children(lambda).into_iter().find(|part| part.kind() == "lambda_literal");
    // What is not put at once may put anything.
    let other = |statement: Node<'_>| {
        let range = statement.byte_range();
        Some(Pair { key: None, range: range.clone(), value: expr(Value::Other, range) })
    };
    let statement = |statement: Node<'_>| match statement.kind() {
        "call_expression" => match read_call(statement, text, depth) {
            Some(Call { function, arguments, .. }) => match (&*function, &arguments[..]) {
                ("put" | "setProperty" | "this.put" | "it.put", [key, value]) => {
                    Some(Pair { range: statement.byte_range(), ..of_pair(key, value) })
                }
                _ => other(statement),
            },
            None => other(statement),
        },
        "assignment" => {
            let parts = statement.child_by_field_name("left").zip(statement.child_by_field_name("right"))?;
            let [_, key] = children(parts.0)[..] else { return None };
            let pair = of_pair(&read(key, text, depth), &read(parts.1, text, depth));
            Some(Pair { range: statement.byte_range(), ..pair })
        }
        _ => other(statement),
    };
    literal.map(children).unwrap_or_default().into_iter().filter_map(statement).collect()
}

/// `object.method(…)`, `Class<T>(…)`
fn read_call(node: Node<'_>, text: &str, depth: usize) -> Option<Call> {
    let depth = depth.checked_sub(1)?;
    let parts = children(node);
    let callee = *parts.first()?;
    let function = name(callee, text).or_else(|| {
        let method = children(callee).last().copied().filter(|_| callee.kind() == "navigation_expression")?;
        Some(format!("?.{}", text_of(method, text)))
    })?;
    let value = |argument: Node<'_>| children(argument).last().map(|value| read(*value, text, depth));
    let list = parts.iter().find(|part| part.kind() == "value_arguments").map(|list| children(*list));
    let arguments = list.unwrap_or_default().into_iter().filter_map(value).collect();
    Some(Call { function, arguments, named: Vec::new() })
}
