//! `aws_msk_topic` and `kafka_topic` to topics, and the cluster they belong to.

use std::rc::Rc;
use std::sync::Arc;

use super::Resources;
use super::change;
use super::fields::{Field, Fields};
use super::json_object;
use super::origin;
use crate::eval::convert;
use crate::eval::types::Type;
use crate::eval::value::{Entry, ResourceAddress};
use crate::model::fact::{Fact, Origin};
use crate::model::properties::Property;
use crate::model::topic::Topic;
use crate::source::Place;

/// Resource types that are topics.
pub(super) const KINDS: &[&str] = &["aws_msk_topic", "kafka_topic"];

/// Reads a topic.
pub(super) fn build(resources: &dyn Resources, address: &Rc<ResourceAddress>) -> Topic {
    let fields = Fields::new(resources, address);
    let partitions = if &*address.kind == "kafka_topic" { "partitions" } else { "partition_count" };
    Topic {
        instance: resources.instance(address),
        block: fields.header.clone(),
        by_msk: &*address.kind == "aws_msk_topic",
        name: fields.text("name"),
        partitions: fields.number(partitions),
        replication_factor: fields.number("replication_factor"),
        configs: configs(&fields),
        change: change::of(&fields, build),
    }
}

/// `config` of the Kafka provider is a map; `configs` of the AWS provider is the same as JSON text.
fn configs(fields: &Fields<'_>) -> Fact<Vec<Property>> {
    let config = properties(fields, "config");
    if config.is_absent() { properties(fields, "configs") } else { config }
}

/// Settings in a map, or in an object as JSON text.
pub(super) fn properties(fields: &Fields<'_>, path: &str) -> Fact<Vec<Property>> {
    let value = match fields.get(path) {
        Field::Written(value) => value,
        Field::Absent(place) => return Fact::absent(Origin::at(place)),
    };
    let origin = origin::of(&value.trace);
    if let Some(entries) = value.entries() {
        let properties = entries.items.iter().map(|(name, entry)| written(fields, name, entry));
        return match &entries.rest {
            Some(rest) => Fact::unknown(rest.reason.to_string(), origin),
            None => Fact::written(properties.collect(), origin),
        };
    }
    let text = convert::to_text(&value).ok().filter(|_| value.as_unknown().is_none());
    match text.and_then(|text| json_object::properties(fields.resources, &text, &origin)) {
        Some(properties) => Fact { sensitive: value.sensitive, ..Fact::written(properties, origin) },
        None => {
            let reason = value.first_unknown().map(|unknown| unknown.reason.to_string());
            Fact::unknown(reason.unwrap_or_else(|| "it is neither a map nor a JSON object".into()), origin)
        }
    }
}

fn written(fields: &Fields<'_>, name: &str, entry: &Entry) -> Property {
    let mut value = super::fields::read(&entry.value, &Type::String, |value| value.as_str().map(Arc::from));
    let text = value.known().cloned();
    value.origin.literal = text.and_then(|text| origin::literal(fields.resources, entry.value.trace.span(), &text));
    let place = value.origin.place.clone();
    let key_place = entry.key.segments().first().map_or(Place::Nowhere, |key| key.trace.place().clone());
    Property { key_place, ..Property::new(name, value, place) }
}
