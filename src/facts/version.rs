//! Kafka versions as MSK spells them.

use std::cmp::Ordering;
use std::fmt;

/// The first two numbers of a Kafka version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Minor {
    /// First number.
    pub major: u16,
    /// Second number.
    pub minor: u16,
}

impl fmt::Display for Minor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// A version such as `3.6.0`, `3.9.x`, `3.7.x.kraft`, `2.8.2.tiered`, `3.6.0.1` or `3.8.link`.
/// Ordered by its numbers; `x` stands for the newest patch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KafkaVersion {
    minor: Minor,
    patch: Patch,
    build: Option<u16>,
    suffix: Option<Suffix>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Patch {
    NotGiven,
    Number(u16),
    Newest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Suffix {
    KRaft,
    Link,
    Tiered,
}

impl KafkaVersion {
    /// Reads a version; `3.9` is taken too, as Kafka's own tables write it.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let minor = Minor { major: number(parts.next()?)?, minor: number(parts.next()?)? };
        let mut version = Self { minor, patch: Patch::NotGiven, build: None, suffix: None };
        for part in parts {
            version.add(part)?;
        }
        Some(version)
    }

    fn add(&mut self, part: &str) -> Option<()> {
        let suffix = match part {
            "kraft" => Some(Suffix::KRaft),
            "tiered" => Some(Suffix::Tiered),
            "link" => Some(Suffix::Link),
            _ => None,
        };
        match (suffix, self.patch, self.build, self.suffix) {
            (Some(_), _, _, None) => self.suffix = suffix,
            (None, Patch::NotGiven, _, None) if part == "x" => self.patch = Patch::Newest,
            (None, Patch::NotGiven, _, None) => self.patch = Patch::Number(number(part)?),
            (None, Patch::Number(_), None, None) => self.build = Some(number(part)?),
            _ => return None,
        }
        Some(())
    }

    /// Its first two numbers.
    pub const fn minor(self) -> Minor {
        self.minor
    }

    /// Whether it is this version or a later one.
    pub fn is_at_least(self, major: u16, minor: u16) -> bool {
        self.minor >= Minor { major, minor }
    }

    /// Whether its metadata are kept by KRaft: it says so, or it is 4.0 or later, which know nothing else.
    pub fn is_kraft(self) -> bool {
        self.suffix == Some(Suffix::KRaft) || self.minor.major >= 4
    }

    /// Whether it names MSK's first tiered storage, as `2.8.2.tiered` does.
    pub fn is_tiered_build(self) -> bool {
        self.suffix == Some(Suffix::Tiered)
    }

    /// Whether it is one of the builds that AWS calls `link`.
    pub fn is_link(self) -> bool {
        self.suffix == Some(Suffix::Link)
    }

    /// Whether it has a fourth number, as `2.4.1.1` does.
    pub const fn has_build(self) -> bool {
        self.build.is_some()
    }

    /// Its numbers against those of another, whatever keeps the metadata.
    pub fn cmp_numbers(&self, other: &Self) -> Ordering {
        let numbers = |version: &Self| (version.minor, version.patch, version.build);
        numbers(self).cmp(&numbers(other))
    }
}

impl Ord for KafkaVersion {
    fn cmp(&self, other: &Self) -> Ordering {
        self.cmp_numbers(other).then(self.suffix.cmp(&other.suffix))
    }
}

impl PartialOrd for KafkaVersion {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Whether a text has the form of an MSK version: two numbers and at least one more part.
pub fn looks_like_version(text: &str) -> bool {
    KafkaVersion::parse(text).is_some_and(|version| version.patch != Patch::NotGiven || version.suffix.is_some())
}

/// A whole number without sign.
fn number(text: &str) -> Option<u16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn msk_versions_are_read_and_others_are_not() {
        for text in
            ["1.1.1", "2.4.1.1", "2.8.2.tiered", "3.6.0", "3.6.0.1", "3.7.x", "3.7.x.kraft", "3.8.link", "4.2.x.kraft"]
        {
            assert!(looks_like_version(text), "{text}");
        }
        for text in [
            "",
            "3",
            "3.9",
            "v3.6.0",
            "3.6.0 ",
            "3.6.",
            "3.x.kraft.0",
            "3.6.y",
            "3.6.0.kraft.tiered",
            "3..0",
            "latest",
            "+3.6.0",
            "3.6.99999",
        ] {
            assert!(!looks_like_version(text), "{text}");
        }
    }

    #[test]
    fn order_follows_the_numbers() {
        let order = [
            "1.1.1",
            "2.4.1",
            "2.4.1.1",
            "2.10.0",
            "3.6.0",
            "3.6.0.1",
            "3.7.1",
            "3.7.x",
            "3.7.x.kraft",
            "3.8.x",
            "4.0.x",
        ];
        for pair in order.windows(2) {
            let [low, high] = [pair[0], pair[1]].map(|text| KafkaVersion::parse(text).unwrap());
            assert!(low < high, "{pair:?}");
        }
        let [plain, kraft] = ["3.9.x", "3.9.x.kraft"].map(|text| KafkaVersion::parse(text).unwrap());
        assert_eq!(plain.cmp_numbers(&kraft), Ordering::Equal);
    }

    #[test]
    fn kraft_is_told_by_the_name_or_the_number() {
        for (text, kraft) in
            [("3.9.x", false), ("3.9.x.kraft", true), ("4.0.x", true), ("4.1.x.kraft", true), ("3.8.link", false)]
        {
            assert_eq!(KafkaVersion::parse(text).unwrap().is_kraft(), kraft, "{text}");
        }
    }
}
