//! Fixes over every project in `testdata`: afterwards each file parses, nothing new is found, and nothing is left to fix.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use msk_lint::analysis::{self, Analysis, Request};
use msk_lint::date::Date;
use msk_lint::files::{Files, Memory};
use msk_lint::finding::{Applicability, Finding, Level};
use msk_lint::fix::{self, Fixed, Job};
use msk_lint::lint::{self, Options};
use msk_lint::policy::Policy;

fn look(files: &dyn Files) -> (Analysis, Vec<Finding>) {
    let root = PathBuf::from("/project");
    let request =
        Request { paths: vec![root.clone()], current_folder: root.clone(), boundary: root, ..Request::default() };
    let analysis = analysis::analyse(&request, files);
    let policy = Arc::new(Policy::built_in("strict").unwrap());
    let policy_for = |_: &str| policy.clone();
    let today = Date::parse("2026-11-22").unwrap();
    let outcome = lint::lint(&analysis, &Options { policy_for: &policy_for, rules: &|_| true, today });
    (analysis, outcome.findings)
}

fn fixed(files: &Memory) -> Fixed {
    fix::fix(&Job {
        files,
        look: &look,
        least: Applicability::Unsafe,
        is_wanted: &|_, _| true,
        writable: &|path| Some(Path::new("/project").join(path)),
    })
}

/// Projects under `testdata`, each moved to `/project`.
fn projects() -> Vec<(PathBuf, BTreeMap<PathBuf, Vec<u8>>)> {
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let cases = std::fs::read_dir(testdata.join("cases")).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = cases.chain([testdata.join("infra")]).collect();
    folders.sort();
    folders.into_iter().map(|folder| (folder.clone(), files_below(&folder, &folder))).collect()
}

fn files_below(folder: &Path, base: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            files.extend(files_below(&entry, base));
        } else {
            let path = Path::new("/project").join(entry.strip_prefix(base).unwrap());
            files.insert(path, std::fs::read(&entry).unwrap());
        }
    }
    files
}

fn applied(files: &BTreeMap<PathBuf, Vec<u8>>, fixed: &Fixed) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = files.clone();
    files.extend(fixed.changed.iter().map(|(path, change)| (path.clone(), change.after.to_vec())));
    files
}

/// Breaks the properties of a text in ways that have a fix.
fn broken(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(text.to_vec()).unwrap();
    let mut counter = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        let is_property =
            line.contains('.') && line.split_once('=').is_some_and(|(key, _)| !key.contains(['"', '{', '#']));
        counter += usize::from(is_property);
        match (is_property, counter % 3) {
            (true, 0) => format!("{} # why\n", line.trim_end()),
            (true, 1) => format!("{line}{line}"),
            (true, _) => line.replacen(".", "..", 1),
            _ => line.to_owned(),
        }
    });
    lines.collect::<String>().into_bytes()
}

#[test]
fn every_project_is_better_after_its_fixes() {
    let mut changed = 0;
    for (name, files) in projects() {
        let damaged: BTreeMap<_, _> = files
            .iter()
            .map(|(path, text)| {
                let is_code = path.extension().is_some_and(|ending| ending == "tf");
                (path.clone(), if is_code { broken(text) } else { text.clone() })
            })
            .collect();
        for files in [files, damaged] {
            let memory = Memory::new(files.clone());
            let result = fixed(&memory);
            changed += result.changed.len();
            let (before, found) = look(&memory);
            let after = Memory::new(applied(&files, &result));
            let (analysis, left) = look(&after);
            let errors = |analysis: &Analysis| analysis.files.iter().map(|f| f.tree.errors().len()).sum::<usize>();
            assert!(errors(&analysis) <= errors(&before), "{} no longer parses", name.display());
            let serious = |findings: &[Finding]| findings.iter().filter(|f| f.level > Level::Note).count();
            assert!(serious(&left) <= serious(&found), "{} is worse", name.display());
            assert!(result.applied == 0 || left.len() < found.len() || serious(&left) < serious(&found));
            let again = fixed(&after);
            assert_eq!(again.applied, 0, "{}: something is left to fix", name.display());
        }
    }
    assert!(changed > 10, "the projects have something to fix: {changed}");
}
