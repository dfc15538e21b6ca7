//! The availability model against known layouts, against Kafka's own assignment, and against itself.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::model::assignment::assignment;

fn layout(brokers: u32, zones: u32, replication_factor: u32, min_insync_replicas: u32) -> Layout {
    Layout { brokers, zones: Some(zones), replication_factor, min_insync_replicas }
}

fn one(layout: Layout, lost: Lost) -> Row {
    row(&layout, lost).unwrap()
}

#[test]
fn known_layouts() {
    use Extent::{None as All, Ok, Some as Part};
    use Lost::{OneBroker, OneZone, TwoBrokers};
    let cases = [
        (layout(6, 3, 3, 2), OneBroker, Ok, "0 %", Ok, Data::Safe),
        (layout(6, 3, 3, 2), TwoBrokers, Part, "25 %", Ok, Data::Safe),
        (layout(6, 3, 3, 2), OneZone, Ok, "0 %", Ok, Data::Safe),
        (layout(9, 3, 3, 2), TwoBrokers, Part, "11 %", Ok, Data::Safe),
        (layout(6, 3, 4, 2), TwoBrokers, Ok, "0 %", Ok, Data::Safe),
        (layout(6, 3, 4, 2), OneZone, Ok, "0 %", Ok, Data::Safe),
        (layout(6, 3, 3, 3), OneBroker, Part, "50 %", Ok, Data::Safe),
        (layout(6, 3, 3, 3), OneZone, All, "100 %", Ok, Data::Safe),
        (layout(3, 3, 3, 2), OneBroker, Ok, "0 %", Ok, Data::Safe),
        (layout(3, 3, 3, 2), TwoBrokers, All, "100 %", Ok, Data::Safe),
        (layout(3, 3, 3, 1), TwoBrokers, Ok, "0 %", Ok, Data::OneCopy),
        (layout(4, 2, 2, 1), OneBroker, Ok, "0 %", Ok, Data::OneCopy),
        (layout(4, 2, 2, 1), OneZone, Ok, "0 %", Ok, Data::OneCopy),
        (layout(4, 2, 2, 1), TwoBrokers, Part, "25 %", Part, Data::Unreachable),
        (layout(2, 2, 2, 2), OneBroker, All, "100 %", Ok, Data::Safe),
        (layout(4, 2, 3, 2), OneZone, Part, "50 %", Ok, Data::Safe),
        (layout(3, 3, 1, 1), OneBroker, Part, "33 %", Part, Data::Unreachable),
        (layout(3, 3, 2, 3), OneBroker, All, "100 %", Ok, Data::Safe),
        (layout(2, 2, 2, 1), TwoBrokers, All, "100 %", All, Data::Unreachable),
    ];
    for (layout, lost, writes, share, reads, data) in cases {
        let row = one(layout, lost);
        assert_eq!(
            (row.writes, row.stopped.to_string().as_str(), row.reads, row.data),
            (writes, share, reads, data),
            "{layout:?} {lost:?}"
        );
    }
}

#[test]
fn the_words_say_how_much_stops() {
    let matrix = matrix(&layout(6, 3, 3, 2));
    let words: Vec<_> = matrix.rows().iter().map(|row| (row.lost.as_str(), row.writes_in_words())).collect();
    let expected = [("1 broker", "ok"), ("2 brokers", "25 % of partitions stop, at worst"), ("1 zone", "ok")];
    assert_eq!(words, expected.map(|(lost, words)| (lost, words.to_owned())));
    assert_eq!(matrix.row(Lost::TwoBrokers).unwrap().stopped_on_average, Share::of(1, 5));
}

#[test]
fn events_that_cannot_happen_have_no_row() {
    let lost = |layout: &Layout| matrix(layout).rows().iter().map(|row| row.lost).collect::<Vec<_>>();
    assert_eq!(lost(&Layout { zones: None, ..layout(6, 3, 3, 2) }), [Lost::OneBroker, Lost::TwoBrokers]);
    assert_eq!(lost(&layout(1, 1, 1, 1)), [Lost::OneBroker, Lost::OneZone]);
    for empty in [layout(0, 3, 3, 2), layout(2, 2, 3, 2), layout(3, 3, 0, 1)] {
        assert_eq!(lost(&empty), [], "{empty:?}");
    }
}

#[test]
fn broker_counts_are_multiples_of_the_zones() {
    for (minimum, zones, count) in [(4, 3, 6), (3, 3, 3), (4, 2, 4), (3, 2, 4), (0, 3, 3), (1, 2, 2), (7, 0, 7)] {
        assert_eq!(next_valid_broker_count(minimum, zones), count, "{minimum} in {zones}");
    }
    assert_eq!(next_valid_broker_count(u32::MAX, 2), u32::MAX);
}

#[test]
fn unknown_zones_mean_any_placement() {
    let any = Layout { zones: None, ..layout(6, 3, 3, 2) };
    assert_eq!(one(any, Lost::TwoBrokers).stopped, Share::of(1, 5));
    assert_eq!(one(any, Lost::OneBroker).stopped, Share::NONE);
}

#[test]
fn any_size_is_answered() {
    for brokers in [60, 61, 1_000, 5_000, u32::MAX] {
        for replicas in [1, 3, 59, 60, brokers] {
            let layout =
                Layout { brokers, zones: Some(3), replication_factor: replicas, min_insync_replicas: replicas / 2 };
            assert_eq!(matrix(&layout).rows().is_empty(), brokers > 1_000 || replicas > brokers);
            for row in matrix(&layout).rows() {
                assert!((0.0..=1.0).contains(&row.share), "{layout:?} {row:?}");
            }
        }
    }
}

/// Every layout of MSK's size.
fn layouts() -> impl Iterator<Item = Layout> {
    let of = |zones: u32, brokers: u32| {
        (1..=brokers.min(9))
            .flat_map(move |factor| (1..=factor + 1).map(move |minimum| layout(brokers, zones, factor, minimum)))
    };
    (1..=3).flat_map(move |zones| (zones..=24).flat_map(move |brokers| of(zones, brokers)))
}

#[test]
fn asking_for_more_in_sync_replicas_never_helps_writes() {
    for layout in layouts() {
        let more = Layout { min_insync_replicas: layout.min_insync_replicas + 1, ..layout };
        for (less, more) in matrix(&layout).rows().iter().zip(matrix(&more).rows()) {
            assert!(less.stopped <= more.stopped, "{layout:?} {less:?} {more:?}");
            assert!(less.stopped_on_average <= more.stopped_on_average, "{layout:?}");
        }
    }
}

#[test]
fn shares_are_consistent() {
    for layout in layouts() {
        let matrix = matrix(&layout);
        for row in matrix.rows() {
            assert!(row.stopped_on_average <= row.stopped && row.stopped <= Share::ALL, "{layout:?} {row:?}");
            let works = layout.min_insync_replicas >= 1;
            assert!(
                !works || row.unreadable <= row.stopped,
                "what cannot be read cannot be written: {layout:?} {row:?}"
            );
            assert_eq!(row.replicas_left == 0, row.data == Data::Unreachable);
        }
        if let (Some(single), Some(pair)) = (matrix.row(Lost::OneBroker), matrix.row(Lost::TwoBrokers)) {
            assert!(single.stopped <= pair.stopped, "{layout:?}");
        }
    }
}

/// Over all choices, each partition is hit as often as it has replicas, or pairs of them, wherever they lie.
#[test]
fn means_are_those_of_counting() {
    let pairs = |number: u32| number * (number - 1) / 2;
    for layout in layouts().filter(|layout| layout.brokers > 1) {
        let Layout { brokers, replication_factor: factor, .. } = layout;
        let all_needed = Layout { min_insync_replicas: factor, ..layout };
        assert_eq!(one(all_needed, Lost::OneBroker).stopped_on_average, Share::of(factor, brokers), "{layout:?}");
        if factor > 1 {
            let one_spare = Layout { min_insync_replicas: factor - 1, ..layout };
            let expected = Share::of(pairs(factor), pairs(brokers));
            assert_eq!(one(one_spare, Lost::TwoBrokers).stopped_on_average, expected, "{layout:?}");
        }
    }
}

struct Simulated {
    one_broker: Vec<Share>,
    pairs: Vec<Share>,
    zones: Vec<Share>,
}

fn simulate(layout: &Layout) -> Simulated {
    let Layout { brokers, replication_factor: factor, min_insync_replicas: minimum, .. } = *layout;
    let zones = layout.zones.unwrap();
    // As many rounds as there are ways to begin one.
    let partitions = assignment(layout, brokers * (brokers - 1));
    let stopped = |down: &dyn Fn(u32) -> bool| {
        let stops = |replicas: &&Vec<u32>| {
            let lost = replicas.iter().filter(|broker| down(**broker)).count() as u32;
            factor - lost < minimum && (lost > 0 || factor < minimum)
        };
        Share::of(partitions.iter().filter(stops).count() as u32, partitions.len() as u32)
    };
    let pairs = (0..brokers).flat_map(|a| (a + 1..brokers).map(move |b| (a, b)));
    Simulated {
        one_broker: (0..brokers).map(|a| stopped(&|broker| broker == a)).collect(),
        pairs: pairs.map(|(a, b)| stopped(&|broker| broker == a || broker == b)).collect(),
        zones: (0..zones).map(|zone| stopped(&|broker| broker % zones == zone)).collect(),
    }
}

#[test]
fn kafkas_own_assignment_agrees() {
    let mean = |shares: &[Share]| {
        let sum = shares.iter().fold(Share::NONE, |sum, share| sum.plus(*share));
        sum.times(Share::of(1, shares.len() as u32))
    };
    for layout in layouts().filter(|layout| layout.brokers <= 12 && layout.brokers % layout.zones.unwrap() == 0) {
        if layout.brokers < 2 || layout.replication_factor > 6 || layout.min_insync_replicas > layout.replication_factor
        {
            continue;
        }
        let real = simulate(&layout);
        assert_eq!(mean(&real.one_broker), one(layout, Lost::OneBroker).stopped_on_average, "{layout:?}");
        assert_eq!(mean(&real.pairs), one(layout, Lost::TwoBrokers).stopped_on_average, "{layout:?}");
        if layout.replication_factor == 6 {
            // Where the round robin wraps round, a zone may get more than its even part.
            continue;
        }
        assert_eq!(mean(&real.zones), one(layout, Lost::OneZone).stopped_on_average, "{layout:?}");
        if layout.zones == Some(1) || layout.replication_factor > 4 {
            continue;
        }
        let worst = real.pairs.iter().max().unwrap().as_f64();
        let modelled = one(layout, Lost::TwoBrokers).share;
        // Round robin favours some pairs a little.
        assert!((worst - modelled).abs() <= 0.12, "{layout:?}: {worst} against {modelled}");
    }
}
