//! Records that a producer sends and no broker takes.

use super::about;
use crate::client::Client;
use crate::client::library::{Family, Role};
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "client-message-too-large",
    summary: "a producer may send what its cluster does not take",
    page: include_str!("client_message_too_large.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    let Some(cluster) = client.cluster.as_ref().filter(|_| client.role != Role::Consumer) else { return };
    let name = if client.family() == Family::Librdkafka { "message.max.bytes" } else { "max.request.size" };
    let Some((size, setting)) = client.number(name) else { return };
    let bound = cluster.effective_number("message.max.bytes");
    let Some(most) = out.need("message.max.bytes", &bound).copied().filter(|most| size > *most) else { return };
    // A topic may take more than the others, and which of them are written to is not in the settings.
    let may_take = |topic: &crate::model::topic::Topic| {
        topic.config_number("max.message.bytes").is_some_and(|own| own.get().is_none_or(|own| own >= size))
    };
    if cluster.topics.iter().any(may_take) {
        return;
    }
    out.report(
        about(setting, "the producer sends what the cluster does not take")
            .related(&bound.origin.place, format!("message.max.bytes is {most}"))
            .note("a batch above it fails with RecordTooLargeException, and a retry does not help")
            .help(format!(
                "set {} to at most {most}, or raise max.message.bytes on the topic and what consumers fetch",
                setting.key
            )),
    );
}
