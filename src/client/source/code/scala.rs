//! Scala: maps and properties, what is put into them, the constants of Kafka's clients, and the settings that Akka, Pekko,
//! fs2 and ZIO build.

use tree_sitter::Node;

use super::java_constants::of_pair;
use super::program::{Call, Change, Expr, Pair, Program, Value};
use super::tree::{
    Around, DEPTH, Dialect, Readers, any, calculated, children, copy, expr, number, path_of, text_of, unknown_change,
    unpack, within,
};

/// The grammar's node names.
pub(super) struct Scala;

/// What makes a map, by its last name.
const MAPS: &[&str] = &["Map", "HashMap", "LinkedHashMap", "TreeMap", "Properties", "Hashtable"];
/// What makes a list.
const LISTS: &[&str] = &["List", "Seq", "Set", "Array", "Vector"];
/// Methods that give back what they were called on, as far as settings go.
const SAME: &[&str] = &["asJava", "toMap", "toString", "asInstanceOf", "toSeq", "asProperties", "mutable"];
/// Functions that give back what they are given.
const BOXES: &[&str] = &[
    "String.valueOf",
    "Integer.valueOf",
    "Int.box",
    "Long.box",
    "Boolean.box",
    "int2Integer",
    "long2Long",
    "boolean2Boolean",
];
/// What begins a chain of `withProperty` and its like.
const SETTINGS: &[&str] = &["ProducerSettings", "ConsumerSettings"];
/// Longest chain of calls that is followed.
const CHAIN: usize = 200;

impl Dialect for Scala {
    fn visit<'t>(&self, node: Node<'t>, text: &str, around: &Around, program: &mut Program) {
        match node.kind() {
            "import_declaration" => import(node, text, program),
            "function_definition" => function(self, node, text, around, program),
            "lambda_expression" => {
                let Some(given) = node.child_by_field_name("parameters") else { return };
                let inner = around.around_child(node, self, text);
                let names = if given.kind() == "identifier" { vec![given] } else { children(given) };
                let names = names.into_iter().map(|given| given.child_by_field_name("name").unwrap_or(given));
                any(names, text, &inner, program);
            }
            "val_definition" | "var_definition" => {
                let parts = node.child_by_field_name("pattern").zip(node.child_by_field_name("value"));
                let Some((left, right)) = parts else { return };
                match name(left, text) {
                    Some(target) => {
                        program.steps.push(around.step(node, Some(target), Change::Set, read(right, text, DEPTH)));
                    }
                    None => unpack((left, Some(right)), text, around, &Readers { name, read }, program),
                }
            }
            "assignment_expression" => {
                let parts = node.child_by_field_name("left").zip(node.child_by_field_name("right"));
                let Some((left, right)) = parts else { return };
                // `map("key") = value`
                let entry = call_parts(left).filter(|_| left.kind() == "call_expression");
                match entry.map(|(map, keys)| (name(map, text), keys.map(|keys| read_all(keys, text, 4)))) {
                    Some((Some(target), Some(keys))) => {
                        let step = match &keys[..] {
                            [key] => put(node, target, key, &read(right, text, DEPTH), around),
                            _ => unknown_change(node, Some(target), around),
                        };
                        program.steps.extend(step);
                    }
                    Some(_) => {}
                    None => {
                        let Some(target) = name(left, text) else {
                            return unpack((left, Some(right)), text, around, &Readers { name, read }, program);
                        };
                        program.steps.push(around.step(node, Some(target), Change::Set, read(right, text, DEPTH)));
                    }
                }
            }
            // `map += "key" -> value`, `map ++= more`, `map put (key, value)`
            "infix_expression" => {
                let operator = node.child_by_field_name("operator").map_or("", |operator| text_of(operator, text));
                let target = node.child_by_field_name("left").and_then(|left| name(left, text));
                match operator {
                    "+=" | "++=" => {
                        let Some((target, right)) = target.zip(node.child_by_field_name("right")) else { return };
                        let more = added(read(right, text, DEPTH));
                        program.steps.push(around.step(node, Some(target), Change::Merge, more));
                    }
                    "put" | "putAll" | "setProperty" | "-=" | "--=" => {
                        program.steps.extend(unknown_change(node, target, around));
                    }
                    _ => {}
                }
            }
            "call_expression" | "instance_expression" => call(node, text, around, program),
            "return_expression" => {
                let value = children(node).first().map(|value| read(*value, text, DEPTH));
                program.steps.extend(value.and_then(|value| around.returns(node, value)));
            }
            _ => {}
        }
    }

    fn is_scope(&self, kind: &str) -> bool {
        matches!(kind, "function_definition" | "lambda_expression")
    }

    fn is_conditional(&self, kind: &str) -> bool {
        matches!(
            kind,
            "if_expression"
                | "match_expression"
                | "case_block"
                | "for_expression"
                | "while_expression"
                | "do_while_expression"
                | "catch_clause"
        )
    }
}

/// A change of a map, the making of settings by a chain, or any other call.
fn call(node: Node<'_>, text: &str, around: &Around, program: &mut Program) {
    // Only the whole of a chain.
    if goes_on(text.get(node.end_byte()..).unwrap_or_default()) {
        return;
    }
    if let Some((function, pairs)) = chain(node, text, DEPTH) {
        let is_maker = SETTINGS.contains(&function.rsplit('.').next().unwrap_or_default());
        let call = Call { function: function.clone(), arguments: Vec::new(), named: pairs };
        let made = around.step(node, None, Change::Set, expr(Value::Call(Box::new(call)), node.byte_range()));
        // Settings made of others: those are not what counts.
        program.steps.extend(if is_maker { Some(made) } else { unknown_change(node, Some(function), around) });
        return;
    }
    let Some(call) = read_call(node, text, DEPTH) else { return };
    program.steps.push(super::java::called(call, node, around));
}

fn put(node: Node<'_>, target: String, key: &Expr, value: &Expr, around: &Around) -> Option<super::program::Step> {
    let pair = of_pair(key, value);
    let value = expr(Value::Map(vec![Pair { range: node.byte_range(), ..pair }]), node.byte_range());
    Some(around.step(node, Some(target), Change::Merge, value))
}

/// Parameters, whose values callers decide, and what the function gives back.
fn function(dialect: &Scala, node: Node<'_>, text: &str, around: &Around, program: &mut Program) {
    let inner = around.around_child(node, dialect, text);
    let lists = children(node).into_iter().filter(|part| part.kind() == "parameters");
    any(lists.flat_map(children).filter_map(|given| given.child_by_field_name("name")), text, &inner, program);
    let Some(body) = node.child_by_field_name("body") else { return };
    let value = read(body, text, DEPTH);
    program.steps.extend(inner.returns(body, value));
}

/// `import a.b.C`, `import a.b.{C, D => E}`, `import a.b._`
fn import(node: Node<'_>, text: &str, program: &mut Program) {
    let Some(written) = text_of(node, text).strip_prefix("import") else { return };
    let (path, names) = match written.split_once('{') {
        Some((path, names)) => (path.trim().trim_end_matches('.'), names.trim_end().trim_end_matches('}')),
        None => written.trim().rsplit_once('.').unwrap_or(("", written.trim())),
    };
    for name in names.split(',').map(str::trim) {
        let (imported, local) = [" => ", " as "].iter().find_map(|sign| name.split_once(sign)).unwrap_or((name, name));
        match imported {
            "_" | "*" => program.opened.push(path.to_owned()),
            _ => drop(program.imports.insert(local.trim().to_owned(), format!("{path}.{}", imported.trim()))),
        }
    }
}

fn name(node: Node<'_>, text: &str) -> Option<String> {
    match node.kind() {
        "generic_type" => name(node.child_by_field_name("type")?, text),
        "generic_function" => name(node.child_by_field_name("function")?, text),
        "identifier" | "type_identifier" | "stable_type_identifier" | "stable_identifier" | "field_expression" => {
            path_of(node, text, "_")
        }
        _ => None,
    }
}

fn read(node: Node<'_>, text: &str, depth: usize) -> Expr {
    let range = node.byte_range();
    let Some(depth) = depth.checked_sub(1) else { return expr(Value::Other, range) };
    match node.kind() {
        "string" => string(node, text),
        "integer_literal" | "floating_point_literal" => number(node, text),
        "prefix_expression" if text_of(node, text).starts_with('-') => number(node, text),
        "boolean_literal" => {
            Expr { value: Value::Text(text_of(node, text).to_owned()), literal: Some(range.clone()), range }
        }
        "parenthesized_expression" | "ascription_expression" => {
            within(children(node).first().copied(), range, |inner| read(inner, text, depth))
        }
        // What a block ends with.
        "block" | "indented_block" => within(children(node).last().copied(), range, |inner| read(inner, text, depth)),
        "infix_expression" => {
            let side = |field| node.child_by_field_name(field).map(|side| read(side, text, depth));
            let operator = node.child_by_field_name("operator").map_or("", |operator| text_of(operator, text));
            match (operator, side("left").zip(side("right"))) {
                ("->", Some((key, value))) => expr(Value::Map(vec![of_pair(&key, &value)]), range),
                ("++" | "+", Some((left, right))) => expr(Value::Merged(vec![left, added(right)]), range),
                (_, Some(_)) => calculated(node, text, |side| read(side, text, depth)),
                (_, None) => expr(Value::Other, range),
            }
        }
        "tuple_expression" => match &read_all(node, text, depth)[..] {
            [key, value] => expr(Value::Map(vec![of_pair(key, value)]), range),
            _ => expr(Value::Other, range),
        },
        "field_expression" | "generic_function" if same(node, text).is_some() => {
            within(same(node, text), range.clone(), |inner| copy(read(inner, text, depth), range.clone()))
        }
        "call_expression" | "instance_expression" => match read_call(node, text, depth) {
            Some(call) => of_call(call, range),
            None => expr(Value::Other, range),
        },
        _ => match name(node, text) {
            Some(name) if name.ends_with(".empty") => {
                of_call(Call { function: name, arguments: Vec::new(), named: Vec::new() }, range)
            }
            Some(name) => expr(Value::Name(name), range),
            None => expr(Value::Other, range),
        },
    }
}

/// What `map.asJava` is as far as settings go.
fn same<'t>(node: Node<'t>, text: &str) -> Option<Node<'t>> {
    let method = if node.kind() == "generic_function" { node.child_by_field_name("function")? } else { node };
    let field = method.child_by_field_name("field")?;
    SAME.contains(&text_of(field, text)).then(|| method.child_by_field_name("value")).flatten()
}

/// A text in quotes without anything that is escaped.
fn string(node: Node<'_>, text: &str) -> Expr {
    let range = node.byte_range();
    let written = text_of(node, text);
    let quotes = if written.starts_with("\"\"\"") { 3 } else { 1 };
    let inside = range.start + quotes..range.end.saturating_sub(quotes);
    match text.get(inside.clone()) {
        Some(content) if children(node).is_empty() => {
            Expr { value: Value::Text(content.to_owned()), range, literal: Some(inside) }
        }
        _ => expr(Value::Other, range),
    }
}

/// What is added to a map: a pair is a map of its own.
fn added(value: Expr) -> Expr {
    match value.value {
        Value::Map(_) | Value::Merged(_) | Value::Name(_) | Value::Call(_) => value,
        _ => expr(Value::Other, value.range),
    }
}

fn of_call(call: Call, range: std::ops::Range<usize>) -> Expr {
    let base = call.function.strip_suffix(".empty").unwrap_or(&call.function);
    let class = base.rsplit('.').next().unwrap_or_default();
    match &call.arguments[..] {
        [only] if BOXES.contains(&&*call.function) => Expr { range, ..only.clone() },
        // A size is no setting.
        arguments if MAPS.contains(&class) && call.named.is_empty() => {
            let maps = arguments.iter().filter(|argument| !matches!(argument.value, Value::Text(_)));
            expr(Value::Merged(maps.cloned().collect()), range)
        }
        items if LISTS.contains(&class) => expr(Value::List(items.to_vec()), range),
        _ => expr(Value::Call(Box::new(call)), range),
    }
}

/// Function and arguments of `function(…)`.
fn call_parts(node: Node<'_>) -> Option<(Node<'_>, Option<Node<'_>>)> {
    Some((node.child_by_field_name("function")?, node.child_by_field_name("arguments")))
}

fn read_all(list: Node<'_>, text: &str, depth: usize) -> Vec<Expr> {
    children(list).into_iter().map(|item| read(item, text, depth)).collect()
}

/// `object.method(…)`, `new Class[T](…)`
fn read_call(node: Node<'_>, text: &str, depth: usize) -> Option<Call> {
    let depth = depth.checked_sub(1)?;
    let (function, list) = match node.kind() {
        "instance_expression" => {
            let parts = children(node);
            // A class of its own may set anything.
            if parts.iter().any(|part| part.kind() == "template_body") {
                return None;
            }
            (name(*parts.first()?, text)?, node.child_by_field_name("arguments"))
        }
        _ => {
            let (function, list) = call_parts(node)?;
            // What it is called on may be anything: what it is given counts.
            (name(function, text).unwrap_or_else(|| "?".to_owned()), list)
        }
    };
    let (mut arguments, mut named) = (Vec::new(), Vec::new());
    for item in list.map(children).unwrap_or_default() {
        let parts = item.child_by_field_name("left").zip(item.child_by_field_name("right"));
        match parts.filter(|_| item.kind() == "assignment_expression") {
            Some((left, right)) => {
                named.push(Pair { key: name(left, text), range: item.byte_range(), value: read(right, text, depth) })
            }
            None => arguments.push(read(item, text, depth)),
        }
    }
    Some(Call { function, arguments, named })
}

/// The function that a chain of `with…` begins with, and the settings that it gets.
fn chain(node: Node<'_>, text: &str, depth: usize) -> Option<(String, Vec<Pair>)> {
    let mut pairs = Vec::new();
    let mut base = node;
    for _ in 0..CHAIN {
        let (function, list) = call_parts(base).filter(|_| base.kind() == "call_expression")?;
        let parts = function.child_by_field_name("value").zip(function.child_by_field_name("field"));
        let Some((receiver, method)) = parts else { break };
        let arguments = list.map(|list| read_all(list, text, depth)).unwrap_or_default();
        pairs.extend(of_method(text_of(method, text), &arguments, method.start_byte()..base.end_byte())?);
        base = receiver;
        if base.kind() != "call_expression" {
            break;
        }
    }
    let function = call_parts(base).filter(|_| base.kind() == "call_expression").map_or(base, |(function, _)| function);
    let function = name(function, text)?;
    pairs.reverse();
    (base != node || SETTINGS.contains(&function.rsplit('.').next().unwrap_or_default())).then_some((function, pairs))
}

/// Whether what follows a call, comments aside, is one more method of a chain of settings.
fn goes_on(mut rest: &str) -> bool {
    loop {
        rest = rest.trim_start();
        match rest.strip_prefix("//") {
            Some(comment) => rest = comment.split_once('\n').map_or("", |(_, next)| next),
            None => return rest.strip_prefix('.').is_some_and(|method| method.trim_start().starts_with("with")),
        }
    }
}

/// What one method of a chain sets, if that is read; nothing for a method that is none of a chain of settings.
fn of_method(method: &str, arguments: &[Expr], range: std::ops::Range<usize>) -> Option<Option<Pair>> {
    let of_key = |key: &str, value: &Expr| {
        Some(Some(Pair { key: Some(key.to_owned()), range: range.clone(), value: value.clone() }))
    };
    match (method, arguments) {
        ("withProperty", [key, value]) => Some(Some(Pair { range: range.clone(), ..of_pair(key, value) })),
        ("withProperties", maps) => {
            Some(Some(Pair { key: None, range: range.clone(), value: expr(Value::Merged(maps.to_vec()), range) }))
        }
        ("withBootstrapServers", [servers]) => of_key("bootstrap.servers", servers),
        ("withGroupId", [group]) => of_key("group.id", group),
        (other, _) => other.starts_with("with").then_some(None),
    }
}
