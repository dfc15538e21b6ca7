//! From what a rule says to a finding: its level, its labels, and who decided.

use crate::finding::{Finding, Instance, Label, Level, PolicyEntry, count};
use crate::model::cluster::Cluster;
use crate::policy::{NonProduction, Policy};
use crate::rules::Draft;
use crate::script;
use crate::source::Place;

/// Who a draft is about when it does not say otherwise.
pub(super) struct Subject<'a> {
    pub(super) instance: &'a Instance,
    pub(super) block: &'a Place,
    /// The cluster, if it is one.
    pub(super) cluster: Option<&'a Cluster>,
}

impl Subject<'_> {
    /// Its address, and of a cluster what it consists of.
    fn description(&self) -> String {
        let brokers = self.cluster.and_then(|cluster| cluster.brokers.get()).map(|brokers| count(brokers, "broker"));
        let zones = self.cluster.and_then(|cluster| cluster.zones.get()).map(|zones| count(zones.into(), "zone"));
        let layout = match (brokers, zones) {
            (Some(brokers), Some(zones)) => format!(" ({brokers} in {zones})"),
            (Some(one), None) | (None, Some(one)) => format!(" ({one})"),
            (None, None) => String::new(),
        };
        format!("{}{layout}", self.instance.address)
    }
}

/// Rules speak of arguments as Terraform calls them: says what the command calls that.
pub(super) fn name_option(finding: &mut Finding) {
    let attribute = finding.primary().and_then(|label| label.attribute.as_deref());
    let command = finding.instances.first().map(|instance| &*instance.address);
    if let Some(option) = attribute.zip(command).and_then(|(attribute, command)| script::option(command, attribute)) {
        finding.notes.push(option);
    }
}

pub(super) fn internal_error(rule: &str, subject: &Subject<'_>, panic: &str) -> Finding {
    Finding {
        rule: "internal-error".into(),
        level: Level::Error,
        message: format!("the rule {rule} failed: {panic}"),
        labels: vec![Label::new(subject.block.clone(), subject.description())],
        notes: Vec::new(),
        help: Some("this is a fault of msk-lint: please report it; the other rules ran".to_owned()),
        instances: vec![subject.instance.clone()],
        policy: PolicyEntry::default(),
        fixes: Vec::new(),
    }
}

/// A draft with its level and subject; `None` when the policy turns it off.
pub(super) fn decide(rule: &str, subject: &Subject<'_>, policy: &Policy, draft: Draft) -> Option<Finding> {
    let check = policy.check(rule);
    let setting = draft.level_key.map_or_else(|| check.level(), |key| check.level_of(key));
    let instance = draft.instance.unwrap_or_else(|| subject.instance.clone());
    let environment = subject.cluster.and_then(|cluster| cluster.environment.as_deref());
    let marks = NonProduction::new(&instance.root, &instance.var_files, environment);
    let (level, softened) = policy.soften(rule, setting.level()?, &marks);
    let mut labels = draft.labels;
    if !labels.iter().any(|label| label.place == *subject.block) && *subject.block != Place::Nowhere {
        let address = Some(subject.instance.address.clone());
        labels.push(Label { address, ..Label::new(subject.block.clone(), subject.description()) });
    }
    if let Some(primary) = labels.first_mut() {
        primary.address = Some(instance.address.clone());
    }
    Some(Finding {
        rule: rule.into(),
        level,
        message: draft.message,
        labels: without_repetitions(labels),
        notes: draft.notes,
        help: draft.help,
        instances: vec![instance],
        policy: PolicyEntry { softened, ..check.entry() },
        fixes: draft.fixes,
    })
}

fn without_repetitions(labels: Vec<Label>) -> Vec<Label> {
    let mut kept: Vec<Label> = Vec::new();
    for label in labels {
        let says_where = label.place != Place::Nowhere || kept.is_empty();
        if says_where && !kept.iter().any(|known| known.place == label.place) {
            kept.push(label);
        }
    }
    kept
}

pub(super) fn of_cluster(cluster: &Cluster) -> Subject<'_> {
    Subject { instance: &cluster.instance, block: &cluster.block, cluster: Some(cluster) }
}

pub(super) fn of_resource<'a>(instance: &'a Instance, block: &'a Place) -> Subject<'a> {
    Subject { instance, block, cluster: None }
}
