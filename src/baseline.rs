//! A baseline: a file of findings that a project knows of and lives with for now.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::finding::{Finding, Level};
use crate::report::Print;
use crate::source::Sources;

/// The version of the file's shape. The first had neither levels nor instances.
const VERSION: u32 = 2;

/// Findings by fingerprint, in order of path.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    schema_version: u32,
    findings: Vec<Entry>,
}

/// One finding. The path and the message are for people, and for judging which entries a run is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The file, as seen from the repository.
    pub path: String,
    /// The rule.
    pub rule: String,
    /// How much it mattered; in a file of the first version nobody knows.
    #[serde(default, with = "level", skip_serializing_if = "Option::is_none")]
    level: Option<Level>,
    /// What was wrong.
    pub message: String,
    /// What the finding is known by.
    pub fingerprint: String,
    /// The same whatever its first instance is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    /// What it held for; in a file of the first version nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    instances: Option<BTreeSet<Instance>>,
}

/// Something that a finding held for, as seen from the repository.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Instance {
    address: String,
    root: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    var_files: Vec<String>,
}

impl Entry {
    /// What a finding is known by. `path_of` tells a file or folder as seen from the repository by its display path.
    pub fn of(finding: &Finding, print: Print, sources: &Sources, path_of: &dyn Fn(&str) -> String) -> Self {
        let span = finding.primary().and_then(|label| label.place.span());
        let file = span.and_then(|span| sources.get(span.file));
        let instances = finding.instances.iter().map(|instance| Instance {
            address: instance.address.to_string(),
            root: Some(path_of(&instance.root)).filter(|root| !root.is_empty()).unwrap_or_else(|| ".".to_owned()),
            var_files: instance.var_files.iter().map(|file| path_of(file)).collect(),
        });
        Self {
            path: file.map(|file| path_of(&file.path)).unwrap_or_default(),
            rule: finding.rule.to_string(),
            level: Some(finding.level),
            message: finding.message.clone(),
            fingerprint: print.fingerprint,
            place: Some(print.place),
            instances: Some(instances.collect()),
        }
    }

    /// Whether two are about the same, if not about all of the same instances.
    pub fn is_about(&self, other: &Self) -> bool {
        let shares_one = || {
            let (Some(mine), Some(others)) = (&self.instances, &other.instances) else { return false };
            !mine.is_disjoint(others)
        };
        self.fingerprint == other.fingerprint || (self.place.is_some() && self.place == other.place && shares_one())
    }
}

impl Baseline {
    /// Reads the text of a baseline.
    ///
    /// # Errors
    /// Why it is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let baseline: Self = serde_json::from_str(text).map_err(|error| format!("this is no baseline: {error}"))?;
        match baseline.schema_version {
            1..=VERSION => Ok(baseline),
            version => Err(format!("this baseline has the version {version}, and only 1 to {VERSION} are known")),
        }
    }

    /// A baseline of what is known of some findings.
    pub fn of(entries: impl IntoIterator<Item = Entry>) -> Self {
        let entries: BTreeSet<Entry> = entries.into_iter().collect();
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

    /// The findings it holds, to give away.
    pub fn into_entries(self) -> Vec<Entry> {
        self.findings
    }
}

/// Findings that were there before, from wherever that is known.
#[derive(Debug, Default)]
pub struct Known {
    /// By fingerprint, and by place.
    by_print: HashMap<String, Vec<Entry>>,
}

impl Known {
    /// Adds some.
    pub fn add(&mut self, entries: impl IntoIterator<Item = Entry>) {
        for entry in entries {
            if let Some(place) = &entry.place {
                self.by_print.entry(place.clone()).or_default().push(entry.clone());
            }
            self.by_print.entry(entry.fingerprint.clone()).or_default().push(entry);
        }
    }

    /// Whether a finding was there before: as grave, and for everything that it holds for now.
    pub fn holds(&self, now: &Entry) -> bool {
        let prints = now.place.iter().chain([&now.fingerprint]);
        let before = prints.filter_map(|print| self.by_print.get(print)).flatten().filter(|entry| entry.is_about(now));
        let before: Vec<&Entry> = before.collect();
        let was_as_grave = before.iter().any(|entry| entry.level.is_none() || entry.level >= now.level);
        let held_for = |instance: &Instance| {
            before.iter().any(|entry| entry.instances.as_ref().is_none_or(|known| known.contains(instance)))
        };
        was_as_grave && now.instances.iter().flatten().all(held_for)
    }
}

/// Whether a finding can be one that was there before, as far as anybody cares: nobody can live with what keeps files from
/// being judged.
pub fn can_be_known(finding: &Finding) -> bool {
    !matches!(&*finding.rule, "internal-error" | "syntax-error" | "unreadable-file")
}

/// Levels by their words.
mod level {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use crate::finding::Level;

    pub(super) fn serialize<S: Serializer>(level: &Option<Level>, serializer: S) -> Result<S::Ok, S::Error> {
        level.map(Level::as_str).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Level>, D::Error> {
        let word = String::deserialize(deserializer)?;
        let level = [Level::Note, Level::Warning, Level::Error].into_iter().find(|level| level.as_str() == word);
        level.map(Some).ok_or_else(|| D::Error::custom(format!("no level is called {word}")))
    }
}
