//! What the client sets: each setting by itself, what is wrong told once, and what it is about read whenever it changes.

use serde_json::{Value as Json, json};

use crate::diagnostics::{CLUSTER, CONFIGURATION};
use crate::editor::{Editor, modern};

const FILES: &[(&str, &str)] = &[("infra/configuration.tf", CONFIGURATION), ("infra/cluster.tf", CLUSTER)];

const BLOCKED: &str = "min-insync-blocks-writes";

fn set(editor: &mut Editor, settings: &Json) {
    editor.notify("workspace/didChangeConfiguration", json!({"settings": settings}));
    editor.settle();
}

/// What the user was shown.
fn messages(editor: &Editor) -> Vec<&str> {
    let shown = editor.told.iter().filter(|(method, _)| method == "window/showMessage");
    shown.map(|(_, message)| message["message"].as_str().unwrap()).collect()
}

#[test]
fn a_wrong_setting_leaves_the_others_and_is_told_once() {
    let mut right = Editor::with(FILES, modern(), json!({"policy": "aws"}));
    right.settle();
    let expected = right.everything().len();
    let mut editor = Editor::with(FILES, modern(), json!({"policy": "aws", "inlayHints": "yes", "config": null}));
    editor.settle();
    assert_eq!(editor.everything().len(), expected);
    for _ in 0..3 {
        set(&mut editor, &json!({"mskLint": {"inlayHints": "yes", "workspace": ""}}));
    }
    assert_eq!(editor.everything().len(), expected, "what is not said stays");
    assert_eq!(messages(&editor).len(), 1, "{:?}", messages(&editor));
    assert!(messages(&editor)[0].contains("mskLint.inlayHints"));
    set(&mut editor, &json!({"mskLint": 3}));
    set(&mut editor, &json!({}));
    set(&mut editor, &Json::Null);
    assert_eq!(editor.everything().len(), expected);
    assert_eq!(messages(&editor).len(), 2);
}

#[test]
fn a_policy_that_is_not_there_is_told_once_and_ends_the_progress() {
    let mut editor = Editor::with(FILES, modern(), json!({"policy": "nonsense"}));
    editor.open_file("infra/configuration.tf");
    editor.settle();
    for _ in 0..5 {
        editor.edit("infra/configuration.tf", [0, 0, 0, 0], "# x\n");
        editor.settle();
    }
    assert_eq!(messages(&editor).len(), 1, "{:?}", messages(&editor));
    assert!(messages(&editor)[0].contains("nonsense"));
    assert!(editor.everything().is_empty());
    let kinds: Vec<&Json> = editor
        .told
        .iter()
        .filter(|(method, _)| method == "$/progress")
        .map(|(_, told)| &told["value"]["kind"])
        .collect();
    assert!(kinds.is_empty() || kinds == [&json!("begin"), &json!("end")], "{kinds:?}");
    set(&mut editor, &json!({"mskLint": {"policy": null}}));
    editor.diagnostic("infra/configuration.tf", BLOCKED);
    // The same mistake again is news again; a file that is missing is found once it is there.
    set(&mut editor, &json!({"mskLint": {"policy": "own.hcl"}}));
    assert_eq!(messages(&editor).len(), 2);
    assert!(editor.everything().is_empty());
    editor.write("own.hcl", "check \"min-insync-blocks-writes\" { level = \"note\" }\n");
    editor.watched(&[("own.hcl", 1)]);
    editor.settle();
    assert_eq!(editor.diagnostic("infra/configuration.tf", BLOCKED)["severity"], 3);
}

#[test]
fn a_policy_file_is_read_again_when_it_changes() {
    let policy = |level: &str| format!("check \"min-insync-blocks-writes\" {{ level = \"{level}\" }}\n");
    let mut files = FILES.to_vec();
    files.push((".msk-lint.hcl", "policy = \"./own.hcl\"\n"));
    let mut editor = Editor::new(&files);
    editor.settle();
    editor.diagnostic(".msk-lint.hcl", "configuration");
    for (level, kind, severity) in [("note", 1, 3), ("warning", 2, 2)] {
        editor.write("own.hcl", &policy(level));
        editor.watched(&[("own.hcl", kind)]);
        editor.settle();
        assert_eq!(editor.diagnostic("infra/configuration.tf", BLOCKED)["severity"], severity);
    }
    assert!(editor.rules(".msk-lint.hcl").is_empty());
    editor.open("own.hcl", &policy("warning"));
    editor.replace("own.hcl", &policy("error"));
    editor.settle();
    assert_eq!(editor.diagnostic("infra/configuration.tf", BLOCKED)["severity"], 1);
    editor.replace("own.hcl", &policy("nonsense"));
    editor.settle();
    editor.diagnostic("own.hcl", "configuration");
    editor.close("own.hcl");
    editor.settle();
    assert!(editor.rules("own.hcl").is_empty());
    assert_eq!(editor.diagnostic("infra/configuration.tf", BLOCKED)["severity"], 2);
}
