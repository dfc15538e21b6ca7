//! Findings that were there before: `--baseline`, `--write-baseline` and `--new-from-rev`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::args::Arguments;
use super::{Failure, Project, lint_with};
use crate::analysis::{self, Analysis};
use crate::baseline::{Baseline, Entry, Known, can_be_known};
use crate::files;
use crate::finding::Finding;
use crate::report::sanitize::sanitize;
use crate::report::{in_repository, prints};
use crate::revision::Revision;
use crate::source::Sources;

/// Findings, those that were there before apart.
#[derive(Default)]
pub(super) struct Sorted {
    pub(super) new: Vec<Finding>,
    pub(super) known: Vec<Finding>,
    /// How many entries of the baseline there is nothing for any more.
    gone: usize,
}

/// Sorts the findings of a run, and writes the baseline where that is asked for.
pub(super) fn sort(
    arguments: &Arguments,
    project: &mut Project,
    analysis: &Analysis,
    findings: Vec<Finding>,
) -> Result<Sorted, Failure> {
    if arguments.baseline.is_none() && arguments.new_from_rev.is_none() {
        return Ok(Sorted { new: findings, ..Sorted::default() });
    }
    let folder = project.folder_in_repository();
    let entries = entries(&findings, &analysis.sources, &|shown| in_repository(shown, &folder));
    let (mut known, mut gone) = (Known::default(), 0);
    if let Some(revision) = &arguments.new_from_rev {
        known.add(at_revision(arguments, project, revision)?);
    }
    if let Some(file) = &arguments.baseline {
        let can_be_known = findings.iter().zip(&entries).filter(|(finding, _)| can_be_known(finding));
        let now = Baseline::of(can_be_known.map(|(_, entry)| entry.clone()));
        let run = Run { arguments, project, analysis };
        let baseline = run.baseline(file, now, &mut gone)?;
        known.add(baseline.into_entries());
    }
    let is_known = |(finding, entry): &(Finding, Entry)| known.holds(entry) && can_be_known(finding);
    let (known, new): (Vec<_>, Vec<_>) = findings.into_iter().zip(entries).partition(is_known);
    let without_entries = |findings: Vec<(Finding, Entry)>| findings.into_iter().map(|(finding, _)| finding).collect();
    Ok(Sorted { new: without_entries(new), known: without_entries(known), gone })
}

/// What findings are known by, in their order.
fn entries(findings: &[Finding], sources: &Sources, path_of: &dyn Fn(&str) -> String) -> Vec<Entry> {
    let prints = prints(findings, sources, path_of);
    findings.iter().zip(prints).map(|(finding, print)| Entry::of(finding, print, sources, path_of)).collect()
}

/// What the files of a revision give, judged as those of today are.
fn at_revision(arguments: &Arguments, project: &mut Project, revision: &str) -> Result<Vec<Entry>, Failure> {
    let disk = project.disk.clone();
    let repository = project.boundary();
    let files = Revision::open(&repository, revision, disk.clone())
        .map_err(|reason| Failure::Message(format!("--new-from-rev {revision}: {reason}")))?;
    if files.unseen() > 0 && !arguments.quiet {
        let count = files.unseen();
        writeln!(
            io::stderr(),
            "--new-from-rev: names that are not Unicode are not compared ({count}): what is found there counts as new"
        )?;
    }
    let mut analysis = analysis::analyse(&project.request(), &files);
    project.configure_found(&mut analysis, &disk)?;
    let outcome = lint_with(arguments, project, &mut analysis);
    if let Some(path) = files.missing() {
        let path = files::relative(&path, &repository);
        return Err(Failure::Message(format!(
            "--new-from-rev {revision}: git does not have {path} of that revision, as in a partial clone: fetch it, or clone \
             without a filter"
        )));
    }
    let folder = project.folder_in_repository();
    Ok(entries(&outcome.findings, &analysis.sources, &|shown| files.moved(&in_repository(shown, &folder)).to_owned()))
}

/// A run with its findings, and what it was about.
struct Run<'a> {
    arguments: &'a Arguments,
    project: &'a Project,
    analysis: &'a Analysis,
}

impl Run<'_> {
    /// The baseline of a file, which is written first where that is asked for.
    fn baseline(&self, file: &PathBuf, now: Baseline, gone: &mut usize) -> Result<Baseline, Failure> {
        let older = read(file, self.arguments.write_baseline)?;
        if !self.arguments.write_baseline {
            let is_there = |entry: &Entry| now.entries().iter().any(|now| now.is_about(entry));
            let is_gone = |entry: &&Entry| self.judges(entry) && !is_there(entry);
            *gone = older.entries().iter().filter(is_gone).count();
            return Ok(older);
        }
        let baseline = now.with_others(older, |entry| self.judges(entry));
        std::fs::write(file, baseline.text()).map_err(|error| Failure::about(file, &error))?;
        Ok(baseline)
    }

    /// Whether the run would have found what an entry speaks of.
    fn judges(&self, entry: &Entry) -> bool {
        let path = files::relative(&self.project.boundary().join(&entry.path), &self.project.current_folder);
        self.arguments.is_selected(&entry.rule) && self.analysis.discovery.is_selected(&path)
    }
}

impl Sorted {
    /// Says how many entries of a baseline may go.
    pub(super) fn tell_gone(&self, arguments: &Arguments) -> io::Result<()> {
        let Some(file) = arguments.baseline.as_ref().filter(|_| self.gone > 0 && !arguments.quiet) else {
            return Ok(());
        };
        let (findings, are) = if self.gone == 1 { ("finding", "is") } else { ("findings", "are") };
        let file = file.to_string_lossy();
        let (count, file) = (self.gone, sanitize(&file));
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
