//! Metrics, exporters and broker logs of a cluster.

use super::fields::{Field, Fields};
use super::origin;
use crate::model::fact::{Fact, Origin};
use crate::model::monitoring::{LogSink, Monitoring};

const SINKS: [(&str, &str); 3] = [("cloudwatch_logs", "log_group"), ("firehose", "delivery_stream"), ("s3", "bucket")];

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
    }
}

fn sink(fields: &Fields<'_>, name: &'static str, destination_name: &'static str) -> LogSink {
    let path = format!("logging_info.broker_logs.{name}");
    let destination = match fields.get(&format!("{path}.{destination_name}")) {
        Field::Absent(place) => Fact::absent(Origin::at(place)),
        Field::Written(value) => Fact::written((), origin::of(&value.trace)),
    };
    let enabled = fields.boolean(&format!("{path}.enabled"));
    LogSink { name, destination_name, block: fields.block(&path).origin, enabled, destination }
}
