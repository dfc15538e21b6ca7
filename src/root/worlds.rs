//! Worlds: the ways in which unknown conditions can turn out, walked one after the other.
//!
//! A condition that cannot be decided is taken as true in one world and as false in another, the same way
//! wherever it stands. What holds in every world holds.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use super::{Memo, Symbol};
use crate::eval::alternatives::either;
use crate::eval::trace::Trace;
use crate::eval::value::{Reason, Unknown, Value};

/// Most worlds walked; with more, conditions stay open and what depends on them is unknown.
const MAX_WORLDS: usize = 16;

#[derive(Default)]
pub(super) struct Worlds {
    /// The assumptions of the world being walked, in the order they were met; `None` outside any world.
    assumed: RefCell<Option<Vec<(String, bool)>>>,
    /// What was computed in this world and may differ in another.
    memo: RefCell<HashMap<Symbol, Rc<Memo>>>,
    /// Whether an assumption was used since somebody began to watch.
    used: Cell<bool>,
    /// Set while nothing is assumed, also inside a world.
    open: Cell<bool>,
    /// What was computed while nothing was assumed.
    open_memo: RefCell<HashMap<Symbol, Rc<Memo>>>,
}

impl Worlds {
    pub(super) fn explore<T>(&self, build: impl Fn() -> T) -> Vec<T> {
        let mut results = Vec::new();
        let mut path = Vec::new();
        loop {
            self.begin(Some(path));
            results.push(build());
            path = self.assumed.borrow_mut().take().unwrap_or_default();
            while let Some((condition, taken)) = path.pop() {
                if taken {
                    path.push((condition, false));
                    break;
                }
            }
            if path.is_empty() {
                self.begin(None);
                return results;
            }
            if results.len() == MAX_WORLDS {
                self.begin(None);
                return vec![build()];
            }
        }
    }

    fn begin(&self, assumptions: Option<Vec<(String, bool)>>) {
        *self.assumed.borrow_mut() = assumptions;
        self.memo.borrow_mut().clear();
    }

    /// Which way a condition is taken in this world.
    pub(super) fn assume(&self, condition: String) -> Option<bool> {
        self.used.set(true);
        if self.open.get() {
            return None;
        }
        let mut assumed = self.assumed.borrow_mut();
        let assumed = assumed.as_mut()?;
        let known = assumed.iter().find(|(known, _)| *known == condition).map(|(_, taken)| *taken);
        Some(known.unwrap_or_else(|| {
            assumed.push((condition, true));
            true
        }))
    }

    /// Assumes nothing from now on (or does again); returns what it was.
    pub(super) fn leave_open(&self, open: bool) -> bool {
        self.open.replace(open)
    }

    pub(super) fn memo(&self, symbol: &Symbol) -> Option<Rc<Memo>> {
        let known = self.memos().borrow().get(symbol).cloned();
        if known.is_some() {
            self.used.set(true);
        }
        known
    }

    pub(super) fn remember(&self, symbol: Symbol, memo: Rc<Memo>) {
        self.memos().borrow_mut().insert(symbol, memo);
    }

    fn memos(&self) -> &RefCell<HashMap<Symbol, Rc<Memo>>> {
        if self.open.get() { &self.open_memo } else { &self.memo }
    }

    /// Runs something and tells whether it used an assumption.
    pub(super) fn watch<T>(&self, run: impl FnOnce() -> T) -> (T, bool) {
        let before = self.used.replace(false);
        let result = run();
        let used = self.used.get();
        self.used.set(before || used);
        (result, used)
    }
}

/// What is the same in all worlds; what differs is unknown.
pub fn same_in_all(values: Vec<Value>) -> Value {
    let mut values = values.into_iter();
    let first = values.next().unwrap_or_else(|| Value::null(Trace::given()));
    let reason = Unknown::new(Reason::Condition("that these files leave open".into()));
    values.fold(first, |known, other| either(&known, &other, &reason))
}
