//! `server_properties`: names and values that MSK and Kafka take, and what they do.

mod deprecated_broker_property;
mod duplicate_property;
mod group_session_bounds;
mod invalid_property_value;
mod malformed_property_line;
mod message_size_mismatch;
mod property_not_settable;
mod property_repeats_default;
mod thread_pool_mismatch;
mod unknown_broker_property;
mod zookeeper_property_on_kraft;

pub(super) use invalid_property_value::value_fault;

use super::{Group, PropertiesSubject};
use crate::facts::{self, BrokerType, KafkaVersion};
use crate::finding::{Applicability, Edit};
use crate::model::cluster::{Cluster, ClusterKind};
use crate::model::effective;
use crate::model::fact::Fact;
use crate::model::properties::{Properties, Property};
use crate::rules::Draft;

pub(super) const GROUP: Group = Group {
    title: "server_properties",
    rules: &[
        unknown_broker_property::RULE,
        property_not_settable::RULE,
        invalid_property_value::RULE,
        duplicate_property::RULE,
        malformed_property_line::RULE,
        zookeeper_property_on_kraft::RULE,
        deprecated_broker_property::RULE,
        property_repeats_default::RULE,
        message_size_mismatch::RULE,
        thread_pool_mismatch::RULE,
        group_session_bounds::RULE,
    ],
};

/// Longest value that is shown in full, in characters.
const SHOWN: usize = 60;

impl PropertiesSubject<'_> {
    /// The properties, if anything of them is known.
    fn properties(&self) -> Option<&Properties> {
        self.configuration.properties.known()
    }

    /// A written property as a whole number.
    fn written_number(&self, name: &str) -> Option<Fact<i64>> {
        self.properties()?.get(name).map(|property| effective::number(property.value.clone()))
    }

    /// The broker types that the properties may be for: one when the cluster is known, else both.
    fn broker_types(&self) -> &'static [BrokerType] {
        match self.cluster.and_then(|cluster| cluster.kind.get()) {
            Some(ClusterKind::Express) => &[BrokerType::Express],
            Some(ClusterKind::Standard) => &[BrokerType::Standard],
            _ => &[BrokerType::Standard, BrokerType::Express],
        }
    }

    /// The cluster's Kafka version, if it is known and one that MSK could have.
    fn version(&self) -> Option<KafkaVersion> {
        self.cluster.and_then(Cluster::version)
    }

    /// Whether the brokers, or one of the two types when theirs is unknown, may take a name in a configuration.
    fn may_be_settable(&self, name: &str) -> bool {
        self.broker_types().iter().any(|of| facts::settable(name, *of) || facts::settable_unclear(name, *of))
    }
}

/// A value for a label: cut when it is long, left out when it is sensitive.
fn shown<T: AsRef<str>>(value: &Fact<T>) -> String {
    match value.known() {
        Some(_) if value.sensitive => "the value".to_owned(),
        Some(text) if text.as_ref().trim().is_empty() => "an empty value".to_owned(),
        Some(text) => match text.as_ref().trim().char_indices().nth(SHOWN) {
            Some((end, _)) => format!("{}…", &text.as_ref().trim()[..end]),
            None => text.as_ref().trim().to_owned(),
        },
        None => "the value".to_owned(),
    }
}

/// Offers to delete the lines that hold a property and nothing else.
fn remove(draft: Draft, property: &Property, applicability: Applicability) -> Draft {
    let edits = property.own_lines.map(|span| vec![Edit { span, text: String::new() }]);
    draft.edits(format!("remove {}", property.name), applicability, edits)
}

/// Offers to write another name in place of a property's.
fn rename(draft: Draft, property: &Property, name: &str, applicability: Applicability) -> Draft {
    let edits = property.key_literal.map(|span| vec![Edit { span, text: name.to_owned() }]);
    draft.edits(format!("write {name}"), applicability, edits)
}
