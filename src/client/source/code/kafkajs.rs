//! kafkajs, and the interface of it that @confluentinc/kafka-javascript has: what `new Kafka` gets counts for the
//! producers and consumers that it makes.

use super::of_settings;
use super::program::{Call, Program, Settings, Step, Value};
use crate::client::Client;
use crate::client::library::{Library, Role};
use crate::client::source::entry::Entry;
use crate::client::source::reader::{File, Surroundings};

const KAFKA: &[(&str, Library)] = &[
    ("kafkajs.Kafka", Library::KafkaJs),
    ("@confluentinc/kafka-javascript.KafkaJS.Kafka", Library::ConfluentJavaScript),
];

const ROLES: &[(&str, Role)] = &[(".producer", Role::Producer), (".consumer", Role::Consumer), (".admin", Role::Admin)];

/// Whether a call makes a client, or what clients are made of.
pub(super) fn makes_client(program: &Program, function: &str) -> bool {
    library(program, function).is_some() || ROLES.iter().any(|(word, _)| function.ends_with(word))
}

fn library(program: &Program, function: &str) -> Option<Library> {
    let name = program.full_name(function);
    KAFKA.iter().find(|(kafka, _)| *kafka == name).map(|(_, library)| *library)
}

/// A call of `new Kafka`.
#[derive(Clone, Copy)]
struct Kafka<'p> {
    library: Library,
    call: &'p Call,
    step: &'p Step,
}

/// The clients of a file.
pub(super) fn clients(file: &File, around: &dyn Surroundings, program: &Program) -> Vec<Client> {
    let calls = program.calls();
    let made: Vec<Kafka<'_>> = calls
        .filter_map(|(call, step)| Some(Kafka { library: library(program, &call.function)?, call, step }))
        .collect();
    let mut clients = Vec::new();
    let acks = if made.is_empty() { None } else { sent_acks(file, program) };
    for (call, step) in program.calls() {
        let role = ROLES.iter().find_map(|(word, role)| Some((call.function.strip_suffix(word)?, *role)));
        let Some((receiver, role)) = role.filter(|(_, role)| *role != Role::Admin) else { continue };
        let Some(kafka) = maker(program, &made, receiver, step) else { continue };
        let mut found = common(file, program, kafka);
        // What the roles have for themselves, the common map has not.
        found.last_map.clear();
        for map in call.arguments.iter().take(1) {
            program.add(file, map, step, &mut found);
        }
        if role == Role::Producer && kafka.library == Library::KafkaJs {
            found.entries.extend(acks.clone());
        }
        clients.extend(of_settings(file, around, kafka.library, role, role.as_str(), found));
    }
    if clients.is_empty() {
        let client = |kafka: Kafka<'_>| {
            of_settings(file, around, kafka.library, Role::Unknown, "Kafka", common(file, program, kafka))
        };
        clients.extend(made.into_iter().filter_map(client));
    }
    clients
}

/// What a receiver of `.producer()` is: what it was assigned, or the only one there is.
fn maker<'p>(program: &Program, made: &[Kafka<'p>], receiver: &str, at: &Step) -> Option<Kafka<'p>> {
    let is_value = |kafka: &&Kafka<'p>, of: &Step| kafka.step.range == of.value.range;
    let assigned = program.assigned(receiver, at);
    let found = assigned.and_then(|of| made.iter().find(|kafka| is_value(kafka, of)));
    match (found, made) {
        (Some(kafka), _) => Some(*kafka),
        (None, [only]) => Some(*only),
        _ => None,
    }
}

fn common(file: &File, program: &Program, kafka: Kafka<'_>) -> Settings {
    let mut found = Settings::default();
    kafka.call.arguments.iter().take(1).for_each(|map| program.add(file, map, kafka.step, &mut found));
    found
}

/// `acks` of the calls that send, where all say the same.
fn sent_acks(file: &File, program: &Program) -> Option<Entry> {
    let sends = program.calls().filter(|(call, _)| call.function.ends_with(".send"));
    let of_call = |(call, step): (&Call, &Step)| {
        let mut found = Settings::default();
        let is_map = call.arguments.first().is_some_and(|first| matches!(first.value, Value::Map(_)));
        call.arguments.iter().take(1).filter(|_| is_map).for_each(|map| program.add(file, map, step, &mut found));
        found.entries.into_iter().rev().find(|entry| entry.key == "acks")
    };
    let mut found: Vec<Option<Entry>> = sends.map(of_call).collect();
    let first = found.pop()??;
    found.iter().all(|other| other.as_ref().is_some_and(|other| other.value == first.value)).then_some(first)
}
