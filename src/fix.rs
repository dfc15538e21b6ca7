//! Fixes: edits to texts, taken only where looking again shows that the finding is gone and nothing new came. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::analysis::Analysis;
use crate::files::{Files, Overlay};
use crate::finding::{Applicability, Edit, Finding, Fix};
use crate::source::{FileId, Sources};

/// Most rounds of fixes: one may make room for another, but not for ever.
const ROUNDS: usize = 20;

/// What to fix, and how to look again.
pub struct Job<'a> {
    /// The files as they are.
    pub files: &'a dyn Files,
    /// Reads, evaluates and checks with every rule.
    pub look: &'a dyn Fn(&dyn Files) -> (Analysis, Vec<Finding>),
    /// The least applicability that is taken.
    pub least: Applicability,
    /// Whether a finding is to be fixed.
    pub is_wanted: &'a dyn Fn(&Finding) -> bool,
    /// The path of a file by its display path; nothing for one that must not be touched.
    pub writable: &'a dyn Fn(&str) -> Option<PathBuf>,
}

/// What fixes make of the files.
#[derive(Debug, Default)]
pub struct Fixed {
    /// The files that change, by path.
    pub changed: BTreeMap<PathBuf, Change>,
    /// How many findings were fixed.
    pub applied: usize,
    /// Fixes that were not taken: the rule and why.
    pub withheld: Vec<(&'static str, String)>,
}

/// A file before and after.
#[derive(Clone, Debug)]
pub struct Change {
    /// How it is shown.
    pub shown: Arc<str>,
    /// The bytes as they were read.
    pub before: Arc<[u8]>,
    /// The bytes to write.
    pub after: Arc<[u8]>,
}

/// A text with edits applied; nothing when two of them overlap or one lies outside.
pub fn edited(text: &[u8], edits: &[Edit]) -> Option<Vec<u8>> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.span.range, &edit.text));
    edits.dedup();
    let mut result = Vec::with_capacity(text.len());
    let mut at = 0;
    let mut last_insertion = None;
    for edit in edits {
        let range = edit.span.range.as_usize();
        let is_second_insertion = last_insertion == Some(range.start) && range.is_empty();
        if range.start < at || is_second_insertion || range.end < range.start {
            return None;
        }
        result.extend_from_slice(text.get(at..range.start)?);
        result.extend_from_slice(edit.text.as_bytes());
        last_insertion = range.is_empty().then_some(range.start);
        at = range.end;
    }
    result.extend_from_slice(text.get(at..)?);
    Some(result)
}

/// Fixes what can be fixed, in rounds, until nothing more can.
pub fn fix(job: &Job<'_>) -> Fixed {
    let mut fixed = Fixed::default();
    let mut refused: BTreeSet<Key> = BTreeSet::new();
    let mut state = State::look(job, BTreeMap::new());
    for _ in 0..ROUNDS {
        let candidates = candidates(job, &state, &refused);
        if candidates.is_empty() {
            break;
        }
        if let Ok(next) = state.with(job, &candidates) {
            fixed.applied += candidates.len();
            state = next;
            continue;
        }
        // One of them spoils the others: each is tried alone, and the first good one is taken.
        let mut good = None;
        for candidate in &candidates {
            match state.with(job, std::slice::from_ref(candidate)) {
                Ok(next) => good = good.or(Some(next)),
                Err(reason) => {
                    refused.insert(state.key(candidate.finding));
                    fixed.withheld.push((candidate.finding.rule, reason));
                }
            }
        }
        match good {
            Some(next) => state = next,
            None => break,
        }
        fixed.applied += 1;
    }
    fixed.changed = state.changed;
    fixed
}

/// One fix of one finding.
struct Candidate<'a> {
    finding: &'a Finding,
    fix: &'a Fix,
}

/// What tells a finding apart wherever its line may move to.
type Key = (&'static str, Arc<str>, Option<Arc<str>>, String);

/// The files with some changes, and what there is to say of them.
struct State {
    changed: BTreeMap<PathBuf, Change>,
    analysis: Analysis,
    findings: Vec<Finding>,
}

impl State {
    fn look(job: &Job<'_>, changed: BTreeMap<PathBuf, Change>) -> Self {
        let bytes = changed.iter().map(|(path, change)| (path.clone(), change.after.clone()));
        let files = Overlay::new(job.files, bytes);
        let (analysis, findings) = (job.look)(&files);
        Self { changed, analysis, findings }
    }

    /// The same after some fixes, or why they are no good.
    fn with(&self, job: &Job<'_>, candidates: &[Candidate<'_>]) -> Result<Self, String> {
        let mut changed = self.changed.clone();
        for (file, edits) in by_file(candidates) {
            let source = self.analysis.sources.get(file).ok_or("its file is unknown")?;
            let path = (job.writable)(&source.path).ok_or("its file is not to be touched")?;
            let after = edited(&source.bytes, &edits).ok_or("its edits overlap")?;
            let change = changed.entry(path).or_insert_with(|| Change {
                shown: source.path.clone(),
                before: source.bytes.clone(),
                after: source.bytes.clone(),
            });
            change.after = after.into();
        }
        let next = Self::look(job, changed);
        self.compare(&next, candidates)?;
        Ok(next)
    }

    fn compare(&self, next: &Self, candidates: &[Candidate<'_>]) -> Result<(), String> {
        if next.syntax_errors() > self.syntax_errors() {
            return Err("the file would no longer parse".to_owned());
        }
        let (before, after) = (self.counts(), next.counts());
        let count = |counts: &BTreeMap<Key, usize>, key: &Key| counts.get(key).copied().unwrap_or(0);
        if let Some((rule, ..)) = after.keys().find(|key| count(&after, key) > count(&before, key)) {
            return Err(format!("{rule} would be reported then"));
        }
        let keys = candidates.iter().map(|candidate| self.key(candidate.finding));
        match keys.into_iter().find(|key| count(&after, key) >= count(&before, key)) {
            Some(_) => Err("the finding would stay".to_owned()),
            None => Ok(()),
        }
    }

    fn syntax_errors(&self) -> usize {
        self.analysis.files.iter().map(|file| file.tree.errors().len()).sum()
    }

    fn counts(&self) -> BTreeMap<Key, usize> {
        let mut counts = BTreeMap::new();
        for finding in &self.findings {
            *counts.entry(self.key(finding)).or_default() += 1;
        }
        counts
    }

    fn key(&self, finding: &Finding) -> Key {
        let primary = finding.primary();
        let path = primary.and_then(|label| path(&self.analysis.sources, label.place.span()?.file));
        let attribute = primary.and_then(|label| label.attribute.clone());
        (finding.rule, path.unwrap_or_default(), attribute, finding.message.clone())
    }
}

fn path(sources: &Sources, file: FileId) -> Option<Arc<str>> {
    sources.get(file).map(|source| source.path.clone())
}

/// The first fix of every finding that has one, as far as they leave each other alone.
fn candidates<'a>(job: &Job<'_>, state: &'a State, refused: &BTreeSet<Key>) -> Vec<Candidate<'a>> {
    let mut chosen: Vec<Candidate<'a>> = Vec::new();
    for finding in state.findings.iter().filter(|finding| (job.is_wanted)(finding)) {
        let is_good = |fix: &&Fix| fix.applicability >= job.least && is_writable(job, state, fix);
        let Some(fix) = finding.fixes.iter().find(is_good) else { continue };
        if !refused.contains(&state.key(finding)) && chosen.iter().all(|other| are_apart(other.fix, fix)) {
            chosen.push(Candidate { finding, fix });
        }
    }
    chosen
}

fn is_writable(job: &Job<'_>, state: &State, fix: &Fix) -> bool {
    let paths = fix.edits.iter().map(|edit| path(&state.analysis.sources, edit.span.file));
    paths.into_iter().all(|path| path.is_some_and(|path| (job.writable)(&path).is_some()))
}

/// Whether no edit of one touches an edit of the other.
fn are_apart(one: &Fix, other: &Fix) -> bool {
    let touches = |a: &Edit, b: &Edit| {
        let (a, b) = (a.span, b.span);
        a.file == b.file && a.range.start <= b.range.end && b.range.start <= a.range.end
    };
    !one.edits.iter().any(|edit| other.edits.iter().any(|known| touches(edit, known)))
}

fn by_file(candidates: &[Candidate<'_>]) -> BTreeMap<FileId, Vec<Edit>> {
    let mut files: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
    for edit in candidates.iter().flat_map(|candidate| &candidate.fix.edits) {
        files.entry(edit.span.file).or_default().push(edit.clone());
    }
    files
}

impl Change {
    /// The change as a unified diff with three lines around each hunk. Its lines are made safe to print.
    pub fn diff(&self, safe: impl Fn(&str) -> String) -> String {
        let (before, after) = (String::from_utf8_lossy(&self.before), String::from_utf8_lossy(&self.after));
        let diff = similar::TextDiff::from_lines(&*before, &*after);
        let mut unified = diff.unified_diff();
        unified.header(&format!("a/{}", self.shown), &format!("b/{}", self.shown));
        let text = unified.to_string();
        text.split_inclusive('\n')
            .map(|line| {
                let content = line.trim_end_matches(['\r', '\n']);
                format!("{}{}", safe(content), &line[content.len()..])
            })
            .collect()
    }
}

impl Job<'_> {
    /// Whether a path may be written: below one of some folders, and not what Terraform or git keeps for itself.
    pub fn is_own(path: &Path, boundaries: &BTreeSet<PathBuf>) -> bool {
        const KEPT: [&str; 3] = [".git", ".terraform", ".terragrunt-cache"];
        boundaries.iter().any(|folder| path.starts_with(folder))
            && !path.components().any(|component| KEPT.iter().any(|name| component.as_os_str() == *name))
    }
}
