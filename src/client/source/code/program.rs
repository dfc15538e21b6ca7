//! What code says about settings, the same for every language: maps, calls and assignments, and what names stand for.

use std::borrow::Cow;
use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use super::index::{Index, READS, is_reader};
pub(super) use super::settings::Settings;
pub(super) use super::step::{Call, Change, Expr, Pair, Step, Value};
use crate::client::Style;
use crate::client::source::entry::{Entry, Text};
use crate::client::source::reader::File;

/// Deepest chain of names and maps that is followed.
const DEPTH: usize = 16;
/// Most expressions that are looked at for one client.
const WORK: usize = 5_000;
/// Most that are looked at for all clients of a file: what people write takes a few thousand.
const WORK_OF_FILE: usize = 200_000;

/// A program's parts that may configure a client.
#[derive(Debug, Default)]
pub(super) struct Program {
    /// Local names and what they were imported as.
    pub(super) imports: BTreeMap<String, String>,
    /// Packages whose names are all known by themselves.
    pub(super) opened: Vec<String>,
    /// Where it ends because of errors that pass by themselves.
    pub(super) exits: Vec<Range<usize>>,
    /// Where Spring's builder is given the replicas of a topic.
    pub(super) built_factors: Vec<Range<usize>>,
    /// Assignments and calls, in the order of the text once they are [`Program::indexed`].
    pub(super) steps: Vec<Step>,
    index: Index,
    /// What was looked at.
    work: Cell<usize>,
}

/// Which changes of what a step assigned count.
#[derive(Clone, Copy)]
pub(super) enum Changes<'p> {
    /// Those before it is used.
    Before(&'p Step),
    All,
    /// Those that are written for it by its name: it is a client, and no function that has it can change its settings.
    OfClient,
}

impl Program {
    /// The program once all its steps are there.
    pub(super) fn indexed(mut self) -> Self {
        self.steps.sort_by_key(|step| place(&step.value.range));
        self.steps.iter_mut().enumerate().for_each(|(id, step)| step.id = id);
        self.index = Index::of(&self.steps);
        self
    }

    /// Whether there is work left to do after some more.
    fn spend(&self, work: usize) -> bool {
        self.work.set(self.work.get().saturating_add(work));
        self.work.get() < WORK_OF_FILE
    }

    /// A function's name with what its first part was imported as.
    pub(super) fn full_name(&self, function: &str) -> String {
        let (first, rest) = function.split_once('.').map_or((function, None), |(first, rest)| (first, Some(rest)));
        match (self.imports.get(first), rest) {
            (Some(full), Some(rest)) => format!("{full}.{rest}"),
            (Some(full), None) => full.clone(),
            (None, _) => function.to_owned(),
        }
    }

    /// Whether a name means what it is called outside of this file.
    pub(super) fn means(&self, name: &str, full: &str) -> bool {
        self.meaning(name)(full)
    }

    /// The same for many names that it may have there.
    pub(super) fn meaning<'p>(&'p self, name: &'p str) -> impl Fn(&str) -> bool + 'p {
        let own = self.full_name(name);
        move |full| {
            let package = full.strip_suffix(name).and_then(|rest| rest.strip_suffix('.'));
            own == full || package.is_some_and(|package| self.opened.iter().any(|opened| opened == package))
        }
    }

    /// Every step that gives a name a value.
    pub(super) fn values_of(&self, name: &str) -> impl Iterator<Item = &Step> {
        self.changes_of(name).filter(move |step| step.change == Change::Set && step.target.as_deref() == Some(name))
    }

    /// Every step that changes a name or a field of it, in order.
    pub(super) fn changes_of(&self, name: &str) -> impl DoubleEndedIterator<Item = &Step> {
        self.index.changes(name).iter().map(|id| &self.steps[*id])
    }

    /// The steps whose value stands at a place.
    pub(super) fn steps_at(&self, range: &Range<usize>) -> impl Iterator<Item = &Step> {
        let wanted = place(range);
        let first = self.steps.partition_point(|step| place(&step.value.range) < wanted);
        self.steps[first..].iter().take_while(move |step| place(&step.value.range) == wanted)
    }

    /// What merges more into a name's value.
    pub(super) fn merged_into<'p>(&'p self, of: &'p Step) -> impl Iterator<Item = &'p Step> {
        let steps = self.index.touching(of.id).iter().map(|id| &self.steps[*id]);
        steps.filter(|step| step.change == Change::Merge && step.target == of.target)
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
        into.work += 1;
        let is_left = self.spend(1) && into.work < WORK;
        let Some(depth) = depth.checked_sub(1).filter(|_| is_left) else { return into.lose() };
        match &expr.value {
            Value::Map(pairs) => self.pairs_below(file, prefix, pairs, at, depth, into),
            Value::Merged(maps) => maps.iter().for_each(|map| self.add_below(file, prefix, map, at, depth, into)),
            Value::Name(name) => match self.assigned(name, at) {
                Some(step) => self.add_assigned(file, prefix, step, at, depth, into),
                None => into.lose(),
            },
            Value::Call(call) if call.function == "dict" && call.arguments.is_empty() => {
                self.pairs_below(file, prefix, &call.named, at, depth, into);
            }
            Value::Call(call) => match self.assigned(&returned_by(&call.function), at) {
                Some(step) => self.add_below(file, prefix, &step.value, step, depth, into),
                None => into.lose(),
            },
            _ => into.lose(),
        }
    }

    /// Adds what a name was assigned, and what changed it before it is used.
    pub(super) fn add_assigned(
        &self,
        file: &File,
        prefix: &str,
        step: &Step,
        used: &Step,
        depth: usize,
        into: &mut Settings,
    ) {
        let Some(depth) = depth.checked_sub(1) else { return into.lose() };
        // One map with two names: what is set under either counts, also behind the second.
        match step.value.other_name().and_then(|name| self.assigned(name, step)) {
            Some(first) if first.id < step.id => self.add_assigned(file, prefix, first, used, depth, into),
            _ => {
                self.add_below(file, prefix, &step.value, step, depth, into);
                self.add_changes(file, prefix, step, Changes::Before(used), depth, into);
            }
        }
    }

    fn pairs_below(&self, file: &File, prefix: &str, pairs: &[Pair], at: &Step, depth: usize, into: &mut Settings) {
        let mut own = Vec::new();
        for pair in pairs {
            into.work += 1;
            if !self.spend(1) || into.work >= WORK {
                return into.lose();
            }
            let Some(key) = &pair.key else {
                self.add_below(file, prefix, &pair.value, at, depth, into);
                continue;
            };
            let key = format!("{prefix}{key}");
            let inner = format!("{key}.");
            match (&pair.value.value, depth.checked_sub(1)) {
                (_, None) => return into.lose(),
                (Value::Map(pairs), Some(depth)) => self.pairs_below(file, &inner, pairs, at, depth, into),
                (other, Some(depth)) => match self.assigned(&stands_for(other), at) {
                    Some(step) if matches!(step.value.value, Value::Map(_)) => {
                        self.add_assigned(file, &inner, step, at, depth, into);
                    }
                    _ => {
                        let entry = self.entry(file, key, pair, at);
                        own.push(entry.clone());
                        into.push(entry);
                    }
                },
            }
        }
        if prefix.is_empty() && !at.conditional && !own.is_empty() {
            into.last_map = own;
        }
    }

    /// What happens to a map after it was assigned, and before it is used.
    pub(super) fn add_changes(
        &self,
        file: &File,
        prefix: &str,
        of: &Step,
        which: Changes<'_>,
        depth: usize,
        into: &mut Settings,
    ) {
        let (Some(target), Some(depth)) = (of.target.as_deref(), depth.checked_sub(1)) else { return into.lose() };
        let may_be_passed_on = !matches!(which, Changes::OfClient);
        let is_too_late = |step: &Step| match which {
            Changes::Before(used) => step.scopes == used.scopes && step.range.start > used.range.end,
            Changes::All | Changes::OfClient => false,
        };
        for (step, name) in self.touching(target, of) {
            into.work += 1;
            if !self.spend(1) || into.work >= WORK {
                return into.lose();
            }
            if is_too_late(step) || step.value.range.start <= of.value.range.start {
                continue;
            }
            let Some(name) = name else {
                // Whoever has what it is a part of may add to it.
                into.incomplete |= may_be_passed_on && self.passes_on(step, "");
                continue;
            };
            let Some(key) = changed(step, name) else {
                // Another function has it now, and may set anything in it.
                if may_be_passed_on && self.passes_on(step, name) {
                    into.lose();
                }
                continue;
            };
            let before = into.entries.len();
            match key {
                Some(key) => {
                    let pair = Pair { key: Some(key), range: step.range.clone(), value: step.value.clone() };
                    self.pairs_below(file, prefix, &[pair], step, depth, into);
                }
                None => self.add_below(file, prefix, &step.value, step, depth, into),
            }
            if step.conditional {
                into.doubt(before);
            }
        }
    }

    /// The steps that may change what a step assigned, and those in its own block, in order; each with the name that it has
    /// there, or none where only what it is a part of is handed on.
    fn touching<'p>(&'p self, target: &'p str, of: &Step) -> Vec<(&'p Step, Option<&'p str>)> {
        let of_name = |id: usize, name: &'p str| self.index.touching(id).iter().map(move |id| (*id, Some(name)));
        let mut found: Vec<(usize, Option<&str>)> = of_name(of.id, target).collect();
        found.extend(self.index.handed_with(target).take(WORK).map(|id| (*id, None)));
        if let Some((_, block)) = of.within.last() {
            let in_block = |id: &&usize| self.steps[**id].within.iter().any(|(_, id)| id == block);
            let changes = self.index.changes(target);
            found.extend(changes.iter().take(WORK).filter(in_block).map(|id| (*id, Some(target))));
        }
        let mut names = self.index.other_names(of.id).to_vec();
        while let Some(id) = names.pop().filter(|_| found.len() < WORK) {
            let Some(name) = self.steps[id].target.as_deref() else { continue };
            found.extend(of_name(id, name));
            // A name given later than its own: no two names lead to each other.
            names.extend(self.index.other_names(id).iter().filter(|other| **other > id));
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|(id, name)| (&self.steps[id], name)).collect()
    }

    /// Whether a step hands a map to a function that is not known to leave it alone, or calls a method that may change it.
    fn passes_on(&self, step: &Step, target: &str) -> bool {
        let Value::Call(call) = &step.value.value else { return false };
        match call.function.strip_prefix(target).and_then(|rest| rest.strip_prefix('.')) {
            Some(method) => !READS.contains(&method),
            None => !is_reader(&call.function) && !super::makes_client(self, &call.function),
        }
    }

    /// A key with what it is set to.
    pub(super) fn entry(&self, file: &File, key: String, pair: &Pair, at: &Step) -> Entry {
        let (value, is_literal) = self.text(&pair.value, at, DEPTH);
        let literal = match &value {
            Text::Member(_) => Some(pair.value.range.clone()),
            _ => pair.value.literal.clone(),
        };
        let literal = literal.filter(|_| is_literal);
        let style = match &pair.value.value {
            Value::Duration(_, _, time) => Style::Duration(time.clone()),
            _ if literal.as_ref() == Some(&pair.value.range) => Style::Code,
            _ => Style::Text,
        };
        let span = file.span(pair.range.start, pair.range.end);
        Entry { key, value, span, style, literal: literal.map(|range| file.span(range.start, range.end)) }
    }

    /// The text of a scalar or a list of them, and whether it stands here.
    pub(super) fn text(&self, expr: &Expr, at: &Step, depth: usize) -> (Text, bool) {
        let unknown = || (Text::Unknown("it is made while the program runs".into()), false);
        let Some(depth) = depth.checked_sub(1).filter(|_| self.spend(1)) else { return unknown() };
        match &expr.value {
            Value::Text(text) if self.spend(text.len() / 16) => (Text::written(text), true),
            Value::Text(_) => unknown(),
            Value::List(items) => {
                let texts: Option<Vec<String>> =
                    items.iter().map(|item| self.text(item, at, depth).0.known().map(str::to_owned)).collect();
                texts.map_or_else(unknown, |texts| (Text::Known(texts.join(",")), false))
            }
            Value::Name(name) => match self.assigned(name, at) {
                Some(step) => (self.text(&step.value, step, depth).0, false),
                None => (Text::Member(name.clone()), true),
            },
            // A function of a library that gives a constant, or its list of brokers.
            Value::Call(call) if call.arguments.is_empty() && call.named.is_empty() => {
                (Text::Member(returned_by(&call.function)), true)
            }
            Value::Call(call) if self.means(&call.function, "github.com/segmentio/kafka-go.TCP") => {
                self.text(&Expr { value: Value::List(call.arguments.clone()), ..expr.clone() }, at, depth)
            }
            Value::Duration(count, each, _) => {
                let count = self.text(count, at, depth).0.known().and_then(|text| text.parse::<u64>().ok());
                let milliseconds = count.and_then(|count| count.checked_mul(*each)).map(|total| total / 1_000_000);
                milliseconds.map_or_else(unknown, |number| (Text::Known(number.to_string()), true))
            }
            _ => unknown(),
        }
    }

    /// The one assignment that a name stands for: in the nearest function around that assigns it.
    pub(super) fn assigned(&self, name: &str, at: &Step) -> Option<&Step> {
        let found = &self.steps[self.index.assigned(name, at)?];
        (!found.conditional).then_some(found)
    }
}

/// The order of the text; what holds others comes before them.
fn place(range: &Range<usize>) -> (usize, Reverse<usize>) {
    (range.start, Reverse(range.end))
}

/// The key of a map that a step changes, or the whole of it; nothing for a step that does not change it.
fn changed(step: &Step, target: &str) -> Option<Option<String>> {
    let changed = step.target.as_deref()?;
    match &step.change {
        Change::Set => {
            let field = changed.strip_prefix(target)?.strip_prefix('.')?;
            Some(Some(field.to_owned()))
        }
        Change::Entry(key) if changed == target => Some(Some(key.clone())),
        Change::Merge if changed == target => Some(None),
        _ => None,
    }
}

/// The name of the step that has the value of a variable or a call; none for any other expression.
fn stands_for(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Name(name) => Cow::Borrowed(name),
        Value::Call(call) => Cow::Owned(returned_by(&call.function)),
        _ => Cow::Borrowed(""),
    }
}

/// The name under which a step keeps what a function returns.
pub(super) fn returned_by(function: &str) -> String {
    let name = ["this.", "self."].iter().find_map(|object| function.strip_prefix(object)).unwrap_or(function);
    format!("{name}()")
}
