//! Karafka's application and WaterDrop's producers: `config.kafka = { … }` inside of their blocks.

use super::of_settings;
use super::program::{Change, Changes, Program, Settings};
use crate::client::Client;
use crate::client::library::{Library, Role};
use crate::client::source::reader::{File, Surroundings};

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
            let made = of_settings(file, around, *library, *role, address, found);
            clients.extend(made.map(|mut client| {
                client.habits.application = around.application(file);
                client
            }));
        }
    }
    clients
}
