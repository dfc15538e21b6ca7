//! The resources of a root module as its evaluation has them.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use super::attachment::{self, UsedElsewhere};
use super::{Resources, UnreadModule, references};
use crate::discover::FolderSet;
use crate::eval::value::{InstanceKey, Mode, ResourceAddress, Value};
use crate::finding::Instance;
use crate::model::fact::{Fact, Origin};
use crate::model::worlds::{Assumptions, Condition};
use crate::root::{Assumption, Missing, ModuleInstance, Root};
use crate::source::{Place, SourceFile, Span};
use crate::terraform::provider_version::Newest;
use crate::workspace::Workspace;

/// The resources of a root as its evaluation has them.
pub(super) struct Evaluated<'r, 'w> {
    root: &'r Root<'w>,
    workspace: &'r Workspace<'w>,
    path: Arc<str>,
    var_files: &'r [Arc<str>],
    addresses: Vec<Rc<ResourceAddress>>,
}

impl<'r, 'w> Evaluated<'r, 'w> {
    /// The resources of a root. Modules outside `relevant` (when given) hold nothing of interest and are not entered.
    pub(super) fn new(
        root: &'r Root<'w>,
        workspace: &'r Workspace<'w>,
        var_files: &'r [Arc<str>],
        relevant: Option<&FolderSet>,
    ) -> Self {
        let path = workspace.display(root.folder()).into();
        Self { root, workspace, path, var_files, addresses: addresses(root, relevant) }
    }
}

impl Resources for Evaluated<'_, '_> {
    fn addresses(&self, kinds: &[&str]) -> Vec<Rc<ResourceAddress>> {
        self.addresses.iter().filter(|address| kinds.contains(&&*address.kind)).cloned().collect()
    }

    fn beside(&self, of: &Rc<ResourceAddress>, kinds: &[&str]) -> Vec<Rc<ResourceAddress>> {
        let Some(instance) = self.root.instance_at(&of.module) else { return Vec::new() };
        declared(self.root, &instance, &|mode, kind| mode == Mode::Managed && kinds.contains(&kind))
    }

    fn rules_from_elsewhere(&self, group: &ResourceAddress) -> Option<&'static str> {
        let instance = self.root.instance_at(&group.module)?;
        // Outputs, locals and arguments of modules may carry it to anybody.
        let carries = |block: &str, _: &str| matches!(block, "output" | "locals" | "module");
        let carried = references::to(&instance, &group.kind, &carries);
        carried.iter().any(|address| address.name == group.name).then_some("others may add rules to it")
    }

    fn reads(&self, of: &ResourceAddress, attributes: &[&str]) -> Vec<(Span, String)> {
        let instance = self.root.instance_at(&of.module);
        instance.map_or_else(Vec::new, |instance| references::reads(&instance, of, attributes))
    }

    fn is_given_to_a_module(&self, of: &ResourceAddress) -> bool {
        let Some(instance) = self.root.instance_at(&of.module) else { return true };
        let given = references::to(&instance, &of.kind, &|block, _| block == "module");
        given.iter().any(|address| address.name == of.name)
    }

    fn exists(&self, of: &Rc<ResourceAddress>) -> bool {
        let exists = || self.root.expansion(of).is_some_and(|expansion| expansion.has(&of.key));
        self.root.instance_at(&of.module).is_some() && exists()
    }

    fn in_every_world(&self, visit: &mut dyn FnMut()) -> Vec<(usize, Assumptions)> {
        let (visit, calls) = (RefCell::new(visit), Cell::new(0));
        let worlds = self.root.in_every_world(|| {
            (*visit.borrow_mut())();
            calls.replace(calls.get() + 1)
        });
        worlds.into_iter().map(|world| (world.outcome, world.assumed.iter().map(assumption).collect())).collect()
    }

    fn argument(&self, of: &Rc<ResourceAddress>, name: &str) -> Option<Value> {
        self.root.argument(of, name)
    }

    fn header(&self, of: &Rc<ResourceAddress>) -> Place {
        self.root.declaration(of).map_or(Place::Nowhere, |(_, declaration)| Place::Text(declaration.header))
    }

    fn instance(&self, of: &Rc<ResourceAddress>) -> Instance {
        Instance { address: of.to_string().into(), root: self.path.clone(), var_files: self.var_files.to_vec() }
    }

    fn file(&self, span: Span) -> Option<Arc<SourceFile>> {
        self.workspace.source(span.file)
    }

    fn provider(&self, of: &Rc<ResourceAddress>) -> Fact<Newest> {
        let instance = self.root.instance_at(&of.module);
        match instance.and_then(|instance| self.root.newest_provider(&instance, "aws")) {
            Some((newest, place)) => Fact::written(newest, Origin::at(place)),
            None => Fact::absent(Origin::nowhere()),
        }
    }

    fn missing_modules(&self) -> Vec<UnreadModule> {
        let is_about_kafka =
            |source: &str| ["msk", "kafka"].iter().any(|word| source.to_ascii_lowercase().contains(word));
        let missing = self.root.missing_modules().into_iter();
        missing
            .filter(|missing| missing.asked || missing.why != Missing::NotOnDisk || is_about_kafka(&missing.source))
            .map(|missing| UnreadModule { source: (*missing.source).into(), place: missing.place, why: missing.why })
            .collect()
    }

    fn used_elsewhere(&self) -> UsedElsewhere {
        attachment::used_elsewhere(self.root)
    }

    fn region(&self, of: &Rc<ResourceAddress>) -> Option<Value> {
        self.root.provider_argument(of, "aws", "region")
    }
}

fn assumption(of: &Assumption) -> (Arc<Condition>, bool) {
    let place = Place::Text(of.condition.expr.span());
    (Arc::new(Condition { words: of.condition.words(), place }), of.holds)
}

/// The addresses of all resource instances that exist in some world, in order.
fn addresses(root: &Root<'_>, relevant: Option<&FolderSet>) -> Vec<Rc<ResourceAddress>> {
    let worlds = root.in_every_world(|| {
        let mut found = Vec::new();
        if let Some(instance) = root.module_instance() {
            walk(root, &instance, relevant, &mut found);
        }
        found
    });
    let mut all: Vec<Rc<ResourceAddress>> = Vec::new();
    let mut seen = BTreeSet::new();
    for address in worlds.into_iter().flat_map(|world| world.outcome) {
        if seen.insert(address.clone()) {
            all.push(address);
        }
    }
    all
}

fn walk(
    root: &Root<'_>,
    instance: &Rc<ModuleInstance>,
    relevant: Option<&FolderSet>,
    found: &mut Vec<Rc<ResourceAddress>>,
) {
    let is_wanted = |mode, kind: &str| match mode {
        Mode::Managed => super::is_of_interest(kind) || super::embedded::holders().any(|holder| holder == kind),
        Mode::Data => super::is_data_of_interest(kind),
        Mode::Module => false,
    };
    found.extend(declared(root, instance, &is_wanted));
    for name in instance.module.calls.keys() {
        let single = address(instance, Mode::Module, "module", name);
        if !root.is_relevant_call(instance, name, relevant) {
            continue;
        }
        let keys = root.expansion(&single).map(|expansion| expansion.keys()).unwrap_or_default();
        for key in keys {
            if let Some(called) = root.called_instance(&ResourceAddress { key, ..single.clone() }) {
                walk(root, &called, relevant, found);
            }
        }
    }
}

/// The instances of resources that a module declares; one that stands for each when their number is unknown.
fn declared(
    root: &Root<'_>,
    instance: &ModuleInstance,
    is_wanted: &dyn Fn(Mode, &str) -> bool,
) -> Vec<Rc<ResourceAddress>> {
    let resources = instance.module.resources.keys();
    let wanted = resources.filter(|(mode, kind, _)| is_wanted(*mode, kind));
    let instances = wanted.flat_map(|(mode, kind, name)| {
        let single = address(instance, *mode, kind, name);
        let keys = root.expansion(&single).map(|expansion| expansion.keys()).unwrap_or_default();
        keys.into_iter().map(move |key| Rc::new(ResourceAddress { key, ..single.clone() }))
    });
    instances.collect()
}

fn address(instance: &ModuleInstance, mode: Mode, kind: &str, name: &str) -> ResourceAddress {
    let module = instance.address.clone();
    ResourceAddress { module, mode, kind: kind.into(), name: name.into(), key: InstanceKey::None }
}
