//! Clusters: provisioned (standard or express brokers) and serverless, with every fact the rules ask for.

use std::sync::Arc;

use super::capacity::Capacity;
use super::change::Change;
use super::configuration::{ConfigurationInfo, ConfigurationLink};
use super::effective;
use super::fact::{Fact, Origin, State};
use super::monitoring::Monitoring;
use super::security::Security;
use super::topic::Topic;
use crate::facts::KafkaVersion;
use crate::finding::Instance;
use crate::source::Place;

/// The broker types of MSK.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClusterKind {
    /// Provisioned, standard brokers.
    Standard,
    /// Provisioned, express brokers.
    Express,
    /// Serverless.
    Serverless,
}

impl ClusterKind {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Express => "express",
            Self::Serverless => "serverless",
        }
    }
}

/// One cluster instance: an address in a root with its variable files.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// Where it is evaluated.
    pub instance: Instance,
    /// Standard, express or serverless; unknown when the instance type is.
    pub kind: Fact<ClusterKind>,
    /// The block's header.
    pub block: Place,
    /// `cluster_name`.
    pub name: Fact<Arc<str>>,
    /// `number_of_broker_nodes`.
    pub brokers: Fact<i64>,
    /// `client_subnets`, duplicates still in.
    pub subnets: Fact<Vec<Subnet>>,
    /// Number of zones: of distinct client subnets.
    pub zones: Fact<u32>,
    /// The region, from the provider or the zones' names.
    pub region: Fact<Arc<str>>,
    /// The account, as far as an ARN tells it.
    pub account: Fact<Arc<str>>,
    /// `instance_type`.
    pub instance_type: Fact<Arc<str>>,
    /// `kafka_version`.
    pub kafka_version: Fact<Arc<str>>,
    /// `storage_mode`: LOCAL or TIERED.
    pub storage_mode: Fact<Arc<str>>,
    /// `volume_size` in GiB.
    pub volume_size: Fact<i64>,
    /// `client_broker`: TLS, TLS_PLAINTEXT or PLAINTEXT.
    pub client_broker: Fact<Arc<str>>,
    /// `in_cluster`.
    pub in_cluster: Fact<bool>,
    /// Enabled schemes: `iam`, `scram`, `tls`.
    pub authentication: Fact<Vec<Arc<str>>>,
    /// Whether unauthenticated clients are let in.
    pub unauthenticated: Fact<bool>,
    /// Public access type: DISABLED or SERVICE_PROVIDED_EIPS.
    pub public_access: Fact<Arc<str>>,
    /// The configuration.
    pub configuration: ConfigurationInfo,
    /// Storage, throughput, scaling and time limits.
    pub capacity: Capacity,
    /// Authentication, encryption and reach.
    pub security: Security,
    /// Metrics, exporters and logs.
    pub monitoring: Monitoring,
    /// Whether `lifecycle.prevent_destroy` is set.
    pub prevent_destroy: bool,
    /// The value of an `Environment` (or `Env`, `Stage`) tag, if known.
    pub environment: Option<Arc<str>>,
    /// Topics tied to this cluster.
    pub topics: Vec<Topic>,
    /// Where its module reads the addresses of ZooKeeper.
    pub zookeeper_reads: Vec<ZookeeperRead>,
    /// What a plan does to it; `None` where no plan was read.
    pub change: Option<Change<Cluster>>,
}

/// One client subnet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subnet {
    /// What identifies it: a literal id, or the address of the resource.
    pub id: State<Arc<str>>,
    /// Its availability zone, if known: the name.
    pub zone: Fact<Arc<str>>,
    /// The same by its id, such as `use1-az1`, where that is written instead.
    pub zone_id: Fact<Arc<str>>,
    /// Where it is written.
    pub place: Place,
    /// Where it says that what starts in it gets a public address, if it is known to.
    pub public: Option<Origin>,
    /// Where it sends what is for the internet, if its route table tells.
    pub way_out: Option<WayOut>,
}

/// The route of a subnet to the internet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayOut {
    /// What it leads to.
    pub way: Way,
    /// Where that is written.
    pub origin: Origin,
}

/// What a route to the internet leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// An internet gateway: what lies in the subnet can be reached from the internet.
    InternetGateway,
    /// A NAT gateway: it cannot.
    NatGateway,
}

impl Subnet {
    /// A subnet of which nothing but its place is known.
    pub fn unknown(id: State<Arc<str>>, why: Option<&str>, place: Place) -> Self {
        let fact = || match why {
            Some(why) => Fact::unknown(why, Origin::at(place.clone())),
            None => Fact::absent(Origin::at(place.clone())),
        };
        Self { id, zone: fact(), zone_id: fact(), public: None, way_out: None, place }
    }

    /// Whether it is known to lie in the same zone as another one.
    pub fn shares_zone(&self, other: &Self) -> bool {
        let same = |a: &Fact<Arc<str>>, b: &Fact<Arc<str>>| a.known().is_some() && a.known() == b.known();
        same(&self.zone, &other.zone) || same(&self.zone_id, &other.zone_id)
    }

    /// Its zone by name or id, if it is known, and where that is written.
    pub fn known_zone(&self) -> Option<&Fact<Arc<str>>> {
        [&self.zone, &self.zone_id].into_iter().find(|zone| zone.known().is_some())
    }

    /// Whether its route to the internet is known to be this one.
    pub fn leads_to(&self, way: Way) -> Option<&Origin> {
        self.way_out.as_ref().filter(|out| out.way == way).map(|out| &out.origin)
    }
}

/// A place that reads the addresses of a cluster's ZooKeeper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZookeeperRead {
    /// The expression.
    pub place: Place,
    /// Whether it only hands them on as an output.
    pub is_output: bool,
}

impl Cluster {
    /// Whether brokers are known to be of this kind.
    pub fn is(&self, kind: ClusterKind) -> bool {
        self.kind.get() == Some(kind)
    }

    /// The Kafka version, if it is known and one that MSK could have.
    pub fn version(&self) -> Option<KafkaVersion> {
        self.kafka_version.known().and_then(|version| KafkaVersion::parse(version))
    }

    /// Whether tiered storage is known to be on (`Some(true)`) or off.
    pub fn is_tiered(&self) -> Option<bool> {
        self.storage_mode.known().map(|mode| &**mode == "TIERED")
    }

    /// Where the cluster is the region of Northern California, which has two zones only.
    pub fn is_in_two_zone_region(&self) -> bool {
        self.region.known().is_some_and(|region| &**region == "us-west-1")
    }

    /// What the configuration writes for a property, without defaults.
    pub fn written(&self, property: &str) -> State<Arc<str>> {
        match &self.configuration.link {
            ConfigurationLink::None => State::Absent,
            ConfigurationLink::Unknown(reason) => State::Unknown(reason.clone()),
            ConfigurationLink::Attached(configuration) => match &configuration.properties.state {
                State::Known(properties) => properties.written(property),
                State::Unknown(reason) => State::Unknown(reason.clone()),
                State::Absent => State::Absent,
            },
        }
    }

    /// A written property as a whole number, with its origin; `None` when it is not written or no such number.
    pub fn written_number(&self, property: &str) -> Option<Fact<i64>> {
        let fact = self.effective_number(property);
        fact.known_written().is_some().then_some(fact)
    }

    /// The value that brokers use for a property: written, else MSK's default for this cluster.
    pub fn effective(&self, property: &str) -> Fact<Arc<str>> {
        effective::property(self, property)
    }

    /// The same as a whole number.
    pub fn effective_number(&self, property: &str) -> Fact<i64> {
        effective::number(self.effective(property))
    }

    /// The same as a boolean.
    pub fn effective_bool(&self, property: &str) -> Fact<bool> {
        effective::boolean(self.effective(property))
    }

    /// Whether it is known to be reachable from the internet.
    pub fn is_public(&self) -> bool {
        self.public_access.known().is_some_and(|access| &**access == "SERVICE_PROVIDED_EIPS")
    }

    /// Whether the cluster is known to have no configuration of its own.
    pub fn has_no_configuration(&self) -> bool {
        self.configuration.link == ConfigurationLink::None
    }
}
