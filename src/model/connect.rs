//! MSK Connect and MSK Replicator.

use std::sync::Arc;

use super::change::Change;
use super::cluster::Cluster;
use super::fact::{Fact, Origin, State};
use super::properties::{Properties, Property};
use crate::facts::Direction;
use crate::finding::Instance;
use crate::source::Place;

/// An `aws_mskconnect_connector`.
#[derive(Clone, Debug, PartialEq)]
pub struct Connector {
    /// Where it is evaluated.
    pub instance: Instance,
    /// The block's header.
    pub block: Place,
    /// `kafkaconnect_version`: Kafka's.
    pub version: Fact<Arc<str>>,
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
    /// Keys of it that are written more than once.
    pub repeated: Vec<RepeatedKey>,
    /// The properties of its workers; absent where it takes those of MSK.
    pub worker: Fact<Properties>,
}

/// An `aws_mskconnect_worker_configuration`.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkerConfiguration {
    /// Where it is evaluated.
    pub instance: Instance,
    /// The block's header.
    pub block: Place,
    /// `properties_file_content`.
    pub properties: Fact<Properties>,
}

/// A key that is written again in one map: only its last value counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatedKey {
    /// The key.
    pub name: Arc<str>,
    /// Where it is written first.
    pub first: Place,
    /// Where it is written again.
    pub again: Place,
}

impl Connector {
    /// The names of the configuration providers that its workers have, if they are known. MSK's own have none.
    pub fn config_providers(&self) -> Option<Vec<Arc<str>>> {
        let names = match &self.worker.state {
            State::Known(properties) => properties.written("config.providers"),
            State::Unknown(reason) => State::Unknown(reason.clone()),
            State::Absent => State::Absent,
        };
        match names {
            State::Known(names) => Some(names.split(',').map(|name| name.trim().into()).collect()),
            State::Absent => Some(Vec::new()),
            State::Unknown(_) => None,
        }
    }

    /// Which way it moves records, as far as its class tells by its name.
    pub fn direction(&self) -> Option<Direction> {
        let class = self.setting("connector.class")?.value.known()?;
        let name = class.rsplit('.').next()?;
        match (name.contains("Source"), name.contains("Sink")) {
            (true, false) => Some(Direction::Source),
            (false, true) => Some(Direction::Sink),
            (false, false) if class.starts_with("io.debezium.connector.") => Some(Direction::Source),
            _ => None,
        }
    }

    /// The settings of the connector, if Connect reads them all: Debezium's engine reads some of its own beside them.
    pub fn settings_of_connect(&self) -> Option<&[Property]> {
        self.configuration.known().filter(|_| self.setting("offset.storage").is_none()).map(Vec::as_slice)
    }

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
    /// Arguments that no call of AWS changes later, by name.
    pub fixed: Vec<(&'static str, Fact<Arc<str>>)>,
    /// What a plan does to it; `None` where no plan was read.
    pub change: Option<Change<Replicator>>,
}

/// The names of the configuration providers that a setting asks: `secrets` in `${secrets:path:key}`.
pub fn asked_providers(setting: &str) -> impl Iterator<Item = &str> {
    setting.split("${").skip(1).filter_map(|rest| {
        let (name, _) = rest.split_once('}')?.0.split_once(':')?;
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        is_name.then_some(name)
    })
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
