//! The command `inspect`.

use std::process::ExitCode;

use super::args::{Arguments, InspectFormat, Output};
use super::{Failure, Setting, write_output};
use crate::analysis;
use crate::files::Disk;
use crate::inspect;

pub(super) fn run(arguments: &Arguments, setting: &Setting) -> Result<ExitCode, Failure> {
    let files = Disk::new(&setting.boundary);
    let analysis = analysis::analyse(&setting.request(arguments, true), &files);
    let default = [Output { format: InspectFormat::Text, file: None }];
    let outputs = if arguments.inspect_outputs.is_empty() { &default[..] } else { &arguments.inspect_outputs };
    for output in outputs {
        write_output(output.file.as_deref(), |out| match output.format {
            InspectFormat::Text => inspect::write_text(&analysis.models, &analysis.sources, out),
            InspectFormat::Json => inspect::write_json(&analysis.models, &analysis.sources, out),
        })?;
    }
    Ok(ExitCode::SUCCESS)
}
