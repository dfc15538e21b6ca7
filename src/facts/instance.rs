//! Broker sizes.

use super::{Confidence, find, is_at_least, tables};

/// A broker size such as `kafka.m7g.large`.
#[derive(Clone, Copy, Debug)]
pub struct InstanceType {
    /// Its name.
    pub name: &'static str,
    /// Standard or Express.
    pub broker_type: BrokerType,
    /// EC2 family, such as `m7g`.
    pub family: &'static str,
    /// Processor architecture.
    pub arch: Architecture,
    /// vCPUs.
    pub vcpus: u32,
    /// Memory in GiB.
    pub memory_gib: u32,
    /// Partitions, replicas included, that AWS recommends at most on a broker.
    pub partitions_recommended: u32,
    /// Standard: above this, MSK refuses to update the cluster.
    pub partitions_max_update: Option<u32>,
    /// Express: most partitions on a broker.
    pub partitions_max: Option<u32>,
    /// Connections with IAM to a broker.
    pub iam_connections_per_broker: u32,
    /// New connections with IAM to a broker in a second.
    pub iam_connections_per_second: u32,
    /// Whether volumes can have provisioned throughput.
    pub provisioned_throughput: bool,
    /// Least provisioned throughput in MiB/s.
    pub provisioned_throughput_min_mibps: Option<f64>,
    /// Greatest provisioned throughput in MiB/s.
    pub provisioned_throughput_max_mibps: Option<f64>,
    /// Least volume for provisioned throughput in GiB.
    pub provisioned_throughput_min_volume_gib: Option<u32>,
    /// Advice for `num.replica.fetchers` with provisioned throughput.
    pub num_replica_fetchers_with_pst: Option<u32>,
    /// Whether it can have tiered storage.
    pub tiered_storage: bool,
    /// Whether it runs KRaft versions.
    pub kraft: bool,
    /// Whether it takes multi-VPC connections.
    pub multi_vpc: bool,
    /// Whether brokers of it can be removed.
    pub broker_removal: bool,
    /// Whether its CPU works on credits.
    pub burstable: bool,
    /// Most CPU credits of a burstable one.
    pub cpu_credit_max: Option<u32>,
    /// CPU share in percent that a burstable one always has.
    pub cpu_baseline_percent: Option<u32>,
    /// What its link to the volumes carries, in MiB/s.
    pub ebs_throughput_ceiling_mibps: Option<f64>,
    /// What its network carries, in MiB/s.
    pub network_ceiling_mibps: Option<f64>,
    /// Express: writes that a broker sustains, in MBps.
    pub ingress_sustained_mbps: Option<f64>,
    /// Express: most writes, in MBps.
    pub ingress_max_mbps: Option<f64>,
    /// Express: reads that a broker sustains, in MBps.
    pub egress_sustained_mbps: Option<f64>,
    /// Express: most reads, in MBps.
    pub egress_max_mbps: Option<f64>,
    /// Express: most throughput of a partition, in MBps.
    pub throughput_per_partition_max_mbps: Option<f64>,
    /// Standard: MSK's `num.io.threads`.
    pub num_io_threads_default: Option<u32>,
    /// Standard: AWS's advice for `num.io.threads`.
    pub num_io_threads_recommended: Option<u32>,
    /// Express: the fixed `num.io.threads`.
    pub num_io_threads_fixed: Option<u32>,
    /// Standard: MSK's `num.network.threads`.
    pub num_network_threads_default: Option<u32>,
    /// Standard: AWS's advice for `num.network.threads`.
    pub num_network_threads_recommended: Option<u32>,
    /// Express: the fixed `num.network.threads`.
    pub num_network_threads_fixed: Option<u32>,
    /// AWS's advice for `zookeeper.connection.timeout.ms`.
    pub zookeeper_connection_timeout_ms_recommended: Option<u32>,
    /// The Kafka versions from which on it can be had: a tiered build alone, another one and all later ones.
    pub min_kafka: &'static [&'static str],
    /// Exceptions.
    pub note: Option<&'static str>,
    /// Ids of its sources.
    pub source: &'static [&'static str],
    /// How sure the row is.
    pub confidence: Confidence,
}

/// The two kinds of provisioned brokers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BrokerType {
    /// `kafka.*`.
    Standard,
    /// `express.*`.
    Express,
}

/// Processor architectures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Architecture {
    /// Graviton.
    Arm64,
    /// Intel or AMD.
    X86_64,
}

impl InstanceType {
    /// Whether it runs a version; nothing when the version is none.
    pub fn runs(&self, version: &str) -> Option<bool> {
        if self.min_kafka.is_empty() || self.min_kafka.contains(&version) {
            return Some(true);
        }
        let least = self.min_kafka.iter().find(|least| !least.ends_with(".tiered"))?;
        is_at_least(version, least)
    }
}

impl BrokerType {
    /// The broker type that an instance type's name tells; nothing when it has neither prefix.
    pub fn of_instance_type(name: &str) -> Option<Self> {
        match name.split_once('.')?.0 {
            "kafka" => Some(Self::Standard),
            "express" => Some(Self::Express),
            _ => None,
        }
    }
}

/// Every size, by name.
pub fn instance_types() -> &'static [InstanceType] {
    &tables::instances::TYPES
}

/// The size with a name.
pub fn instance_type(name: &str) -> Option<&'static InstanceType> {
    find(instance_types(), |row| row.name, name)
}
