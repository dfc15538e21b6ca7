//! The command `init`: a first configuration, with everything it may say.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::process::ExitCode;

use super::Failure;
use super::args::Arguments;
use crate::project::CONFIGURATION;

const TEXT: &str = include_str!("init.hcl");

/// Writes `.msk-lint.hcl` into the current folder, where there is none yet.
pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let opened = OpenOptions::new().write(true).create_new(true).open(CONFIGURATION);
    let mut file = opened.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Failure::Message(format!("{CONFIGURATION} is there already: nothing was written"))
        }
        _ => Failure::Message(format!("{CONFIGURATION}: {error}")),
    })?;
    file.write_all(TEXT.as_bytes())?;
    if !arguments.quiet {
        writeln!(io::stderr(), "wrote {CONFIGURATION}; msk-lint --show-config tells what holds")?;
    }
    Ok(ExitCode::SUCCESS)
}
