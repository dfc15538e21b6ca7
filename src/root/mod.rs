//! One root module under evaluation, with one set of inputs: values on demand, each computed once.
//!
//! Everything here lives on one thread; what leaves is owned.

mod address;
mod blocks;
mod expansion;
mod inputs;
mod instance;
mod names;
mod providers;
mod registry;
mod worlds;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Arguments;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

pub use expansion::Expansion;
pub use inputs::{Constants, Input, Inputs};
pub use instance::{InstanceScope, ModuleInstance, Repetition};
pub use registry::stand_in;
pub use worlds::{Assumption, World, same_in_all};

use crate::eval::limits;
use crate::eval::trace::Trace;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Mode, Reason, ResourceAddress, Unknown, Value};
use crate::terraform::module::Module;
use crate::workspace::Workspace;
use worlds::Worlds;

/// Work one root may cost, in evaluated expressions.
const FUEL: u64 = 10_000_000;
/// Work one value may cost, without those it refers to: what explodes takes nothing else down.
const FUEL_OF_ONE: u64 = 1_000_000;
/// Deepest nesting of evaluations, references included.
const MAX_DEPTH: u32 = 2_500;
/// Deepest nesting of modules.
const MAX_MODULE_DEPTH: usize = 32;
/// Most module instances of one root.
const MAX_MODULE_INSTANCES: usize = 10_000;

/// A root module with its inputs.
pub struct Root<'w> {
    workspace: &'w Workspace<'w>,
    folder: PathBuf,
    /// The folder of which everything is copied over it.
    over: Option<PathBuf>,
    module: Option<Arc<Module>>,
    inputs: Inputs,
    terraform_workspace: Option<String>,
    installed: BTreeMap<String, PathBuf>,
    instances: RefCell<HashMap<Rc<str>, Option<Rc<ModuleInstance>>>>,
    memo: RefCell<BySymbol<Rc<Memo>>>,
    in_progress: RefCell<BySymbol<()>>,
    worlds: Worlds,
    fuel: Cell<u64>,
    fuel_of_one: Cell<u64>,
    depth: Cell<u32>,
    missing_modules: RefCell<BTreeMap<Rc<str>, MissingModule>>,
}

/// A module call that was not followed.
#[derive(Clone, Debug)]
pub struct MissingModule {
    /// Its source, as written.
    pub source: Rc<str>,
    /// Why not.
    pub why: Missing,
    /// Where the source is written.
    pub place: crate::source::Place,
    /// Whether a value was asked of it.
    pub asked: bool,
}

/// Why a module call is not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// Its source is not on disk.
    NotOnDisk,
    /// The module calls itself, perhaps through others.
    Cycle,
    /// There are too many modules, or too many inside each other.
    TooMany,
}

/// Things by symbol. Looked up all the time: the hash of the standard library would take a tenth of a run.
type BySymbol<T> = HashMap<Symbol, T, foldhash::fast::RandomState>;

/// Something of a module instance that is computed once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Symbol {
    Variable(Rc<str>, Box<str>),
    Local(Rc<str>, Box<str>),
    Output(Rc<str>, Box<str>),
    // Apart from the argument of the same name.
    OutputOfCall(Rc<ResourceAddress>, Box<str>),
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
            over: None,
            module: workspace.module(folder),
            inputs,
            terraform_workspace,
            installed: workspace.installed_modules(folder),
            instances: RefCell::default(),
            memo: RefCell::default(),
            in_progress: RefCell::default(),
            worlds: Worlds::default(),
            fuel: Cell::new(FUEL),
            fuel_of_one: Cell::new(FUEL_OF_ONE),
            depth: Cell::new(0),
            missing_modules: RefCell::default(),
        }
    }

    /// The same with another module in place of what lies in the folder.
    pub fn with_module(self, module: Module) -> Self {
        Self { module: Some(Arc::new(module)), ..self }
    }

    /// The same with everything of another folder copied over what lies in its own.
    pub fn under(self, over: PathBuf) -> Self {
        match self.workspace.module_under(&self.folder, &over) {
            Some(module) => Self { over: Some(over), ..self.with_module(module) },
            None => Self { over: Some(over), ..self },
        }
    }

    /// Where something lies that Terraform finds at a path: what is copied comes first, but for what is hidden.
    fn lies_at(&self, path: PathBuf, is_there: impl Fn(&Path) -> bool) -> PathBuf {
        let inside = path
            .strip_prefix(&self.folder)
            .ok()
            .filter(|inside| !inside.components().any(|part| part.as_os_str().as_encoded_bytes().starts_with(b".")));
        let copied = self.over.as_deref().zip(inside).map(|(over, inside)| over.join(inside));
        copied.filter(|copied| is_there(copied)).unwrap_or(path)
    }

    /// Where a file lies that an expression names.
    fn file_at(&self, path: &str) -> PathBuf {
        let named = crate::files::normalize(&self.folder.join(path));
        self.lies_at(named, |path| self.workspace.files().exists(path))
    }

    /// Where a module lies that a call in another names.
    fn module_at(&self, caller: &Path, source: &str) -> PathBuf {
        let named = crate::files::normalize(&caller.join(source));
        self.lies_at(named, |folder| self.workspace.module(folder).is_some())
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
        self.module.clone()
    }

    /// Module calls that were not followed, so far.
    pub fn missing_modules(&self) -> Vec<MissingModule> {
        self.missing_modules.borrow().values().cloned().collect()
    }

    /// Runs `build` once for every way the unknown conditions it meets can turn out.
    pub fn in_every_world<T>(&self, build: impl Fn() -> T) -> Vec<World<T>> {
        self.worlds.explore(build)
    }

    /// The value of a symbol, computed at most once; a symbol that needs itself is unknown.
    fn value(&self, symbol: Symbol, name: Arguments<'_>, compute: impl FnOnce() -> Option<Value>) -> Option<Value> {
        let compute = || {
            let (value, work) = limits::bounded(compute()?, name);
            // The walk is paid for, so that many names for one large value cost no more than they may.
            let paid = self.spend(work);
            Some(paid.map_or_else(|reason| Value::unknown(reason, value.trace.clone()), |()| value.clone()))
        };
        let memo = self.memoised(symbol, || Memo::Value(compute()));
        match memo.as_deref() {
            Some(Memo::Value(value)) => value.clone(),
            _ => Some(Value::unknown(Reason::Cycle(name.to_string().into()), Trace::given())),
        }
    }

    fn memoised(&self, symbol: Symbol, compute: impl FnOnce() -> Memo) -> Option<Rc<Memo>> {
        if let Some(known) = self.memo.borrow().get(&symbol) {
            return Some(known.clone());
        }
        if let Some(known) = self.worlds.memo(&symbol) {
            return Some(known);
        }
        if self.in_progress.borrow_mut().insert(symbol.clone(), ()).is_some() {
            return None;
        }
        let fuel = self.fuel_of_one.replace(FUEL_OF_ONE);
        let (computed, basis) = self.worlds.watch(|| Rc::new(compute()));
        self.fuel_of_one.set(fuel);
        self.in_progress.borrow_mut().remove(&symbol);
        if basis.is_firm() {
            self.memo.borrow_mut().insert(symbol, computed.clone());
        } else {
            self.worlds.remember(symbol, computed.clone(), basis);
        }
        Some(computed)
    }

    fn spend(&self, work: u64) -> Result<(), Reason> {
        for (fuel, what) in
            [(&self.fuel, "the work for this root module"), (&self.fuel_of_one, "the work for this value")]
        {
            let left = fuel.get().checked_sub(work);
            fuel.set(left.unwrap_or_default());
            left.ok_or_else(|| Reason::Limit(what.into()))?;
        }
        Ok(())
    }

    fn enter(&self) -> Result<(), Reason> {
        if self.depth.get() >= MAX_DEPTH {
            return Err(Reason::Limit("the nesting of references".into()));
        }
        self.spend(1)?;
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
    // Every provider has it as a string.
    let ty = if attribute == "id" && address.mode != Mode::Module { Type::String } else { Type::Any };
    Value::new(Kind::Unknown(Unknown::new(reason).of(ty)), trace)
}
