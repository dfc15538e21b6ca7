//! From paths to models: what a run reads, parses and evaluates, on all cores.

mod follow;
mod plans;
mod remembered;
mod scripts;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::client::source::{self as client_source, Kind, Nearby};
use crate::client::{self, Client};
use crate::discover::{self, Discovery, Exclude, FolderSet};
use crate::files::{self, Files};
use crate::model::build::{self, RootModel};
use crate::prometheus::{self, Prometheus, ScrapeJob};
use crate::root::{Input, Inputs, Root};
use crate::source::{FileId, SourceFile, Sources};
use crate::terraform::file::ParsedFile;
use crate::terragrunt::{self, Argument, Call, Called, Config, View};
use crate::threads::on_all_cores;
use crate::workspace::Workspace;

pub use follow::{Follow, Nobody, Stage};
use remembered::Layout;
pub use remembered::Remembered;

/// What to analyse.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files and folders, absolute.
    pub paths: Vec<PathBuf>,
    /// The current folder: paths are shown relative to it.
    pub current_folder: PathBuf,
    /// Nothing outside this folder is read.
    pub boundary: PathBuf,
    /// Whether the paths are files that changed: what concerns them may come from anywhere inside the boundary.
    pub only_files: bool,
    /// What is left out.
    pub exclude: Exclude,
    /// `--var` and `--var-file`, in order.
    pub variables: Vec<VariableOption>,
    /// `TF_VAR_*`: names without the prefix, and values.
    pub environment: Vec<(String, String)>,
    /// The selected Terraform workspace.
    pub workspace: Option<String>,
    /// Whether folders without anything of MSK are roots too, and outputs are evaluated.
    pub everything: bool,
    /// The address of a value to explain, in place of the outputs.
    pub why: Option<String>,
}

/// One `--var` or `--var-file`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VariableOption {
    /// `--var name=value`
    Value(String, String),
    /// `--var-file path`
    File(PathBuf),
}

/// What a run learnt.
pub struct Analysis {
    /// One for each root module and set of variable files.
    pub models: Vec<RootModel>,
    /// Clients of Kafka, in order of path.
    pub clients: Vec<Client>,
    /// Jobs of Prometheus that scrape brokers.
    pub scrape_jobs: Vec<ScrapeJob>,
    /// The files that were read and kept.
    pub sources: Sources,
    /// The same, parsed.
    pub files: Vec<Arc<ParsedFile>>,
    /// Folders and what they hold.
    pub discovery: Arc<Discovery>,
    /// Files that could not be read, each a source without text, and why.
    pub unread: Vec<(FileId, String)>,
}

/// A root module with the variable files of one evaluation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Scenario {
    folder: PathBuf,
    named: Option<PathBuf>,
    /// The configuration of Terragrunt that calls it.
    terragrunt: Option<Call>,
}

/// Reads, parses and evaluates what a request asks for.
pub fn analyse(request: &Request, files: &dyn Files) -> Analysis {
    look_once(request, files, &Nobody)
}

/// The same for one who follows it.
pub fn look_once(request: &Request, files: &dyn Files, follow: &dyn Follow) -> Analysis {
    let mut remembered = Remembered::for_one_look();
    let analysis = look(request, files, &mut remembered, follow);
    // To give it back takes as long as to check what was found: that is done meanwhile. Without a thread it is done at once.
    let _ = std::thread::Builder::new().spawn(move || drop(remembered));
    analysis
}

/// The same, but for what is remembered. Once it is no longer wanted, it is not complete.
pub fn look(request: &Request, files: &dyn Files, remembered: &mut Remembered, follow: &dyn Follow) -> Analysis {
    follow.begins(Stage::Files, 0);
    let paths = plans::sort(&request.paths, files);
    let workspace = Workspace::over(files, &request.current_folder, remembered.kept.clone());
    let workspace = if remembered.is_for_one_look() { workspace.unwatched() } else { workspace };
    let layout = remembered.layout.clone();
    let layout = layout.unwrap_or_else(|| remembered.lay_out(lay_out(request, &paths.code, files)));
    let Layout { terragrunt, roots, relevant, .. } = &*layout;
    let mut discovery = layout.discovery.clone();
    let scenarios = remembered.scenarios.all(roots, &workspace, follow, |root, workspace| match terragrunt.get(root) {
        Some((call, module)) => {
            vec![Scenario { folder: module.clone(), named: None, terragrunt: Some(call.clone()) }]
        }
        None => scenarios(request, workspace, root),
    });
    let scenarios: Vec<Scenario> = scenarios.into_iter().flatten().collect();
    follow.begins(Stage::Roots, scenarios.len());
    let mut models = remembered.models.all(&scenarios, &workspace, follow, |scenario, workspace| {
        evaluate(request, workspace, scenario, relevant.as_ref())
    });
    let mut unread: Vec<(String, String)> =
        discovery.unread.iter().map(|unread| (workspace.display(&unread.path), unread.reason.clone())).collect();
    for (path, reason) in &paths.unread {
        Arc::make_mut(&mut discovery).select(path);
        unread.push((workspace.display(path), reason.clone()));
    }
    let planned = on_all_cores(&paths.plans, |path| plans::evaluate(request, &workspace, path));
    for (path, model) in paths.plans.iter().zip(planned) {
        let discovery = Arc::make_mut(&mut discovery);
        discovery.files_scanned += 1;
        discovery.select(path);
        match model {
            Ok(model) => {
                discovery.select(&request.current_folder.join(&*model.path));
                models.push(model);
            }
            Err(reason) => unread.push((workspace.display(path), reason)),
        }
    }
    let prometheus = read_prometheus(request, &workspace, &discovery);
    prometheus::tie(&mut models, &prometheus);
    if discovery.folders.values().any(|folder| folder.names_acls) {
        build::leave_acls_open(&mut models);
    }
    models.extend(scripts::read(request, &workspace, &discovery));
    follow.begins(Stage::Clients, discovery.clients.len());
    let clients = remembered.clients.all(&discovery.clients, &workspace, follow, |(path, kind), workspace| {
        let around = Nearby::new(workspace, &request.boundary);
        around.file(path, *kind).map(|file| client_source::read(&file, &around)).unwrap_or_default()
    });
    let mut clients: Vec<Client> = clients.into_iter().flatten().collect();
    clients.extend(models.iter().flat_map(embedded_clients));
    for client in &mut clients {
        let source = client.place.span().and_then(|span| workspace.source(span.file));
        client.file = source.map(|source| files::normalize(&request.current_folder.join(&*source.path)).into());
    }
    client::tie(&mut clients, &models);
    let (asked, read) = (workspace.asked_for(), remembered.read());
    let nothing_is_older = remembered.is_for_one_look();
    let is_read = |path: &Path| nothing_is_older || read.contains(path.as_os_str()) || asked.contains(path);
    let unreadable = workspace.unread().into_iter().filter(|(path, _)| is_read(path));
    unread.extend(unreadable.map(|(path, reason)| (workspace.display(&path), reason)));
    unread.sort();
    unread.dedup_by(|a, b| a.0 == b.0);
    let mut sources = workspace.sources();
    clients.iter().flat_map(|client| &client.secrets).for_each(|secret| sources.hide(*secret));
    let unread = unread
        .into_iter()
        .map(|(path, reason)| (sources.add(SourceFile::new(path, &b""[..]).into()), reason))
        .collect();
    Analysis {
        models,
        clients,
        scrape_jobs: prometheus.jobs,
        sources,
        files: workspace.parsed_files(&is_read),
        discovery,
        unread,
    }
}

/// Walks, and finds what is to be evaluated.
fn lay_out(request: &Request, paths: &[PathBuf], files: &dyn Files) -> Layout {
    let Request { only_files, boundary, current_folder, exclude, .. } = request;
    let mut discovery = discover::discover(paths, *only_files, boundary, current_folder, exclude, files);
    let workspace = Workspace::new(files, &request.current_folder);
    let terragrunt = terragrunt_callers(request, &workspace, &mut discovery);
    let roots = discovery.roots(request.everything, files);
    let relevant = (!request.everything).then(|| discovery.leading_to_kafka());
    Layout::new(discovery, terragrunt, roots, relevant, workspace.asked_for())
}

/// The configurations of Terragrunt that call a module, by the folder where they run, each with the folder of the module;
/// its own for one that is restated.
///
/// Every configuration is read for this, most of which have nothing to do with MSK: they are dropped again, and what is
/// wrong in them is nobody's business here. Those that call a root are read once more with it.
fn terragrunt_callers(
    request: &Request,
    workspace: &Workspace<'_>,
    discovery: &mut Discovery,
) -> BTreeMap<PathBuf, (Call, PathBuf)> {
    let view = view(request, workspace);
    let of_file = |path: &PathBuf| {
        let calls = terragrunt::calls(view, path).into_iter();
        let called = calls.filter_map(|call| {
            let config = Config::read(view, &call)?;
            let folder = config.runs_at().parent()?.to_path_buf();
            let module = match config.called()? {
                Called::Folder(module) => Some(module),
                Called::StandIn(module) if build::is_about_msk(&module) => None,
                Called::StandIn(_) => return None,
            };
            Some((folder, config.copied_from().map(Path::to_path_buf), call, module))
        });
        called.collect::<Vec<_>>()
    };
    let found: Vec<_> = on_all_cores(&discovery.terragrunt, of_file).into_iter().flatten().collect();
    // What a stack makes units of is judged as those.
    let copied: BTreeSet<PathBuf> = found.iter().filter_map(|(_, copied_from, ..)| copied_from.clone()).collect();
    let mut callers = BTreeMap::new();
    for (folder, _, call, module) in found {
        if call.within.is_empty() && copied.contains(&folder) {
            continue;
        }
        match &module {
            None => discovery.add_root(&folder),
            Some(module) if *module != folder => {
                discovery.add_call(&folder, module.clone(), &request.boundary, workspace.files());
            }
            Some(_) => {}
        }
        callers.insert(folder.clone(), (call, module.unwrap_or(folder)));
    }
    callers
}

fn view<'w>(request: &'w Request, workspace: &'w Workspace<'w>) -> View<'w> {
    View { workspace, boundary: &request.boundary, mocks: request.everything }
}

/// The clients that the resources of a root configure, tied to its clusters.
fn embedded_clients(model: &RootModel) -> Vec<Client> {
    let read = model.embedded.iter().flat_map(client_source::read_embedded);
    let tied = read.map(|(mut client, cluster)| {
        if let Some(cluster) = cluster {
            client::tie_to(&mut client, &cluster.address, std::slice::from_ref(model));
            client.brokers_of = Some(cluster.attribute);
        }
        client
    });
    tied.collect()
}

/// What files of Prometheus say about brokers and alarms.
fn read_prometheus(request: &Request, workspace: &Workspace<'_>, discovery: &Discovery) -> Prometheus {
    let around = Nearby::new(workspace, &request.boundary);
    let files = discovery.prometheus.iter().filter_map(|path| around.file(path, Kind::Yaml));
    let mut all = Prometheus::default();
    for file in files {
        let found = prometheus::read(&file);
        all.jobs.extend(found.jobs);
        all.alerts.extend(found.alerts);
    }
    all
}

/// Named variable files beside a root are alternatives; files named on the command line leave only one.
fn scenarios(request: &Request, workspace: &Workspace<'_>, folder: &Path) -> Vec<Scenario> {
    let alone = || vec![Scenario { folder: folder.to_path_buf(), named: None, terragrunt: None }];
    let chosen = request.variables.iter().any(|option| matches!(option, VariableOption::File(_)));
    let Some(module) = workspace.module(folder).filter(|_| !chosen) else { return alone() };
    let declares = |path: &PathBuf| {
        workspace.variables(path).is_some_and(|file| {
            let names = file.tree.attributes(file.tree.root().attributes);
            names.iter().any(|attribute| module.variables.contains_key(file.tree.text(attribute.name)))
        })
    };
    let named: Vec<PathBuf> = discover::named_files(folder, workspace.files()).into_iter().filter(declares).collect();
    if named.is_empty() {
        return alone();
    }
    let with = |file| Scenario { folder: folder.to_path_buf(), named: Some(file), terragrunt: None };
    named.into_iter().map(with).collect()
}

fn evaluate(
    request: &Request,
    workspace: &Workspace<'_>,
    scenario: &Scenario,
    relevant: Option<&FolderSet>,
) -> RootModel {
    let config = scenario.terragrunt.as_ref().and_then(|call| Config::read(view(request, workspace), call));
    let (inputs, var_files) = inputs(request, workspace, scenario, config.as_ref());
    let root = Root::new(workspace, &scenario.folder, inputs, request.workspace.clone());
    let root = match config.as_ref().and_then(Config::called) {
        Some(Called::StandIn(module)) => root.with_module(*module),
        Some(Called::Folder(folder)) => match config.as_ref().and_then(Config::copied_code) {
            Some(beside) if beside != folder => root.under(beside),
            _ => root,
        },
        None => root,
    };
    let model = build::build(&root, workspace, &var_files, relevant);
    match &request.why {
        Some(address) => model.explaining(&root, address),
        None if request.everything => model.with_outputs(&root),
        None => model,
    }
}

/// The inputs of a root in Terraform's order, weak to strong, and the files that were named for it.
fn inputs(
    request: &Request,
    workspace: &Workspace<'_>,
    scenario: &Scenario,
    config: Option<&Config<'_>>,
) -> (Inputs, Vec<Arc<str>>) {
    let mut inputs = Inputs::default();
    let mut named: Vec<Arc<str>> = Vec::new();
    let mut nulls = Vec::new();
    if let Some(config) = config {
        // Terragrunt hands its inputs over in the environment, but for those that are there.
        let label: Arc<str> = workspace.display(config.runs_at()).into();
        let passed = config.passed();
        if let Some(rest) = passed.rest {
            inputs.set_rest(Input::Value(label.as_ref().into(), rest));
        }
        for (name, value) in passed.inputs {
            let is_null = value.is_null();
            let input = Input::Value(label.as_ref().into(), value);
            match is_null {
                true => nulls.push((name, input)),
                false => inputs.set(&name, input),
            }
        }
        named.push(label);
    }
    for (name, value) in &request.environment {
        let label = format!("the environment variable TF_VAR_{name}");
        inputs.set(name, Input::Text(label.into(), value.as_str().into()));
    }
    let extra = config.map(Config::extra_arguments).unwrap_or_default();
    extra.environment.into_iter().for_each(|argument| take(&mut inputs, workspace, argument));
    let copied_from = config.map(Config::lies_in);
    let automatic = discover::automatic_files(&scenario.folder, copied_from.as_deref(), workspace.files());
    let (first, others) = automatic.split_at(automatic.partition_point(|path| discover::is_loaded_first(path)));
    first.iter().for_each(|path| read_variables(&mut inputs, workspace, path));
    // Terragrunt writes what is null into a file of values that comes before the others.
    nulls.into_iter().for_each(|(name, input)| inputs.set(&name, input));
    others.iter().for_each(|path| read_variables(&mut inputs, workspace, path));
    extra.options.into_iter().for_each(|argument| take(&mut inputs, workspace, argument));
    // What is named beside a root stands for an option; those of the command line are stronger.
    if let Some(path) = &scenario.named {
        read_variables(&mut inputs, workspace, path);
        named.push(workspace.display(path).into());
    }
    for option in &request.variables {
        match option {
            VariableOption::Value(name, value) => {
                inputs.set(name, Input::Text(format!("--var {name}").into(), value.as_str().into()));
            }
            VariableOption::File(path) => {
                read_variables(&mut inputs, workspace, path);
                named.push(workspace.display(path).into());
            }
        }
    }
    (inputs, named)
}

fn take(inputs: &mut Inputs, workspace: &Workspace<'_>, argument: Argument) {
    match argument {
        Argument::Variable(name, input) => inputs.set(&name, input),
        Argument::File(path) => read_variables(inputs, workspace, &path),
        Argument::Unknown(input) => inputs.set_rest(input),
    }
}

fn read_variables(inputs: &mut Inputs, workspace: &Workspace<'_>, path: &Path) {
    if let Some(file) = workspace.variables(path) {
        inputs.read_file(&file);
    }
}
