//! Runs the examples of every rule's page: bad ones yield exactly what they are marked with, the others nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use msk_lint::analysis::{self, Request};
use msk_lint::date::Date;
use msk_lint::files::Memory;
use msk_lint::lint::{self, Options};
use msk_lint::policy::Policy;
use msk_lint::rules::{self, Rule};

/// A section of a page: its heading and its fenced blocks with the line they begin on.
struct Section<'a> {
    heading: &'a str,
    blocks: Vec<(usize, String)>,
}

/// The languages of examples; other fences show output.
const LANGUAGES: &[&str] =
    &["hcl", "properties", "yaml", "json", "dotenv", "ruby", "python", "javascript", "java", "go", "groovy", "toml"];

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

fn found(rule: &Rule, policy: &str, files: BTreeMap<PathBuf, Vec<u8>>) -> Vec<String> {
    let files = Memory::new(files);
    let root = PathBuf::from("/project");
    let request =
        Request { paths: vec![root.clone()], current_folder: root.clone(), boundary: root, ..Request::default() };
    let analysis = analysis::analyse(&request, &files);
    let policy = Arc::new(Policy::built_in(policy).expect("a built-in policy"));
    let policy_for = |_: &str| policy.clone();
    let only = |other: &Rule| other.name == rule.name;
    let today = Date::parse("2026-11-22").unwrap();
    let outcome = lint::lint(&analysis, &Options { policy_for: &policy_for, rules: &only, today });
    let mut shown: Vec<String> = outcome
        .findings
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
