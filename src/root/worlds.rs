//! Worlds: the ways in which unknown conditions can turn out, walked one after the other.
//!
//! A condition that cannot be decided is taken as true in one world and as false in another, the same way
//! wherever it stands. What holds in every world holds.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use super::{Memo, Symbol};
use crate::eval::trace::Trace;
use crate::eval::value::{Entries, Entry, Kind, Reason, Unknown, Value};

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
        let mut assumed = self.assumed.borrow_mut();
        let assumed = assumed.as_mut()?;
        let known = assumed.iter().find(|(known, _)| *known == condition).map(|(_, taken)| *taken);
        Some(known.unwrap_or_else(|| {
            assumed.push((condition, true));
            true
        }))
    }

    pub(super) fn memo(&self, symbol: &Symbol) -> Option<Rc<Memo>> {
        let known = self.memo.borrow().get(symbol).cloned();
        if known.is_some() {
            self.used.set(true);
        }
        known
    }

    pub(super) fn remember(&self, symbol: Symbol, memo: Rc<Memo>) {
        self.memo.borrow_mut().insert(symbol, memo);
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
    values.fold(first, |known, other| agreed(&known, &other))
}

fn agreed(a: &Value, b: &Value) -> Value {
    let same = |kind: Kind| Value { kind, trace: a.trace.clone(), sensitive: a.sensitive || b.sensitive };
    let open = || {
        let text = "these files leave open";
        same(Kind::Unknown(Unknown::new(Reason::Condition(text.into()))))
    };
    match (&a.kind, &b.kind) {
        (Kind::Unknown(_), _) => a.clone(),
        (_, Kind::Unknown(_)) => b.clone(),
        (Kind::Null, Kind::Null) => a.clone(),
        (Kind::Bool(x), Kind::Bool(y)) if x == y => a.clone(),
        (Kind::Number(x), Kind::Number(y)) if x == y => a.clone(),
        (Kind::String(x), Kind::String(y)) if x.is_known() && y.is_known() && x.as_str() == y.as_str() => a.clone(),
        (Kind::List(x), Kind::List(y)) if x.len() == y.len() => same(Kind::List(agreed_items(x, y))),
        (Kind::Tuple(x), Kind::Tuple(y)) if x.len() == y.len() => same(Kind::Tuple(agreed_items(x, y))),
        (Kind::Set(x), Kind::Set(y)) if x.len() == y.len() => {
            let items = agreed_items(x, y);
            if items.iter().all(|item| item.first_unknown().is_none()) { same(Kind::Set(items)) } else { open() }
        }
        (Kind::Map(x), Kind::Map(y)) => agreed_entries(x, y).map_or_else(open, |entries| same(Kind::Map(entries))),
        (Kind::Object(x), Kind::Object(y)) => {
            agreed_entries(x, y).map_or_else(open, |entries| same(Kind::Object(entries)))
        }
        (Kind::Resource(x), Kind::Resource(y)) if x == y => a.clone(),
        _ => open(),
    }
}

fn agreed_items(x: &[Value], y: &[Value]) -> Rc<[Value]> {
    x.iter().zip(y).map(|(x, y)| agreed(x, y)).collect()
}

fn agreed_entries(x: &Entries, y: &Entries) -> Option<Rc<Entries>> {
    if !x.items.keys().eq(y.items.keys()) {
        return None;
    }
    let pairs = x.items.iter().zip(y.items.values());
    let items = pairs
        .map(|((key, x), y)| (key.clone(), Entry { key: x.key.clone(), value: agreed(&x.value, &y.value) }))
        .collect();
    Some(Rc::new(Entries { items, rest: x.rest.clone().or_else(|| y.rest.clone()) }))
}
