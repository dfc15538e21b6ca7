//! A baseline: a file of findings that a project knows of and lives with for now.

use std::collections::{BTreeSet, HashSet};

use serde::{Deserialize, Serialize};

use crate::finding::Finding;
use crate::source::Sources;

/// The version of the file's shape.
const VERSION: u32 = 1;

/// Findings by fingerprint, in order of path.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    schema_version: u32,
    findings: Vec<Entry>,
}

/// One finding. What is beside the fingerprint is for people, and for judging which entries a run is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The file, as seen from the repository.
    pub path: String,
    /// The rule.
    pub rule: String,
    /// What was wrong.
    pub message: String,
    /// What the finding is known by.
    pub fingerprint: String,
}

impl Baseline {
    /// Reads the text of a baseline.
    ///
    /// # Errors
    /// Why it is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let baseline: Self = serde_json::from_str(text).map_err(|error| format!("this is no baseline: {error}"))?;
        match baseline.schema_version {
            VERSION => Ok(baseline),
            version => Err(format!("this baseline has the version {version}, and only {VERSION} is known")),
        }
    }

    /// A baseline of findings with their fingerprints. `path_of` tells a file as seen from the repository by its display
    /// path. What keeps files from being judged is left out: nobody can live with that.
    pub fn of(findings: &[Finding], prints: &[String], sources: &Sources, path_of: impl Fn(&str) -> String) -> Self {
        let entry = |(finding, print): (&Finding, &String)| {
            let span = finding.primary().and_then(|label| label.place.span());
            let file = span.and_then(|span| sources.get(span.file));
            Entry {
                path: file.map(|file| path_of(&file.path)).unwrap_or_default(),
                rule: finding.rule.to_string(),
                message: finding.message.clone(),
                fingerprint: print.clone(),
            }
        };
        let known = findings.iter().zip(prints).filter(|(finding, _)| can_be_known(finding));
        let entries: BTreeSet<Entry> = known.map(entry).collect();
        Self { schema_version: VERSION, findings: entries.into_iter().collect() }
    }

    /// The same with those entries of an older one that a run was not about.
    #[must_use]
    pub fn with_others(mut self, older: Self, is_judged: impl Fn(&Entry) -> bool) -> Self {
        self.findings.extend(older.findings.into_iter().filter(|entry| !is_judged(entry)));
        self.findings.sort();
        self.findings.dedup();
        self
    }

    /// The text to keep.
    pub fn text(&self) -> String {
        // Nothing in it can fail to be written.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// The findings it holds.
    pub fn entries(&self) -> &[Entry] {
        &self.findings
    }

    /// The fingerprints it holds.
    pub fn prints(&self) -> HashSet<String> {
        self.findings.iter().map(|entry| entry.fingerprint.clone()).collect()
    }
}

/// Whether a finding can be one that was there before, as far as anybody cares.
pub fn can_be_known(finding: &Finding) -> bool {
    !matches!(&*finding.rule, "internal-error" | "syntax-error" | "unreadable-file")
}
