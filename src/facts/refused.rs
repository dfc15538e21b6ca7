//! Names that are often put into `server_properties` and that MSK does not list.

use super::{Confidence, find, tables};

/// A refused name and why. The list of settable names decides; this only says it better.
#[derive(Clone, Copy, Debug)]
pub struct Refused {
    /// The name.
    pub name: &'static str,
    /// Why it is refused.
    pub reason: RefusalReason,
    /// The broker property that was probably meant.
    pub use_instead: Option<&'static str>,
    /// What to do instead.
    pub note: Option<&'static str>,
    /// Ids of its sources.
    pub source: &'static [&'static str],
    /// How sure the row is.
    pub confidence: Confidence,
}

/// Why a name is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefusalReason {
    /// A broker property that is not on MSK's list.
    NotListed,
    /// MSK sets it itself.
    ManagedByMsk,
    /// Standard brokers take it through `AlterConfigs` only.
    DynamicOnlyOnStandard,
    /// The name of a topic's property.
    TopicLevelName,
    /// A property of clients.
    ClientProperty,
}

/// Why a name is refused, if it is one of the usual ones.
pub fn refused(name: &str) -> Option<&'static Refused> {
    find(&tables::properties::REFUSED, |row| row.name, name)
}
