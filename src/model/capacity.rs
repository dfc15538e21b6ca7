//! What a provisioned cluster is built of beside brokers and zones: storage, throughput, scaling, time limits.

use std::sync::Arc;

use super::fact::{Fact, Origin};
use crate::facts::schema::Removed;
use crate::facts::{self, KafkaVersion, Limit};
use crate::finding::Instance;
use crate::source::{Place, Span};
use crate::terraform::provider_version::Newest;

/// Storage and related settings of a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Capacity {
    /// Whether a block `storage_info` is written.
    pub storage_info: Fact<()>,
    /// `provisioned_throughput.enabled`.
    pub provisioned_throughput: Fact<bool>,
    /// `volume_throughput` in MiB/s.
    pub volume_throughput: Fact<i64>,
    /// Whether a block `rebalancing` is written.
    pub rebalancing: Fact<()>,
    /// Whether any scheme of `vpc_connectivity` is on.
    pub multi_vpc: Fact<bool>,
    /// `network_type`: IPV4 or DUAL.
    pub network_type: Fact<Arc<str>>,
    /// `timeouts.update` in minutes.
    pub update_timeout_minutes: Fact<i64>,
    /// Whether `lifecycle.ignore_changes` covers the volume size.
    pub ignores_volume_size: Fact<bool>,
    /// Storage autoscaling of this cluster.
    pub autoscaling: Fact<Vec<StorageAutoscaling>>,
    /// Arguments that a version of the provider dropped.
    pub removed: Vec<RemovedArgument>,
    /// The newest version of the provider that can be installed here.
    pub provider: Fact<Newest>,
}

/// The brokers that AWS lets a cluster have, and with which metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokerQuota {
    /// The most.
    pub brokers: i64,
    /// In words: `with KRaft`.
    pub metadata: &'static str,
}

impl BrokerQuota {
    /// The quota of a version; that of whatever metadata allows more where the version is not known.
    pub fn of(version: Option<KafkaVersion>) -> Option<Self> {
        let quota = |id| facts::limit(id).and_then(Limit::number);
        let (zookeeper, kraft) = (quota("brokers_per_cluster_zk")?, quota("brokers_per_cluster_kraft")?);
        Some(match version.map(KafkaVersion::is_kraft) {
            Some(true) => Self { brokers: kraft, metadata: "with KRaft" },
            Some(false) => Self { brokers: zookeeper, metadata: "with ZooKeeper" },
            None => Self { brokers: zookeeper.max(kraft), metadata: "in any mode" },
        })
    }
}

/// An `aws_appautoscaling_target` for the volumes of a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct StorageAutoscaling {
    /// Where it is evaluated.
    pub instance: Instance,
    /// The block's header.
    pub block: Place,
    /// `max_capacity` in GiB.
    pub max_capacity: Fact<i64>,
    /// The policies that act on it.
    pub policies: Vec<ScalingPolicy>,
}

/// An `aws_appautoscaling_policy`.
#[derive(Clone, Debug, PartialEq)]
pub struct ScalingPolicy {
    /// Where it is evaluated.
    pub instance: Instance,
    /// The block's header.
    pub block: Place,
    /// `disable_scale_in`.
    pub disable_scale_in: Fact<bool>,
}

/// An argument that a version of the provider dropped.
#[derive(Clone, Debug, PartialEq)]
pub struct RemovedArgument {
    /// What the provider dropped.
    pub row: Removed,
    /// The argument.
    pub origin: Origin,
    /// The whole of it, name and value, where both stand in one file.
    pub written: Option<Span>,
    /// What begins a line under it: line end and indentation; nothing where it does not begin its own line.
    pub line_start: Option<Arc<str>>,
    /// The value as it is written.
    pub text: Option<Arc<str>>,
}
