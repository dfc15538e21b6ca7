//! Finding and reading configuration and policy files.

use std::collections::{BTreeSet, HashSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Failure, Options};
use crate::files::{self, Files};
use crate::own::OwnRule;
use crate::policy::{Config, Layers, Policy, PolicyError};

/// The name of a configuration file.
pub const NAME: &str = ".msk-lint.hcl";

/// What was said of policies and configuration when the run began.
pub(super) fn layers(options: &Options, files: &dyn Files) -> Result<Layers, Failure> {
    let current_folder = &options.current_folder;
    let mut layers = Layers { levels: options.levels.clone(), ..Layers::default() };
    if let Some(file) = &options.config {
        // A file named from elsewhere speaks of the current folder.
        let folder = file.parent().filter(|folder| current_folder.starts_with(folder)).unwrap_or(current_folder);
        layers.fixed = Some(read(file, folder, files, current_folder)?);
    }
    if let Some(name) = &options.policy {
        layers.chosen = Some(chosen_policy(name, current_folder, files)?);
    }
    Ok(layers)
}

/// The file that `--policy` names; nothing for a policy that is built in.
pub fn policy_file(name: &str, current_folder: &Path) -> Option<PathBuf> {
    Policy::built_in(name).is_none().then(|| files::normalize(&current_folder.join(name)))
}

/// The policy that `--policy` names: built in, or a file.
fn chosen_policy(name: &str, current_folder: &Path, files: &dyn Files) -> Result<Policy, Failure> {
    let policies = Policies { files, current_folder };
    policies.named(name, current_folder, &[]).map_err(|error| match error {
        PolicyError::Faulty(faults) => faults.into(),
        PolicyError::Missing(reason) => {
            let shown = files::display(&files::normalize(&current_folder.join(name)), current_folder);
            Failure::Message(format!("there is no policy {shown}: {reason} (built in are guide, aws and strict)"))
        }
    })
}

/// The rules that a configuration or policy has of its own, or from what it extends.
///
/// # Errors
/// When it is not there, or not understood.
pub fn own_rules_of(file: &Path, current_folder: &Path, files: &dyn Files) -> Result<Vec<Arc<OwnRule>>, Failure> {
    if file.ends_with(NAME) {
        let folder = file.parent().unwrap_or(current_folder);
        return Ok(read(file, folder, files, current_folder)?.own_rules());
    }
    let policy = chosen_policy(&file.to_string_lossy(), current_folder, files)?;
    Ok(policy.own_rules().to_vec())
}

/// Reads the nearest configuration of each folder, up to its boundary, that is not read yet.
pub(super) fn add_nearest(
    layers: &mut Layers,
    folders: &BTreeSet<PathBuf>,
    files: &dyn Files,
    current_folder: &Path,
) -> Result<(), Failure> {
    if layers.fixed.is_some() {
        return Ok(());
    }
    let mut looked_at: HashSet<&OsStr> = HashSet::new();
    let is_repository = |folder: &Path| files.may_be_there(&folder.join(".git")) && files::is_repository(folder);
    for folder in folders {
        // Around a folder that was looked at before, all were.
        let new = folder.ancestors().take_while(|around| !looked_at.contains(around.as_os_str())).count();
        let boundary = match folder.ancestors().nth(new) {
            Some(known) => folder.ancestors().take(new).find(|around| is_repository(around)).unwrap_or(known),
            None => &files::boundary(folder, current_folder),
        };
        let mut around = folder.ancestors().take(new).take_while(|around| around.starts_with(boundary));
        let nearest = around.find(|around| {
            looked_at.insert(around.as_os_str());
            files.exists(&around.join(NAME))
        });
        let Some(nearest) = nearest else { continue };
        if layers.configs.iter().all(|config| config.folder != nearest) {
            layers.configs.push(read(&nearest.join(NAME), nearest, files, current_folder)?);
        }
    }
    Ok(())
}

fn read(file: &Path, folder: &Path, files: &dyn Files, current_folder: &Path) -> Result<Config, Failure> {
    let bytes = files.read(file).map_err(|error| Failure::Message(format!("{}: {error}", file.display())))?;
    let shown = files::display(file, current_folder);
    let base = file.parent().unwrap_or(folder);
    let find_policy = |name: &str| Policies { files, current_folder }.named(name, base, &[]);
    Ok(Config::read(folder, &shown, text(&shown, &bytes)?, &find_policy)?)
}

/// Most policies that extend each other in a row.
const MOST_EXTENDED: usize = 8;

/// Where policies are read from.
struct Policies<'a> {
    files: &'a dyn Files,
    current_folder: &'a Path,
}

impl Policies<'_> {
    /// The policy of a name: built in, or a file relative to the folder of the one that names it. `extending` are the
    /// policies that are being read because one names the next.
    fn named(&self, name: &str, folder: &Path, extending: &[PathBuf]) -> Result<Policy, PolicyError> {
        if let Some(policy) = Policy::built_in(name) {
            return Ok(policy);
        }
        let file = files::normalize(&folder.join(name));
        if extending.contains(&file) {
            return Err(PolicyError::Missing("it extends itself".to_owned()));
        }
        if extending.len() >= MOST_EXTENDED {
            return Err(PolicyError::Missing(format!("more than {MOST_EXTENDED} policies extend each other")));
        }
        let bytes = self.files.read(&file).map_err(|error| PolicyError::Missing(error.to_string()))?;
        let text = std::str::from_utf8(&bytes).map_err(|_| PolicyError::Missing("it is not UTF-8".to_owned()))?;
        let shown = files::display(&file, self.current_folder);
        let base = file.parent().unwrap_or(folder).to_path_buf();
        let extending = [extending, &[file]].concat();
        let find = |name: &str| self.named(name, &base, &extending);
        Policy::from_file(&base, &shown, text, &find).map_err(PolicyError::Faulty)
    }
}

fn text<'a>(shown: &str, bytes: &'a [u8]) -> Result<&'a str, Failure> {
    std::str::from_utf8(bytes).map_err(|_| Failure::Message(format!("{shown}: it is not UTF-8")))
}

/// The folder that a path stands for.
pub fn folder_of(path: &Path) -> PathBuf {
    if path.is_dir() { path.to_path_buf() } else { path.parent().unwrap_or(path).to_path_buf() }
}
