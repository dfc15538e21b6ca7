//! Fixes: edits to texts, taken only where looking again shows that the finding is gone and nothing new came. Pure.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::analysis::Analysis;
use crate::files::{Files, Overlay};
use crate::finding::{Applicability, Edit, Finding, Fix, Level, RuleName};
use crate::rules;
use crate::source::{FileId, Sources, TextRange};

/// Most rounds of fixes: one may make room for another, but not for ever.
const ROUNDS: usize = 20;

/// Reads, evaluates and checks some files.
pub type Look<'a> = dyn Fn(&dyn Files) -> (Analysis, Vec<Finding>) + 'a;

/// What to fix, and how to look again.
pub struct Job<'a> {
    /// The files as they are.
    pub files: &'a dyn Files,
    /// Reads, evaluates and checks with every rule.
    pub look: &'a Look<'a>,
    /// The least applicability that is taken.
    pub least: Applicability,
    /// Whether a finding is to be fixed.
    pub is_wanted: &'a dyn Fn(&Finding, &Sources) -> bool,
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
    pub withheld: Vec<(RuleName, String)>,
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
    /// What must never be shown of both.
    pub secrets: (Vec<TextRange>, Vec<TextRange>),
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
    let mut refused: BTreeMap<Key, String> = BTreeMap::new();
    let mut state = State::look(job, BTreeMap::new());
    for _ in 0..ROUNDS {
        let candidates = candidates(job, &state, &refused);
        let Some((taken, next)) = state.after_the_good(job, candidates, &mut refused) else { break };
        fixed.applied += taken;
        state = next;
    }
    // What was refused for the sake of something that is fixed now may be good after all.
    if fixed.applied > 0 && !refused.is_empty() {
        let all = candidates(job, &state, &BTreeMap::new());
        refused.clear();
        if let Some((taken, next)) = state.after_the_good(job, all, &mut refused) {
            fixed.applied += taken;
            state = next;
        }
    }
    fixed.withheld = refused.into_iter().map(|((rule, ..), reason)| (rule, reason)).collect();
    fixed.changed = state.changed;
    fixed
}

/// One fix of one finding.
struct Candidate<'a> {
    finding: &'a Finding,
    fix: &'a Fix,
}

/// What tells a finding apart wherever its line may move to.
type Key = (RuleName, Arc<str>, Option<Arc<str>>, String);

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

    /// The state after as many of some fixes as are good, and how many those are; notes why the others are not.
    fn after_the_good(
        &self,
        job: &Job<'_>,
        mut candidates: Vec<Candidate<'_>>,
        refused: &mut BTreeMap<Key, String>,
    ) -> Option<(usize, Self)> {
        if candidates.is_empty() {
            return None;
        }
        if let Ok(next) = self.with(job, &candidates) {
            return Some((candidates.len(), next));
        }
        // One of them spoils the others: each is tried alone.
        let mut first = None;
        candidates.retain(|candidate| match self.with(job, std::slice::from_ref(candidate)) {
            Ok(next) => {
                first.get_or_insert(next);
                true
            }
            Err(reason) => {
                refused.insert(self.key(candidate.finding), reason);
                false
            }
        });
        let all = self.with(job, &candidates).ok().filter(|_| !candidates.is_empty());
        all.map(|next| (candidates.len(), next)).or_else(|| Some((1, first?)))
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
                secrets: (self.analysis.sources.secrets(file).to_vec(), Vec::new()),
            });
            change.after = after.into();
        }
        let mut next = Self::look(job, changed);
        for change in next.changed.values_mut() {
            change.secrets.1 = next.analysis.sources.secrets_in(&change.shown);
        }
        self.compare(&next, candidates)?;
        Ok(next)
    }

    fn compare(&self, next: &Self, candidates: &[Candidate<'_>]) -> Result<(), String> {
        if next.syntax_errors() > self.syntax_errors() {
            return Err("the file would no longer parse".to_owned());
        }
        // Advice that a sound cluster gets too may come up when something worse is gone.
        let is_advice = candidates.iter().any(|candidate| candidate.finding.level == Level::Note);
        let least = if is_advice { Level::Note } else { Level::Warning };
        let (before, after) = (self.counts(least), next.counts(least));
        let count = |counts: &BTreeMap<Key, usize>, key: &Key| counts.get(key).copied().unwrap_or(0);
        // So may what the fixed finding kept silent as the lesser evil of the same cause.
        let was_silent = |rule: &str| {
            let fixed = candidates.iter().filter_map(|candidate| rules::find(&candidate.finding.rule));
            fixed.into_iter().any(|fixed| fixed.supersedes.contains(&rule))
        };
        let is_new = |key: &&Key| count(&after, key) > count(&before, key) && !was_silent(&key.0);
        if let Some((rule, ..)) = after.keys().find(is_new) {
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

    fn counts(&self, least: Level) -> BTreeMap<Key, usize> {
        let mut counts = BTreeMap::new();
        for finding in self.findings.iter().filter(|finding| finding.level >= least) {
            *counts.entry(self.key(finding)).or_default() += 1;
        }
        counts
    }

    fn key(&self, finding: &Finding) -> Key {
        let primary = finding.primary();
        let path = primary.and_then(|label| path(&self.analysis.sources, label.place.span()?.file));
        let attribute = primary.and_then(|label| label.attribute.clone());
        (finding.rule.clone(), path.unwrap_or_default(), attribute, finding.message.clone())
    }
}

fn path(sources: &Sources, file: FileId) -> Option<Arc<str>> {
    sources.get(file).map(|source| source.path.clone())
}

/// The first fix of every finding that has one, as far as they leave each other alone.
fn candidates<'a>(job: &Job<'_>, state: &'a State, refused: &BTreeMap<Key, String>) -> Vec<Candidate<'a>> {
    let mut chosen: Vec<Candidate<'a>> = Vec::new();
    for finding in state.findings.iter().filter(|finding| (job.is_wanted)(finding, &state.analysis.sources)) {
        let is_good = |fix: &&Fix| fix.applicability >= job.least && is_writable(job, state, fix);
        let Some(fix) = finding.fixes.iter().find(is_good) else { continue };
        if !refused.contains_key(&state.key(finding)) && chosen.iter().all(|other| are_apart(other.fix, fix)) {
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
    /// The change as a unified diff with three lines around each hunk. What is secret of a text is masked, and its lines
    /// are made safe to print.
    pub fn diff(&self, mask: impl Fn(&[u8], &[TextRange]) -> String, safe: impl Fn(&str) -> String) -> String {
        let (before, after) = (mask(&self.before, &self.secrets.0), mask(&self.after, &self.secrets.1));
        let diff = similar::TextDiff::from_lines(&before, &after);
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::source::{Span, TextRange};

    fn edit(start: u32, end: u32, text: &str) -> Edit {
        Edit { span: Span { file: FileId(0), range: TextRange::new(start, end) }, text: text.to_owned() }
    }

    fn applied(edits: &[Edit]) -> Option<String> {
        edited(b"0123456789", edits).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn edits_apply_in_any_order() {
        assert_eq!(applied(&[]), Some("0123456789".into()));
        assert_eq!(applied(&[edit(8, 10, ""), edit(0, 0, "a"), edit(3, 5, "xyz")]), Some("a012xyz567".into()));
        assert_eq!(applied(&[edit(2, 4, "a"), edit(4, 6, "b")]), Some("01ab6789".into()));
        assert_eq!(applied(&[edit(2, 2, "a"), edit(2, 4, "b")]), Some("01ab456789".into()));
        assert_eq!(applied(&[edit(10, 10, "a")]), Some("0123456789a".into()));
        assert_eq!(
            applied(&[edit(2, 4, "a"), edit(2, 4, "a")]),
            Some("01a456789".into()),
            "the same edit twice is one"
        );
    }

    #[test]
    fn edits_that_overlap_or_lie_outside_are_refused() {
        for edits in [
            [edit(2, 4, "a"), edit(3, 5, "b")],
            [edit(2, 4, "a"), edit(2, 4, "b")],
            [edit(2, 2, "a"), edit(2, 2, "b")],
            [edit(0, 9, "a"), edit(3, 3, "b")],
            [edit(0, 1, "a"), edit(9, 11, "b")],
            [edit(0, 1, "a"), edit(5, 4, "b")],
        ] {
            assert_eq!(applied(&edits), None, "{edits:?}");
        }
    }
}
