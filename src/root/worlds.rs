//! Worlds: the ways in which unknown conditions can turn out, walked one after the other.
//!
//! A condition that cannot be decided is taken as true in one world and as false in another, the same way
//! wherever it stands. What holds in every world holds.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use super::{Memo, Symbol};
use crate::eval::alternatives::either;
use crate::eval::scope::OpenCondition;
use crate::eval::trace::Trace;
use crate::eval::value::{Reason, Unknown, Value};

/// Most worlds walked; with more, conditions stay open and what depends on them is unknown.
const MAX_WORLDS: usize = 16;

/// One condition taken one way.
#[derive(Clone, Debug)]
pub struct Assumption {
    /// The module instance it stands in: the same text means something else in another one.
    module: Rc<str>,
    /// The condition, where it was first met.
    pub condition: Rc<OpenCondition>,
    /// Which way.
    pub holds: bool,
}

/// What came out in one world, and what was assumed in it, in the order it was met.
#[derive(Debug)]
pub struct World<T> {
    /// What came out.
    pub outcome: T,
    /// What was assumed.
    pub assumed: Vec<Assumption>,
}

#[derive(Default)]
pub(super) struct Worlds {
    /// The assumptions of the world being walked, in the order they were met; `None` outside any world.
    assumed: RefCell<Option<Vec<Assumption>>>,
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
    pub(super) fn explore<T>(&self, build: impl Fn() -> T) -> Vec<World<T>> {
        let mut worlds = Vec::new();
        let mut path: Vec<Assumption> = Vec::new();
        loop {
            self.begin(Some(path));
            let outcome = build();
            path = self.assumed.borrow_mut().take().unwrap_or_default();
            worlds.push(World { outcome, assumed: path.clone() });
            while let Some(last) = path.pop() {
                if last.holds {
                    path.push(Assumption { holds: false, ..last });
                    break;
                }
            }
            if path.is_empty() {
                self.begin(None);
                return worlds;
            }
            if worlds.len() == MAX_WORLDS {
                self.begin(None);
                return vec![World { outcome: build(), assumed: Vec::new() }];
            }
        }
    }

    fn begin(&self, assumptions: Option<Vec<Assumption>>) {
        *self.assumed.borrow_mut() = assumptions;
        self.memo.borrow_mut().clear();
    }

    /// Which way a condition of a module instance is taken in this world.
    pub(super) fn assume(&self, module: &Rc<str>, condition: &OpenCondition) -> Option<bool> {
        self.used.set(true);
        if self.open.get() {
            return None;
        }
        let mut assumed = self.assumed.borrow_mut();
        let assumed = assumed.as_mut()?;
        let is_known = |known: &&Assumption| known.module == *module && known.condition.text == condition.text;
        let known = assumed.iter().find(is_known).map(|known| known.holds);
        Some(known.unwrap_or_else(|| {
            assumed.push(Assumption { module: module.clone(), condition: Rc::new(condition.clone()), holds: true });
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
pub fn same_in_all(worlds: Vec<World<Value>>) -> Value {
    let mut worlds = worlds.into_iter();
    let Some(World { mut outcome, mut assumed }) = worlds.next() else { return Value::null(Trace::given()) };
    for other in worlds {
        let parting = parting(&assumed, &other.assumed).map(|condition| condition.words()).unwrap_or_default();
        outcome = either(&outcome, &other.outcome, &Unknown::new(Reason::Condition(parting.into())));
        assumed = other.assumed;
    }
    outcome
}

/// The condition on which one world and the next part.
fn parting<'a>(one: &'a [Assumption], next: &[Assumption]) -> Option<&'a OpenCondition> {
    let pairs = one.iter().zip(next);
    pairs.filter(|(one, next)| one.holds != next.holds).map(|(one, _)| &*one.condition).next()
}
