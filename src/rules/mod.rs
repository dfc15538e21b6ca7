//! The rules: the list of them, what a rule is, and what it may say.
//!
//! A rule is a plain function over a typed thing of the model. It holds no numbers (the policy does), does no
//! input or output, knows no clock and no other rule.

mod capacity;
mod clients;
mod draft;
mod guide;
mod plans;
mod properties;
mod run;
mod security;
mod streams;
mod topology;

pub use draft::{Covered, Draft, Findings, Undecided};

use crate::client::Client;
use crate::date::Date;
use crate::model::access_policy::AccessPolicy;
use crate::model::channel::Channel;
use crate::model::cluster::Cluster;
use crate::model::cluster_policy::ClusterPolicy;
use crate::model::configuration::Configuration;
use crate::model::connect::{Connector, Replicator, WorkerConfiguration};
use crate::model::topic::Topic;
use crate::policy::Check as Policy;
use crate::prometheus::ScrapeJob;

/// One rule: its name, its page and its check.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Kebab-case name; reads after the word *allow*.
    pub name: &'static str,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// Its page in Markdown: manual, test and text of `explain`.
    pub page: &'static str,
    /// Whether it is about security.
    pub security: bool,
    /// Rules that stay silent about an instance for which this one fires: it says the same, or worse.
    pub supersedes: &'static [&'static str],
    /// What it looks at.
    pub check: Check,
}

/// What a rule looks at, and the function that does.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// A cluster with its configuration and topics, once per instance.
    Cluster(fn(&Cluster, &Policy, &mut Findings)),
    /// The same with the date of the run, for what changes with time.
    ClusterOnDate(fn(&Cluster, Date, &Policy, &mut Findings)),
    /// A configuration, once per instance, attached or not.
    Configuration(fn(&Configuration, &Policy, &mut Findings)),
    /// The properties of a configuration: once for every cluster that uses it, by itself where none does.
    Properties(fn(&PropertiesSubject<'_>, &Policy, &mut Findings)),
    /// A connector of MSK Connect.
    Connector(fn(&Connector, &Policy, &mut Findings)),
    /// What Kafka Connect is told: the settings of connectors and of their workers.
    Connect(fn(&ConnectSubject<'_>, &Policy, &mut Findings)),
    /// A replicator.
    Replicator(fn(&Replicator, &Policy, &mut Findings)),
    /// A channel.
    Channel(fn(&Channel, &Policy, &mut Findings)),
    /// The policy of a cluster.
    ClusterPolicy(fn(&ClusterPolicy, &Policy, &mut Findings)),
    /// A topic, with its cluster where that is known.
    Topic(fn(&TopicSubject<'_>, &Policy, &mut Findings)),
    /// A job of Prometheus that scrapes brokers of MSK.
    ScrapeJob(fn(&ScrapeJob, &Policy, &mut Findings)),
    /// A client, once for each file and role.
    Client(fn(&Client, &Policy, &mut Findings)),
    /// A policy of IAM that speaks of Kafka, once per instance.
    AccessPolicy(fn(&AccessPolicy, &Policy, &mut Findings)),
    /// The run itself: reported by the stage that notices it.
    Run,
}

/// Broker properties and the cluster they are judged for.
#[derive(Clone, Copy, Debug)]
pub struct PropertiesSubject<'a> {
    /// The configuration that holds them.
    pub configuration: &'a Configuration,
    /// The cluster that uses it; `None` when no cluster of the same root is known to.
    pub cluster: Option<&'a Cluster>,
}

/// Settings that Kafka Connect reads.
#[derive(Clone, Copy, Debug)]
pub enum ConnectSubject<'a> {
    /// Those of a connector.
    Connector(&'a Connector),
    /// Those of workers of MSK Connect.
    Workers(&'a WorkerConfiguration),
}

/// A topic and the cluster it belongs to.
#[derive(Clone, Copy, Debug)]
pub struct TopicSubject<'a> {
    /// The topic.
    pub topic: &'a Topic,
    /// Its cluster; `None` where these files do not tell.
    pub cluster: Option<&'a Cluster>,
}

/// Rules about one subject.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// What they are about.
    pub title: &'static str,
    /// The rules, in the order of the catalogue.
    pub rules: &'static [Rule],
}

/// The table of contents.
pub static GROUPS: &[Group] = &[
    topology::GROUP,
    properties::GROUP,
    capacity::GROUP,
    security::GROUP,
    streams::GROUP,
    plans::GROUP,
    clients::GROUP,
    guide::GROUP,
    run::GROUP,
];

/// Every rule, in the order of the table of contents.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    GROUPS.iter().flat_map(|group| group.rules)
}

/// The rule with this name.
pub fn find(name: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.name == name)
}

/// The rule whose name is nearest to a word, if one is near.
pub fn nearest(word: &str) -> Option<&'static str> {
    nearest_of(word, all().map(|rule| rule.name))
}

/// The nearest of some names, if one is near.
pub fn nearest_of<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let scored = names.map(|name| (strsim::damerau_levenshtein(name, word), name));
    scored.min().filter(|(distance, _)| *distance <= 2 + word.len() / 5).map(|(_, name)| name)
}
