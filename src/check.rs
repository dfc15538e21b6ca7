//! Rules over models: levels from the policy, worlds and instances merged, panics caught. Pure.

mod decide;
mod known;
mod own;
mod run;
mod worlds;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::client::Client;
use crate::date::Date;
use crate::finding::{Finding, Instance, RuleName};
use crate::model::build::RootModel;
use crate::one_cause;
use crate::policy::Policy;
use crate::prometheus::ScrapeJob;
use crate::rules::{self, Rule};
use crate::threads::on_all_cores;

use decide::name_option;
pub use known::Known;
use run::Run;

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
