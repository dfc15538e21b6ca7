//! Runs the examples of every rule's page: bad ones yield exactly what they are marked with, the others nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "support/plan.rs"]
mod plan;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use msk_lint::analysis::{self, Analysis, Request};
use msk_lint::date::Date;
use msk_lint::files::{Files, Memory};
use msk_lint::finding::{Applicability, Finding};
use msk_lint::fix::{self, Job};
use msk_lint::lint::{self, Options};
use msk_lint::policy::Policy;
use msk_lint::rules::{self, Rule};

/// A section of a page: its heading and its fenced blocks with the line they begin on.
struct Section<'a> {
    heading: &'a str,
    blocks: Vec<(usize, String)>,
}

/// The languages of examples; other fences show output.
const LANGUAGES: &[&str] = &[
    "hcl",
    "properties",
    "yaml",
    "json",
    "dotenv",
    "ruby",
    "python",
    "javascript",
    "java",
    "go",
    "groovy",
    "toml",
    "sh",
];

fn sections(page: &str) -> Vec<Section<'_>> {
    let mut sections = vec![Section { heading: "", blocks: Vec::new() }];
    let mut fence: Option<(usize, String)> = None;
    for (number, line) in page.lines().enumerate() {
        match (&mut fence, line) {
            (None, line) if LANGUAGES.iter().any(|language| line == format!("```{language}")) => {
                fence = Some((number + 2, String::new()))
            }
            (Some(_), "```") => sections.last_mut().unwrap().blocks.extend(fence.take()),
            (Some((_, text)), line) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, line) => {
                if let Some(heading) = line.strip_prefix("## ") {
                    sections.push(Section { heading, blocks: Vec::new() });
                }
            }
        }
    }
    sections
}

/// The files of a block: `main.tf` unless lines `# file: path` say otherwise.
fn project(block: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files: BTreeMap<PathBuf, Vec<u8>> = BTreeMap::new();
    let mut current = PathBuf::from("/project/main.tf");
    for line in block.split_inclusive('\n') {
        if let Some(path) = line.strip_prefix("# file: ") {
            current = Path::new("/project").join(path.trim());
        }
        files.entry(current.clone()).or_default().extend(line.bytes());
    }
    // What was applied before stands in a file of its own: the plan that leads from there to `main.tf` is linted.
    let folder = Path::new("/project");
    if let Some(before) = files.remove(&folder.join("before.tf")) {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let plan = plan::between(&text(&before), &text(&files[&folder.join("main.tf")]));
        files.insert(folder.join("plan.json"), plan.into_bytes());
    }
    files
}

/// What the marks of a project expect: path, line, level and rule.
fn expected(files: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<String> {
    let mut marks = Vec::new();
    for (path, text) in files {
        let text = String::from_utf8(text.clone()).unwrap();
        for (number, line) in text.lines().enumerate() {
            for level in ["error", "warning", "note"] {
                let Some((before, rule)) = line.split_once(&format!("# {level}: ")) else { continue };
                let own_line = before.trim().is_empty();
                let at = number + 1 + usize::from(own_line);
                let path = path.strip_prefix("/project").unwrap().display();
                marks.push(format!("{path}:{at} {level} {}", rule.trim()));
            }
        }
    }
    marks.sort();
    marks
}

/// Analyses a project and lints it with some rules.
fn look(files: &dyn Files, policy: &str, rules: &dyn Fn(&str) -> bool) -> (Analysis, Vec<Finding>) {
    let folder = PathBuf::from("/project");
    let plan = folder.join("plan.json");
    let path = if files.exists(&plan) { plan } else { folder.clone() };
    let request = Request { paths: vec![path], current_folder: folder.clone(), boundary: folder, ..Request::default() };
    let analysis = analysis::analyse(&request, files);
    let policy = Arc::new(Policy::built_in(policy).expect("a built-in policy"));
    let policy_for = |_: &str| policy.clone();
    let today = Date::parse("2026-11-22").unwrap();
    let outcome = lint::lint(&analysis, &Options { policy_for: &policy_for, rules, today });
    (analysis, outcome.findings)
}

fn found(rule: &Rule, policy: &str, files: BTreeMap<PathBuf, Vec<u8>>) -> Vec<String> {
    let (analysis, findings) = look(&Memory::new(files), policy, &|name| name == rule.name);
    let mut shown: Vec<String> = findings
        .iter()
        .filter(|finding| finding.rule == rule.name)
        .map(|finding| {
            let span = finding.primary().and_then(|label| label.place.span());
            let at = span.map_or_else(String::new, |span| {
                let at = analysis.sources.describe(span);
                at.rsplit_once(':').map(|(at, _)| at.to_owned()).unwrap_or_default()
            });
            format!("{at} {} {}", finding.level, finding.rule)
        })
        .collect();
    shown.sort();
    shown
}

/// An example after the fixes of one rule, with every rule looking on; nothing when there is no fix.
fn fixed(rule: &Rule, block: &str) -> Option<String> {
    let files = project(block);
    let policy = policy_of(block);
    let memory = Memory::new(files.clone());
    let result = fix::fix(&Job {
        files: &memory,
        look: &|files| look(files, policy, &|_| true),
        least: Applicability::Unsafe,
        is_wanted: &|finding, _| finding.rule == rule.name,
        writable: &|path| Some(Path::new("/project").join(path)),
    });
    assert!(result.withheld.is_empty(), "{}: {:?} in\n{block}", rule.name, result.withheld);
    let text = |path: &PathBuf| {
        let after = result.changed.get(path).map_or(&files[path][..], |change| &change.after);
        String::from_utf8(after.to_vec()).unwrap()
    };
    let named = block.lines().filter_map(|line| line.strip_prefix("# file: "));
    let mut order: Vec<PathBuf> = named.map(|path| Path::new("/project").join(path.trim())).collect();
    if files.contains_key(Path::new("/project/main.tf")) && !order.contains(&PathBuf::from("/project/main.tf")) {
        order.insert(0, PathBuf::from("/project/main.tf"));
    }
    (!result.changed.is_empty()).then(|| order.iter().map(text).collect())
}

/// A text without the marks that say what is expected.
fn without_marks(text: &str) -> String {
    let mark = |line: &str| ["# error: ", "# warning: ", "# note: "].iter().filter_map(|mark| line.find(mark)).min();
    let kept = text.split_inclusive('\n').filter_map(|line| match mark(line) {
        Some(at) if line[..at].trim().is_empty() => None,
        Some(at) => Some(format!("{}\n", line[..at].trim_end())),
        None => Some(line.to_owned()),
    });
    kept.collect()
}

fn policy_of(block: &str) -> &str {
    let first = block.lines().find_map(|line| line.strip_prefix("# policy: "));
    first.map_or("guide", str::trim)
}

#[test]
fn pages() {
    let mut failures = Vec::new();
    for rule in rules::all() {
        for section in sections(rule.page) {
            for (line, block) in &section.blocks {
                let files = project(block);
                let expected = if section.heading == "Bad" { expected(&files) } else { Vec::new() };
                let found = found(rule, policy_of(block), files);
                if found != expected {
                    failures.push(format!(
                        "{} line {line} ({}):\n  expected {expected:#?}\n  found {found:#?}",
                        rule.name, section.heading
                    ));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} examples differ:\n{}", failures.len(), failures.join("\n"));
}

/// The language of a block by the name of its first file.
fn language_of(block: &str) -> &str {
    let name = block.lines().find_map(|line| line.strip_prefix("# file: ")).unwrap_or_default();
    match name.rsplit('.').next().unwrap_or_default() {
        "rb" => "ruby",
        "py" => "python",
        "js" => "javascript",
        "yml" => "yaml",
        ending => LANGUAGES.iter().find(|language| **language == ending).unwrap_or(&"hcl"),
    }
}

/// The examples under Fixed are those under Bad that have a fix, with it; line ends and comments stay as they are.
#[test]
fn fixes() {
    let mut failures = Vec::new();
    for rule in rules::all() {
        let sections = sections(rule.page);
        let blocks = |heading: &str| -> Vec<String> {
            let named = sections.iter().filter(|section| section.heading == heading);
            named.flat_map(|section| section.blocks.iter().map(|(_, block)| block.clone())).collect()
        };
        let mut results = Vec::new();
        for block in blocks("Bad") {
            let Some(after) = fixed(rule, &block) else { continue };
            let windows = fixed(rule, &block.replace('\n', "\r\n")).unwrap_or_default();
            assert_eq!(windows, after.replace('\n', "\r\n"), "{} with line ends of Windows", rule.name);
            results.push(without_marks(&after));
        }
        if results != blocks("Fixed") {
            let shown = results.iter().map(|block| format!("```{}\n{block}```\n", language_of(block)));
            failures.push(format!("{}:\n{}", rule.name, shown.collect::<Vec<_>>().join("\n")));
        }
    }
    assert!(failures.is_empty(), "the section Fixed of these pages should be:\n\n{}", failures.join("\n"));
}

#[test]
fn every_page_has_its_sections_and_examples() {
    for rule in rules::all() {
        assert!(rule.page.starts_with(&format!("# {}\n", rule.name)), "{} has its name as title", rule.name);
        let sections = sections(rule.page);
        let has = |heading: &str| sections.iter().any(|section| section.heading == heading);
        for heading in ["Why", "When to allow it"] {
            assert!(has(heading), "{} lacks the section {heading}", rule.name);
        }
        if !matches!(rule.check, msk_lint::rules::Check::Run) {
            for heading in ["Bad", "Good", "Silent"] {
                let examples = sections.iter().filter(|section| section.heading == heading).map(|s| s.blocks.len());
                assert!(examples.sum::<usize>() > 0, "{} has no example under {heading}", rule.name);
            }
        }
    }
}
