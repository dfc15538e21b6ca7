//! Finding and reading configuration and policy files, and showing what holds.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::args::Arguments;
use super::{Failure, Setting};
use crate::files;
use crate::finding::{Finding, Label, Level, PolicyEntry};
use crate::policy::{Config, Layers, Policy, Problem};
use crate::report::{self, Format, Report, Style, Summary};
use crate::source::{Place, SourceFile, Sources, Span};

const NAME: &str = ".msk-lint.hcl";

/// Everything that decides a policy.
pub(super) fn layers(
    arguments: &Arguments,
    paths: &[PathBuf],
    boundary: &Path,
    current_folder: &Path,
) -> Result<Layers, Failure> {
    let file = match (&arguments.config, arguments.no_config) {
        (_, true) => None,
        (Some(file), _) => Some(file.canonicalize().map_err(|error| Failure(format!("{}: {error}", file.display())))?),
        (None, false) => nearest(paths, boundary),
    };
    let config = file.map(|file| read(&file, current_folder)).transpose()?;
    let named = arguments.policy.clone().or_else(|| policy_file_of(config.as_ref()));
    let chosen = named.map(|name| policy(&name, config.as_ref(), arguments.policy.is_some(), current_folder));
    Ok(Layers { config, chosen: chosen.transpose()?, levels: arguments.levels.clone() })
}

/// The nearest configuration upward from the first path, up to the boundary.
fn nearest(paths: &[PathBuf], boundary: &Path) -> Option<PathBuf> {
    let start = paths.first()?;
    let folders = start.ancestors().take_while(|folder| folder.starts_with(boundary));
    folders.map(|folder| folder.join(NAME)).find(|file| file.is_file())
}

fn read(file: &Path, current_folder: &Path) -> Result<Config, Failure> {
    let shown = files::display(file, current_folder);
    let text = std::fs::read_to_string(file).map_err(|error| Failure(format!("{shown}: {error}")))?;
    let folder = file.parent().unwrap_or(file);
    Config::read(folder, &shown, &text).map_err(|problems| problem_report(&problems, &shown, &text))
}

/// A policy that the configuration names by a file's path.
fn policy_file_of(config: Option<&Config>) -> Option<String> {
    config?.policy.clone().filter(|name| Policy::built_in(name).is_none())
}

fn policy(
    name: &str,
    config: Option<&Config>,
    on_command_line: bool,
    current_folder: &Path,
) -> Result<Policy, Failure> {
    if let Some(policy) = Policy::built_in(name) {
        return Ok(policy);
    }
    let base = config.filter(|_| !on_command_line).map_or(current_folder, |config| config.folder.as_path());
    let file = base.join(name);
    let shown = files::display(&files::normalize(&file), current_folder);
    let text = std::fs::read_to_string(&file).map_err(|error| {
        Failure(format!("the policy {shown} cannot be read: {error} (built in are guide, aws and strict)"))
    })?;
    Policy::from_file(&shown, &text).map_err(|problems| problem_report(&problems, &shown, &text))
}

/// Problems of a file, drawn like findings.
fn problem_report(problems: &[Problem], path: &str, text: &str) -> Failure {
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new(path, text.as_bytes()).into());
    let findings: Vec<Finding> = problems
        .iter()
        .map(|problem| Finding {
            rule: "configuration",
            level: Level::Error,
            message: problem.message.clone(),
            labels: vec![Label::new(Place::Text(Span { file, range: problem.range }), "")],
            notes: Vec::new(),
            help: problem.help.clone(),
            instances: Vec::new(),
            policy: PolicyEntry::default(),
            fixes: Vec::new(),
        })
        .collect();
    let report =
        Report { findings: &findings, suppressed: &[], sources: &sources, summary: Summary::default(), rules: &[] };
    let style = Style { quiet: true, ..Style::default() };
    let mut shown = Vec::new();
    let _ = report::render(Format::Pretty, &report, &style, &mut shown);
    let _ = std::io::stderr().write_all(&shown);
    Failure(format!("{path} is not understood"))
}

/// `--show-config`: the policy of each path, with the place of every entry that is not built in.
pub(super) fn show(setting: &Setting, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    match &setting.layers.config {
        Some(config) => writeln!(out, "configuration {}", config.path)?,
        None => writeln!(out, "no configuration file")?,
    }
    for path in &setting.paths {
        let shown = files::display(path, &setting.current_folder);
        let policy = setting.policy_for(&shown);
        writeln!(out, "{shown}: policy {}", policy.name)?;
        for (rule, check) in policy.rules() {
            let entry = check.entry();
            writeln!(out, "  {rule:<34} {:<8} {}:{}", check.level().as_str(), entry.path, entry.line)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
