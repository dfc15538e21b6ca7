//! From evaluated resources to the model: the only place that knows both.

mod attachment;
mod capacity;
mod cluster;
mod configuration;
mod fields;
mod link;
mod origin;
mod properties;
mod root;
mod topic;

pub use root::{RootModel, build};

use std::rc::Rc;

use crate::eval::value::{ResourceAddress, Value};
use crate::finding::Instance;
use crate::model::fact::Fact;
use crate::source::{Place, SourceFile, Span};
use crate::terraform::provider_version::Newest;

/// Resource instances in the shape of the provider's schema, whoever evaluated them.
pub trait Resources {
    /// A written argument, or the list of nested blocks of a type; `None` when neither is written.
    fn argument(&self, of: &Rc<ResourceAddress>, name: &str) -> Option<Value>;

    /// The header of the block that declares a resource.
    fn header(&self, of: &Rc<ResourceAddress>) -> Place;

    /// The instance a finding about a resource speaks of.
    fn instance(&self, of: &Rc<ResourceAddress>) -> Instance;

    /// The file of a span, to look at the text between two places.
    fn file(&self, span: Span) -> Option<std::sync::Arc<SourceFile>>;

    /// The newest version of the AWS provider that can be installed for the module of a resource.
    fn provider(&self, of: &Rc<ResourceAddress>) -> Fact<Newest>;

    /// The region that the default AWS provider is configured for.
    fn region(&self) -> Option<Value>;
}
