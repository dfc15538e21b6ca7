//! Socket buffers of a fixed size, which the operating system would choose better.

use super::{about, offer};
use crate::client::Client;
use crate::client::library::Family;
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "socket-buffers-fixed",
    summary: "socket buffers have a fixed size",
    page: include_str!("socket_buffers_fixed.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

const BUFFERS: [&str; 4] =
    ["send.buffer.bytes", "receive.buffer.bytes", "socket.send.buffer.bytes", "socket.receive.buffer.bytes"];

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    for name in BUFFERS {
        let Some((size, setting)) = client.number(name).filter(|(size, _)| *size > 0) else { continue };
        // A buffer above the default was made for a long way to the brokers.
        if client.newest_default(name).is_some_and(|default| default > 0 && size > default) {
            continue;
        }
        // What each library takes for "the system decides".
        let system = match client.family() {
            Family::Java => Some("-1"),
            Family::Librdkafka => Some("0"),
            _ => None,
        };
        let draft = about(setting, "a fixed socket buffer limits what a connection carries")
            .note("the system would grow the buffer with the distance to the broker and what crosses it");
        out.report(match system {
            Some(value) => {
                offer(draft.help(format!("set {} to {value}: the system decides", setting.key)), client, setting, value)
            }
            None => draft.help(format!("remove {}: the system decides", setting.key)),
        });
    }
}
