//! What a run is about: paths, boundaries, configuration and policies; the same for a command and for an editor.

mod config;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::analysis::{self, Analysis, Follow, Request, VariableOption};
use crate::client;
use crate::date::Date;
use crate::discover::Exclude;
use crate::files::{self, Disk, Files};
use crate::finding::{Applicability, Finding};
use crate::fix::{self, Fixed, Job};
use crate::lint::{self, UnusedEntry};
use crate::policy::{Faults, Layers, Policy, Setting, Unused};
use crate::source::{Sources, Span};

pub use config::{NAME as CONFIGURATION, folder_of, own_rules_of, policy_file};

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The current folder, without links: paths are relative to it and shown so.
    pub current_folder: PathBuf,
    /// Files and folders; `-` is standard input.
    pub paths: Vec<PathBuf>,
    /// Files that an editor has open, absolute: they need not be there.
    pub buffers: BTreeSet<PathBuf>,
    /// A policy by name or file.
    pub policy: Option<String>,
    /// The configuration file that holds in place of the nearest.
    pub config: Option<PathBuf>,
    /// Whether no configuration file is read.
    pub no_config: bool,
    /// Levels of rules, which go before those of any file.
    pub levels: Vec<(String, Setting)>,
    /// Glob patterns of what is left out.
    pub exclude: Vec<String>,
    /// Variables and files of them, in order.
    pub variables: Vec<VariableOption>,
    /// `TF_VAR_*`: names without the prefix, and values.
    pub environment: Vec<(String, String)>,
    /// The selected Terraform workspace.
    pub workspace: Option<String>,
    /// Whether what is named may be left out all the same: hooks name whatever changed.
    pub only_files: bool,
    /// Whether folders without anything of MSK are roots too, and outputs are evaluated.
    pub everything: bool,
    /// The address of a value to explain, in place of the outputs.
    pub why: Option<String>,
}

/// What kept a run from being what was asked for.
#[derive(Debug)]
pub enum Failure {
    /// In words.
    Message(String),
    /// A policy or configuration file is not understood.
    Faults(Box<Faults>),
}

/// Where a run takes place, and what holds there.
pub struct Project {
    /// Paths are relative to it and shown so.
    pub current_folder: PathBuf,
    /// Nothing outside these folders is read, but for files that were named.
    pub boundaries: BTreeSet<PathBuf>,
    /// What was named, absolute.
    pub paths: Vec<PathBuf>,
    /// The disk behind the boundaries.
    pub disk: Disk,
    /// Policies and configuration.
    pub layers: Layers,
    exclude: Exclude,
    options: Options,
    policies: RefCell<BTreeMap<String, Arc<Policy>>>,
}

impl Project {
    /// Looks where the paths lie.
    ///
    /// # Errors
    /// When a path or a file that is named is not there.
    pub fn new(mut options: Options) -> Result<Self, Failure> {
        let current_folder = options.current_folder.clone();
        let real = |path: &Path| current_folder.join(path).canonicalize().map_err(|error| Failure::about(path, &error));
        let mut paths = Vec::new();
        for path in &options.paths {
            paths.push(match path.as_os_str() == "-" {
                true => current_folder.join(files::STDIN),
                false => real(path)?,
            });
        }
        paths.extend(options.buffers.iter().cloned());
        let boundaries: BTreeSet<PathBuf> = paths.iter().map(|path| files::boundary(path, &current_folder)).collect();
        // A file that is named is read wherever it is.
        let mut readable = boundaries.clone();
        for variable in &mut options.variables {
            if let VariableOption::File(path) = variable {
                readable.insert(real(path)?);
                *path = files::normalize(&current_folder.join(&*path));
            }
        }
        if let Some(config) = &mut options.config {
            *config = real(config)?;
            readable.insert(config.clone());
        }
        readable.extend(options.policy.as_deref().and_then(|name| policy_file(name, &current_folder)));
        let disk = Disk::within(&readable);
        let (layers, exclude, policies) = Default::default();
        Ok(Self { current_folder, boundaries, paths, disk, layers, exclude, options, policies })
    }

    /// The same project, nothing read yet; on the same disk, unless its boundaries are others by now.
    ///
    /// # Errors
    /// When something that is named is no longer there.
    pub fn again(&self) -> Result<Self, Failure> {
        let mut project = Self::new(self.options.clone())?;
        if project.disk.has_boundaries_of(&self.disk) {
            project.disk = self.disk.clone();
        }
        Ok(project)
    }

    /// Takes over the configuration of the same project, read by another look.
    pub fn hold_as(&mut self, other: &Self) {
        self.layers = other.layers.clone();
        self.exclude = other.exclude.clone();
        self.paths = other.paths.clone();
        self.policies.take();
    }

    /// Reads the policy and the configuration that hold for the paths.
    ///
    /// # Errors
    /// When one of them is not there or not understood.
    pub fn configure(&mut self, files: &dyn Files) -> Result<(), Failure> {
        self.layers = config::layers(&self.options, files)?;
        let folders = self.paths.iter().map(|path| folder_of(path)).collect();
        self.add_nearest(&folders, files)?;
        let bad = |pattern| Failure::Message(format!("--exclude: {pattern} is no glob pattern"));
        self.exclude = Exclude::default();
        self.exclude.add(&self.current_folder, &self.options.exclude).map_err(bad)?;
        for config in self.layers.all() {
            self.exclude.add(&config.folder, &config.exclude).map_err(bad)?;
        }
        if self.options.only_files {
            self.paths.retain(|path| !self.exclude.is_excluded(path, &[]));
        }
        self.policies.take();
        Ok(())
    }

    fn add_nearest(&mut self, folders: &BTreeSet<PathBuf>, files: &dyn Files) -> Result<(), Failure> {
        match self.options.no_config {
            true => Ok(()),
            false => config::add_nearest(&mut self.layers, folders, files, &self.current_folder),
        }
    }

    /// Reads and evaluates, then reads the configurations that root modules below the paths have of their own.
    ///
    /// # Errors
    /// When such a configuration is not understood.
    pub fn analyse(&mut self, files: &dyn Files, follow: &dyn Follow) -> Result<Analysis, Failure> {
        let mut analysis = analysis::look_once(&self.request(), files, follow);
        self.configure_found(&mut analysis, files)?;
        Ok(analysis)
    }

    /// Reads the configurations that root modules of an analysis have of their own, and does as they say.
    ///
    /// # Errors
    /// When such a configuration is not understood.
    pub fn configure_found(&mut self, analysis: &mut Analysis, files: &dyn Files) -> Result<(), Failure> {
        let roots = analysis.models.iter().map(|model| self.folder(&model.path));
        let clients = analysis.clients.iter().map(|client| folder_of(&self.folder(&client.instance.root)));
        let folders = roots.chain(clients).collect();
        self.add_nearest(&folders, files)?;
        self.follow_configuration(analysis)
    }

    /// Does as the configurations that were read say.
    ///
    /// # Errors
    /// When a pattern is none.
    pub fn follow_configuration(&self, analysis: &mut Analysis) -> Result<(), Failure> {
        self.leave_out_excluded(analysis)?;
        self.tie_clients(analysis);
        Ok(())
    }

    /// Ties clients to the clusters that configurations name for their files.
    fn tie_clients(&self, analysis: &mut Analysis) {
        for client in &mut analysis.clients {
            let file = self.folder(&client.instance.root);
            let link = self.layers.config_for(&file).and_then(|config| config.cluster_of(&file));
            if let Some(link) = link {
                client::tie_to(client, &link.cluster, &analysis.models);
            }
        }
    }

    /// Drops the root modules that a configuration of their own excludes.
    ///
    /// # Errors
    /// When a pattern is none.
    fn leave_out_excluded(&self, analysis: &mut Analysis) -> Result<(), Failure> {
        let mut excludes: Vec<Exclude> = Vec::new();
        for config in self.layers.all() {
            let mut exclude = Exclude::default();
            exclude.add(&config.folder, &config.exclude).map_err(Failure::Message)?;
            excludes.push(exclude);
        }
        let is_excluded = |path: &Path| excludes.iter().any(|exclude| exclude.is_excluded(path, &self.paths));
        analysis.models.retain(|model| !is_excluded(&self.folder(&model.path)));
        Ok(())
    }

    /// The policy for something by its display path.
    pub fn policy_for(&self, path: &str) -> Arc<Policy> {
        let mut policies = self.policies.borrow_mut();
        let read = || Arc::new(self.layers.policy_for(&self.folder(path)));
        policies.entry(path.to_owned()).or_insert_with(read).clone()
    }

    /// The folder around everything that may be read: the repository, where there is one.
    pub fn boundary(&self) -> PathBuf {
        common_folder(&self.boundaries)
    }

    /// The current folder as seen from the repository; empty where it lies elsewhere.
    pub fn folder_in_repository(&self) -> PathBuf {
        self.current_folder.strip_prefix(self.boundary()).map(Path::to_path_buf).unwrap_or_default()
    }

    /// What to analyse.
    pub fn request(&self) -> Request {
        Request {
            paths: self.paths.clone(),
            current_folder: self.current_folder.clone(),
            boundary: self.boundary(),
            only_files: self.options.only_files,
            exclude: self.exclude.clone(),
            variables: self.options.variables.clone(),
            environment: self.options.environment.clone(),
            workspace: self.options.workspace.clone(),
            everything: self.options.everything,
            why: self.options.why.clone(),
        }
    }

    /// Fixes what can be fixed of the findings that are wanted; `more` gives findings besides those of the rules.
    pub fn fix(
        &self,
        files: &dyn Files,
        least: Applicability,
        is_wanted: &dyn Fn(&Finding, &Sources) -> bool,
        more: &dyn Fn(&Analysis) -> Vec<Finding>,
        today: Date,
    ) -> Fixed {
        let request = self.request();
        let look = |files: &dyn Files| {
            let mut analysis = analysis::analyse(&request, files);
            // It can only fail over a pattern, and those were fine when the configurations were read.
            let _ = self.follow_configuration(&mut analysis);
            let policy_for = |path: &str| self.policy_for(path);
            let options = lint::Options { policy_for: &policy_for, rules: &|_: &str| true, today };
            let mut findings = lint::lint(&analysis, &options).findings;
            findings.extend(more(&analysis));
            (analysis, findings)
        };
        let writable = |shown: &str| self.writable(shown);
        fix::fix(&Job { files, look: &look, least, is_wanted, writable: &writable })
    }

    /// A folder or file by its display path.
    pub fn folder(&self, shown: &str) -> PathBuf {
        files::normalize(&self.current_folder.join(shown))
    }

    /// The path of a file, by its display path, where a fix may write: its real place lies below a boundary, and is
    /// nobody else's.
    pub fn writable(&self, shown: &str) -> Option<PathBuf> {
        const OTHERS: [&str; 3] = [".git", ".terraform", ".terragrunt-cache"];
        let path = self.folder(shown);
        if self.options.buffers.contains(&path) {
            return Some(path);
        }
        let beside = || Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?));
        let real = path.canonicalize().ok().or_else(beside)?;
        let is_inside = self.boundaries.iter().any(|folder| real.starts_with(folder));
        let is_own = |path: &Path| !path.components().any(|part| OTHERS.iter().any(|name| part.as_os_str() == *name));
        (is_inside && is_own(&path) && is_own(&real)).then_some(path)
    }

    /// The parts of configurations that nothing made use of, where the run covers all that they speak of.
    pub fn unused_entries(&self, analysis: &mut Analysis) -> Vec<UnusedEntry> {
        let mut unused = Vec::new();
        for config in self.layers.all() {
            let folder = files::display(&config.folder, &self.current_folder);
            if !analysis.discovery.is_selected(&folder) {
                continue;
            }
            let is_its = |path: &PathBuf| {
                self.layers.config_for(path).is_some_and(|found| found.source.path == config.source.path)
            };
            let roots = analysis.models.iter().map(|model| self.folder(&model.path)).filter(is_its).collect();
            let clients = analysis.clients.iter().map(|client| self.folder(&client.instance.root)).filter(is_its);
            let clusters = analysis.models.iter().flat_map(|model| &model.clusters);
            let clusters: Vec<&str> = clusters.map(|cluster| &*cluster.first().instance.address).collect();
            let entries = config.unused(&roots, &clients.collect(), &clusters);
            if !entries.is_empty() {
                let file = analysis.sources.add(config.source.clone());
                let entry = |unused: Unused| UnusedEntry {
                    span: Span { file, range: unused.range },
                    root: folder.clone(),
                    message: unused.message,
                    help: unused.help,
                };
                unused.extend(entries.into_iter().map(entry));
            }
        }
        unused
    }
}

/// The nearest folder around all of some.
fn common_folder(folders: &BTreeSet<PathBuf>) -> PathBuf {
    let is_around = |folder: &Path| folders.iter().all(|other| other.starts_with(folder));
    let first = folders.first().map(PathBuf::as_path).unwrap_or(Path::new("/"));
    first.ancestors().find(|folder| is_around(folder)).unwrap_or(first).to_path_buf()
}

/// The variables that Terraform takes from the environment, names without the prefix.
pub fn environment() -> Vec<(String, String)> {
    let variable = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
        let name = name.to_str()?.strip_prefix("TF_VAR_")?.to_owned();
        Some((name, value.to_str()?.to_owned()))
    };
    std::env::vars_os().filter_map(variable).collect()
}

/// The system's date in UTC.
pub fn today() -> Date {
    let days = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs() / 86_400);
    let system = Date::from_unix_days(u32::try_from(days).unwrap_or(0));
    system.unwrap_or(Date { year: 1970, month: 1, day: 1 })
}

impl Failure {
    /// What keeps a path from being read.
    pub(crate) fn about(path: &Path, error: &io::Error) -> Self {
        let reason = match error.kind() {
            io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
            _ => error.to_string(),
        };
        Self::Message(format!("{}: {reason}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Message(message) => f.write_str(message),
            Self::Faults(faults) => write!(f, "{} is not understood", faults.source.path),
        }
    }
}

impl From<Faults> for Failure {
    fn from(faults: Faults) -> Self {
        Self::Faults(Box::new(faults))
    }
}
