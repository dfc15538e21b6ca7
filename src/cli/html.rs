//! The command `report`: a run as one page.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::args::Arguments;
use super::check::summary;
use super::{Failure, analyse, known, lint_with, project, today, write_output};
use crate::page::{self, Page};
use crate::report::Summary;

pub(super) fn run(arguments: &Arguments, paths: &[PathBuf], file: Option<&Path>) -> Result<ExitCode, Failure> {
    let mut project = project(arguments, paths, None)?;
    let mut analysis = analyse(arguments, &mut project)?;
    let mut outcome = lint_with(arguments, &project, &mut analysis);
    let sorted = known::sort(arguments, &mut project, &analysis, std::mem::take(&mut outcome.findings))?;
    sorted.tell_gone(arguments)?;
    outcome.findings = sorted.new;
    let here = project.current_folder.file_name().map_or(Path::new("."), Path::new);
    let given = paths.iter().map(|path| if path == Path::new(".") { here } else { path });
    let given: Vec<String> = if paths.is_empty() { vec![here] } else { given.collect() }
        .into_iter()
        .map(|path| path.display().to_string())
        .collect();
    let page = Page {
        paths: &given,
        summary: Summary { known: sorted.known.len(), ..summary(&analysis, &outcome) },
        analysis: &analysis,
        outcome: &outcome,
        today: today(arguments),
    };
    write_output(file, |out| page::write(&page, out))?;
    let has_failed = outcome.findings.iter().any(|finding| &*finding.rule == "internal-error");
    Ok(if has_failed { ExitCode::from(2) } else { ExitCode::SUCCESS })
}
