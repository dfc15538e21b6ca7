//! Broker properties as Amazon MSK treats them.

use super::{BrokerType, Confidence, Minor, Unit, UpdateMode, ValueType, find, kafka_broker_property, tables};

/// A broker property on MSK.
#[derive(Clone, Copy, Debug)]
pub struct BrokerProperty {
    /// Its name.
    pub name: &'static str,
    /// Type of its value.
    pub value_type: ValueType,
    /// Unit of its value.
    pub unit: Option<Unit>,
    /// Least value MSK takes, inclusive, in `unit`.
    pub min: Option<f64>,
    /// Greatest value MSK takes, inclusive, in `unit`.
    pub max: Option<f64>,
    /// The values that are taken; empty when any is.
    pub values: &'static [&'static str],
    /// What Standard brokers let one do with it.
    pub standard: StandardUse,
    /// What Express brokers let one do with it.
    pub express: ExpressUse,
    /// MSK's default on Standard brokers; nothing when Kafka's holds, or it is no plain value.
    pub msk_default: Option<&'static str>,
    /// The same on clusters with tiered storage.
    pub msk_default_tiered: Option<&'static str>,
    /// MSK's default on clusters with tiered storage, where it follows the vCPUs.
    pub msk_default_tiered_by_vcpus: Option<PerVcpu>,
    /// MSK's default on Standard brokers, where it follows the number of zones.
    pub msk_default_by_zones: Option<ByZones>,
    /// The default or fixed value on Express brokers.
    pub express_default: Option<&'static str>,
    /// The value on Express brokers, where it follows the vCPUs.
    pub express_default_by_vcpus: Option<PerVcpu>,
    /// Kafka 3.9's own default.
    pub kafka_default: Option<&'static str>,
    /// How a changed value takes effect.
    pub kafka_update_mode: Option<UpdateMode>,
    /// The Kafka version that brought it.
    pub since: Option<Minor>,
    /// The last Kafka version that has it.
    pub until: Option<Minor>,
    /// The Kafka version that deprecated it.
    pub deprecated_since: Option<Minor>,
    /// The topic property that overrides it.
    pub topic_property: Option<&'static str>,
    /// Whether it means something only with ZooKeeper.
    pub zookeeper_only: bool,
    /// Exceptions; to be read before the row becomes a rule.
    pub note: Option<&'static str>,
    /// Ids of its sources.
    pub source: &'static [&'static str],
    /// How sure the row is.
    pub confidence: Confidence,
}

/// What one may do with a property on Standard brokers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StandardUse {
    /// May stand in `server_properties`.
    Settable,
    /// Only through `AlterConfigs`.
    Dynamic,
    /// MSK sets it; it cannot be changed.
    DefaultOnly,
    /// Not offered.
    No,
    /// The sources do not say.
    Unclear,
}

/// What one may do with a property on Express brokers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExpressUse {
    /// May stand in `server_properties`.
    Static,
    /// Only through `AlterConfigs`.
    Dynamic,
    /// Both ways.
    StaticAndDynamic,
    /// MSK fixes the value.
    ReadOnly,
    /// Not offered.
    No,
    /// The sources do not say.
    Unclear,
}

/// A default that follows the number of zones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByZones {
    /// In two zones.
    pub two: &'static str,
    /// In three zones.
    pub three: &'static str,
}

/// A default that follows a broker's vCPUs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PerVcpu {
    /// Never less than this.
    pub at_least: u32,
    /// Hundredths for each vCPU.
    pub hundredths_per_vcpu: u32,
}

impl PerVcpu {
    /// The default on a broker with this many vCPUs.
    pub fn on(self, vcpus: u32) -> u32 {
        (vcpus.saturating_mul(self.hundredths_per_vcpu) / 100).max(self.at_least)
    }
}

impl BrokerProperty {
    /// Whether MSK gives it a default of its own on Standard brokers.
    pub fn has_msk_default(&self) -> bool {
        self.msk_default.is_some() || self.msk_default_tiered.is_some() || self.msk_default_by_zones.is_some()
    }
}

/// Every broker property that MSK's pages name, by name.
pub fn broker_properties() -> &'static [BrokerProperty] {
    &tables::properties::BROKER
}

/// MSK's row for a broker property.
pub fn broker_property(name: &str) -> Option<&'static BrokerProperty> {
    find(broker_properties(), |row| row.name, name)
}

/// Whether a name may stand in the `server_properties` of a configuration for this broker type.
/// A name that is not on MSK's list is refused, whatever Kafka says.
pub fn settable(name: &str, broker_type: BrokerType) -> bool {
    broker_property(name).is_some_and(|row| is_settable(row, broker_type))
}

/// Whether the sources do not say if a name may stand in `server_properties`: rules stay silent.
pub fn settable_unclear(name: &str, broker_type: BrokerType) -> bool {
    broker_property(name).is_some_and(|row| match broker_type {
        BrokerType::Standard => row.standard == StandardUse::Unclear,
        BrokerType::Express => row.express == ExpressUse::Unclear,
    })
}

/// The names that may stand in `server_properties`, sorted.
pub fn settable_names(broker_type: BrokerType) -> impl Iterator<Item = &'static str> {
    broker_properties().iter().filter(move |row| is_settable(row, broker_type)).map(|row| row.name)
}

/// Whether Kafka or MSK has a broker property of this name, perhaps for one listener (`listener.name.<name>.…`).
pub fn is_broker_property(name: &str) -> bool {
    let of_a_listener = || name.strip_prefix("listener.name.").and_then(|rest| rest.split_once('.'));
    broker_property(name).is_some()
        || kafka_broker_property(name).is_some()
        || of_a_listener().is_some_and(|(listener, rest)| !listener.is_empty() && !rest.is_empty())
}

fn is_settable(row: &BrokerProperty, broker_type: BrokerType) -> bool {
    match broker_type {
        BrokerType::Standard => row.standard == StandardUse::Settable,
        BrokerType::Express => matches!(row.express, ExpressUse::Static | ExpressUse::StaticAndDynamic),
    }
}
