//! A module: the blocks of one folder's files, joined by name, overrides applied.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::content::Content;
use super::file::{ExprRef, ParsedFile};
use super::lower::{self, TopLevel};
use crate::eval::value::Mode;
use crate::source::Span;

/// The declarations of one folder.
#[derive(Debug, Default)]
pub struct Module {
    /// The folder.
    pub folder: PathBuf,
    /// Its files, in the order Terraform reads them.
    pub files: Vec<Arc<ParsedFile>>,
    /// `variable` blocks.
    pub variables: BTreeMap<Box<str>, Declaration>,
    /// Entries of `locals` blocks.
    pub locals: BTreeMap<Box<str>, ExprRef>,
    /// `resource` and `data` blocks by mode, type and name.
    pub resources: BTreeMap<ResourceKey, Declaration>,
    /// `module` blocks.
    pub calls: BTreeMap<Box<str>, Declaration>,
    /// `output` blocks.
    pub outputs: BTreeMap<Box<str>, Declaration>,
    /// `provider` blocks, each with its type as the label.
    pub providers: Vec<(Box<str>, Declaration)>,
    /// `terraform` blocks.
    pub settings: Vec<Declaration>,
    /// Whether a file or a block outside every known one could not be read: declarations may be missing.
    pub damaged: bool,
    /// Whether it stands in for a module that is not on disk, and has only some of its outputs.
    pub is_stand_in: bool,
}

/// Mode, type and name of a resource.
pub type ResourceKey = (Mode, Box<str>, Box<str>);

/// A block with its header.
#[derive(Clone, Debug)]
pub struct Declaration {
    /// The header.
    pub header: Span,
    /// What is inside, overrides merged.
    pub content: Arc<Content>,
}

impl Module {
    /// Joins the files of a folder.
    pub fn new(folder: PathBuf, files: Vec<Arc<ParsedFile>>) -> Self {
        let mut module = Self { folder, ..Self::default() };
        let (overrides, ordinary): (Vec<_>, Vec<_>) = files.iter().cloned().partition(|file| file.is_override());
        for file in &ordinary {
            for block in lower::top_level(file) {
                module.declare(block);
            }
        }
        for file in &overrides {
            for block in lower::top_level(file) {
                module.overridden_by(block);
            }
        }
        module.damaged = files.iter().any(|file| !file.tree.errors().is_empty());
        module.files = files;
        module
    }

    fn declare(&mut self, block: TopLevel) {
        let declaration = Declaration { header: block.header, content: block.content };
        match (&*block.kind, &block.labels[..]) {
            ("variable", [name]) => drop(self.variables.entry(name.clone()).or_insert(declaration)),
            ("output", [name]) => drop(self.outputs.entry(name.clone()).or_insert(declaration)),
            ("module", [name]) => drop(self.calls.entry(name.clone()).or_insert(declaration)),
            ("provider", [name]) => self.providers.push((name.clone(), declaration)),
            ("terraform", []) => self.settings.push(declaration),
            ("locals", []) => self.declare_locals(&declaration.content),
            ("resource" | "data", [kind, name]) => {
                let key = (mode(&block.kind), kind.clone(), name.clone());
                self.resources.entry(key).or_insert(declaration);
            }
            _ => {}
        }
    }

    fn declare_locals(&mut self, content: &Content) {
        for (name, argument) in &content.arguments {
            self.locals.insert(name.clone(), argument.value.clone());
        }
    }

    fn overridden_by(&mut self, block: TopLevel) {
        let base = match (&*block.kind, &block.labels[..]) {
            ("variable", [name]) => self.variables.get_mut(name),
            ("output", [name]) => self.outputs.get_mut(name),
            ("module", [name]) => self.calls.get_mut(name),
            ("resource" | "data", [kind, name]) => {
                self.resources.get_mut(&(mode(&block.kind), kind.clone(), name.clone()))
            }
            ("locals", []) => return self.declare_locals(&block.content),
            _ => None,
        };
        if let Some(base) = base {
            let mut merged = base.content.as_ref().clone();
            merged.overridden_by(&block.content);
            base.content = Arc::new(merged);
        }
    }

    /// The resource with this mode, type and name.
    pub fn resource(&self, mode: Mode, kind: &str, name: &str) -> Option<&Declaration> {
        self.resources.get(&(mode, kind.into(), name.into()))
    }
}

fn mode(kind: &str) -> Mode {
    if kind == "data" { Mode::Data } else { Mode::Managed }
}
