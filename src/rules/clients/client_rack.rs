//! A rack that brokers do not know, or that one side alone sets.

use super::about;
use crate::client::Client;
use crate::model::cluster::Cluster;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "client-rack",
    summary: "a consumer does not read from the replica in its zone",
    page: include_str!("client_rack.md"),
    security: false,
    supersedes: &[],
    check: Check::Client(check),
};

const NAME: &str = "client.rack";
const SELECTOR: &str = "replica.selector.class";

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    if client.is_producer() {
        return;
    }
    let selects = client.cluster.as_deref().and_then(|cluster| selects_by_rack(cluster, out));
    match (client.setting(NAME), selects) {
        (Some(setting), _) if setting.text().is_some_and(is_zone_name) => out.report(
            about(setting, "brokers have no rack of this name: the consumer reads from leaders in any zone")
                .note(
                    "MSK's brokers have the id of their zone as rack, such as use1-az1; names differ between accounts",
                )
                .help("use the zone's id, which the instance metadata gives as placement/availability-zone-id"),
        ),
        (Some(setting), Some((false, cluster))) if setting.text().is_some_and(|text| !text.is_empty()) => out.report(
            about(setting, "the cluster does not look at the rack of its consumers")
                .related(&cluster.block, format!("has no {SELECTOR} that does"))
                .note(
                    "consumers read from leaders then, two thirds of them in other zones, and that traffic is paid for",
                )
                .help(format!(
                    "set {SELECTOR}=org.apache.kafka.common.replica.RackAwareReplicaSelector on the cluster"
                )),
        ),
        (None, Some((true, cluster))) if client.is_consumer() && client.lacks(NAME) && client.knows(NAME) => out
            .report(
                Draft::new(NAME, "the cluster could serve this consumer from its own zone, and does not know it")
                    .at_place(&client.place, format!("no {NAME}"))
                    .related(&cluster.effective(SELECTOR).origin.place, format!("{SELECTOR} looks at racks"))
                    .note("it reads from leaders, two thirds of them in other zones, and that traffic is paid for")
                    .help(format!("set {NAME} to the id of the zone that the consumer runs in, such as use1-az1")),
            ),
        _ => {}
    }
}

/// Whether a cluster lets consumers read from the replica in their rack; nothing where that is not known.
fn selects_by_rack<'c>(cluster: &'c Cluster, out: &mut Findings) -> Option<(bool, &'c Cluster)> {
    let selector = cluster.effective(SELECTOR);
    if selector.is_absent() {
        return Some((false, cluster));
    }
    let class = out.need(SELECTOR, &selector)?;
    // Another class may do it too.
    match class.rsplit('.').next()? {
        "RackAwareReplicaSelector" => Some((true, cluster)),
        "LeaderSelector" => Some((false, cluster)),
        _ => None,
    }
}

/// `us-east-1a`, where a zone's id is `use1-az1`.
fn is_zone_name(text: &str) -> bool {
    let mut parts = text.split('-');
    let (Some(last), Some(first)) = (parts.next_back(), parts.next()) else { return false };
    let mut last = last.chars();
    let is_last =
        last.next().is_some_and(|c| c.is_ascii_digit()) && last.next().is_some_and(|c| c.is_ascii_lowercase());
    let words: Vec<&str> = parts.collect();
    let is_word = |word: &str| !word.is_empty() && word.chars().all(|letter| letter.is_ascii_lowercase());
    is_last
        && last.next().is_none()
        && first.len() == 2
        && is_word(first)
        && !words.is_empty()
        && words.iter().all(|word| is_word(word))
}
