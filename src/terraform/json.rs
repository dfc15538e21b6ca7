//! From the JSON form of Terraform to the same top-level blocks.
//!
//! JSON does not tell arguments from nested blocks; the provider's schema does.

use std::sync::Arc;

use super::content::{Argument, Content, Nested};
use super::file::{ExprRef, ParsedFile};
use super::lower::TopLevel;
use crate::facts::schema;
use crate::source::Span;
use crate::syntax::tree::{Attribute, ExprId, ExprKind, Part};

/// Block types with one label, and how many.
const LABELS: &[(&str, usize)] = &[
    ("variable", 1),
    ("output", 1),
    ("module", 1),
    ("provider", 1),
    ("check", 1),
    ("resource", 2),
    ("data", 2),
    ("ephemeral", 2),
    ("locals", 0),
    ("terraform", 0),
    ("moved", 0),
    ("import", 0),
    ("removed", 0),
];

/// Nested blocks of Terraform itself, for any resource.
const META_BLOCKS: &[&str] = &["lifecycle", "provisioner", "connection", "dynamic", "precondition", "postcondition"];

/// The top-level blocks of a JSON file.
pub fn top_level(file: &Arc<ParsedFile>) -> Vec<TopLevel> {
    let mut blocks = Vec::new();
    for attribute in file.tree.attributes(file.tree.root().attributes) {
        let kind = file.tree.text(attribute.name);
        let Some((_, labels)) = LABELS.iter().find(|(name, _)| *name == kind) else { continue };
        let reader = Reader { file, kind, header: file.span(attribute.name) };
        if kind != "variable" {
            reader.blocks(attribute.value, *labels, &mut Vec::new(), &mut blocks);
        }
    }
    variables(file, &mut blocks);
    blocks
}

/// Strings are templates everywhere but in the declarations of variables.
fn variables(file: &Arc<ParsedFile>, blocks: &mut Vec<TopLevel>) {
    let is_variable = |attribute: &&Attribute| file.tree.text(attribute.name) == "variable";
    if !file.tree.attributes(file.tree.root().attributes).iter().any(|attribute| is_variable(&attribute)) {
        return;
    }
    let literal = Arc::new(ParsedFile::parse_variables(file.id, file.source.clone()));
    for attribute in literal.tree.attributes(literal.tree.root().attributes) {
        if literal.tree.text(attribute.name) == "variable" {
            let reader = Reader { file: &literal, kind: "variable", header: literal.span(attribute.name) };
            reader.blocks(attribute.value, 1, &mut Vec::new(), blocks);
        }
    }
}

struct Reader<'a> {
    file: &'a Arc<ParsedFile>,
    kind: &'a str,
    header: Span,
}

impl Reader<'_> {
    fn blocks(&self, value: ExprId, labels: usize, given: &mut Vec<Box<str>>, out: &mut Vec<TopLevel>) {
        for object in elements(self.file, value) {
            if labels == 0 {
                let path = given.first().map(|label| label.to_string()).filter(|_| self.kind == "resource");
                out.push(TopLevel {
                    kind: self.kind.into(),
                    labels: given.clone(),
                    header: self.header,
                    content: Arc::new(content(self.file, object, &Schema { resource: path, path: String::new() })),
                });
                continue;
            }
            for (key, span, value) in members(self.file, object) {
                given.push(key.into());
                let reader = Reader { header: span, ..*self };
                reader.blocks(value, labels - 1, given, out);
                given.pop();
            }
        }
    }
}

/// Where in a resource's schema a JSON object stands.
struct Schema {
    resource: Option<String>,
    path: String,
}

impl Schema {
    fn is_block(&self, name: &str) -> bool {
        let known = |resource: &String| schema::is_block(resource, &self.join(name));
        META_BLOCKS.contains(&name) || self.resource.as_ref().is_some_and(known)
    }

    fn join(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    fn inside(&self, name: &str) -> Self {
        Self { resource: self.resource.clone(), path: self.join(name) }
    }
}

fn content(file: &Arc<ParsedFile>, object: ExprId, schema: &Schema) -> Content {
    let mut content = Content::default();
    for (name, span, value) in members(file, object) {
        if name == "//" {
            continue;
        }
        if name == "dynamic" {
            content.blocks.extend(dynamic_blocks(file, value, schema));
        } else if schema.is_block(name) {
            let inside = schema.inside(name);
            content.blocks.extend(elements(file, value).map(|object| Nested {
                kind: name.into(),
                labels: Vec::new(),
                header: span,
                content: Arc::new(self::content(file, object, &inside)),
            }));
        } else {
            let argument = Argument { name: span, value: ExprRef { file: file.clone(), id: value } };
            content.arguments.insert(name.into(), argument);
        }
    }
    content
}

fn dynamic_blocks(file: &Arc<ParsedFile>, value: ExprId, schema: &Schema) -> Vec<Nested> {
    let mut blocks = Vec::new();
    for object in elements(file, value) {
        for (label, header, value) in members(file, object) {
            for object in elements(file, value) {
                let mut dynamic = Content::default();
                for (name, span, value) in members(file, object) {
                    if name == "content" {
                        dynamic.blocks.extend(elements(file, value).map(|object| Nested {
                            kind: name.into(),
                            labels: Vec::new(),
                            header: span,
                            content: Arc::new(content(file, object, &schema.inside(label))),
                        }));
                    } else {
                        let value = ExprRef { file: file.clone(), id: value };
                        dynamic.arguments.insert(name.into(), Argument { name: span, value });
                    }
                }
                let kind = "dynamic".into();
                blocks.push(Nested { kind, labels: vec![label.into()], header, content: Arc::new(dynamic) });
            }
        }
    }
    blocks
}

/// A JSON array stands for several blocks, anything else for one.
fn elements(file: &ParsedFile, value: ExprId) -> impl Iterator<Item = ExprId> + '_ {
    let (list, one) = match file.tree.expr(value).kind {
        ExprKind::Tuple(list) => (file.tree.expr_list(list), None),
        _ => (&[][..], Some(value)),
    };
    list.iter().copied().chain(one)
}

/// The members of a JSON object whose keys are plain strings: key, its place, value.
fn members(file: &ParsedFile, object: ExprId) -> impl Iterator<Item = (&str, Span, ExprId)> {
    let items = match file.tree.expr(object).kind {
        ExprKind::Object(list) => file.tree.items(list),
        _ => &[],
    };
    items.iter().filter_map(|item| {
        let key = file.tree.expr(item.key);
        let ExprKind::Template(parts) = key.kind else { return None };
        match file.tree.parts(parts) {
            [Part::Literal { range, .. }] => Some((file.tree.text(*range), file.span(key.range), item.value)),
            _ => None,
        }
    })
}
