//! What was found about each subject when it was judged last, for as long as nothing about it is another.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Found, Judged};
use crate::client::Client;
use crate::date::Date;
use crate::model::build::RootModel;
use crate::policy::Policy;
use crate::prometheus::ScrapeJob;

/// What earlier checks by the same rules found. A new one knows nothing.
#[derive(Default)]
pub struct Known {
    today: Option<Date>,
    /// By path; several of one path by number.
    found: HashMap<(Arc<str>, usize), Kept>,
}

/// What was found about a subject.
struct Kept {
    subject: Subject,
    policy: Arc<Policy>,
    found: Arc<Found>,
}

/// A subject of its own.
enum Subject {
    Root(Box<RootModel>),
    Client(Box<Client>),
    ScrapeJob(ScrapeJob),
}

impl Known {
    /// What was found about each subject; nothing for those that are others than they were.
    pub(super) fn of(&mut self, judged: &[(Judged<'_>, Arc<Policy>)], today: Date) -> Vec<Option<Arc<Found>>> {
        if self.today.replace(today) != Some(today) {
            self.found.clear();
        }
        let keys = keys(judged);
        let known = judged.iter().zip(keys).map(|((judged, policy), key)| {
            let kept = self.found.get(&key)?;
            (Arc::ptr_eq(&kept.policy, policy) && kept.subject.is(judged)).then(|| kept.found.clone())
        });
        known.collect()
    }

    /// Takes note of what was found now, and of nothing else.
    pub(super) fn keep(&mut self, judged: &[(Judged<'_>, Arc<Policy>)], found: &[Arc<Found>]) {
        let mut before = std::mem::take(&mut self.found);
        for (((judged, policy), key), found) in judged.iter().zip(keys(judged)).zip(found) {
            let kept = before.remove(&key).filter(|kept| Arc::ptr_eq(&kept.found, found));
            let new = || Kept { subject: Subject::of(judged), policy: policy.clone(), found: found.clone() };
            self.found.insert(key, kept.unwrap_or_else(new));
        }
    }
}

fn keys(judged: &[(Judged<'_>, Arc<Policy>)]) -> Vec<(Arc<str>, usize)> {
    let mut counts: HashMap<Arc<str>, usize> = HashMap::new();
    let key = |(judged, _): &(Judged<'_>, Arc<Policy>)| {
        let count = counts.entry(judged.path().clone()).or_default();
        *count += 1;
        (judged.path().clone(), *count)
    };
    judged.iter().map(key).collect()
}

impl Subject {
    fn of(judged: &Judged<'_>) -> Self {
        match judged {
            Judged::Root(model) => Self::Root(Box::new((*model).clone())),
            Judged::Client(client) => Self::Client(Box::new((*client).clone())),
            Judged::ScrapeJob(job) => Self::ScrapeJob((*job).clone()),
        }
    }

    /// Whether rules see the same in it.
    fn is(&self, judged: &Judged<'_>) -> bool {
        match (self, judged) {
            (Self::Root(known), Judged::Root(model)) => is_same(known, model),
            (Self::Client(known), Judged::Client(client)) => **known == **client,
            (Self::ScrapeJob(known), Judged::ScrapeJob(job)) => known == *job,
            _ => false,
        }
    }
}

fn is_same(known: &RootModel, model: &RootModel) -> bool {
    // Without `..`, so that what is added to a model is not forgotten here.
    let RootModel {
        path,
        var_files,
        is_script,
        clusters,
        configurations,
        loose_topics,
        connectors,
        worker_configurations,
        replicators,
        channels,
        cluster_policies,
        access_policies,
        // Not what rules about a root see.
        embedded: _,
        why: _,
        outputs: _,
        missing_modules: _,
    } = known;
    *path == model.path
        && *var_files == model.var_files
        && *is_script == model.is_script
        && *clusters == model.clusters
        && *configurations == model.configurations
        && *loose_topics == model.loose_topics
        && *connectors == model.connectors
        && *worker_configurations == model.worker_configurations
        && *replicators == model.replicators
        && *channels == model.channels
        && *cluster_policies == model.cluster_policies
        && *access_policies == model.access_policies
}
