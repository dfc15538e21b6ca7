//! Worlds: the ways in which unknown conditions can turn out, walked one after the other.
//!
//! A condition that cannot be decided is taken as true in one world and as false in another, the same way
//! wherever it stands. What holds in every world holds.

use std::cell::{Cell, RefCell};
use std::collections::hash_map::Entry;
use std::rc::Rc;

use super::{BySymbol, Memo, Symbol};
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
    /// Set while nothing is assumed, also inside a world.
    open: Cell<bool>,
    /// What was asked since somebody began to watch.
    asked: RefCell<Asked>,
    /// What was computed, by the assumptions that it rests on: those of another world may be the same.
    computed: RefCell<BySymbol<Branch>>,
    /// What rests on more assumptions than there are worlds: known in this one only.
    entangled: RefCell<BySymbol<Rc<Memo>>>,
    /// What was computed while nothing was assumed.
    left_open: RefCell<BySymbol<Rc<Memo>>>,
}

/// What a computation asked.
#[derive(Default)]
struct Asked {
    /// The assumptions it was given, each once, in order; no more than there can be worlds.
    assumptions: Vec<Assumption>,
    /// Whether it was told that nothing is assumed.
    is_open: bool,
}

/// What a symbol comes to: at once, or by the way in which the condition goes that it asks about first.
enum Branch {
    Known(Rc<Memo>),
    /// What it comes to where the condition fails, and where it holds; as far as that was computed.
    Asks(Assumption, [Option<Box<Branch>>; 2]),
}

/// On what the result of a computation rests.
pub(super) struct Basis(Asked);

impl Basis {
    /// Whether it is the same whatever is assumed.
    pub(super) fn is_firm(&self) -> bool {
        self.0.assumptions.is_empty() && !self.0.is_open
    }
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
            // Each condition on the way goes otherwise in one more world at least.
            let are_too_many = path.len() >= MAX_WORLDS;
            while let Some(last) = path.pop() {
                if last.holds {
                    path.push(Assumption { holds: false, ..last });
                    break;
                }
            }
            if are_too_many || (worlds.len() == MAX_WORLDS && !path.is_empty()) {
                self.begin(None);
                return vec![World { outcome: build(), assumed: Vec::new() }];
            }
            if path.is_empty() {
                self.begin(None);
                return worlds;
            }
        }
    }

    fn begin(&self, assumptions: Option<Vec<Assumption>>) {
        *self.assumed.borrow_mut() = assumptions;
        *self.asked.borrow_mut() = Asked::default();
        self.entangled.borrow_mut().clear();
    }

    /// Which way a condition of a module instance is taken in this world.
    pub(super) fn assume(&self, module: &Rc<str>, condition: &OpenCondition) -> Option<bool> {
        let asked = Assumption { module: module.clone(), condition: Rc::new(condition.clone()), holds: true };
        self.answer(&asked)
    }

    fn answer(&self, asked: &Assumption) -> Option<bool> {
        let mut asking = self.asked.borrow_mut();
        let mut assumed = self.assumed.borrow_mut();
        let Some(assumed) = assumed.as_mut().filter(|_| !self.open.get()) else {
            asking.is_open = true;
            return None;
        };
        let known = assumed.iter().find(|known| known.is_about(asked)).map(|known| known.holds);
        let holds = known.unwrap_or(true);
        let answer = Assumption { holds, ..asked.clone() };
        if known.is_none() {
            assumed.push(answer.clone());
        }
        asking.note(&answer);
        Some(holds)
    }

    /// Assumes nothing from now on (or does again); returns what it was.
    pub(super) fn leave_open(&self, open: bool) -> bool {
        self.open.replace(open)
    }

    fn is_open(&self) -> bool {
        self.open.get() || self.assumed.borrow().is_none()
    }

    /// What a symbol was found to be under the same assumptions.
    pub(super) fn memo(&self, symbol: &Symbol) -> Option<Rc<Memo>> {
        if self.is_open() {
            let known = self.left_open.borrow().get(symbol).cloned()?;
            self.asked.borrow_mut().is_open = true;
            return Some(known);
        }
        if let Some(known) = self.entangled.borrow().get(symbol) {
            self.asked.borrow_mut().fill(self.assumed.borrow().iter().flatten());
            return Some(known.clone());
        }
        let computed = self.computed.borrow();
        let mut branch = computed.get(symbol)?;
        loop {
            match branch {
                Branch::Known(memo) => return Some(memo.clone()),
                // What the computation would ask first, then next: the answers are part of what was asked.
                Branch::Asks(asked, ways) => branch = ways[usize::from(self.answer(asked)?)].as_deref()?,
            }
        }
    }

    pub(super) fn remember(&self, symbol: Symbol, memo: Rc<Memo>, basis: Basis) {
        let Basis(Asked { assumptions, .. }) = basis;
        if self.is_open() {
            self.left_open.borrow_mut().insert(symbol, memo);
        } else if assumptions.len() >= MAX_WORLDS {
            self.entangled.borrow_mut().insert(symbol, memo);
        } else {
            let known = assumptions.into_iter().rev().fold(Branch::Known(memo), |inner, assumption| {
                let (holds, inner) = (assumption.holds, Some(Box::new(inner)));
                Branch::Asks(assumption, if holds { [None, inner] } else { [inner, None] })
            });
            match self.computed.borrow_mut().entry(symbol) {
                Entry::Occupied(mut entry) => entry.get_mut().graft(known),
                Entry::Vacant(entry) => drop(entry.insert(known)),
            }
        }
    }

    /// Runs something and tells on what its result rests.
    pub(super) fn watch<T>(&self, run: impl FnOnce() -> T) -> (T, Basis) {
        let outer = self.asked.take();
        let result = run();
        let own = self.asked.replace(outer);
        let mut outer = self.asked.borrow_mut();
        outer.fill(&own.assumptions);
        outer.is_open |= own.is_open;
        (result, Basis(own))
    }
}

impl Assumption {
    /// Whether both are about the same condition, whichever way it goes.
    fn is_about(&self, other: &Self) -> bool {
        self.module == other.module && self.condition.is_same(&other.condition)
    }
}

impl Asked {
    fn note(&mut self, assumption: &Assumption) {
        if self.assumptions.len() < MAX_WORLDS && !self.assumptions.iter().any(|known| known.is_about(assumption)) {
            self.assumptions.push(assumption.clone());
        }
    }

    fn fill<'a>(&mut self, assumptions: impl IntoIterator<Item = &'a Assumption>) {
        assumptions.into_iter().for_each(|assumption| self.note(assumption));
    }
}

impl Branch {
    /// Adds what was found under other assumptions.
    fn graft(&mut self, other: Self) {
        match (self, other) {
            (Self::Asks(asked, ways), Self::Asks(same, others)) if asked.is_about(&same) => {
                for (way, other) in ways.iter_mut().zip(others) {
                    match (way, other) {
                        (Some(way), Some(other)) => way.graft(*other),
                        (way @ None, other) => *way = other,
                        (Some(_), None) => {}
                    }
                }
            }
            (known, other) => *known = other,
        }
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
