//! `--fix`, `--unsafe-fixes` and `--diff`, and what they go with.

use super::{Arguments, Command, Global, usage};
use crate::finding::Applicability;

/// Which fixes to take, and whether to write them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fixing {
    /// The least applicability that is taken.
    pub least: Applicability,
    /// Show what would change, and change nothing.
    pub diff: bool,
}

impl Fixing {
    /// What `--fix`, `--unsafe-fixes` and `--diff` ask for.
    pub(super) fn asked_for(global: &Global) -> Result<Option<Self>, clap::Error> {
        if !global.fix && !global.diff {
            return match global.unsafe_fixes {
                true => Err(usage("--unsafe-fixes goes with --fix or --diff".into())),
                false => Ok(None),
            };
        }
        let least = if global.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
        Ok(Some(Self { least, diff: global.diff }))
    }
}

/// Fixes are for files that are linted, and a diff has standard output to itself.
pub(super) fn check(arguments: &Arguments) -> Result<(), clap::Error> {
    let Some(fixing) = arguments.fixing else { return Ok(()) };
    let (Command::Check(paths, outputs) | Command::Recommend(paths, _, outputs)) = &arguments.command else {
        return Err(usage("--fix and --diff go with check and recommend".into()));
    };
    if paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(usage("standard input cannot be fixed".into()));
    }
    if fixing.diff && outputs.iter().any(|output| output.file.is_none()) {
        return Err(usage("--diff goes to standard output; add --output FILE after --format".into()));
    }
    Ok(())
}
