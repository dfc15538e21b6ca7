//! Rules over models: levels from the policy, worlds and instances merged, panics caught. Pure.

mod decide;
mod known;
mod own;
mod worlds;

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use crate::client::Client;
use crate::date::Date;
use crate::finding::{Finding, Instance, RuleName};
use crate::model::access_policy::AccessPolicy;
use crate::model::build::RootModel;
use crate::model::channel::Channel;
use crate::model::cluster::Cluster;
use crate::model::cluster_policy::ClusterPolicy;
use crate::model::configuration::{Attachment, Configuration};
use crate::model::connect::{Connector, Replicator};
use crate::model::worlds::Worlds;
use crate::one_cause;
use crate::own::Fuel;
use crate::policy::Policy;
use crate::prometheus::ScrapeJob;
use crate::rules::{self, Check, ConnectSubject, Covered, Findings, PropertiesSubject, Rule, TopicSubject};
use crate::source::Place;
use crate::threads::on_all_cores;

use decide::{Subject, decide, internal_error, name_option, of_cluster, of_resource};
pub use known::Known;
use worlds::{caught, in_every_world, with_every_cluster};

/// What the rules found, and what they could not decide.
#[derive(Debug, Default)]
pub struct Checked {
    /// Findings, in the order of the rules.
    pub findings: Vec<Finding>,
    /// Questions left open.
    pub undecided: Vec<OpenQuestion>,
}

/// A question that a rule could not answer about a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenQuestion {
    /// The rule.
    pub rule: RuleName,
    /// The subject.
    pub instance: Instance,
    /// What it would have had to know.
    pub fact: Arc<str>,
    /// Why it is not known.
    pub reason: Arc<str>,
    /// Whether the rule, which a project wrote, asks for what cannot be told.
    pub is_refused: bool,
}

/// What is to be checked: models, clients and jobs of Prometheus.
#[derive(Clone, Copy, Debug)]
pub struct Subjects<'a> {
    /// Root modules.
    pub models: &'a [RootModel],
    /// Clients.
    pub clients: &'a [Client],
    /// Jobs of Prometheus that scrape brokers.
    pub jobs: &'a [ScrapeJob],
}

/// Runs rules over the models and clients. `policy_for` gives the policy of a root by its folder, and of a client by its
/// file, as displayed; `is_wanted` limits the run to some rules; `today` is what dates are compared with. What is known
/// of earlier runs by the same rules is not made anew.
pub fn check(
    subjects: Subjects<'_>,
    policy_for: &dyn Fn(&str) -> Arc<Policy>,
    is_wanted: &dyn Fn(&str) -> bool,
    today: Date,
    mut known: Option<&mut Known>,
) -> Checked {
    let judged: Vec<(Judged<'_>, Arc<Policy>)> = subjects
        .judged()
        .map(|judged| {
            let policy = policy_for(judged.path());
            (judged, policy)
        })
        .collect();
    let mut found: Vec<Option<Arc<Found>>> = match &mut known {
        Some(known) => known.of(&judged, today),
        None => vec![None; judged.len()],
    };
    let wanted = Wanted::of(is_wanted, judged.iter().map(|(_, policy)| &**policy));
    let missing: Vec<usize> = (0..judged.len()).filter(|at| found[*at].is_none()).collect();
    let made = on_all_cores(&missing, |at| {
        let (judged, policy) = &judged[*at];
        Arc::new(judge(judged, policy, &wanted, today))
    });
    for (at, made) in missing.into_iter().zip(made) {
        found[at] = Some(made);
    }
    let found: Vec<Arc<Found>> = found.into_iter().flatten().collect();
    if let Some(known) = known {
        known.keep(&judged, &found);
    }
    Checked::of(found.into_iter().map(Arc::unwrap_or_clone).collect())
}

/// The same on this thread alone, with one policy: to start others takes longer than to judge a few subjects.
pub fn check_here(subjects: Subjects<'_>, policy: &Policy, is_wanted: &dyn Fn(&str) -> bool, today: Date) -> Checked {
    let wanted = Wanted::of(is_wanted, [policy]);
    Checked::of(subjects.judged().map(|judged| judge(&judged, policy, &wanted, today)).collect())
}

impl<'a> Subjects<'a> {
    fn judged(self) -> impl Iterator<Item = Judged<'a>> {
        let roots = self.models.iter().map(Judged::Root);
        let clients = self.clients.iter().map(Judged::Client);
        roots.chain(clients).chain(self.jobs.iter().map(Judged::ScrapeJob))
    }
}

impl Checked {
    fn of(found: Vec<Found>) -> Self {
        let (mut findings, mut undecided) = (Vec::new(), Vec::new());
        findings.reserve_exact(found.iter().map(|found| found.findings.len()).sum());
        undecided.reserve_exact(found.iter().map(|found| found.undecided.len()).sum());
        for found in found {
            findings.extend(found.findings);
            undecided.extend(found.undecided);
        }
        Self { findings: one_cause::merged(findings), undecided }
    }
}

/// The rules of a run.
struct Wanted {
    rules: Vec<&'static Rule>,
    /// Those that a project wrote for itself.
    own: BTreeSet<RuleName>,
}

impl Wanted {
    fn of<'p>(is_wanted: &dyn Fn(&str) -> bool, policies: impl IntoIterator<Item = &'p Policy>) -> Self {
        let rules = rules::all().filter(|rule| is_wanted(rule.name)).collect();
        let own = policies.into_iter().flat_map(Policy::own_rules).map(|rule| &rule.name);
        Self { rules, own: own.filter(|name| is_wanted(name)).cloned().collect() }
    }
}

/// What rules found about one subject.
#[derive(Clone, Debug)]
struct Found {
    findings: Vec<Finding>,
    undecided: Vec<OpenQuestion>,
}

fn judge(judged: &Judged<'_>, policy: &Policy, wanted: &Wanted, today: Date) -> Found {
    let mut run = Run::new(today);
    for rule in &wanted.rules {
        match judged {
            Judged::Root(model) => run.check_root(rule, model, policy),
            Judged::Client(client) => run.check_client(rule, client, policy),
            Judged::ScrapeJob(job) => run.check_job(rule, job, policy),
        }
    }
    let own = policy.own_rules().iter().filter(|rule| wanted.own.contains(&rule.name));
    own.for_each(|rule| run.check_own(rule, judged, policy));
    if let Judged::Root(model) = judged
        && model.is_script
    {
        run.findings.iter_mut().for_each(name_option);
    }
    Found { findings: one_cause::without_superseded(run.findings, &run.covered), undecided: run.undecided }
}

/// What rules are run over by itself.
enum Judged<'a> {
    Root(&'a RootModel),
    Client(&'a Client),
    ScrapeJob(&'a ScrapeJob),
}

impl Judged<'_> {
    /// The folder of a root, or the file; for display.
    fn path(&self) -> &Arc<str> {
        match self {
            Self::Root(model) => &model.path,
            Self::Client(client) => &client.instance.root,
            Self::ScrapeJob(job) => &job.instance.root,
        }
    }
}

struct Run {
    today: Date,
    findings: Vec<Finding>,
    /// Rules that a finding about an instance takes in.
    covered: BTreeSet<(Covered, Instance)>,
    undecided: Vec<OpenQuestion>,
    /// What own rules may still do.
    fuel: Rc<Fuel>,
}

impl Run {
    fn new(today: Date) -> Self {
        let (findings, covered, undecided, fuel) = Default::default();
        Self { today, findings, covered, undecided, fuel }
    }

    fn check_root(&mut self, rule: &'static Rule, model: &RootModel, policy: &Policy) {
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

    fn check_clusters(
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
    fn check_each<T: PartialEq>(
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
    fn check_client(&mut self, rule: &'static Rule, client: &Client, policy: &Policy) {
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

    fn check_job(&mut self, rule: &'static Rule, job: &ScrapeJob, policy: &Policy) {
        let Check::ScrapeJob(check) = rule.check else { return };
        let drafts = caught(|out| check(job, policy.check(rule.name), out));
        self.add(rule.name, &of_resource(&job.instance, &Place::Nowhere), policy, drafts);
    }

    /// Topics are judged with their cluster, by themselves where it is not known.
    fn check_topics(
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

    fn add(&mut self, rule: &str, subject: &Subject<'_>, policy: &Policy, outcome: Result<Findings, String>) {
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
