//! `aws_msk_topic` and `kafka_topic` to topics, and the cluster they belong to.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::Resources;
use super::change;
use super::fields::{Field, Fields};
use super::origin;
use crate::eval::types::Type;
use crate::eval::value::{ResourceAddress, Value};
use crate::model::fact::{Fact, Origin};
use crate::model::properties::Property;
use crate::model::topic::Topic;

/// Resource types that are topics.
pub(super) const KINDS: &[&str] = &["aws_msk_topic", "kafka_topic"];

/// Reads a topic.
pub(super) fn build(resources: &dyn Resources, address: &Rc<ResourceAddress>) -> Topic {
    let fields = Fields::new(resources, address);
    let partitions = if &*address.kind == "kafka_topic" { "partitions" } else { "partition_count" };
    Topic {
        instance: resources.instance(address),
        block: fields.header.clone(),
        name: fields.text("name"),
        partitions: fields.number(partitions),
        replication_factor: fields.number("replication_factor"),
        configs: configs(&fields),
        change: change::of(&fields, build),
    }
}

/// `config` of the Kafka provider is a map; `configs` of the AWS provider is the same as JSON text.
fn configs(fields: &Fields<'_>) -> Fact<Vec<Property>> {
    let value = match (fields.get("config"), fields.get("configs")) {
        (Field::Written(value), _) | (_, Field::Written(value)) => value,
        (Field::Absent(place), _) => return Fact::absent(Origin::at(place)),
    };
    let origin = origin::of(&value.trace);
    if let Some(entries) = value.entries() {
        let properties = entries.items.iter().map(|(name, entry)| written(name, &entry.value));
        return match &entries.rest {
            Some(rest) => Fact::unknown(rest.reason.to_string(), origin),
            None => Fact::written(properties.collect(), origin),
        };
    }
    match value.as_str() {
        Some(text) => match serde_json::from_str::<BTreeMap<String, serde_json::Value>>(text) {
            Ok(map) => Fact::written(map.iter().map(|(name, value)| from_json(name, value, &origin)).collect(), origin),
            Err(_) => Fact::unknown("it is no JSON object", origin),
        },
        None => {
            let reason = value.first_unknown().map(|unknown| unknown.reason.to_string());
            Fact::unknown(reason.unwrap_or_else(|| "it is no map".into()), origin)
        }
    }
}

fn written(name: &str, value: &Value) -> Property {
    let value = super::fields::read(value, &Type::String, |value| value.as_str().map(Arc::from));
    let place = value.origin.place.clone();
    Property::new(name, value, place)
}

fn from_json(name: &str, value: &serde_json::Value, origin: &Origin) -> Property {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let value = Fact::written(Arc::from(text), origin.clone());
    Property::new(name, value, origin.place.clone())
}
