//! Words of the command line.

use crate::project::{BLOCKED, Project, THREE_BROKERS};

const ONE: &[&str] = &["--only", "too-few-brokers"];

#[test]
fn check_is_the_default() {
    let project = Project::new("default", &[("infra/main.tf", BLOCKED)]);
    let named = project.run(&["check", "infra", "--format", "json"]);
    let unnamed = project.run(&["infra", "--format", "json"]);
    let nothing = project.run(&["--format", "json"]);
    assert_eq!(named.stdout, unnamed.stdout);
    assert_eq!(named.stdout, nothing.stdout);
    assert_eq!(named.code, 1);
    assert!(named.findings().contains(&"error min-insync-blocks-writes".to_owned()));
}

#[test]
fn a_folder_may_have_the_name_of_a_subcommand() {
    let project = Project::new("folders", &[("rules/main.tf", BLOCKED), ("inspect/main.tf", THREE_BROKERS)]);
    for path in ["./rules", "rules/", "./rules/main.tf"] {
        let run = project.run(&[path, "--format", "short"]);
        assert!(run.stdout.starts_with("rules/main.tf:5:5: error min-insync-blocks-writes"), "{path}: {}", run.stdout);
    }
    assert!(project.run(&["rules"]).stdout.contains("too-few-brokers"));
    assert_eq!(project.run(&["check", "rules", "--format", "short"]).code, 1);
    assert_eq!(project.run(&["--", "rules"]).code, 1);
}

#[test]
fn flags_stand_on_either_side() {
    let project = Project::new("sides", &[("infra/main.tf", BLOCKED)]);
    let after = project.run(&["check", "infra", "--format", "json", "--fail-on", "never"]);
    let before = project.run(&["--format", "json", "--fail-on=never", "check", "infra"]);
    let between = project.run(&["--format=json", "check", "--fail-on", "never", "infra"]);
    for run in [&before, &between] {
        assert_eq!((run.code, &run.stdout), (0, &after.stdout), "{}", run.stderr);
    }
    // The value of a flag is no subcommand, whatever the flag and whatever the value.
    for flag in ["--workspace", "--add-allow", "--today=2026-11-26 --exclude"] {
        let words: Vec<&str> = flag.split(' ').chain(["rules", "inspect", "infra", "--format", "json"]).collect();
        let run = project.run(&words);
        let expected = if flag == "--add-allow" { 2 } else { 0 };
        assert_eq!(run.code, expected, "{words:?}: {}{}", run.stdout, run.stderr);
    }
    let inspected = project.run(&["--format", "json", "inspect", "infra"]);
    assert_eq!(inspected.json()["clusters"][0]["facts"]["brokers"]["value"], 6);
}

#[test]
fn each_output_belongs_to_the_format_before_it() {
    let project = Project::new("outputs", &[("main.tf", BLOCKED)]);
    let words = ["--format", "sarif", "--output", "a.sarif", "--format", "short", "--format", "json", "--output", "b"];
    let run = project.run(&words);
    assert!(run.stdout.starts_with("main.tf:5:5: error "), "{}{}", run.stdout, run.stderr);
    assert!(project.read("a.sarif").contains("\"2.1.0\""));
    assert!(project.read("b").contains("\"schema_version\": 1"));

    for (words, reason) in [
        (&["--format", "json", "--format", "short"][..], "only one format can go to standard output"),
        (&["--output", "x"], "--output needs a --format before it"),
        (&["--output", "x", "--format", "json"], "--output needs a --format before it"),
        (&["--format", "json", "--output", "x", "--output", "y"], "--format json has two outputs"),
        (&["--format", "json", "--output", "x", "--format", "short", "--output", "x"], "two formats are written to x"),
        (&["--format", "xml"], "the formats are pretty, short, json, jsonl, sarif, github"),
        (&["inspect", "--format", "sarif"], "the formats are"),
        (&["--format", "json", "--output", "no/such/folder"], "no/such/folder"),
    ] {
        let run = project.run(words);
        assert_eq!(run.code, 2, "{words:?}");
        assert!(run.stderr.contains(reason), "{words:?}: {}", run.stderr);
    }
}

#[test]
fn exit_codes_are_the_same_in_every_format() {
    let project = Project::new(
        "codes",
        &[("error/main.tf", BLOCKED), ("warning/main.tf", THREE_BROKERS), ("nothing/main.tf", "locals {}\n")],
    );
    for format in msk_lint::report::Format::names() {
        for (folder, fail_on, code) in [
            ("error", "error", 1),
            ("error", "never", 0),
            ("warning", "error", 0),
            ("warning", "warning", 1),
            ("warning", "note", 1),
            ("nothing", "note", 0),
        ] {
            let words = [&[folder, "--format", format, "--fail-on", fail_on], ONE].concat();
            let words = if folder == "error" { words[..5].to_vec() } else { words };
            let run = project.run(&words);
            assert_eq!(run.code, code, "{words:?}: {}{}", run.stdout, run.stderr);
        }
    }
}

#[test]
fn a_syntax_error_counts() {
    let project = Project::new("syntax", &[("main.tf", &format!("{THREE_BROKERS}\nlocals {{ a = }}\n"))]);
    let run = project.run(&["--format", "json"]);
    assert_eq!(run.code, 1);
    assert!(run.findings().contains(&"error syntax-error".to_owned()));
    assert!(run.findings().contains(&"warning too-few-brokers".to_owned()), "the rest is still linted");
}

#[test]
fn bad_usage_is_2() {
    let project = Project::new("usage", &[("main.tf", THREE_BROKERS)]);
    for (words, reason) in [
        (&["missing"][..], "missing: there is no such file or folder"),
        (&["--only", "too-few-broker"], "did you mean too-few-brokers?"),
        (&["--level", "too-few-broker=note"], "did you mean too-few-brokers?"),
        (&["--level", "too-few-brokers=loud"], "the levels are off, note, warning and error"),
        (&["--level", "too-few-brokers"], "RULE=LEVEL"),
        (&["--today", "tomorrow"], "YYYY-MM-DD"),
        (&["--fail-on", "info"], "possible values: error, warning, note, never"),
        (&["--policy", "guidance"], "built in are guide, aws and strict"),
        (&["--config", "missing.hcl"], "missing.hcl: there is no such file or folder"),
        (&["--config", "x", "--no-config"], "cannot be used with"),
        (&["--var", "brokers"], "name=value"),
        (&["--frobnicate"], "unexpected argument"),
        (&["explain", "too-few-broker"], "did you mean too-few-brokers?"),
        (&["explain"], "<RULE>"),
        (&["-", "main.tf"], "standard input"),
        (&["--exclude", "a{"], "no glob pattern"),
    ] {
        let run = project.run(words);
        assert_eq!((run.code, &*run.stdout), (2, ""), "{words:?}");
        assert!(run.stderr.contains(reason), "{words:?}: {}", run.stderr);
    }
}

#[test]
fn variables_come_as_terraform_takes_them() {
    let code = "variable \"brokers\" {\n  type = number\n}\nresource \"aws_msk_cluster\" \"main\" {\n  \
                number_of_broker_nodes = var.brokers\n}\n";
    let project = Project::new("variables", &[("main.tf", code), ("vars/x.txt", "brokers = 3\n")]);
    let fires = |words: &[&str]| {
        let run = project.run(&[words, ONE, &["--format", "json"]].concat());
        assert!(run.code < 2, "{words:?}: {}", run.stderr);
        !run.findings().is_empty()
    };
    assert!(!fires(&[]));
    for words in [
        &["--var", "brokers=3"][..],
        &["--var=brokers=3"],
        &["-var", "brokers=3"],
        &["-var=brokers=3"],
        &["-var", "brokers=3", "."],
        &["--var-file", "vars/x.txt"],
        &["-var-file", "vars/x.txt"],
        &["-var-file=vars/x.txt"],
        // The last one wins.
        &["-var", "brokers=6", "-var-file=vars/x.txt"],
    ] {
        assert!(fires(words), "{words:?}");
    }
    assert!(!fires(&["-var-file=vars/x.txt", "-var=brokers=6"]));
    let run = project.run_with(&[ONE, &["--format", "json"]].concat(), &[("TF_VAR_brokers", "3")], "");
    assert_eq!(run.findings(), ["warning too-few-brokers"]);
    // Files beside a root stand for an option too; what is given is stronger.
    project.write("prod.tfvars", "brokers = 3\n");
    assert!(fires(&[]));
    assert!(!fires(&["-var", "brokers=6"]));
    let missing = project.run(&["-var-file", "missing.tfvars"]);
    assert_eq!(missing.code, 2, "{}", missing.stdout);
}

#[test]
fn standard_input_is_shown_as_such() {
    let project = Project::new("stdin", &[("main.tf", BLOCKED), ("x.tfvars", "n = 3\n")]);
    let words = [ONE, &["-", "--format", "short"]].concat();
    let run = project.run_with(&words, &[], THREE_BROKERS);
    assert!(run.stdout.starts_with("<stdin>:2:28: warning too-few-brokers "), "{}{}", run.stdout, run.stderr);

    let json = r#"{"resource": {"aws_msk_cluster": {"main": {"number_of_broker_nodes": 3}}}}"#;
    let run = project.run_with(&words, &[], &format!("\n {json}"));
    assert!(run.stdout.starts_with("<stdin>:2:71: warning too-few-brokers "), "{}{}", run.stdout, run.stderr);

    // The files beside it are not its module; what is named on the command line still counts.
    let variable = "variable \"n\" {}\nresource \"aws_msk_cluster\" \"main\" {\n  number_of_broker_nodes = var.n\n}\n";
    let run = project.run_with(&words, &[], variable);
    assert!(run.stdout.starts_with("0 errors, 0 warnings"), "{}", run.stdout);
    let run = project.run_with(&[&words[..], &["-var-file=x.tfvars"]].concat(), &[], variable);
    assert!(run.stdout.starts_with("x.tfvars:1:5: warning too-few-brokers"), "{}{}", run.stdout, run.stderr);

    let run = project.run_with(&["-", "--format", "json"], &[], "resource \"aws_msk_cluster\" {\n");
    assert_eq!(run.code, 1);
    assert_eq!(run.json()["findings"][0]["locations"][0]["path"], "<stdin>");
    let inspected = project.run_with(&["inspect", "-", "--format", "json"], &[], THREE_BROKERS);
    assert_eq!(inspected.json()["clusters"][0]["facts"]["brokers"]["origin"], "<stdin>:2:28");
}

#[test]
fn help_and_version_are_no_errors() {
    let project = Project::new("help", &[]);
    for words in [&["--help"][..], &["-h"], &["help"], &["check", "--help"], &["inspect", "--help"], &["--version"]] {
        let run = project.run(words);
        assert_eq!((run.code, &*run.stderr), (0, ""), "{words:?}");
    }
    let help = project.run(&["--help"]).stdout;
    for word in
        ["check", "inspect", "explain", "rules", "--format", "--policy", "--show-config", "Exit codes", "-var-file"]
    {
        assert!(help.contains(word), "{word}: {help}");
    }
    assert!(project.run(&["--version"]).stdout.starts_with("msk-lint 0."));
}

#[test]
fn nothing_is_read_outside_the_repository() {
    let outside = "module \"msk\" {\n  source = \"../../outside\"\n}\n";
    let project = Project::new("boundary/repository", &[("infra/main.tf", outside)]);
    project.write("../outside/main.tf", BLOCKED);
    let run = project.run(&["infra", "--format", "json"]);
    assert_eq!((run.code, run.findings().len()), (0, 0), "{}", run.stdout);
    // A module of the same repository is.
    project.write("infra/main.tf", "module \"msk\" {\n  source = \"../modules/msk\"\n}\n");
    project.write("modules/msk/main.tf", BLOCKED);
    assert_eq!(project.run(&["infra"]).code, 1);
}

#[test]
fn git_steers_discovery_only() {
    let code = "variable \"n\" {}\nresource \"aws_msk_cluster\" \"main\" {\n  number_of_broker_nodes = var.n\n}\n";
    let project = Project::new(
        "ignored",
        &[
            (".gitignore", "*.tfvars\nold/\n"),
            ("infra/main.tf", code),
            ("infra/terraform.tfvars", "n = 3\n"),
            ("old/main.tf", BLOCKED),
        ],
    );
    let run = project.run(&["--format", "short", "--only", "too-few-brokers"]);
    assert!(run.stdout.starts_with("infra/terraform.tfvars:1:5: warning"), "{}", run.stdout);
    assert_eq!(project.run(&[]).code, 0, "what git ignores is not looked for");
    assert_eq!(project.run(&["old"]).code, 1, "what is named is linted");
}

#[test]
fn several_paths_and_single_files() {
    let project =
        Project::new("paths", &[("a/main.tf", BLOCKED), ("b/main.tf", THREE_BROKERS), ("c/main.tf", BLOCKED)]);
    let run = project.run(&["a", "b/main.tf", "--format", "json", "--only", "too-few-brokers"]);
    assert_eq!(run.findings(), ["warning too-few-brokers"]);
    assert_eq!(run.json()["summary"]["clusters"], 2);
}

#[test]
fn plans_come_from_files_and_standard_input() {
    let plan = r#"{"format_version":"1.2","resource_changes":[{"address":"aws_msk_cluster.main","mode":"managed",
"type":"aws_msk_cluster","name":"main","change":{"actions":["create"],"before":null,"after":{"number_of_broker_nodes":3,
"kafka_version":"secret-version"},"after_unknown":{},"after_sensitive":{"kafka_version":true}}}]}"#;
    let project =
        Project::new("plans", &[("out/plan.json", plan), ("main.tf", THREE_BROKERS), ("tfplan", "PK\u{3}\u{4}tfplan")]);
    let beside = project.run(&["out/plan.json", "--only", "too-few-brokers", "--format", "short"]);
    assert!(beside.stdout.starts_with("main.tf:2:28: warning too-few-brokers "), "{}{}", beside.stdout, beside.stderr);
    let piped = project.run_with(&["-", "--only", "too-few-brokers", "--format", "short"], &[], plan);
    assert_eq!(piped.stdout.lines().next(), beside.stdout.lines().next());

    std::fs::remove_file(project.folder.join("main.tf")).unwrap();
    let alone = project.run(&["out/plan.json", "--only", "too-few-brokers", "--fail-on", "warning"]);
    assert!(
        alone.stdout.contains("[out/plan.json:2:119 aws_msk_cluster.main number_of_broker_nodes]"),
        "{}",
        alone.stdout
    );
    assert!(!alone.stdout.contains("secret-version"), "{}", alone.stdout);
    assert_eq!(alone.code, 1);

    let binary = project.run(&["tfplan", "--format", "short"]);
    assert!(
        binary.stdout.contains("unreadable-file") && binary.stdout.contains("terraform show -json"),
        "{}",
        binary.stdout
    );
    assert_eq!(binary.code, 1);
}
