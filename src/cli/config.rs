//! Finding and reading configuration and policy files, and showing what holds.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::args::Arguments;
use super::{Failure, Setting};
use crate::files::{self, Disk, Files};
use crate::finding::{Finding, Label, Level, PolicyEntry};
use crate::policy::{Config, Faults, Layers, Policy, PolicyError};
use crate::report::sanitize::sanitize;
use crate::report::{self, Format, Report, Style, Summary};
use crate::source::{Place, Sources, Span};

const NAME: &str = ".msk-lint.hcl";

/// What the command line says about policies and configuration.
pub(super) fn layers(arguments: &Arguments, disk: &Disk, current_folder: &Path) -> Result<Layers, Failure> {
    let mut layers = Layers { levels: arguments.levels.clone(), ..Layers::default() };
    if let Some(file) = &arguments.config {
        let bytes = std::fs::read(file).map_err(|error| Failure::about(file, &error))?;
        let file = file.canonicalize().map_err(|error| Failure::about(file, &error))?;
        // A file named from elsewhere speaks of the current folder.
        let folder = file.parent().filter(|folder| current_folder.starts_with(folder)).unwrap_or(current_folder);
        layers.fixed = Some(read(&file, folder, &bytes, disk, current_folder)?);
    }
    if let Some(name) = &arguments.policy {
        layers.chosen = Some(chosen(name, current_folder)?);
    }
    Ok(layers)
}

/// The policy that `--policy` names: built in, or a file.
pub(super) fn chosen(name: &str, current_folder: &Path) -> Result<Policy, Failure> {
    if let Some(policy) = Policy::built_in(name) {
        return Ok(policy);
    }
    let file = files::normalize(&current_folder.join(name));
    let shown = files::display(&file, current_folder);
    let bytes = std::fs::read(&file).map_err(|error| {
        Failure(format!("there is no policy {shown}: {error} (built in are guide, aws and strict)"))
    })?;
    let text = text(&shown, &bytes)?;
    Policy::from_file(&shown, text).map_err(|faults| refused(&faults))
}

/// Reads the nearest configuration of each folder, up to its boundary, that is not read yet.
pub(super) fn add_nearest(
    layers: &mut Layers,
    folders: &BTreeSet<PathBuf>,
    disk: &Disk,
    current_folder: &Path,
) -> Result<(), Failure> {
    if layers.fixed.is_some() {
        return Ok(());
    }
    for folder in folders {
        let boundary = files::boundary(folder, current_folder);
        let mut around = folder.ancestors().take_while(|around| around.starts_with(&boundary));
        let Some(nearest) = around.find(|around| disk.exists(&around.join(NAME))) else { continue };
        if layers.configs.iter().all(|config| config.folder != nearest) {
            let file = nearest.join(NAME);
            let bytes = disk.read(&file).map_err(|error| Failure(format!("{}: {error}", file.display())))?;
            layers.configs.push(read(&file, nearest, &bytes, disk, current_folder)?);
        }
    }
    Ok(())
}

fn read(file: &Path, folder: &Path, bytes: &[u8], disk: &Disk, current_folder: &Path) -> Result<Config, Failure> {
    let shown = files::display(file, current_folder);
    let base = file.parent().unwrap_or(folder);
    let find_policy = |name: &str| named_in_config(name, base, disk, current_folder);
    Config::read(folder, &shown, text(&shown, bytes)?, &find_policy).map_err(|faults| refused(&faults))
}

/// The policy that a configuration names: built in, or a file relative to its own folder.
fn named_in_config(name: &str, folder: &Path, disk: &Disk, current_folder: &Path) -> Result<Policy, PolicyError> {
    if let Some(policy) = Policy::built_in(name) {
        return Ok(policy);
    }
    let file = files::normalize(&folder.join(name));
    let bytes = disk.read(&file).map_err(|error| PolicyError::Missing(error.to_string()))?;
    let text = std::str::from_utf8(&bytes).map_err(|_| PolicyError::Missing("it is not UTF-8".to_owned()))?;
    Policy::from_file(&files::display(&file, current_folder), text).map_err(PolicyError::Faulty)
}

fn text<'a>(shown: &str, bytes: &'a [u8]) -> Result<&'a str, Failure> {
    std::str::from_utf8(bytes).map_err(|_| Failure(format!("{shown}: it is not UTF-8")))
}

/// What is wrong with a file, drawn like findings.
fn refused(faults: &Faults) -> Failure {
    let mut sources = Sources::default();
    let file = sources.add(faults.source.clone());
    let finding = |problem: &crate::policy::Problem| Finding {
        rule: "configuration",
        level: Level::Error,
        message: problem.message.clone(),
        labels: vec![Label::new(Place::Text(Span { file, range: problem.range }), "")],
        notes: Vec::new(),
        help: problem.help.clone(),
        instances: Vec::new(),
        policy: PolicyEntry::default(),
        fixes: Vec::new(),
    };
    let findings: Vec<Finding> = faults.problems.iter().map(finding).collect();
    let report =
        Report { findings: &findings, suppressed: &[], sources: &sources, summary: Summary::default(), rules: &[] };
    let style = Style { quiet: true, ..Style::default() };
    let mut shown = Vec::new();
    let _ = report::render(Format::Pretty, &report, &style, &mut shown);
    let _ = std::io::stderr().write_all(&shown);
    Failure(format!("{} is not understood", faults.source.path))
}

/// `--show-config`: what holds for each path as a root module, with the place that says so.
pub(super) fn show(setting: &Setting, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    for (index, path) in setting.paths.iter().enumerate() {
        let folder = folder_of(path);
        let shown = files::display(&folder, &setting.current_folder);
        let policy = setting.layers.policy_for(&folder);
        let config = setting.layers.config_for(&folder);
        let separator = if index == 0 { "" } else { "\n" };
        writeln!(out, "{separator}{}", sanitize(&shown))?;
        writeln!(out, "  configuration  {}", config.map_or("none", |config| &config.source.path))?;
        writeln!(out, "  policy         {}", policy.name)?;
        for pattern in config.iter().flat_map(|config| &config.exclude) {
            writeln!(out, "  exclude        {}", sanitize(pattern))?;
        }
        writeln!(out)?;
        for (rule, check) in policy.rules() {
            let entry = check.entry();
            let at = if entry.line == 0 { entry.path.to_string() } else { format!("{}:{}", entry.path, entry.line) };
            writeln!(out, "  {rule:<34} {:<8} {}", check.level().as_str(), sanitize(&at))?;
            for (name, value) in check.settings() {
                writeln!(out, "    {name:<32} {value}")?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The folder that a path stands for.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    if path.is_dir() { path.to_path_buf() } else { path.parent().unwrap_or(path).to_path_buf() }
}
