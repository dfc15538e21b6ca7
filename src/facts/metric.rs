//! Metrics of a cluster in CloudWatch.

use super::{Confidence, find, tables};

/// A metric that alarms are made of.
#[derive(Clone, Copy, Debug)]
pub struct Metric {
    /// Its name.
    pub name: &'static str,
    /// The least `enhanced_monitoring` that keeps it.
    pub level: &'static str,
    /// Whether its data carries the dimension `Broker ID`.
    pub per_broker: bool,
    /// Whether express brokers have it.
    pub express: bool,
    /// The trouble it tells, for metrics that one wants an alarm on.
    pub watch: Option<&'static str>,
    /// The only clusters that have this trouble: `standard`, `express`, `burstable` or `iam`.
    pub watch_for: Option<&'static str>,
    /// What the names have in common that exporters give the same figure, lower case and without underscores.
    pub exporter: &'static [&'static str],
    /// The only right statistic.
    pub statistic: Option<&'static str>,
    /// A statistic that misleads.
    pub wrong_statistic: Option<&'static str>,
    /// Exceptions.
    pub note: Option<&'static str>,
    /// Ids of its sources.
    pub source: &'static [&'static str],
    /// How sure the row is.
    pub confidence: Confidence,
}

/// Every metric of the table, by name.
pub fn metrics() -> &'static [Metric] {
    &tables::metrics::METRICS
}

/// The metric with a name.
pub fn metric(name: &str) -> Option<&'static Metric> {
    find(metrics(), |row| row.name, name)
}

/// The troubles that an expression of Prometheus looks at.
pub fn troubles_in(expression: &str) -> Vec<&'static str> {
    let plain: String = expression.chars().filter(|c| *c != '_').collect::<String>().to_ascii_lowercase();
    let looks = |metric: &&Metric| metric.exporter.iter().any(|word| plain.contains(word));
    metrics().iter().filter(looks).filter_map(|metric| metric.watch).collect()
}
