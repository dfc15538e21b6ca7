//! Reports under the validators of those who read them.

use std::path::PathBuf;
use std::process::Command;

use crate::project::{BLOCKED, Project, THREE_BROKERS};

/// What a program of Node.js's packages prints about a file; without it the test says so, and fails in CI.
fn said(program: &str, words: &[&str]) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("../tools/node/node_modules").join(program);
    if !path.exists() {
        assert!(std::env::var_os("CI").is_none(), "CI needs {}", path.display());
        eprintln!("NOT CHECKED with {program}: {} is missing (.ci/run makes it)", path.display());
        return None;
    }
    let output = Command::new(path).args(words).env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1").output().unwrap();
    Some(String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr))
}

/// A project with findings of all levels, fixes, several places, and names that need escaping.
fn reported(name: &str, format: &str) -> String {
    let project = Project::new(name, &[("a b/é.tf", BLOCKED), ("allowed/main.tf", THREE_BROKERS)]);
    // By its name the validator knows what it is given.
    let file = format!("report.{format}");
    let run = project.run(&["--format", format, "--output", &file, "--fail-on", "never"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    project.folder.join(file).to_str().unwrap().to_owned()
}

/// What Microsoft's validator says of a file, as errors or warnings.
fn faults_of_sarif(file: &str) -> Option<Vec<String>> {
    let words = ["validate", file, "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning", "--kind", "Fail"];
    let said = said("@microsoft/sarif-multitool-linux/Sarif.Multitool", &words)?;
    assert!(said.contains("Analysis completed successfully") && !said.contains("skipped"), "{said}");
    let faults = said.lines().filter(|line| line.contains(": error ") || line.contains(": warning "));
    Some(faults.map(str::to_owned).collect())
}

#[test]
fn microsofts_validator_takes_sarif() {
    let file = reported("validators-sarif", "sarif");
    let Some(faults) = faults_of_sarif(&file) else { return };
    // The program has no place on the web yet, and names none.
    let others: Vec<&String> = faults.iter().filter(|fault| !fault.contains("SARIF2005")).collect();
    assert!(others.is_empty(), "{others:#?}");
    let spoilt = std::fs::read_to_string(&file).unwrap().replace("\"endLine\": 5", "\"endLine\": 1");
    std::fs::write(&file, spoilt).unwrap();
    assert!(faults_of_sarif(&file).unwrap().len() > faults.len(), "a validator that accepts everything proves nothing");
}

#[test]
fn the_validator_of_reviewdogs_format_takes_rdjson() {
    let file = reported("validators-rdjson", "rdjson");
    let validate = || {
        said("@umbrelladocs/rdformat-validator/bin/rdformat-validator.js", &["--strict", "--no-extra-fields", &file])
    };
    let Some(said) = validate() else { return };
    assert!(said.contains("Invalid files: 0") && said.contains("Valid files: 1"), "{said}");
    let spoilt = std::fs::read_to_string(&file).unwrap().replace("\"line\": 5", "\"line\": \"five\"");
    std::fs::write(&file, spoilt).unwrap();
    assert!(validate().unwrap().contains("Invalid files: 1"));
}
