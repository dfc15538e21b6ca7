//! Policies: the level and the numbers of every rule, whose statement they are, and the line that says so.

mod built_in;
mod client_link;
mod config;
mod own_rule;
mod problem;
mod reader;
mod soften;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use crate::finding::{Level, PolicyEntry, RuleName};
use crate::own::OwnRule;

pub use client_link::ClientLink;
pub use config::{Config, FindPolicy, Layers, PolicyError, Unused};
pub use problem::{Faults, Problem};
pub use soften::NonProduction;

use built_in::BUILT_IN;
use soften::Soften;

/// What a policy says of every rule.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Its name.
    pub name: Arc<str>,
    /// Shared: most roots and clients have the same.
    checks: Arc<BTreeMap<Arc<str>, Check>>,
    soften: Soften,
    /// The rules that a project wrote for itself, and that hold here.
    own: Vec<Arc<OwnRule>>,
    /// The names of all that it wrote, here or for elsewhere.
    known: BTreeSet<RuleName>,
    /// For rules that no policy speaks of.
    unmentioned: Check,
}

/// What a policy says of one rule.
#[derive(Clone, Debug)]
pub struct Check {
    level: Setting,
    levels: BTreeMap<Arc<str>, Setting>,
    numbers: BTreeMap<Arc<str>, i64>,
    source: Arc<str>,
    /// Where it is said: the policy's name, the file for display, the line.
    origin: Origin,
    /// Whether the project or the command line set the level: then it is meant as it is, and never softened.
    is_own: bool,
}

/// Where a policy entry stands.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// Name of the policy.
    pub policy: Arc<str>,
    /// File, for display.
    pub path: Arc<str>,
    /// Line, from 1.
    pub line: u32,
}

/// A level, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Not reported.
    Off,
    /// Reported at a level.
    On(Level),
}

impl Default for Check {
    fn default() -> Self {
        Self {
            level: Setting::Off,
            levels: BTreeMap::new(),
            numbers: BTreeMap::new(),
            source: "".into(),
            origin: Origin::default(),
            is_own: false,
        }
    }
}

impl Setting {
    /// Reads `off`, `note`, `warning` or `error`.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "off" => Self::Off,
            "note" => Self::On(Level::Note),
            "warning" => Self::On(Level::Warning),
            "error" => Self::On(Level::Error),
            _ => return None,
        })
    }

    /// The level, if it is reported.
    pub fn level(self) -> Option<Level> {
        match self {
            Self::Off => None,
            Self::On(level) => Some(level),
        }
    }

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        self.level().map_or("off", Level::as_str)
    }
}

impl Check {
    /// The level of the rule.
    pub fn level(&self) -> Setting {
        self.level
    }

    /// The level for a case of its own, such as `inherited`; the rule's level where the policy does not name the case.
    pub fn level_of(&self, case: &str) -> Setting {
        self.levels.get(case).copied().unwrap_or(self.level)
    }

    /// A number the rule compares with.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.numbers.get(name).copied()
    }

    /// The names of its cases and numbers.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.levels.keys().chain(self.numbers.keys()).map(AsRef::as_ref)
    }

    /// Its cases and numbers, with what they are set to.
    pub fn settings(&self) -> impl Iterator<Item = (&str, String)> {
        let levels = self.levels.iter().map(|(case, level)| (&**case, level.as_str().to_owned()));
        levels.chain(self.numbers.iter().map(|(name, number)| (&**name, number.to_string())))
    }

    /// Who decided, for a finding.
    pub fn entry(&self) -> PolicyEntry {
        PolicyEntry {
            name: self.origin.policy.clone(),
            path: self.origin.path.clone(),
            line: self.origin.line,
            source: self.source.clone(),
            softened: None,
        }
    }
}

impl Policy {
    /// A policy that comes with the program.
    pub fn built_in(name: &str) -> Option<Self> {
        BUILT_IN.iter().position(|known| known.name == name).map(|at| Self::at(at).clone())
    }

    /// The names of the policies that come with the program.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|policy| policy.name)
    }

    /// The default policy, which defines the settings that every rule has.
    pub fn guide() -> &'static Self {
        Self::at(0)
    }

    /// One of those that come with the program, made when it is first asked for.
    fn at(index: usize) -> &'static Self {
        static MADE: [OnceLock<Policy>; BUILT_IN.len()] = [const { OnceLock::new() }; BUILT_IN.len()];
        MADE[index].get_or_init(|| BUILT_IN[index].policy())
    }

    /// A policy from a file in a folder. `path` is its display path; `find_policy` reads what it extends.
    ///
    /// # Errors
    /// Everything in it that is not understood.
    pub fn from_file(folder: &Path, path: &str, text: &str, find_policy: FindPolicy<'_>) -> Result<Self, Faults> {
        reader::policy(folder, path, text, false, find_policy)
    }

    /// The rules that a project wrote for itself, and that hold here.
    pub fn own_rules(&self) -> &[Arc<OwnRule>] {
        &self.own
    }

    /// Whether a project wrote a rule of this name, for here or for elsewhere.
    pub fn knows(&self, rule: &str) -> bool {
        self.known.iter().any(|known| *known == *rule)
    }

    /// The names of the rules that a project wrote.
    pub fn known(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(|name| &**name)
    }

    /// A policy of one rule, which a project wrote, and no other.
    pub fn of_one(rule: &Arc<OwnRule>) -> Self {
        let mut policy = Self::default();
        let check = Check { level: Setting::On(Level::Error), is_own: true, ..Check::default() };
        policy.add(own_rule::Own { rule: rule.clone(), check });
        policy
    }

    /// Adds a rule; one of the same name gives way.
    fn add(&mut self, own: own_rule::Own) {
        let name = own.rule.name.clone();
        self.own.retain(|known| known.name != name);
        Arc::make_mut(&mut self.checks).insert((&*name).into(), own.check);
        self.own.push(own.rule);
        self.known.insert(name);
    }

    /// What it says of a rule.
    pub fn check(&self, rule: &str) -> &Check {
        self.checks.get(rule).unwrap_or(&self.unmentioned)
    }

    /// The rules it speaks of.
    pub fn rules(&self) -> impl Iterator<Item = (&str, &Check)> {
        self.checks.iter().map(|(name, check)| (name.as_ref(), check))
    }

    /// The level for a subject, and why it was lowered if it was.
    pub fn soften(&self, rule: &str, level: Level, marks: &NonProduction) -> (Level, Option<String>) {
        if self.check(rule).is_own { (level, None) } else { self.soften.apply(rule, level, marks) }
    }

    /// Sets the level of a rule from the command line.
    pub fn set_level(&mut self, rule: &str, level: Setting) {
        let check = Arc::make_mut(&mut self.checks).entry(rule.into()).or_default();
        *check = Check {
            level,
            levels: BTreeMap::new(),
            origin: Origin { policy: "the command line".into(), path: "--level".into(), line: 0 },
            is_own: true,
            ..check.clone()
        };
    }

    /// Lays another set of checks over this one; what they do not mention stays.
    fn overlay(&mut self, checks: Vec<(Arc<str>, reader::Overlay)>) {
        if checks.is_empty() {
            return;
        }
        let own = Arc::make_mut(&mut self.checks);
        for (rule, overlay) in checks {
            overlay.apply(own.entry(rule).or_default());
        }
    }
}
