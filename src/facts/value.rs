//! Whether Kafka and MSK take the value of a property, and what is wrong with it when they do not.

use super::number::{Reading, converted, java_trim, read, split_unit, ungrouped};
use super::{
    KafkaProperty, KafkaVersion, Since, Unit, Valid, ValueType, broker_property, kafka_broker_property,
    kafka_topic_property, topic_property,
};

/// Who draws a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Authority {
    /// Apache Kafka.
    Kafka,
    /// Amazon MSK.
    Msk,
}

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueFault {
    /// Nothing is written where a number or boolean is needed.
    Empty,
    /// It is no number.
    NotANumber {
        /// The unit that is written behind the number; properties take none.
        with_unit: Option<String>,
        /// The unit in which the property counts.
        expected: Option<Unit>,
        /// The number that was probably meant, in that unit.
        meant: Option<i64>,
    },
    /// It has a fraction where Kafka reads whole numbers.
    NotWhole,
    /// It does not fit the property's type.
    OutsideType {
        /// The type.
        value_type: ValueType,
        /// Its least number.
        minimum: i64,
        /// Its greatest number.
        maximum: i64,
    },
    /// It is neither `true` nor `false`.
    NotABoolean,
    /// It is too small.
    BelowMinimum {
        /// The least number.
        minimum: f64,
        /// Who says so.
        by: Authority,
    },
    /// It is too large.
    AboveMaximum {
        /// The greatest number.
        maximum: f64,
        /// Who says so.
        by: Authority,
    },
    /// It, or an item of it, is none of the known words.
    NotOneOf {
        /// The word.
        written: String,
        /// The known words.
        allowed: &'static [&'static str],
        /// Who says so.
        by: Authority,
    },
}

/// What MSK's table says about a value.
struct Bounds {
    value_type: ValueType,
    unit: Option<Unit>,
    min: Option<f64>,
    max: Option<f64>,
    values: &'static [&'static str],
    trusted: bool,
}

/// A value as Kafka reads it.
enum Read<'a> {
    Number(f64),
    Words(Vec<&'a str>),
    Boolean,
}

/// Checks the value of a broker property for a version; without one, a value is at fault only if every version refuses
/// it. A name that no table has, and a row that is not sure, let everything pass.
///
/// # Errors
/// What is wrong with the value.
pub fn check_value(name: &str, value: &str, version: Option<KafkaVersion>) -> Result<(), ValueFault> {
    let msk = broker_property(name).map(|row| Bounds {
        value_type: row.value_type,
        unit: row.unit,
        min: row.min,
        max: row.max,
        values: row.values,
        trusted: row.confidence.supports_errors(),
    });
    check(name, value, msk, kafka_broker_property(name), version)
}

/// Checks the value of a topic property in the same way.
///
/// # Errors
/// What is wrong with the value.
pub fn check_topic_value(name: &str, value: &str, version: Option<KafkaVersion>) -> Result<(), ValueFault> {
    let msk = topic_property(name).map(|row| Bounds {
        value_type: row.value_type,
        unit: row.unit,
        min: row.min,
        max: row.max,
        values: row.values,
        trusted: row.confidence.supports_errors(),
    });
    check(name, value, msk, kafka_topic_property(name), version)
}

/// Checks the value of a property of Kafka Connect in the same way.
///
/// # Errors
/// What is wrong with the value.
pub fn check_connect_value(
    row: &'static KafkaProperty,
    value: &str,
    version: Option<KafkaVersion>,
) -> Result<(), ValueFault> {
    check(row.name, value, None, Some(row), version)
}

fn check(
    name: &str,
    value: &str,
    msk: Option<Bounds>,
    kafka: Option<&'static KafkaProperty>,
    version: Option<KafkaVersion>,
) -> Result<(), ValueFault> {
    let of_msk = msk.as_ref().map(|row| row.value_type);
    let Some(value_type) = of_msk.or_else(|| kafka?.value_type(version)) else { return Ok(()) };
    let unit = msk.as_ref().and_then(|row| row.unit).or_else(|| Unit::of_name(name));
    let value = read_as(java_trim(value), value_type, unit)?;
    if let Some(row) = msk.filter(|row| row.trusted) {
        within(&value, row.min, row.max, Authority::Msk)?;
        one_of(&value, row.values, false, Authority::Msk)?;
    }
    kafka.map_or(Ok(()), |row| passes(&value, row.valid(version)))
}

fn read_as(text: &str, value_type: ValueType, unit: Option<Unit>) -> Result<Read<'_>, ValueFault> {
    match value_type {
        ValueType::Boolean => boolean(text),
        ValueType::List if text.is_empty() => Ok(Read::Words(Vec::new())),
        ValueType::List => Ok(Read::Words(text.split(',').map(java_trim).collect())),
        ValueType::Class | ValueType::Password | ValueType::String => Ok(Read::Words(vec![text])),
        ValueType::Double | ValueType::Int | ValueType::Long | ValueType::Short => number(text, value_type, unit),
    }
}

fn boolean(text: &str) -> Result<Read<'_>, ValueFault> {
    match text {
        "" => Err(ValueFault::Empty),
        _ if text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false") => Ok(Read::Boolean),
        _ => Err(ValueFault::NotABoolean),
    }
}

fn number(text: &str, value_type: ValueType, unit: Option<Unit>) -> Result<Read<'_>, ValueFault> {
    match read(text, value_type) {
        Reading::Number(number) => Ok(Read::Number(number)),
        Reading::Nothing if text.is_empty() => Err(ValueFault::Empty),
        Reading::Nothing => Err(no_number(text, unit)),
        Reading::Fraction => Err(ValueFault::NotWhole),
        Reading::TooLarge => {
            let (minimum, maximum) = value_type.whole_range().unwrap_or((i64::MIN, i64::MAX));
            Err(ValueFault::OutsideType { value_type, minimum, maximum })
        }
    }
}

fn no_number(text: &str, expected: Option<Unit>) -> ValueFault {
    let (with_unit, meant) = match split_unit(text) {
        Some((number, unit)) => (Some(unit.to_owned()), expected.and_then(|to| converted(number, unit, to))),
        None => (None, ungrouped(text)),
    };
    ValueFault::NotANumber { with_unit, expected, meant }
}

/// Whether one of the validators lets the value pass; the newest one's reason when none does.
fn passes(value: &Read<'_>, validators: &[Since<Valid>]) -> Result<(), ValueFault> {
    let mut result = Ok(());
    for since in validators {
        result = passes_one(value, since.value);
        if result.is_ok() {
            break;
        }
    }
    result
}

fn passes_one(value: &Read<'_>, valid: Valid) -> Result<(), ValueFault> {
    match (valid, value) {
        (Valid::Range { also: Some(also), .. }, Read::Number(number)) if *number == also => Ok(()),
        (Valid::Range { min, max, .. }, _) => within(value, Some(min), max, Authority::Kafka),
        (Valid::OneOf { words, ignore_case }, _) => one_of(value, words, ignore_case, Authority::Kafka),
        (Valid::NonEmpty, Read::Words(words)) if words.iter().all(|word| word.is_empty()) => Err(ValueFault::Empty),
        (Valid::NonEmpty | Valid::Any, _) => Ok(()),
    }
}

/// Written so that NaN, which Kafka's comparisons let pass, passes here too.
fn within(value: &Read<'_>, min: Option<f64>, max: Option<f64>, by: Authority) -> Result<(), ValueFault> {
    let Read::Number(number) = value else { return Ok(()) };
    match (min, max) {
        (Some(minimum), _) if *number < minimum => Err(ValueFault::BelowMinimum { minimum, by }),
        (_, Some(maximum)) if *number > maximum => Err(ValueFault::AboveMaximum { maximum, by }),
        _ => Ok(()),
    }
}

fn one_of(
    value: &Read<'_>,
    allowed: &'static [&'static str],
    ignore_case: bool,
    by: Authority,
) -> Result<(), ValueFault> {
    let Read::Words(words) = value else { return Ok(()) };
    let is_known = |word: &str| {
        allowed.iter().any(|known| if ignore_case { known.eq_ignore_ascii_case(word) } else { *known == word })
    };
    match words.iter().find(|word| !is_known(word)) {
        Some(word) if !allowed.is_empty() => Err(ValueFault::NotOneOf { written: (*word).to_owned(), allowed, by }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const MSK: Authority = Authority::Msk;
    const KAFKA: Authority = Authority::Kafka;

    fn unit(with_unit: &str, expected: Unit, meant: Option<i64>) -> ValueFault {
        ValueFault::NotANumber { with_unit: Some(with_unit.into()), expected: Some(expected), meant }
    }

    #[test]
    fn values_that_kafka_reads_pass() {
        let fine = [
            ("min.insync.replicas", " 2\t"),
            ("min.insync.replicas", "+2"),
            ("auto.create.topics.enable", "TRUE"),
            ("log.retention.ms", "-1"),
            ("log.retention.bytes", "9223372036854775807"),
            ("log.cleaner.min.cleanable.ratio", "5e-1"),
            ("log.cleaner.min.cleanable.ratio", ".5f"),
            ("log.cleanup.policy", "compact , delete"),
            ("compression.type", " zstd "),
            ("zookeeper.session.timeout.ms", "18000"),
            ("compression.gzip.level", "-1"),
            ("log.message.format.version", "2.8.1"),
            ("log.cleaner.max.compaction.lag.ms", "86400000"),
            ("no.such.property", "anything"),
            ("socket.send.buffer.bytes", "-1"),
        ];
        for (name, value) in fine {
            assert_eq!(check_value(name, value, None), Ok(()), "{name}={value}");
        }
    }

    #[test]
    fn faults_say_what_is_wrong() {
        let faults = [
            ("log.segment.bytes", "512MB", unit("MB", Unit::Bytes, Some(512 << 20))),
            ("log.retention.ms", "7d", unit("d", Unit::Milliseconds, Some(604_800_000))),
            ("log.retention.ms", "7 days", unit("days", Unit::Milliseconds, Some(604_800_000))),
            ("log.retention.hours", "7d", unit("d", Unit::Hours, Some(168))),
            ("log.retention.hours", "30m", unit("m", Unit::Hours, None)),
            ("num.partitions", "6x", unit("x", Unit::Count, None)),
            (
                "log.segment.bytes",
                "1_073_741_824",
                ValueFault::NotANumber { with_unit: None, expected: Some(Unit::Bytes), meant: Some(1 << 30) },
            ),
            (
                "min.insync.replicas",
                "two",
                ValueFault::NotANumber { with_unit: None, expected: Some(Unit::Count), meant: None },
            ),
            ("min.insync.replicas", "", ValueFault::Empty),
            ("min.insync.replicas", "1.5", ValueFault::NotWhole),
            ("min.insync.replicas", "0", ValueFault::BelowMinimum { minimum: 1.0, by: MSK }),
            (
                "num.partitions",
                "3000000000",
                ValueFault::OutsideType { value_type: ValueType::Int, minimum: -(1 << 31), maximum: (1 << 31) - 1 },
            ),
            (
                "log.retention.ms",
                "99999999999999999999",
                ValueFault::OutsideType { value_type: ValueType::Long, minimum: i64::MIN, maximum: i64::MAX },
            ),
            ("auto.create.topics.enable", "yes", ValueFault::NotABoolean),
            ("auto.create.topics.enable", "", ValueFault::Empty),
            ("replica.lag.time.max.ms", "60000", ValueFault::AboveMaximum { maximum: 30_000.0, by: MSK }),
            ("log.cleaner.threads", "-1", ValueFault::BelowMinimum { minimum: 0.0, by: KAFKA }),
            ("log.cleaner.min.cleanable.ratio", "1.5", ValueFault::AboveMaximum { maximum: 1.0, by: MSK }),
        ];
        for (name, value, fault) in faults {
            assert_eq!(check_value(name, value, None), Err(fault), "{name}={value}");
        }
    }

    #[test]
    fn each_item_of_a_list_is_checked() {
        let fault = check_value("log.cleanup.policy", "delete,compacted", None).unwrap_err();
        assert!(matches!(fault, ValueFault::NotOneOf { written, by: Authority::Msk, .. } if written == "compacted"));
    }

    #[test]
    fn ranges_follow_the_version() {
        let at = |version| check_value("log.segment.bytes", "100", Some(KafkaVersion::parse(version).unwrap()));
        assert_eq!(at("3.9.x"), Ok(()));
        assert_eq!(at("4.0.x.kraft"), Err(ValueFault::BelowMinimum { minimum: 1_048_576.0, by: KAFKA }));
        assert_eq!(check_value("log.segment.bytes", "100", None), Ok(()), "some version takes it");
    }

    #[test]
    fn topic_values_are_checked_by_their_own_table() {
        assert_eq!(check_topic_value("retention.ms", "-1", None), Ok(()));
        assert_eq!(check_topic_value("cleanup.policy", "compact,delete", None), Ok(()));
        let fault = check_topic_value("retention.ms", "7d", None).unwrap_err();
        assert_eq!(fault, unit("d", Unit::Milliseconds, Some(604_800_000)));
        assert!(check_topic_value("min.insync.replicas", "0", None).is_err());
    }
}
