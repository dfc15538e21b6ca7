//! Trees of files as teams have them, made up: Terraform with clusters in it, and the source code of services.

use std::fmt::Write;
use std::path::{Path, PathBuf};

/// One in so many modules of Terraform code is a cluster.
const CLUSTERS: usize = 50;
/// Size of a file of Terraform code, about.
const BYTES: usize = 6_000;
/// One in so many files of source code configures a client.
const CLIENTS: usize = 500;

/// Writes a tree, unless it is there.
fn write(folder: &Path, files: impl Iterator<Item = (String, String)>) {
    if folder.join("complete").exists() {
        return;
    }
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    std::fs::write(folder.join("complete"), "").unwrap();
}

/// A tree of `.tf` files, one in fifty of them the root module of a cluster.
pub fn terraform(scratch: &Path, files: usize) -> PathBuf {
    let folder = scratch.join(format!("terraform-{files}"));
    let clusters = files / CLUSTERS;
    let modules = (0..clusters).flat_map(|number| {
        let put = move |(path, text)| (format!("teams/team-{number}/kafka/{path}"), text);
        cluster(number).into_iter().map(put)
    });
    let rest = (0..files - 3 * clusters)
        .map(|number| (format!("teams/team-{}/part-{}/main-{number}.tf", number % 250, number % 10), filler(number)));
    write(&folder, modules.chain(rest));
    folder
}

/// Code as it stands beside clusters: nothing of MSK in it.
fn filler(number: usize) -> String {
    let mut text = format!("# Part {number} of the landscape.\n");
    let mut part = 0;
    while text.len() < BYTES {
        write!(
            text,
            r#"
variable "name_{part}" {{
  description = "Name of part {part} in the network {number}"
  type        = string
  default     = "part-{part}"
}}

resource "aws_security_group" "part_{part}" {{
  name   = "${{var.name_{part}}}-{number}"
  vpc_id = data.aws_vpc.main.id

  ingress {{
    from_port   = {port}
    to_port     = {port}
    protocol    = "tcp"
    cidr_blocks = [for subnet in data.aws_subnet.private : subnet.cidr_block]
  }}

  tags = merge(local.tags, {{ Name = "part-{part}" }})
}}
"#,
            port = 1024 + part
        )
        .unwrap();
        part += 1;
    }
    text
}

/// A root module with its cluster, called with arguments, and the shared module behind it.
fn cluster(number: usize) -> [(&'static str, String); 3] {
    let root = format!(
        "module \"kafka\" {{\n  source     = \"./cluster\"\n  name       = \"cluster-{number}\"\n  brokers    = {}\n  properties = {{\n    \"min.insync.replicas\"        = 2\n    \"default.replication.factor\" = 3\n  }}\n}}\n",
        3 + 3 * (number % 3)
    );
    let module = include_str!("../../testdata/infra/modules/msk/main.tf").to_owned();
    let variables = "variable \"name\" {}\nvariable \"brokers\" {\n  type = number\n}\nvariable \"properties\" {\n  type = map(string)\n}\n";
    [("main.tf", root), ("cluster/main.tf", module), ("cluster/variables.tf", variables.to_owned())]
}

/// How a type of file is filled, one line for each number; and how it configures a client.
struct Language {
    ending: &'static str,
    line: fn(usize) -> String,
    client: &'static str,
}

const LANGUAGES: &[Language] = &[
    Language {
        ending: "java",
        line: |n| format!("    public int rate{n}(Order order) {{ return order.items().size() * {n}; }}"),
        client: "Properties p = new Properties();\np.put(\"bootstrap.servers\", \"b-1.kafka.eu-west-1.amazonaws.com:9098\");\np.put(\"acks\", \"1\");\nvar producer = new KafkaProducer<String, String>(p);",
    },
    Language {
        ending: "py",
        line: |n| format!("def rate_{n}(order):\n    return len(order[\"items\"]) * {n}\n"),
        client: "from confluent_kafka import Producer\nproducer = Producer({\"bootstrap.servers\": \"b-1.kafka.eu-west-1.amazonaws.com:9098\", \"acks\": 1})",
    },
    Language {
        ending: "ts",
        line: |n| format!("export const rate{n} = (order: Order): number => order.items.length * {n};"),
        client: "import { Kafka } from 'kafkajs';\nconst kafka = new Kafka({ brokers: ['b-1.kafka.eu-west-1.amazonaws.com:9098'] });",
    },
    Language {
        ending: "rb",
        line: |n| format!("  def rate_{n}(order)\n    order.items.size * {n}\n  end\n"),
        client: "class App < Karafka::App\n  setup { |config| config.kafka = { 'bootstrap.servers': 'b-1.kafka.eu-west-1.amazonaws.com:9098' } }\nend",
    },
    Language {
        ending: "go",
        line: |n| format!("func Rate{n}(order Order) int {{ return len(order.Items) * {n} }}"),
        client: "package main\n\nimport \"github.com/confluentinc/confluent-kafka-go/v2/kafka\"\n\nvar p, _ = kafka.NewProducer(&kafka.ConfigMap{\"bootstrap.servers\": \"b-1.kafka.eu-west-1.amazonaws.com:9098\"})",
    },
    Language {
        ending: "yml",
        line: |n| format!("rate{n}:\n  weight: {n}\n  label: \"order {n}\""),
        client: "spring:\n  kafka:\n    bootstrap-servers: b-1.kafka.eu-west-1.amazonaws.com:9098\n    producer:\n      acks: 1",
    },
    Language {
        ending: "json",
        line: |n| format!("{{ \"rate\": {n}, \"label\": \"order {n}\", \"weight\": {n} }}"),
        client: "{ \"name\": \"sink\", \"config\": { \"connector.class\": \"org.apache.kafka.connect.file.FileStreamSinkConnector\", \"tasks.max\": \"1\" } }",
    },
    Language {
        ending: "properties",
        line: |n| format!("rate.{n}.weight={n}\nrate.{n}.label=order {n}"),
        client: "bootstrap.servers=b-1.kafka.eu-west-1.amazonaws.com:9098\nacks=1\nkey.serializer=org.apache.kafka.common.serialization.StringSerializer",
    },
];

/// A tree of source code in many languages, one in five hundred files a client of Kafka.
pub fn sources(scratch: &Path, files: usize) -> PathBuf {
    let folder = scratch.join(format!("sources-{files}"));
    let file = |number: usize| {
        let language = &LANGUAGES[number % LANGUAGES.len()];
        let lines: Vec<String> = (number..number + 40).map(language.line).collect();
        let is_client = number % (CLIENTS * LANGUAGES.len()) < LANGUAGES.len();
        let text = if is_client { language.client.to_owned() } else { lines.join("\n") };
        let path =
            format!("services/service-{}/src/part-{}/file-{number}.{}", number % 200, number % 7, language.ending);
        (path, text)
    };
    write(&folder, (0..files).map(file));
    folder
}
