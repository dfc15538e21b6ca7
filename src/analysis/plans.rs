//! Plans among the paths of a run, each read beside the root module that it was made from.

use std::path::{Path, PathBuf};

use super::{Request, read_variables};
use crate::discover;
use crate::eval::convert;
use crate::eval::interpret;
use crate::eval::value::{Entry, Kind, Value};
use crate::files::{Files, ReadError};
use crate::model::build::{self, RootModel};
use crate::plan::{self, Plan, PlannedVariable};
use crate::root::{Constants, Input, Inputs, Root};
use crate::workspace::Workspace;

/// The paths of a run, told apart.
#[derive(Debug, Default)]
pub(super) struct Paths {
    /// Plans as `terraform show -json` writes them.
    pub(super) plans: Vec<PathBuf>,
    /// Files that cannot be read as a plan but are meant as one, and why.
    pub(super) unread: Vec<(PathBuf, String)>,
    /// Everything else.
    pub(super) code: Vec<PathBuf>,
}

/// Finds the plans among the paths of a run, by what is in them.
pub(super) fn sort(paths: &[PathBuf], files: &dyn Files) -> Paths {
    let mut sorted = Paths::default();
    for path in paths {
        if !files.exists(path) || is_code(path) {
            sorted.code.push(path.clone());
            continue;
        }
        match files.read(path) {
            Ok(bytes) if plan::is_plan(&bytes) => sorted.plans.push(path.clone()),
            Ok(bytes) if plan::is_binary_plan(&bytes) => {
                let reason = "it is a plan that only Terraform can read: lint the output of terraform show -json";
                sorted.unread.push((path.clone(), reason.to_owned()));
            }
            Err(error @ ReadError::TooLarge(_)) => sorted.unread.push((path.clone(), error.to_string())),
            _ => sorted.code.push(path.clone()),
        }
    }
    sorted
}

/// Whether a file's name says that it is Terraform code or variables.
fn is_code(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    discover::CODE.iter().chain(discover::VARIABLES).any(|ending| name.ends_with(ending))
}

/// Reads a plan; with the root module in its folder, or in the current one, where that declares what is planned.
pub(super) fn evaluate(request: &Request, workspace: &Workspace<'_>, path: &Path) -> Result<RootModel, String> {
    let file = workspace.plan(path).ok_or("it cannot be read")?;
    let plan = Plan::read(&file).ok_or("there are no resource_changes in it")?;
    let beside = [path.parent().unwrap_or(path), &request.current_folder];
    let with_source = beside.into_iter().find_map(|folder| {
        workspace.module(folder)?;
        let root = Root::new(workspace, folder, inputs(&plan, workspace, folder), request.workspace.clone());
        build::build_plan_with_source(&plan, &root, workspace)
    });
    Ok(with_source.unwrap_or_else(|| build::build_plan(&plan, &file.source.path)))
}

/// The variables of a plan. One that the root module's files set to the same value keeps its place there.
fn inputs(plan: &Plan, workspace: &Workspace<'_>, folder: &Path) -> Inputs {
    let mut inputs = Inputs::default();
    for path in discover::automatic_files(folder, None, workspace.files()) {
        read_variables(&mut inputs, workspace, &path);
    }
    let module = workspace.module(folder);
    for PlannedVariable { name, value, text } in &plan.variables {
        let declared = module.as_ref().and_then(|module| module.variables.get(name.as_str()));
        let default = declared.and_then(|declared| declared.content.value("default"));
        let from_files = match inputs.get(name) {
            Some(input) => Some(input.value(name, None)),
            None => default.map(|default| interpret::evaluate(default, &Constants::default())),
        };
        if !from_files.is_some_and(|known| agree(&known, value)) {
            inputs.set(name, Input::Text("a variable of the plan".into(), text.as_str().into()));
        }
    }
    inputs
}

/// Whether two values say the same, whatever their types.
fn agree(a: &Value, b: &Value) -> bool {
    if let (Some(a), Some(b)) = (a.elements(), b.elements()) {
        return a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| agree(a, b));
    }
    if let (Some(a), Some(b)) = (a.entries(), b.entries()) {
        let same = |name, entry: &Entry| b.items.get(name).is_some_and(|other| agree(&entry.value, &other.value));
        return a.items.len() == b.items.len() && a.items.iter().all(|(name, entry)| same(name, entry));
    }
    match &a.kind {
        Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => {
            let text = |value: &Value| convert::to_text(value).ok().filter(|text| text.is_known());
            matches!((text(a), text(b)), (Some(a), Some(b)) if a.as_str() == b.as_str())
        }
        _ => false,
    }
}
