//! C#: object initialisers, `Set`, and what changes them.

use tree_sitter::Node;

use super::program::{Call, Change, Expr, Pair, Program, Step, Value};
use super::tree::{
    Around, DEPTH, Dialect, Readers, calculated, children, expr, name_of, number, parameters, path_of, put, quoted,
    text_of, unpack, within,
};

/// The grammar's node names.
pub(super) struct CSharp;

impl Dialect for CSharp {
    fn visit<'t>(&self, node: Node<'t>, text: &str, around: &Around, program: &mut Program) {
        if self.is_scope(node.kind()) {
            parameters(node, text, around, program);
            // `Config() => new() { … }`
            if let Some(body) = node.child_by_field_name("body").filter(|body| body.kind() == "arrow_expression_clause")
            {
                let value = children(body).first().map(|value| read(*value, text, DEPTH));
                let inner = around.around_child(node, self, text);
                program.steps.extend(value.and_then(|value| inner.returns(body, value)));
            }
        }
        match node.kind() {
            "using_directive" => {
                let path = children(node).last().map(|path| text_of(*path, text).to_owned());
                match (path, node.child_by_field_name("name")) {
                    (Some(path), Some(alias)) => {
                        program.imports.insert(text_of(alias, text).to_owned(), path);
                    }
                    (path, None) => program.opened.extend(path),
                    _ => {}
                }
            }
            "variable_declarator" => {
                let value = children(node).into_iter().skip(1).find(|part| !part.kind().ends_with("argument_list"));
                let Some((left, right)) = node.child_by_field_name("name").zip(value) else { return };
                let target = Some(text_of(left, text).to_owned());
                program.steps.push(around.step(node, target, Change::Set, read(right, text, DEPTH)));
            }
            "assignment_expression" => assign(node, text, around, program),
            "invocation_expression" => {
                let Some(call) = read_call(node, text, DEPTH) else { return };
                match (call.function.strip_suffix(".Set"), &call.arguments[..]) {
                    (Some(target), [Expr { value: Value::Text(key), .. }, value]) => {
                        let change = Change::Entry(key.clone());
                        program.steps.push(around.step(node, Some(target.to_owned()), change, value.clone()));
                    }
                    _ => {
                        let value = expr(Value::Call(Box::new(call)), node.byte_range());
                        program.steps.push(around.step(node, None, Change::Set, value));
                    }
                }
            }
            "object_creation_expression" | "implicit_object_creation_expression" => {
                let own = node.child_by_field_name("type").and_then(|class| name(class, text));
                let Some(function) = own.or_else(|| around.ty().map(str::to_owned)) else { return };
                let (arguments, named) = parts(node, text, DEPTH);
                let call = Call { function, arguments, named };
                let value = expr(Value::Call(Box::new(call)), node.byte_range());
                program.steps.push(around.step(node, None, Change::Set, value));
            }
            "return_statement" => {
                let value = children(node).first().map(|value| read(*value, text, DEPTH));
                program.steps.extend(value.and_then(|value| around.returns(node, value)));
            }
            _ => {}
        }
    }

    fn is_scope(&self, kind: &str) -> bool {
        matches!(
            kind,
            "method_declaration" | "constructor_declaration" | "local_function_statement" | "lambda_expression"
        )
    }

    fn is_conditional(&self, kind: &str) -> bool {
        matches!(
            kind,
            "if_statement"
                | "switch_statement"
                | "switch_expression"
                | "for_statement"
                | "foreach_statement"
                | "while_statement"
                | "do_statement"
                | "catch_clause"
                | "conditional_expression"
        )
    }
}

/// `config.Acks = Acks.All`; what stands in an initialiser belongs to the object.
fn assign(node: Node<'_>, text: &str, around: &Around, program: &mut Program) {
    let parts = node.child_by_field_name("left").zip(node.child_by_field_name("right"));
    let Some((left, right)) = parts else { return };
    // `dictionary["key"] = value`
    if left.kind() == "element_access_expression" {
        let object = left.child_by_field_name("expression").and_then(|object| name(object, text));
        let keys = left.child_by_field_name("subscript").map(|keys| arguments_of(keys, text, 4)).unwrap_or_default();
        let key = match &keys[..] {
            [Expr { value: Value::Text(key), .. }] => Some(key.clone()),
            _ => None,
        };
        program.steps.extend(put(node, (object, key), read(right, text, DEPTH), around));
        return;
    }
    let Some(target) = name(left, text) else {
        return unpack((left, Some(right)), text, around, &Readers { name, read }, program);
    };
    if around.in_initializer() {
        return;
    }
    let mut step = around.step(node, Some(target), Change::Set, read(right, text, DEPTH));
    // Only where nothing is set yet.
    let is_fallback = node.child_by_field_name("operator").is_some_and(|operator| text_of(operator, text) == "??=");
    step.conditional |= is_fallback;
    let is_field = text_of(left, text).starts_with("this.");
    program.steps.push(Step { is_field, ..step });
}

fn name(node: Node<'_>, text: &str) -> Option<String> {
    match node.kind() {
        "identifier" => name_of(node, text).map(str::to_owned),
        "generic_name" => name(children(node).first().copied()?, text),
        "member_access_expression" | "qualified_name" => path_of(node, text, "_"),
        _ => None,
    }
}

fn read(node: Node<'_>, text: &str, depth: usize) -> Expr {
    let range = node.byte_range();
    let Some(depth) = depth.checked_sub(1) else { return expr(Value::Other, range) };
    match node.kind() {
        "string_literal" => quoted(node, text, &["string_literal_content"]),
        "integer_literal" | "real_literal" => number(node, text),
        "prefix_unary_expression" if text_of(node, text).starts_with('-') => number(node, text),
        "boolean_literal" => {
            Expr { value: Value::Text(text_of(node, text).to_owned()), literal: Some(range.clone()), range }
        }
        "parenthesized_expression" => within(children(node).first().copied(), range, |inner| read(inner, text, depth)),
        "cast_expression" => within(node.child_by_field_name("value"), range, |inner| read(inner, text, depth)),
        "binary_expression" => calculated(node, text, |side| read(side, text, depth)),
        "object_creation_expression" | "implicit_object_creation_expression" => {
            let (mut maps, named) = parts(node, text, depth);
            maps.push(expr(Value::Map(named), range.clone()));
            expr(Value::Merged(maps), range)
        }
        "invocation_expression" => match read_call(node, text, depth) {
            Some(call) => expr(Value::Call(Box::new(call)), range),
            None => expr(Value::Other, range),
        },
        _ => match name(node, text) {
            Some(name) => expr(Value::Name(name), range),
            None => expr(Value::Other, range),
        },
    }
}

/// Arguments and initialiser of `new Class(…) { … }`.
fn parts(node: Node<'_>, text: &str, depth: usize) -> (Vec<Expr>, Vec<Pair>) {
    let of_kind = |kind: &str| children(node).into_iter().find(|part| part.kind() == kind);
    let arguments = of_kind("argument_list").map(|list| arguments_of(list, text, depth)).unwrap_or_default();
    let named = of_kind("initializer_expression").map(|list| pairs(list, text, depth)).unwrap_or_default();
    (arguments, named)
}

/// `{ Key = value }`, or `{ { "key", "value" } }` of a dictionary.
fn pairs(initializer: Node<'_>, text: &str, depth: usize) -> Vec<Pair> {
    let pair = |item: Node<'_>| {
        let range = item.byte_range();
        let (key, value) = match item.kind() {
            "assignment_expression" => {
                let value = read(item.child_by_field_name("right")?, text, depth);
                (name(item.child_by_field_name("left")?, text), value)
            }
            "initializer_expression" => match children(item)[..] {
                [key, value] => match read(key, text, depth).value {
                    Value::Text(key) => (Some(key), read(value, text, depth)),
                    _ => (None, read(value, text, depth)),
                },
                _ => return None,
            },
            _ => return None,
        };
        // A key that is computed could be any.
        let value = if key.is_some() { value } else { expr(Value::Other, range.clone()) };
        Some(Pair { key, range, value })
    };
    children(initializer).into_iter().filter_map(pair).collect()
}

fn arguments_of(list: Node<'_>, text: &str, depth: usize) -> Vec<Expr> {
    let value = |argument: Node<'_>| children(argument).last().map(|value| read(*value, text, depth));
    children(list).into_iter().filter_map(value).collect()
}

fn read_call(node: Node<'_>, text: &str, depth: usize) -> Option<Call> {
    let depth = depth.checked_sub(1)?;
    let function = node.child_by_field_name("function")?;
    // What a method is called on may be anything: what it is given counts.
    let function = name(function, text).unwrap_or_else(|| "?".to_owned());
    let arguments = node.child_by_field_name("arguments").map(|list| arguments_of(list, text, depth));
    Some(Call { function, arguments: arguments.unwrap_or_default(), named: Vec::new() })
}
