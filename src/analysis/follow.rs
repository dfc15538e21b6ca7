//! Who follows a look: may end it, and is told how far it is.

/// The parts of a look, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Folders are walked, and files searched.
    Files,
    /// Root modules are evaluated.
    Roots,
    /// Files of clients are read.
    Clients,
}

/// One who follows a look. What is told may come from any thread.
pub trait Follow: Sync {
    /// Whether the look is no longer wanted.
    fn is_unwanted(&self) -> bool {
        false
    }

    /// A part begins that has so many items; none where nobody knows how many.
    fn begins(&self, _: Stage, _items: usize) {}

    /// One more item of the part is done.
    fn did_one(&self) {}
}

/// One who wants a look to its end, and does not care how far it is.
pub struct Nobody;

impl Follow for Nobody {}

/// One who may end it.
impl<F: Fn() -> bool + Sync> Follow for F {
    fn is_unwanted(&self) -> bool {
        self()
    }
}
