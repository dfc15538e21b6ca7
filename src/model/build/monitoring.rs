//! Metrics, exporters and broker logs of a cluster.

use super::fields::{Field, Fields};
use super::{capacity, origin};
use crate::eval::value::Reason;
use crate::model::fact::{Fact, Origin};
use crate::model::monitoring::{LogSink, Monitoring};
use crate::source::Place;

const SINKS: [(&str, &str); 3] = [("cloudwatch_logs", "log_group"), ("firehose", "delivery_stream"), ("s3", "bucket")];

const STREAM: &str = "aws_kinesis_firehose_delivery_stream";
/// What log delivery looks for on a delivery stream.
const TAG: &str = "LogDeliveryEnabled";

/// Reads what a cluster tells about itself.
pub(super) fn build(fields: &Fields<'_>) -> Monitoring {
    let exporter = |name: &str| fields.boolean(&format!("open_monitoring.prometheus.{name}.enabled_in_broker"));
    Monitoring {
        level: fields.text_or_default("enhanced_monitoring"),
        open_monitoring: fields.block("open_monitoring"),
        jmx_exporter: exporter("jmx_exporter"),
        node_exporter: exporter("node_exporter"),
        logging_info: fields.block("logging_info"),
        log_sinks: SINKS.iter().map(|(name, destination)| sink(fields, name, destination)).collect(),
        alarms: Vec::new(),
        alarms_open: None,
        told_by_prometheus: Vec::new(),
    }
}

fn sink(fields: &Fields<'_>, name: &'static str, destination_name: &'static str) -> LogSink {
    let path = format!("logging_info.broker_logs.{name}");
    let destination = match fields.get(&format!("{path}.{destination_name}")) {
        Field::Absent(place) => Fact::absent(Origin::at(place)),
        Field::Written(value) => Fact::written((), origin::of(&value.trace)),
    };
    let enabled = fields.boolean(&format!("{path}.enabled"));
    let untagged = (name == "firehose").then(|| untagged(fields, &format!("{path}.{destination_name}"))).flatten();
    LogSink { name, destination_name, block: fields.block(&path).origin, enabled, destination, untagged }
}

/// The delivery stream beside the cluster that broker logs go to, if nothing keeps the tag on it. Log delivery sets the
/// tag itself; Terraform takes away what it does not know of.
fn untagged(fields: &Fields<'_>, path: &str) -> Option<Place> {
    let Field::Written(named) = fields.get(path) else { return None };
    let unknown = named.first_unknown();
    let streams = fields.resources.beside(&fields.address, &[STREAM]);
    let stream = streams.iter().map(|address| Fields::new(fields.resources, address)).find(|stream| {
        let is_referred_to = matches!(unknown.as_ref().map(|unknown| &*unknown.reason),
            Some(Reason::Resource { address, .. }) if *address == *stream.address);
        let name = stream.text("name");
        is_referred_to || name.known().is_some_and(|name| named.as_str() == Some(&**name))
    })?;
    let has_tag = match stream.get("tags") {
        Field::Absent(_) => Some(false),
        Field::Written(tags) => tags.entries().and_then(|tags| match tags.items.contains_key(TAG) {
            false if tags.rest.is_some() => None,
            has_tag => Some(has_tag),
        }),
    };
    let is_kept = capacity::ignores(&stream, &format!("tags.{TAG}")).get();
    (has_tag == Some(false) && is_kept == Some(false)).then(|| stream.header.clone())
}
