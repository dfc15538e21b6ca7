//! `--add-allow`: inline allows for what is found, written to the files.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::args::Arguments;
use super::{Failure, Project, analyse, fix, known, lint_with, terminal};
use crate::allow;
use crate::baseline::can_be_known;
use crate::finding::{Edit, Finding, Level};
use crate::fix::{Change, edited};
use crate::source::FileId;

/// Rules about allows themselves.
const ABOUT_ALLOWS: [&str; 3] = ["expired-allow", "unknown-rule-name", "unused-allow"];

/// Writes an allow with a reason for each finding that would be shown and can be allowed.
pub(super) fn run(arguments: &Arguments, project: &mut Project, reason: &str) -> Result<(), Failure> {
    let mut analysis = analyse(arguments, project)?;
    let outcome = lint_with(arguments, project, &mut analysis);
    let sorted = known::sort(arguments, project, &analysis, outcome.findings)?;
    let shows_notes = terminal::style(arguments, true).notes;
    let is_meant = |finding: &&Finding| {
        let is_shown = shows_notes || finding.level > Level::Note;
        is_shown && can_be_known(finding) && !ABOUT_ALLOWS.contains(&&*finding.rule)
    };
    let edits = allow::edits(sorted.new.iter().filter(is_meant), &analysis.files, reason);
    let mut by_file: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
    for edit in edits {
        by_file.entry(edit.span.file).or_default().push(edit);
    }
    let mut changed = BTreeMap::new();
    for (file, edits) in by_file {
        let Some(source) = analysis.sources.get(file) else { continue };
        let after = edited(&source.bytes, &edits);
        if let (Some(path), Some(after)) = (project.writable(&source.path), after) {
            let (shown, before) = (source.path.clone(), source.bytes.clone());
            // Nothing of it is shown.
            let secrets = (Vec::new(), Vec::new());
            changed.insert(path, Change { shown, before, after: after.into(), secrets });
        }
    }
    fix::write_all(&changed, &project.disk)?;
    if !arguments.quiet {
        writeln!(io::stderr(), "wrote allows into {} files", changed.len())?;
    }
    Ok(())
}
