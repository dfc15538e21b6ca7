//! What code says about settings, the same for every language: maps, calls and assignments, and what names stand for.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::client::source::entry::{Entry, Text};
use crate::client::source::reader::File;

/// Deepest chain of names and maps that is followed.
const DEPTH: usize = 16;
/// Most settings of one client.
const MOST: usize = 2_000;

/// A program's parts that may configure a client.
#[derive(Debug, Default)]
pub(super) struct Program {
    /// Local names and what they were imported as.
    pub(super) imports: BTreeMap<String, String>,
    /// Assignments and calls, in the order of the text.
    pub(super) steps: Vec<Step>,
}

/// An assignment, a change of a map, or a call.
#[derive(Debug)]
pub(super) struct Step {
    /// What is assigned to or changed; nothing for a call by itself.
    pub(super) target: Option<String>,
    /// How it changes.
    pub(super) change: Change,
    /// The value.
    pub(super) value: Expr,
    /// The whole of it.
    pub(super) range: Range<usize>,
    /// Whether a condition decides if it happens.
    pub(super) conditional: bool,
    /// The functions around it, the outermost first.
    pub(super) scopes: Vec<usize>,
    /// Calls with a block, and classes, around it: name and place.
    pub(super) within: Vec<(String, usize)>,
}

/// How a step changes its target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// It gets the value.
    Set,
    /// Its entry of this key gets the value.
    Entry(String),
    /// It gets the entries of the value.
    Merge,
}

/// An expression.
#[derive(Clone, Debug)]
pub(super) struct Expr {
    pub(super) value: Value,
    pub(super) range: Range<usize>,
    /// The characters of a scalar where they stand as such.
    pub(super) literal: Option<Range<usize>>,
}

/// What an expression is.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// A scalar, as text.
    Text(String),
    /// A map.
    Map(Vec<Pair>),
    /// Maps, a later one stronger than an earlier.
    Merged(Vec<Expr>),
    /// A list.
    List(Vec<Expr>),
    /// A variable, constant or attribute, parts joined with dots.
    Name(String),
    /// A call.
    Call(Box<Call>),
    /// Anything else.
    Other,
}

/// An entry of a map, or a named argument; without a key the entries of another map.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub(super) key: Option<String>,
    pub(super) range: Range<usize>,
    pub(super) value: Expr,
}

/// A call.
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// The function, parts joined with dots.
    pub(super) function: String,
    /// Arguments by place.
    pub(super) arguments: Vec<Expr>,
    /// Arguments by name.
    pub(super) named: Vec<Pair>,
}

/// Settings read from maps, and whether that is all of them.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub(super) entries: Vec<Entry>,
    pub(super) incomplete: bool,
}

impl Program {
    /// A function's name with what its first part was imported as.
    pub(super) fn full_name(&self, function: &str) -> String {
        let (first, rest) = function.split_once('.').map_or((function, None), |(first, rest)| (first, Some(rest)));
        match (self.imports.get(first), rest) {
            (Some(full), Some(rest)) => format!("{full}.{rest}"),
            (Some(full), None) => full.clone(),
            (None, _) => function.to_owned(),
        }
    }

    /// Every call with the step it belongs to.
    pub(super) fn calls(&self) -> impl Iterator<Item = (&Call, &Step)> {
        self.steps.iter().filter(|step| step.target.is_none()).filter_map(|step| match &step.value.value {
            Value::Call(call) => Some((&**call, step)),
            _ => None,
        })
    }

    /// Adds the settings that an expression holds.
    pub(super) fn add(&self, file: &File, expr: &Expr, at: &Step, into: &mut Settings) {
        self.add_below(file, "", expr, at, DEPTH, into);
    }

    /// Adds the settings of pairs.
    pub(super) fn add_pairs(&self, file: &File, pairs: &[Pair], at: &Step, into: &mut Settings) {
        self.pairs_below(file, "", pairs, at, DEPTH, into);
    }

    fn add_below(&self, file: &File, prefix: &str, expr: &Expr, at: &Step, depth: usize, into: &mut Settings) {
        let Some(depth) = depth.checked_sub(1) else { return into.lose() };
        match &expr.value {
            Value::Map(pairs) => self.pairs_below(file, prefix, pairs, at, depth, into),
            Value::Merged(maps) => maps.iter().for_each(|map| self.add_below(file, prefix, map, at, depth, into)),
            Value::Name(name) => match self.assigned(name, at) {
                Some(step) => {
                    self.add_below(file, prefix, &step.value, step, depth, into);
                    self.add_changes(file, prefix, step, depth, into);
                }
                None => into.lose(),
            },
            Value::Call(call) if call.function == "dict" && call.arguments.is_empty() => {
                self.pairs_below(file, prefix, &call.named, at, depth, into);
            }
            _ => into.lose(),
        }
    }

    fn pairs_below(&self, file: &File, prefix: &str, pairs: &[Pair], at: &Step, depth: usize, into: &mut Settings) {
        for pair in pairs {
            let Some(key) = &pair.key else {
                self.add_below(file, prefix, &pair.value, at, depth, into);
                continue;
            };
            let key = format!("{prefix}{key}");
            match &pair.value.value {
                Value::Map(inner) => {
                    let Some(depth) = depth.checked_sub(1) else { return into.lose() };
                    self.pairs_below(file, &format!("{key}."), inner, at, depth, into);
                }
                _ => into.push(self.entry(file, key, pair, at)),
            }
        }
    }

    /// What happens to a map after it was assigned.
    pub(super) fn add_changes(&self, file: &File, prefix: &str, of: &Step, depth: usize, into: &mut Settings) {
        let block = of.within.last().map(|(_, id)| *id);
        let is_later = |step: &&Step| step.target == of.target && step.value.range.start > of.value.range.start;
        for step in self.steps.iter().filter(is_later) {
            let same_block = step.within.iter().any(|(_, id)| Some(*id) == block) || block.is_none();
            if !same_block || step.change == Change::Set {
                continue;
            }
            let before = into.entries.len();
            match &step.change {
                Change::Entry(key) => {
                    let pair = Pair { key: None, range: step.range.clone(), value: step.value.clone() };
                    into.push(self.entry(file, format!("{prefix}{key}"), &pair, step));
                }
                _ => self.add_below(file, prefix, &step.value, step, depth, into),
            }
            if step.conditional {
                for entry in into.entries.iter_mut().skip(before) {
                    entry.value = Text::Unknown("a condition decides whether it is set".into());
                }
            }
        }
    }

    fn entry(&self, file: &File, key: String, pair: &Pair, at: &Step) -> Entry {
        let (value, is_literal) = self.text(&pair.value, at, DEPTH);
        let literal = pair.value.literal.clone().filter(|_| is_literal);
        Entry {
            key,
            value,
            span: file.span(pair.range.start, pair.range.end),
            bare: literal.as_ref() == Some(&pair.value.range),
            literal: literal.map(|range| file.span(range.start, range.end)),
        }
    }

    /// The text of a scalar or a list of them, and whether it stands here.
    fn text(&self, expr: &Expr, at: &Step, depth: usize) -> (Text, bool) {
        let unknown = || (Text::Unknown("it is made while the program runs".into()), false);
        let Some(depth) = depth.checked_sub(1) else { return unknown() };
        match &expr.value {
            Value::Text(text) => (Text::Known(text.clone()), true),
            Value::List(items) => {
                let texts: Option<Vec<String>> =
                    items.iter().map(|item| self.text(item, at, depth).0.known().map(str::to_owned)).collect();
                texts.map_or_else(unknown, |texts| (Text::Known(texts.join(",")), false))
            }
            Value::Name(name) => match self.assigned(name, at) {
                Some(step) => (self.text(&step.value, step, depth).0, false),
                None => unknown(),
            },
            _ => unknown(),
        }
    }

    /// The one assignment that a name stands for: in the nearest function around that assigns it.
    pub(super) fn assigned(&self, name: &str, at: &Step) -> Option<&Step> {
        let sets = |step: &&Step| step.target.as_deref() == Some(name) && step.change == Change::Set;
        let is_attribute = name.contains('.');
        let in_scope = |scopes: &[usize]| {
            let mut found = self.steps.iter().filter(sets).filter(|step| is_attribute || step.scopes == scopes);
            Some((found.next()?, found.next()))
        };
        let found = (0..=at.scopes.len()).rev().find_map(|length| in_scope(at.scopes.get(..length)?));
        match found? {
            (only, None) if !only.conditional => Some(only),
            _ => None,
        }
    }
}

impl Settings {
    fn push(&mut self, entry: Entry) {
        if self.entries.len() < MOST {
            self.entries.push(entry);
        }
    }

    /// Something that is not known comes in: it may set what is missing, and change what was set before.
    fn lose(&mut self) {
        self.incomplete = true;
        for entry in &mut self.entries {
            entry.value = Text::Unknown("something that is merged in later may change it".into());
        }
    }
}
