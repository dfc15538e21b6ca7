//! Version constraints of providers and modules: the newest version that they let in.

use std::cmp::Ordering;

/// The newest version that can be installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Newest {
    /// Nothing bounds it.
    Any,
    /// This version and older ones.
    UpTo(Version),
    /// Versions older than this one.
    Below(Version),
}

/// Major, minor and patch.
pub type Version = [u32; 3];

impl Newest {
    /// What constraints such as `~> 5.0, != 5.3` let in together; a term that cannot be read counts for nothing.
    pub fn of(constraints: &str) -> Self {
        constraints.split(',').filter_map(term).fold(Self::Any, Self::and)
    }

    /// What two constraints let in together.
    pub fn and(self, other: Self) -> Self {
        let (Some((a, a_inclusive)), Some((b, b_inclusive))) = (self.bound(), other.bound()) else {
            return if self == Self::Any { other } else { self };
        };
        match a.cmp(&b).then(a_inclusive.cmp(&b_inclusive)) {
            Ordering::Greater => other,
            _ => self,
        }
    }

    /// Whether a version, or a newer one, is let in.
    pub fn reaches(self, version: Version) -> bool {
        match self {
            Self::Any => true,
            Self::UpTo(newest) => newest >= version,
            Self::Below(bound) => bound > version,
        }
    }

    fn bound(self) -> Option<(Version, bool)> {
        match self {
            Self::Any => None,
            Self::UpTo(version) => Some((version, true)),
            Self::Below(version) => Some((version, false)),
        }
    }
}

/// Reads `5`, `5.31` or `5.31.0`; what follows a hyphen is left out.
pub fn version(text: &str) -> Option<Version> {
    let (version, _) = numbers(text)?;
    Some(version)
}

/// The numbers, and how many were given.
fn numbers(text: &str) -> Option<(Version, usize)> {
    let release = text.trim().trim_start_matches('v').split(['-', '+']).next()?;
    let mut version = [0; 3];
    let mut given = 0;
    for part in release.split('.') {
        *version.get_mut(given)? = part.parse().ok()?;
        given += 1;
    }
    Some((version, given))
}

fn term(text: &str) -> Option<Newest> {
    let text = text.trim();
    let operator = text.trim_end_matches(|c: char| !matches!(c, '=' | '<' | '>' | '!' | '~'));
    let (version, given) = numbers(&text[operator.len()..])?;
    Some(match operator {
        "" | "=" => Newest::UpTo(version),
        "<=" => Newest::UpTo(version),
        "<" => Newest::Below(version),
        "~>" => match given {
            1 => Newest::Any,
            2 => Newest::Below([version[0].saturating_add(1), 0, 0]),
            _ => Newest::Below([version[0], version[1].saturating_add(1), 0]),
        },
        _ => Newest::Any,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_bound_the_newest_version() {
        let cases = [
            ("~> 4.0", false),
            ("~> 4.67.0", false),
            ("< 5.0.0", false),
            ("<= 5.0.0", true),
            (">= 3.0, < 5", false),
            ("4.67.0", false),
            ("= 5.0.0", true),
            (">= 3.0", true),
            ("~> 5.0", true),
            ("~> 5", true),
            ("", true),
            ("!= 5.0.0", true),
            ("~> 5.0, < 4.9", false),
            ("> 4.0, nonsense", true),
        ];
        for (constraints, reaches) in cases {
            assert_eq!(Newest::of(constraints).reaches([5, 0, 0]), reaches, "{constraints}");
        }
    }
}
