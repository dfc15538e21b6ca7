//! Topics as resources, tied to a cluster.

use std::sync::Arc;

use super::change::Change;
use super::cluster::Cluster;
use super::effective;
use super::fact::{Fact, State};
use super::properties::Property;
use crate::finding::Instance;
use crate::source::Place;

/// One topic instance.
#[derive(Clone, Debug, PartialEq)]
pub struct Topic {
    /// Where it is evaluated.
    pub instance: Instance,
    /// The block's header.
    pub block: Place,
    /// Whether MSK's own API makes it (`aws_msk_topic`), not a client of Kafka.
    pub by_msk: bool,
    /// The name.
    pub name: Fact<Arc<str>>,
    /// Number of partitions.
    pub partitions: Fact<i64>,
    /// Replication factor; absent: the broker's default.
    pub replication_factor: Fact<i64>,
    /// Topic-level settings.
    pub configs: Fact<Vec<Property>>,
    /// What a plan does to it; `None` where no plan was read.
    pub change: Option<Change<Topic>>,
}

impl Topic {
    /// Replicas of all its partitions together, if both counts are known.
    pub fn replicas(&self, cluster: &Cluster) -> Option<i64> {
        let inherited = || cluster.effective_number("default.replication.factor").get();
        let factor = if self.replication_factor.is_absent() { inherited()? } else { self.replication_factor.get()? };
        self.partitions.get()?.checked_mul(factor)
    }

    /// A topic-level setting, if it is written or may be.
    pub fn config(&self, name: &str) -> Option<Fact<Arc<str>>> {
        match &self.configs.state {
            State::Known(configs) => configs.iter().rev().find(|config| &*config.name == name).map(|c| c.value.clone()),
            State::Unknown(reason) => Some(Fact::unknown(reason.clone(), self.configs.origin.clone())),
            State::Absent => None,
        }
    }

    /// The same as a whole number.
    pub fn config_number(&self, name: &str) -> Option<Fact<i64>> {
        self.config(name).map(effective::number)
    }

    /// The same as a boolean.
    pub fn config_bool(&self, name: &str) -> Option<Fact<bool>> {
        self.config(name).map(effective::boolean)
    }
}
