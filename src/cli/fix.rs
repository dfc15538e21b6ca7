//! `--fix` and `--diff`: fixes written to the files, whole or not at all, or shown as a unified diff.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::args::Arguments;
use super::{Failure, Project, analyse, today};
use crate::analysis::Analysis;
use crate::files::{Disk, Files};
use crate::finding::Finding;
use crate::fix::{Change, Fixed};
use crate::report::diff_line;
use crate::report::sanitize::sanitize;
use crate::secrets::mask_known;
use crate::source::Sources;

/// Which findings are to be fixed.
pub(super) struct Wanted<'a> {
    /// Whether one is.
    pub(super) is_wanted: &'a dyn Fn(&Finding) -> bool,
    /// Findings besides those of the rules.
    pub(super) more: &'a dyn Fn(&Analysis) -> Vec<Finding>,
}

/// Applies fixes, or shows them; and says on standard error what was done.
pub(super) fn run(arguments: &Arguments, project: &mut Project, wanted: &Wanted<'_>) -> Result<(), Failure> {
    let Some(fixing) = arguments.fixing else { return Ok(()) };
    // Reads the configurations below the paths, which decide what is a finding.
    analyse(arguments, project)?;
    let is_wanted = |finding: &Finding, _: &Sources| (wanted.is_wanted)(finding);
    let fixed = project.fix(&project.disk, fixing.least, &is_wanted, wanted.more, today(arguments));
    if fixing.diff {
        let mut out = io::stdout().lock();
        for change in fixed.changed.values() {
            write!(out, "{}", change.diff(mask_known, diff_line))?;
        }
    } else {
        write_all(&fixed.changed, &project.disk)?;
    }
    if arguments.quiet { Ok(()) } else { Ok(tell(&fixed, fixing.diff)?) }
}

/// Writes beside every file first, then puts each in its place: a failure on the way leaves the files as they were.
pub(super) fn write_all(changed: &BTreeMap<PathBuf, Change>, disk: &Disk) -> Result<(), Failure> {
    let mut written = Vec::new();
    for (path, change) in changed {
        let real = path.canonicalize().map_err(|error| Failure::about(path, &error))?;
        written.push((prepared(&real, change, disk).map_err(|error| Failure::about(path, &error))?, real));
    }
    for (file, path) in written {
        file.persist(&path).map_err(|failed| Failure::about(&path, &failed.error))?;
    }
    Ok(())
}

fn prepared(path: &Path, change: &Change, disk: &Disk) -> io::Result<NamedTempFile> {
    let permissions = std::fs::metadata(path)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::other("it is read-only"));
    }
    if disk.read(path).ok().as_deref() != Some(&*change.before) {
        return Err(io::Error::other("it has changed since it was read; nothing was written"));
    }
    let folder = path.parent().unwrap_or(path);
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(&change.after)?;
    file.as_file().set_permissions(permissions)?;
    file.as_file().sync_all()?;
    Ok(file)
}

fn tell(fixed: &Fixed, would: bool) -> io::Result<()> {
    let mut out = io::stderr().lock();
    let count = |number: usize, noun: &str| if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") };
    let findings = count(fixed.applied, "finding");
    let files = count(fixed.changed.len(), "file");
    match (would, fixed.applied) {
        (_, 0) => writeln!(out, "nothing to fix")?,
        (true, _) => writeln!(out, "would fix {findings} in {files}")?,
        (false, _) => writeln!(out, "fixed {findings} in {files}")?,
    }
    for (rule, reason) in &fixed.withheld {
        writeln!(out, "left a fix of {rule} alone: {}", sanitize(reason))?;
    }
    Ok(())
}
