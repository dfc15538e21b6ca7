//! Edits at random, in memory and on disk: what is shown at the end is what a fresh start shows.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::diagnostics::{CLUSTER, CONFIGURATION};
use crate::editor::Editor;

const MODULE: &str = r#"variable "brokers" {}
variable "minimum" { default = 2 }
resource "aws_msk_configuration" "m" {
  name = "ä😀"
  server_properties = <<-EOT
    default.replication.factor=3
    min.insync.replicas=${var.minimum}
    ${file("${path.module}/extra.conf")}
  EOT
}
resource "aws_msk_cluster" "m" {
  cluster_name           = "shared"
  kafka_version          = "3.9.x"
  number_of_broker_nodes = var.brokers
  broker_node_group_info {
    instance_type  = "kafka.m7g.large"
    client_subnets = ["a", "b", "c"]
  }
  configuration_info {
    arn      = aws_msk_configuration.m.arn
    revision = aws_msk_configuration.m.latest_revision
  }
}
"#;

const CALL: &str = "variable \"n\" { default = 3 }\nmodule \"msk\" {\n  source  = \"../modules/msk\"\n  brokers = var.n\n  minimum = 3\n}\n";

const CLIENT: &str = "bootstrap.servers=b-1.shared.abc123.c2.kafka.eu-west-1.amazonaws.com:9098\nsecurity.protocol=SASL_SSL\nkey.serializer=x\nacks=1\n";

const CONNECTOR: &str = r#"resource "aws_mskconnect_connector" "m" {
  name                 = "m"
  kafkaconnect_version = "2.7.1"
  worker_configuration {
    arn      = aws_mskconnect_worker_configuration.m.arn
    revision = 1
  }
}
"#;

const WORKERS: &str = r#"resource "aws_mskconnect_worker_configuration" "m" {
  name                    = "m"
  properties_file_content = "key.converter=a\nvalue.converter=b\nrest.port=8083\n"
}
"#;

const WORKERS_MENDED: &str = r#"resource "aws_mskconnect_worker_configuration" "m" {
  name                    = "m"
  properties_file_content = "key.converter=a\nvalue.converter=b\n"
}
"#;

/// Names, and texts that each may have.
const FILES: &[(&str, &[&str])] = &[
    ("modules/msk/main.tf", &[MODULE, "# nothing\n", "resource \"aws_msk_cluster\" \"m\" {\n"]),
    ("modules/msk/extra.conf", &["num.partitions=6\nnum.partitions=7\n", "auto.create.topics.enable=maybe\n", ""]),
    ("prod/main.tf", &[CALL, "module \"msk\" {\n  source = \"../other\"\n}\n", ""]),
    ("prod/a.tfvars", &["n = 4\n", "n = 6\n", "m = 1\n"]),
    ("prod/b.tfvars", &["n = 7\n", "n = \n"]),
    ("prod/terraform.tfvars", &["n = 9\n", "x = 1\n"]),
    ("dev/main.tf", &[CALL, "# msk-lint: allow min-insync-blocks-writes -- x\nlocals {}\n"]),
    ("alone/cluster.tf", &[CLUSTER, "resource \"aws_instance\" \"x\" {}\n"]),
    ("alone/configuration.tf", &[CONFIGURATION, "# msk-lint: allow nonsense\n"]),
    ("connect/connector.tf", &[CONNECTOR, "# nothing\n"]),
    ("connect/workers.tf", &[WORKERS, WORKERS_MENDED, ""]),
    ("app/producer.properties", &[CLIENT, "a=b\n"]),
    (
        "app/main.py",
        &[
            "from confluent_kafka import Producer\nProducer({'bootstrap.servers': 'b-1:9092', 'acks': 0})\n",
            "import os\n",
        ],
    ),
    (
        ".msk-lint.hcl",
        &[
            "policy = \"strict\"\n",
            "exclude = [\"dev/**\"]\n",
            "policy = \"none\"\n",
            "check \"acks-too-weak\" { level = \"off\" }\n",
        ],
    ),
    ("prod/.msk-lint.hcl", &["policy = \"aws\"\n", "paths \"x/**\" { policy = \"aws\" }\n", "{"]),
    (".gitignore", &["alone\n", "app\n", ""]),
];

const PIECES: &[&str] =
    &["", "\n", "\"", "}", "{", "3", "=", "# x\n", "ä😀", "${", "msk", "variable \"z\" {}\n", "EOT\n", "acks=1\n"];

/// Numbers that look like chance.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound.max(1)
    }
}

/// A client whose text is known.
struct Soak {
    editor: Editor,
    chance: Chance,
    disk: BTreeMap<&'static str, String>,
    open: BTreeMap<&'static str, String>,
}

impl Soak {
    fn step(&mut self) {
        let (name, texts) = FILES[self.chance.below(FILES.len())];
        let text = texts[self.chance.below(texts.len())].to_owned();
        let is_open = self.open.contains_key(name);
        match self.chance.below(10) {
            0 | 1 if !is_open => {
                let text = self.disk.get(name).cloned().unwrap_or(text);
                self.editor.open(name, &text);
                self.open.insert(name, text);
            }
            2 if is_open => {
                self.editor.close(name);
                self.open.remove(name);
            }
            3 if is_open => {
                let text = self.open[name].clone();
                let kind = if self.disk.contains_key(name) { 2 } else { 1 };
                self.editor.write(name, &text);
                self.editor.save(name);
                self.disk.insert(name, text);
                self.editor.watched(&[(name, kind)]);
            }
            4 => {
                let kind = if self.disk.contains_key(name) { 2 } else { 1 };
                self.editor.write(name, &text);
                self.disk.insert(name, text);
                self.editor.watched(&[(name, kind)]);
            }
            5 if self.disk.remove(name).is_some() => {
                self.editor.remove(name);
                self.editor.watched(&[(name, 3)]);
            }
            6 if is_open => {
                self.editor.replace(name, &text);
                self.open.insert(name, text);
            }
            // What no sound client sends.
            7 if !is_open => {
                let uri = self.editor.uri(name);
                self.editor.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
                let document = json!({"uri": uri, "version": 7});
                let changes = json!([{"text": "nonsense"}]);
                self.editor
                    .notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
            }
            _ => self.type_somewhere(),
        }
    }

    fn type_somewhere(&mut self) {
        let Some(name) = self.open.keys().nth(self.chance.below(self.open.len())).copied() else { return };
        let mut changes = Vec::new();
        let mut text = self.open[name].clone();
        for _ in 0..=self.chance.below(3) {
            let mut offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let start = offsets[self.chance.below(offsets.len())];
            offsets.retain(|at| *at >= start && *at <= start + 8);
            let end = offsets[self.chance.below(offsets.len())];
            let piece = PIECES[self.chance.below(PIECES.len())];
            let position = |at: usize| {
                let line = text[..at].matches('\n').count();
                json!({"line": line, "character": at - text[..at].rfind('\n').map_or(0, |end| end + 1)})
            };
            changes.push(json!({"range": {"start": position(start), "end": position(end)}, "text": piece}));
            text.replace_range(start..end, piece);
        }
        self.editor.change(name, Json::Array(changes));
        self.open.insert(name, text);
    }

    fn shown(editor: &Editor) -> BTreeMap<String, Json> {
        let folder = editor.uri("");
        let plain = |text: String| text.replace(&folder, "file:///w");
        let all = editor.everything().into_iter();
        all.map(|(uri, all)| (plain(uri), serde_json::from_str(&plain(all.to_string())).unwrap())).collect()
    }

    fn compare(&mut self, when: &str) {
        self.editor.settle();
        let files: Vec<(&str, &str)> = self.disk.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let mut fresh = Editor::new(&files);
        for (name, text) in &self.open {
            fresh.open(name, text);
        }
        fresh.settle();
        let (known, fresh) = (Self::shown(&self.editor), Self::shown(&fresh));
        // What held before a configuration became faulty holds on; a fresh start has nothing that held.
        let is_faulty = |shown: &&String| {
            shown.ends_with(".msk-lint.hcl") && fresh[*shown].to_string().contains("\"configuration\"")
        };
        let faulty: Vec<&String> = fresh.keys().filter(is_faulty).collect();
        for uri in known.keys().chain(fresh.keys()).filter(|uri| faulty.is_empty() || faulty.contains(uri)) {
            assert_eq!(
                known.get(uri),
                fresh.get(uri),
                "{when}: {uri}\non disk {:#?}\nopen {:#?}",
                self.disk,
                self.open
            );
        }
    }
}

#[test]
fn what_is_shown_is_what_a_fresh_start_shows() {
    for seed in 0..6 {
        let files: Vec<(&str, &str)> = FILES.iter().take(13).map(|(name, texts)| (*name, texts[0])).collect();
        let mut soak = Soak {
            editor: Editor::new(&files),
            chance: Chance(seed),
            disk: files.iter().map(|(name, text)| (*name, (*text).to_owned())).collect(),
            open: BTreeMap::new(),
        };
        for round in 0..15 {
            for _ in 0..8 {
                soak.step();
            }
            soak.compare(&format!("seed {seed}, round {round}"));
        }
    }
}
