//! An application that goes on with a client that no longer works.

use crate::client::Client;
use crate::client::library::{Library, Role};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "no-fatal-error-recovery",
    summary: "nothing restarts a client after an error from which it does not recover",
    page: include_str!("no_fatal_error_recovery.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    let Some(application) = client.habits.application else { return };
    let is_idempotent = client.flag("enable.idempotence").is_some_and(|(on, _)| on);
    match (client.library, client.role) {
        (Library::Karafka, Role::Consumer) if !application.may_stop => out.report(
            Draft::new("error.occurred", "a consumer that loses sight of its partitions is never restarted")
                .at_place(&client.place, "nothing in this application stops the process on unknown_partition")
                .note(
                    "when MSK's metadata is incomplete for a while, librdkafka drops the topic's partitions: this consumer \
                     stops reading them, and its group does not give them to another",
                )
                .help(
                    "subscribe to error.occurred with Karafka.monitor, and stop the process after a random pause when \
                     event[:error].code is :unknown_partition",
                ),
        ),
        // Transactional producers are made anew by default.
        (Library::WaterDrop, _) if is_idempotent && client.lacks("transactional.id") && !application.may_reload => out.report(
            Draft::new("reload_on_idempotent_fatal_error", "a producer that had a fatal error never writes again")
                .at_place(&client.place, "nothing in this application makes it anew")
                .note("an idempotent producer that loses its place in the order of records refuses all others from then on")
                .help("set config.reload_on_idempotent_fatal_error = true"),
        ),
        _ => {}
    }
}
