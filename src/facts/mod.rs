//! What is known about Amazon MSK, Apache Kafka and the Terraform provider, as tables with a date and sources.

mod broker;
mod change;
pub mod client;
mod connect;
mod iam;
mod instance;
pub mod kafka;
mod limit;
mod metric;
mod number;
mod practice;
mod property;
mod refused;
mod release;
pub mod schema;
mod source;
mod tables;
mod topic;
mod value;
mod version;

#[cfg(test)]
mod tests;

pub use crate::date::Date;
pub use broker::{
    BrokerProperty, ByZones, ExpressUse, PerVcpu, StandardUse, broker_properties, broker_property, is_broker_property,
    settable, settable_names, settable_unclear,
};
pub use change::{ChangeKind, VersionChange, version_change, version_changes};
pub use client::kafka_client_property;
pub use connect::{
    Direction, Plugin, PluginKind, Renamed, WorkerProperty, WorkerUse, connect_plugins, connect_worker_property,
    connect_worker_property_names, connector_property, connector_property_names, renamed_settings,
    required_worker_properties, takes_worker_property,
};
pub use iam::{Action, required_actions};
pub use instance::{Architecture, BrokerType, InstanceType, instance_type, instance_types};
pub use kafka::{
    KafkaDefault, KafkaProperty, Since, Valid, kafka_broker_property, kafka_broker_property_names,
    kafka_topic_property, kafka_topic_property_names,
};
pub use limit::{
    AuthEncryption, ClientBroker, Limit, LimitValue, Network, Port, Scheme, SecurityProtocol, auth_encryption, limit,
    limits, ports,
};
pub use metric::{Metric, metric, metrics, troubles_in};
pub use practice::{Need, Practice, practice, practices};
pub use property::{Unit, UpdateMode, ValueType};
pub use refused::{RefusalReason, Refused, refused};
pub use release::{
    Metadata, VersionRow, VersionRule, is_at_least, is_kafka_version, kafka_version, kafka_version_of_line,
    kafka_versions, newest_kafka_version, recommended_kafka_line, satisfies, upgrade_target, version_rule,
};
pub use source::{Source, source};
pub use topic::{
    TopicExpressUse, TopicProperty, TopicServerlessUse, TopicStandardUse, topic_properties, topic_property,
};
pub use value::{Authority, ValueFault, check_connect_value, check_topic_value, check_value};
pub use version::{KafkaVersion, Minor, looks_like_version};

/// How sure a row is. Only the first three support an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Confidence {
    /// Read in an AWS or Apache page.
    Doc,
    /// Read in source code, an SDK model or a generated schema.
    Code,
    /// An API error or observation quoted in a public issue.
    Issue,
    /// Two AWS sources disagree; the row's note says how.
    DocConflict,
    /// Follows from read facts, stated nowhere.
    Inferred,
    /// From memory, no copy read.
    Recalled,
    /// Looked for, not found.
    Unknown,
}

impl Confidence {
    /// Whether a rule may build an error on the row.
    pub const fn supports_errors(self) -> bool {
        matches!(self, Self::Doc | Self::Code | Self::Issue)
    }
}

/// One fact table.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name: that of its file in `policies/facts/`.
    pub name: &'static str,
    /// When it was compiled.
    pub compiled: Date,
    /// Rows in it that the program uses.
    pub rows: usize,
    /// Whose statements it holds.
    pub source: &'static str,
}

/// After so many days, six months, a table should be looked at again.
const OLD_AFTER_DAYS: i64 = 183;

impl Table {
    /// Whether it is older than six months on a day.
    pub fn is_old(&self, today: Date) -> bool {
        today.days_since(self.compiled) > OLD_AFTER_DAYS
    }
}

/// The date of the newest table: what was known when this version was made.
pub fn date() -> Date {
    tables::ALL.iter().map(|table| table.compiled).max().unwrap_or(Date { year: 1970, month: 1, day: 1 })
}

/// Every table, by name.
pub fn tables() -> &'static [Table] {
    &tables::ALL
}

/// When a table was compiled.
pub fn compiled(table: &str) -> Option<Date> {
    tables().iter().find(|known| known.name == table).map(|known| known.compiled)
}

/// The row with a name in a table that is sorted by it.
fn find<T>(rows: &'static [T], key: impl Fn(&T) -> &'static str, name: &str) -> Option<&'static T> {
    rows.binary_search_by(|row| key(row).cmp(name)).ok().and_then(|index| rows.get(index))
}
