//! The cheapest layout that survives what it must, near the one there is.

use std::ops::RangeInclusive;

use super::availability::{self, Data, Extent, Layout, Lost};
use crate::facts;

/// More replicas than these nobody keeps.
const MOST_REPLICAS: u32 = 8;
/// Why there can be no such layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// MSK takes other numbers of zones.
    Zones,
    /// MSK puts as many brokers into each zone.
    Brokers,
    /// Kafka puts no two replicas of a partition on one broker.
    Replicas,
}

/// Why MSK or Kafka refuses a layout, if one does.
pub fn refusal(layout: &Layout) -> Option<Refusal> {
    if layout.zones.is_some_and(|zones| !zones_taken().contains(&zones)) {
        return Some(Refusal::Zones);
    }
    if layout.zones.is_some_and(|zones| !layout.brokers.is_multiple_of(zones)) {
        return Some(Refusal::Brokers);
    }
    (layout.replication_factor > layout.brokers).then_some(Refusal::Replicas)
}

/// The numbers of zones that MSK takes.
pub fn zones_taken() -> RangeInclusive<u32> {
    let limit = facts::limit("subnets_standard");
    let number = |value: Option<i64>| value.and_then(|value| u32::try_from(value).ok());
    let least = limit.and_then(|limit| number(limit.min)).unwrap_or(1);
    least..=limit.and_then(|limit| number(limit.max)).unwrap_or(u32::MAX)
}

/// Whether a layout goes on when each of some events comes alone: every partition takes `acks=all` writes, can be read, and
/// keeps what it acknowledges on more than one replica.
pub fn survives(layout: &Layout, events: &[Lost]) -> bool {
    events.iter().all(|event| {
        let row = availability::row(layout, *event);
        row.is_some_and(|row| row.writes == Extent::Ok && row.reads == Extent::Ok && row.data == Data::Safe)
    })
}

/// The cheapest change of a layout that can be and survives some events, with at most so many brokers more; the layout itself
/// where it does.
///
/// A cluster keeps its zones where it can, since another number means another cluster; then brokers cost most, then replicas;
/// the minimum costs nothing and moves as little as it can. Neither brokers nor replicas become fewer.
pub fn cheapest(layout: &Layout, events: &[Lost], most_brokers: u32) -> Option<Layout> {
    if refusal(layout).is_none() && survives(layout, events) {
        return Some(*layout);
    }
    // What is there is there, whatever the quota for new ones.
    let in_zones = |zones| in_zones(layout, zones, events, most_brokers.max(layout.brokers));
    // Zones that are unknown stay so.
    let Some(now) = layout.zones else { return in_zones(None) };
    let others = zones_taken().rev().filter(|zones| *zones != now);
    [now]
        .into_iter()
        .filter(|zones| zones_taken().contains(zones))
        .chain(others)
        .find_map(|zones| in_zones(Some(zones)))
}

fn in_zones(layout: &Layout, zones: Option<u32>, events: &[Lost], most_brokers: u32) -> Option<Layout> {
    let step = zones.unwrap_or(1).max(1);
    let first = availability::next_valid_broker_count(layout.brokers, step);
    let brokers = (first..=most_brokers).step_by(step as usize);
    brokers.flat_map(|brokers| with_brokers(layout, zones, brokers)).find(|candidate| survives(candidate, events))
}

/// Layouts with a number of brokers, the cheapest first.
fn with_brokers(layout: &Layout, zones: Option<u32>, brokers: u32) -> impl Iterator<Item = Layout> {
    let (now, factor) = (layout.min_insync_replicas, layout.replication_factor);
    (factor..=brokers.min(MOST_REPLICAS)).flat_map(move |replication_factor| {
        let mut minimums: Vec<u32> = (1..replication_factor).collect();
        minimums.sort_by_key(|minimum| minimum.abs_diff(now));
        minimums.into_iter().map(move |min_insync_replicas| Layout {
            brokers,
            zones,
            replication_factor,
            min_insync_replicas,
        })
    })
}
