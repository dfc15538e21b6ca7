//! One root module under evaluation, with one set of inputs: values on demand, each computed once.
//!
//! Everything here lives on one thread; what leaves is owned.

mod blocks;
mod expansion;
mod inputs;
mod instance;
mod names;
mod registry;
mod worlds;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

pub use expansion::Expansion;
pub use inputs::{Input, Inputs};
pub use instance::{InstanceScope, ModuleInstance, Repetition};
pub use worlds::same_in_all;

use crate::eval::trace::Trace;
use crate::eval::value::{Kind, Reason, ResourceAddress, Unknown, Value};
use crate::terraform::module::Module;
use crate::workspace::Workspace;
use worlds::Worlds;

/// Work one root may cost, in evaluated expressions.
const FUEL: u64 = 20_000_000;
/// Deepest nesting of evaluations, references included.
const MAX_DEPTH: u32 = 2_500;
/// Deepest nesting of modules.
const MAX_MODULE_DEPTH: usize = 32;

/// A root module with its inputs.
pub struct Root<'w> {
    workspace: &'w Workspace<'w>,
    folder: PathBuf,
    inputs: Inputs,
    terraform_workspace: Option<String>,
    installed: BTreeMap<String, PathBuf>,
    instances: RefCell<HashMap<Rc<str>, Option<Rc<ModuleInstance>>>>,
    memo: RefCell<HashMap<Symbol, Rc<Memo>>>,
    in_progress: RefCell<HashSet<Symbol>>,
    worlds: Worlds,
    fuel: Cell<u64>,
    depth: Cell<u32>,
    missing_modules: RefCell<BTreeMap<Rc<str>, MissingModule>>,
}

/// A module call whose source is not on disk.
#[derive(Clone, Debug)]
pub struct MissingModule {
    /// Its source, as written.
    pub source: Rc<str>,
    /// Where the source is written.
    pub place: crate::source::Place,
}

/// Something of a module instance that is computed once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Symbol {
    Variable(Rc<str>, Box<str>),
    Local(Rc<str>, Box<str>),
    Output(Rc<str>, Box<str>),
    Attribute(Rc<ResourceAddress>, Box<str>),
    Expansion(Rc<ResourceAddress>),
}

enum Memo {
    Value(Option<Value>),
    Expansion(Expansion),
}

impl<'w> Root<'w> {
    /// A root module with its inputs. `terraform_workspace` is the name of the selected workspace, if given.
    pub fn new(
        workspace: &'w Workspace<'w>,
        folder: &Path,
        inputs: Inputs,
        terraform_workspace: Option<String>,
    ) -> Self {
        Self {
            workspace,
            folder: folder.to_path_buf(),
            inputs,
            terraform_workspace,
            installed: workspace.installed_modules(folder),
            instances: RefCell::default(),
            memo: RefCell::default(),
            in_progress: RefCell::default(),
            worlds: Worlds::default(),
            fuel: Cell::new(FUEL),
            depth: Cell::new(0),
            missing_modules: RefCell::default(),
        }
    }

    /// The root module's own instance.
    pub fn module_instance(&self) -> Option<Rc<ModuleInstance>> {
        self.instance_at("")
    }

    /// The module's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The declarations of the root module.
    pub fn module(&self) -> Option<Arc<Module>> {
        self.workspace.module(&self.folder)
    }

    /// Module calls whose source is not on disk, met so far.
    pub fn missing_modules(&self) -> Vec<MissingModule> {
        self.missing_modules.borrow().values().cloned().collect()
    }

    /// Runs `build` once for every way the unknown conditions it meets can turn out.
    pub fn in_every_world<T>(&self, build: impl Fn() -> T) -> Vec<T> {
        self.worlds.explore(build)
    }

    /// The value of a symbol, computed at most once; a symbol that needs itself is unknown.
    fn value(&self, symbol: Symbol, name: &str, compute: impl FnOnce() -> Option<Value>) -> Option<Value> {
        let memo = self.memoised(symbol, || Memo::Value(compute()));
        match memo.as_deref() {
            Some(Memo::Value(value)) => value.clone(),
            _ => Some(Value::unknown(Reason::Cycle(name.into()), Trace::given())),
        }
    }

    fn memoised(&self, symbol: Symbol, compute: impl FnOnce() -> Memo) -> Option<Rc<Memo>> {
        if let Some(known) = self.memo.borrow().get(&symbol) {
            return Some(known.clone());
        }
        if let Some(known) = self.worlds.memo(&symbol) {
            return Some(known);
        }
        if !self.in_progress.borrow_mut().insert(symbol.clone()) {
            return None;
        }
        let (computed, depends_on_world) = self.worlds.watch(|| Rc::new(compute()));
        self.in_progress.borrow_mut().remove(&symbol);
        if depends_on_world {
            self.worlds.remember(symbol, computed.clone());
        } else {
            self.memo.borrow_mut().insert(symbol, computed.clone());
        }
        Some(computed)
    }

    fn enter(&self) -> Result<(), Reason> {
        if self.fuel.get() == 0 {
            return Err(Reason::Limit("the work for this root module".into()));
        }
        if self.depth.get() >= MAX_DEPTH {
            return Err(Reason::Limit("the nesting of references".into()));
        }
        self.fuel.set(self.fuel.get() - 1);
        self.depth.set(self.depth.get() + 1);
        Ok(())
    }

    fn leave(&self) {
        self.depth.set(self.depth.get().saturating_sub(1));
    }
}

/// An attribute that exists only once the resource does.
fn after_apply(address: &ResourceAddress, attribute: &str, trace: Trace) -> Value {
    let reason = Reason::Resource { address: address.clone(), attribute: attribute.into() };
    Value::new(Kind::Unknown(Unknown::new(reason)), trace)
}
