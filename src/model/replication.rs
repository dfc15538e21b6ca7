//! How data is replicated, for a cluster's defaults or one topic, and the one fault that matters most.

use super::availability::Layout;
use super::cluster::{Cluster, ClusterKind};
use super::fact::{Fact, State};
use super::topic::Topic;
use crate::finding::Instance;
use crate::source::Place;

/// The properties that set the factors of Kafka's own topics.
pub const INTERNAL_FACTORS: &[&str] = &["offsets.topic.replication.factor", "transaction.state.log.replication.factor"];

/// Replication factor and in-sync minimum of a subject.
#[derive(Clone, Debug)]
pub struct Replication {
    /// What it is about.
    pub subject: Subject,
    /// Address, root and variable files of the subject.
    pub instance: Instance,
    /// The subject's block.
    pub block: Place,
    /// Replication factor.
    pub factor: Fact<i64>,
    /// `min.insync.replicas`.
    pub min_insync: Fact<i64>,
    /// Brokers of the cluster.
    pub brokers: Fact<i64>,
    /// Zones of the cluster.
    pub zones: Fact<u32>,
    /// Whether the factor is the subject's own: a topic may leave it to its cluster.
    pub has_own_factor: bool,
    /// Whether the minimum is the subject's own.
    pub has_own_minimum: bool,
    /// Whether nobody sets the factor and MSK chooses it by the number of zones.
    pub follows_zones: bool,
}

/// What a [`Replication`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The defaults that a cluster gives to new topics.
    ClusterDefaults,
    /// One topic.
    Topic,
}

/// What is wrong with a replication, the worst first: only one of them is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// More replicas than brokers: topics cannot be created.
    ExceedsBrokers,
    /// The in-sync minimum is above the factor: no acks=all write can succeed.
    NoWriteSucceeds,
    /// One replica only.
    SingleReplica,
    /// The in-sync minimum equals the factor: one broker down stops acks=all writes.
    BlocksWrites,
    /// An in-sync minimum of one with several replicas.
    LeaderAlone,
}

impl Replication {
    /// The defaults of a cluster; `None` where MSK fixes them (express, serverless) or the kind is unknown.
    pub fn of_cluster(cluster: &Cluster) -> Option<Self> {
        cluster.is(ClusterKind::Standard).then(|| Self {
            subject: Subject::ClusterDefaults,
            instance: cluster.instance.clone(),
            block: cluster.block.clone(),
            factor: cluster.effective_number("default.replication.factor"),
            min_insync: cluster.effective_number("min.insync.replicas"),
            brokers: cluster.brokers.clone(),
            zones: cluster.zones.clone(),
            has_own_factor: true,
            has_own_minimum: true,
            follows_zones: cluster.written("default.replication.factor") == State::Absent,
        })
    }

    /// One topic of a cluster, whose own settings override the cluster's.
    pub fn of_topic(topic: &Topic, cluster: &Cluster) -> Option<Self> {
        let defaults = Self::of_cluster(cluster)?;
        let own_factor = Some(topic.replication_factor.clone()).filter(|factor| !factor.is_absent());
        let own_minimum = topic.config_number("min.insync.replicas");
        Some(Self {
            subject: Subject::Topic,
            instance: topic.instance.clone(),
            block: topic.block.clone(),
            has_own_factor: own_factor.is_some(),
            has_own_minimum: own_minimum.is_some(),
            follows_zones: defaults.follows_zones && own_factor.is_none(),
            factor: own_factor.unwrap_or(defaults.factor),
            min_insync: own_minimum.unwrap_or(defaults.min_insync),
            ..defaults
        })
    }

    /// The defaults of a cluster, and each of its topics that sets anything of its own.
    pub fn all(cluster: &Cluster) -> Vec<Self> {
        let topics = cluster.topics.iter().filter_map(|topic| Self::of_topic(topic, cluster));
        let topics = topics.filter(|topic| topic.has_own_factor || topic.has_own_minimum);
        Self::of_cluster(cluster).into_iter().chain(topics).collect()
    }

    /// The worst fault that is certain.
    pub fn fault(&self) -> Option<Fault> {
        let min_insync = self.min_insync.get();
        let Some(factor) = self.factor.get() else {
            // MSK's defaults are two replicas or three.
            return (self.follows_zones && self.zones.is_unknown() && min_insync == Some(1))
                .then_some(Fault::LeaderAlone);
        };
        if self.brokers.get().is_some_and(|brokers| factor > brokers) {
            return Some(Fault::ExceedsBrokers);
        }
        match min_insync {
            Some(min) if min > factor => Some(Fault::NoWriteSucceeds),
            _ if factor == 1 => Some(Fault::SingleReplica),
            Some(min) if min == factor => Some(Fault::BlocksWrites),
            Some(1) => Some(Fault::LeaderAlone),
            _ => None,
        }
    }

    /// Whether both values are MSK's defaults for two zones, RF 2 and min ISR 1.
    pub fn is_two_zone_default(&self) -> bool {
        self.zones.get() == Some(2) && self.factor.is_inherited() && self.min_insync.is_inherited()
    }

    /// Whether a topic has what its cluster would give it anyway.
    pub fn repeats(&self, defaults: &Self) -> bool {
        self.factor.state == defaults.factor.state && self.min_insync.state == defaults.min_insync.state
    }

    /// Whether it is about a topic of its own.
    pub fn is_topic(&self) -> bool {
        self.subject == Subject::Topic
    }

    /// What the subject is called in a message.
    pub fn noun(&self) -> &'static str {
        match self.subject {
            Subject::ClusterDefaults => "new topics",
            Subject::Topic => "this topic",
        }
    }
}

impl Replication {
    /// The layout whose availability can be worked out, if everything that it takes is known.
    pub fn layout(&self) -> Option<Layout> {
        let count =
            |fact: &Fact<i64>| fact.get().and_then(|value| u32::try_from(value).ok()).filter(|value| *value > 0);
        Some(Layout {
            brokers: count(&self.brokers)?,
            zones: self.zones.get().filter(|zones| *zones > 0),
            replication_factor: count(&self.factor)?,
            min_insync_replicas: count(&self.min_insync)?,
        })
    }
}
