//! What holds for the repository itself: documents are current, files say what they are, names are as they should be.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "support/picture.rs"]
mod picture;
#[path = "support/unchecked.rs"]
mod unchecked;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use msk_lint::policy::Policy;
use msk_lint::rules::{self, Check};

/// Lines of code in a file, tests beside it not counted.
const MOST_LINES: usize = 470;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file that belongs to the repository, relative to it.
fn files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let kind = entry.file_type().unwrap();
            if kind.is_dir() && !matches!(&*name, ".git" | "target" | "artifacts" | "node_modules") {
                folders.push(entry.path());
            } else if kind.is_file() && name != ".git" {
                found.push(entry.path().strip_prefix(root()).unwrap().to_path_buf());
            }
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    String::from_utf8_lossy(&std::fs::read(root().join(path)).unwrap()).into_owned()
}

fn rust_files() -> impl Iterator<Item = (PathBuf, String)> {
    let is_rust = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "rs");
    files().into_iter().filter(is_rust).map(|path| (path.clone(), read(&path)))
}

#[test]
fn every_file_opens_with_a_sentence_about_it() {
    for (path, text) in rust_files() {
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! ") && first.len() > 10, "{}: {first}", path.display());
    }
}

#[test]
fn no_file_is_long() {
    for (path, text) in rust_files().filter(|(path, _)| path.starts_with("src")) {
        let is_tests = path.to_string_lossy().ends_with("tests.rs");
        let is_generated = path.components().any(|part| part.as_os_str() == "generated");
        let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default().lines().count();
        assert!(code <= MOST_LINES || is_tests || is_generated, "{} has {code} lines", path.display());
    }
}

#[test]
fn nothing_is_left_for_later() {
    for (path, text) in rust_files().filter(|(path, _)| path != Path::new("tests/tidy.rs")) {
        for word in ["TODO", "FIXME", "XXX", "unimplemented!", "todo!"] {
            assert!(!text.contains(word), "{} has {word}", path.display());
        }
    }
}

#[test]
fn the_repository_speaks_of_itself_alone() {
    // The words are put together so that this file does not hold them.
    let words = [
        ["/wo", "rk/"].concat(),
        ["/ro", "ot/"].concat(),
        ["../sha", "red"].concat(),
        ["/usr/local/", "bin"].concat(),
        ["crates", ".io/"].concat(),
        ["pypi", ".org"].concat(),
        ["registry.npm", "js"].concat(),
        ["index.crates", ".io"].concat(),
    ];
    let is_text = |path: &PathBuf| path != Path::new("Cargo.lock") && !path.starts_with("testdata");
    for path in files().into_iter().filter(is_text) {
        let text = read(&path);
        for word in &words {
            assert!(!text.contains(word), "{} has {word}", path.display());
        }
    }
}

#[test]
fn rules_are_named_listed_and_decided() {
    let mut names = BTreeSet::new();
    for rule in rules::all() {
        let is_kebab = rule.name.split('-').all(|word| {
            !word.is_empty() && word.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
        });
        assert!(is_kebab, "{}", rule.name);
        assert!(names.insert(rule.name), "{} is listed twice", rule.name);
        assert!(!rule.summary.is_empty() && !rule.summary.ends_with('.'), "{}", rule.name);
        for policy in Policy::names() {
            let policy = Policy::built_in(policy).unwrap();
            let entry = policy.check(rule.name).entry();
            assert!(entry.line > 0 && !entry.source.is_empty(), "{} has no entry in {}", rule.name, policy.name);
        }
    }
    for rule in rules::all() {
        let strangers: Vec<_> = rule.supersedes.iter().filter(|name| !names.contains(**name)).collect();
        assert!(strangers.is_empty(), "{} supersedes {strangers:?}, which are no rules", rule.name);
    }
    for policy in Policy::names() {
        let policy = Policy::built_in(policy).unwrap_or_else(|| panic!("{policy} is not understood"));
        assert!(policy.rules().all(|(name, _)| names.contains(name)), "{} names a rule that is none", policy.name);
    }
    for path in files().into_iter().filter(|path| path.starts_with("src/rules") && path.components().count() == 4) {
        let stem = path.file_stem().unwrap().to_string_lossy().replace('_', "-");
        let beside = |extension: &str| root().join(path.with_extension(extension)).is_file();
        match path.extension().unwrap().to_str() {
            Some("md") => assert!(names.contains(&*stem), "{} is no rule's page", path.display()),
            Some("rs") if names.contains(&*stem) => assert!(beside("md"), "{} has no page", path.display()),
            _ => {}
        }
    }
}

#[test]
fn the_changelog_has_a_place_for_what_comes() {
    assert!(read(Path::new("CHANGELOG.md")).contains("\n## Unreleased\n"));
}

/// Replaces what stands between two marks of the README; with `UPDATE_EXPECT` set the file is written.
fn is_current(name: &str, expected: &str) {
    let path = root().join("README.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let start = text.find(&open).unwrap() + open.len();
    let end = text.find(&close).unwrap();
    if text[start..end] == *expected {
        return;
    }
    assert!(
        std::env::var_os("UPDATE_EXPECT").is_some(),
        "README.md, {name}: run UPDATE_EXPECT=1 cargo test --test tidy"
    );
    std::fs::write(path, format!("{}{expected}{}", &text[..start], &text[end..])).unwrap();
}

#[test]
fn the_readme_is_current() {
    let mut table = String::new();
    for group in rules::GROUPS {
        write!(table, "### {}\n\n| rule | guide | aws | strict | |\n|---|---|---|---|---|\n", group.title).unwrap();
        for rule in group.rules {
            let levels: Vec<&str> =
                Policy::names().map(|name| Policy::built_in(name).unwrap().check(rule.name).level().as_str()).collect();
            let page = match rule.check {
                Check::Run => format!("src/rules/run/{}.md", rule.name.replace('-', "_")),
                _ => page_of(rule.name),
            };
            writeln!(table, "| [{}]({page}) | {} | {} |", rule.name, levels.join(" | "), rule.summary).unwrap();
        }
        table.push('\n');
    }
    is_current("rules", &format!("\n{table}"));
    let output = Command::new(env!("CARGO_BIN_EXE_msk-lint"))
        .args(["--only", "min-insync-blocks-writes", "--quiet", "testdata/infra"])
        .current_dir(root())
        .env_clear()
        .output()
        .unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("error: "), "{shown}");
    is_current("finding", &format!("\n```\n{}\n```\n\n", shown.trim_end()));
}

#[test]
fn the_picture_of_a_finding_is_current() {
    let output = Command::new(env!("CARGO_BIN_EXE_msk-lint"))
        .args(["--only", "min-insync-blocks-writes", "--quiet", "--color", "always", "testdata/infra"])
        .current_dir(root())
        .env_clear()
        .output()
        .unwrap();
    let expected = picture::svg(&String::from_utf8(output.stdout).unwrap());
    let path = root().join("site/finding.svg");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &expected).unwrap();
    }
    let picture = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(picture, expected, "site/finding.svg: run UPDATE_EXPECT=1 cargo test --test tidy");
}

/// The page of a rule, relative to the repository.
fn page_of(rule: &str) -> String {
    let name = format!("{}.md", rule.replace('-', "_"));
    let page = files().into_iter().find(|path| path.starts_with("src/rules") && path.ends_with(&name));
    page.unwrap_or_else(|| panic!("{rule} has no page")).to_string_lossy().into_owned()
}

#[test]
fn every_dependency_has_a_reason() {
    let manifest = read(Path::new("Cargo.toml"));
    let section = manifest.split("\n[dependencies]\n").nth(1).unwrap().split("\n[").next().unwrap();
    let readme = read(Path::new("README.md"));
    let table = readme.split("<!-- dependencies -->").nth(1).unwrap().split("<!-- /dependencies -->").next().unwrap();
    let named: BTreeSet<&str> = section.lines().filter_map(|line| Some(line.split_once('=')?.0.trim())).collect();
    let explained: BTreeSet<&str> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('|').next())
        .flat_map(|names| names.split('`').filter(|name| name.chars().any(char::is_alphanumeric)))
        .collect();
    assert_eq!(named, explained);
}

/// Not a test of its own: the one below runs it as the harness runs any.
#[test]
#[ignore = "the next one runs it"]
fn a_test_that_cannot_run() {
    unchecked::not_checked("the moon", "it is behind a cloud");
}

#[test]
fn what_was_not_checked_is_seen_and_fails_where_everything_is() {
    let run = |ci: bool| {
        let mut harness = std::process::Command::new(std::env::current_exe().unwrap());
        harness.args(["--ignored", "--exact", "a_test_that_cannot_run"]).env_remove("CI");
        if ci { harness.env("CI", "true").output().unwrap() } else { harness.output().unwrap() }
    };
    let here = run(false);
    let text = String::from_utf8_lossy(&here.stderr).into_owned();
    assert!(here.status.success() && text.contains("NOT CHECKED: the moon: it is behind a cloud"), "{text}");
    assert!(!run(true).status.success());
}
