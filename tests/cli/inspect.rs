//! `inspect`: the resolved model, for people and programs.

use serde_json::{Value, json};

use crate::project::{BLOCKED, Project};

const MODULE: &str = r#"variable "brokers" {
  type = number
}

variable "subnets" {
  type = list(string)
}

variable "version_of_kafka" {
  type    = string
  default = "3.9.x"
}
"#;

fn project(name: &str) -> Project {
    let module = MODULE.to_owned()
        + &BLOCKED
            .replace("= 6", "= var.brokers")
            .replace("[\"subnet-a\", \"subnet-b\", \"subnet-c\"]", "var.subnets")
            .replace("  number_of", "  kafka_version = var.version_of_kafka\n  number_of");
    let root = "variable \"brokers\" {}\n\nmodule \"msk\" {\n  source  = \"../../modules/msk\"\n  brokers = var.brokers\n  \
                subnets = [\"subnet-a\", \"subnet-b\", \"subnet-c\"]\n}\n\noutput \"brokers\" {\n  value = var.brokers\n}\n";
    let files = [
        ("modules/msk/main.tf", &*module),
        ("infra/prod/main.tf", root),
        ("infra/prod/terraform.tfvars", "brokers = 6\n"),
    ];
    Project::new(name, &files)
}

#[test]
fn json_has_the_promised_shape() {
    let document = project("inspect-json").run(&["inspect", "infra/prod", "--format", "json"]).json();
    assert_eq!(document["schema_version"], 1);
    assert_eq!(document["clients"], json!([]));
    let outputs = json!({ "brokers": { "state": "known", "value": 6 } });
    assert_eq!(document["roots"], json!([{ "path": "infra/prod", "var_files": [], "outputs": outputs }]));
    assert_eq!(document["outputs"], outputs);
    let cluster = &document["clusters"][0];
    for (key, value) in [
        ("address", json!("module.msk.aws_msk_cluster.main")),
        ("kind", json!("standard")),
        ("root", json!("infra/prod")),
        ("var_files", json!([])),
        ("location", json!("modules/msk/main.tf:21:1")),
    ] {
        assert_eq!(cluster[key], value, "{key}");
    }
    let facts: Vec<&str> = cluster["facts"].as_object().unwrap().keys().map(String::as_str).collect();
    let mut promised = [
        "brokers",
        "zones",
        "subnets",
        "instance_type",
        "kafka_version",
        "storage_mode",
        "volume_size",
        "client_broker",
        "in_cluster",
        "authentication",
        "unauthenticated",
        "public_access",
        "configuration",
        "replication_factor",
        "min_insync_replicas",
        "unclean_leader_election",
        "auto_create_topics",
    ];
    promised.sort_unstable();
    assert_eq!(facts, promised);
    let brokers = json!({
        "state": "known", "value": 6, "from": "written", "origin": "infra/prod/terraform.tfvars:1:11",
        "hops": ["infra/prod/main.tf:5:13 passed to module.msk as brokers", "modules/msk/main.tf:23:28 var.brokers"],
    });
    assert_eq!(cluster["facts"]["brokers"], brokers);
    assert_eq!(cluster["facts"]["volume_size"]["state"], "absent");
    assert_eq!(cluster["facts"]["client_broker"]["from"], "provider-default");
    assert_eq!(cluster["facts"]["unclean_leader_election"]["from"], "msk-default");
    let property = &cluster["properties"]["min.insync.replicas"];
    assert_eq!((&property["value"], &property["origin"]), (&json!("3"), &json!("modules/msk/main.tf:17:5")));
    let rows = cluster["availability"].as_array().unwrap();
    let lost: Vec<&Value> = rows.iter().map(|row| &row["lost"]).collect();
    assert_eq!(lost, ["1 broker", "2 brokers", "1 zone"]);
    assert_eq!(rows[0], json!({ "lost": "1 broker", "writes": "some", "share": 0.5, "reads": "ok", "data": "safe" }));
}

#[test]
fn text_shows_what_is_written_and_what_matters() {
    let project = project("inspect-text");
    let shown = project.run(&["inspect", "infra/prod", "--today", "2026-11-26"]).stdout;
    for expected in [
        "module.msk.aws_msk_cluster.main   (root infra/prod)\n",
        "  brokers                 6                  infra/prod/terraform.tfvars:1:11 ← passed to module.msk as brokers \
         ← var.brokers\n",
        "  kafka_version           3.9.x              supported, no end date announced (table of 2026-11-22)   \
         modules/msk/main.tf:11:13 ← var.version_of_kafka\n",
        "  configuration           module.msk.aws_msk_configuration.main (modules/msk/main.tf:13)\n",
        "    min.insync.replicas              3                  modules/msk/main.tf:17:5\n",
        "    unclean.leader.election.enable   true               MSK's default\n",
        "  1 broker    50 % of partitions stop               ok        safe\n",
        "outputs of infra/prod\n  brokers   6\n",
    ] {
        assert!(shown.contains(expected), "{expected}{shown}");
    }
    assert!(!shown.contains("num.io.threads"), "defaults of no interest are left out: {shown}");
    let all = project.run(&["inspect", "infra/prod", "-v"]).stdout;
    assert!(all.contains("num.io.threads") && all.contains("  subnets "), "{all}");
    let old = project.run(&["inspect", "infra/prod", "--var", "brokers=4"]).stdout;
    assert!(old.contains("  brokers                 4                  "), "{old}");
}

#[test]
fn support_of_a_version_is_told_by_date() {
    let project = project("inspect-versions");
    project.write("infra/prod/version_override.tf", "module \"msk\" {\n  version_of_kafka = \"3.5.1\"\n}\n");
    let note = |words: &[&str]| {
        let shown = project.run(&[&["inspect", "infra/prod"], words].concat()).stdout;
        shown.lines().find(|line| line.contains("kafka_version")).unwrap().to_owned()
    };
    assert!(note(&["--today", "2020-01-01"]).contains("supported until 20"), "{}", note(&["--today", "2020-01-01"]));
    assert!(note(&["--today", "2099-01-01"]).contains("out of support since 20"));
    project.write("infra/prod/version_override.tf", "module \"msk\" {\n  version_of_kafka = \"9.9.9\"\n}\n");
    assert!(note(&[]).contains("not in the table of MSK's versions (table of 2026-11-22)"));
}

#[test]
fn any_root_is_evaluated() {
    let code = r#"variable "x" {}

output "known" {
  value = 12345678901234567890.25
}

output "unknown" {
  value = "a-${var.x}"
}

output "partial" {
  value = [1, var.x]
}

output "hidden" {
  value     = "CANARY"
  sensitive = true
}
"#;
    let project = Project::new("inspect-any", &[("main.tf", code)]);
    let run = project.run(&["inspect", "--format", "json"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("12345678901234567890.25") && !run.stdout.contains("CANARY"), "{}", run.stdout);
    let outputs = &run.json()["outputs"];
    assert_eq!(outputs["unknown"]["state"], "unknown");
    assert!(outputs["unknown"]["reason"].as_str().unwrap().contains("var.x"));
    assert_eq!((&outputs["partial"]["state"], &outputs["partial"]["value"][0]), (&json!("partial"), &json!(1)));
    let text = project.run(&["inspect"]).stdout;
    assert!(text.contains("known") && !text.contains("CANARY"), "{text}");
    // Of several roots, each has its own.
    project.write("other/main.tf", "output \"x\" {\n  value = 1\n}\n");
    let several = project.run(&["inspect", "--format", "json"]).json();
    assert_eq!((several["roots"].as_array().unwrap().len(), several.get("outputs")), (2, None));
    assert_eq!(project.run(&["inspect", "missing"]).code, 2);
}

#[test]
fn clients_are_shown_with_their_cluster_and_without_secrets() {
    let cluster = BLOCKED.replace("  number_of", "  cluster_name = \"orders\"\n  number_of");
    let client = "key.serializer=x\nacks=1\nbootstrap.servers=b-1.orders.abc.c2.kafka.eu-west-1.amazonaws.com:9096\n\
                  sasl.jaas.config=ScramLoginModule required username=\"u\" password=\"hunter2\";\n";
    let files = [("main.tf", &*cluster), ("app/producer.properties", client)];
    let project = Project::new("inspect-clients", &files);
    let run = project.run(&["inspect", "--format", "json"]);
    assert!(!run.stdout.contains("hunter2"), "{}", run.stdout);
    let shown = &run.json()["clients"][0];
    for (key, value) in [
        ("address", json!("producer")),
        ("path", json!("app/producer.properties")),
        ("location", json!("app/producer.properties:1:1")),
        ("library", json!("Kafka's Java client")),
        ("version", Value::Null),
        ("role", json!("producer")),
        ("msk", json!(true)),
        ("complete", json!(true)),
        ("clusters", json!([{ "address": "aws_msk_cluster.main", "root": "." }])),
    ] {
        assert_eq!(shown[key], value, "{key}");
    }
    let acks = json!({
        "state": "known", "value": "1", "key": "acks", "from": "written", "hops": [],
        "origin": "app/producer.properties:2:1",
    });
    assert_eq!(shown["settings"]["acks"], acks);
    assert_eq!(shown["settings"]["sasl.jaas.config"]["sensitive"], true);
    let text = project.run(&["inspect"]).stdout;
    for expected in [
        "producer   (app/producer.properties, Kafka's Java client)\n",
        "  cluster                                 aws_msk_cluster.main (root .)\n",
        "  acks                                    1                  app/producer.properties:2:1\n",
    ] {
        assert!(text.contains(expected), "{expected}{text}");
    }
    assert!(!text.contains("hunter2"), "{text}");
}
