//! Values that a library rejects, or reads as something else than what is written.

use super::library::{Family, Library};
use super::{Client, Setting, names, reading};
use crate::facts::client::{self, RdkafkaKind, RdkafkaRange, in_version};
use crate::facts::{KafkaVersion, Since, Valid, ValueType, connect_worker_property, kafka_client_property};

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The library reads this instead.
    ReadAs(String),
    /// The library does not accept it, for this reason.
    Rejected(String),
}

/// The fault of a written, known value.
pub fn fault(client: &Client, setting: &Setting) -> Option<Fault> {
    let text = setting.text()?;
    match client.family() {
        Family::Librdkafka => of_rdkafka(client, &setting.key, text),
        Family::Java => of_kafka(client, setting, text),
        _ => None,
    }
}

fn of_rdkafka(client: &Client, key: &str, text: &str) -> Option<Fault> {
    let row = client::rdkafka_property(key)?;
    match row.kind {
        RdkafkaKind::Integer if super::refusal::acks(text).is_some() && is_acks(row.name) => None,
        RdkafkaKind::Integer => match reading::strtol(text) {
            None => Some(Fault::Rejected("it is no number".to_owned())),
            Some((number, rest)) => match in_version(row.ranges, client.version) {
                Some(RdkafkaRange::Numbers(min, max)) if !(min..=max).contains(&number) => {
                    Some(Fault::Rejected(format!("it is outside of {min}..{max}")))
                }
                // `90000.0` is what Python and Ruby make of a number with a point: it is read as it is meant.
                _ if text.trim().parse::<f64>().is_ok_and(|exact| exact == number as f64) => None,
                _ => (!rest.trim().is_empty()).then(|| Fault::ReadAs(number.to_string())),
            },
        },
        RdkafkaKind::Boolean => {
            let is_read = reading::flag(Family::Librdkafka, text).is_some();
            (!is_read).then(|| Fault::Rejected("it is neither true nor false".to_owned()))
        }
        RdkafkaKind::Enum => match in_version(row.ranges, client.version)? {
            RdkafkaRange::Words(words) if !words.iter().any(|word| word.eq_ignore_ascii_case(text)) => {
                Some(Fault::Rejected(format!("librdkafka knows {}", words.join(", "))))
            }
            _ => None,
        },
        _ => None,
    }
}

fn is_acks(name: &str) -> bool {
    matches!(name, "acks" | "request.required.acks")
}

fn of_kafka(client: &Client, setting: &Setting, text: &str) -> Option<Fault> {
    // Frameworks convert what stands under names of their own.
    if setting.key != setting.name {
        return None;
    }
    let of_workers = || connect_worker_property(&setting.name).filter(|_| client.library == Library::ConnectWorker);
    let of_clients = || names::kafka_property_for(client.role, &setting.name);
    let row = of_workers().or_else(of_clients).or_else(|| kafka_client_property(&setting.name))?;
    let text = text.trim();
    let version =
        client.version.and_then(|version| KafkaVersion::parse(&format!("{}.{}", version.major, version.minor)));
    let kind = row.value_type(version)?;
    if let Some((min, max)) = kind.whole_range() {
        let Ok(number) = text.parse::<i64>() else { return Some(Fault::Rejected("it is no whole number".to_owned())) };
        if !(min..=max).contains(&number) {
            return Some(Fault::Rejected("it does not fit the type".to_owned()));
        }
        return out_of_range(row.valid(version), number);
    }
    match kind {
        ValueType::Boolean if reading::flag(Family::Java, text).is_none() => {
            Some(Fault::Rejected("it is neither true nor false".to_owned()))
        }
        ValueType::String => unknown_word(row.valid(version), text),
        _ => None,
    }
}

/// Outside of what every one of these versions takes.
fn out_of_range(valid: &[Since<Valid>], number: i64) -> Option<Fault> {
    let number = number as f64;
    let refuses = |since: &Since<Valid>| match since.value {
        Valid::Range { min, max, also } => {
            (number < min || max.is_some_and(|max| number > max)) && also != Some(number)
        }
        _ => false,
    };
    (!valid.is_empty() && valid.iter().all(refuses))
        .then(|| Fault::Rejected("it is outside of what Kafka takes".to_owned()))
}

/// None of the words of any of these versions. Versions before a list was written down had it in their code.
fn unknown_word(valid: &[Since<Valid>], text: &str) -> Option<Fault> {
    let lists = valid.iter().filter_map(|since| match since.value {
        Valid::OneOf { words, ignore_case } => Some((words, ignore_case)),
        _ => None,
    });
    let knows = |(words, ignore_case): (&[&str], bool)| {
        words.iter().any(|word| {
            // A word may stand for many: by_duration:PnDTnHnMn.nS
            let parameter = word.split_once(':').zip(text.split_once(':'));
            *word == text
                || (ignore_case && word.eq_ignore_ascii_case(text))
                || parameter.is_some_and(|((word, _), (text, _))| word == text)
        })
    };
    let (words, _) = lists.clone().next_back()?;
    (!lists.clone().any(knows)).then(|| Fault::Rejected(format!("Kafka knows {}", words.join(", "))))
}
