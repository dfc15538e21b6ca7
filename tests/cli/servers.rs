//! What build servers run: the steps of the action and of the examples, and the files that describe them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::project::{BLOCKED, Project};
use crate::revisions::committed;
use crate::unchecked::not_checked;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs a script with the program in the path.
fn bash(project: &Project, script: &str, environment: &[(&str, &str)]) -> Output {
    let built = Path::new(env!("CARGO_BIN_EXE_msk-lint")).parent().unwrap();
    let path = format!("{}:{}", built.display(), std::env::var("PATH").unwrap());
    let mut bash = Command::new("bash");
    bash.args(["-e", "-o", "pipefail", "-c", script]).current_dir(&project.folder).env("PATH", path);
    bash.envs(environment.iter().copied()).output().unwrap()
}

/// The text of the `run:` block of a step.
fn step(action: &str, name: &str) -> String {
    let (_, step) = action.split_once(&format!("- name: {name}\n")).unwrap();
    let (_, block) = step.split_once("run: |\n").unwrap();
    let lines = block.lines().take_while(|line| line.is_empty() || line.starts_with("        "));
    lines.map(|line| line.trim_start().to_owned() + "\n").collect()
}

#[test]
fn the_action_annotates_summarises_and_reports() {
    let action = std::fs::read_to_string(root().join("action.yml")).unwrap();
    let project = Project::new("action", &[("infra/main.tf", BLOCKED)]);
    let (install, lint) = (step(&action, "Install"), step(&action, "Lint"));
    let run = |path: &str, more: &str, fail_on: &str| {
        let environment = [
            ("MSK_LINT_PATH", path),
            ("MSK_LINT_ARGS", more),
            ("MSK_LINT_FAIL_ON", fail_on),
            ("MSK_LINT_SARIF", "msk.sarif"),
            ("GITHUB_STEP_SUMMARY", "summary.md"),
        ];
        bash(&project, &format!("{install}{lint}"), &environment)
    };
    let output = run("infra", "--only min-insync-blocks-writes", "error");
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.starts_with("::error file=infra/main.tf,line=5,"), "{text}");
    assert!(project.read("summary.md").contains("| error | infra/main.tf:5:5 |"));
    assert!(project.read("msk.sarif").contains("min-insync-blocks-writes"));
    assert_eq!(run(".", "", "never").status.code(), Some(0));
    // An input is no code, and no pattern.
    for hostile in ["$(touch pwned)", "infra; touch pwned", "`touch pwned`"] {
        run(hostile, "", "error");
        assert!(!project.folder.join("pwned").exists(), "{hostile}");
    }
    assert_eq!(run("*", "", "error").status.code(), Some(2));
}

/// Runs a program of those that CI installs; without it the test says so, and fails in CI.
fn python(words: &[&str]) -> Option<Output> {
    let python = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("../tools/python/bin/python");
    let is_there = |module: &str| {
        Command::new(&python)
            .args(["-c", &format!("import {module}")])
            .output()
            .is_ok_and(|output| output.status.success())
    };
    if !is_there("check_jsonschema") || !is_there("junitparser") {
        not_checked(&words.join(" "), &format!("{} lacks what .ci/run installs", python.display()));
        return None;
    }
    Some(Command::new(&python).args(words).output().unwrap())
}

#[test]
fn the_action_and_the_examples_are_what_their_servers_take() {
    for (schema, path) in [
        ("vendor.github-actions", "action.yml"),
        ("vendor.github-workflows", "examples/ci/github.yml"),
        ("vendor.gitlab-ci", "examples/ci/gitlab-ci.yml"),
        ("vendor.azure-pipelines", "examples/ci/azure-pipelines.yml"),
    ] {
        let path = root().join(path);
        // The schema of Azure holds a pattern that is none in the strict reading.
        let words = ["-m", "check_jsonschema", "--regex-variant", "python", "--builtin-schema", schema];
        let Some(output) = python(&[&words[..], &[path.to_str().unwrap()]].concat()) else { return };
        assert!(output.status.success(), "{}: {}", path.display(), String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
fn the_example_for_atlantis_is_what_its_parser_takes() {
    let schema = root().join("tests/cli/atlantis.schema.json");
    let checks = |file: &Path| {
        let words = ["-m", "check_jsonschema", "--schemafile", schema.to_str().unwrap(), file.to_str().unwrap()];
        python(&words).map(|output| output.status.success())
    };
    let example = root().join("examples/ci/atlantis.yaml");
    let Some(is_taken) = checks(&example) else { return };
    assert!(is_taken);
    let text = std::fs::read_to_string(&example).unwrap();
    let project = Project::new("atlantis", &[("atlantis.yaml", &text.replace("- run: msk-lint", "- msk-lint"))]);
    assert_eq!(checks(&project.folder.join("atlantis.yaml")), Some(false));
}

/// Whether Groovy's parser takes a file, where CI has put it.
fn is_groovy(file: &Path) -> Option<Result<(), String>> {
    let libraries = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("../tools/node/node_modules/npm-groovy-lint/lib/java/groovy/lib");
    if !libraries.exists() {
        not_checked("the example for Jenkins", &format!("{} is missing, which .ci/run makes", libraries.display()));
        return None;
    }
    let mut java = Command::new("java");
    java.arg("-cp").arg(libraries.join("*")).arg(root().join("tests/cli/Groovy.java")).arg(file);
    let output = java.output().unwrap();
    let fault = String::from_utf8_lossy(&output.stderr).into_owned();
    Some(if output.status.success() { Ok(()) } else { Err(fault) })
}

#[test]
fn the_example_for_jenkins_is_groovy() {
    let example = root().join("examples/ci/Jenkinsfile");
    let Some(parsed) = is_groovy(&example) else { return };
    assert_eq!(parsed, Ok(()));
    let spoilt = std::fs::read_to_string(&example).unwrap().replace("post {", "post");
    let project = Project::new("jenkins", &[("Jenkinsfile", &spoilt)]);
    assert!(is_groovy(&project.folder.join("Jenkinsfile")).unwrap().is_err());
}

#[test]
fn every_command_of_the_examples_runs() {
    let project =
        Project::new("examples", &[("infra/main.tf", BLOCKED), ("plan.json", "{\"format_version\":\"1.2\"}")]);
    let mut commands = 0;
    for entry in std::fs::read_dir(root().join("examples/ci")).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for line in text.lines().filter(|line| line.contains("msk-lint --no-progress")) {
            let command = line[line.find("msk-lint --").unwrap()..].trim_end_matches('\'');
            let command = command.replace("$(Build.ArtifactStagingDirectory)/", "");
            let output = bash(&project, &command, &[]);
            let code = output.status.code().unwrap();
            assert!(code < 2, "{command}: {}", String::from_utf8_lossy(&output.stderr));
            commands += 1;
        }
    }
    assert_eq!(commands, 5);
}

#[test]
fn gitlab_fails_for_what_a_merge_request_brought() {
    let project = committed("gitlab", &[("infra/main.tf", BLOCKED)]);
    let example = std::fs::read_to_string(root().join("examples/ci/gitlab-ci.yml")).unwrap();
    let script: String = example
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- msk-lint "))
        .fold(String::new(), |script, words| script + "msk-lint " + words + "\n");
    let since = [("CI_MERGE_REQUEST_DIFF_BASE_SHA", "HEAD")];
    let report = || project.read("gl-code-quality-report.json").matches("\"fingerprint\"").count();
    let output = bash(&project, &script, &since);
    assert_eq!((output.status.code(), report() > 0), (Some(0), true), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(bash(&project, &script, &[]).status.code(), Some(1));
    let before = report();
    project.write("infra/other.tf", &BLOCKED.replace("\"main\"", "\"other\"").replace(".main.", ".other."));
    assert_eq!(bash(&project, &script, &since).status.code(), Some(1));
    assert!(report() > before, "the report holds what is old, too");
}

#[test]
fn examples_name_what_the_dockerfile_makes() {
    let read = |path: &str| std::fs::read_to_string(root().join(path)).unwrap();
    let (dockerfile, gitlab) = (read("Dockerfile"), read("examples/ci/gitlab-ci.yml"));
    // GitLab runs a shell in the image, and --new-from-rev asks git.
    assert!(gitlab.contains("--target ci") && gitlab.contains("entrypoint: ['']"), "{gitlab}");
    let (_, stage) = dockerfile.split_once(" AS ci\n").unwrap();
    let (stage, last) = stage.split_once("\nFROM ").unwrap();
    assert!(stage.contains("apk add --no-cache git"), "{stage}");
    assert!(last.starts_with("scratch\n") && !last.contains("FROM "), "the image by default is the empty one");
    let github = read("examples/ci/github.yml");
    let args = github.lines().find(|line| line.trim().starts_with("args:")).unwrap();
    assert!(args.contains("github.event_name == 'pull_request' && "), "{args}");
}

#[test]
fn a_reader_of_junit_counts_the_same() {
    let project = Project::new("junitparser", &[("infra/main.tf", BLOCKED)]);
    project.run(&["--format", "junit", "--output", "junit.xml", "--only", "min-insync-blocks-writes"]);
    let code = "import sys, junitparser\n\
                suites = junitparser.JUnitXml.fromfile(sys.argv[1])\n\
                [case] = [case for suite in suites for case in suite]\n\
                [failure] = case.result\n\
                print(suites.tests, suites.failures, case.classname, failure.type)\n";
    let path = project.folder.join("junit.xml");
    let Some(output) = python(&["-c", code, path.to_str().unwrap()]) else { return };
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "1 1 infra/main.tf error\n",
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
