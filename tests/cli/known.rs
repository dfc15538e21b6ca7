//! Findings that were there before: baselines; and files that changed.

use std::process::Command;

use crate::project::{BLOCKED, Project, THREE_BROKERS};
use crate::revisions::committed;

const JSON: &[&str] = &["--only", "too-few-brokers", "--only", "min-insync-blocks-writes", "--format", "json"];

/// A second cluster with three brokers.
fn other() -> String {
    THREE_BROKERS.replace("\"main\"", "\"other\"")
}

#[test]
fn a_baseline_hides_what_it_holds_wherever_it_moved() {
    let project = Project::new("baseline", &[("infra/main.tf", BLOCKED), ("infra/three/main.tf", THREE_BROKERS)]);
    let with = |more: &[&str]| project.run(&[JSON, &["--baseline", "known.json"], more].concat());
    assert_eq!(with(&[]).code, 2, "there is none yet");
    let written = with(&["--write-baseline"]);
    assert_eq!((written.code, written.findings()), (0, Vec::new()), "{}", written.stderr);
    assert_eq!(written.json()["summary"]["suppressed"], 2);
    let text = project.read("known.json");
    assert!(text.contains("\"path\": \"infra/three/main.tf\"") && text.contains("too-few-brokers"), "{text}");
    // Lines move, a finding comes, another goes.
    project.write("infra/main.tf", &format!("# A comment.\n\n{BLOCKED}"));
    project.write("infra/three/main.tf", &format!("{}\n{THREE_BROKERS}", other()));
    let run = with(&[]);
    assert_eq!(run.findings(), ["warning too-few-brokers"], "{}", run.stderr);
    project.write("infra/three/main.tf", &other());
    let run = with(&[]);
    assert_eq!(run.findings(), ["warning too-few-brokers"]);
    assert_eq!(run.stderr, "1 finding of known.json is gone: --write-baseline takes them out\n");
    // From another folder a finding is the same.
    project.write("infra/three/main.tf", THREE_BROKERS);
    let mut command = Command::new(env!("CARGO_BIN_EXE_msk-lint"));
    let output = command.current_dir(project.folder.join("infra")).args(JSON).args(["--baseline", "../known.json"]);
    let output = output.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_baseline_keeps_what_a_run_was_not_about() {
    let project = Project::new("baseline-part", &[("a/main.tf", BLOCKED), ("b/main.tf", THREE_BROKERS)]);
    let write = |words: &[&str]| {
        let run = project.run(&[words, &["--baseline", "known.json", "--write-baseline"]].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        project.read("known.json")
    };
    let whole = write(JSON);
    assert_eq!(write(&[&["a"], JSON].concat()), whole);
    assert_eq!(write(&["--only", "too-few-brokers"]), whole);
    project.write("b/main.tf", "locals {}\n");
    assert_eq!(write(&["a"].iter().chain(JSON).copied().collect::<Vec<_>>()), whole, "b was not looked at");
    assert!(!write(JSON).contains("too-few-brokers"));
}

/// A module with a cluster of three brokers, and a root that calls it once or more.
fn called(names: &[&str]) -> String {
    names.iter().map(|name| format!("module \"{name}\" {{\n  source = \"../modules/msk\"\n}}\n")).collect()
}

#[test]
fn what_comes_to_an_old_line_is_new() {
    let project =
        Project::new("baseline-instance", &[("modules/msk/main.tf", THREE_BROKERS), ("live/main.tf", &called(&["a"]))]);
    let with = |more: &[&str]| project.run(&[&["--baseline", "known.json"], JSON, more].concat());
    with(&["--write-baseline"]);
    assert_eq!(with(&[]).findings(), [""; 0]);
    let text = project.read("known.json");
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let entry = &json["findings"][0];
    assert_eq!((&json["schema_version"], &entry["level"]), (&2.into(), &"warning".into()), "{text}");
    let instance = serde_json::json!([{ "address": "module.a.aws_msk_cluster.main", "root": "live" }]);
    assert_eq!(entry["instances"], instance);
    // Another cluster of the same module, and another root.
    project.write("live/main.tf", &called(&["a", "b"]));
    assert_eq!(with(&[]).findings(), ["warning too-few-brokers"]);
    project.write("live/main.tf", &called(&["a"]));
    project.write("other/main.tf", &called(&["a"]));
    assert_eq!(with(&[]).findings(), ["warning too-few-brokers"]);
    with(&["--write-baseline"]);
    assert_eq!(with(&[]).findings(), [""; 0]);
    // From another folder its roots are the same.
    let mut command = Command::new(env!("CARGO_BIN_EXE_msk-lint"));
    let command = command.current_dir(project.folder.join("live")).args([
        "..",
        "--fail-on",
        "warning",
        "--baseline",
        "../known.json",
    ]);
    let output = command.args(JSON).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    // What is left of it is nothing new, whichever of them goes.
    let other = project.read("other/main.tf");
    std::fs::remove_dir_all(project.folder.join("other")).unwrap();
    let run = with(&[]);
    assert_eq!((run.findings(), run.stderr.as_str()), (Vec::new(), ""));
    project.write("live/main.tf", &called(&["b", "a"]));
    with(&["--write-baseline"]);
    project.write("live/main.tf", &called(&["b"]));
    let run = with(&[]);
    assert_eq!((run.findings(), run.stderr.as_str()), (Vec::new(), ""));
    project.write("other/main.tf", &other);
    assert_eq!(with(&[]).findings(), ["warning too-few-brokers"]);
}

#[test]
fn what_grew_worse_is_new() {
    let project = Project::new("baseline-level", &[("main.tf", THREE_BROKERS)]);
    let with = |more: &[&str]| project.run(&[&["--baseline", "known.json"], JSON, more].concat());
    with(&["--write-baseline"]);
    assert_eq!(with(&["--level", "too-few-brokers=error"]).findings(), ["error too-few-brokers"]);
    assert_eq!(with(&["--level", "too-few-brokers=note"]).findings(), [""; 0]);
}

#[test]
fn a_baseline_of_the_first_version_holds_for_all_that_it_names() {
    let project =
        Project::new("baseline-first", &[("modules/msk/main.tf", THREE_BROKERS), ("live/main.tf", &called(&["a"]))]);
    let with = |more: &[&str]| project.run(&[&["--baseline", "known.json"], JSON, more].concat());
    with(&["--write-baseline"]);
    let mut json: serde_json::Value = serde_json::from_str(&project.read("known.json")).unwrap();
    json["schema_version"] = 1.into();
    let entry = json["findings"][0].as_object_mut().unwrap();
    entry.retain(|key, _| key != "level" && key != "instances");
    project.write("known.json", &json.to_string());
    project.write("live/main.tf", &called(&["a", "b"]));
    assert_eq!(with(&["--level", "too-few-brokers=error"]).findings(), [""; 0]);
    with(&["--write-baseline"]);
    assert!(project.read("known.json").contains("\"module.b.aws_msk_cluster.main\""));
}

#[test]
fn what_is_hidden_is_not_allowed() {
    let project = committed("allow-known", &[("old/main.tf", THREE_BROKERS)]);
    project.run(&[JSON, &["--baseline", "known.json", "--write-baseline"]].concat());
    project.write("new/main.tf", &other());
    for known in [&["--baseline", "known.json"], &["--new-from-rev", "HEAD"]] {
        let run = project.run(&[&["--add-allow", "for now"], &known[..], JSON].concat());
        assert_eq!((run.code, run.findings()), (0, Vec::new()), "{}", run.stderr);
        assert_eq!(project.read("old/main.tf"), THREE_BROKERS);
        assert!(project.read("new/main.tf").contains("# msk-lint: allow too-few-brokers -- for now"));
        project.write("new/main.tf", &other());
    }
    assert_eq!(project.run(&["--add-allow", "x", "--baseline", "known.json", "--write-baseline"]).code, 2);
}

#[test]
fn nobody_can_live_with_a_file_that_cannot_be_read() {
    let project = Project::new("baseline-syntax", &[("main.tf", &format!("{THREE_BROKERS}locals {{ a = }}\n"))]);
    let run = project.run(&["--baseline", "known.json", "--write-baseline", "--format", "json"]);
    assert_eq!((run.code, run.findings()), (1, vec!["error syntax-error".to_owned()]));
    for text in ["", "[]", "{\"schema_version\": 3, \"findings\": []}", "{\"schema_version\": 1}"] {
        project.write("known.json", text);
        let run = project.run(&["--baseline", "known.json"]);
        assert_eq!(run.code, 2, "{text}");
        assert!(run.stderr.contains("known.json: this"), "{}", run.stderr);
    }
    assert_eq!(project.run(&["--write-baseline"]).code, 2);
}

#[test]
fn changed_files_are_judged_with_their_module() {
    let module =
        "variable \"brokers\" {}\nresource \"aws_msk_cluster\" \"main\" {\n  number_of_broker_nodes = var.brokers\n}\n";
    let call = "module \"msk\" {\n  source  = \"../../modules/msk\"\n  brokers = 3\n}\n";
    let files = [
        ("modules/msk/main.tf", module),
        ("live/prod/main.tf", call),
        ("live/prod/other.tf", &other()),
        ("legacy/main.tf", THREE_BROKERS),
        ("README.md", "nothing\n"),
        (".msk-lint.hcl", "exclude = [\"legacy/**\"]\n"),
    ];
    let project = Project::new("only-files", &files);
    let places = |words: &[&str]| -> Vec<String> {
        let run = project.run(&[&["--only-files"], JSON, words].concat());
        let json = run.json();
        let place = |finding: &serde_json::Value| finding["locations"][0]["path"].as_str().unwrap().to_owned();
        json["findings"].as_array().unwrap().iter().map(place).collect()
    };
    assert_eq!(places(&["live/prod/main.tf"]), ["live/prod/main.tf"]);
    // The module's own file is where the cluster stands: the finding is about it too.
    assert_eq!(places(&["modules/msk/main.tf"]), ["live/prod/main.tf"]);
    assert_eq!(places(&["live/prod/other.tf", "README.md"]), ["live/prod/other.tf"]);
    assert_eq!(places(&["legacy/main.tf"]), [""; 0]);
    assert_eq!(places(&["README.md"]), [""; 0]);
    // Without it, what is named is meant.
    assert_eq!(project.run(&[&["legacy/main.tf"], JSON].concat()).findings(), ["warning too-few-brokers"]);
}

#[test]
fn a_changed_file_that_a_root_elsewhere_reads_is_judged() {
    let root = "variable \"brokers\" {}\nresource \"aws_msk_configuration\" \"main\" {\n  name = \"main\"\n  \
                server_properties = templatefile(\"../files/kafka.tftpl\", {})\n}\n";
    let cluster = &BLOCKED[BLOCKED.find("resource \"aws_msk_cluster\"").unwrap()..];
    let files = [
        ("live/main.tf", &*format!("{root}{cluster}")),
        ("files/kafka.tftpl", "default.replication.factor=3\nmin.insync.replicas=3\n"),
        ("other/main.tf", THREE_BROKERS),
        ("other/broken.tf", "locals { a = }\n"),
    ];
    let project = Project::new("only-files-read", &files);
    let run = project.run(&["--only-files", "--format", "short", "--quiet", "files/kafka.tftpl"]);
    assert!(
        run.stdout.starts_with("files/kafka.tftpl:2:1: error min-insync-blocks-writes"),
        "{}{}",
        run.stdout,
        run.stderr
    );
    assert!(!run.stdout.contains("other/") && run.code == 1, "{}", run.stdout);
    // From another folder, too.
    let mut command = Command::new(env!("CARGO_BIN_EXE_msk-lint"));
    command.current_dir(project.folder.join("files")).args(["--only-files", "--format", "short", "kafka.tftpl"]);
    assert_eq!(command.output().unwrap().status.code(), Some(1));
}
