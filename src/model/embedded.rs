//! Configuration of clients inside of resources: files and variables that Terraform hands to programs.

use std::sync::Arc;

use crate::finding::Instance;
use crate::source::{Place, Span, TextRange};

/// What stands for an unknown stretch in a text.
pub const PLACEHOLDER: &str = "$(unknown)";

/// A text, or variables, that a resource hands to a program.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedded {
    /// The resource.
    pub instance: Instance,
    /// Its header.
    pub block: Place,
    /// What the text is.
    pub form: Form,
    /// The text, with [`PLACEHOLDER`] for what is unknown.
    pub text: Arc<str>,
    /// Where each stretch of it was written, in order.
    pub stretches: Vec<Stretch>,
    /// The address of the cluster, where something beside the text names it.
    pub cluster: Option<ClusterAddress>,
}

/// What an embedded text is.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// A file of this name.
    File(Arc<str>),
    /// Properties of a worker of Kafka Connect, whose brokers somebody else sets.
    Worker,
    /// Variables of a program's environment.
    Variables(Vec<Variable>),
    /// Settings of a connector.
    Connector(Vec<Variable>),
}

/// A name and a value, and where both stand in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    /// The name.
    pub name: Arc<str>,
    /// The characters of the name.
    pub key: TextRange,
    /// The characters of the value.
    pub value: TextRange,
}

/// A part of an embedded text.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// Its characters.
    pub range: TextRange,
    /// Where it was written, or the expression that yields it.
    pub place: Place,
    /// The same characters in a file.
    pub verbatim: Option<Span>,
    /// Why it is unknown.
    pub unknown: Option<Arc<str>>,
    /// The cluster whose brokers stand here.
    pub cluster: Option<ClusterAddress>,
}

/// A cluster and the attribute of it that is used, such as `bootstrap_brokers_sasl_iam`.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterAddress {
    /// The cluster's address in its root.
    pub address: Arc<str>,
    /// The attribute.
    pub attribute: Arc<str>,
}
