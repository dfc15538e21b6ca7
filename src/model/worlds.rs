//! One subject in every way that unknown conditions can turn out.

use std::sync::Arc;

use crate::source::Place;

/// The variants of a subject; what holds in all of them holds. Never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Worlds<T>(Vec<(T, Assumptions)>);

/// What is assumed in a world, in the order in which it was met: each condition, and whether it holds.
pub type Assumptions = Vec<(Arc<Condition>, bool)>;

/// A condition that these files leave open.
#[derive(Debug, PartialEq, Eq)]
pub struct Condition {
    /// The condition and why it is open.
    pub words: String,
    /// Where it stands.
    pub place: Place,
}

impl<T: PartialEq> Worlds<T> {
    /// From the variants that exist; `None` when there are none. Equal variants count once.
    pub fn new(variants: impl IntoIterator<Item = (T, Assumptions)>) -> Option<Self> {
        let mut distinct: Vec<(T, Assumptions)> = Vec::new();
        for (variant, path) in variants {
            if !distinct.iter().any(|(known, _)| *known == variant) {
                distinct.push((variant, path));
            }
        }
        (!distinct.is_empty()).then_some(Self(distinct))
    }
}

impl<T> Worlds<T> {
    /// The first variant: the one to show when only one can be.
    pub fn first(&self) -> &T {
        &self.0[0].0
    }

    /// The variant, if there is but one.
    pub fn only(&self) -> Option<&T> {
        if self.0.len() == 1 { Some(self.first()) } else { None }
    }

    /// The variant, if nothing is assumed.
    pub fn certain(&self) -> Option<&T> {
        match &self.0[..] {
            [(variant, assumed)] if assumed.is_empty() => Some(variant),
            _ => None,
        }
    }

    /// Every variant.
    pub fn all(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|(variant, _)| variant)
    }

    /// Every variant but the first, each with the condition on which it parts from the one before.
    pub fn others(&self) -> impl Iterator<Item = (&T, Option<&Condition>)> {
        self.0.windows(2).filter_map(|pair| match pair {
            [(_, before), (variant, path)] => {
                let mut differing = before.iter().zip(path).filter(|(before, now)| before.1 != now.1);
                Some((variant, differing.next().map(|(before, _)| &*before.0)))
            }
            _ => None,
        })
    }

    /// Changes every variant.
    pub fn for_each_mut(&mut self, mut change: impl FnMut(&mut T)) {
        self.0.iter_mut().for_each(|(variant, _)| change(variant));
    }
}

impl<T> Worlds<Option<T>> {
    /// The variants, if it is there in every world.
    pub fn transpose(self) -> Option<Worlds<T>> {
        let all: Option<Vec<(T, Assumptions)>> =
            self.0.into_iter().map(|(variant, path)| variant.map(|variant| (variant, path))).collect();
        all.map(Worlds)
    }
}
