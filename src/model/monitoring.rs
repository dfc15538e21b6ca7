//! What a cluster tells about itself: metrics, exporters, broker logs.

use std::sync::Arc;

use super::cluster::{Cluster, ClusterKind};
use super::fact::{Fact, Origin};
use super::security::Switch;
use crate::facts::{self, Metric, Scheme};
use crate::finding::Instance;
use crate::source::Place;

/// Metrics, exporters and logs of a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Monitoring {
    /// `enhanced_monitoring`: how fine the metrics are.
    pub level: Fact<Arc<str>>,
    /// Whether a block `open_monitoring` is written.
    pub open_monitoring: Fact<()>,
    /// Whether the JMX exporter is on.
    pub jmx_exporter: Fact<bool>,
    /// Whether the node exporter is on.
    pub node_exporter: Fact<bool>,
    /// Whether a block `logging_info` is written.
    pub logging_info: Fact<()>,
    /// The places broker logs can go to, written or not.
    pub log_sinks: Vec<LogSink>,
    /// Alarms on its metrics, one for each metric.
    pub alarms: Vec<Alarm>,
    /// Why there may be other alarms; `None` when all are seen.
    pub alarms_open: Option<Arc<str>>,
    /// Troubles that an alert of Prometheus tells.
    pub told_by_prometheus: Vec<&'static str>,
}

impl Cluster {
    /// Troubles that this cluster can have and that no alarm tells.
    pub fn untold_troubles(&self) -> Vec<&'static str> {
        let monitoring = &self.monitoring;
        let is_told = |metric: &&Metric| monitoring.alarms.iter().any(|alarm| alarm.is_on(metric.name));
        let mut told: Vec<&str> = facts::metrics().iter().filter(is_told).filter_map(|metric| metric.watch).collect();
        told.extend(&monitoring.told_by_prometheus);
        let mut untold = Vec::new();
        for metric in facts::metrics().iter().filter(|metric| self.can_have(metric)) {
            let trouble = metric.watch.filter(|trouble| !told.contains(trouble) && !untold.contains(trouble));
            untold.extend(trouble);
        }
        untold
    }

    fn can_have(&self, metric: &Metric) -> bool {
        match metric.watch_for {
            None => metric.express || !self.is(ClusterKind::Express),
            Some("standard") => self.is(ClusterKind::Standard),
            Some("express") => self.is(ClusterKind::Express),
            Some("burstable") => {
                let size = self.instance_type.known().and_then(|name| facts::instance_type(name));
                size.is_some_and(|size| size.burstable)
            }
            Some("iam") => self.security.scheme(Scheme::Iam) == Switch::On,
            Some(_) => false,
        }
    }
}

impl Alarm {
    /// Whether it is known to be on a metric.
    pub fn is_on(&self, metric: &str) -> bool {
        self.metric.known().is_some_and(|of| **of == *metric)
    }
}

/// One metric of an `aws_cloudwatch_metric_alarm`.
#[derive(Clone, Debug, PartialEq)]
pub struct Alarm {
    /// Where it is evaluated.
    pub instance: Instance,
    /// `metric_name`.
    pub metric: Fact<Arc<str>>,
    /// `statistic`, or `stat`.
    pub statistic: Fact<Arc<str>>,
    /// Seconds of data that it waits for: periods times their length.
    pub window: Fact<i64>,
    /// Whether it names a broker, if that is known.
    pub names_broker: Option<bool>,
    /// Where the dimensions are written.
    pub dimensions: Origin,
}

/// A place that broker logs can go to.
#[derive(Clone, Debug, PartialEq)]
pub struct LogSink {
    /// The block: `cloudwatch_logs`, `firehose` or `s3`.
    pub name: &'static str,
    /// The argument that names the destination.
    pub destination_name: &'static str,
    /// Whether it is on.
    pub enabled: Fact<bool>,
    /// Whether a destination is written; what it is called does not matter.
    pub destination: Fact<()>,
    /// The block, or where it would stand.
    pub block: Origin,
    /// The delivery stream, where its tags are known and lack the one that log delivery looks for.
    pub untagged: Option<Place>,
}
