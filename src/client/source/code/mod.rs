//! Code that makes clients: which calls make which client, and where their settings are.

mod context;
#[cfg(feature = "csharp")]
mod csharp;
mod exits;
mod franz_go;
#[cfg(feature = "go")]
mod go;
mod index;
#[cfg(any(feature = "java", feature = "kotlin", feature = "scala"))]
mod java;
#[cfg(any(feature = "java", feature = "kotlin", feature = "scala"))]
mod java_constants;
#[cfg(any(feature = "javascript", feature = "typescript"))]
mod javascript;
mod kafkajs;
mod karafka;
#[cfg(feature = "kotlin")]
mod kotlin;
mod makers;
mod options;
mod program;
#[cfg(feature = "python")]
mod python;
#[cfg(feature = "ruby")]
mod ruby;
#[cfg(feature = "rust")]
mod rust;
mod sarama;
#[cfg(feature = "scala")]
mod scala;
mod secrets;
mod settings;
mod step;
mod topics;
mod tree;

use std::ops::Range;

use tree_sitter::Language;

use super::beside;
use super::entry::settings;
use super::kind::Kind;
use super::reader::{File, MOST, Surroundings, client};
use crate::client::Client;
use crate::client::library::{Library, Role};
use crate::source::Place;
use makers::{BUILDERS, MAKERS, Maker};
use program::{Call, Changes, Program, Settings, Step};
use tree::Dialect;

/// Words of the signers that make tokens for MSK.
const SIGNERS: &[&str] = &["aws_msk_iam_sasl_signer", "aws-msk-iam-sasl-signer", "MSKAuthTokenProvider"];

/// The clients that a file of code makes.
pub(super) fn read(file: &File, around: &dyn Surroundings) -> Vec<Client> {
    let Some((text, program)) = file.whole().and_then(|text| Some((text, program(file.kind, text)?))) else {
        return Vec::new();
    };
    let mut clients = match file.kind {
        Kind::Ruby => karafka::clients(file, around, &program),
        Kind::JavaScript | Kind::TypeScript | Kind::Tsx => kafkajs::clients(file, around, &program),
        Kind::Go => {
            let mut clients = sarama::clients(file, around, &program);
            clients.extend(franz_go::clients(file, around, &program));
            clients
        }
        _ => Vec::new(),
    };
    for (call, step) in program.calls() {
        let means = program.meaning(&call.function);
        if let Some(maker) = MAKERS.iter().find(|maker| means(maker.function)) {
            clients.extend(made(file, around, &program, maker, call, step));
        }
        if clients.len() > MOST {
            break;
        }
    }
    let signs = SIGNERS.iter().any(|word| text.contains(word));
    let exits: Vec<Place> = program.exits.iter().map(|range| Place::Text(file.span(range.start, range.end))).collect();
    let topics = topics::topics(file, &program);
    if let Some(first) = clients.first_mut() {
        let spans = secrets::secrets(&program).into_iter().map(|range| file.span(range.start, range.end));
        first.secrets.extend(spans);
    }
    for client in &mut clients {
        client.habits.topics = topics.clone();
        client.signs_for_msk |= signs;
        client.habits.exits = exits.clone();
    }
    clients
}

fn program(kind: Kind, text: &str) -> Option<Program> {
    let (language, dialect) = language(kind)?;
    tree::read(&language, dialect, text)
}

/// Whether some bytes of a text of code are a comment.
pub(super) fn is_comment(kind: Kind, text: &str, range: Range<usize>) -> bool {
    language(kind).is_some_and(|(language, _)| tree::is_comment(&language, text, range))
}

/// The grammar of a type of code, and what its nodes say.
fn language(kind: Kind) -> Option<(Language, &'static dyn Dialect)> {
    Some(match kind {
        #[cfg(feature = "ruby")]
        Kind::Ruby => (tree_sitter_ruby::LANGUAGE.into(), &ruby::Ruby),
        #[cfg(feature = "python")]
        Kind::Python => (tree_sitter_python::LANGUAGE.into(), &python::Python),
        #[cfg(feature = "javascript")]
        Kind::JavaScript => (tree_sitter_javascript::LANGUAGE.into(), &javascript::JavaScript),
        #[cfg(feature = "go")]
        Kind::Go => (tree_sitter_go::LANGUAGE.into(), &go::Go),
        #[cfg(feature = "csharp")]
        Kind::CSharp => (tree_sitter_c_sharp::LANGUAGE.into(), &csharp::CSharp),
        #[cfg(feature = "kotlin")]
        Kind::Kotlin => (tree_sitter_kotlin_ng::LANGUAGE.into(), &kotlin::Kotlin),
        #[cfg(feature = "scala")]
        Kind::Scala => (tree_sitter_scala::LANGUAGE.into(), &scala::Scala),
        #[cfg(feature = "rust")]
        Kind::Rust => (tree_sitter_rust::LANGUAGE.into(), &rust::Rust),
        #[cfg(feature = "java")]
        Kind::Java => (tree_sitter_java::LANGUAGE.into(), &java::Java),
        #[cfg(feature = "typescript")]
        Kind::TypeScript => (tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(), &javascript::JavaScript),
        #[cfg(feature = "typescript")]
        Kind::Tsx => (tree_sitter_typescript::LANGUAGE_TSX.into(), &javascript::JavaScript),
        _ => return None,
    })
}

/// Whether a call makes a client of the maps it is given.
fn makes_client(program: &Program, function: &str) -> bool {
    let means = program.meaning(function);
    MAKERS.iter().any(|maker| means(maker.function))
        || BUILDERS.iter().any(|builder| means(builder))
        || kafkajs::makes_client(program, function)
        || sarama::makes_client(program, function)
        || franz_go::makes_client(program, function)
        || karafka::makes_client(function)
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
    program.add_pairs(file, &context::settings(program, &call.named, step), step, &mut found);
    // What is set in it after it was made.
    if let Some(kept) = program.steps_at(&step.value.range).find(|other| other.target.is_some()) {
        let which = if maker.is_client() { Changes::OfClient } else { Changes::All };
        program.add_changes(file, "", kept, which, 8, &mut found);
    }
    found.incomplete |= !maker.is_all;
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
    let passed: Vec<_> = found.entries.iter().filter_map(|entry| options::passed(library, role, entry)).collect();
    let made = client(file, around, library, role, address, settings(library, role, passed))?;
    Some(Client { complete: !found.incomplete, room: beside::room(file, &found.last_map, ""), ..made })
}
