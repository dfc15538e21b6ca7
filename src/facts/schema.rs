//! The MSK resources of the Terraform AWS provider.

use super::{Confidence, find, tables};

/// An argument, attribute or block of a resource.
#[derive(Clone, Copy, Debug)]
pub struct Attribute {
    /// The resource type.
    pub resource: &'static str,
    /// The path inside it, with dots and without indexes.
    pub path: &'static str,
    /// Type of its value.
    pub value_type: AttributeType,
    /// Whether one writes it.
    pub mode: Mode,
    /// Whether a change replaces the resource.
    pub force_new: ForceNew,
    /// The provider's default, as text.
    pub default: Option<&'static str>,
    /// The values that are taken; empty when any is.
    pub values: &'static [&'static str],
    /// Least number.
    pub min: Option<i64>,
    /// Greatest number.
    pub max: Option<i64>,
    /// Least number of characters.
    pub min_length: Option<u32>,
    /// Greatest number of characters.
    pub max_length: Option<u32>,
    /// Least number of items.
    pub min_items: Option<u32>,
    /// Greatest number of items.
    pub max_items: Option<u32>,
    /// Regular expression of its texts.
    pub pattern: Option<&'static str>,
    /// What the items are.
    pub elem: Option<&'static str>,
    /// Unit of its number.
    pub unit: Option<&'static str>,
    /// The provider version that brought it.
    pub since: Option<&'static str>,
    /// Exceptions.
    pub note: Option<&'static str>,
    /// Ids of its sources.
    pub source: &'static [&'static str],
    /// How sure the row is.
    pub confidence: Confidence,
}

/// Types of arguments and blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AttributeType {
    /// A block that stands at most once.
    Block,
    /// Blocks, in order.
    BlockList,
    /// Blocks, without order.
    BlockSet,
    /// Boolean.
    Bool,
    /// A text with JSON in it.
    Json,
    /// Number.
    Number,
    /// Text.
    String,
    /// Texts by key.
    StringMap,
    /// Texts without order or repetition.
    StringSet,
}

impl AttributeType {
    /// Whether it is written as a block.
    pub const fn is_block(self) -> bool {
        matches!(self, Self::Block | Self::BlockList | Self::BlockSet)
    }
}

/// Whether one writes an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Only read.
    Computed,
    /// May be written.
    Optional,
    /// May be written; AWS or the provider chooses otherwise.
    OptionalComputed,
    /// Must be written.
    Required,
}

/// Whether a change replaces the resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ForceNew {
    /// Every change does.
    Always,
    /// A lower version does.
    WhenLowered,
    /// Copies of the provider differ.
    Unknown,
    /// Nothing says that it does.
    NotStated,
}

/// A resource type.
#[derive(Clone, Copy, Debug)]
pub struct Resource {
    /// Its name, such as `aws_msk_cluster`.
    pub kind: &'static str,
    /// Exceptions.
    pub note: Option<&'static str>,
    /// Ids of its sources.
    pub source: &'static [&'static str],
    /// How sure the row is.
    pub confidence: Confidence,
}

/// An argument that the provider dropped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Removed {
    /// The resource type.
    pub resource: &'static str,
    /// Its path.
    pub path: &'static str,
    /// The provider version that dropped or changed it.
    pub removed_in: &'static str,
    /// What holds now.
    pub use_instead: &'static str,
    /// Ids of its sources.
    pub source: &'static [&'static str],
    /// How sure the row is.
    pub confidence: Confidence,
}

/// Settings that AWS, the provider or Kafka refuses together.
#[derive(Clone, Copy, Debug)]
pub struct RejectedCombination {
    /// Its id, such as `pst-type`.
    pub id: &'static str,
    /// The combination.
    pub when: &'static str,
    /// What happens.
    pub effect: &'static str,
    /// Exceptions.
    pub note: Option<&'static str>,
    /// Ids of its sources.
    pub source: &'static [&'static str],
    /// How sure the row is.
    pub confidence: Confidence,
}

/// The attribute or block at a path such as `broker_node_group_info.client_subnets`.
pub fn attribute(resource: &str, path: &str) -> Option<&'static Attribute> {
    let rows = &tables::schema::ATTRIBUTES;
    let found = rows.binary_search_by(|row| row.resource.cmp(resource).then_with(|| row.path.cmp(path)));
    found.ok().and_then(|index| rows.get(index))
}

/// The attributes and blocks of a resource type, by path.
pub fn attributes(resource: &str) -> impl Iterator<Item = &'static Attribute> {
    tables::schema::ATTRIBUTES.iter().filter(move |row| row.resource == resource)
}

/// Whether a path names a block, not an argument.
pub fn is_block(resource: &str, path: &str) -> bool {
    attribute(resource, path).is_some_and(|row| row.value_type.is_block())
}

/// The provider's default for a path, as text.
pub fn default(resource: &str, path: &str) -> Option<&'static str> {
    attribute(resource, path).and_then(|row| row.default)
}

/// The row of a resource type.
pub fn resource(kind: &str) -> Option<&'static Resource> {
    find(&tables::schema::RESOURCES, |row| row.kind, kind)
}

/// The arguments of a resource type that the provider dropped.
pub fn removed_arguments(resource: &str) -> impl Iterator<Item = &'static Removed> {
    let of_type = tables::schema::REMOVED.iter().filter(move |row| row.resource == resource);
    of_type.filter(|row| attribute(row.resource, row.path).is_none())
}

/// What the provider dropped or changed at a path.
pub fn removed(resource: &str, path: &str) -> Option<&'static Removed> {
    tables::schema::REMOVED.iter().find(|row| row.resource == resource && row.path == path)
}

/// The rejected combination with an id.
pub fn rejected_combination(id: &str) -> Option<&'static RejectedCombination> {
    find(rejected_combinations(), |row| row.id, id)
}

/// Every rejected combination, by id.
pub fn rejected_combinations() -> &'static [RejectedCombination] {
    &tables::schema::REJECTED
}
