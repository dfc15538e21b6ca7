//! The command `inspect`.

use std::path::PathBuf;
use std::process::ExitCode;

use super::args::{Arguments, Output, TableFormat};
use super::{Failure, Inspection, analyse, project, today, write_output};
use crate::inspect;

pub(super) fn run(
    arguments: &Arguments,
    paths: &[PathBuf],
    outputs: &[Output<TableFormat>],
) -> Result<ExitCode, Failure> {
    let analysis = analyse(arguments, &mut project(arguments, paths, Some(Inspection { why: None }))?)?;
    let view = inspect::View { everything: arguments.verbose, today: today(arguments) };
    let default = [Output { format: TableFormat::Text, file: None }];
    for output in if outputs.is_empty() { &default[..] } else { outputs } {
        write_output(output.file.as_deref(), |out| match output.format {
            TableFormat::Text => {
                inspect::write_text(&analysis.models, &analysis.clients, &analysis.sources, &view, out)
            }
            TableFormat::Json => inspect::write_json(&analysis.models, &analysis.clients, &analysis.sources, out),
        })?;
    }
    Ok(ExitCode::SUCCESS)
}
