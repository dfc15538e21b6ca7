//! One rule over one subject: in every world of what it looks at, with what the policy says of it.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::OpenQuestion;
use super::decide::{Subject, decide, internal_error, of_cluster, of_resource};
use super::worlds::{caught, in_every_world, with_every_cluster};
use crate::client::Client;
use crate::date::Date;
use crate::finding::{Finding, Instance};
use crate::model::access_policy::AccessPolicy;
use crate::model::build::RootModel;
use crate::model::channel::Channel;
use crate::model::cluster::Cluster;
use crate::model::cluster_policy::ClusterPolicy;
use crate::model::configuration::{Attachment, Configuration};
use crate::model::connect::{Connector, Replicator};
use crate::model::worlds::Worlds;
use crate::own::Fuel;
use crate::policy::Policy;
use crate::prometheus::ScrapeJob;
use crate::rules::{Check, ConnectSubject, Covered, Findings, PropertiesSubject, Rule, TopicSubject};
use crate::source::Place;

/// What rules have found about one subject so far.
pub(super) struct Run {
    today: Date,
    pub(super) findings: Vec<Finding>,
    /// Rules that a finding about an instance takes in.
    pub(super) covered: BTreeSet<(Covered, Instance)>,
    pub(super) undecided: Vec<OpenQuestion>,
    /// What own rules may still do.
    pub(super) fuel: Rc<Fuel>,
}

impl Run {
    pub(super) fn new(today: Date) -> Self {
        let (findings, covered, undecided, fuel) = Default::default();
        Self { today, findings, covered, undecided, fuel }
    }

    pub(super) fn check_root(&mut self, rule: &'static Rule, model: &RootModel, policy: &Policy) {
        match rule.check {
            Check::Cluster(check) => {
                self.check_clusters(rule.name, model, policy, |cluster, out| {
                    check(cluster, policy.check(rule.name), out)
                });
            }
            Check::ClusterOnDate(check) => {
                let today = self.today;
                let check = |cluster: &Cluster, out: &mut Findings| check(cluster, today, policy.check(rule.name), out);
                self.check_clusters(rule.name, model, policy, check);
            }
            Check::Configuration(check) => {
                let subject = |it: &Configuration| (it.instance.clone(), it.block.clone());
                self.check_each(rule.name, &model.configurations, subject, policy, |it, out| {
                    check(it, policy.check(rule.name), out)
                });
            }
            Check::Properties(check) => self.check_properties(rule, check, model, policy),
            Check::Connector(check) => {
                let subject = |it: &Connector| (it.instance.clone(), it.block.clone());
                self.check_each(rule.name, &model.connectors, subject, policy, |it, out| {
                    check(it, policy.check(rule.name), out)
                });
            }
            Check::Connect(check) => self.check_connect(rule, check, model, policy),
            Check::Replicator(check) => {
                let subject = |it: &Replicator| (it.instance.clone(), it.block.clone());
                self.check_each(rule.name, &model.replicators, subject, policy, |it, out| {
                    check(it, policy.check(rule.name), out)
                });
            }
            Check::Channel(check) => {
                let subject = |it: &Channel| (it.instance.clone(), it.block.clone());
                self.check_each(rule.name, &model.channels, subject, policy, |it, out| {
                    check(it, policy.check(rule.name), out)
                });
            }
            Check::ClusterPolicy(check) => {
                let subject = |it: &ClusterPolicy| (it.instance.clone(), it.block.clone());
                self.check_each(rule.name, &model.cluster_policies, subject, policy, |it, out| {
                    check(it, policy.check(rule.name), out)
                });
            }
            Check::Topic(check) => {
                let check =
                    |subject: &TopicSubject<'_>, out: &mut Findings| check(subject, policy.check(rule.name), out);
                self.check_topics(rule.name, model, policy, check);
            }
            Check::AccessPolicy(check) => {
                let subject = |it: &AccessPolicy| (it.instance.clone(), it.block.clone());
                self.check_each(rule.name, &model.access_policies, subject, policy, |it, out| {
                    check(it, policy.check(rule.name), out)
                });
            }
            Check::Client(_) | Check::ScrapeJob(_) | Check::Run => {}
        }
    }

    pub(super) fn check_clusters(
        &mut self,
        rule: &str,
        model: &RootModel,
        policy: &Policy,
        check: impl Fn(&Cluster, &mut Findings),
    ) {
        for cluster in &model.clusters {
            let drafts = in_every_world(cluster, &check);
            self.add(rule, &of_cluster(cluster.first()), policy, drafts);
        }
    }

    /// Every resource of one kind, by itself; `subject` gives its instance and its block.
    pub(super) fn check_each<T: PartialEq>(
        &mut self,
        rule: &str,
        resources: &[Worlds<T>],
        subject: impl Fn(&T) -> (Instance, Place),
        policy: &Policy,
        check: impl Fn(&T, &mut Findings),
    ) {
        for resource in resources {
            let drafts = in_every_world(resource, &check);
            let (instance, block) = subject(resource.first());
            self.add(rule, &of_resource(&instance, &block), policy, drafts);
        }
    }

    fn check_connect(
        &mut self,
        rule: &'static Rule,
        check: fn(&ConnectSubject<'_>, &crate::policy::Check, &mut Findings),
        model: &RootModel,
        policy: &Policy,
    ) {
        let entry = policy.check(rule.name);
        for connector in &model.connectors {
            let drafts = in_every_world(connector, |it, out| check(&ConnectSubject::Connector(it), entry, out));
            self.add(rule.name, &of_resource(&connector.first().instance, &connector.first().block), policy, drafts);
        }
        for workers in &model.worker_configurations {
            let drafts = in_every_world(workers, |it, out| check(&ConnectSubject::Workers(it), entry, out));
            self.add(rule.name, &of_resource(&workers.first().instance, &workers.first().block), policy, drafts);
        }
    }

    // What a file configures has no block of its own that a finding would show besides the setting.
    pub(super) fn check_client(&mut self, rule: &'static Rule, client: &Client, policy: &Policy) {
        let entry = policy.check(rule.name);
        let drafts = match rule.check {
            Check::Client(check) => with_every_cluster(client, |client, out| check(client, entry, out)),
            // What its code makes is judged by itself: who else makes topics on that cluster is not seen.
            Check::Topic(check) if client.talks_to_provisioned() => caught(|out| {
                let subjects = client.habits.topics.iter().map(|topic| TopicSubject { topic, cluster: None });
                subjects.for_each(|subject| check(&subject, entry, out));
            }),
            _ => return,
        };
        self.add(rule.name, &of_resource(&client.instance, &Place::Nowhere), policy, drafts);
    }

    pub(super) fn check_job(&mut self, rule: &'static Rule, job: &ScrapeJob, policy: &Policy) {
        let Check::ScrapeJob(check) = rule.check else { return };
        let drafts = caught(|out| check(job, policy.check(rule.name), out));
        self.add(rule.name, &of_resource(&job.instance, &Place::Nowhere), policy, drafts);
    }

    /// Topics are judged with their cluster, by themselves where it is not known.
    pub(super) fn check_topics(
        &mut self,
        rule: &str,
        model: &RootModel,
        policy: &Policy,
        check: impl Fn(&TopicSubject<'_>, &mut Findings),
    ) {
        for cluster in &model.clusters {
            let drafts = in_every_world(cluster, |cluster, out| {
                for topic in &cluster.topics {
                    let before = out.drafts.len();
                    check(&TopicSubject { topic, cluster: Some(cluster) }, out);
                    for draft in &mut out.drafts[before..] {
                        draft.instance.get_or_insert_with(|| topic.instance.clone());
                    }
                }
            });
            self.add(rule, &of_cluster(cluster.first()), policy, drafts);
        }
        for topic in &model.loose_topics {
            let drafts = in_every_world(topic, |topic, out| {
                check(&TopicSubject { topic, cluster: None }, out);
            });
            self.add(rule, &of_resource(&topic.first().instance, &topic.first().block), policy, drafts);
        }
    }

    /// Properties are judged through every cluster that uses them, by themselves where none does.
    fn check_properties(
        &mut self,
        rule: &'static Rule,
        check: fn(&PropertiesSubject<'_>, &crate::policy::Check, &mut Findings),
        model: &RootModel,
        policy: &Policy,
    ) {
        for cluster in &model.clusters {
            let drafts = in_every_world(cluster, |cluster, out| {
                if let Some(configuration) = cluster.configuration.attached() {
                    let subject = PropertiesSubject { configuration, cluster: Some(cluster) };
                    check(&subject, policy.check(rule.name), out);
                }
            });
            self.add(rule.name, &of_cluster(cluster.first()), policy, drafts);
        }
        for configuration in &model.configurations {
            if matches!(configuration.first().attachment, Attachment::Clusters(_)) {
                continue;
            }
            let drafts = in_every_world(configuration, |configuration, out| {
                check(&PropertiesSubject { configuration, cluster: None }, policy.check(rule.name), out);
            });
            self.add(
                rule.name,
                &of_resource(&configuration.first().instance, &configuration.first().block),
                policy,
                drafts,
            );
        }
    }

    pub(super) fn add(
        &mut self,
        rule: &str,
        subject: &Subject<'_>,
        policy: &Policy,
        outcome: Result<Findings, String>,
    ) {
        let findings = match outcome {
            Ok(findings) => findings,
            Err(panic) => return self.findings.push(internal_error(rule, subject, &panic)),
        };
        self.undecided.extend(findings.undecided.into_iter().map(|open| OpenQuestion {
            rule: rule.into(),
            instance: subject.instance.clone(),
            fact: open.fact,
            reason: open.reason,
            is_refused: open.is_refused,
        }));
        for draft in findings.drafts {
            let covers = draft.covers.clone();
            let Some(finding) = decide(rule, subject, policy, draft) else { continue };
            let pairs =
                covers.into_iter().flat_map(|covered| finding.instances.iter().map(move |of| (covered, of.clone())));
            self.covered.extend(pairs);
            self.findings.push(finding);
        }
    }
}
