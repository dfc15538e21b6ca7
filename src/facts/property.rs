//! What broker and topic properties have in common: value types, units, how a change takes effect.

/// The type of a property's value, as Kafka's `ConfigDef` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueType {
    /// `true` or `false`, in any case.
    Boolean,
    /// Name of a Java class.
    Class,
    /// 64-bit floating point.
    Double,
    /// 32-bit whole number.
    Int,
    /// Items with commas between them.
    List,
    /// 64-bit whole number.
    Long,
    /// A secret text.
    Password,
    /// 16-bit whole number.
    Short,
    /// Any text.
    String,
}

impl ValueType {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Class => "class",
            Self::Double => "double",
            Self::Int => "int",
            Self::List => "list",
            Self::Long => "long",
            Self::Password => "password",
            Self::Short => "short",
            Self::String => "string",
        }
    }

    /// The smallest and largest whole number that fits; nothing for a type that is no whole number.
    pub const fn whole_range(self) -> Option<(i64, i64)> {
        match self {
            Self::Short => Some((i16::MIN as i64, i16::MAX as i64)),
            Self::Int => Some((i32::MIN as i64, i32::MAX as i64)),
            Self::Long => Some((i64::MIN, i64::MAX)),
            _ => None,
        }
    }
}

/// The unit of a property's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Bytes.
    Bytes,
    /// A number of things.
    Count,
    /// Hours.
    Hours,
    /// Minutes.
    Minutes,
    /// Milliseconds.
    Milliseconds,
    /// A number of things in a second.
    PerSecond,
    /// Hundredths.
    Percent,
    /// A share, usually 0 to 1.
    Ratio,
}

impl Unit {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::Count => "count",
            Self::Hours => "hours",
            Self::Minutes => "minutes",
            Self::Milliseconds => "milliseconds",
            Self::PerSecond => "per second",
            Self::Percent => "percent",
            Self::Ratio => "ratio",
        }
    }

    /// The unit that the end of a property's name tells, for names in no table of ours.
    pub fn of_name(name: &str) -> Option<Self> {
        match name.rsplit('.').next()? {
            "ms" => Some(Self::Milliseconds),
            "bytes" => Some(Self::Bytes),
            "hours" => Some(Self::Hours),
            "minutes" => Some(Self::Minutes),
            _ => None,
        }
    }
}

/// How Kafka applies a changed value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UpdateMode {
    /// At the next start: MSK restarts the brokers one at a time.
    ReadOnly,
    /// At once, for all brokers.
    ClusterWide,
    /// At once, for one broker.
    PerBroker,
}

impl UpdateMode {
    /// When a new value takes effect, in words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ReadOnly => "at the next start of a broker",
            Self::ClusterWide => "at once, for all brokers",
            Self::PerBroker => "at once, for one broker",
        }
    }
}
