//! The commands `completions` and `man`: what shells and the manual know of the command line.

use std::io::Write;
use std::process::ExitCode;

use clap_complete::Shell;
use clap_mangen::Man;

use super::Failure;
use super::args;

/// Prints what makes a shell complete commands, options and their values.
pub(super) fn completions(shell: Shell, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut args::command(), "msk-lint", &mut script);
    out.write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the page of the manual.
pub(super) fn man(out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let man = Man::new(args::command()).date("");
    man.render(out)?;
    Ok(ExitCode::SUCCESS)
}
