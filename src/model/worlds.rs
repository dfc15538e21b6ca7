//! One subject in every way that unknown conditions can turn out.

/// The variants of a subject; what holds in all of them holds. Never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Worlds<T>(Vec<T>);

impl<T: PartialEq> Worlds<T> {
    /// From the variants that exist; `None` when there are none. Equal variants count once.
    pub fn new(variants: impl IntoIterator<Item = T>) -> Option<Self> {
        let mut distinct: Vec<T> = Vec::new();
        for variant in variants {
            if !distinct.contains(&variant) {
                distinct.push(variant);
            }
        }
        (!distinct.is_empty()).then_some(Self(distinct))
    }
}

impl<T> Worlds<T> {
    /// The first variant: the one to show when only one can be.
    pub fn first(&self) -> &T {
        &self.0[0]
    }

    /// Every variant.
    pub fn all(&self) -> &[T] {
        &self.0
    }

    /// Changes every variant.
    pub fn for_each_mut(&mut self, change: impl FnMut(&mut T)) {
        self.0.iter_mut().for_each(change);
    }
}
