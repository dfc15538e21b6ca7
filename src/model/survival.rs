//! The cheapest layout that survives what it must, near the one there is.

use super::availability::{self, Data, Extent, Layout, Lost};

/// More replicas than these nobody keeps.
const MOST_REPLICAS: u32 = 8;
/// Zones to spread over: most regions have no more.
const MORE_ZONES: u32 = 3;

/// Whether a layout goes on when each of some events comes alone: every partition takes `acks=all` writes, can be read, and
/// keeps what it acknowledges on more than one replica.
pub fn survives(layout: &Layout, events: &[Lost]) -> bool {
    events.iter().all(|event| {
        let row = availability::row(layout, *event);
        row.is_some_and(|row| row.writes == Extent::Ok && row.reads == Extent::Ok && row.data == Data::Safe)
    })
}

/// The cheapest change of a layout that survives some events, with at most so many brokers; the layout itself where it does.
///
/// A cluster keeps its zones where it can, since another number means another cluster; then brokers cost most, then replicas;
/// the minimum costs nothing and moves as little as it can. Neither brokers nor replicas become fewer.
pub fn cheapest(layout: &Layout, events: &[Lost], most_brokers: u32) -> Option<Layout> {
    if survives(layout, events) {
        return Some(*layout);
    }
    let zones = [layout.zones, layout.zones.filter(|zones| *zones < MORE_ZONES).map(|_| MORE_ZONES)];
    zones.into_iter().flatten().map(Some).chain([None]).find_map(|zones| {
        // Zones that are unknown stay so.
        (zones.is_some() || layout.zones.is_none()).then_some(())?;
        in_zones(layout, zones, events, most_brokers)
    })
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
