//! Karafka's application and WaterDrop's producers: `config.kafka = { … }` inside of their blocks.

use super::of_settings;
use super::program::{Call, Change, Changes, Program, Settings, Step};
use crate::client::Client;
use crate::client::library::{Library, Role};
use crate::client::source::reader::{File, Surroundings};

/// Whether a call gives a topic its settings.
pub(super) fn makes_client(function: &str) -> bool {
    function == "kafka"
}

/// The clients of a file.
pub(super) fn clients(file: &File, around: &dyn Surroundings, program: &Program) -> Vec<Client> {
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
            program.add_changes(file, "", step, Changes::All, 8, &mut found);
            clients.extend(of_settings(file, around, *library, *role, address, found));
        }
    }
    clients.extend(program.calls().filter_map(|(call, step)| of_topic(file, around, program, call, step)));
    for client in &mut clients {
        client.habits.application = around.application(file);
    }
    clients
}

/// The consumer of one topic: `topic :orders do kafka('fetch.min.bytes': 1, inherit: true) end`.
fn of_topic(file: &File, around: &dyn Surroundings, program: &Program, call: &Call, step: &Step) -> Option<Client> {
    let is_route = |name: &str| ["topic", "subscription_group"].iter().any(|word| name.ends_with(word));
    if !makes_client(&call.function) || step.conditional || !step.within.iter().any(|(name, _)| is_route(name)) {
        return None;
    }
    let mut found = Settings::default();
    call.arguments.iter().for_each(|map| program.add(file, map, step, &mut found));
    program.add_pairs(file, &call.named, step, &mut found);
    found.entries.retain(|entry| entry.key != "inherit");
    // What it leaves out may come from the application's own.
    found.incomplete = true;
    of_settings(file, around, Library::Karafka, Role::Consumer, "Karafka consumer of a topic", found)
}
