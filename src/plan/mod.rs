//! Terraform plans as `terraform show -json` writes them: planned values, what is unknown until apply, prior state.

mod json;
mod references;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use crate::eval::value::{InstanceKey, Mode, ResourceAddress, Value};
use crate::source::Place;
use crate::terraform::file::ParsedFile;
use json::Node;
use references::Configuration;

/// A plan.
#[derive(Default)]
pub struct Plan {
    /// What happens to each managed resource instance, in the order of the plan.
    pub changes: Vec<PlannedChange>,
    /// Variables of the root module that have a value.
    pub variables: Vec<PlannedVariable>,
    /// Which instance of `changes` an address is.
    index: BTreeMap<ResourceAddress, usize>,
    /// Resources that outputs of the root module hand on; `None` where the plan does not show its configuration.
    pub exported: Option<BTreeSet<ResourceAddress>>,
}

/// A variable of the root module.
pub struct PlannedVariable {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Value,
    /// The same as an assignment on the command line would hold it.
    pub text: String,
}

/// What a plan does to one resource instance.
pub struct PlannedChange {
    /// The instance.
    pub address: Rc<ResourceAddress>,
    /// Where the plan speaks of it.
    pub place: Place,
    /// What is done.
    pub action: Action,
    /// Whether a replacement was asked for on the command line.
    pub asked_for: bool,
    /// The region that its provider is configured for.
    pub region: Option<Value>,
    /// The attributes that force a replacement, with dots and without indexes.
    pub replaced_by: Vec<Arc<str>>,
    /// The prior state.
    pub before: Option<Value>,
    /// The planned state; what is unknown until apply, or sensitive, is unknown in it.
    pub after: Option<Value>,
}

/// What a plan does to a resource instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It stays as it is.
    Nothing,
    /// It is created.
    Create,
    /// It is changed in place.
    Update,
    /// It is destroyed, then created anew.
    DestroyThenCreate,
    /// It is created anew, then the old one is destroyed.
    CreateThenDestroy,
    /// It is destroyed, or forgotten.
    Remove,
}

impl Action {
    /// Whether another object takes the place of the one that is there.
    pub const fn replaces(self) -> bool {
        matches!(self, Self::DestroyThenCreate | Self::CreateThenDestroy)
    }
}

/// Whether a text looks like a plan in JSON, without reading it.
pub fn is_plan(bytes: &[u8]) -> bool {
    let has = |word: &[u8]| memchr::memmem::find(bytes, word).is_some();
    let opens = bytes.trim_ascii_start().first() == Some(&b'{');
    opens && has(b"\"format_version\"") && (has(b"\"resource_changes\"") || has(b"\"planned_values\""))
}

/// Whether a text is a plan as `terraform plan -out` stores it, which only Terraform can read.
pub fn is_binary_plan(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") && memchr::memmem::find(bytes, b"tfplan").is_some()
}

impl Plan {
    /// Reads a plan; `None` where the file holds no changes that can be read.
    pub fn read(file: &Arc<ParsedFile>) -> Option<Self> {
        let root = Node::root(file);
        let configuration = Configuration::new(root.get("configuration"));
        let read: Vec<_> = root.get("resource_changes")?.items().into_iter().filter_map(values::Change::read).collect();
        let known = values::known_ids(&read);
        let changes = read.into_iter().map(|change| change.resolve(&configuration, &known, root)).collect();
        let variables = root.get("variables").map(|variables| variables.entries()).unwrap_or_default();
        let variables = variables.into_iter().filter_map(|(name, node)| {
            let node = node.get("value")?;
            Some(PlannedVariable { name: name.to_owned(), value: node.value()?, text: node.as_input()? })
        });
        let exported = configuration.is_shown().then(|| configuration.exported());
        let rest = Self { exported, variables: variables.collect(), ..Self::default() };
        Some(rest.with(changes))
    }

    /// Resources that something else than a plan evaluated.
    pub fn of_resources(resources: Vec<(ResourceAddress, Value)>) -> Self {
        Self::default().with(values::given(resources))
    }

    fn with(self, changes: Vec<PlannedChange>) -> Self {
        let index = changes.iter().enumerate().map(|(at, change)| ((*change.address).clone(), at)).collect();
        Self { changes, index, ..self }
    }

    /// What happens to an instance.
    pub fn change(&self, address: &ResourceAddress) -> Option<&PlannedChange> {
        self.index.get(address).and_then(|at| self.changes.get(*at))
    }
}

/// The address that a member of `resource_changes` is about; `None` for data sources.
fn address(node: Node<'_>) -> Option<ResourceAddress> {
    let text = |name: &str| node.get(name).and_then(Node::text);
    if text("mode")? != "managed" {
        return None;
    }
    let key = match node.get("index") {
        None => InstanceKey::None,
        Some(index) => match (index.text(), index.number()) {
            (Some(key), _) => InstanceKey::Key(key.into()),
            (None, Some(index)) => InstanceKey::Index(index),
            (None, None) => InstanceKey::Any,
        },
    };
    let module = text("module_address").unwrap_or_default().into();
    Some(ResourceAddress { module, mode: Mode::Managed, kind: text("type")?.into(), name: text("name")?.into(), key })
}
