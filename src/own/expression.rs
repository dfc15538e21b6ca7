//! What is wrong with an expression of a rule before it is ever evaluated, and which keys it names.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::names::{self, Shape};
use super::{About, scope};
use crate::eval::functions;
use crate::source::TextRange;
use crate::syntax;
use crate::syntax::tree::{BinaryOperator, ExprId, ExprKind, For, List, Part, Tree};
use crate::terraform::file::ExprRef;

/// Keys that expressions name.
pub type Names = BTreeSet<Arc<str>>;

/// Something that can never be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub range: TextRange,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// What an expression has to come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// `true` or `false`.
    Truth,
    /// Text.
    Words,
}

/// What is wrong with an expression about some subject; the keys that it names are added to others.
pub fn check(expression: &ExprRef, about: About, expected: Expected, keys: &mut Names) -> Vec<Fault> {
    let tree = &expression.file.tree;
    let range = tree.expr(expression.id).range;
    let inside = tree.errors().iter().filter(|error| error.range.start <= range.end && range.start <= error.range.end);
    let mut faults: Vec<Fault> = inside
        .map(|error| Fault { range: error.range, message: error.message.clone(), help: error.help.map(str::to_owned) })
        .collect();
    if faults.is_empty() {
        let mut walk = Walk { tree, about, bound: Vec::new(), splat_items: Vec::new(), faults: Vec::new(), keys };
        walk.expr(expression.id);
        faults = walk.faults;
    }
    if faults.is_empty() {
        faults.extend(scope::refused(expression, about, expected).map(|(at, message)| Fault {
            range: at.unwrap_or(range),
            message,
            help: None,
        }));
    }
    faults
}

/// Functions that see files.
fn reads_files(name: &str) -> bool {
    name.starts_with("file") || matches!(name, "templatefile" | "abspath" | "pathexpand")
}

struct Walk<'a> {
    tree: &'a Tree,
    about: About,
    /// Names that `for` binds here, innermost last, and what they stand for.
    bound: Vec<(&'a str, Option<Stands>)>,
    /// What the items of the splats around stand for, innermost last.
    splat_items: Vec<Option<Stands>>,
    faults: Vec<Fault>,
    keys: &'a mut Names,
}

impl<'a> Walk<'a> {
    fn fault(&mut self, range: TextRange, message: String, help: Option<String>) {
        self.faults.push(Fault { range, message, help });
    }

    fn expr(&mut self, id: ExprId) {
        let tree = self.tree;
        let expr = *tree.expr(id);
        match expr.kind {
            ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number | ExprKind::SplatItem => {}
            ExprKind::Template(parts) | ExprKind::Heredoc(parts) => self.parts(parts),
            ExprKind::Variable => self.name(tree.text(expr.range), expr.range),
            ExprKind::Attribute { base, name } => self.attribute(base, tree.text(name), name),
            ExprKind::LegacyIndex { base, .. } => self.expr(base),
            ExprKind::Index { base, key } => match self.literal(key) {
                Some(word) => {
                    self.keys.insert(word.as_str().into());
                    self.attribute(base, &word, tree.expr(key).range);
                }
                None => {
                    self.expr(base);
                    self.expr(key);
                }
            },
            ExprKind::Splat { base, each } => {
                self.expr(base);
                self.splat_items.push(self.item_of(base));
                self.expr(each);
                self.splat_items.pop();
            }
            ExprKind::Call { name, arguments, .. } => {
                self.function(tree.text(name), name);
                self.lookup(tree.text(name), tree.expr_list(arguments));
                tree.expr_list(arguments).iter().for_each(|argument| self.expr(*argument));
            }
            ExprKind::Tuple(items) => tree.expr_list(items).iter().for_each(|item| self.expr(*item)),
            ExprKind::Object(items) => {
                for item in tree.items(items) {
                    // A bare word is its own text.
                    if !matches!(tree.expr(item.key).kind, ExprKind::Variable) {
                        self.expr(item.key);
                    }
                    self.expr(item.value);
                }
            }
            ExprKind::For(id) => self.for_expr(tree.for_expr(id)),
            ExprKind::Conditional { condition, then, otherwise } => {
                [condition, then, otherwise].into_iter().for_each(|part| self.expr(part));
            }
            ExprKind::Unary { operand, .. } => self.expr(operand),
            ExprKind::Binary { operator, left, right } => {
                self.expr(left);
                self.expr(right);
                if matches!(operator, BinaryOperator::Equal | BinaryOperator::NotEqual) {
                    self.comparable(left, right);
                }
            }
            ExprKind::Parenthesis(inner) => self.expr(inner),
            ExprKind::Broken => self.fault(expr.range, "this cannot be read".to_owned(), None),
        }
    }

    /// `lookup(self.settings, "name", …)` names a key as `self.settings["name"]` does.
    fn lookup(&mut self, function: &str, arguments: &[ExprId]) {
        let ("lookup" | "core::lookup", [map, key, ..]) = (function, arguments) else { return };
        let (Some(Stands::Shape(Shape::Map, _)), Some(word)) = (self.stands_for(*map), self.literal(*key)) else {
            return;
        };
        self.keys.insert(word.as_str().into());
        self.attribute(*map, &word, self.tree.expr(*key).range);
    }

    fn name(&mut self, name: &str, range: TextRange) {
        if name != "self" && !self.bound.iter().any(|(bound, _)| *bound == name) {
            let help =
                Some(format!("write self.{}, … (msk-lint explain tells what self has)", names::of(self.about)[0].0));
            self.fault(range, format!("a rule sees self alone, no {name}"), help);
        }
    }

    /// `base.name` or `base["name"]`.
    fn attribute(&mut self, base: ExprId, name: &str, range: TextRange) {
        match self.stands_for(base) {
            Some(Stands::Subject) if names::shape(self.about, name).is_none() => {
                let of = self.about;
                self.unknown_name(
                    name,
                    range,
                    format!("a {}", of.as_str()),
                    names::of(of).iter().map(|(known, _)| *known),
                );
            }
            Some(Stands::Shape(Shape::Cluster, _))
                if name == "topics" || names::shape(About::Cluster, name).is_none() =>
            {
                let known =
                    names::of(About::Cluster).iter().map(|(known, _)| *known).filter(|known| *known != "topics");
                self.unknown_name(name, range, format!("the cluster of a {}", self.about.as_str()), known);
            }
            Some(Stands::Topic) if name == "cluster" || names::shape(About::Topic, name).is_none() => {
                let known = names::of(About::Topic).iter().map(|(known, _)| *known).filter(|known| *known != "cluster");
                self.unknown_name(name, range, "a topic of a cluster".to_owned(), known);
            }
            Some(Stands::Shape(Shape::Map, of)) => {
                if let Some(near) = names::misspelled(of, name) {
                    self.fault(range, format!("nothing is called {name}"), Some(format!("did you mean {near}?")));
                }
            }
            Some(_) => {}
            None => self.expr(base),
        }
    }

    fn unknown_name(&mut self, name: &str, range: TextRange, of: String, known: impl Iterator<Item = &'static str>) {
        let known: Vec<&str> = known.collect();
        let scored = known.iter().map(|word| (strsim::damerau_levenshtein(word, name), *word));
        let near = scored.min().filter(|(distance, _)| *distance <= 2 + name.len() / 5);
        let help = match near {
            Some((_, near)) => format!("did you mean {near}?"),
            None => format!("it has {}", known.join(", ")),
        };
        self.fault(range, format!("{of} has no {name}"), Some(help));
    }

    /// What an expression stands for, if it is `self` or a name of it.
    fn stands_for(&self, id: ExprId) -> Option<Stands> {
        let expr = self.tree.expr(id);
        match expr.kind {
            ExprKind::Variable => {
                let name = self.tree.text(expr.range);
                match self.bound.iter().rev().find(|(bound, _)| *bound == name) {
                    Some((_, stands)) => *stands,
                    None => (name == "self").then_some(Stands::Subject),
                }
            }
            ExprKind::SplatItem => *self.splat_items.last()?,
            ExprKind::Attribute { base, name } => self.part(base, self.tree.text(name)),
            ExprKind::LegacyIndex { base, .. } => self.item_of(base),
            ExprKind::Index { base, key } => match self.literal(key) {
                Some(key) => self.part(base, &key),
                None if matches!(self.tree.expr(key).kind, ExprKind::Number) => self.item_of(base),
                None => None,
            },
            ExprKind::Parenthesis(inner) => self.stands_for(inner),
            _ => None,
        }
    }

    /// What each item of a list stands for.
    fn item_of(&self, list: ExprId) -> Option<Stands> {
        match self.stands_for(list)? {
            Stands::Shape(Shape::Topics, _) => Some(Stands::Topic),
            _ => None,
        }
    }

    /// What `base.name` stands for.
    fn part(&self, base: ExprId, name: &str) -> Option<Stands> {
        let of = match self.stands_for(base)? {
            Stands::Subject => self.about,
            Stands::Shape(Shape::Cluster, _) => About::Cluster,
            Stands::Topic if name == "cluster" => return None,
            Stands::Topic => About::Topic,
            Stands::Shape(Shape::Map, of) => return Some(Stands::Shape(Shape::Text, of)),
            Stands::Shape(..) => return None,
        };
        names::shape(of, name).map(|shape| Stands::Shape(shape, of))
    }

    /// Reports a comparison of text with a number or the like, which Terraform's language never takes for equal.
    fn comparable(&mut self, left: ExprId, right: ExprId) {
        let (Some(a), Some(b)) = (self.primitive(left), self.primitive(right)) else { return };
        if a != b {
            let word = |shape| match shape {
                Shape::Number => "a number",
                Shape::Bool => "true or false",
                _ => "text",
            };
            let help = match (a, b) {
                (Shape::Text, _) | (_, Shape::Text) => "write both as text, or convert one: tonumber(…), tobool(…)",
                _ => "compare it with what it can be",
            };
            let range = self.tree.expr(right).range;
            let message = format!("this is {}, which is never equal to {}", word(b), word(a));
            self.fault(range, message, Some(help.to_owned()));
        }
    }

    /// Whether an expression is text, a number or a truth, where that is plain to see.
    fn primitive(&self, id: ExprId) -> Option<Shape> {
        match self.tree.expr(id).kind {
            ExprKind::Number => Some(Shape::Number),
            ExprKind::Bool(_) => Some(Shape::Bool),
            // What is filled in alone keeps its type.
            ExprKind::Template(_) => self.literal(id).map(|_| Shape::Text),
            ExprKind::Parenthesis(inner) => self.primitive(inner),
            _ => match self.stands_for(id)? {
                Stands::Shape(shape @ (Shape::Text | Shape::Number | Shape::Bool), _) => Some(shape),
                _ => None,
            },
        }
    }

    fn function(&mut self, name: &str, range: TextRange) {
        let plain = name.trim_start_matches("core::");
        if reads_files(plain) {
            return self.fault(range, format!("{plain}() reads files, which a rule does not see"), None);
        }
        let mut known = functions::names().chain(functions::SPECIAL);
        if !known.any(|known| known == plain) {
            let near = functions::names().chain(functions::SPECIAL);
            let scored = near.map(|known| (strsim::damerau_levenshtein(known, plain), known)).min();
            let near = scored.filter(|(distance, _)| *distance <= 1 + plain.len() / 4);
            let help = near.map(|(_, near)| format!("did you mean {near}?"));
            self.fault(range, format!("no function is called {plain}"), help);
        }
    }

    fn for_expr(&mut self, expr: &For) {
        self.expr(expr.collection);
        self.with_bound(expr.key, expr.value, self.item_of(expr.collection), |walk| {
            let parts = [expr.result_key, Some(expr.result), expr.condition];
            parts.into_iter().flatten().for_each(|part| walk.expr(part));
        });
    }

    fn parts(&mut self, parts: List<Part>) {
        let tree = self.tree;
        for part in tree.parts(parts) {
            match part {
                Part::Literal { .. } => {}
                Part::Interpolation { value, .. } => self.expr(*value),
                Part::If { condition, then, otherwise } => {
                    self.expr(*condition);
                    self.parts(*then);
                    self.parts(*otherwise);
                }
                Part::For { key, value, collection, body } => {
                    self.expr(*collection);
                    self.with_bound(*key, *value, self.item_of(*collection), |walk| walk.parts(*body));
                }
            }
        }
    }

    fn with_bound(
        &mut self,
        key: Option<TextRange>,
        value: TextRange,
        item: Option<Stands>,
        walk: impl FnOnce(&mut Self),
    ) {
        let before = self.bound.len();
        let tree = self.tree;
        self.bound.extend(key.map(|key| (tree.text(key), None)));
        self.bound.push((tree.text(value), item));
        walk(self);
        self.bound.truncate(before);
    }

    /// The text of a string in which nothing is filled in.
    fn literal(&self, id: ExprId) -> Option<String> {
        let ExprKind::Template(parts) = self.tree.expr(id).kind else { return None };
        let mut text = String::new();
        for part in self.tree.parts(parts) {
            let Part::Literal { range, escapes } = part else { return None };
            text.extend(syntax::decode(self.tree, *range, *escapes).map(|piece| piece.text.into_owned()));
        }
        Some(text)
    }
}

/// What a part of an expression is.
#[derive(Clone, Copy)]
enum Stands {
    /// `self`
    Subject,
    /// `self.name`, or a name of the cluster of `self`; and whose name that is.
    Shape(Shape, About),
    /// One of `self.topics`, of which the cluster is not told.
    Topic,
}
