//! Stacks: the units that a `terragrunt.stack.hcl` makes of configurations that lie elsewhere, each with values of its own.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::{Config, View, folder_of};
use crate::eval::value::{Kind, Reason, Value};
use crate::files;
use crate::terraform::lower::TopLevel;

/// The name of a file that holds a stack.
const STACK: &str = "terragrunt.stack.hcl";
/// The folder, beside a stack, in which Terragrunt makes its units.
const MADE_IN: &str = ".terragrunt-stack";
/// Most units of one stack, those of the stacks in it included.
const MOST_UNITS: usize = 1_000;

/// A configuration that calls a module: one in a file, or one that a stack makes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Call {
    /// The file: a configuration, or a stack.
    pub file: PathBuf,
    /// In a stack the name of the unit, after those of the stacks around it.
    pub within: Vec<Box<str>>,
}

/// A configuration that Terragrunt copies to the place where it runs.
pub(super) struct Unit {
    /// Where it runs.
    folder: PathBuf,
    /// Where it lies.
    pub(super) copied_from: PathBuf,
    /// The values that it is given.
    pub(super) values: Option<Value>,
}

/// The calls that a file makes: one, or one for each unit of a stack.
pub fn calls(view: View<'_>, file: &Path) -> Vec<Call> {
    let call = Call { file: file.to_path_buf(), within: Vec::new() };
    if !file.ends_with(STACK) {
        return vec![call];
    }
    let mut found = Vec::new();
    if let Some(stack) = Config::read(view, &call) {
        stack.units(&call, &mut found);
    }
    found
}

/// Where a file lies that is found at a path: what was copied lies where it was copied from.
pub(super) fn on_disk(unit: Option<&Unit>, path: &Path) -> PathBuf {
    let copied = unit.and_then(|unit| Some(unit.copied_from.join(path.strip_prefix(&unit.folder).ok()?)));
    copied.unwrap_or_else(|| path.to_path_buf())
}

impl<'w> Config<'w> {
    /// The units of this stack, and of the stacks in it.
    fn units(&self, at: &Call, found: &mut Vec<Call>) {
        for block in self.blocks_of("unit").chain(self.blocks_of("stack")) {
            let Some(name) = block.labels.first().filter(|_| found.len() < MOST_UNITS) else { continue };
            let mut call = at.clone();
            call.within.push(name.clone());
            match self.make(block) {
                Some(stack) if &*block.kind == "stack" => stack.units(&call, found),
                Some(_) => found.push(call),
                None => {}
            }
        }
    }

    /// What the unit or stack of a name becomes.
    pub(super) fn made(&self, name: &str) -> Option<Self> {
        let mut blocks = self.blocks_of("unit").chain(self.blocks_of("stack"));
        self.make(blocks.find(|block| block.labels.first().is_some_and(|label| **label == *name))?)
    }

    fn make(&self, block: &TopLevel) -> Option<Self> {
        let value = |name: &str| block.content.value(name).map(|value| self.eval(value));
        let (source, path) = (value("source")?, value("path")?);
        let (source, path) = (source.as_str()?, path.as_str()?);
        if !source.starts_with(['.', '/']) {
            return None;
        }
        let beside = folder_of(&self.child);
        let is_made_beside = matches!(value("no_dot_terragrunt_stack").map(|flag| flag.kind), Some(Kind::Bool(true)));
        let folder = if is_made_beside { beside } else { beside.join(MADE_IN) };
        let folder = files::normalize(&folder.join(path));
        let copied_from = self.located(&source.replace("//", "/"));
        let name = if &*block.kind == "stack" { STACK } else { "terragrunt.hcl" };
        let runs_at = folder.join(name);
        let unit = Unit { folder, copied_from, values: value("values") };
        Self::load(self.view, &runs_at, &runs_at, Some(Rc::new(unit)), self.depth + 1, self.fuel.clone())
    }

    /// What `values` is: what the stack gives, or what Terragrunt wrote down beside the configuration.
    pub(super) fn values(&self) -> Option<Value> {
        if let Some(unit) = &self.unit {
            return unit.values.clone();
        }
        let path = folder_of(&self.child).join("terragrunt.values.hcl");
        if self.path == path || !self.is_readable(&path) {
            return None;
        }
        let written = self.other(&path, &path)?;
        let names = written.file.tree.attributes(written.file.tree.root().attributes).iter();
        let names = names.map(|attribute| Rc::<str>::from(written.file.tree.text(attribute.name)));
        let members = names.filter_map(|name| Some((name.clone(), written.attribute(&name)?)));
        Some(self.object(members, None))
    }

    /// Where the configuration lies, if a stack copies it from there.
    pub fn copied_from(&self) -> Option<&Path> {
        self.unit.as_ref().map(|unit| &*unit.copied_from)
    }
}

/// Why `values` is not known.
pub(super) fn no_values() -> Reason {
    Reason::RunTime("what the stack gives this unit".into())
}
