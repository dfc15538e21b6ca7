//! Code actions: what is offered, and what choosing it does to the text.

use serde_json::{Value as Json, json};

use crate::diagnostics::{CLUSTER, CONFIGURATION};
use crate::editor::{Editor, modern};

const ODD: &str = "# größer 😀
resource \"aws_msk_configuration\" \"main\" {
  name = \"main\"
  server_properties = <<-EOT
    delete.topics.enable = true
    num.partitions=6
    num.partitions=6
  EOT
}
";

fn offered(editor: &mut Editor, name: &str, line: u32, only: Option<&str>) -> Vec<Json> {
    let at = json!({"line": line, "character": 6});
    let context = match only {
        Some(kind) => json!({"diagnostics": [{"message": "of a client that leaves out ranges"}], "only": [kind]}),
        None => json!({"diagnostics": []}),
    };
    let parameters = json!({
        "textDocument": {"uri": editor.uri(name)}, "range": {"start": at, "end": at}, "context": context,
    });
    editor.ask("textDocument/codeAction", parameters).as_array().unwrap().clone()
}

/// The text after the edits of an action for one file.
fn applied(text: &str, action: &Json, uri: &str) -> String {
    let edits = match action["edit"]["documentChanges"].as_array() {
        Some(changes) => changes.iter().find(|change| change["textDocument"]["uri"] == uri).unwrap()["edits"].clone(),
        None => action["edit"]["changes"][uri].clone(),
    };
    let offset = |position: &Json| {
        let line = position["line"].as_u64().unwrap() as usize;
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        start + position["character"].as_u64().unwrap() as usize
    };
    let mut edits: Vec<(usize, usize, String)> = edits
        .as_array()
        .unwrap_or_else(|| panic!("no edits: {action:#}"))
        .iter()
        .map(|edit| {
            let (start, end) = (&edit["range"]["start"], &edit["range"]["end"]);
            (offset(start), offset(end), edit["newText"].as_str().unwrap().to_owned())
        })
        .collect();
    edits.sort();
    edits.iter().rev().fold(text.to_owned(), |mut text, (start, end, new)| {
        text.replace_range(*start..*end, new);
        text
    })
}

fn titled(actions: &[Json], word: &str) -> Json {
    let found = actions.iter().find(|action| action["title"].as_str().unwrap().contains(word));
    found.unwrap_or_else(|| panic!("no action {word}: {actions:#?}")).clone()
}

#[test]
fn a_fix_is_offered_at_its_line_and_made_when_it_is_chosen() {
    let mut editor = Editor::new(&[("main.tf", ODD)]);
    editor.open_file("main.tf");
    let actions = offered(&mut editor, "main.tf", 4, Some("quickfix"));
    let fix = actions.iter().find(|action| action["isPreferred"] == true).unwrap().clone();
    assert_eq!((&fix["kind"], fix.get("edit")), (&json!("quickfix"), None));
    let fix = editor.ask("codeAction/resolve", fix);
    let uri = editor.uri("main.tf");
    assert_eq!(fix["edit"]["documentChanges"][0]["textDocument"]["version"], 1);
    assert_eq!(applied(ODD, &fix, &uri), ODD.replace("delete.topics", "delete.topic"));
    assert_eq!(offered(&mut editor, "main.tf", 2, Some("quickfix")), Vec::<Json>::new());
}

#[test]
fn everything_is_fixed_at_once() {
    let mended = ODD.replace("delete.topics", "delete.topic").replace("6\n    num.partitions=6", "6");
    let mut editor = Editor::new(&[("main.tf", ODD)]);
    editor.open_file("main.tf");
    for only in [None, Some("source"), Some("source.fixAll"), Some("source.fixAll.mskLint")] {
        let actions = offered(&mut editor, "main.tf", 0, only);
        let all = actions.iter().find(|action| action["kind"] == "source.fixAll.mskLint").unwrap().clone();
        let all = editor.ask("codeAction/resolve", all);
        assert_eq!(applied(ODD, &all, &editor.uri("main.tf")), mended);
    }
    assert!(offered(&mut editor, "main.tf", 4, Some("source.fixAll.eslint")).is_empty());
    // A client that cannot ask for the edits later gets them now, when it asks for this by name.
    let mut capabilities = modern();
    capabilities["textDocument"]["codeAction"] = json!({});
    capabilities["workspace"]["workspaceEdit"] = json!({});
    let mut editor = Editor::with(&[("main.tf", ODD)], capabilities, json!(null));
    editor.open_file("main.tf");
    let actions = offered(&mut editor, "main.tf", 0, Some("source.fixAll"));
    assert_eq!(applied(ODD, &actions[0], &editor.uri("main.tf")), mended);
}

#[test]
fn a_finding_is_allowed_where_it_stands() {
    let files = [("configuration.tf", CONFIGURATION), ("cluster.tf", CLUSTER)];
    let mut editor = Editor::new(&files);
    editor.open_file("configuration.tf");
    let action = titled(&offered(&mut editor, "configuration.tf", 3, None), "Allow min-insync-blocks-writes");
    let action = editor.ask("codeAction/resolve", action);
    let allowed = applied(CONFIGURATION, &action, &editor.uri("configuration.tf"));
    assert!(allowed.contains("\n    # msk-lint: allow min-insync-blocks-writes -- reason\n    /*"), "{allowed}");
    editor.replace("configuration.tf", &allowed);
    editor.settle();
    assert!(!editor.rules("configuration.tf").iter().any(|rule| rule == "min-insync-blocks-writes"));
    assert!(!editor.rules("configuration.tf").iter().any(|rule| rule == "unused-allow"));
}

#[test]
fn an_action_that_was_offered_for_another_text_changes_nothing() {
    let block = |name: &str, property: &str| {
        format!(
            "resource \"aws_msk_configuration\" \"{name}\" {{\n  name = \"{name}\"\n  server_properties = <<-EOT\n    \
             {property}.enable = true\n  EOT\n}}\n"
        )
    };
    let (odd, right) = ("delete.topics", "delete.topic");
    let text = block("a", odd) + &block("b", odd) + &block("c", odd);
    let mut editor = Editor::new(&[("main.tf", &text)]);
    editor.open_file("main.tf");
    let actions = offered(&mut editor, "main.tf", 9, Some("quickfix"));
    let fix = actions.iter().find(|action| action["isPreferred"] == true).unwrap().clone();
    let allow = titled(&actions, "Allow");
    editor.replace("main.tf", &(block("a", right) + &block("b", odd) + &block("c", odd)));
    for action in [&fix, &allow] {
        let resolved = editor.ask("codeAction/resolve", action.clone());
        assert_eq!(resolved.get("edit"), None, "{resolved}");
    }
    editor.replace("main.tf", &text);
    let resolved = editor.ask("codeAction/resolve", fix);
    let mended = block("a", odd) + &block("b", right) + &block("c", odd);
    assert_eq!(applied(&text, &resolved, &editor.uri("main.tf")), mended);
}

const POLICY: &str = r#"resource "aws_iam_policy" "main" {
  name   = "main"
  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [{"Effect": "Allow", "Resource": "*",
        "Action": "kafka-cluster:*"
      }]
    }
  EOT
}
"#;

const SCRIPT: &str = "#!/bin/sh
aws kafka create-cluster \\
  --cluster-name main \\
  --kafka-version 2.8.0 \\
  --number-of-broker-nodes 2 \\
  --broker-node-group-info '{\"InstanceType\":\"kafka.t3.small\",\"ClientSubnets\":[\"subnet-a\",\"subnet-b\"]}'
kafka-topics.sh --bootstrap-server b-1.x.abc123.c2.kafka.eu-west-1.amazonaws.com:9092 --create --topic t \\
  --partitions 3 \\
  --replication-factor 1
";

const MAKEFILE: &str = "topics:\n\tkafka-topics.sh --bootstrap-server b-1.x.abc123.c2.kafka.eu-west-1.amazonaws.com:9092 \\\n\t  --create --topic t --partitions 3 \\\n\t  --replication-factor 1\n";

const CLIENT: &str = "bootstrap.servers=b-1.shared.abc123.c2.kafka.eu-west-1.amazonaws.com:9098,\\\n  b-2.shared.abc123.c2.kafka.eu-west-1.amazonaws.com:9092\nsecurity.protocol=SASL_SSL\nkey.serializer=x\nacks=\\\n  1\nretries=0\n";

const SPRING: &str = "spring:\n  kafka:\n    bootstrap-servers: b-1.shared.abc123.c2.kafka.eu-west-1.amazonaws.com:9092\n    producer:\n      acks: 1\n      retries: 0\n";

const CONFIG_MAP: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app\ndata:\n  client.properties: |\n    bootstrap.servers=b-1.shared.abc123.c2.kafka.eu-west-1.amazonaws.com:9092\n    key.serializer=x\n    acks=1\n";

const PYTHON: &str = "from kafka import KafkaProducer\np = KafkaProducer(\n    bootstrap_servers=\"b-1.shared.abc123.c2.kafka.eu-west-1.amazonaws.com:9092\",\n    acks=1,\n    retries=0,\n)\nx = \"\"\"\n\"\"\"\n";

const JSON: &str = r#"{"name": "sink", "config": {"connector.class": "x.Sink", "bootstrap.servers": "b-1.shared.abc123.c2.kafka.eu-west-1.amazonaws.com:9092", "producer.override.acks": "1"}}
"#;

#[test]
fn an_allow_is_offered_where_a_comment_is_one() {
    // Each text with how many of its findings can be allowed.
    for (name, text, expected) in [
        ("policy.tf", POLICY, true),
        ("create.sh", SCRIPT, true),
        ("Makefile", MAKEFILE, true),
        ("client.properties", CLIENT, true),
        ("application.yml", SPRING, true),
        ("k8s/map.yaml", CONFIG_MAP, false),
        ("app.py", PYTHON, true),
        ("connector.json", JSON, false),
        ("windows.properties", &CLIENT.replace('\n', "\r\n"), true),
    ] {
        let mut editor = Editor::new(&[(name, text)]);
        editor.open_file(name);
        editor.settle();
        let before = editor.rules(name);
        assert!(!before.is_empty(), "{name} has no findings");
        let mut allows = Vec::new();
        for line in 0..text.lines().count() as u32 {
            let actions = offered(&mut editor, name, line, Some("quickfix"));
            let is_allow = |action: &&Json| action["title"].as_str().unwrap().starts_with("Allow");
            allows.extend(actions.iter().filter(is_allow).cloned());
        }
        assert_eq!(!allows.is_empty(), expected, "{name}: {before:?}");
        for action in allows {
            let rule = action["data"]["rule"].as_str().unwrap().to_owned();
            let action = editor.ask("codeAction/resolve", action);
            let allowed = applied(text, &action, &editor.uri(name));
            editor.replace(name, &allowed);
            editor.settle();
            let after = editor.rules(name);
            assert!(after.len() < before.len(), "{rule} in {name}: {after:?} after {allowed}");
            assert!(after.iter().all(|rule| before.contains(rule)), "{rule} in {name}: {after:?} after {allowed}");
            editor.replace(name, text);
            editor.settle();
        }
    }
}
