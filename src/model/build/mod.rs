//! From evaluated resources to the model: the only place that knows both.

mod access_policies;
mod alarms;
mod attachment;
mod capacity;
mod change;
mod channel;
mod cluster;
mod cluster_policy;
mod configuration;
mod connect;
mod connections;
mod embedded;
mod evaluated;
mod fields;
mod json_object;
mod link;
mod monitoring;
mod origin;
mod planned;
mod properties;
mod references;
mod root;
mod routes;
mod scram;
mod scripted;
mod security;
mod security_groups;
mod topic;
mod why;

use attachment::UsedElsewhere;
pub use planned::{build_plan, build_plan_with_source, build_resources};
pub use root::{RootModel, UnreadModule, build};
pub use scripted::build_script;
pub use security::leave_acls_open;
pub use why::Why;

use std::rc::Rc;

use crate::eval::value::{Mode, ResourceAddress, Value};
use crate::finding::Instance;
use crate::model::cluster::Cluster;
use crate::model::fact::{Fact, From};
use crate::model::worlds::{Assumptions, Worlds};
use crate::plan::PlannedChange;
use crate::source::{Place, SourceFile, Span};
use crate::terraform::module::Module;
use crate::terraform::provider_version::Newest;

const CONFIGURATION: &str = "aws_msk_configuration";

/// Whether a module declares something of MSK.
pub fn is_about_msk(module: &Module) -> bool {
    module.resources.keys().any(|(mode, kind, _)| *mode == Mode::Managed && is_of_interest(kind))
}

/// Whether resources of a type are read one by one, not only where another refers to them.
fn is_of_interest(kind: &str) -> bool {
    let single = &[
        CONFIGURATION,
        connect::CONNECTOR,
        connect::WORKER,
        connect::REPLICATOR,
        channel::KIND,
        cluster_policy::KIND,
        capacity::TARGET,
        capacity::POLICY,
        connections::KIND,
        scram::VERSION,
        alarms::KIND,
        alarms::RULES,
        security::ACL,
    ];
    let kinds: [&[&str]; 6] =
        [link::CLUSTERS, single, topic::KINDS, scram::KINDS, security_groups::RULES, access_policies::HOLDERS];
    kinds.iter().any(|kinds| kinds.contains(&kind))
}

/// Whether data sources of a type are read one by one.
fn is_data_of_interest(kind: &str) -> bool {
    kind == access_policies::DOCUMENT
}

/// The clusters of a root, by address, in every world.
type Clusters = [(Rc<ResourceAddress>, Worlds<Cluster>)];

/// Resource instances in the shape of the provider's schema, whoever evaluated them.
trait Resources {
    /// The instances of some types that exist in some world, in order.
    fn addresses(&self, kinds: &[&str]) -> Vec<Rc<ResourceAddress>>;

    /// The instances of some types in the module of a resource, which may hold nothing else of interest.
    fn beside(&self, of: &Rc<ResourceAddress>, kinds: &[&str]) -> Vec<Rc<ResourceAddress>> {
        self.addresses(kinds).into_iter().filter(|address| address.module == of.module).collect()
    }

    /// Why others may add rules to a security group; `None` when nobody can.
    fn rules_from_elsewhere(&self, _group: &ResourceAddress) -> Option<&'static str> {
        Some("nobody can tell who adds rules to it")
    }

    /// Whether a module is given something of a resource: what it makes of that may not be seen.
    fn is_given_to_a_module(&self, _of: &ResourceAddress) -> bool {
        true
    }

    /// Who decides what nobody writes, where the provider and AWS's own interface agree.
    fn defaults_from(&self) -> From {
        From::ProviderDefault
    }

    /// Whether an instance exists in the world being visited.
    fn exists(&self, of: &Rc<ResourceAddress>) -> bool;

    /// Calls back once for every way in which unknown conditions can turn out, and tells which of the calls count: with
    /// too many ways only the last does, in which they stay open.
    fn in_every_world(&self, visit: &mut dyn FnMut()) -> Vec<(usize, Assumptions)>;

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

    /// The module calls that were not followed and that something read so far takes a value from, or that may hold a
    /// cluster themselves.
    fn missing_modules(&self) -> Vec<UnreadModule>;

    /// Configurations that something other than a cluster uses.
    fn used_elsewhere(&self) -> UsedElsewhere;

    /// Where the module of a resource reads one of some attributes of it, and the type of the block that does.
    fn reads(&self, _of: &ResourceAddress, _attributes: &[&str]) -> Vec<(Span, String)> {
        Vec::new()
    }

    /// What a plan does to an instance; `None` where there is no plan.
    fn change(&self, _: &Rc<ResourceAddress>) -> Option<&PlannedChange> {
        None
    }

    /// The resources as they were before the plan.
    fn before(&self) -> Option<Box<dyn Resources + '_>> {
        None
    }

    /// The region that the AWS provider of a resource is configured for.
    fn region(&self, of: &Rc<ResourceAddress>) -> Option<Value>;
}
