//! Terragrunt: a `terragrunt.hcl` as the caller of the module that it names, with its inputs.

mod functions;
mod scope;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use crate::eval::interpret;
use crate::eval::text::Text;
use crate::eval::trace::Trace;
use crate::eval::value::{Entries, Entry, Kind, Reason, Unknown, Value};
use crate::files;
use crate::source::Place;
use crate::terraform::content::Content;
use crate::terraform::file::{ExprRef, ParsedFile};
use crate::terraform::lower::{self, TopLevel};
use crate::workspace::Workspace;

/// Deepest chain of included and read configurations.
const DEEPEST: usize = 8;
/// Work that one configuration may cost, in evaluated expressions.
const FUEL: u64 = 200_000;

/// One configuration, seen from the one that Terragrunt runs.
pub struct Config<'w> {
    workspace: &'w Workspace<'w>,
    boundary: &'w Path,
    path: PathBuf,
    /// The configuration that Terragrunt runs; others are included from it.
    child: PathBuf,
    file: Arc<ParsedFile>,
    blocks: Vec<TopLevel>,
    depth: usize,
    fuel: Rc<Cell<u64>>,
    locals: RefCell<BTreeMap<String, Option<Value>>>,
}

/// What a configuration passes on: known inputs, and why there may be more.
#[derive(Clone, Debug, Default)]
pub struct Passed {
    /// By variable.
    pub inputs: BTreeMap<Rc<str>, Value>,
    /// Set when there may be others, with the reason.
    pub rest: Option<Value>,
}

impl<'w> Config<'w> {
    /// The configuration in a file; `None` when it cannot be read.
    pub fn read(workspace: &'w Workspace<'w>, boundary: &'w Path, path: &Path) -> Option<Self> {
        Self::load(workspace, boundary, path, path, 0, Rc::new(Cell::new(FUEL)))
    }

    fn load(
        workspace: &'w Workspace<'w>,
        boundary: &'w Path,
        path: &Path,
        child: &Path,
        depth: usize,
        fuel: Rc<Cell<u64>>,
    ) -> Option<Self> {
        if depth > DEEPEST || !path.starts_with(boundary) {
            return None;
        }
        let file = workspace.code(path)?;
        let blocks = lower::top_level(&file);
        let (path, child) = (path.to_path_buf(), child.to_path_buf());
        Some(Self { workspace, boundary, path, child, file, blocks, depth, fuel, locals: RefCell::default() })
    }

    /// Another configuration: one that is included sees the world from where Terragrunt runs, one that is read does not.
    fn other(&self, path: &Path, child: &Path) -> Option<Self> {
        Self::load(self.workspace, self.boundary, path, child, self.depth + 1, self.fuel.clone())
    }

    /// The folder of the module that it calls: where `source` leads on this disk, or its own.
    pub fn module(&self) -> Option<PathBuf> {
        let folder = folder_of(&self.child);
        let Some(source) = self.source() else {
            let own = self.workspace.module(&folder).is_some();
            return own.then_some(folder);
        };
        let source = source.as_str()?.replace("//", "/");
        let is_local = source.starts_with(['.', '/']);
        is_local.then(|| files::normalize(&folder.join(source))).filter(|found| found.starts_with(self.boundary))
    }

    fn source(&self) -> Option<Value> {
        let own = self.blocks_of("terraform").find_map(|(_, content)| Some(self.eval(content.value("source")?)));
        own.or_else(|| self.includes().into_iter().find_map(|(_, _, parent)| parent?.source()))
    }

    /// What it passes to the module: what it includes first, its own over that.
    pub fn passed(&self) -> Passed {
        let mut passed = Passed::default();
        for (_, content, parent) in self.includes() {
            let strategy = content.value("merge_strategy").map(|strategy| self.eval(strategy));
            let Some(parent) = parent else {
                let reason = Reason::RunTime("what terragrunt.hcl includes".into());
                passed.rest = Some(Value::unknown(reason, self.trace()));
                continue;
            };
            let deep = match strategy.as_ref().and_then(Value::as_str) {
                Some("no_merge") => continue,
                strategy => strategy == Some("deep"),
            };
            passed.overridden_by(parent.passed(), deep);
        }
        let own = self
            .file
            .tree
            .attributes(self.file.tree.root().attributes)
            .iter()
            .find(|attribute| self.file.tree.text(attribute.name) == "inputs");
        if let Some(own) = own {
            let value = self.eval(&ExprRef { file: self.file.clone(), id: own.value });
            passed.overridden_by(Passed::of(&value), false);
        }
        passed
    }

    /// Files of values that Terraform is given: those of `extra_arguments` that are there.
    pub fn variable_files(&self) -> Vec<PathBuf> {
        let mut found: Vec<PathBuf> = self
            .includes()
            .iter()
            .filter_map(|(_, _, parent)| parent.as_ref())
            .flat_map(Self::variable_files)
            .collect();
        for (_, content) in self.blocks_of("terraform") {
            for arguments in content.blocks_of("extra_arguments") {
                for name in ["required_var_files", "optional_var_files"] {
                    let named = arguments.content.value(name).map(|files| self.eval(files));
                    let paths = named.iter().filter_map(Value::elements).flat_map(|items| items.iter());
                    let paths = paths.filter_map(|path| Some(folder_of(&self.child).join(path.as_str()?)));
                    found.extend(paths.map(|path| files::normalize(&path)).filter(|path| self.is_readable(path)));
                }
            }
        }
        found
    }

    fn is_readable(&self, path: &Path) -> bool {
        path.starts_with(self.boundary) && self.workspace.files().exists(path)
    }

    fn blocks_of<'s>(&'s self, kind: &'s str) -> impl Iterator<Item = (&'s [Box<str>], &'s Content)> {
        self.blocks.iter().filter(move |block| &*block.kind == kind).map(|block| (&block.labels[..], &*block.content))
    }

    /// The configurations that it includes, by name; `None` for one that cannot be found.
    fn includes(&self) -> Vec<(Box<str>, &Content, Option<Self>)> {
        let include = |(labels, content): (&[Box<str>], _)| {
            let content: &Content = content;
            let path = content.value("path").map(|path| self.eval(path));
            let path =
                path.as_ref().and_then(Value::as_str).map(|path| files::normalize(&folder_of(&self.path).join(path)));
            let parent = path.and_then(|path| self.other(&path, &self.child));
            (labels.first().cloned().unwrap_or_default(), content, parent)
        };
        // An included configuration includes nothing itself.
        if self.path == self.child { self.blocks_of("include").map(include).collect() } else { Vec::new() }
    }

    fn eval(&self, expr: &ExprRef) -> Value {
        interpret::evaluate(expr, self)
    }

    fn local(&self, name: &str) -> Option<Value> {
        if let Some(known) = self.locals.borrow().get(name) {
            let cycle = || Value::unknown(Reason::Cycle(format!("local.{name}").into()), self.trace());
            return Some(known.clone().unwrap_or_else(cycle));
        }
        let expr = self.blocks_of("locals").find_map(|(_, content)| content.value(name))?;
        self.locals.borrow_mut().insert(name.to_owned(), None);
        let value = self.eval(expr);
        self.locals.borrow_mut().insert(name.to_owned(), Some(value.clone()));
        Some(value)
    }

    /// What others see of it: its locals and its inputs.
    fn exposed(&self) -> Value {
        let names: BTreeSet<&str> =
            self.blocks_of("locals").flat_map(|(_, content)| content.arguments.keys()).map(|name| &**name).collect();
        let locals = names.into_iter().filter_map(|name| Some((Rc::from(name), self.local(name)?)));
        let locals = self.object(locals, None);
        let passed = self.passed();
        let rest = passed.rest.as_ref().and_then(Value::as_unknown).cloned();
        let inputs = self.object(passed.inputs, rest);
        // Other parts, such as outputs of dependencies, are not worked out.
        let others = Unknown::new(Reason::RunTime("what terragrunt works out".into()));
        self.object([(Rc::from("locals"), locals), (Rc::from("inputs"), inputs)], Some(others))
    }

    fn object(&self, members: impl IntoIterator<Item = (Rc<str>, Value)>, rest: Option<Unknown>) -> Value {
        let entry = |(name, value): (Rc<str>, Value)| {
            (name.clone(), Entry { key: Text::computed(name, value.trace.clone()), value })
        };
        let items = members.into_iter().map(entry).collect();
        Value::new(Kind::Object(Rc::new(Entries { items, rest })), self.trace())
    }

    fn trace(&self) -> Trace {
        Trace::literal(Place::Nowhere)
    }
}

impl Passed {
    fn of(value: &Value) -> Self {
        match (value.entries(), value.first_unknown()) {
            (Some(entries), _) => Self {
                inputs: entries.items.iter().map(|(name, entry)| (name.clone(), entry.value.clone())).collect(),
                rest: entries.rest.clone().map(|rest| Value::new(Kind::Unknown(rest), value.trace.clone())),
            },
            (None, Some(_)) => Self { inputs: BTreeMap::new(), rest: Some(value.clone()) },
            (None, None) => Self::default(),
        }
    }

    fn overridden_by(&mut self, other: Self, deep: bool) {
        if other.rest.is_some() {
            // Any of the inputs so far may be set anew.
            self.inputs.clear();
            self.rest = other.rest;
        }
        for (name, value) in other.inputs {
            let merged = match self.inputs.get(&name) {
                Some(known) if deep => deeply_merged(known, &value),
                _ => value,
            };
            self.inputs.insert(name, merged);
        }
    }
}

/// Maps merged key by key and lists one after the other, as `merge_strategy = "deep"` has it.
fn deeply_merged(under: &Value, over: &Value) -> Value {
    match (&under.kind, &over.kind) {
        (Kind::Object(under_entries) | Kind::Map(under_entries), Kind::Object(entries) | Kind::Map(entries)) => {
            let mut items = under_entries.items.clone();
            for (name, entry) in &entries.items {
                let value = items
                    .get(name)
                    .map_or_else(|| entry.value.clone(), |known| deeply_merged(&known.value, &entry.value));
                items.insert(name.clone(), Entry { key: entry.key.clone(), value });
            }
            let rest = entries.rest.clone().or_else(|| under_entries.rest.clone());
            Value { kind: Kind::Object(Rc::new(Entries { items, rest })), ..over.clone() }
        }
        (Kind::Tuple(first) | Kind::List(first), Kind::Tuple(second) | Kind::List(second)) => {
            Value { kind: Kind::Tuple(first.iter().chain(second.iter()).cloned().collect()), ..over.clone() }
        }
        _ => over.clone(),
    }
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().unwrap_or(path).to_path_buf()
}
