//! Module instances: a module at an address, called with arguments; and the scope of the expressions in it.

use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use super::{MAX_MODULE_DEPTH, MAX_MODULE_INSTANCES, Missing, MissingModule, Root, Symbol, registry};
use crate::discover::FolderSet;
use crate::eval::convert;
use crate::eval::interpret;
use crate::eval::scope::{OpenCondition, Scope};
use crate::eval::trace::{Step, Trace};
use crate::eval::types::Type;
use crate::eval::value::{InstanceKey, Kind, Reason, ResourceAddress, Unknown, Value};
use crate::source::{Place, Span};
use crate::terraform::file::{ExprRef, ParsedFile};
use crate::terraform::module::{Declaration, Module};
use crate::terraform::type_constraint;

/// A module at an address.
pub struct ModuleInstance {
    /// `module.a[0].module.b`; empty for the root.
    pub address: Rc<str>,
    /// Its declarations.
    pub module: Arc<Module>,
    /// Who calls it; `None` for the root.
    pub caller: Option<Caller>,
    /// The keys of the calls that lead here, `a.b`, as Terraform records installed modules.
    call_path: String,
    depth: usize,
}

/// The call that made a module instance.
pub struct Caller {
    /// The calling instance.
    pub instance: Rc<ModuleInstance>,
    /// The call's name.
    pub name: Box<str>,
    /// `count` or `for_each` of the call.
    pub repetition: Repetition,
}

/// Which of the repetitions of a block is meant.
#[derive(Clone, Debug)]
pub enum Repetition {
    /// The block is not repeated.
    Once,
    /// `count.index`
    Count(Value),
    /// `each.key` and `each.value`
    Each(Value, Value),
    /// One of an unknown number, and why.
    Unknown(Reason),
}

/// The scope of expressions in a block of a module instance.
pub struct InstanceScope<'r> {
    pub(super) root: &'r Root<'r>,
    pub(super) instance: Rc<ModuleInstance>,
    pub(super) repetition: Repetition,
}

impl ModuleInstance {
    /// Whether it, or an instance around it, is of the module in a folder.
    fn is_inside(&self, folder: &Path) -> bool {
        self.module.folder == folder || self.caller.as_ref().is_some_and(|caller| caller.instance.is_inside(folder))
    }
}

impl Root<'_> {
    /// The module instance at an address, made when first asked for.
    pub fn instance_at(&self, address: &str) -> Option<Rc<ModuleInstance>> {
        if let Some(known) = self.instances.borrow().get(address) {
            return known.clone();
        }
        let instance = if address.is_empty() { self.root_instance() } else { None };
        self.instances.borrow_mut().insert(address.into(), instance.clone());
        instance
    }

    fn root_instance(&self) -> Option<Rc<ModuleInstance>> {
        let module = self.module()?;
        let instance = ModuleInstance { address: "".into(), module, caller: None, call_path: String::new(), depth: 0 };
        Some(Rc::new(instance))
    }

    /// The instance that a call makes for one of its repetitions; `None` when its source is not on disk.
    pub fn called(
        &self,
        caller: &Rc<ModuleInstance>,
        name: &str,
        key: &InstanceKey,
        repetition: Repetition,
    ) -> Option<Rc<ModuleInstance>> {
        let address: Rc<str> = match caller.address.is_empty() {
            true => format!("module.{name}{key}").into(),
            false => format!("{}.module.{name}{key}", caller.address).into(),
        };
        if let Some(known) = self.instances.borrow().get(&address) {
            return known.clone();
        }
        let instance = self.make_instance(caller, name, repetition, address.clone());
        self.instances.borrow_mut().insert(address, instance.clone());
        instance
    }

    fn make_instance(
        &self,
        caller: &Rc<ModuleInstance>,
        name: &str,
        repetition: Repetition,
        address: Rc<str>,
    ) -> Option<Rc<ModuleInstance>> {
        let call_path = match caller.call_path.is_empty() {
            true => name.to_owned(),
            false => format!("{}.{name}", caller.call_path),
        };
        let module = self.source_module(caller, name, &call_path)?;
        let depth = caller.depth + 1;
        let why = match () {
            () if caller.is_inside(&module.folder) => Some(Missing::Cycle),
            () if depth > MAX_MODULE_DEPTH || self.instances.borrow().len() >= MAX_MODULE_INSTANCES => {
                Some(Missing::TooMany)
            }
            () => None,
        };
        if let Some(why) = why {
            self.miss(caller, name, &self.call_source(caller, name)?, why);
            return None;
        }
        let caller = Some(Caller { instance: caller.clone(), name: name.into(), repetition });
        Some(Rc::new(ModuleInstance { address, module, caller, call_path, depth }))
    }

    fn source_module(&self, caller: &ModuleInstance, name: &str, call_path: &str) -> Option<Arc<Module>> {
        let source = self.call_source(caller, name)?;
        let folder = match source.as_str() {
            Some(source) if source.starts_with("./") || source.starts_with("../") => {
                Some(self.module_at(&caller.module.folder, source))
            }
            _ => self.installed.get(call_path).cloned(),
        };
        let found = folder.and_then(|folder| self.workspace.module(&folder));
        let stand_in = || {
            let call = caller.module.calls.get(name)?;
            let version = call.content.value("version");
            let version = version.map(|version| interpret::evaluate(version, &super::inputs::Constants::default()));
            let constraint = version.as_ref().and_then(Value::as_str).unwrap_or_default();
            registry::stand_in(source.as_str()?, constraint, call.header).map(Arc::new)
        };
        let found = found.or_else(stand_in);
        if found.is_none() {
            self.miss(caller, name, &source, Missing::NotOnDisk);
        }
        found
    }

    fn miss(&self, caller: &ModuleInstance, name: &str, source: &Value, why: Missing) {
        let shown: Rc<str> = source.as_str().unwrap_or("with a computed source").into();
        let missing = MissingModule { source: shown, why, place: source.trace.place().clone(), asked: false };
        self.missing_modules.borrow_mut().insert(missing_key(caller, name), missing);
    }

    /// Notes that a value is asked of a call, should its module be missing.
    pub(super) fn ask(&self, caller: &ModuleInstance, name: &str) {
        if let Some(missing) = self.missing_modules.borrow_mut().get_mut(&missing_key(caller, name)) {
            missing.asked = true;
        }
    }

    /// The `source` argument of a call.
    pub(super) fn call_source(&self, caller: &ModuleInstance, name: &str) -> Option<Value> {
        let source = caller.module.calls.get(name)?.content.value("source")?;
        // Sources are static text: nothing in scope may be used in them.
        Some(interpret::evaluate(source, &super::inputs::Constants::default()))
    }

    /// The value of a variable of a module instance.
    pub(super) fn variable(&self, instance: &Rc<ModuleInstance>, name: &str) -> Option<Value> {
        let symbol = Symbol::Variable(instance.address.clone(), name.into());
        self.value(symbol, format_args!("var.{name}"), || self.compute_variable(instance, name))
    }

    fn compute_variable(&self, instance: &Rc<ModuleInstance>, name: &str) -> Option<Value> {
        let declaration = instance.module.variables.get(name)?;
        let scope = self.scope(instance, Repetition::Once);
        let constant = |expr: ExprRef| interpret::evaluate(&expr, &super::inputs::Constants::default());
        let declared = declaration.content.value("type").map(|ty| type_constraint::read(ty, &constant));
        let nullable = flag(&scope, declaration, "nullable", true);
        let given = self.given(instance, name, declared.as_ref()).filter(|value| nullable || !value.is_null());
        let value = given.or_else(|| self.default(declaration, name)).unwrap_or_else(|| {
            let address = if instance.address.is_empty() {
                format!("var.{name}")
            } else {
                format!("{}.var.{name}", instance.address)
            };
            let reason = match declaration.content.damaged {
                true => Reason::Broken(Some(declaration.header)),
                false => Reason::UnsetVariable(address.into()),
            };
            Value::unknown(reason, Trace::literal(Place::Text(declaration.header)))
        });
        let trace = value.trace.clone();
        if flag(&scope, declaration, "ephemeral", false) {
            return Some(ephemeral(format!("var.{name}"), declared.unwrap_or_default(), trace));
        }
        let converted = convert::convert(&value, &declared.unwrap_or_default()).unwrap_or_else(|message| {
            let message = format!("var.{name}: {message}");
            Value::unknown(Reason::Error(message.into(), trace.span()), trace)
        });
        Some(converted.marked(flag(&scope, declaration, "sensitive", false)))
    }

    fn default(&self, declaration: &Declaration, name: &str) -> Option<Value> {
        let expr = declaration.content.value("default")?;
        let value = interpret::evaluate(expr, &super::inputs::Constants::default());
        let trace = value.trace.via(Place::Text(expr.span()), Step::Default(format!("default of var.{name}").into()));
        Some(value.traced(trace))
    }

    /// What the caller passes, or the root's inputs.
    fn given(&self, instance: &Rc<ModuleInstance>, name: &str, ty: Option<&Type>) -> Option<Value> {
        let Some(caller) = &instance.caller else {
            return self.inputs.get(name).map(|input| input.value(name, ty));
        };
        let call = caller.instance.module.calls.get(&caller.name)?;
        let Some(expr) = call.content.value(name) else {
            let lost = call.content.damaged && !call.content.arguments.contains_key(name);
            let reason = Reason::Broken(Some(call.header));
            return lost.then(|| Value::unknown(reason, Trace::literal(Place::Text(call.header))));
        };
        let value = interpret::evaluate(expr, &self.scope(&caller.instance, caller.repetition.clone()));
        let what = format!("passed to {} as {name}", instance.address);
        let trace = value.trace.via(Place::Text(expr.span()), Step::Argument(what.into()));
        Some(value.traced(trace))
    }

    /// The scope of a block's expressions.
    pub fn scope(&self, instance: &Rc<ModuleInstance>, repetition: Repetition) -> InstanceScope<'_> {
        InstanceScope { root: self, instance: instance.clone(), repetition }
    }
}

/// Something that no plan and no state has.
pub(super) fn ephemeral(name: String, ty: Type, trace: Trace) -> Value {
    Value::new(Kind::Unknown(Unknown::new(Reason::Ephemeral(name.into())).of(ty)), trace)
}

pub(super) fn flag(scope: &dyn Scope, declaration: &Declaration, name: &str, otherwise: bool) -> bool {
    let value = declaration.content.value(name).map(|expr| interpret::evaluate(expr, scope));
    value.and_then(|value| crate::eval::operators::is_true(&value).ok()?.known()).unwrap_or(otherwise)
}

impl Scope for InstanceScope<'_> {
    fn reference(&self, names: &[&str], at: Span) -> (Value, usize) {
        self.resolve(names, at)
    }

    fn attribute(&self, of: &Rc<ResourceAddress>, name: &str, trace: &Trace) -> Value {
        self.root.attribute(of, name, trace)
    }

    fn assume(&self, condition: &OpenCondition) -> Option<bool> {
        // Conditions over each and count differ from instance to instance.
        let text = condition.text()?;
        if ["each.", "count.", "self."].iter().any(|word| text.contains(word)) {
            return None;
        }
        self.root.worlds.assume(&self.instance.address, condition)
    }

    fn leave_open(&self, open: bool) -> bool {
        self.root.worlds.leave_open(open)
    }

    fn file(&self, path: &str) -> Result<Arc<ParsedFile>, Reason> {
        self.root.workspace.plain_file(&self.root.file_at(path)).ok_or_else(|| Reason::File(path.into()))
    }

    fn exists(&self, path: &str) -> Result<bool, Reason> {
        Ok(self.root.workspace.files().exists(&self.root.file_at(path)))
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, Reason> {
        let mut found = self.root.workspace.list_files(&self.root.folder, folder)?;
        if let Some(over) = &self.root.over {
            found.extend(self.root.workspace.list_files(over, folder)?);
            found.sort();
            found.dedup();
        }
        Ok(found)
    }

    fn spend(&self, work: u64) -> Result<(), Reason> {
        self.root.spend(work)
    }

    fn enter(&self) -> Result<(), Reason> {
        self.root.enter()
    }

    fn leave(&self) {
        self.root.leave();
    }
}

impl Root<'_> {
    /// The module instance that a call's address names; `None` when its source is not on disk.
    pub fn called_instance(&self, call: &ResourceAddress) -> Option<Rc<ModuleInstance>> {
        let (scope, _) = self.scope_of(call)?;
        self.called(&scope.instance, &call.name, &call.key, scope.repetition.clone())
    }

    /// Whether a call may lead to something of interest: its folder is in the set, or was never looked at.
    pub fn is_relevant_call(&self, caller: &ModuleInstance, name: &str, relevant: Option<&FolderSet>) -> bool {
        let Some(relevant) = relevant else { return true };
        let source = self.call_source(caller, name);
        match source.as_ref().and_then(Value::as_str) {
            Some(source) if source.starts_with("./") || source.starts_with("../") => {
                relevant.contains(&self.module_at(&caller.module.folder, source))
            }
            _ => true,
        }
    }

    /// Every module instance made so far.
    pub fn known_instances(&self) -> Vec<Rc<ModuleInstance>> {
        let mut known: Vec<_> = self.instances.borrow().values().flatten().cloned().collect();
        known.sort_by(|a, b| a.address.cmp(&b.address));
        known
    }
}

/// A call in an instance, all its repetitions taken together.
fn missing_key(caller: &ModuleInstance, name: &str) -> Rc<str> {
    format!("{}.module.{name}", caller.address).into()
}
