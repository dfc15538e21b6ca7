//! A plan that replaces a configuration that a cluster uses.

use crate::model::change::Action;
use crate::model::configuration::Configuration;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "configuration-replaced-in-use",
    summary: "a plan that replaces a configuration that a cluster uses",
    page: include_str!("configuration_replaced_in_use.md"),
    security: false,
    supersedes: &[],
    check: Check::Configuration(check),
};

fn check(configuration: &Configuration, _: &Policy, out: &mut Findings) {
    let Some(change) = configuration.change.as_ref().filter(|_| configuration.used_before) else { return };
    let before = change.before.as_deref().and_then(|before| before.name.known());
    let keeps_name = before.zip(configuration.name.known()).is_some_and(|(old, new)| old == new);
    let (message, help) = match change.action {
        Action::DestroyThenCreate => (
            "MSK refuses to delete a configuration that a cluster uses",
            "set lifecycle { create_before_destroy = true } and give the configuration a new name",
        ),
        Action::CreateThenDestroy if keeps_name => (
            "MSK refuses a second configuration of the same name",
            "let the name change with kafka_versions, with a suffix for example",
        ),
        _ => return,
    };
    let draft = match change.replaced_by.first() {
        Some((path, origin)) => Draft::new(path.clone(), message).at(origin, format!("{path} cannot change in place")),
        None => Draft::new("configuration", message).at_place(&configuration.block, "is replaced"),
    };
    out.report(draft.help(help));
}
