//! A ZooKeeper property on a cluster without ZooKeeper.

use super::remove;
use crate::facts::{self, BrokerProperty};
use crate::finding::Applicability;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, PropertiesSubject, Rule};

pub(super) const RULE: Rule = Rule {
    name: "zookeeper-property-on-kraft",
    summary: "a ZooKeeper property on a cluster without ZooKeeper",
    page: include_str!("zookeeper_property_on_kraft.md"),
    security: false,
    supersedes: &[],
    check: Check::Properties(check),
};

fn check(subject: &PropertiesSubject<'_>, _: &Policy, out: &mut Findings) {
    let (Some(properties), Some(cluster)) = (subject.properties(), subject.cluster) else { return };
    let is_of_zookeeper = |row: &BrokerProperty| row.zookeeper_only && subject.may_be_settable(row.name);
    for property in properties.sound() {
        if !facts::broker_property(&property.name).is_some_and(is_of_zookeeper) {
            continue;
        }
        let Some(version) = out.need("kafka_version", &cluster.kafka_version) else { return };
        if !subject.version().is_some_and(facts::KafkaVersion::is_kraft) {
            continue;
        }
        let draft = Draft::new(property.name.clone(), format!("{} has no effect with KRaft", property.name))
            .at_place(&property.place, "a property of ZooKeeper mode")
            .related(&cluster.kafka_version.origin.place, format!("{version} keeps its metadata with KRaft"))
            .help("remove the line");
        out.report(remove(draft, property, Applicability::Unsafe));
    }
}
