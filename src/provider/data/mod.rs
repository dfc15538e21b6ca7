//! The data sources, and the provider's own settings.

pub(super) mod lint;
mod resources;
mod rules;

use super::diagnostics::Diagnostics;
use super::options::Options;
use super::schema::{Attribute, Block, Mode};
use crate::eval::types::Type;
use crate::eval::value::Value;

/// A data source.
pub(super) struct DataSource {
    pub(super) name: &'static str,
    pub(super) block: &'static Block,
    /// A use of it in HCL.
    pub(super) example: &'static str,
    /// What is computed, by attribute, from what is written.
    pub(super) read: fn(&Value, &Options, &mut Diagnostics) -> Vec<(&'static str, Value)>,
}

/// Every data source, by name.
pub(super) static ALL: [&DataSource; 2] = [&lint::LINT, &rules::RULES];

/// The data source of a name.
pub(super) fn find(name: &str) -> Option<&'static DataSource> {
    ALL.iter().copied().find(|source| source.name == name)
}

/// The settings of the provider.
pub(super) static PROVIDER: Block = Block {
    description: "Checks Kafka on Amazon MSK while Terraform plans: what breaks when a broker, a zone or a patch takes \
                  something down.",
    attributes: &[
        Attribute {
            name: "policy",
            ty: || Type::String,
            mode: Mode::Optional,
            description: "The policy of data sources that name none: `guide` (the default), `aws` or `strict`.",
        },
        Attribute {
            name: "fail_on",
            ty: || Type::String,
            mode: Mode::Optional,
            description: "The least level that fails a plan where a data source does not say: `error` (the default), \
                          `warning`, `note` or `never`.",
        },
        Attribute {
            name: "ignore",
            ty: texts,
            mode: Mode::Optional,
            description: "Rules that are left out everywhere.",
        },
    ],
    blocks: &[],
};

fn texts() -> Type {
    Type::List(Type::String.into())
}

fn text() -> Type {
    Type::String
}

fn number() -> Type {
    Type::Number
}

fn flag() -> Type {
    Type::Bool
}

fn map() -> Type {
    Type::Map(Type::String.into())
}
