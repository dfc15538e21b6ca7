//! Stories: whole projects under `testdata/cases`, every rule over them, what they find in `expected.txt`: errors,
//! warnings, and what was softened. `expected.all.txt` beside it has the notes too, `expected.<policy>.txt` what another
//! policy makes of the same files.
//! `UPDATE_EXPECT=1` writes what is found; read the difference before keeping it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use msk_lint::analysis::{self, Analysis, Request};
use msk_lint::date::Date;
use msk_lint::files::Disk;
use msk_lint::finding::{Finding, Level};
use msk_lint::lint::{self, Options};
use msk_lint::policy::Policy;

fn findings(folder: &Path, policy: &str, with_notes: bool) -> String {
    let files = Disk::new(folder);
    let request = Request {
        paths: vec![folder.to_path_buf()],
        current_folder: folder.to_path_buf(),
        boundary: folder.to_path_buf(),
        ..Request::default()
    };
    let analysis = analysis::analyse(&request, &files);
    let policy = Arc::new(Policy::built_in(policy).expect("a built-in policy"));
    let policy_for = |_: &str| policy.clone();
    let today = Date::parse("2026-11-22").unwrap();
    let outcome = lint::lint(&analysis, &Options { policy_for: &policy_for, rules: &|_| true, today });
    let is_wanted = |finding: &&Finding| with_notes || finding.level > Level::Note || finding.policy.softened.is_some();
    outcome.findings.iter().filter(is_wanted).map(|finding| line(&analysis, finding)).collect()
}

/// Place, level, rule and headline; below it who it is about, and what was softened.
fn line(analysis: &Analysis, finding: &Finding) -> String {
    let span = finding.primary().and_then(|label| label.place.span());
    let at = span.map_or_else(|| "-".to_owned(), |span| analysis.sources.describe(span));
    let label = finding.primary().map_or("", |label| &label.text);
    let mut text = format!("{at} {} {} {}: {label}\n", finding.level, finding.rule, finding.message);
    for instance in &finding.instances {
        let root = if instance.root.is_empty() { "." } else { &instance.root };
        let files: String = instance.var_files.iter().map(|file| format!(", {file}")).collect();
        writeln!(text, "  {} in {root}{files}", instance.address).unwrap();
    }
    if let Some(softened) = &finding.policy.softened {
        writeln!(text, "  {softened}").unwrap();
    }
    text
}

fn stories() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cases");
    let mut stories: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    stories.sort();
    stories
}

/// The policies a story has expectations for: name and file.
fn expectations(story: &Path) -> Vec<(String, PathBuf)> {
    let mut found = vec![("guide".to_owned(), story.join("expected.txt"))];
    for policy in ["all", "aws", "strict"] {
        let path = story.join(format!("expected.{policy}.txt"));
        found.extend(path.exists().then(|| (policy.to_owned(), path)));
    }
    found
}

#[test]
fn stories_find_what_they_expect() {
    let mut differing = Vec::new();
    let mut told = 0;
    for story in stories() {
        for (policy, path) in expectations(&story) {
            let with_notes = policy == "all";
            let found = findings(&story, if with_notes { "guide" } else { &policy }, with_notes);
            told += 1;
            if std::env::var_os("UPDATE_EXPECT").is_some() {
                std::fs::write(&path, &found).unwrap();
            } else if std::fs::read_to_string(&path).unwrap_or_default() != found {
                differing.push(format!("{} differs; found:\n{found}", path.display()));
            }
        }
    }
    assert!(told >= 10, "the stories were not found");
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}
