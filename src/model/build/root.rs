//! Everything of interest in one root module: its clusters, configurations and topics, joined.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::attachment::attachment;
use super::evaluated::Evaluated;
use super::link::{self, CLUSTERS, Link};
use super::{
    CONFIGURATION, Clusters, Resources, access_policies, alarms, capacity, channel, cluster, cluster_policy,
    configuration, connect, connections, embedded, scram, security, security_groups, topic,
    why::{self, Why},
};
use crate::discover::FolderSet;
use crate::eval::trace::Trace;
use crate::eval::value::{Kind, Reason, ResourceAddress, Value};
use crate::model::access_policy::AccessPolicy;
use crate::model::channel::Channel;
use crate::model::cluster::Cluster;
use crate::model::cluster_policy::ClusterPolicy;
use crate::model::configuration::{Attachment, Configuration};
use crate::model::connect::{Connector, Replicator, WorkerConfiguration};
use crate::model::embedded::Embedded;
use crate::model::fact::{Fact, Origin};
use crate::model::plain::Plain;
use crate::model::topic::Topic;
use crate::model::worlds::Worlds;
use crate::root::{Missing, Root, same_in_all};
use crate::source::Place;
use crate::workspace::Workspace;

/// What a root module holds.
#[derive(Clone, Debug, Default)]
pub struct RootModel {
    /// The root's folder, for display.
    pub path: Arc<str>,
    /// The variable files named for this evaluation, for display.
    pub var_files: Vec<Arc<str>>,
    /// Whether it is a script, which makes what it holds without Terraform.
    pub is_script: bool,
    /// Its clusters.
    pub clusters: Vec<Worlds<Cluster>>,
    /// Its configurations, attached or not.
    pub configurations: Vec<Worlds<Configuration>>,
    /// Topics of a cluster that is not known here.
    pub loose_topics: Vec<Worlds<Topic>>,
    /// Its connectors.
    pub connectors: Vec<Worlds<Connector>>,
    /// Worker configurations of MSK Connect.
    pub worker_configurations: Vec<Worlds<WorkerConfiguration>>,
    /// Its replicators.
    pub replicators: Vec<Worlds<Replicator>>,
    /// Its channels.
    pub channels: Vec<Worlds<Channel>>,
    /// The policies of clusters.
    pub cluster_policies: Vec<Worlds<ClusterPolicy>>,
    /// Policies of IAM that speak of Kafka.
    pub access_policies: Vec<Worlds<AccessPolicy>>,
    /// Files and variables that resources hand to programs.
    pub embedded: Vec<Embedded>,
    /// What was asked of it.
    pub why: Option<Why>,
    /// Its outputs.
    pub outputs: BTreeMap<String, Plain>,
    /// Module calls that were not followed and may bear on what it holds.
    pub missing_modules: Vec<UnreadModule>,
}

/// A module call that was not followed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnreadModule {
    /// Its source, as written.
    pub source: Arc<str>,
    /// Where the source is written.
    pub place: Place,
    /// Why it was not followed.
    pub why: Missing,
}

/// Reads a root module. Modules outside `relevant` (when given) hold nothing of interest and are not entered.
pub fn build(
    root: &Root<'_>,
    workspace: &Workspace<'_>,
    var_files: &[Arc<str>],
    relevant: Option<&FolderSet>,
) -> RootModel {
    let model = join(&Evaluated::new(root, workspace, var_files, relevant));
    let path = workspace.display(root.folder()).into();
    RootModel { path, var_files: var_files.to_vec(), ..model }
}

/// Joins clusters with what belongs to them.
pub(super) fn join(resources: &dyn Resources) -> RootModel {
    let mut clusters: Vec<(Rc<ResourceAddress>, Worlds<Cluster>)> = resources
        .addresses(CLUSTERS)
        .into_iter()
        .filter_map(|address| {
            Some((address.clone(), variants(resources, &address, || cluster::build(resources, &address))?))
        })
        .collect();
    let loose_topics = tie_topics(resources, &mut clusters);
    capacity::tie_autoscaling(resources, &mut clusters);
    connections::tie(resources, &mut clusters);
    scram::tie(resources, &mut clusters);
    security_groups::tie(resources, &mut clusters);
    alarms::tie(resources, &mut clusters);
    security::tie_acls(resources, &mut clusters);
    // Before looking elsewhere, which asks modules that have nothing to do with a cluster.
    let missing_modules = resources.missing_modules();
    let used_elsewhere = resources.used_elsewhere();
    let configurations = resources
        .addresses(&[CONFIGURATION])
        .into_iter()
        .filter_map(|address| {
            let read = clusters.iter().find_map(|(_, cluster)| attached(cluster, &address)).cloned();
            let build = || read.clone().unwrap_or_else(|| configuration::build(resources, &address));
            let mut variants = variants(resources, &address, build)?;
            let attachment = attachment(&address, &clusters, &used_elsewhere);
            let used_before = clusters.iter().any(|(_, cluster)| used_before(cluster.first(), &address));
            variants.for_each_mut(|configuration| {
                configuration.attachment = attachment.clone();
                configuration.used_before = used_before;
            });
            Some(variants)
        })
        .collect();
    let connectors = each(resources, connect::CONNECTOR, |address| connect::connector(resources, address));
    let worker_configurations =
        each(resources, connect::WORKER, |address| connect::worker_configuration(resources, address));
    let replicators =
        each(resources, connect::REPLICATOR, |address| connect::replicator(resources, address, &clusters));
    let channels = each(resources, channel::KIND, |address| channel::build(resources, address, &clusters));
    let cluster_policies = each(resources, cluster_policy::KIND, |address| cluster_policy::build(resources, address));
    let clusters = clusters.into_iter().map(|(_, cluster)| cluster).collect();
    let access_policies = access_policies(resources);
    let embedded = embedded(resources);
    RootModel {
        embedded,
        clusters,
        configurations,
        loose_topics,
        connectors,
        worker_configurations,
        replicators,
        channels,
        cluster_policies,
        access_policies,
        missing_modules,
        ..RootModel::default()
    }
}

impl RootModel {
    /// Leaves open what resources beside these could do: those who tell of these do not tell of all.
    pub(super) fn leave_open(&mut self, reason: &'static str) {
        for cluster in &mut self.clusters {
            cluster.for_each_mut(|cluster| {
                if cluster.capacity.autoscaling.is_absent() {
                    cluster.capacity.autoscaling = Fact::unknown(reason, Origin::nowhere());
                }
                if cluster.security.scram_associations.is_absent() {
                    cluster.security.scram_associations = Fact::unknown(reason, Origin::nowhere());
                }
                cluster.monitoring.alarms_open = Some(reason.into());
                // What it protects from does not concern those who cannot write it.
                cluster.prevent_destroy = true;
            });
        }
        for configuration in &mut self.configurations {
            configuration.for_each_mut(|configuration| {
                if configuration.attachment == Attachment::Unattached {
                    configuration.attachment = Attachment::Unknown(reason.into());
                }
            });
        }
    }

    /// Explains the value at an address too, if it is declared.
    pub fn explaining(self, root: &Root<'_>, address: &str) -> Self {
        Self { why: why::explain(root, address), ..self }
    }

    /// Evaluates the root's outputs too.
    pub fn with_outputs(mut self, root: &Root<'_>) -> Self {
        if let Some(instance) = root.module_instance() {
            for name in instance.module.outputs.keys() {
                let value = || root.output(&instance, name).unwrap_or_else(|| Value::null(Trace::given()));
                let worlds = root.in_every_world(|| root.expanded(value()));
                self.outputs.insert(name.to_string(), plain(&same_in_all(worlds)));
            }
        }
        self
    }
}

/// What resources hand to programs; what varies is left out.
fn embedded(resources: &dyn Resources) -> Vec<Embedded> {
    let addresses = resources.addresses(&embedded::holders().collect::<Vec<_>>());
    let found = addresses
        .iter()
        .filter_map(|address| variants(resources, address, || embedded::build(resources, address))?.only().cloned());
    found.flatten().collect()
}

fn access_policies(resources: &dyn Resources) -> Vec<Worlds<AccessPolicy>> {
    let addresses = [resources.addresses(access_policies::HOLDERS), resources.addresses(&[access_policies::DOCUMENT])];
    let policies = addresses.iter().flatten().filter_map(|address| {
        let variants = variants(resources, address, || access_policies::build(resources, address))?;
        // What is no policy for Kafka in some world is judged in none.
        Some((address, variants.transpose()?))
    });
    let mut policies: Vec<(&Rc<ResourceAddress>, Worlds<AccessPolicy>)> = policies.collect();
    let is_unreadable = |address: &Rc<ResourceAddress>| access_policies::is_unreadable(resources, address);
    if let [(address, only)] = &mut policies[..]
        && !addresses.iter().flatten().any(is_unreadable)
        && !access_policies::others_add_to(resources, address)
    {
        only.for_each_mut(|policy| policy.is_alone = true);
    }
    policies.into_iter().map(|(_, policy)| policy).collect()
}

/// Every instance of a resource type, in every world.
fn each<T: PartialEq>(
    resources: &dyn Resources,
    kind: &str,
    build: impl Fn(&Rc<ResourceAddress>) -> T,
) -> Vec<Worlds<T>> {
    let addresses = resources.addresses(&[kind]);
    addresses.iter().filter_map(|address| variants(resources, address, || build(address))).collect()
}

/// A subject in every world in which it exists.
pub(super) fn variants<T: PartialEq>(
    resources: &dyn Resources,
    address: &Rc<ResourceAddress>,
    build: impl Fn() -> T,
) -> Option<Worlds<T>> {
    let mut found: Vec<Option<T>> = Vec::new();
    let counting = resources.in_every_world(&mut || found.push(resources.exists(address).then(&build)));
    Worlds::new(counting.into_iter().filter_map(|(call, path)| Some((found.get_mut(call)?.take()?, path))))
}

/// A configuration as a cluster has it that is there whatever is assumed.
fn attached<'c>(cluster: &'c Worlds<Cluster>, configuration: &ResourceAddress) -> Option<&'c Configuration> {
    let attached = cluster.certain()?.configuration.attached()?;
    (*attached.instance.address == *configuration.to_string()).then_some(attached)
}

/// Whether a cluster uses a configuration in the prior state of a plan.
fn used_before(cluster: &Cluster, configuration: &ResourceAddress) -> bool {
    let before = cluster.change.as_ref().and_then(|change| change.before.as_deref());
    let attached = before.and_then(|before| before.configuration.attached());
    attached.is_some_and(|attached| *attached.instance.address == *configuration.to_string())
}

/// Ties topics to their clusters, and gives back those that have none here.
fn tie_topics(resources: &dyn Resources, clusters: &mut Clusters) -> Vec<Worlds<Topic>> {
    let mut loose = Vec::new();
    let alone = clusters.len() == 1;
    for address in &resources.addresses(topic::KINDS) {
        let Some(variants) = variants(resources, address, || topic::build(resources, address)) else { continue };
        let owner = link::cluster(resources, address, "cluster_arn");
        let mut is_tied = false;
        for (cluster_address, cluster) in clusters.iter_mut() {
            let is_owner = match &owner {
                Link::To(owner) => *owner == **cluster_address,
                Link::Unknown(_) => false,
                Link::Absent => alone && &*address.kind == "kafka_topic",
            };
            is_tied |= is_owner;
            // Rules judge a topic as it is in every world; one that varies is left out.
            if let (Some(topic), true) = (variants.only(), is_owner) {
                cluster.for_each_mut(|cluster| cluster.topics.push(Topic::clone(topic)));
            }
        }
        if !is_tied {
            loose.push(variants);
        }
    }
    loose
}

/// A value as it may be shown.
pub(super) fn plain(value: &Value) -> Plain {
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
