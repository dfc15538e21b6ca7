//! franz-go: `kgo.NewClient` with options, each a call.

use super::of_settings;
use super::program::{Expr, Pair, Program, Settings, Step, Value};
use crate::client::Client;
use crate::client::library::{Library, Role};
use crate::client::names::own_option;
use crate::client::source::entry::Entry;
use crate::client::source::reader::{File, Surroundings};

const PATH: &str = "github.com/twmb/franz-go/pkg/kgo.";

/// Whether a function makes a client.
pub(super) fn makes_client(program: &Program, function: &str) -> bool {
    program.full_name(function).strip_prefix(PATH) == Some("NewClient")
}

/// The clients of a file.
pub(super) fn clients(file: &File, around: &dyn Surroundings, program: &Program) -> Vec<Client> {
    let mut clients = Vec::new();
    for (call, step) in program.calls().filter(|(call, _)| makes_client(program, &call.function)) {
        let mut found = Settings::default();
        call.arguments.iter().for_each(|option| add(file, program, option, step, 8, &mut found));
        // One client can do both.
        let is_for = |entry: &Entry, role: Role| own_option(Library::FranzGo, role, &entry.key).is_some();
        let only = |entry: &Entry, role: Role, other: Role| is_for(entry, role) && !is_for(entry, other);
        let consumes = found
            .entries
            .iter()
            .any(|entry| entry.key.starts_with("Consume") || only(entry, Role::Consumer, Role::Producer));
        let produces = found.entries.iter().any(|entry| only(entry, Role::Producer, Role::Consumer));
        for (role, is_used) in [(Role::Producer, produces || !consumes), (Role::Consumer, consumes)] {
            let client = || of_settings(file, around, Library::FranzGo, role, role.as_str(), found.clone());
            clients.extend(is_used.then(client).flatten());
        }
    }
    clients
}

/// Adds one option, a list of them, or what a name stands for.
fn add(file: &File, program: &Program, option: &Expr, at: &Step, depth: usize, into: &mut Settings) {
    let Some(depth) = depth.checked_sub(1) else { return into.lose() };
    match &option.value {
        Value::List(items) => items.iter().for_each(|item| add(file, program, item, at, depth, into)),
        Value::Name(name) => match program.assigned(name, at) {
            Some(of) => {
                add(file, program, &of.value, of, depth, into);
                for more in program.merged_into(of) {
                    let before = into.entries.len();
                    add(file, program, &more.value, more, depth, into);
                    if more.conditional {
                        into.doubt(before);
                    }
                }
            }
            None => into.lose(),
        },
        Value::Call(call) => match program.full_name(&call.function).strip_prefix(PATH) {
            Some(name) => {
                // An option without arguments is on by being there.
                let on =
                    Expr { value: Value::Name("option.given".to_owned()), range: option.range.clone(), literal: None };
                let value = call.arguments.first().cloned().unwrap_or(on);
                let pair = Pair { key: Some(name.to_owned()), range: option.range.clone(), value };
                program.add_pairs(file, &[pair], at, into);
            }
            None => into.lose(),
        },
        _ => into.lose(),
    }
}
