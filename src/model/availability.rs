//! What a layout of brokers, zones and replicas still does when brokers or a zone are down.
//!
//! Assumed: every replica was in sync when the event began, and replicas lie as Kafka's rack-aware assignment puts them,
//! evenly over the zones, every such placement being equally likely. Zones unknown: any placement is. A two-broker
//! event is stated for the worst pair; the mean over all pairs is given beside it.

use super::placement::{Placement, Zone};
use super::share::Share;

/// More brokers than these are no layout: MSK's quota is 60, and the arithmetic is exact below.
const MOST_BROKERS: u32 = 1_000;

/// Brokers, zones and the replication of a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Layout {
    /// Brokers of the cluster.
    pub brokers: u32,
    /// Zones over which the brokers are spread evenly, if known.
    pub zones: Option<u32>,
    /// Replicas of a partition.
    pub replication_factor: u32,
    /// In-sync replicas without which `acks=all` is refused.
    pub min_insync_replicas: u32,
}

/// What goes down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lost {
    /// Any one broker.
    OneBroker,
    /// Any two brokers.
    TwoBrokers,
    /// All brokers of one zone.
    OneZone,
}

/// How far something still works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Extent {
    /// For every partition.
    Ok,
    /// For some partitions.
    Some,
    /// For no partition.
    None,
}

/// How acknowledged records fare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Data {
    /// Every partition keeps a replica that has them all.
    Safe,
    /// Some partition goes on acknowledging with one replica: what it acknowledges is gone if that one fails.
    OneCopy,
    /// Some partition has no replica until a broker is back.
    Unreachable,
}

/// What one event does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// The event.
    pub lost: Lost,
    /// `acks=all` writes.
    pub writes: Extent,
    /// Share of the partitions, 0 to 1, whose `acks=all` writes stop, for the worst choice of what is lost.
    pub share: f64,
    /// The same, exactly.
    pub stopped: Share,
    /// The same, as the mean over all choices of what is lost.
    pub stopped_on_average: Share,
    /// Reads.
    pub reads: Extent,
    /// Share of the partitions that cannot be read, for the worst choice.
    pub unreadable: Share,
    /// Acknowledged records.
    pub data: Data,
    /// Replicas that the worst partition keeps.
    pub replicas_left: u32,
}

/// What every event does to a layout.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    rows: Vec<Row>,
}

impl Matrix {
    /// One row for each event that can happen.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The row of an event.
    pub fn row(&self, lost: Lost) -> Option<&Row> {
        self.rows.iter().find(|row| row.lost == lost)
    }
}

/// What every event does to a layout. An event that cannot happen has no row: two brokers of one, or a zone when the
/// zones are unknown. A layout without brokers or replicas, with more
/// replicas than brokers, or with more than a thousand brokers has none at all.
pub fn matrix(layout: &Layout) -> Matrix {
    let events = [Lost::OneBroker, Lost::TwoBrokers, Lost::OneZone];
    Matrix { rows: events.into_iter().filter_map(|lost| row(layout, lost)).collect() }
}

/// What one event does to a layout; nothing when it cannot happen.
pub fn row(layout: &Layout, lost: Lost) -> Option<Row> {
    let (factor, minimum) = (layout.replication_factor, layout.min_insync_replicas);
    if factor == 0 || factor > layout.brokers || layout.brokers > MOST_BROKERS {
        return None;
    }
    let placement = Placement::new(layout.brokers, layout.zones, factor)?;
    let choices = choices(layout, &placement, lost)?;
    // Writes stop where more replicas go than may; where less than the minimum exist, they never worked.
    let stops_at = (factor + 1).saturating_sub(minimum);
    let stopped = |choice: &Choice| choice.at_least(stops_at);
    let unreadable = worst(&choices, |choice| choice.at_least(factor));
    let most = choices.iter().map(Choice::most).max().unwrap_or(0);
    let replicas_left = factor.saturating_sub(most);
    let worst_stopped = worst(&choices, stopped);
    let goes_on_with_one = replicas_left == 1 && factor > 1 && minimum <= 1;
    Some(Row {
        lost,
        writes: extent(worst_stopped),
        share: worst_stopped.as_f64(),
        stopped: worst_stopped,
        stopped_on_average: mean(&choices, stopped),
        reads: extent(unreadable),
        unreadable,
        data: match replicas_left {
            0 => Data::Unreachable,
            _ if goes_on_with_one => Data::OneCopy,
            _ => Data::Safe,
        },
        replicas_left,
    })
}

/// Choices of what is lost that do the same, and how many of them there are.
struct Choice {
    ways: u32,
    /// Share of the partitions that lose as many replicas; what is missing to the whole loses none.
    losing: Vec<(u32, Share)>,
}

impl Choice {
    fn at_least(&self, replicas: u32) -> Share {
        if replicas == 0 {
            return Share::ALL;
        }
        let losing = self.losing.iter().filter(|(lost, _)| *lost >= replicas);
        losing.fold(Share::NONE, |sum, (_, share)| sum.plus(*share))
    }

    fn most(&self) -> u32 {
        self.losing.iter().filter(|(_, share)| *share != Share::NONE).map(|(lost, _)| *lost).max().unwrap_or(0)
    }
}

fn choices(layout: &Layout, placement: &Placement, lost: Lost) -> Option<Vec<Choice>> {
    let zones = placement.zones();
    let choices: Vec<Choice> = match lost {
        Lost::OneBroker => zones.iter().map(|zone| one_broker(placement, zone)).collect(),
        Lost::TwoBrokers => two_brokers(placement),
        Lost::OneZone => {
            layout.zones?;
            zones.iter().map(|zone| Choice { ways: zone.count, losing: placement.replicas_in(zone) }).collect()
        }
    };
    let choices: Vec<_> = choices.into_iter().filter(|choice| choice.ways > 0).collect();
    (!choices.is_empty()).then_some(choices)
}

fn one_broker(placement: &Placement, zone: &Zone) -> Choice {
    Choice { ways: zone.count * zone.brokers, losing: vec![(1, placement.on_broker(zone))] }
}

/// Pairs inside a zone, and pairs over two zones, of each size.
fn two_brokers(placement: &Placement) -> Vec<Choice> {
    let zones = placement.zones();
    let choice = |ways, both: Share, either: Share| Choice {
        ways,
        losing: vec![(2, both), (1, either.minus(both).minus(both))],
    };
    let mut pairs = Vec::new();
    for (index, zone) in zones.iter().enumerate() {
        let single = placement.on_broker(zone);
        let inside = zone.count * (zone.brokers * zone.brokers.saturating_sub(1) / 2);
        pairs.push(choice(inside, placement.on_both_of(zone), single.plus(single)));
        for other in &zones[index..] {
            let zone_pairs = match std::ptr::eq(zone, other) {
                true => zone.count * zone.count.saturating_sub(1) / 2,
                false => zone.count * other.count,
            };
            let either = single.plus(placement.on_broker(other));
            pairs.push(choice(zone_pairs * zone.brokers * other.brokers, placement.on_both(zone, other), either));
        }
    }
    pairs
}

fn worst(choices: &[Choice], share: impl Fn(&Choice) -> Share) -> Share {
    choices.iter().map(share).max().unwrap_or(Share::NONE)
}

fn mean(choices: &[Choice], share: impl Fn(&Choice) -> Share) -> Share {
    let ways = choices.iter().map(|choice| choice.ways).sum();
    choices.iter().fold(Share::NONE, |sum, choice| sum.plus(share(choice).times(Share::of(choice.ways, ways))))
}

fn extent(failing: Share) -> Extent {
    match failing {
        Share::NONE => Extent::Ok,
        Share::ALL => Extent::None,
        _ => Extent::Some,
    }
}

impl Row {
    /// What happens to `acks=all` writes, in a few words.
    pub fn writes_in_words(&self) -> String {
        match (self.writes, self.lost) {
            (Extent::Ok, _) => "ok".to_owned(),
            (Extent::None, _) => "all partitions stop".to_owned(),
            (Extent::Some, Lost::OneBroker) => format!("{} of partitions stop", self.stopped),
            (Extent::Some, _) => format!("{} of partitions stop, at worst", self.stopped),
        }
    }
}

impl Lost {
    /// The event in words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OneBroker => "1 broker",
            Self::TwoBrokers => "2 brokers",
            Self::OneZone => "1 zone",
        }
    }
}

impl Extent {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Some => "some",
            Self::None => "none",
        }
    }
}

impl Data {
    /// The words for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::OneCopy => "at risk: one replica acknowledges alone",
            Self::Unreachable => "unreachable until a broker is back",
        }
    }
}

/// The smallest number of brokers that is at least `minimum` and the same in every zone; at least one in each.
pub fn next_valid_broker_count(minimum: u32, zones: u32) -> u32 {
    match zones {
        0 => minimum,
        zones => minimum.max(1).div_ceil(zones).saturating_mul(zones),
    }
}

#[cfg(test)]
#[path = "availability_tests.rs"]
mod tests;
