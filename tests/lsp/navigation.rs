//! From one thing to what belongs to it, and from paths to files.

use serde_json::{Value as Json, json};

use crate::diagnostics::{CLUSTER, CONFIGURATION};
use crate::editor::Editor;

const TOPIC: &str = "resource \"aws_msk_topic\" \"t\" {
  cluster_arn        = aws_msk_cluster.main.arn
  name               = \"t\"
  partition_count    = 6
  replication_factor = 3
}
";

const CLIENT: &str = "bootstrap.servers=b-1.main.abc123.c2.kafka.eu-west-1.amazonaws.com:9098\nsecurity.protocol=SASL_SSL\nkey.serializer=x\nacks=1\n";

fn editor() -> Editor {
    let mut editor = Editor::new(&[
        ("configuration.tf", CONFIGURATION),
        ("cluster.tf", CLUSTER),
        ("topic.tf", TOPIC),
        ("app/producer.properties", CLIENT),
    ]);
    for name in ["configuration.tf", "cluster.tf", "topic.tf", "app/producer.properties"] {
        editor.open_file(name);
    }
    editor
}

/// The files and lines, from 0, of some locations.
fn places(editor: &Editor, locations: &Json) -> Vec<(String, u64)> {
    let folder = editor.uri("") + "/";
    let place = |location: &Json| {
        let uri = location["uri"].as_str().unwrap();
        let line = location["range"]["start"]["line"].as_u64().unwrap();
        (uri.strip_prefix(&folder).unwrap_or(uri).to_owned(), line)
    };
    let mut places: Vec<_> = locations.as_array().unwrap().iter().map(place).collect();
    places.sort();
    places
}

fn at(name: &str, line: u64) -> (String, u64) {
    (name.to_owned(), line)
}

#[test]
fn definitions_lead_to_what_a_thing_belongs_to() {
    let mut editor = editor();
    for (name, text, mark, expected) in [
        ("topic.tf", TOPIC, "na|me ", at("cluster.tf", 0)),
        ("app/producer.properties", CLIENT, "bootstrap|.servers", at("cluster.tf", 0)),
        ("cluster.tf", CLUSTER, "configuration_info|", at("configuration.tf", 0)),
        ("configuration.tf", CONFIGURATION, "min.insync|.replicas", at("cluster.tf", 0)),
    ] {
        let found = editor.ask_at("textDocument/definition", name, text, mark);
        assert_eq!(places(&editor, &found), [expected], "{mark}");
    }
}

#[test]
fn references_are_all_that_has_to_do_with_a_cluster() {
    let mut editor = editor();
    let expected =
        [at("app/producer.properties", 0), at("cluster.tf", 0), at("configuration.tf", 0), at("topic.tf", 0)];
    for (name, text, mark) in [
        ("cluster.tf", CLUSTER, "aws_msk|_cluster"),
        ("topic.tf", TOPIC, "aws_msk|_topic"),
        ("configuration.tf", CONFIGURATION, "aws_msk|_configuration"),
        ("app/producer.properties", CLIENT, "bootstrap|.servers"),
    ] {
        let found = editor.ask_at("textDocument/references", name, text, mark);
        assert_eq!(places(&editor, &found), expected, "{mark}");
    }
}

#[test]
fn paths_that_are_read_are_links() {
    let text = "resource \"aws_msk_configuration\" \"main\" {
  name = \"main\"
  server_properties = \"${file(\"${path.module}/kafka.properties\")}${file(\"missing\")}\"
}
";
    let mut editor = Editor::new(&[("main.tf", text), ("kafka.properties", "num.partitions=6\n")]);
    editor.open_file("main.tf");
    let uri = editor.uri("main.tf");
    let links = editor.ask("textDocument/documentLink", json!({"textDocument": {"uri": uri}}));
    let links = links.as_array().unwrap();
    assert_eq!(links.len(), 1, "{links:#?}");
    assert_eq!(links[0]["target"], editor.uri("kafka.properties"));
}
