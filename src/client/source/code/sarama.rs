//! sarama: `config := sarama.NewConfig()`, what is set in it, and the functions that it is given to.

use std::collections::HashMap;

use super::of_settings;
use super::program::{Call, Change, Changes, Expr, Pair, Program, Settings, Step, Value, returned_by};
use crate::client::Client;
use crate::client::library::{Library, Role};
use crate::client::source::reader::{File, Surroundings};

const PATHS: &[&str] = &["github.com/IBM/sarama.", "github.com/Shopify/sarama."];

/// What makes a client of a configuration: the function, the role, and the place of the configuration.
const MAKERS: &[(&str, Role, usize)] = &[
    ("NewSyncProducer", Role::Producer, 1),
    ("NewAsyncProducer", Role::Producer, 1),
    ("NewConsumerGroup", Role::Consumer, 2),
    ("NewConsumer", Role::Consumer, 1),
    ("NewClusterAdmin", Role::Admin, 1),
    ("NewClient", Role::Unknown, 1),
];

/// Whether a function makes a client.
pub(super) fn makes_client(program: &Program, function: &str) -> bool {
    of_sarama(program, function).is_some_and(|name| MAKERS.iter().any(|(maker, ..)| *maker == name))
}

fn of_sarama(program: &Program, function: &str) -> Option<String> {
    let full = program.full_name(function);
    PATHS.iter().find_map(|path| full.strip_prefix(path)).map(str::to_owned)
}

/// The clients of a file.
pub(super) fn clients(file: &File, around: &dyn Surroundings, program: &Program) -> Vec<Client> {
    let is_new = |step: &&Step| match &step.value.value {
        Value::Call(call) if step.target.is_some() && step.change == Change::Set => {
            of_sarama(program, &call.function).as_deref() == Some("NewConfig")
        }
        _ => false,
    };
    let mut uses: HashMap<usize, Vec<(Role, &Call, &Step)>> = HashMap::new();
    for (call, step) in program.calls() {
        let Some(name) = of_sarama(program, &call.function) else { continue };
        let Some((_, role, place)) = MAKERS.iter().find(|(maker, ..)| *maker == name) else { continue };
        if let Some(config) = call.arguments.get(*place).and_then(|argument| config_of(program, argument, step, 8)) {
            uses.entry(config.id).or_default().push((*role, call, step));
        }
    }
    let of_config = |config: &Step| {
        let uses = uses.get(&config.id).map_or(&[][..], Vec::as_slice);
        of_config(file, around, program, config, uses)
    };
    program.steps.iter().filter(is_new).flat_map(of_config).collect()
}

/// The clients of one configuration: one for each role that it is used in, or that its settings are for.
fn of_config(
    file: &File,
    around: &dyn Surroundings,
    program: &Program,
    config: &Step,
    used: &[(Role, &Call, &Step)],
) -> Vec<Client> {
    let settings = |which: Changes<'_>| {
        let mut found = Settings::default();
        program.add_changes(file, "", config, which, 8, &mut found);
        found
    };
    let mut uses: Vec<(Role, Settings)> = Vec::new();
    for (role, call, step) in used {
        if uses.iter().all(|(known, _)| known != role) {
            let mut found = settings(Changes::Before(step));
            if let Some(brokers) = call.arguments.first() {
                let pair = Pair { key: None, range: brokers.range.clone(), value: brokers.clone() };
                found.push(program.entry(file, "addrs".to_owned(), &pair, step));
            }
            uses.push((*role, found));
        }
    }
    if uses.is_empty() {
        // Somebody else makes the client, and may set more.
        let mut found = settings(Changes::All);
        found.incomplete = true;
        let of_role = |word: &str| found.entries.iter().any(|entry| entry.key.starts_with(word));
        let roles = [(Role::Producer, of_role("Producer.")), (Role::Consumer, of_role("Consumer."))];
        uses.extend(roles.into_iter().filter(|(_, is)| *is).map(|(role, _)| (role, found.clone())));
        if uses.is_empty() {
            uses.push((Role::Unknown, found));
        }
    }
    let client =
        |(role, found): (Role, Settings)| of_settings(file, around, Library::Sarama, role, role.as_str(), found);
    uses.into_iter().filter_map(client).collect()
}

/// The configuration that an argument is: by its name, or by a function that returns it.
fn config_of<'p>(program: &'p Program, argument: &Expr, at: &Step, depth: usize) -> Option<&'p Step> {
    let depth = depth.checked_sub(1)?;
    let name = match &argument.value {
        Value::Name(name) => name.clone(),
        Value::Call(call) => returned_by(&call.function),
        _ => return None,
    };
    let found = program.assigned(&name, at)?;
    Some(config_of(program, &found.value, found, depth).unwrap_or(found))
}
