//! A property that the cluster's Kafka version deprecates or no longer has.

use crate::facts::{self, KafkaVersion, Minor};
use crate::model::properties::Property;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, PropertiesSubject, Rule};

pub(super) const RULE: Rule = Rule {
    name: "deprecated-broker-property",
    summary: "a property that this Kafka version deprecates or has dropped",
    page: include_str!("deprecated_broker_property.md"),
    security: false,
    supersedes: &[],
    check: Check::Properties(check),
};

fn check(subject: &PropertiesSubject<'_>, _: &Policy, out: &mut Findings) {
    let (Some(properties), Some(cluster)) = (subject.properties(), subject.cluster) else { return };
    for property in properties.sound().filter(|property| subject.may_be_settable(&property.name)) {
        // What only ZooKeeper mode has is told apart by the metadata mode, not by the version.
        if facts::broker_property(&property.name).is_some_and(|row| row.zookeeper_only) {
            continue;
        }
        let Some(history) = History::of(&property.name) else { continue };
        out.need("kafka_version", &cluster.kafka_version);
        if let Some(version) = subject.version() {
            out.report_all(draft(property, &history, version));
        }
    }
}

/// When a property was deprecated and dropped.
struct History {
    deprecated: Option<Minor>,
    dropped: Option<Minor>,
}

impl History {
    fn of(name: &str) -> Option<Self> {
        let row = facts::broker_property(name);
        let kafka = facts::kafka_broker_property(name);
        let deprecated = row.and_then(|row| row.deprecated_since).or(kafka.and_then(|row| row.deprecated_from));
        let removals = facts::version_changes().iter().filter(|change| change.kind == facts::ChangeKind::Removed);
        let dropped = removals.filter(|change| change.names.contains(&name)).map(|change| change.kafka).min();
        (deprecated.is_some() || dropped.is_some()).then_some(Self { deprecated, dropped })
    }
}

fn draft(property: &Property, history: &History, version: KafkaVersion) -> Option<Draft> {
    let name = &property.name;
    let reached = |since: Option<Minor>| since.filter(|since| version.minor() >= *since);
    let (message, label) = match (reached(history.dropped), reached(history.deprecated), history.dropped) {
        (Some(dropped), _, _) => {
            (format!("Kafka {} no longer has {name}", version.minor()), format!("dropped in Kafka {dropped}"))
        }
        (None, Some(since), Some(dropped)) => (
            format!("{name} is deprecated in Kafka {}", version.minor()),
            format!("deprecated since Kafka {since}, dropped in {dropped}"),
        ),
        (None, Some(since), None) => {
            (format!("{name} is deprecated in Kafka {}", version.minor()), format!("deprecated since Kafka {since}"))
        }
        (None, None, _) => return None,
    };
    let draft = Draft::new(name.clone(), message).at_place(&property.place, label);
    let note = facts::broker_property(name).and_then(|row| row.note);
    let draft = if let Some(note) = note { draft.note(note) } else { draft };
    Some(draft.help("remove it before, or together with, the upgrade to a version without it"))
}
