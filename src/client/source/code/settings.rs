//! The settings that maps of code hold, as far as they are known.

use crate::client::source::entry::{Entry, Text};

/// Most settings of one client.
const MOST: usize = 500;

/// Settings read from maps, and whether that is all of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Settings {
    pub(super) entries: Vec<Entry>,
    pub(super) incomplete: bool,
    pub(super) work: usize,
    /// How many of the entries are known to be in doubt.
    lost: usize,
    /// Those of the last map that always counts: more can be written there.
    pub(super) last_map: Vec<Entry>,
}

impl Settings {
    pub(super) fn push(&mut self, entry: Entry) {
        if self.entries.len() < MOST {
            self.entries.push(entry);
        } else {
            self.lose();
        }
    }

    /// A condition decides about the entries from a place on.
    pub(super) fn doubt(&mut self, from: usize) {
        for entry in self.entries.iter_mut().skip(from) {
            entry.value = Text::Unknown("a condition decides whether it is set".into());
        }
    }

    /// Something that is not known comes in: it may set what is missing, and change what was set before.
    pub(super) fn lose(&mut self) {
        self.incomplete = true;
        let before = std::mem::replace(&mut self.lost, self.entries.len());
        for entry in self.entries.iter_mut().skip(before) {
            entry.value = Text::Unknown("something that is merged in later may change it".into());
        }
    }
}
