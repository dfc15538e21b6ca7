//! Type constraints of variables, read from the tree: `list(object({ name = string, size = optional(number, 3) }))`.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::file::{ExprRef, ParsedFile};
use crate::eval::types::{Field, Type};
use crate::eval::value::Value;
use crate::source::{FileId, SourceFile};
use crate::syntax;
use crate::syntax::tree::{ExprId, ExprKind, Part, Tree};

/// Reads a type constraint; what is not understood is `any`. `default_of` evaluates the defaults of optional attributes.
pub fn read(expr: &ExprRef, default_of: &dyn Fn(ExprRef) -> Value) -> Type {
    Reader { at: expr, default_of }.read(expr.id)
}

struct Reader<'a> {
    at: &'a ExprRef,
    default_of: &'a dyn Fn(ExprRef) -> Value,
}

impl Reader<'_> {
    fn tree(&self) -> &Tree {
        &self.at.file.tree
    }

    fn read(&self, id: ExprId) -> Type {
        let tree = self.tree();
        let expr = tree.expr(id);
        match expr.kind {
            ExprKind::Variable => word(tree.text(expr.range)),
            // In JSON, and before Terraform 0.12, a type is written as a string.
            ExprKind::Template(parts) => match tree.parts(parts) {
                [Part::Literal { range, .. }] => match tree.text(*range) {
                    text if text.contains('(') => self.quoted(text),
                    text => word(text),
                },
                _ => Type::Any,
            },
            ExprKind::Parenthesis(inner) => self.read(inner),
            ExprKind::Call { name, arguments, .. } => self.constructor(tree.text(name), tree.expr_list(arguments)),
            _ => Type::Any,
        }
    }

    fn quoted(&self, text: &str) -> Type {
        let source = Arc::new(SourceFile::new("", text.as_bytes()));
        let (tree, id) = syntax::parse_expression(source.bytes.clone());
        match tree.expr(id).kind {
            // Not a template again: text inside text has an end.
            ExprKind::Call { .. } => {
                let file = Arc::new(ParsedFile::text(FileId(u32::MAX), source, tree));
                read(&ExprRef { file, id }, self.default_of)
            }
            _ => Type::Any,
        }
    }

    fn constructor(&self, name: &str, arguments: &[ExprId]) -> Type {
        let Some(first) = arguments.first().copied() else { return Type::Any };
        match name {
            "list" => Type::List(Rc::new(self.read(first))),
            "set" => Type::Set(Rc::new(self.read(first))),
            "map" => Type::Map(Rc::new(self.read(first))),
            "object" => self.object(first),
            "tuple" => match self.tree().expr(first).kind {
                ExprKind::Tuple(items) => {
                    Type::Tuple(self.tree().expr_list(items).iter().map(|item| self.read(*item)).collect())
                }
                _ => Type::Any,
            },
            _ => Type::Any,
        }
    }

    fn object(&self, fields: ExprId) -> Type {
        let ExprKind::Object(items) = self.tree().expr(fields).kind else { return Type::Any };
        let mut types = BTreeMap::new();
        for item in self.tree().items(items) {
            let name = self.tree().text(self.tree().expr(item.key).range).trim_matches('"');
            types.insert(Rc::from(name), self.field(item.value));
        }
        Type::Object(Rc::new(types))
    }

    fn field(&self, id: ExprId) -> Field {
        let tree = self.tree();
        if let ExprKind::Call { name, arguments, .. } = tree.expr(id).kind
            && tree.text(name) == "optional"
        {
            let arguments = tree.expr_list(arguments);
            let ty = arguments.first().map_or(Type::Any, |argument| self.read(*argument));
            let default = arguments.get(1).map(|argument| (self.default_of)(self.at.sibling(*argument)));
            return Field { ty, optional: true, default };
        }
        Field { ty: self.read(id), optional: false, default: None }
    }
}

fn word(name: &str) -> Type {
    match name {
        "string" => Type::String,
        "number" => Type::Number,
        "bool" => Type::Bool,
        "list" => Type::List(Rc::new(Type::Any)),
        "map" => Type::Map(Rc::new(Type::Any)),
        _ => Type::Any,
    }
}
