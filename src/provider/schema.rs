//! What the provider offers, as hosts and people read it: one declaration for the wire and for the documents.

use std::collections::HashMap;

use super::functions::{Function, Parameter};
use super::types;
use super::wire::provider::schema::nested_block::Nesting;
use super::wire::provider::schema::{Attribute as WireAttribute, Block as WireBlock, NestedBlock};
use super::wire::provider::{Function as WireFunction, Schema, TextKind, function};
use crate::eval::types::Type;

/// A block of settings: a data source, the provider's own, or one nested in them.
pub(super) struct Block {
    /// What it is, in Markdown.
    pub(super) description: &'static str,
    pub(super) attributes: &'static [Attribute],
    /// Blocks that may stand in it any number of times.
    pub(super) blocks: &'static [(&'static str, &'static Block)],
}

/// An attribute of a block.
pub(super) struct Attribute {
    pub(super) name: &'static str,
    pub(super) ty: fn() -> Type,
    pub(super) mode: Mode,
    pub(super) description: &'static str,
}

/// Who sets an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Required,
    Optional,
    Computed,
}

impl Block {
    /// As hosts read it.
    pub(super) fn schema(&self) -> Schema {
        Schema { version: 0, block: Some(self.wire()) }
    }

    fn wire(&self) -> WireBlock {
        let nested = |(name, block): &(&str, &Block)| NestedBlock {
            type_name: (*name).to_owned(),
            block: Some(block.wire()),
            nesting: Nesting::List.into(),
            min_items: 0,
            max_items: 0,
        };
        WireBlock {
            attributes: self.attributes.iter().map(Attribute::wire).collect(),
            blocks: self.blocks.iter().map(nested).collect(),
            description: self.description.to_owned(),
            description_kind: TextKind::Markdown.into(),
            ..WireBlock::default()
        }
    }

    /// The type of what is written in it: an object with every attribute and every block.
    pub(super) fn ty(&self) -> Type {
        let attributes = self.attributes.iter().map(|attribute| (attribute.name.into(), (attribute.ty)()));
        let blocks = self.blocks.iter().map(|(name, block)| ((*name).into(), Type::List(block.ty().into())));
        Type::object(attributes.chain(blocks))
    }
}

impl Attribute {
    fn wire(&self) -> WireAttribute {
        WireAttribute {
            name: self.name.to_owned(),
            r#type: json(&(self.ty)()),
            description: self.description.to_owned(),
            description_kind: TextKind::Markdown.into(),
            required: self.mode == Mode::Required,
            optional: self.mode == Mode::Optional,
            computed: self.mode == Mode::Computed,
            ..WireAttribute::default()
        }
    }
}

impl Function {
    /// As hosts read it.
    pub(super) fn wire(&self) -> WireFunction {
        WireFunction {
            parameters: self.parameters.iter().map(Parameter::wire).collect(),
            variadic: self.variadic.as_ref().map(Parameter::wire),
            result: Some(function::Return { r#type: json(&(self.result)()) }),
            summary: self.summary.to_owned(),
            description: self.description.to_owned(),
            description_kind: TextKind::Markdown.into(),
            deprecation: String::new(),
        }
    }
}

impl Parameter {
    fn wire(&self) -> function::Parameter {
        function::Parameter {
            name: self.name.to_owned(),
            r#type: json(&(self.ty)()),
            allow_null: self.is_open,
            allow_unknown: self.is_open,
            description: self.description.to_owned(),
            description_kind: TextKind::Markdown.into(),
        }
    }
}

fn json(ty: &Type) -> Vec<u8> {
    types::write(ty).to_string().into_bytes()
}

/// The functions as hosts read them.
pub(super) fn functions() -> HashMap<String, WireFunction> {
    super::functions::ALL.iter().map(|function| (function.name.to_owned(), function.wire())).collect()
}
