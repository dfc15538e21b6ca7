//! Who uses a configuration: clusters of the same root, perhaps something else, or nobody.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use super::CONFIGURATION;
use super::configuration::configuration_behind;
use super::references;
use crate::eval::value::{InstanceKey, Kind, ResourceAddress, Value};
use crate::model::cluster::Cluster;
use crate::model::configuration::{Attachment, ConfigurationLink};
use crate::model::worlds::Worlds;
use crate::root::Root;

/// Configurations that something other than a cluster refers to, with what that is.
pub(super) type UsedElsewhere = BTreeMap<ResourceAddress, &'static str>;

/// Who uses a configuration.
pub(super) fn attachment(
    address: &ResourceAddress,
    clusters: &[(Rc<ResourceAddress>, Worlds<Cluster>)],
    used_elsewhere: &UsedElsewhere,
) -> Attachment {
    let mut users: Vec<Arc<str>> = Vec::new();
    let mut hidden: Option<Arc<str>> = None;
    let shown = address.to_string();
    for (cluster_address, cluster) in clusters {
        for variant in cluster.all() {
            match &variant.configuration.link {
                ConfigurationLink::Attached(configuration) if *configuration.instance.address == *shown => {
                    users.push(cluster_address.to_string().into());
                }
                ConfigurationLink::Unknown(reason) => hidden = Some(reason.clone()),
                _ => {}
            }
        }
    }
    users.dedup();
    let without_key = ResourceAddress { key: InstanceKey::None, ..address.clone() };
    let elsewhere = used_elsewhere.get(address).or_else(|| used_elsewhere.get(&without_key));
    match (users.is_empty(), hidden, elsewhere) {
        (false, _, _) => Attachment::Clusters(users),
        (true, Some(reason), _) => Attachment::Unknown(reason),
        (true, None, Some(reason)) => Attachment::Unknown(Arc::from(*reason)),
        (true, None, None) if clusters.is_empty() => Attachment::Unknown("there is no cluster in this root".into()),
        (true, None, None) => Attachment::Unattached,
    }
}

/// Configurations whose ARN leaves the root, or the module that declares them, as an output, or that something else
/// than a cluster refers to.
pub(super) fn used_elsewhere(root: &Root<'_>) -> UsedElsewhere {
    let mut used = UsedElsewhere::new();
    for instance in root.known_instances() {
        for name in instance.module.outputs.keys() {
            let mut exported = BTreeSet::new();
            if let Some(value) = root.output(&instance, name) {
                collect(&value, &mut exported);
            }
            used.extend(exported.into_iter().map(|address| (address, "its ARN is an output")));
        }
        // Clusters are evaluated, outputs too; a configuration may name itself.
        let others = |block: &str, kind: &str| {
            block != "output" && !(block == "resource" && matches!(kind, "aws_msk_cluster" | CONFIGURATION))
        };
        for address in references::to(&instance, CONFIGURATION, &others) {
            used.entry(address).or_insert("something other than a cluster refers to it");
        }
    }
    used
}

fn collect(value: &Value, exported: &mut BTreeSet<ResourceAddress>) {
    match &value.kind {
        Kind::Resource(address) => drop(exported.insert(address.as_ref().clone())),
        Kind::List(items) | Kind::Set(items) | Kind::Tuple(items) => {
            items.iter().for_each(|item| collect(item, exported));
        }
        Kind::Map(entries) | Kind::Object(entries) => {
            entries.items.values().for_each(|entry| collect(&entry.value, exported));
        }
        _ => exported.extend(configuration_behind(value).ok()),
    }
}
