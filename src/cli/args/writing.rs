//! What `--watch` and `--add-allow` go with.

use super::{Arguments, Command, usage};

/// Only files can be watched, and only checked.
pub(super) fn check(arguments: &Arguments) -> Result<(), clap::Error> {
    match &arguments.command {
        Command::Check(paths, _) if paths.iter().any(|path| path.as_os_str() == "-") && arguments.watch => {
            Err(usage("standard input cannot be watched".into()))
        }
        // Everything would be known, and nothing left to allow.
        Command::Check(..) if arguments.add_allow.is_some() && arguments.write_baseline => {
            Err(usage("--add-allow and --write-baseline are two ways to live with a finding: take one".into()))
        }
        Command::Check(..) => Ok(()),
        _ if arguments.watch || arguments.add_allow.is_some() => {
            Err(usage("--watch and --add-allow go with check".into()))
        }
        _ => Ok(()),
    }
}

/// A reason stands in a comment of one line.
pub(super) fn reason(text: &str) -> Result<String, clap::Error> {
    let reason = text.trim();
    match reason.is_empty() || reason.chars().any(char::is_control) {
        true => Err(usage("--add-allow takes a reason, in one line".into())),
        false => Ok(reason.to_owned()),
    }
}
