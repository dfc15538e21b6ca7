//! `recommend`: the cheapest change of a cluster that survives what somebody names, said as a finding is.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::finding::{Applicability, Edit, Finding, Fix, Instance, Label, Level, PolicyEntry, count};
use crate::model::availability::{self, Layout, Lost};
use crate::model::build::RootModel;
use crate::model::capacity::BrokerQuota;
use crate::model::cluster::{Cluster, ClusterKind};
use crate::model::fact::{Fact, Origin, State};
use crate::model::replication::Replication;
use crate::model::survival::{self, Refusal};
use crate::model::worlds::Worlds;

/// What findings of a recommendation are called; no rule has the name.
pub const NAME: &str = "recommend";

/// What there is to say of some clusters.
#[derive(Debug, Default)]
pub struct Recommendations {
    /// Changes that are needed, one for each cluster and topic.
    pub findings: Vec<Finding>,
    /// Clusters that survive as they are.
    pub sound: Vec<Instance>,
    /// Clusters of which it cannot be said, and why.
    pub open: Vec<(Instance, String)>,
}

/// What to change so that clusters, and their topics that set anything of their own, survive some events.
pub fn recommend(models: &[RootModel], events: &[Lost]) -> Recommendations {
    let mut all = Recommendations::default();
    for worlds in models.iter().flat_map(|model| &model.clusters) {
        let instance = worlds.first().instance.clone();
        match of_cluster(worlds, events) {
            Ok(findings) if findings.is_empty() => all.sound.push(instance),
            Ok(findings) => all.findings.extend(findings),
            Err(reason) => all.open.push((instance, reason)),
        }
    }
    all.findings.dedup_by(|next, first| {
        let is_same = first.message == next.message && first.labels == next.labels && first.notes == next.notes;
        if is_same {
            first.instances.append(&mut next.instances);
        }
        is_same
    });
    all
}

fn of_cluster(worlds: &Worlds<Cluster>, events: &[Lost]) -> Result<Vec<Finding>, String> {
    let cluster = worlds.first();
    let layouts =
        |cluster: &Cluster| -> Vec<Option<Layout>> { replications(cluster).iter().map(Replication::layout).collect() };
    if worlds.all().any(|other| layouts(other) != layouts(cluster)) {
        return Err("its layout depends on a condition that these files leave open".to_owned());
    }
    match cluster.kind.known() {
        Some(ClusterKind::Standard) => {}
        Some(kind) => return Err(format!("MSK decides the replication of {} clusters", kind.as_str())),
        None => return Err(reason("its kind", &cluster.kind).unwrap_or_default()),
    }
    let quota = BrokerQuota::of(cluster.version()).and_then(|quota| u32::try_from(quota.brokers).ok()).unwrap_or(0);
    let mut findings = Vec::new();
    // Topics make do with the brokers that the cluster gets.
    let mut brokers = None;
    for replication in replications(cluster) {
        let now = known_layout(&replication, events)?;
        let start = Layout { brokers: brokers.unwrap_or(now.brokers), ..now };
        let Some(then) = survival::cheapest(&start, events, quota) else {
            return Err(format!("nothing within the quota of {quota} brokers survives that"));
        };
        brokers.get_or_insert(then.brokers);
        if then != now {
            findings.push(finding(&replication, &now, &then, events));
        }
    }
    Ok(findings)
}

/// The defaults of a cluster, and its topics that set anything of their own; not those that Kafka makes for itself, whose
/// replicas are settings of the brokers.
fn replications(cluster: &Cluster) -> Vec<Replication> {
    let topics = cluster.topics.iter().filter(|topic| !topic.name.known().is_some_and(|name| name.starts_with("__")));
    let topics = topics.filter_map(|topic| Replication::of_topic(topic, cluster));
    let topics = topics.filter(|topic| topic.has_own_factor || topic.has_own_minimum);
    Replication::of_cluster(cluster).into_iter().chain(topics).collect()
}

/// The layout, or which part of it is not known.
fn known_layout(replication: &Replication, events: &[Lost]) -> Result<Layout, String> {
    let needs_zones = events.contains(&Lost::OneZone);
    let layout = replication.layout().filter(|layout| layout.zones.is_some() || !needs_zones);
    layout.ok_or_else(|| {
        let parts = [
            reason("the number of brokers", &replication.brokers),
            reason("the number of zones", &replication.zones),
            reason("the replication factor", &replication.factor),
            reason("min.insync.replicas", &replication.min_insync),
        ];
        parts.into_iter().flatten().next().unwrap_or_else(|| "its layout is none".to_owned())
    })
}

fn reason<T>(name: &str, fact: &Fact<T>) -> Option<String> {
    match &fact.state {
        State::Unknown(reason) => Some(format!("{name} is unknown: {reason}")),
        State::Absent => Some(format!("{name} is not set")),
        State::Known(_) => None,
    }
}

/// One setting that is to change.
struct Change<'a> {
    name: &'static str,
    now: u32,
    then: u32,
    origin: &'a Origin,
}

fn finding(replication: &Replication, now: &Layout, then: &Layout, events: &[Lost]) -> Finding {
    let zones = (now.zones.unwrap_or(0), then.zones.unwrap_or(0));
    let (factor, minimum) = match replication.is_topic() {
        true => ("replication_factor", "min.insync.replicas"),
        false => ("default.replication.factor", "min.insync.replicas"),
    };
    let brokers = (now.brokers, then.brokers);
    let changes = [
        ("zones", zones, &replication.zones.origin),
        ("number_of_broker_nodes", brokers, &replication.brokers.origin),
        (factor, (now.replication_factor, then.replication_factor), &replication.factor.origin),
        (minimum, (now.min_insync_replicas, then.min_insync_replicas), &replication.min_insync.origin),
    ];
    let changes = changes.into_iter().filter(|(_, (now, then), _)| now != then);
    let changes: Vec<Change<'_>> =
        changes.map(|(name, (now, then), origin)| Change { name, now, then, origin }).collect();
    let address = Some(replication.instance.address.clone());
    let label = |change: &Change<'_>| Label {
        address: address.clone(),
        attribute: Some(Arc::from(change.name)),
        ..Label::new(
            change.origin.place.clone(),
            format!("{} = {} instead of {}", change.name, change.then, change.now),
        )
    };
    let subject =
        Label { address: address.clone(), ..Label::new(replication.block.clone(), &*replication.instance.address) };
    let settings: Vec<String> = changes.iter().map(|change| format!("{}={}", change.name, change.then)).collect();
    Finding {
        rule: NAME.into(),
        level: Level::Warning,
        message: match survival::refusal(now) {
            Some(refusal) => refused(refusal, now),
            None => format!("this does not survive the loss of {}", what_fails(now, events)),
        },
        labels: joined(changes.iter().map(label).chain([subject])),
        notes: notes(now, then, events),
        help: Some(format!("set {}", settings.join(" and "))),
        instances: vec![replication.instance.clone()],
        policy: PolicyEntry::default(),
        fixes: fix(&changes).into_iter().collect(),
    }
}

/// Labels of one place made one: what nobody wrote belongs at the subject itself.
fn joined(labels: impl Iterator<Item = Label>) -> Vec<Label> {
    let mut joined: Vec<Label> = Vec::new();
    for label in labels {
        match joined.iter_mut().find(|known| known.place == label.place) {
            Some(known) => known.text += &format!("; {}", label.text),
            None => joined.push(label),
        }
    }
    joined
}

/// Why there can be no such layout.
fn refused(refusal: Refusal, layout: &Layout) -> String {
    let (brokers, zones) = (count(layout.brokers.into(), "broker"), layout.zones.unwrap_or(0));
    match refusal {
        Refusal::Zones => {
            let taken = survival::zones_taken().map(|zones| zones.to_string()).collect::<Vec<_>>().join(" or ");
            format!("MSK takes {taken} zones, not {zones}")
        }
        Refusal::Brokers => {
            format!("MSK spreads brokers evenly: {brokers} do not divide over {zones} zones")
        }
        Refusal::Replicas => format!("{brokers} cannot hold {} replicas of a partition", layout.replication_factor),
    }
}

/// The events that a layout does not survive, each alone.
fn what_fails(layout: &Layout, events: &[Lost]) -> String {
    let events: BTreeSet<Lost> =
        events.iter().copied().filter(|event| !survival::survives(layout, &[*event])).collect();
    events.into_iter().map(Lost::as_str).collect::<Vec<_>>().join(" or ")
}

fn notes(now: &Layout, then: &Layout, events: &[Lost]) -> Vec<String> {
    let fate = |layout: &Layout| {
        let rows = events.iter().filter_map(|event| availability::row(layout, *event));
        let rows = rows.map(|row| {
            format!("{} down: writes {}, data {}", row.lost.as_str(), row.writes_in_words(), row.data.as_str())
        });
        rows.collect::<Vec<_>>().join("; ")
    };
    let mut notes = vec![format!("then: {}", fate(then))];
    // What cannot be has no fate.
    if survival::refusal(now).is_none() {
        notes.insert(0, format!("now: {}", fate(now)));
    }
    if then.zones != now.zones {
        notes.push("the number of zones of a cluster cannot change: this is another cluster".to_owned());
    }
    if then.replication_factor != now.replication_factor {
        notes.push("topics that exist keep their replicas until their partitions are reassigned".to_owned());
    }
    if then.brokers > now.brokers {
        let more = count(i64::from(then.brokers - now.brokers), "broker");
        notes.push(format!("{more} more to pay for; partitions move to them only when they are reassigned"));
    }
    notes
}

/// All changes as edits, where every one of them is a literal in a file.
fn fix(changes: &[Change<'_>]) -> Option<Fix> {
    let edit = |change: &Change<'_>| {
        let span = change.origin.literal.filter(|_| change.name != "zones")?;
        Some(Edit { span, text: change.then.to_string() })
    };
    let mut edits = changes.iter().map(edit).collect::<Option<Vec<Edit>>>()?;
    edits.sort_by_key(|edit| edit.span);
    edits.dedup();
    // One literal cannot be two numbers.
    if edits.windows(2).any(|two| two[0].span == two[1].span) {
        return None;
    }
    let title = "change the layout to one that survives".to_owned();
    Some(Fix { title, applicability: Applicability::Unsafe, edits })
}
