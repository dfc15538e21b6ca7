//! Where Kafka puts the replicas of a new topic: its rack-aware assignment, which begins at a random broker, here at the first.
//!
//! Brokers stand in a row, one of each zone in turn. The leaders of the partitions go along the row. The other replicas of
//! a partition follow its leader, passing over zones that have a replica while another zone has none; after each round
//! they begin one more broker of each zone further on. Without zones they just follow.

use super::availability::Layout;

/// The zone of a broker, both from 0: brokers are numbered one of each zone in turn. Unknown zones count as one.
pub fn zone(layout: &Layout, broker: u32) -> u32 {
    broker % zones(layout)
}

/// The brokers of each of some partitions, from 0, the leader first. None where a layout has no replicas, or more of them
/// than brokers.
pub fn assignment(layout: &Layout, partitions: u32) -> Vec<Vec<u32>> {
    let is_possible = layout.replication_factor > 0 && layout.replication_factor <= layout.brokers;
    if is_possible { (0..partitions).map(|partition| replicas(layout, partition)).collect() } else { Vec::new() }
}

fn replicas(layout: &Layout, partition: u32) -> Vec<u32> {
    let (brokers, factor) = (u64::from(layout.brokers), layout.replication_factor as usize);
    let (leader, round) = (partition % layout.brokers, partition / layout.brokers);
    let mut replicas = vec![leader];
    let first = u64::from(round) * u64::from(zones(layout));
    // Each round of steps meets every other broker, one of which takes the next replica.
    for step in first..first + brokers * factor as u64 {
        if replicas.len() == factor {
            break;
        }
        let broker = ((u64::from(leader) + 1 + step % (brokers - 1)) % brokers) as u32;
        if !replicas.contains(&broker) && has_turn(layout, zone(layout, broker), &replicas) {
            replicas.push(broker);
        }
    }
    replicas
}

/// Whether a zone may take another replica: it has none, or no zone is without one.
fn has_turn(layout: &Layout, candidate: u32, replicas: &[u32]) -> bool {
    let mut taken: Vec<u32> = replicas.iter().map(|broker| zone(layout, *broker)).collect();
    taken.sort_unstable();
    taken.dedup();
    taken.len() == zones(layout) as usize || !taken.contains(&candidate)
}

fn zones(layout: &Layout) -> u32 {
    layout.zones.unwrap_or(1).clamp(1, layout.brokers.max(1))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::model::availability::{Lost, row};
    use crate::model::share::Share;

    fn layout(brokers: u32, zones: u32, replication_factor: u32, min_insync_replicas: u32) -> Layout {
        Layout { brokers, zones: Some(zones), replication_factor, min_insync_replicas }
    }

    /// Every layout that MSK takes, up to a size.
    fn layouts() -> impl Iterator<Item = Layout> {
        let sizes = [2, 3].into_iter().flat_map(|zones| (1..=5).map(move |each| (zones, zones * each)));
        sizes.flat_map(|(zones, brokers)| {
            (1..=brokers.min(5))
                .flat_map(move |factor| (1..=factor).map(move |minimum| layout(brokers, zones, factor, minimum)))
        })
    }

    /// Share of the partitions that lose at least as many replicas, for the worst of what is lost.
    fn worst(partitions: &[Vec<u32>], at_least: u32, choices: u32, is_lost: impl Fn(u32, u32) -> bool) -> Share {
        let losing = |choice: u32| {
            let lost = |replicas: &&Vec<u32>| {
                replicas.iter().filter(|broker| is_lost(choice, **broker)).count() >= at_least as usize
            };
            Share::of(partitions.iter().filter(lost).count() as u32, partitions.len() as u32)
        };
        (0..choices).map(losing).max().unwrap()
    }

    #[test]
    fn it_is_kafkas() {
        // The first round follows the leader; the second begins a broker of each zone further on.
        let drawn = assignment(&layout(6, 3, 3, 2), 8);
        let first = [[0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [4, 5, 0], [5, 0, 1]];
        assert_eq!(drawn[..6], first.map(Vec::from));
        assert_eq!(drawn[6..], [[0, 4, 5], [1, 5, 0]].map(Vec::from));
        // Brokers 0 and 2 share a zone.
        assert_eq!(assignment(&layout(4, 2, 2, 1), 6), [[0, 1], [1, 2], [2, 3], [3, 0], [0, 3], [1, 0]].map(Vec::from));
        let without_zones = Layout { zones: None, ..layout(3, 3, 2, 1) };
        assert_eq!(assignment(&without_zones, 6), [[0, 1], [1, 2], [2, 0], [0, 2], [1, 0], [2, 1]].map(Vec::from));
    }

    #[test]
    fn replicas_lie_on_brokers_of_their_own_and_evenly_over_the_zones() {
        for layout in layouts() {
            let zones = layout.zones.unwrap();
            for replicas in assignment(&layout, 3 * layout.brokers) {
                let mut distinct = replicas.clone();
                distinct.sort_unstable();
                distinct.dedup();
                assert_eq!((distinct.len(), replicas.len()), (replicas.len(), layout.replication_factor as usize));
                let in_zone = |wanted: u32| replicas.iter().filter(|broker| zone(&layout, **broker) == wanted).count();
                let with_one = (0..zones).filter(|zone| in_zone(*zone) > 0).count();
                assert_eq!(with_one, zones.min(layout.replication_factor) as usize, "{layout:?} {replicas:?}");
            }
        }
    }

    #[test]
    fn what_is_drawn_fares_as_the_matrix_says() {
        // Over whole rounds each broker and each zone has the same share: with up to one replica more than zones, exactly
        // that of all even placements.
        for layout in layouts().filter(|layout| layout.replication_factor <= layout.zones.unwrap() + 1) {
            let partitions = assignment(&layout, 2 * layout.brokers);
            let stops_at = layout.replication_factor + 1 - layout.min_insync_replicas;
            let one = worst(&partitions, stops_at, layout.brokers, |choice, broker| choice == broker);
            assert_eq!(one, row(&layout, Lost::OneBroker).unwrap().stopped, "{layout:?}");
            let a_zone =
                worst(&partitions, stops_at, layout.zones.unwrap(), |choice, broker| choice == zone(&layout, broker));
            assert_eq!(a_zone, row(&layout, Lost::OneZone).unwrap().stopped, "{layout:?}");
        }
    }

    #[test]
    fn what_cannot_be_placed_is_not() {
        assert!(assignment(&layout(3, 3, 4, 1), 5).is_empty());
        assert!(assignment(&layout(0, 0, 0, 0), 5).is_empty());
        assert_eq!(assignment(&layout(1, 3, 1, 1), 2), [[0], [0]].map(Vec::from));
        // Brokers that do not divide evenly, and more zones than brokers.
        assert!(assignment(&layout(7, 3, 5, 1), 20).iter().all(|replicas| replicas.len() == 5));
        assert!(assignment(&layout(2, 9, 2, 1), 20).iter().all(|replicas| replicas.len() == 2));
    }
}
