//! Syntax trees of code: parsing, and walking without recursion.

use std::ops::Range;

use tree_sitter::{Language, Node, Parser};

use super::exits;
use super::program::{Change, Expr, Program, Step, Value, returned_by};
use super::topics;

/// Deepest expression that is read.
pub(super) const DEPTH: usize = 40;
/// Most functions and blocks around a step.
const NESTING: usize = 64;
/// Longest name that is looked at, in bytes.
const LONGEST_NAME: usize = 256;
/// Most expressions of a file, each counted once for every step that has it: what people write has a few for each line.
const EXPRESSIONS: usize = 1_000_000;

/// One language: its grammar, and what its nodes say.
pub(super) trait Dialect {
    /// The steps and imports that one node adds, its children aside.
    fn visit<'t>(&self, node: Node<'t>, text: &str, around: &Around, program: &mut Program);
    /// Whether names assigned inside a node are its own.
    fn is_scope(&self, kind: &str) -> bool;
    /// Whether what is inside happens only sometimes.
    fn is_conditional(&self, kind: &str) -> bool;
    /// Whether what is inside never runs in production.
    fn is_silent<'t>(&self, _: Node<'t>, _: &str) -> bool {
        false
    }
    /// The name of a call with a block, or of a class's ancestor, that matters to what is inside.
    fn block_name<'t>(&self, _: Node<'t>, _: &str) -> Option<String> {
        None
    }
}

/// What lies around a node.
#[derive(Clone, Debug, Default)]
pub(super) struct Around {
    conditional: bool,
    scopes: Vec<usize>,
    within: Vec<(String, usize)>,
    /// What the node before gives a name to.
    name: Option<String>,
    /// The nearest function's name.
    function: Option<String>,
    /// The type of what is declared, or of what the nearest function returns.
    ty: Option<String>,
    /// Whether it stands between the braces of an object that is made.
    initializer: bool,
}

impl Around {
    /// What lies around the parts of a function.
    pub(super) fn inside(&self, function: Node<'_>) -> Self {
        let mut inner = self.clone();
        inner.scopes.push(function.id());
        inner
    }

    /// The type that a declaration or the nearest function names.
    pub(super) fn ty(&self) -> Option<&str> {
        self.ty.as_deref()
    }

    /// Whether it stands between the braces of an object that is made. Of the languages that are read only C# asks.
    #[cfg_attr(not(feature = "csharp"), allow(dead_code))]
    pub(super) fn in_initializer(&self) -> bool {
        self.initializer
    }

    /// A step that keeps what the function around it returns.
    pub(super) fn returns(&self, node: Node<'_>, value: Expr) -> Option<Step> {
        let name = returned_by(self.function.as_deref()?);
        Some(self.step(node, Some(name), Change::Set, value))
    }

    pub(super) fn around_child(&self, node: Node<'_>, dialect: &dyn Dialect, text: &str) -> Self {
        let mut inner = self.clone();
        let name = node.child_by_field_name("name").and_then(|name| name_of(name, text)).map(str::to_owned);
        if dialect.is_scope(node.kind()) {
            inner.scopes.push(node.id());
            inner.function = name.clone().or(inner.name.take());
        }
        inner.name = name;
        inner.initializer = node.kind() == "initializer_expression";
        let ty = ["type", "return_type", "returns"].iter().find_map(|field| node.child_by_field_name(field));
        if let Some(ty) = ty {
            inner.ty = name_of(ty, text).map(str::to_owned);
        } else if dialect.is_scope(node.kind()) {
            inner.ty = None;
        }
        inner.within.extend(dialect.block_name(node, text).map(|name| (name, node.id())));
        inner.conditional |= dialect.is_conditional(node.kind());
        inner
    }

    /// A step at this place.
    pub(super) fn step(&self, node: Node<'_>, target: Option<String>, change: Change, value: Expr) -> Step {
        Step {
            range: node.byte_range(),
            target,
            change,
            value,
            conditional: self.conditional,
            is_field: false,
            scopes: self.scopes.clone(),
            within: self.within.clone(),
            id: 0,
        }
    }
}

/// Reads a text; what the grammar cannot read is left out, and nothing is read of one made to be read for ever.
pub(super) fn read(language: &Language, dialect: &dyn Dialect, text: &str) -> Option<Program> {
    let mut parser = Parser::new();
    parser.set_language(language).ok()?;
    let tree = parser.parse(text, None)?;
    let mut program = Program::default();
    let mut waiting = vec![(tree.root_node(), Around::default())];
    let mut expressions = 0;
    while let Some((node, around)) = waiting.pop() {
        if dialect.is_silent(node, text) {
            continue;
        }
        let before = program.steps.len();
        dialect.visit(node, text, &around, &mut program);
        expressions += program.steps[before..].iter().map(|step| step.value.count()).sum::<usize>();
        if expressions > EXPRESSIONS {
            return None;
        }
        program.exits.extend(exits::exit(node, text));
        program.built_factors.extend(topics::built_factor(node, text));
        let inner = around.around_child(node, dialect, text);
        if inner.scopes.len() + inner.within.len() > NESTING {
            continue;
        }
        let mut cursor = node.walk();
        let children: Vec<Node<'_>> = node.named_children(&mut cursor).collect();
        waiting.extend(children.into_iter().rev().map(|child| (child, inner.clone())));
    }
    Some(program.indexed())
}

/// Whether some bytes of a text are a comment.
pub(super) fn is_comment(language: &Language, text: &str, range: Range<usize>) -> bool {
    let mut parser = Parser::new();
    let tree = parser.set_language(language).ok().and_then(|()| parser.parse(text, None));
    let is_one = |node: Node<'_>| node.kind().contains("comment");
    tree.is_some_and(|tree| tree.root_node().descendant_for_byte_range(range.start, range.end).is_some_and(is_one))
}

/// The parameters of a function: names of their own, whose values callers decide.
pub(super) fn parameters(function: Node<'_>, text: &str, around: &Around, program: &mut Program) {
    let inner = around.inside(function);
    let one = function.child_by_field_name("parameter");
    let list = function.child_by_field_name("parameters").map(children).unwrap_or_default();
    for parameter in one.into_iter().chain(list) {
        let mut names = Vec::new();
        for field in ["pattern", "name", "left"] {
            let mut cursor = parameter.walk();
            names.extend(parameter.children_by_field_name(field, &mut cursor));
        }
        if names.is_empty() {
            names.push(parameter);
        }
        names.retain(|name| name.is_named() && name.named_child_count() == 0);
        any(names, text, &inner, program);
    }
}

/// Names whose values are not known: callers decide them, or something that is not followed.
pub(super) fn any<'t>(names: impl IntoIterator<Item = Node<'t>>, text: &str, around: &Around, program: &mut Program) {
    for name in names {
        let target = name_of(name, text).map(str::to_owned);
        program.steps.push(around.step(name, target, Change::Set, expr(Value::Other, name.byte_range())));
    }
}

/// How a language reads the name of a variable, and a value.
pub(super) struct Readers {
    pub(super) name: fn(Node<'_>, &str) -> Option<String>,
    pub(super) read: fn(Node<'_>, &str, usize) -> Expr,
}

/// `a, b = x, y`: to each name its value where one of each stands there, else something that is not known.
pub(super) fn unpack(
    (pattern, value): (Node<'_>, Option<Node<'_>>),
    text: &str,
    around: &Around,
    readers: &Readers,
    program: &mut Program,
) {
    let lists = ["list", "tuple", "array"];
    let value = value.filter(|value| lists.iter().any(|list| value.kind().contains(list)));
    let (parts, values) = (children(pattern), value.map(children).unwrap_or_default());
    let names: Option<Vec<String>> = parts.iter().map(|part| (readers.name)(*part, text)).collect();
    match names.filter(|names| names.len() == values.len()) {
        Some(names) => {
            let step = |(name, value): (String, Node<'_>)| {
                around.step(value, Some(name), Change::Set, (readers.read)(value, text, DEPTH))
            };
            program.steps.extend(names.into_iter().zip(values).map(step));
        }
        None => {
            let mut waiting = vec![pattern];
            while let Some(part) = waiting.pop() {
                match (readers.name)(part, text) {
                    Some(_) => any([part], text, around, program),
                    None => waiting.extend(children(part)),
                }
            }
        }
    }
}

/// `map[key] = value`: a key that is computed could be any.
pub(super) fn put(
    node: Node<'_>,
    (object, key): (Option<String>, Option<String>),
    value: Expr,
    around: &Around,
) -> Option<Step> {
    match key {
        Some(key) => Some(around.step(node, Some(object?), Change::Entry(key), value)),
        None => unknown_change(node, object, around),
    }
}

/// What a method gives back that leaves what it is called on as it is: a copy of what has a name is more than the name.
pub(super) fn copy(of: Expr, range: Range<usize>) -> Expr {
    match of.value {
        Value::Name(_) => Expr { range, ..of },
        _ => of,
    }
}

/// The text of a node.
pub(super) fn text_of<'t>(node: Node<'_>, text: &'t str) -> &'t str {
    text.get(node.byte_range()).unwrap_or_default()
}

/// The children of a node that have a name in the grammar.
pub(super) fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|child| child.kind() != "comment").collect()
}

/// An expression without characters of its own.
pub(super) fn expr(value: Value, range: Range<usize>) -> Expr {
    Expr { value, range, literal: None }
}

/// A quoted text: known unless something is put into it; its characters stand inside the quotes.
pub(super) fn quoted(node: Node<'_>, text: &str, contents: &[&str]) -> Expr {
    let parts = children(node);
    let is_plain = parts.iter().all(|part| contents.contains(&part.kind()));
    let inside: Vec<&Node<'_>> = parts.iter().filter(|part| part.end_byte() > part.start_byte()).collect();
    let inside: Vec<&&Node<'_>> = inside.iter().filter(|part| part.kind().contains(contents[0])).collect();
    if !is_plain || inside.len() > 1 {
        return expr(Value::Other, node.byte_range());
    }
    let range = inside.first().map(|part| part.byte_range());
    let content = range.clone().and_then(|range| text.get(range)).unwrap_or_default();
    Expr { value: Value::Text(content.to_owned()), range: node.byte_range(), literal: range }
}

/// The text of a node that may be a name; longer ones are none that anybody wrote.
pub(super) fn name_of<'t>(node: Node<'_>, text: &'t str) -> Option<&'t str> {
    (node.byte_range().len() <= LONGEST_NAME).then(|| text_of(node, text))
}

/// A name behind others, `a.b`, without a leading `this.`; nothing for what is more than names. `others` are the letters that
/// names of the language have besides those of words.
pub(super) fn path_of(node: Node<'_>, text: &str, others: &str) -> Option<String> {
    let written = name_of(node, text)?;
    let is_path = written.chars().all(|letter| letter.is_alphanumeric() || letter == '.' || others.contains(letter));
    is_path.then(|| written.strip_prefix("this.").unwrap_or(written).to_owned())
}

/// A change of a map by something that is not known.
pub(super) fn unknown_change(node: Node<'_>, target: Option<String>, around: &Around) -> Option<Step> {
    Some(around.step(node, Some(target?), Change::Merge, expr(Value::Other, node.byte_range())))
}

/// A number as its digits: `30_000`, `0x10`, `9e4`, `-1`, `10L`.
pub(super) fn number(node: Node<'_>, text: &str) -> Expr {
    let range = node.byte_range();
    match name_of(node, text).and_then(digits) {
        Some(digits) => Expr { value: Value::Text(digits), literal: Some(range.clone()), range },
        None => expr(Value::Other, range),
    }
}

fn digits(written: &str) -> Option<String> {
    let plain = written.replace(['_', ' '], "").to_ascii_lowercase();
    let (sign, plain) = plain.strip_prefix('-').map_or(("", &*plain), |rest| ("-", rest));
    let bases = [("0x", 16), ("0o", 8), ("0b", 2)];
    if let Some((digits, base)) = bases.iter().find_map(|(mark, base)| Some((plain.strip_prefix(mark)?, *base))) {
        return i64::from_str_radix(digits, base).ok().map(|number| format!("{sign}{number}"));
    }
    // What says how wide it is.
    let suffix = plain.find(['l', 'u', 'i', 'f', 'd', 'm', 'n']).unwrap_or(plain.len());
    let plain = &plain[..suffix];
    if plain.len() > 1 && plain.starts_with('0') && plain.bytes().all(|byte| byte.is_ascii_digit()) {
        // Octal in some languages, decimal in others.
        return None;
    }
    if plain.bytes().all(|byte| byte.is_ascii_digit()) {
        return (!plain.is_empty()).then(|| format!("{sign}{plain}"));
    }
    let number: f64 = plain.parse().ok()?;
    number.is_finite().then(|| format!("{sign}{number}"))
}

/// What stands in a node that changes nothing about it: parentheses, a cast.
pub(super) fn within(inner: Option<Node<'_>>, range: Range<usize>, read: impl Fn(Node<'_>) -> Expr) -> Expr {
    inner.map_or_else(|| expr(Value::Other, range), read)
}

/// `left operator right`, as numbers.
pub(super) fn calculated(node: Node<'_>, text: &str, read: impl Fn(Node<'_>) -> Expr) -> Expr {
    let sides = node.child_by_field_name("left").zip(node.child_by_field_name("right"));
    match sides {
        Some((left, right)) => product(node, text, read(left), read(right)),
        None => expr(Value::Other, node.byte_range()),
    }
}

/// `5 * 60 * 1000`
pub(super) fn product(node: Node<'_>, text: &str, left: Expr, right: Expr) -> Expr {
    let operator = node.child_by_field_name("operator").map(|operator| text_of(operator, text));
    let number = |expr: &Expr| match &expr.value {
        Value::Text(text) => text.parse::<i64>().ok(),
        _ => None,
    };
    let product = number(&left).zip(number(&right)).and_then(|(left, right)| left.checked_mul(right));
    let value = match (operator, product) {
        (Some("*"), Some(product)) => Value::Text(product.to_string()),
        _ => Value::Other,
    };
    expr(value, node.byte_range())
}
