//! A consumer that its group forgets with every restart.

use crate::client::Client;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "no-static-membership",
    summary: "every restart of a consumer moves partitions twice",
    page: include_str!("no_static_membership.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

const NAME: &str = "group.instance.id";

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    let is_judged = client.is_consumer() && client.talks_to_msk() && client.is_in_group();
    if !is_judged || !client.lacks(NAME) || !client.knows(NAME) {
        return;
    }
    out.report(
        Draft::new(NAME, "a restart of this consumer moves its partitions away and back")
            .at_place(&client.place, format!("no {NAME}"))
            .note("the group takes a consumer that comes back for a new one: two rebalances with every deployment")
            .help(format!(
                "set {NAME} to something that stays and is unique, such as the name of a pod of a StatefulSet"
            )),
    );
}
