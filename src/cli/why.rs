//! The command `inspect --why`.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use super::args::Arguments;
use super::{Failure, Inspection, analyse, project, terminal};
use crate::inspect;
use crate::report::{self, Format, Report, Style};

pub(super) fn run(arguments: &Arguments, paths: &[PathBuf], address: &str) -> Result<ExitCode, Failure> {
    let analysis = analyse(arguments, &mut project(arguments, paths, Some(Inspection { why: Some(address) }))?)?;
    let findings = inspect::explanations(&analysis.models);
    if findings.is_empty() {
        let count = analysis.models.len();
        return Err(Failure::Message(format!(
            "{address} is declared in none of {count} root modules: msk-lint inspect lists those of clusters"
        )));
    }
    let report = Report::of(&findings, &analysis.sources);
    let style = Style { quiet: true, notes: true, ..terminal::style(arguments, true) };
    let mut out = io::stdout().lock();
    report::render(Format::Pretty, &report, &style, &mut out)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
