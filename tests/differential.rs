//! Our parser against hcl-edit on fixtures, whole and mutated.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod oracle;

use std::path::{Path, PathBuf};

fn terraform_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let (path, kind) = (entry.path(), entry.file_type().unwrap());
        if kind.is_dir() {
            terraform_files(&path, found);
        } else if kind.is_file() && path.extension().is_some_and(|ending| ending == "tf") {
            found.push(path);
        }
    }
}

/// Bits of syntax that mutations put in.
const BITS: &[&str] = &[
    "\"", "${", "}", "{", "[", "]", "(", ")", "<<EOT\n", "<<-E\n", "\n", "%{ if ", "~", "for ", "=", "...", "/*", "*/",
    "#", "\r\n", "::", ".*", "[*]", "?", ":", ",", "é", "\\", "$${", "1e5", ".", "-", "!", "==", "=>", " in ", "null",
];

#[test]
fn agrees_with_hcl_edit() {
    // A folder of other code can be named to measure on it.
    let folder = std::env::var("MSK_LINT_DIFFERENTIAL_TREE").unwrap_or_else(|_| "testdata".to_owned());
    let mut files = Vec::new();
    terraform_files(Path::new(&folder), &mut files);
    files.sort();
    let mut state: u64 = 0x00d1_ff5e;
    let mut below = move |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % limit.max(1) as u64) as usize
    };
    let (mut compared, mut differing) = (0, Vec::new());
    let rounds = if files.len() > 1_000 { 4 } else { 100 };
    for path in &files {
        let Ok(whole) = std::fs::read_to_string(path) else { continue };
        for round in 0..=rounds {
            let mut text = whole.clone();
            for _ in 0..(if round == 0 { 0 } else { 1 + below(2) }) {
                let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
                let Some(&at) = places.get(below(places.len())) else { break };
                match below(3) {
                    0 => text.insert_str(at, BITS[below(BITS.len())]),
                    1 => drop(text.remove(at)),
                    _ => {
                        text.remove(at);
                        text.insert_str(at, BITS[below(BITS.len())]);
                    }
                }
            }
            compared += 1;
            if let Some(difference) = oracle::disagreement(&text) {
                differing.push(format!("{} round {round}: {difference}", path.display()));
            }
        }
    }
    println!("{compared} texts compared, {} differ", differing.len());
    assert!(compared >= 500, "{compared} texts are too few");
    assert!(differing.is_empty(), "{}\n{}", differing.len(), differing[..differing.len().min(40)].join("\n"));
}

// Tried with the real `terraform fmt`, which refuses what does not parse.
#[test]
fn an_index_of_any_length_may_follow_a_dot() {
    let text = "a = b.5\nc = b.55555555555555555555\n";
    assert!(msk_lint::syntax::parse(text.as_bytes().into()).errors().is_empty());
    assert_eq!(oracle::disagreement(text), None);
}

#[test]
fn the_key_for_is_quoted() {
    let refused = |text: &str| !msk_lint::syntax::parse(text.as_bytes().into()).errors().is_empty();
    assert!(refused("a = { for: 1 }\n"));
    assert!(!refused("a = { \"for\": 1 }\n"));
    assert_eq!(oracle::disagreement("a = { for: 1 }\n"), None);
}
