//! `--show-config`, and drawing what is wrong in a configuration.

use std::io::{self, Write};
use std::process::ExitCode;

use super::Failure;
use crate::files;
use crate::finding::{Finding, Label, Level, PolicyEntry};
use crate::policy::{Faults, Problem};
use crate::project::{Project, folder_of};
use crate::report::sanitize::sanitize;
use crate::report::{self, Format, Report, Style};
use crate::source::{Place, Sources, Span};

/// What is wrong with a file, drawn like findings.
pub(super) fn draw(faults: &Faults, out: &mut dyn Write) -> io::Result<()> {
    let mut sources = Sources::default();
    let file = sources.add(faults.source.clone());
    let finding = |problem: &Problem| Finding {
        rule: "configuration".into(),
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
    let report = Report::of(&findings, &sources);
    report::render(Format::Pretty, &report, &Style { quiet: true, ..Style::default() }, out)
}

/// `--show-config`: what holds for each path as a root module, with the place that says so.
pub(super) fn show(project: &Project, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    for (index, path) in project.paths.iter().enumerate() {
        let folder = folder_of(path);
        let shown = files::display(&folder, &project.current_folder);
        let policy = project.layers.policy_for(&folder);
        let config = project.layers.config_for(&folder);
        let separator = if index == 0 { "" } else { "\n" };
        writeln!(out, "{separator}{}", sanitize(&shown))?;
        writeln!(out, "  configuration  {}", config.map_or("none", |config| &config.source.path))?;
        writeln!(out, "  policy         {}", policy.name)?;
        for pattern in config.iter().flat_map(|config| &config.exclude) {
            writeln!(out, "  exclude        {}", sanitize(pattern))?;
        }
        for link in config.iter().flat_map(|config| config.client_links()) {
            writeln!(out, "  client         {} talks to {}", sanitize(&link.pattern), sanitize(&link.cluster))?;
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
