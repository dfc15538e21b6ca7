//! MSK Connect and MSK Replicator.

use std::sync::Arc;

use super::cluster::Cluster;
use super::fact::{Fact, Origin};
use super::properties::Property;
use crate::finding::Instance;
use crate::source::Place;

/// An `aws_mskconnect_connector`.
#[derive(Clone, Debug, PartialEq)]
pub struct Connector {
    /// Where it is evaluated.
    pub instance: Instance,
    /// The block's header.
    pub block: Place,
    /// Whether `capacity.autoscaling` is written.
    pub autoscaling: Fact<()>,
    /// Whether `capacity.provisioned_capacity` is written.
    pub provisioned: Fact<()>,
    /// `mcu_count` of the mode that is written.
    pub mcu_count: Fact<i64>,
    /// `worker_count`, `min_worker_count` and `max_worker_count`, those that are written.
    pub workers: Vec<(&'static str, Fact<i64>)>,
    /// `authentication_type`: NONE or IAM.
    pub authentication: Fact<Arc<str>>,
    /// `encryption_type`: PLAINTEXT or TLS.
    pub encryption: Fact<Arc<str>>,
    /// `bootstrap_servers`.
    pub bootstrap_servers: Fact<Arc<str>>,
    /// The attribute of a cluster from which `bootstrap_servers` comes.
    pub bootstrap_attribute: Option<Arc<str>>,
    /// Whether `log_delivery` is written.
    pub log_delivery: Fact<()>,
    /// `enabled` of each sink of the worker's logs.
    pub log_sinks: Vec<Fact<bool>>,
    /// `connector_configuration`.
    pub configuration: Fact<Vec<Property>>,
}

impl Connector {
    /// A setting of the connector.
    pub fn setting(&self, name: &str) -> Option<&Property> {
        self.configuration.known()?.iter().find(|property| &*property.name == name)
    }
}

/// An `aws_msk_replicator`.
#[derive(Clone, Debug, PartialEq)]
pub struct Replicator {
    /// Where it is evaluated.
    pub instance: Instance,
    /// The block's header.
    pub block: Place,
    /// Its `kafka_cluster` blocks.
    pub clusters: Fact<Vec<ReplicatedCluster>>,
}

/// A cluster that a replicator reads or writes.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplicatedCluster {
    /// Where it is named.
    pub origin: Origin,
    /// Whether records are read from it; `None` when that is not known.
    pub is_source: Option<bool>,
    /// The cluster, where it is one of the same root.
    pub cluster: Option<Box<Cluster>>,
}
