//! Completion: what is offered while a text is being written.

use serde_json::json;

use crate::diagnostics::CLUSTER;
use crate::editor::Editor;

/// What is offered at the first `|` of a text.
fn offered(name: &str, marked: &str) -> Vec<String> {
    offered_beside(&[], name, marked)
}

fn offered_beside(files: &[(&str, &str)], name: &str, marked: &str) -> Vec<String> {
    let text = marked.replacen('|', "", 1);
    let mut editor = Editor::new(files);
    editor.open(name, &text);
    editor.settle();
    let before = &marked[..marked.find('|').unwrap()];
    let position = json!({
        "line": before.matches('\n').count(),
        "character": before.len() - before.rfind('\n').map_or(0, |at| at + 1),
    });
    let uri = editor.uri(name);
    let found = editor.ask("textDocument/completion", json!({"textDocument": {"uri": uri}, "position": position}));
    let items = found.as_array().cloned().unwrap_or_default();
    items.iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
}

fn has(offers: &[String], word: &str) -> bool {
    offers.iter().any(|offer| offer == word)
}

const HEREDOC: &str = "resource \"aws_msk_configuration\" \"main\" {
  name = \"ä😀\"
  server_properties = <<-EOT
    num.partitions=6
    ";

#[test]
fn properties_of_brokers() {
    for rest in ["min.in|", "|", "min.in|\n  EOT\n}\n"] {
        let offers = offered("main.tf", &format!("{HEREDOC}{rest}"));
        assert!(has(&offers, "min.insync.replicas") && !has(&offers, "broker.id"), "{rest}: {offers:?}");
        assert!(!has(&offers, "num.partitions"), "it is written already");
    }
    let values = offered("main.tf", &format!("{HEREDOC}unclean.leader.election.enable=|"));
    assert_eq!(values, ["true", "false"]);
    let map = HEREDOC.replace("<<-EOT\n    num.partitions=6\n", "join(\"\\n\", [for k, v in {\n");
    let offers = offered("main.tf", &format!("{map}\"min.|\""));
    assert!(has(&offers, "min.insync.replicas"), "{offers:?}");
    let line = HEREDOC.replace("<<-EOT\n    num.partitions=6\n", "join(\"\\n\", [");
    let offers = offered("main.tf", &format!("{}\"num.partitions=6\", \"min.|\"])\n}}\n", line.trim_end()));
    assert!(has(&offers, "min.insync.replicas"), "{offers:?}");
    let offers = offered("main.tf", &format!("{}for k, v in {{ \"compression.type\" = \"|\" }}", line.trim_end()));
    assert!(has(&offers, "zstd"), "{offers:?}");
    let offers = offered("main.tf", &format!("{map}\"compression.type\" = \"|\""));
    assert!(has(&offers, "zstd"), "{offers:?}");
    let template = HEREDOC.split("<<-").next().unwrap().to_owned() + "file(\"${path.module}/kafka.conf\")\n}\n";
    let offers = offered_beside(&[("main.tf", &template)], "kafka.conf", "num.partitions=6\nmin.|");
    assert!(has(&offers, "min.insync.replicas"), "{offers:?}");
}

#[test]
fn settings_of_topics() {
    let topic = "resource \"kafka_topic\" \"t\" {\n  name = \"t\"\n  config = {\n    ";
    let offers = offered("main.tf", &format!("{topic}\"clean|\""));
    assert!(has(&offers, "cleanup.policy"), "{offers:?}");
    let offers = offered("main.tf", &format!("{topic}\"cleanup.policy\" = \"|\""));
    assert!(has(&offers, "compact"), "{offers:?}");
}

#[test]
fn versions_and_sizes() {
    let versions = offered("main.tf", &CLUSTER.replace("3.9.x", "3.|"));
    assert!(has(&versions, "3.9.x") && !has(&versions, "1.1.1"), "{versions:?}");
    assert!(has(&offered("main.tf", &CLUSTER.replace("kafka.m7g.large", "|")), "kafka.m7g.large"));
    let instance = "resource \"aws_instance\" \"x\" {\n  instance_type = \"|\"\n}\n";
    assert_eq!(offered("main.tf", instance), Vec::<String>::new());
}

#[test]
fn rules_in_allows_and_configurations() {
    assert!(has(&offered("main.tf", "# msk-lint: allow too-|"), "too-few-brokers"));
    assert_eq!(offered("main.tf", "# msk-lint: allow too-few-brokers -- |"), Vec::<String>::new());
    let configuration = |marked: &str| offered(".msk-lint.hcl", marked);
    assert!(has(&configuration("check \"|\" {}\n"), "too-few-brokers"));
    assert!(has(&configuration("check \"too-few-brokers\" {\n  |\n}\n"), "minimum"));
    assert_eq!(configuration("check \"too-few-brokers\" {\n  level = \"|\"\n}\n"), ["off", "note", "warning", "error"]);
    assert_eq!(configuration("policy = \"|\"\n"), ["guide", "aws", "strict"]);
    assert!(has(&configuration("|"), "exclude"));
}

#[test]
fn settings_of_clients_in_the_names_of_their_library() {
    let java = "bootstrap.servers=b-1:9092\nkey.serializer=x\n";
    assert!(has(&offered("app/client.properties", &format!("{java}ac|")), "acks"));
    let values = offered("app/client.properties", &format!("{java}compression.type=|"));
    assert!(has(&values, "zstd"), "{values:?}");
    let python = "from confluent_kafka import Producer\np = Producer({'bootstrap.servers': 'b-1:9092,b-2:9092',\n  'acks': 1,\n  '|'})\n";
    assert!(has(&offered("app/main.py", python), "message.timeout.ms"));
    let other =
        "from kafka import KafkaProducer\np = KafkaProducer(bootstrap_servers='b-1:9092,b-2:9092', acks=1,\n  |)\n";
    let offers = offered("app/main.py", other);
    assert!(has(&offers, "request_timeout_ms") && !has(&offers, "request.timeout.ms"), "{offers:?}");
}

#[test]
fn names_of_spring_and_settings_of_connectors() {
    let spring = "spring.kafka.bootstrap-servers=b-1:9092\nspring.kafka.producer.acks=1\n";
    let offers = offered("src/main/resources/application.properties", &format!("{spring}spring.kafka.pro|"));
    assert!(has(&offers, "spring.kafka.producer.retries"), "{offers:?}");
    assert!(has(&offers, "spring.kafka.properties.delivery.timeout.ms") && !has(&offers, "acks"), "{offers:?}");
    assert!(!has(&offers, "spring.kafka.consumer.acks"), "{offers:?}");
    let values = offered("src/main/resources/application.properties", &spring.replace("acks=1", "acks=|1"));
    assert!(has(&values, "all"), "{values:?}");
    let connector = "{\"name\": \"x\", \"config\": {\"connector.class\": \"x.Sink\", \"|\": \"\"}}";
    let offers = offered("connector.json", connector);
    assert!(has(&offers, "errors.tolerance") && !has(&offers, "acks"), "{offers:?}");
    let values = offered("connector.json", &connector.replace("\"|\": \"\"", "\"errors.tolerance\": \"|\""));
    assert!(has(&values, "all"), "{values:?}");
}

#[test]
fn maps_among_local_values_and_names_of_other_dialects() {
    let locals =
        "locals {\n  properties = {\n    \"num.partitions\" = 6\n    \"auto.create.topics.enable\" = \"\"\n  }\n}\n";
    let configuration = "resource \"aws_msk_configuration\" \"main\" {\n  name = \"main\"\n  server_properties = join(\"\\n\", [for k, v in local.properties : \"${k}=${v}\"])\n}\n";
    let text = format!("{locals}{configuration}");
    let values = offered("main.tf", &text.replace("= \"\"", "= \"|\""));
    assert_eq!(values, ["true", "false"]);
    let names = offered("main.tf", &text.replace("\"num.partitions\"", "\"num.|partitions\""));
    assert!(has(&names, "num.partitions") && has(&names, "min.insync.replicas"), "{names:?}");
    assert_eq!(
        offered("main.tf", &text.replace("locals {\n", "locals {\n}\nlocals {\n  a = \"|\"\n}\nlocals {\n")),
        [""; 0]
    );

    let brokers = "b-1.main.abc123.c2.kafka.eu-west-1.amazonaws.com:9098";
    let environment = format!("SPRING_KAFKA_BOOTSTRAP_SERVERS={brokers}\nSPRING_KAFKA_PRODUCER_ACKS=1\n");
    assert!(has(&offered(".env", &environment.replace("ACKS=1", "ACKS=|1")), "all"));
    let names = offered(".env", &environment.replace("ACKS=1", "ACKS=1\nSPRING_KAFKA_PRODUCER_L|"));
    assert_eq!(names, [""; 0], "the environment knows no names with dots, and Spring few");
    let connector = format!(
        "{{\"name\": \"x\", \"config\": {{\"connector.class\": \"x.Sink\", \"bootstrap.servers\": \"{brokers}\", \"producer.override.acks\": \"1\"}}}}"
    );
    assert!(has(&offered("connector.json", &connector.replace("\"1\"", "\"|1\"")), "all"));
    let names = offered("connector.json", &connector.replace("override.acks", "override.a|cks"));
    assert!(has(&names, "producer.override.linger.ms"), "{names:?}");
}
