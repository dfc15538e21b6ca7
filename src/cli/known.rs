//! Findings that were there before: `--baseline`, `--write-baseline` and `--new-from-rev`.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::args::Arguments;
use super::{Failure, Project, lint_with};
use crate::analysis::{self, Analysis};
use crate::baseline::{Baseline, Entry, can_be_known};
use crate::files;
use crate::finding::Finding;
use crate::report::sanitize::sanitize;
use crate::report::{fingerprints, in_repository};
use crate::revision::Revision;

/// Findings, those that were there before apart.
pub(super) struct Sorted {
    pub(super) new: Vec<Finding>,
    pub(super) known: Vec<Finding>,
}

/// Sorts the findings of a run, and writes the baseline where that is asked for.
pub(super) fn sort(
    arguments: &Arguments,
    project: &mut Project,
    analysis: &Analysis,
    findings: Vec<Finding>,
) -> Result<Sorted, Failure> {
    let folder = project.folder_in_repository();
    let prints = fingerprints(&findings, &analysis.sources, &folder);
    let mut known: HashSet<String> = HashSet::new();
    if let Some(revision) = &arguments.new_from_rev {
        known.extend(at_revision(arguments, project, revision)?);
    }
    if let Some(file) = &arguments.baseline {
        let run = Run { arguments, project, analysis, folder: &folder };
        known.extend(run.baseline(file, &findings, &prints)?);
    }
    let is_known = |(finding, print): &(Finding, String)| known.contains(print) && can_be_known(finding);
    let (known, new): (Vec<_>, Vec<_>) = findings.into_iter().zip(prints).partition(is_known);
    let without_prints = |findings: Vec<(Finding, String)>| findings.into_iter().map(|(finding, _)| finding).collect();
    Ok(Sorted { new: without_prints(new), known: without_prints(known) })
}

/// The fingerprints of what the files of a revision give, judged as those of today are.
fn at_revision(arguments: &Arguments, project: &mut Project, revision: &str) -> Result<HashSet<String>, Failure> {
    let disk = project.disk.clone();
    let repository = project.boundary();
    let files = Revision::open(&repository, revision, disk.clone())
        .map_err(|reason| Failure::Message(format!("--new-from-rev {revision}: {reason}")))?;
    let mut analysis = analysis::analyse(&project.request(), &files);
    project.configure_found(&mut analysis, &disk)?;
    let outcome = lint_with(arguments, project, &mut analysis);
    Ok(fingerprints(&outcome.findings, &analysis.sources, &project.folder_in_repository()).into_iter().collect())
}

/// A run with its findings, and what it was about.
struct Run<'a> {
    arguments: &'a Arguments,
    project: &'a Project,
    analysis: &'a Analysis,
    folder: &'a Path,
}

impl Run<'_> {
    /// The fingerprints of a baseline, which is written first where that is asked for.
    fn baseline(&self, file: &PathBuf, findings: &[Finding], prints: &[String]) -> Result<HashSet<String>, Failure> {
        let older = read(file, self.arguments.write_baseline)?;
        if !self.arguments.write_baseline {
            let now: HashSet<&String> = prints.iter().collect();
            let gone = older.entries().iter().filter(|entry| self.judges(entry) && !now.contains(&entry.fingerprint));
            self.tell_gone(file, gone.count())?;
            return Ok(older.prints());
        }
        let path_of = |shown: &str| in_repository(shown, self.folder);
        let baseline = Baseline::of(findings, prints, &self.analysis.sources, path_of)
            .with_others(older, |entry| self.judges(entry));
        std::fs::write(file, baseline.text()).map_err(|error| Failure::about(file, &error))?;
        Ok(baseline.prints())
    }

    /// Whether the run would have found what an entry speaks of.
    fn judges(&self, entry: &Entry) -> bool {
        let path = files::relative(&self.project.boundary().join(&entry.path), &self.project.current_folder);
        self.arguments.is_selected(&entry.rule) && self.analysis.discovery.is_selected(&path)
    }

    fn tell_gone(&self, file: &Path, count: usize) -> io::Result<()> {
        if count == 0 || self.arguments.quiet {
            return Ok(());
        }
        let (findings, are) = if count == 1 { ("finding", "is") } else { ("findings", "are") };
        let file = file.to_string_lossy();
        let file = sanitize(&file);
        writeln!(io::stderr(), "{count} {findings} of {file} {are} gone: --write-baseline takes them out")
    }
}

/// The baseline of a file; an empty one where it is about to be written and not there yet.
fn read(file: &Path, may_be_missing: bool) -> Result<Baseline, Failure> {
    match std::fs::read_to_string(file) {
        Ok(text) => Baseline::parse(&text).map_err(|reason| Failure::Message(format!("{}: {reason}", file.display()))),
        Err(error) if may_be_missing && error.kind() == io::ErrorKind::NotFound => Ok(Baseline::default()),
        Err(error) => Err(Failure::about(file, &error)),
    }
}
