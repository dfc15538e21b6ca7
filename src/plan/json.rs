//! Reading JSON through its tree, so that every value keeps its place.

use std::sync::Arc;

use crate::eval::interpret;
use crate::eval::value::{Kind, Value};
use crate::root::Constants;
use crate::source::Place;
use crate::syntax::tree::{ExprId, ExprKind};
use crate::terraform::file::{ExprRef, ParsedFile};

/// A value of a JSON file: the whole of it, or an expression in its tree.
#[derive(Clone, Copy)]
pub(super) struct Node<'f> {
    file: &'f Arc<ParsedFile>,
    id: Option<ExprId>,
}

impl<'f> Node<'f> {
    /// The outermost object.
    pub(super) fn root(file: &'f Arc<ParsedFile>) -> Self {
        Self { file, id: None }
    }

    fn at(self, id: ExprId) -> Self {
        Self { id: Some(id), ..self }
    }

    /// The member with a name; the last of several, as JSON has it.
    pub(super) fn get(self, name: &str) -> Option<Self> {
        self.members().into_iter().rev().find(|(known, _)| *known == name).map(|(_, id)| self.at(id))
    }

    fn members(self) -> Vec<(&'f str, ExprId)> {
        let tree = &self.file.tree;
        let Some(id) = self.id else {
            let attributes = tree.attributes(tree.root().attributes).iter();
            return attributes.map(|attribute| (tree.text(attribute.name), attribute.value)).collect();
        };
        let ExprKind::Object(items) = tree.expr(id).kind else { return Vec::new() };
        tree.items(items).iter().map(|item| (unquoted(tree.text(tree.expr(item.key).range)), item.value)).collect()
    }

    /// The members of an object, in order.
    pub(super) fn entries(self) -> Vec<(&'f str, Self)> {
        self.members().into_iter().map(|(name, id)| (name, self.at(id))).collect()
    }

    /// The items of an array.
    pub(super) fn items(self) -> Vec<Self> {
        let tree = &self.file.tree;
        match self.id.map(|id| tree.expr(id).kind) {
            Some(ExprKind::Tuple(items)) => tree.expr_list(items).iter().map(|id| self.at(*id)).collect(),
            _ => Vec::new(),
        }
    }

    /// The characters of a string.
    pub(super) fn text(self) -> Option<&'f str> {
        let expr = self.file.tree.expr(self.id?);
        matches!(expr.kind, ExprKind::Template(_)).then(|| unquoted(self.file.tree.text(expr.range)))
    }

    /// A whole number that is not negative.
    pub(super) fn number(self) -> Option<u64> {
        let expr = self.file.tree.expr(self.id?);
        matches!(expr.kind, ExprKind::Number).then(|| self.file.tree.text(expr.range).parse().ok())?
    }

    /// The text that would assign this value to a variable on the command line; nothing for `null`.
    pub(super) fn as_input(self) -> Option<String> {
        let expr = self.file.tree.expr(self.id?);
        match expr.kind {
            ExprKind::Null => None,
            ExprKind::Template(_) => self.text().map(str::to_owned),
            _ => Some(self.file.source.text(self.file.tree.in_file(expr.range)).into_owned()),
        }
    }

    /// The value, each part with its place.
    pub(super) fn value(self) -> Option<Value> {
        let expr = ExprRef { file: self.file.clone(), id: self.id? };
        let value = interpret::evaluate(&expr, &Constants::default());
        (!matches!(value.kind, Kind::Null)).then_some(value)
    }

    /// Where it stands.
    pub(super) fn place(self) -> Place {
        let range = self.id.map(|id| self.file.tree.expr(id).range);
        range.map_or(Place::Nowhere, |range| Place::Text(self.file.span(range)))
    }
}

fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text)
}
