//! Diagnostics: where, when, and when no longer.

use serde_json::json;

use crate::editor::{Editor, modern};

/// Two brokers a minimum of which blocks writes; multibyte text before the place on its line.
pub const CONFIGURATION: &str = r#"resource "aws_msk_configuration" "main" {
  name = "main"
  server_properties = join("\n", ["auto.create.topics.enable=false", "default.replication.factor=3",
    /* ä😀漢 */ "min.insync.replicas=3"])
}
"#;

pub const CLUSTER: &str = r#"resource "aws_msk_cluster" "main" {
  cluster_name           = "main"
  kafka_version          = "3.9.x"
  number_of_broker_nodes = 3
  broker_node_group_info {
    instance_type  = "kafka.m7g.large"
    client_subnets = ["subnet-a", "subnet-b", "subnet-c"]
  }
  configuration_info {
    arn      = aws_msk_configuration.main.arn
    revision = aws_msk_configuration.main.latest_revision
  }
}
"#;

const FILES: &[(&str, &str)] = &[("infra/configuration.tf", CONFIGURATION), ("infra/cluster.tf", CLUSTER)];

const BLOCKED: &str = "min-insync-blocks-writes";

#[test]
fn files_that_nobody_opened_have_diagnostics() {
    let mut editor = Editor::new(FILES);
    editor.settle();
    let found = editor.diagnostic("infra/configuration.tf", BLOCKED);
    assert_eq!((&found["severity"], &found["source"]), (&json!(1), &json!("msk-lint")));
    let related = found["relatedInformation"].as_array().unwrap();
    assert!(related.iter().any(|place| place["location"]["uri"] == editor.uri("infra/cluster.tf")), "{related:?}");
    assert_eq!(editor.leave(), 0);
}

#[test]
fn ranges_count_what_was_agreed_on() {
    for (encodings, start) in
        [(json!(["utf-8", "utf-16"]), 21), (json!(["utf-16"]), 16), (json!(["utf-32"]), 15), (json!(null), 16)]
    {
        let mut capabilities = modern();
        capabilities["general"]["positionEncodings"] = encodings.clone();
        let mut editor = Editor::with(FILES, capabilities, json!(null));
        editor.settle();
        let range = editor.diagnostic("infra/configuration.tf", BLOCKED)["range"].clone();
        assert_eq!((&range["start"]["line"], &range["end"]["line"]), (&json!(3), &json!(3)));
        assert_eq!(range["start"]["character"], start, "{encodings}");
        assert_eq!(range["end"]["character"], start + 21, "{encodings}");
    }
}

#[test]
fn an_edit_clears_what_it_mends_in_other_files_too() {
    let mut editor = Editor::new(FILES);
    editor.open_file("infra/cluster.tf");
    editor.settle();
    editor.diagnostic("infra/configuration.tf", BLOCKED);
    assert_eq!(editor.shown[&editor.uri("infra/cluster.tf")]["version"], 1);
    // Without the configuration nothing is blocked any more.
    editor.edit("infra/cluster.tf", [8, 0, 11, 3], "  # none");
    editor.wait("the mended file", |editor| !editor.rules("infra/configuration.tf").contains(&BLOCKED.to_owned()));
    editor.settle();
    assert_eq!(editor.shown[&editor.uri("infra/cluster.tf")]["version"], 2);
    editor.close("infra/cluster.tf");
    editor.settle();
    editor.diagnostic("infra/configuration.tf", BLOCKED);
}

#[test]
fn edits_count_in_the_units_of_the_client() {
    for (encoding, at) in [("utf-8", 41), ("utf-16", 36), ("utf-32", 35)] {
        let mut capabilities = modern();
        capabilities["general"]["positionEncodings"] = json!([encoding]);
        let mut editor = Editor::with(FILES, capabilities, json!(null));
        editor.open_file("infra/configuration.tf");
        editor.edit("infra/configuration.tf", [3, at, 3, at + 1], "2");
        editor.settle();
        assert!(!editor.rules("infra/configuration.tf").contains(&BLOCKED.to_owned()), "{encoding}");
        editor.edit("infra/configuration.tf", [3, at, 3, at + 1], "3");
        editor.settle();
        editor.diagnostic("infra/configuration.tf", BLOCKED);
    }
}

#[test]
fn half_a_file_keeps_the_findings_of_its_sound_blocks() {
    let both = format!("{CONFIGURATION}{CLUSTER}");
    let mut editor = Editor::new(&[("main.tf", &both), ("other.tf", "# nothing\n")]);
    editor.open("main.tf", &both);
    editor.settle();
    editor.diagnostic("main.tf", BLOCKED);
    editor
        .replace("main.tf", &format!("{both}resource \"aws_msk_topic\" \"t\" {{\n  name = \"t\n  partitions = var.\n"));
    editor.settle();
    editor.diagnostic("main.tf", "syntax-error");
    editor.diagnostic("main.tf", BLOCKED);
    editor.replace("main.tf", &both);
    editor.settle();
    assert!(!editor.rules("main.tf").contains(&"syntax-error".to_owned()));
}

#[test]
fn files_come_go_and_move_on_disk() {
    let mut editor = Editor::new(FILES);
    editor.settle();
    let blocked = |editor: &Editor, name: &str| editor.rules(name).contains(&BLOCKED.to_owned());
    editor.remove("infra/configuration.tf");
    editor.write("infra/renamed.tf", CONFIGURATION);
    editor.watched(&[("infra/configuration.tf", 3), ("infra/renamed.tf", 1)]);
    editor.settle();
    assert!(blocked(&editor, "infra/renamed.tf") && !blocked(&editor, "infra/configuration.tf"));
    editor.write("infra/renamed.tf", &CONFIGURATION.replace("replicas=3", "replicas=2"));
    editor.watched(&[("infra/renamed.tf", 2)]);
    editor.settle();
    assert!(!blocked(&editor, "infra/renamed.tf"));
    // A folder that was not there before.
    editor.write("more/deep/all.tf", &format!("{CONFIGURATION}{CLUSTER}"));
    editor.watched(&[("more/deep/all.tf", 1)]);
    editor.settle();
    assert!(blocked(&editor, "more/deep/all.tf"));
    editor.remove("more/deep/all.tf");
    editor.watched(&[("more/deep/all.tf", 3)]);
    editor.settle();
    assert!(!blocked(&editor, "more/deep/all.tf"));
}

#[test]
fn a_new_buffer_is_part_of_its_folder_before_it_is_saved() {
    let mut editor = Editor::new(&[("infra/cluster.tf", CLUSTER)]);
    editor.open("infra/new.tf", CONFIGURATION);
    editor.settle();
    editor.diagnostic("infra/new.tf", BLOCKED);
    editor.open("other/new.tf", &format!("{CONFIGURATION}{CLUSTER}"));
    editor.settle();
    editor.diagnostic("other/new.tf", BLOCKED);
    editor.close("infra/new.tf");
    editor.close("other/new.tf");
    editor.settle();
    assert_eq!(editor.rules("infra/new.tf"), Vec::<String>::new());
    assert_eq!(editor.rules("other/new.tf"), Vec::<String>::new());
}

#[test]
fn a_configuration_holds_as_it_is_typed_and_its_faults_are_shown_in_it() {
    let mut editor = Editor::new(FILES);
    editor.open(".msk-lint.hcl", "check \"min-insync-blocks-writes\" { level = \"note\" }\n");
    editor.settle();
    assert_eq!(editor.diagnostic("infra/configuration.tf", BLOCKED)["severity"], 3);
    editor.replace(".msk-lint.hcl", "check \"min-insync-blocks-writes\" { level = \"nonsense\" }\n");
    editor.settle();
    editor.diagnostic(".msk-lint.hcl", "configuration");
    assert_eq!(editor.diagnostic("infra/configuration.tf", BLOCKED)["severity"], 3, "what held holds on");
    editor.replace(".msk-lint.hcl", "check \"min-insync-blocks-writes\" { level = \"off\" }\n");
    editor.settle();
    assert_eq!(editor.rules(".msk-lint.hcl"), Vec::<String>::new());
    assert!(!editor.rules("infra/configuration.tf").contains(&BLOCKED.to_owned()));
    editor.close(".msk-lint.hcl");
    editor.settle();
    assert_eq!(editor.diagnostic("infra/configuration.tf", BLOCKED)["severity"], 1);
}

#[test]
fn settings_of_the_client_are_those_of_the_command_line() {
    let mut editor = Editor::with(FILES, modern(), json!({"policy": "guide"}));
    editor.settle();
    let guide = editor.everything();
    editor.notify("workspace/didChangeConfiguration", json!({"settings": {"mskLint": {"policy": "aws"}}}));
    editor.settle();
    assert_ne!(editor.everything(), guide);
    editor.notify("workspace/didChangeConfiguration", json!({"settings": {"mskLint": {"policy": "guide"}}}));
    editor.settle();
    assert_eq!(editor.everything(), guide);
}

#[test]
fn every_folder_is_a_project_of_its_own() {
    let mut editor = Editor::new(FILES);
    editor.settle();
    let other = Editor::new(FILES);
    let uri = other.uri("");
    editor.notify(
        "workspace/didChangeWorkspaceFolders",
        json!({"event": {"added": [{"uri": uri, "name": "other"}], "removed": []}}),
    );
    let there = format!("{uri}/infra/configuration.tf");
    editor.wait("the other folder", |editor| editor.shown.contains_key(&there));
    editor.notify(
        "workspace/didChangeWorkspaceFolders",
        json!({"event": {"added": [], "removed": [{"uri": uri, "name": "other"}]}}),
    );
    editor.wait("the cleared folder", |editor| editor.shown[&there]["diagnostics"] == json!([]));
    editor.diagnostic("infra/configuration.tf", BLOCKED);
}

#[test]
fn folders_inside_each_other_tell_everything_once() {
    let beside = format!("{CONFIGURATION}{CLUSTER}");
    let mut editor = Editor::new(&[("infra/main.tf", &beside), ("infra/sub/main.tf", &beside)]);
    editor.settle();
    let before = editor.everything();
    let counts = |all: &std::collections::BTreeMap<String, serde_json::Value>| {
        all.iter().map(|(uri, shown)| (uri.clone(), shown.as_array().unwrap().len())).collect::<Vec<_>>()
    };
    let change = |editor: &mut Editor, kind: &str, uri: &str| {
        let mut event = json!({"added": [], "removed": []});
        event[kind] = json!([{"uri": uri, "name": "x"}]);
        editor.notify("workspace/didChangeWorkspaceFolders", json!({"event": event}));
        for folder in ["", "infra/sub/"] {
            let start = json!({"line": 0, "character": 0});
            let uri = editor.uri(&format!("{folder}settle.tf"));
            let parameters = json!({"textDocument": {"uri": uri}, "position": start});
            editor.ask("textDocument/hover", parameters);
        }
    };
    let inner = editor.uri("infra/sub");
    change(&mut editor, "added", &inner);
    assert_eq!(counts(&editor.everything()), counts(&before), "{:#?}", editor.everything());
    // Written otherwise than when it was added.
    change(&mut editor, "removed", &format!("{}/", inner.replace("sub", "%73ub")));
    assert_eq!(editor.everything(), before);
    let outer = format!("{}/", editor.uri(""));
    change(&mut editor, "removed", &outer);
    assert_eq!(editor.everything(), std::collections::BTreeMap::new());
}

#[test]
fn a_file_outside_of_every_folder_is_judged_by_itself() {
    let other = Editor::new(&[("main.tf", &format!("{CONFIGURATION}{CLUSTER}"))]);
    let uri = other.uri("main.tf");
    let mut editor = Editor::new(&[]);
    editor.open_uri(&uri, &format!("{CONFIGURATION}{CLUSTER}"));
    let is_shown = |editor: &Editor| editor.shown.get(&uri).is_some_and(|shown| shown["diagnostics"] != json!([]));
    editor.wait("its diagnostics", is_shown);
    editor.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    editor.open("x.tf", "");
    editor.settle();
    editor.wait("no diagnostics", |editor| !is_shown(editor));
}

#[test]
fn the_words_of_a_client_for_a_file_are_kept() {
    let mut editor = Editor::new(FILES);
    let uri = editor.uri("infra/configuration.tf").replace("infra", "%69nfra");
    editor.open_uri(&uri, CONFIGURATION);
    editor.settle();
    let shown = editor.everything();
    assert!(shown.contains_key(&uri) && !shown.contains_key(&editor.uri("infra/configuration.tf")), "{shown:#?}");
}

#[test]
fn other_places_are_told_in_words_to_clients_that_show_none() {
    let mut capabilities = modern();
    capabilities["textDocument"]["publishDiagnostics"] = json!({});
    let mut editor = Editor::with(FILES, capabilities, json!(null));
    editor.settle();
    let found = editor.diagnostic("infra/configuration.tf", BLOCKED);
    assert_eq!(found.get("relatedInformation"), None);
    assert!(found["message"].as_str().unwrap().contains("infra/cluster.tf:1:"), "{found}");
}

#[test]
fn a_file_outside_of_every_folder_need_not_be_there_yet() {
    let text = format!("{CONFIGURATION}{CLUSTER}");
    let other = Editor::new(&[]);
    let uri = other.uri("new.tf");
    let mut editor = Editor::new(&[]);
    let is_shown = |editor: &Editor| editor.shown.get(&uri).is_some_and(|shown| shown["diagnostics"] != json!([]));
    editor.open_uri(&uri, &text);
    editor.wait("diagnostics of the buffer", is_shown);
    other.write("new.tf", &text.replace("replicas=3", "replicas=2"));
    editor.notify("textDocument/didSave", json!({"textDocument": {"uri": uri}}));
    editor.settle();
    assert!(is_shown(&editor), "the buffer goes before what was saved");
    // In a folder that is made only now.
    let uri = other.uri("later/new.tf");
    let is_shown = |editor: &Editor| editor.shown.get(&uri).is_some_and(|shown| shown["diagnostics"] != json!([]));
    editor.open_uri(&uri, &text);
    editor.settle();
    other.write("later/new.tf", &text);
    editor.notify("textDocument/didSave", json!({"textDocument": {"uri": uri}}));
    editor.wait("diagnostics of the saved file", is_shown);
}

#[test]
fn a_file_that_is_open_twice_is_open_until_both_are_closed() {
    let mut editor = Editor::new(FILES);
    let uris = [editor.uri("infra/configuration.tf"), editor.uri("infra/configuration.tf").replace("infra", "%69nfra")];
    for uri in &uris {
        editor.open_uri(uri, "# empty\n");
    }
    editor.settle();
    assert!(editor.everything().keys().all(|uri| !uris.contains(uri)), "{:#?}", editor.everything());
    editor.notify("textDocument/didClose", json!({"textDocument": {"uri": uris[1]}}));
    editor.settle();
    assert!(editor.everything().keys().all(|uri| !uris.contains(uri)), "{:#?}", editor.everything());
    editor.notify("textDocument/didClose", json!({"textDocument": {"uri": uris[0]}}));
    editor.settle();
    editor.diagnostic("infra/configuration.tf", BLOCKED);
}

#[test]
fn a_buffer_that_was_never_saved_is_judged_alone_by_its_language() {
    let client = "bootstrap.servers=b-1.main.abc123.c2.kafka.eu-west-1.amazonaws.com:9098\nkey.serializer=x\nacks=1\n";
    let mut editor = Editor::with(FILES, modern(), json!({"policy": "guide", "config": null}));
    editor.settle();
    let before = editor.everything();
    let buffers = [
        ("untitled:Untitled-1", "terraform", format!("{CONFIGURATION}{CLUSTER}"), BLOCKED),
        ("untitled:Untitled-2", "java-properties", client.to_owned(), "acks-too-weak"),
        ("untitled:/a/b c.py", "python", "from kafka import KafkaProducer\nKafkaProducer(bootstrap_servers='b-1.main.abc123.c2.kafka.eu-west-1.amazonaws.com:9098', acks=1)\n".to_owned(), "acks-too-weak"),
    ];
    for (uri, language, text, rule) in &buffers {
        editor.open_as(uri, language, text);
        editor.wait(rule, |editor| editor.shown.get(*uri).is_some_and(|shown| shown.to_string().contains(rule)));
        editor.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
        editor.wait("no diagnostics", |editor| editor.shown[*uri]["diagnostics"] == json!([]));
    }
    editor.open_as("untitled:Untitled-3", "markdown", client);
    editor.open_as("untitled:Untitled-4", "terraform", CLUSTER);
    editor.settle();
    let shown = editor.everything();
    assert!(shown.keys().all(|uri| before.contains_key(uri) || uri.ends_with("-4")), "{shown:#?}");
    assert!(before.iter().all(|(uri, shown_before)| shown[uri] == *shown_before));
    // What is offered for it is for its buffer.
    let odd = "resource \"aws_msk_configuration\" \"a\" {\n  name = \"a\"\n  server_properties = <<-EOT\n    delete.topics.enable = true\n  EOT\n}\n";
    editor.open_as("untitled:Untitled-5", "terraform", odd);
    let range = json!({"start": {"line": 3, "character": 0}, "end": {"line": 3, "character": 0}});
    let parameters =
        json!({"textDocument": {"uri": "untitled:Untitled-5"}, "range": range, "context": {"diagnostics": []}});
    let actions = editor.ask("textDocument/codeAction", parameters);
    let all = actions.as_array().unwrap().iter().find(|action| action["kind"] == "source.fixAll.mskLint").unwrap();
    let all = editor.ask("codeAction/resolve", all.clone());
    assert_eq!(all["edit"]["documentChanges"][0]["textDocument"]["uri"], "untitled:Untitled-5", "{all:#}");
}
