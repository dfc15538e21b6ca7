//! A topic setting that Kafka or MSK does not take on this kind of cluster.

use crate::facts::{self, KafkaVersion, TopicExpressUse, TopicServerlessUse};
use crate::finding::Applicability;
use crate::model::cluster::{Cluster, ClusterKind};
use crate::model::properties::Property;
use crate::policy::Check as Policy;
use crate::rules::properties::value_fault;
use crate::rules::{Check, Draft, Findings, Rule, TopicSubject};

pub(super) const RULE: Rule = Rule {
    name: "topic-config-invalid",
    summary: "a topic setting that this cluster does not take",
    page: include_str!("topic_config_invalid.md"),
    security: false,
    supersedes: &[],
    check: Check::Topic(check),
};

fn check(subject: &TopicSubject<'_>, policy: &Policy, out: &mut Findings) {
    if let Some(cluster) = subject.cluster {
        out.report_all(wrong_cluster(subject, cluster));
        out.report_all(wrong_replication(subject, cluster));
    }
    let Some(configs) = out.need("configs", &subject.topic.configs) else { return };
    let distance = policy.number("typo_distance").and_then(|distance| usize::try_from(distance).ok());
    for property in configs {
        let name = &*property.name;
        let draft = if facts::topic_property(name).is_none() && facts::kafka_topic_property(name).is_none() {
            Some(unknown_name(property, distance.unwrap_or(0)))
        } else {
            subject.cluster.and_then(|cluster| not_offered(property, cluster))
        };
        match draft {
            Some(draft) => out.report(draft),
            None => check_value(subject, property, out),
        }
    }
}

/// MSK's API for topics is not there for every cluster.
fn wrong_cluster(subject: &TopicSubject<'_>, cluster: &Cluster) -> Option<Draft> {
    if !subject.topic.by_msk {
        return None;
    }
    let version = cluster.kafka_version.known();
    let label = match version.filter(|version| facts::satisfies(version, "topic-api-min") == Some(false)) {
        Some(version) => format!("{} runs Kafka {version}", cluster.instance.address),
        None if cluster.is(ClusterKind::Serverless) => format!("{} is serverless", cluster.instance.address),
        None => return None,
    };
    let least = facts::version_rule("topic-api-min")?.min?;
    let draft = Draft::new("cluster_arn", "MSK makes no topics on this cluster").at_place(&subject.topic.block, label);
    Some(draft.help(format!(
        "aws_msk_topic needs a provisioned cluster with Kafka {least} or later: use kafka_topic, or another client of Kafka"
    )))
}

/// Express brokers keep three replicas of everything.
fn wrong_replication(subject: &TopicSubject<'_>, cluster: &Cluster) -> Option<Draft> {
    let factor = &subject.topic.replication_factor;
    let fixed = facts::limit("express_rf").and_then(facts::Limit::number)?;
    let written = factor.known_written().filter(|factor| cluster.is(ClusterKind::Express) && **factor != fixed)?;
    let draft = Draft::new("replication_factor", "Express brokers keep another number of replicas")
        .at(&factor.origin, format!("{written}, and MSK makes {fixed}"))
        .note("Terraform then sees a difference at every plan")
        .help(format!("set the replication factor to {fixed}"));
    Some(draft.fix(&factor.origin, &fixed.to_string(), Applicability::Safe))
}

fn unknown_name(property: &Property, distance: usize) -> Draft {
    let name = &*property.name;
    let draft = Draft::new(property.name.clone(), format!("{name} is no topic setting"))
        .at_place(&property.key_place, "Kafka has no topic setting of this name");
    let of_broker = facts::topic_properties().iter().find(|row| row.broker_property == Some(name)).map(|row| row.name);
    let near = facts::kafka_topic_property_names()
        .map(|known| (strsim::damerau_levenshtein(known, name), known))
        .min()
        .filter(|(found, _)| *found <= distance);
    match (of_broker, near) {
        (Some(meant), _) => draft.help(format!("topics call it {meant}; {name} is the broker's default for it")),
        (None, Some((_, meant))) => draft.help(format!("did you mean {meant}?")),
        (None, None) => draft.help("remove it, or write the name as Kafka's topic configuration has it"),
    }
}

/// What this kind of cluster, or its version, does not have.
fn not_offered(property: &Property, cluster: &Cluster) -> Option<Draft> {
    let row = facts::topic_property(&property.name)?;
    let value = property.value.known().map_or("", |value| value.trim());
    let draft =
        |message: String, label: &str| Draft::new(property.name.clone(), message).at(&property.value.origin, label);
    match (cluster.kind.get()?, row.express, row.serverless) {
        (ClusterKind::Express, TopicExpressUse::No, _) => {
            Some(draft(format!("Express brokers do not take {}", row.name), "set here").help("remove it"))
        }
        (ClusterKind::Express, TopicExpressUse::Fixed(fixed), _) if !value.is_empty() && value != fixed => {
            let label = format!("{value}, and Express brokers have {fixed}");
            Some(draft(format!("{} is fixed on Express brokers", row.name), &label).help("remove it"))
        }
        (ClusterKind::Serverless, _, TopicServerlessUse::No) => {
            let message = format!("serverless clusters do not take {}", row.name);
            Some(draft(message, "set here").help("remove it"))
        }
        (ClusterKind::Serverless, ..) => {
            let most = row.serverless_max?;
            let written = value.parse::<i64>().ok().filter(|written| *written > most)?;
            let label = format!("{written} is above {most}");
            Some(draft(format!("{} is larger than serverless clusters allow", row.name), &label))
        }
        _ => None,
    }
}

fn check_value(subject: &TopicSubject<'_>, property: &Property, out: &mut Findings) {
    let Some(value) = out.need(&property.name, &property.value) else { return };
    let version = subject.cluster.and_then(|cluster| KafkaVersion::parse(cluster.kafka_version.known()?));
    if let Err(fault) = facts::check_topic_value(&property.name, value, version) {
        out.report(value_fault(property, &fault, |value| {
            facts::check_topic_value(&property.name, value, version).is_ok()
        }));
    }
}
