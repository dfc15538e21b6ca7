//! The command `check`: one look, and its report.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use super::args::{Arguments, Output};
use super::progress::Progress;
use super::{
    Failure, Project, allow, analyse_followed, exit_code, fix, know_rules, known, lint_with, project, terminal, today,
    write_output,
};
use crate::analysis::Analysis;
use crate::finding::{Applicability, Finding, Level};
use crate::lint::Outcome;
use crate::report::{self, Format, Report, Summary};
use crate::rules::Rule;

pub(super) fn run(
    arguments: &Arguments,
    paths: &[PathBuf],
    outputs: &[Output<Format>],
    started: Instant,
) -> Result<ExitCode, Failure> {
    let mut project = project(arguments, paths, None)?;
    if arguments.fixing.is_some() {
        let wanted =
            fix::Wanted { is_wanted: &|finding: &Finding| arguments.is_selected(&finding.rule), more: &|_| Vec::new() };
        fix::run(arguments, &mut project, &wanted)?;
    }
    if let Some(reason) = &arguments.add_allow {
        allow::run(arguments, &mut project, reason)?;
    }
    let progress = Progress::new(arguments);
    let mut analysis = analyse_followed(&mut project, &progress)?;
    know_rules(arguments, &project.layers.own_rules())?;
    progress.part("checking rules", 0);
    let mut outcome = lint_with(arguments, &project, &mut analysis);
    progress.hide();
    progress.part("reporting", 0);
    let code = tell(arguments, &mut project, &analysis, &mut outcome, outputs, started)?;
    if arguments.verbose {
        terminal::tell_times(&progress.times())?;
    }
    // The process ends here: to give back every value by itself would take as long as to check it.
    std::mem::forget((analysis, outcome));
    Ok(code)
}

/// Reports what a look found, wherever that is asked for.
pub(super) fn tell(
    arguments: &Arguments,
    project: &mut Project,
    analysis: &Analysis,
    outcome: &mut Outcome,
    outputs: &[Output<Format>],
    started: Instant,
) -> Result<ExitCode, Failure> {
    let sorted = known::sort(arguments, project, analysis, std::mem::take(&mut outcome.findings))?;
    sorted.tell_gone(arguments)?;
    outcome.findings = sorted.new;
    let ran: Vec<&Rule> = crate::rules::all().filter(|rule| arguments.is_selected(rule.name)).collect();
    let own: Vec<_> = project.layers.own_rules().into_iter().filter(|rule| arguments.is_selected(&rule.name)).collect();
    let known = sorted.known.len();
    let report = Report {
        findings: &outcome.findings,
        suppressed: &outcome.suppressed,
        known: &sorted.known,
        folder: &project.folder_in_repository(),
        sources: &analysis.sources,
        summary: Summary { elapsed: Some(started.elapsed()), known, ..summary(analysis, outcome) },
        rules: &ran,
        own: &own,
    };
    let default = [Output { format: Format::Pretty, file: None }];
    let shows_diff = arguments.fixing.is_some_and(|fixing| fixing.diff);
    for output in if outputs.is_empty() && !shows_diff { &default[..] } else { outputs } {
        let style = terminal::style(arguments, output.file.is_none());
        write_output(output.file.as_deref(), |out| report::render(output.format, &report, &style, out))?;
    }
    if !arguments.quiet {
        terminal::tell_refused(outcome)?;
    }
    if arguments.verbose {
        terminal::tell(project, analysis, outcome, today(arguments))?;
    }
    Ok(exit_code(arguments.fail_on, &outcome.findings))
}

pub(super) fn summary(analysis: &Analysis, outcome: &Outcome) -> Summary {
    let count = |level: Level| outcome.findings.iter().filter(|finding| finding.level == level).count();
    let is_fixable = |finding: &&Finding| finding.fixes.iter().any(|fix| fix.applicability == Applicability::Safe);
    let mut missing: Vec<_> = analysis.models.iter().flat_map(|model| &model.missing_modules).collect();
    missing.sort();
    missing.dedup();
    Summary {
        errors: count(Level::Error),
        warnings: count(Level::Warning),
        notes: count(Level::Note),
        fixable: outcome.findings.iter().filter(is_fixable).count(),
        suppressed: outcome.suppressed.len(),
        known: 0,
        clusters: analysis.models.iter().map(|model| model.clusters.len()).sum(),
        clients: analysis.clients.len(),
        files: analysis.discovery.files_scanned,
        missing_modules: missing.len(),
        elapsed: None,
    }
}
