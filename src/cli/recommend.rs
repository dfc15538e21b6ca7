//! The command `recommend`.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use super::args::{Arguments, Output};
use super::{Failure, analyse, exit_code, fix, project, terminal, write_output};
use crate::finding::Finding;
use crate::model::availability::Lost;
use crate::recommend::{self, Recommendations};
use crate::report::sanitize::sanitize;
use crate::report::{self, Format, Report, Style};

pub(super) fn run(
    arguments: &Arguments,
    paths: &[PathBuf],
    events: &[Lost],
    outputs: &[Output<Format>],
) -> Result<ExitCode, Failure> {
    let mut project = project(arguments, paths, None)?;
    if arguments.fixing.is_some() {
        let wanted = fix::Wanted {
            is_wanted: &|finding: &Finding| finding.rule == recommend::NAME,
            more: &|analysis| recommend::recommend(&analysis.models, events).findings,
        };
        fix::run(arguments, &mut project, &wanted)?;
    }
    let analysis = analyse(arguments, &mut project)?;
    let recommended = recommend::recommend(&analysis.models, events);
    let report = Report::of(&recommended.findings, &analysis.sources);
    let default = [Output { format: Format::Pretty, file: None }];
    let shows_diff = arguments.fixing.is_some_and(|fixing| fixing.diff);
    for output in if outputs.is_empty() && !shows_diff { &default[..] } else { outputs } {
        let style = Style { quiet: true, notes: true, ..terminal::style(arguments, output.file.is_none()) };
        write_output(output.file.as_deref(), |out| report::render(output.format, &report, &style, out))?;
    }
    if !arguments.quiet {
        tell(&recommended)?;
    }
    Ok(exit_code(arguments.fail_on, &recommended.findings))
}

/// The clusters that need nothing, and those of which nothing can be said.
fn tell(recommended: &Recommendations) -> io::Result<()> {
    let mut out = io::stderr().lock();
    for sound in &recommended.sound {
        writeln!(out, "{} (root {}): survives as it is", sanitize(&sound.address), sanitize(&sound.root))?;
    }
    for (open, reason) in &recommended.open {
        let (address, root) = (sanitize(&open.address), sanitize(&open.root));
        writeln!(out, "{address} (root {root}): nothing can be said: {}", sanitize(reason))?;
    }
    if !recommended.sound.is_empty() || !recommended.findings.is_empty() {
        writeln!(
            out,
            "Kafka's own topics, such as __consumer_offsets, are not part of this: rules judge their settings"
        )?;
    }
    if recommended.sound.is_empty() && recommended.open.is_empty() && recommended.findings.is_empty() {
        writeln!(out, "no cluster was found")?;
    }
    Ok(())
}
