//! A client that stays lost when every broker it knows has gone.

use super::{about, offer};
use crate::client::Client;
use crate::client::library::Family;
use crate::facts::client::Version;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "rebootstrap-disabled",
    summary: "a client that lost all brokers does not go back to the bootstrap servers",
    page: include_str!("rebootstrap_disabled.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

const NAME: &str = "metadata.recovery.strategy";
const MESSAGE: &str = "a client whose brokers are all replaced never comes back";

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    const NOTE: &str =
        "MSK can replace every broker a client knows, one after the other, while the client is idle or cut off";
    if let Some((_, setting)) = client.text(NAME).filter(|(text, _)| text.eq_ignore_ascii_case("none")) {
        let draft = about(setting, MESSAGE).note(NOTE).help("leave it at rebootstrap, the library's default");
        out.report(offer(draft, client, setting, "rebootstrap"));
        return;
    }
    let Some(version) = client.version.filter(|_| client.talks_to_msk() && client.lacks(NAME)) else { return };
    let since = |major, minor| Version { major, minor, patch: 0 };
    let (known, by_default) = match client.family() {
        Family::Librdkafka => (since(2, 10), since(2, 10)),
        Family::Java => (since(3, 8), since(4, 0)),
        _ => return,
    };
    if version >= by_default {
        return;
    }
    let library = client.family().name();
    let help = match version >= known {
        true => "set metadata.recovery.strategy=rebootstrap".to_owned(),
        false => format!("update {library} to {by_default} or newer, where it goes back to the bootstrap servers"),
    };
    let label = format!("{library} {version} does not go back to the bootstrap servers by itself");
    out.report(Draft::new(NAME, MESSAGE).at_place(&client.place, label).note(NOTE).help(help));
}
