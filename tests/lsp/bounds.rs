//! What lies outside a folder's boundary stays unread, whatever becomes of the folder; what comes to lie inside is read.

use std::os::unix::fs::symlink;
use std::process::Command;

use serde_json::json;

use crate::diagnostics::{CLUSTER, CONFIGURATION};
use crate::editor::Editor;

const BLOCKED: &str = "min-insync-blocks-writes";

const CALLER: &str = "module \"kafka\" {\n  source = \"./modules/kafka\"\n}\n";

#[test]
fn a_module_that_becomes_a_link_to_outside_is_not_read() {
    let outside = Editor::new(&[("kafka/main.tf", &format!("{CONFIGURATION}{CLUSTER}"))]);
    let mut editor = Editor::new(&[("main.tf", CALLER), ("modules/kafka/main.tf", CLUSTER)]);
    editor.settle();
    std::fs::remove_dir_all(editor.folder.join("modules")).unwrap();
    symlink(&outside.folder, editor.folder.join("modules")).unwrap();
    for changes in [&[("modules/kafka/main.tf", 3)][..], &[("modules", 1)], &[("main.tf", 2)]] {
        editor.watched(changes);
        editor.settle();
        assert!(!editor.shown.values().any(|shown| shown.to_string().contains(BLOCKED)), "{:#?}", editor.shown);
    }
}

#[test]
fn a_module_that_was_missing_is_read_once_it_is_there() {
    let mut editor = Editor::new(&[("main.tf", CALLER), ("other.tf", CLUSTER)]);
    editor.settle();
    editor.write("modules/kafka/main.tf", &format!("{CONFIGURATION}{CLUSTER}"));
    editor.watched(&[("modules/kafka/main.tf", 1)]);
    editor.settle();
    editor.diagnostic("modules/kafka/main.tf", BLOCKED);
}

#[test]
fn a_boundary_that_moves_holds_from_then_on() {
    let mut editor = Editor::new(&[("a/.git/HEAD", ""), ("a/main.tf", CLUSTER)]);
    editor.settle();
    std::fs::remove_dir_all(editor.folder.join("a/.git")).unwrap();
    editor.write("a/configuration.tf", CONFIGURATION);
    editor.watched(&[("a/configuration.tf", 1)]);
    editor.settle();
    editor.diagnostic("a/configuration.tf", BLOCKED);
}

#[test]
fn a_buffer_from_outside_is_not_read_either() {
    let properties = "default.replication.factor=3\nmin.insync.replicas=3\n";
    let outside = Editor::new(&[("broker.properties", properties)]);
    let path = outside.folder.join("broker.properties");
    let configuration = format!(
        "resource \"aws_msk_configuration\" \"main\" {{\n  name = \"main\"\n  server_properties = file({:?})\n}}\n",
        path.display().to_string()
    );
    let mut editor = Editor::new(&[("configuration.tf", &configuration), ("cluster.tf", CLUSTER)]);
    symlink(&path, editor.folder.join("link.properties")).unwrap();
    editor.settle();
    let before = editor.everything();
    let uris = [outside.uri("broker.properties"), editor.uri("link.properties")];
    for uri in uris {
        editor.open_uri(&uri, properties);
        editor.settle();
        assert_eq!(editor.everything(), before, "{uri}");
    }
}

#[test]
fn a_policy_is_read_as_every_file_is() {
    let mut editor = Editor::new(&[("main.tf", &format!("{CONFIGURATION}{CLUSTER}"))]);
    assert!(Command::new("mkfifo").arg(editor.folder.join("pipe.hcl")).status().unwrap().success());
    editor.write("large.hcl", &"# large\n".repeat(9 << 17));
    let named = |name: &str| json!({"settings": {"mskLint": {"policy": name}}});
    for (name, reason) in [("pipe.hcl", "it is no regular file"), ("large.hcl", "it is larger than 8 MiB")] {
        editor.notify("workspace/didChangeConfiguration", named(name));
        editor.settle();
        editor.wait(reason, |editor| {
            editor.told.iter().any(|(method, said)| method == "window/showMessage" && said.to_string().contains(reason))
        });
    }
    // One from elsewhere that is named is read, and as it is in its buffer.
    let outside = Editor::new(&[("policy.hcl", "check \"min-insync-blocks-writes\" { level = \"note\" }\n")]);
    editor.notify("workspace/didChangeConfiguration", named(&outside.folder.join("policy.hcl").display().to_string()));
    editor.settle();
    assert_eq!(editor.diagnostic("main.tf", BLOCKED)["severity"], 3);
    editor.open_uri(&outside.uri("policy.hcl"), "check \"min-insync-blocks-writes\" { level = \"warning\" }\n");
    editor.settle();
    assert_eq!(editor.diagnostic("main.tf", BLOCKED)["severity"], 2);
}

#[test]
fn a_file_is_one_under_all_its_names() {
    let other = CONFIGURATION.replace("replicas=3", "replicas=2");
    let mut editor = Editor::new(&[("common/shared.tf", CONFIGURATION), ("infra/cluster.tf", CLUSTER)]);
    let is_blocked = |editor: &mut Editor| {
        editor.settle();
        editor.rules("infra/shared.tf").iter().any(|rule| rule == BLOCKED)
    };
    assert!(!is_blocked(&mut editor));
    symlink("../common/shared.tf", editor.folder.join("infra/shared.tf")).unwrap();
    editor.watched(&[("infra/shared.tf", 1)]);
    assert!(is_blocked(&mut editor), "the link is there");
    editor.write("common/shared.tf", &other);
    editor.watched(&[("common/shared.tf", 2)]);
    assert!(!is_blocked(&mut editor), "what it leads to is another text");
    editor.open("common/shared.tf", CONFIGURATION);
    assert!(is_blocked(&mut editor), "the buffer of what it leads to");
    editor.close("common/shared.tf");
    assert!(!is_blocked(&mut editor));
    editor.open("infra/shared.tf", CONFIGURATION);
    assert!(is_blocked(&mut editor), "the buffer of the link");
    editor.replace("infra/shared.tf", &other);
    assert!(!is_blocked(&mut editor));
}
