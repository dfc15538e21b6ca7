//! Hover and hints: what is said of a place.

use serde_json::{Value as Json, json};

use crate::diagnostics::{CLUSTER, CONFIGURATION};
use crate::editor::{Editor, modern};

const CLIENT: &str = "bootstrap.servers=b-1.main.abc123.c2.kafka.eu-west-1.amazonaws.com:9098,b-2.main.abc123.c2.kafka.eu-west-1.amazonaws.com:9098\nsecurity.protocol=SASL_SSL\nkey.serializer=x\nacks=1\nsasl.jaas.config=hunter2\n";

fn said(editor: &mut Editor, name: &str, text: &str, mark: &str) -> String {
    let hover = editor.ask_at("textDocument/hover", name, text, mark);
    hover["contents"]["value"].as_str().unwrap_or_else(|| panic!("nothing at {mark}: {hover}")).to_owned()
}

#[test]
fn a_property_tells_its_type_its_defaults_and_what_holds() {
    let mut editor = Editor::new(&[("configuration.tf", CONFIGURATION), ("cluster.tf", CLUSTER)]);
    editor.open_file("configuration.tf");
    let text = said(&mut editor, "configuration.tf", CONFIGURATION, "min.insync|.replicas=3");
    for part in [
        "`min.insync.replicas`",
        "int",
        "MSK's default: 1 in two zones, 2 in three",
        "may stand in a configuration",
        "`aws_msk_cluster.main`: `3   configuration.tf:4:16",
        "unset: `2`",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    // The text as it is now, not as it was looked at.
    let changed = CONFIGURATION.replace("replicas=3\"]", "replicas=2\"]");
    editor.replace("configuration.tf", &changed);
    let text = said(&mut editor, "configuration.tf", &changed, "min.insync|.replicas=2");
    assert!(text.contains("`2   configuration.tf:4:16"), "{text}");
}

#[test]
fn an_argument_tells_its_value_its_hops_and_the_availability() {
    let cluster = CLUSTER.replace("= 3\n", "= var.brokers\n");
    let variables = "variable \"brokers\" {\n  default = 3\n}\n";
    let mut editor =
        Editor::new(&[("configuration.tf", CONFIGURATION), ("cluster.tf", &cluster), ("variables.tf", variables)]);
    editor.open_file("cluster.tf");
    let text = said(&mut editor, "cluster.tf", &cluster, "number_of|_broker_nodes");
    for part in ["brokers: `3   variables.tf:2:13 ← var.brokers", "acks=all writes", "1 broker"] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    let text = said(&mut editor, "cluster.tf", &cluster, "client_|subnets");
    assert!(text.contains("zones: `3"), "{text}");
    let text = said(&mut editor, "cluster.tf", &cluster, "kafka_|version");
    assert!(text.contains("kafka_version: `3.9.x"), "{text}");
}

#[test]
fn a_rule_name_tells_its_page() {
    let text = format!("# msk-lint: allow too-few-brokers -- small\n{CLUSTER}");
    let configuration = "check \"too-few-brokers\" {\n}\n";
    let mut editor = Editor::new(&[("main.tf", &text), (".msk-lint.hcl", configuration)]);
    editor.open_file("main.tf");
    editor.open_file(".msk-lint.hcl");
    assert!(said(&mut editor, "main.tf", &text, "too-|few-brokers").starts_with("# too-few-brokers"));
    assert!(said(&mut editor, ".msk-lint.hcl", configuration, "too-few|-brokers").starts_with("# too-few-brokers"));
    assert_eq!(editor.ask_at("textDocument/hover", "main.tf", &text, "small|"), Json::Null);
}

#[test]
fn a_setting_of_a_client_tells_its_library_and_default_and_no_secret() {
    let mut editor = Editor::new(&[("infra/cluster.tf", CLUSTER), ("app/producer.properties", CLIENT)]);
    editor.open_file("app/producer.properties");
    let text = said(&mut editor, "app/producer.properties", CLIENT, "ac|ks=1");
    for part in ["`acks`", "Java client", "Kafka's default: all", "talks to `aws_msk_cluster.main`"] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    let text = said(&mut editor, "app/producer.properties", CLIENT, "sasl.jaas|.config");
    assert!(!text.contains("hunter2"), "{text}");
}

#[test]
fn hints_are_shown_to_those_who_asked() {
    let text = CONFIGURATION.replace("auto.create.topics.enable=false", "log.retention.ms=604800000");
    let cluster = CLUSTER.replace("= 3\n", "= var.brokers\n") + "variable \"brokers\" {\n  default = 3\n}\n";
    let files = [("configuration.tf", text.as_str()), ("cluster.tf", &cluster)];
    let hints = |editor: &mut Editor, name: &str| -> Vec<String> {
        let all = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
        let uri = editor.uri(name);
        let hints = editor.ask("textDocument/inlayHint", json!({"textDocument": {"uri": uri}, "range": all}));
        hints.as_array().unwrap().iter().map(|hint| hint["label"].as_str().unwrap().to_owned()).collect()
    };
    let mut editor = Editor::with(&files, modern(), json!({"inlayHints": true}));
    assert_eq!(hints(&mut editor, "configuration.tf"), ["7 d"]);
    assert_eq!(hints(&mut editor, "cluster.tf"), ["= 3"]);
    let mut editor = Editor::new(&files);
    assert_eq!(hints(&mut editor, "configuration.tf"), Vec::<String>::new());
}
