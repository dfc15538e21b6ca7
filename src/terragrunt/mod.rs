//! Terragrunt: a `terragrunt.hcl`, or a unit of a `terragrunt.stack.hcl`, as the caller of the module that it names, with
//! its inputs.

mod arguments;
mod dependency;
mod functions;
mod passed;
mod scope;
mod stack;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

pub use arguments::{Argument, ExtraArguments};
pub use passed::Passed;
pub use stack::{Call, calls};
use stack::{Unit, on_disk};

use crate::eval::interpret;
use crate::eval::text::Text;
use crate::eval::trace::Trace;
use crate::eval::value::{Entries, Entry, Kind, Reason, Unknown, Value};
use crate::files;
use crate::root::stand_in;
use crate::source::{Place, Span};
use crate::terraform::content::Content;
use crate::terraform::file::{ExprRef, ParsedFile};
use crate::terraform::lower::{self, TopLevel};
use crate::terraform::module::Module;
use crate::workspace::Workspace;

/// Deepest chain of included and read configurations.
const DEEPEST: usize = 8;
/// Work that one configuration may cost, in evaluated expressions.
const FUEL: u64 = 200_000;

/// One configuration, seen from the one that Terragrunt runs.
pub struct Config<'w> {
    view: View<'w>,
    path: PathBuf,
    /// The configuration that Terragrunt runs; others are included from it.
    child: PathBuf,
    /// The unit that it is, if a stack makes it.
    unit: Option<Rc<Unit>>,
    file: Arc<ParsedFile>,
    blocks: Vec<TopLevel>,
    depth: usize,
    fuel: Rc<Cell<u64>>,
    locals: RefCell<BTreeMap<String, Option<Value>>>,
}

/// What configurations are read from, and what counts.
#[derive(Clone, Copy)]
pub struct View<'w> {
    /// The files.
    pub workspace: &'w Workspace<'w>,
    /// Nothing outside of this folder is read.
    pub boundary: &'w Path,
    /// Whether mocks stand for the outputs of dependencies: good enough to show, not to judge by.
    pub mocks: bool,
}

/// A configuration that another includes, and how it is merged with that.
struct Parent<C> {
    /// `None` when it cannot be found.
    config: Option<C>,
    is_deep: bool,
}

/// What a configuration calls.
pub enum Called {
    /// A module on this disk.
    Folder(PathBuf),
    /// A module of the public registry that is restated here.
    StandIn(Box<Module>),
}

impl<'w> Config<'w> {
    /// The configuration behind a call; `None` when it cannot be read.
    pub fn read(view: View<'w>, call: &Call) -> Option<Self> {
        let (first, within) = (&call.file, &call.within);
        let file = Self::load(view, first, first, None, 0, Rc::new(Cell::new(FUEL)))?;
        within.iter().try_fold(file, |stack, name| stack.made(name))
    }

    fn load(
        view: View<'w>,
        path: &Path,
        child: &Path,
        unit: Option<Rc<Unit>>,
        depth: usize,
        fuel: Rc<Cell<u64>>,
    ) -> Option<Self> {
        if depth > DEEPEST || !path.starts_with(view.boundary) {
            return None;
        }
        let file = view.workspace.code(&on_disk(unit.as_deref(), path))?;
        let blocks = lower::top_level(&file);
        let (path, child) = (path.to_path_buf(), child.to_path_buf());
        Some(Self { view, path, child, unit, file, blocks, depth, fuel, locals: RefCell::default() })
    }

    /// Another configuration: one that is included sees the world from where Terragrunt runs, one that is read does not.
    fn other(&self, path: &Path, child: &Path) -> Option<Self> {
        Self::load(self.view, path, child, self.unit.clone(), self.depth + 1, self.fuel.clone())
    }

    /// Where Terragrunt runs it.
    pub fn runs_at(&self) -> &Path {
        &self.child
    }

    /// Where it lies with the files that Terragrunt copies beside the module.
    pub fn lies_in(&self) -> PathBuf {
        self.on_disk(&folder_of(&self.child))
    }

    /// The folder whose code is copied over that of the module that `source` names; `None` where the files do not tell.
    pub fn copied_code(&self) -> Option<PathBuf> {
        let is_filtered = |config: &Self| {
            config.blocks_of("terraform").any(|block| block.content.value("exclude_from_copy").is_some())
        };
        let parents = self.parents();
        let is_filtered =
            is_filtered(self) || parents.iter().filter_map(|parent| parent.config.as_ref()).any(is_filtered);
        (!is_filtered).then(|| self.lies_in())
    }

    /// What it calls: what `source` names, or what lies beside it.
    pub fn called(&self) -> Option<Called> {
        let folder = folder_of(&self.child);
        let Some((source, at)) = self.source() else {
            let own = self.lies_in();
            return self.view.workspace.module(&own).map(|_| Called::Folder(own));
        };
        let source = source.as_str()?;
        if !source.starts_with(['.', '/']) {
            return stand_in(source, "", at).map(|module| Called::StandIn(Box::new(module)));
        }
        let found = files::normalize(&folder.join(source.replace("//", "/")));
        found.starts_with(self.view.boundary).then(|| Called::Folder(self.on_disk(&found)))
    }

    fn source(&self) -> Option<(Value, Span)> {
        let own = self.blocks_of("terraform").find_map(|block| block.content.value("source"));
        let own = own.map(|source| (self.eval(source), source.span()));
        own.or_else(|| self.parents().into_iter().rev().find_map(|parent| parent.config?.source()))
    }

    fn is_readable(&self, path: &Path) -> bool {
        path.starts_with(self.view.boundary) && self.view.workspace.files().exists(path)
    }

    /// Where a file lies that Terragrunt finds at a path.
    fn on_disk(&self, path: &Path) -> PathBuf {
        on_disk(self.unit.as_deref(), path)
    }

    /// Where a file lies that an expression names.
    fn located(&self, path: &str) -> PathBuf {
        self.on_disk(&files::normalize(&folder_of(&self.path).join(path)))
    }

    fn blocks_of<'s>(&'s self, kind: &'s str) -> impl Iterator<Item = &'s TopLevel> {
        self.blocks.iter().filter(move |block| &*block.kind == kind)
    }

    /// An attribute outside of all blocks.
    fn attribute(&self, name: &str) -> Option<Value> {
        let tree = &self.file.tree;
        let found = tree.attributes(tree.root().attributes).iter().find(|attribute| tree.text(attribute.name) == name);
        found.map(|attribute| self.eval(&ExprRef { file: self.file.clone(), id: attribute.value }))
    }

    /// The configurations that it includes, by name; `None` for one that cannot be found.
    fn includes(&self) -> Vec<(Box<str>, &Content, Option<Self>)> {
        let include = |block: &TopLevel| {
            let path = block.content.value("path").map(|path| self.eval(path));
            let path =
                path.as_ref().and_then(Value::as_str).map(|path| files::normalize(&folder_of(&self.path).join(path)));
            path.and_then(|path| self.other(&path, &self.child))
        };
        // An included configuration includes nothing itself.
        let blocks = self.blocks_of("include").filter(|_| self.path == self.child);
        blocks
            .map(|block| (block.labels.first().cloned().unwrap_or_default(), &*block.content, include(block)))
            .collect()
    }

    /// The included configurations that are merged into this one, weak to strong.
    fn parents(&self) -> Vec<Parent<Self>> {
        let parent = |(_, content, config): (_, &Content, _)| {
            let strategy = content.value("merge_strategy").map(|strategy| self.eval(strategy));
            match strategy.as_ref().and_then(Value::as_str) {
                Some("no_merge") => None,
                strategy => Some(Parent { config, is_deep: strategy == Some("deep") }),
            }
        };
        self.includes().into_iter().filter_map(parent).collect()
    }

    fn eval(&self, expr: &ExprRef) -> Value {
        interpret::evaluate(expr, self)
    }

    fn local(&self, name: &str) -> Option<Value> {
        if let Some(known) = self.locals.borrow().get(name) {
            let cycle = || Value::unknown(Reason::Cycle(format!("local.{name}").into()), self.trace());
            return Some(known.clone().unwrap_or_else(cycle));
        }
        let expr = self.blocks_of("locals").find_map(|block| block.content.value(name))?;
        self.locals.borrow_mut().insert(name.to_owned(), None);
        let value = self.eval(expr);
        self.locals.borrow_mut().insert(name.to_owned(), Some(value.clone()));
        Some(value)
    }

    /// What others see of it: its locals and its inputs.
    fn exposed(&self) -> Value {
        let names: BTreeSet<&str> =
            self.blocks_of("locals").flat_map(|block| block.content.arguments.keys()).map(|name| &**name).collect();
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

fn folder_of(path: &Path) -> PathBuf {
    path.parent().unwrap_or(path).to_path_buf()
}
