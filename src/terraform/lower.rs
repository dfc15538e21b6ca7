//! From the tree of a file to Terraform's top-level blocks.

use std::sync::Arc;

use super::content::{Argument, Content, Nested};
use super::file::{ExprRef, ParsedFile};
use super::json;
use crate::source::Span;
use crate::syntax::tree::{Block, BodyId};

/// A top-level block of a file: `resource "aws_msk_cluster" "main" { … }`.
#[derive(Clone, Debug)]
pub struct TopLevel {
    /// Its type.
    pub kind: Box<str>,
    /// Its labels.
    pub labels: Vec<Box<str>>,
    /// Its header.
    pub header: Span,
    /// What is inside.
    pub content: Arc<Content>,
}

/// The top-level blocks of a file, in order.
pub fn top_level(file: &Arc<ParsedFile>) -> Vec<TopLevel> {
    if file.json {
        return json::top_level(file);
    }
    let root = file.tree.root();
    file.tree.blocks(root.blocks).iter().map(|block| top_level_block(file, block)).collect()
}

fn top_level_block(file: &Arc<ParsedFile>, block: &Block) -> TopLevel {
    TopLevel {
        kind: file.tree.text(block.kind).into(),
        labels: labels(file, block),
        header: file.span(block.header),
        content: Arc::new(content(file, block.body, block.damaged)),
    }
}

fn labels(file: &ParsedFile, block: &Block) -> Vec<Box<str>> {
    file.tree.labels(block.labels).iter().map(|label| file.tree.text(label.text).into()).collect()
}

fn content(file: &Arc<ParsedFile>, body: BodyId, damaged: bool) -> Content {
    let body = *file.tree.body(body);
    let mut content = Content { damaged, ..Content::default() };
    for attribute in file.tree.attributes(body.attributes) {
        let argument =
            Argument { name: file.span(attribute.name), value: ExprRef { file: file.clone(), id: attribute.value } };
        content.arguments.entry(file.tree.text(attribute.name).into()).or_insert(argument);
    }
    for block in file.tree.blocks(body.blocks) {
        content.blocks.push(Nested {
            kind: file.tree.text(block.kind).into(),
            labels: labels(file, block),
            header: file.span(block.header),
            content: Arc::new(self::content(file, block.body, block.damaged)),
        });
    }
    content
}
