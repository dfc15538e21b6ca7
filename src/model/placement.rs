//! Where replicas lie: as evenly over the zones as can be, every such placement equally likely.

use super::share::Share;

/// Zones with the same number of brokers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    /// How many zones are alike.
    pub count: u32,
    /// Brokers in each of them.
    pub brokers: u32,
}

/// Replicas of one partition over brokers and zones.
#[derive(Clone, Debug)]
pub struct Placement {
    zones: Vec<Zone>,
    /// Replicas that every zone has.
    base: u32,
    /// Zones that have one more.
    extras: u32,
    /// Zones that could have one more.
    with_room: u32,
}

impl Placement {
    /// A placement of at most as many replicas as brokers; nothing without brokers. Brokers that do not divide evenly lie
    /// one more in the first zones. Unknown zones count as one, in which any placement is possible.
    pub fn new(brokers: u32, zones: Option<u32>, replicas: u32) -> Option<Self> {
        if brokers == 0 {
            return None;
        }
        let wanted = zones.unwrap_or(1).clamp(1, brokers);
        let (small, larger) = (brokers / wanted, brokers % wanted);
        let zones = [Zone { count: larger, brokers: small + 1 }, Zone { count: wanted - larger, brokers: small }];
        let replicas = replicas.min(brokers);
        let (base, extras) = (replicas / wanted, replicas % wanted);
        let zones: Vec<_> = zones.into_iter().filter(|zone| zone.count > 0).collect();
        let with_room = zones.iter().filter(|zone| zone.brokers > base).map(|zone| zone.count).sum();
        Some(Self { zones, base, extras, with_room })
    }

    /// The zones, by size.
    pub fn zones(&self) -> &[Zone] {
        &self.zones
    }

    /// Share of the partitions that have a number of replicas in a zone.
    pub fn replicas_in(&self, zone: &Zone) -> Vec<(u32, Share)> {
        let more = self.has_one_more(zone);
        vec![(self.base + 1, more), (self.base, Share::ALL.minus(more))]
    }

    /// Share of the partitions with a replica on one broker of a zone.
    pub fn on_broker(&self, zone: &Zone) -> Share {
        self.mean_over_counts(zone, |replicas| Share::of(replicas, zone.brokers))
    }

    /// Share of the partitions with replicas on two brokers of the same zone.
    pub fn on_both_of(&self, zone: &Zone) -> Share {
        let pairs = |number: u32| number * number.saturating_sub(1);
        self.mean_over_counts(zone, |replicas| Share::of(pairs(replicas), pairs(zone.brokers)))
    }

    /// Share of the partitions with replicas on a broker of a zone and on one of another zone.
    pub fn on_both(&self, zone: &Zone, other: &Zone) -> Share {
        let base = Share::of(self.base, 1);
        let (here, there) = (self.has_one_more(zone), self.has_one_more(other));
        let both_more = match here == Share::NONE || there == Share::NONE {
            true => Share::NONE,
            false => here.times(Share::of(self.extras.saturating_sub(1), self.with_room.saturating_sub(1))),
        };
        // The mean of the product of both counts, (base + more here) times (base + more there).
        let counts = base.times(base).plus(base.times(here)).plus(base.times(there)).plus(both_more);
        counts.times(Share::of(1, zone.brokers)).times(Share::of(1, other.brokers))
    }

    /// Share of the partitions of which a zone has one replica more than others.
    fn has_one_more(&self, zone: &Zone) -> Share {
        if zone.brokers > self.base { Share::of(self.extras, self.with_room) } else { Share::NONE }
    }

    fn mean_over_counts(&self, zone: &Zone, share: impl Fn(u32) -> Share) -> Share {
        let counts = self.replicas_in(zone).into_iter().filter(|(_, part)| *part != Share::NONE);
        counts.fold(Share::NONE, |sum, (replicas, part)| sum.plus(part.times(share(replicas))))
    }
}
