//! Everything of interest in one root module: its clusters, configurations and topics, joined.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use super::attachment::{self, attachment};
use super::link::{self, CLUSTERS, Link};
use super::{Resources, capacity, cluster, configuration, topic};
use crate::eval::trace::Trace;
use crate::eval::value::{InstanceKey, Kind, Mode, Reason, ResourceAddress, Value};
use crate::finding::Instance;
use crate::model::cluster::Cluster;
use crate::model::configuration::Configuration;
use crate::model::fact::{Fact, Origin};
use crate::model::plain::Plain;
use crate::model::topic::Topic;
use crate::model::worlds::Worlds;
use crate::root::{Missing, MissingModule, ModuleInstance, Root, same_in_all};
use crate::source::{Place, SourceFile, Span};
use crate::terraform::provider_version::Newest;
use crate::workspace::Workspace;

/// What a root module holds.
#[derive(Clone, Debug, Default)]
pub struct RootModel {
    /// The root's folder, for display.
    pub path: Arc<str>,
    /// The variable files named for this evaluation, for display.
    pub var_files: Vec<Arc<str>>,
    /// Its clusters.
    pub clusters: Vec<Worlds<Cluster>>,
    /// Its configurations, attached or not.
    pub configurations: Vec<Worlds<Configuration>>,
    /// Its outputs.
    pub outputs: BTreeMap<String, Plain>,
    /// Module calls that were not followed: the source as written, where, and why.
    pub missing_modules: Vec<(Arc<str>, Place, Missing)>,
}

const CONFIGURATION: &str = "aws_msk_configuration";

/// Reads a root module. Modules outside `relevant` (when given) hold nothing of interest and are not entered.
pub fn build(
    root: &Root<'_>,
    workspace: &Workspace<'_>,
    var_files: &[Arc<str>],
    relevant: Option<&BTreeSet<PathBuf>>,
) -> RootModel {
    let path: Arc<str> = workspace.display(root.folder()).into();
    let evaluated = Evaluated { root, workspace, path: path.clone(), var_files };
    let addresses = addresses(root, relevant);
    let of_kinds = |kinds: &[&str]| -> Vec<Rc<ResourceAddress>> {
        addresses.iter().filter(|address| kinds.contains(&&*address.kind)).cloned().collect()
    };
    let mut clusters: Vec<(Rc<ResourceAddress>, Worlds<Cluster>)> = of_kinds(CLUSTERS)
        .into_iter()
        .filter_map(|address| {
            Some((address.clone(), variants(root, &address, || cluster::build(&evaluated, &address))?))
        })
        .collect();
    tie_topics(&evaluated, &of_kinds(topic::KINDS), &mut clusters);
    let (targets, policies) = (of_kinds(&[capacity::TARGET]), of_kinds(&[capacity::POLICY]));
    capacity::tie_autoscaling(&evaluated, &targets, &policies, &mut clusters);
    let used_elsewhere = attachment::used_elsewhere(root);
    let configurations = of_kinds(&[CONFIGURATION])
        .into_iter()
        .filter_map(|address| {
            let mut variants = variants(root, &address, || configuration::build(&evaluated, &address))?;
            let attachment = attachment(&address, &clusters, &used_elsewhere);
            variants.for_each_mut(|configuration| configuration.attachment = attachment.clone());
            Some(variants)
        })
        .collect();
    RootModel {
        path,
        var_files: var_files.to_vec(),
        clusters: clusters.into_iter().map(|(_, cluster)| cluster).collect(),
        configurations,
        outputs: BTreeMap::new(),
        missing_modules: missing_modules(root),
    }
}

impl RootModel {
    /// Evaluates the root's outputs too.
    pub fn with_outputs(mut self, root: &Root<'_>) -> Self {
        if let Some(instance) = root.module_instance() {
            for name in instance.module.outputs.keys() {
                let worlds =
                    root.in_every_world(|| root.output(&instance, name).unwrap_or_else(|| Value::null(Trace::given())));
                self.outputs.insert(name.to_string(), plain(&same_in_all(worlds)));
            }
        }
        self
    }
}

/// A subject in every world in which it exists.
fn variants<T: PartialEq>(root: &Root<'_>, address: &Rc<ResourceAddress>, build: impl Fn() -> T) -> Option<Worlds<T>> {
    let exists = || root.expansion(address).is_some_and(|expansion| expansion.keys().contains(&address.key));
    let module_exists = || root.instance_at(&address.module).is_some();
    let worlds = root.in_every_world(|| (module_exists() && exists()).then(&build));
    Worlds::new(worlds.into_iter().flatten())
}

/// The addresses of all resource instances that exist in some world, in order.
fn addresses(root: &Root<'_>, relevant: Option<&BTreeSet<PathBuf>>) -> Vec<Rc<ResourceAddress>> {
    let worlds = root.in_every_world(|| {
        let mut found = Vec::new();
        if let Some(instance) = root.module_instance() {
            walk(root, &instance, relevant, &mut found);
        }
        found
    });
    let mut all: Vec<Rc<ResourceAddress>> = Vec::new();
    let mut seen = BTreeSet::new();
    for address in worlds.into_iter().flatten() {
        if seen.insert(address.clone()) {
            all.push(address);
        }
    }
    all
}

fn walk(
    root: &Root<'_>,
    instance: &Rc<ModuleInstance>,
    relevant: Option<&BTreeSet<PathBuf>>,
    found: &mut Vec<Rc<ResourceAddress>>,
) {
    let address = |mode, kind: &str, name: &str, key| ResourceAddress {
        module: instance.address.clone(),
        mode,
        kind: kind.into(),
        name: name.into(),
        key,
    };
    for (mode, kind, name) in instance.module.resources.keys() {
        let kinds = [CLUSTERS, &[CONFIGURATION, capacity::TARGET, capacity::POLICY], topic::KINDS];
        if *mode != Mode::Managed || !kinds.iter().any(|kinds| kinds.contains(&&**kind)) {
            continue;
        }
        let single = address(*mode, kind, name, InstanceKey::None);
        let keys = root.expansion(&single).map(|expansion| expansion.keys()).unwrap_or_default();
        found.extend(keys.into_iter().map(|key| Rc::new(address(*mode, kind, name, key))));
    }
    for name in instance.module.calls.keys() {
        let single = address(Mode::Module, "module", name, InstanceKey::None);
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

fn tie_topics(
    evaluated: &Evaluated<'_, '_>,
    topics: &[Rc<ResourceAddress>],
    clusters: &mut [(Rc<ResourceAddress>, Worlds<Cluster>)],
) {
    let alone = clusters.len() == 1;
    for address in topics {
        let Some(variants) = variants(evaluated.root, address, || topic::build(evaluated, address)) else { continue };
        // Rules judge a topic as it is in every world; one that varies is left out.
        let [topic] = variants.all() else { continue };
        let owner = link::cluster(evaluated, address, "cluster_arn");
        for (cluster_address, cluster) in clusters.iter_mut() {
            let is_owner = match &owner {
                Link::To(owner) => *owner == **cluster_address,
                Link::Unknown(_) => false,
                Link::Absent => alone && &*address.kind == "kafka_topic",
            };
            if is_owner {
                cluster.for_each_mut(|cluster| cluster.topics.push(Topic::clone(topic)));
            }
        }
    }
}

fn missing_modules(root: &Root<'_>) -> Vec<(Arc<str>, Place, Missing)> {
    let shown = |missing: MissingModule| (missing.source.as_ref().into(), missing.place, missing.why);
    root.missing_modules().into_iter().map(shown).collect()
}

/// A value as it may be shown.
fn plain(value: &Value) -> Plain {
    if value.sensitive {
        return Plain::Sensitive;
    }
    match &value.kind {
        Kind::Null => Plain::Null,
        Kind::Bool(value) => Plain::Bool(*value),
        Kind::Number(number) => Plain::Number(number.to_string()),
        Kind::String(text) => match text.first_unknown() {
            Some(unknown) => Plain::Unknown(unknown.reason.to_string()),
            None => Plain::String(text.as_str().to_owned()),
        },
        Kind::List(items) | Kind::Set(items) | Kind::Tuple(items) => Plain::List(items.iter().map(plain).collect()),
        Kind::Map(entries) | Kind::Object(entries) => match &entries.rest {
            Some(unknown) => Plain::Unknown(unknown.reason.to_string()),
            None => {
                Plain::Object(entries.items.iter().map(|(key, entry)| (key.to_string(), plain(&entry.value))).collect())
            }
        },
        Kind::Unknown(unknown) => Plain::Unknown(unknown.reason.to_string()),
        Kind::Resource(address) => {
            let reason = Reason::Resource { address: address.as_ref().clone(), attribute: "id".into() };
            Plain::Unknown(reason.to_string())
        }
    }
}

/// The resources of a root as its evaluation has them.
struct Evaluated<'r, 'w> {
    root: &'r Root<'w>,
    workspace: &'r Workspace<'w>,
    path: Arc<str>,
    var_files: &'r [Arc<str>],
}

impl Resources for Evaluated<'_, '_> {
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

    fn region(&self) -> Option<Value> {
        self.root.provider_region("aws")
    }
}
