//! Code that makes clients: which calls make which client, and where their settings are.

#[cfg(feature = "javascript")]
mod javascript;
mod program;
#[cfg(feature = "python")]
mod python;
#[cfg(feature = "ruby")]
mod ruby;
mod tree;

use super::entry::{Entry, settings};
use super::kind::Kind;
use super::reader::{File, Surroundings, client};
use crate::client::Client;
use crate::client::library::{Library, Role};
use program::{Call, Change, Program, Settings, Step, Value};

/// A call that makes a client.
struct Maker {
    /// The function with the module it is imported from.
    function: &'static str,
    library: Library,
    role: Role,
    /// Arguments by place that are maps of settings.
    maps: usize,
}

const fn maker(function: &'static str, library: Library, role: Role, maps: usize) -> Maker {
    Maker { function, library, role, maps }
}

const MAKERS: &[Maker] = &[
    maker("confluent_kafka.Producer", Library::ConfluentPython, Role::Producer, 1),
    maker("confluent_kafka.SerializingProducer", Library::ConfluentPython, Role::Producer, 1),
    maker("confluent_kafka.avro.AvroProducer", Library::ConfluentPython, Role::Producer, 1),
    maker("confluent_kafka.Consumer", Library::ConfluentPython, Role::Consumer, 1),
    maker("confluent_kafka.DeserializingConsumer", Library::ConfluentPython, Role::Consumer, 1),
    maker("confluent_kafka.avro.AvroConsumer", Library::ConfluentPython, Role::Consumer, 1),
    maker("confluent_kafka.admin.AdminClient", Library::ConfluentPython, Role::Admin, 1),
    maker("kafka.KafkaProducer", Library::KafkaPython, Role::Producer, 0),
    maker("kafka.KafkaConsumer", Library::KafkaPython, Role::Consumer, 0),
    maker("kafka.KafkaAdminClient", Library::KafkaPython, Role::Admin, 0),
    maker("kafka.admin.KafkaAdminClient", Library::KafkaPython, Role::Admin, 0),
    maker("aiokafka.AIOKafkaProducer", Library::Aiokafka, Role::Producer, 0),
    maker("aiokafka.AIOKafkaConsumer", Library::Aiokafka, Role::Consumer, 0),
    maker("aiokafka.admin.AIOKafkaAdminClient", Library::Aiokafka, Role::Admin, 0),
    maker("node-rdkafka.Producer", Library::NodeRdkafka, Role::Producer, 2),
    maker("node-rdkafka.HighLevelProducer", Library::NodeRdkafka, Role::Producer, 2),
    maker("node-rdkafka.KafkaConsumer", Library::NodeRdkafka, Role::Consumer, 2),
    maker("node-rdkafka.AdminClient.create", Library::NodeRdkafka, Role::Admin, 1),
    maker("Rdkafka::Config.new", Library::RdkafkaRuby, Role::Unknown, 1),
];

/// Words of the signers that make tokens for MSK.
const SIGNERS: &[&str] = &["aws_msk_iam_sasl_signer", "aws-msk-iam-sasl-signer", "MSKAuthTokenProvider"];

/// The clients that a file of code makes.
pub(super) fn read(file: &File, around: &dyn Surroundings) -> Vec<Client> {
    let Some((text, program)) = file.whole().and_then(|text| Some((text, program(file.kind, text)?))) else {
        return Vec::new();
    };
    let mut clients = match file.kind {
        Kind::Ruby => karafka(file, around, &program),
        _ => kafkajs(file, around, &program),
    };
    for (call, step) in program.calls() {
        let name = program.full_name(&call.function);
        if let Some(maker) = MAKERS.iter().find(|maker| maker.function == name) {
            clients.extend(made(file, around, &program, maker, call, step));
        }
    }
    let signs = SIGNERS.iter().any(|word| text.contains(word));
    clients.iter_mut().for_each(|client| client.signs_for_msk |= signs);
    clients
}

fn program(kind: Kind, text: &str) -> Option<Program> {
    match kind {
        #[cfg(feature = "ruby")]
        Kind::Ruby => tree::read(&tree_sitter_ruby::LANGUAGE.into(), &ruby::Ruby, text),
        #[cfg(feature = "python")]
        Kind::Python => tree::read(&tree_sitter_python::LANGUAGE.into(), &python::Python, text),
        #[cfg(feature = "javascript")]
        Kind::JavaScript => tree::read(&tree_sitter_javascript::LANGUAGE.into(), &javascript::JavaScript, text),
        _ => None,
    }
}

/// A client whose settings are the arguments of one call.
fn made(
    file: &File,
    around: &dyn Surroundings,
    program: &Program,
    maker: &Maker,
    call: &Call,
    step: &Step,
) -> Option<Client> {
    let mut found = Settings::default();
    for argument in call.arguments.iter().take(maker.maps) {
        program.add(file, argument, step, &mut found);
    }
    program.add_pairs(file, &call.named, step, &mut found);
    let name = maker.function.rsplit('.').next().unwrap_or(maker.function);
    of_settings(file, around, maker.library, maker.role, name, found)
}

fn of_settings(
    file: &File,
    around: &dyn Surroundings,
    library: Library,
    role: Role,
    address: &str,
    found: Settings,
) -> Option<Client> {
    let passed: Vec<_> = found.entries.iter().map(|entry: &Entry| entry.renamed(entry.key.clone())).collect();
    let made = client(file, around, library, role, address, settings(library, role, passed))?;
    Some(Client { complete: !found.incomplete, ..made })
}

/// Karafka's application and WaterDrop's producers: `config.kafka = { … }` inside of their blocks.
fn karafka(file: &File, around: &dyn Surroundings, program: &Program) -> Vec<Client> {
    let mut clients = Vec::new();
    for step in &program.steps {
        let is_kafka = step.target.as_deref().is_some_and(|target| target.ends_with(".kafka"));
        if !is_kafka || step.change != Change::Set || step.conditional {
            continue;
        }
        let within = |word: &str| step.within.iter().rev().any(|(name, _)| name.contains(word));
        let roles: &[(Library, Role, &str)] = if within("WaterDrop") {
            &[(Library::WaterDrop, Role::Producer, "WaterDrop producer")]
        } else if within("Karafka::App") || within("setup") {
            // Karafka gives each role the settings it knows of the one hash.
            &[
                (Library::Karafka, Role::Consumer, "Karafka consumer"),
                (Library::Karafka, Role::Producer, "Karafka producer"),
            ]
        } else {
            &[]
        };
        for (library, role, address) in roles {
            let mut found = Settings::default();
            program.add(file, &step.value, step, &mut found);
            program.add_changes(file, "", step, 8, &mut found);
            clients.extend(of_settings(file, around, *library, *role, address, found));
        }
    }
    clients
}

/// kafkajs: what `new Kafka` gets counts for the producers and consumers that it makes.
fn kafkajs(file: &File, around: &dyn Surroundings, program: &Program) -> Vec<Client> {
    let made: Vec<(&Call, &Step)> =
        program.calls().filter(|(call, _)| program.full_name(&call.function) == "kafkajs.Kafka").collect();
    let [(kafka, kafka_step)] = made[..] else { return Vec::new() };
    let common = || {
        let mut found = Settings::default();
        kafka.arguments.iter().take(1).for_each(|map| program.add(file, map, kafka_step, &mut found));
        found
    };
    let roles = [(".producer", Role::Producer), (".consumer", Role::Consumer)];
    let mut clients = Vec::new();
    for (call, step) in program.calls() {
        let Some((word, role)) = roles.iter().find(|(word, _)| call.function.ends_with(word)) else { continue };
        let mut found = common();
        for map in call.arguments.iter().take(1) {
            program.add(file, map, step, &mut found);
        }
        if *role == Role::Producer {
            found.entries.extend(sent_acks(file, program));
        }
        clients.extend(of_settings(file, around, Library::KafkaJs, *role, &word[1..], found));
    }
    if clients.is_empty() {
        clients.extend(of_settings(file, around, Library::KafkaJs, Role::Unknown, "Kafka", common()));
    }
    clients
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
