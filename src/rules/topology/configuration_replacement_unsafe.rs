//! A configuration whose replacement would fail.

use crate::model::configuration::{Attachment, Configuration};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "configuration-replacement-unsafe",
    summary: "a change of kafka_versions cannot be applied",
    page: include_str!("configuration_replacement_unsafe.md"),
    security: false,
    supersedes: &[],
    check: Check::Configuration(check),
};

fn check(configuration: &Configuration, _: &Policy, out: &mut Findings) {
    let is_used = configuration.attachment != Attachment::Unattached;
    let Some(name) = configuration.name.known().filter(|_| is_used && !configuration.name_varies) else { return };
    let Some(versions) = configuration.kafka_versions.known().filter(|versions| !versions.is_empty()) else { return };
    if versions.iter().any(|version| letters(name).contains(&letters(version))) {
        return;
    }
    let why = match configuration.create_before_destroy {
        true => "create_before_destroy makes the new one first, but its name is taken",
        false => "Terraform deletes the old one first, and MSK refuses to delete a configuration in use",
    };
    let draft = Draft::new("name", "a change of kafka_versions cannot be applied")
        .at(&configuration.name.origin, "the name stays the same when kafka_versions changes")
        .related(&configuration.kafka_versions.origin.place, "a change of this replaces the configuration")
        .note(why)
        .help("let the name contain the version, and set lifecycle { create_before_destroy = true }");
    out.report(draft);
}

/// Letters and digits alone: `3-9-x` in a name stands for `3.9.x`.
fn letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}
