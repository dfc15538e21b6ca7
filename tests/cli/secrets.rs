//! Secrets of clients, however they are spelled: no format shows them, nor does a diff.

use crate::project::Project;

const BROKERS: &str =
    "b-1.prod.abc123.c2.kafka.us-east-1.amazonaws.com:9096,b-2.prod.abc123.c2.kafka.us-east-1.amazonaws.com:9096";

/// A file for each language and format, each with secrets that begin with `canary`, next to something that is found.
fn files() -> Vec<(&'static str, String)> {
    let mut files = vec![
        (
            "App.java",
            "import org.apache.kafka.clients.producer.*;\nclass App { void f() {\n  Properties p = new Properties();\n  \
             p.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, \"BROKERS\");\n  \
             p.put(SaslConfigs.SASL_JAAS_CONFIG, \"a.ScramLoginModule required username='a' password='canary1';\");\n  \
             p.put(\"acks\", \"0\"); p.put(\"ssl.keystore.password\", \"canary.2\");\n  \
             p.put(SslConfigs.SSL_KEY_PASSWORD_CONFIG, \"canary3\");\n  p.put(\"retries\", \"0\");\n  \
             new KafkaProducer<String, String>(p);\n} }\n",
        ),
        (
            "a.py",
            "from confluent_kafka import Producer\nPW = 'canary1'\np = Producer({'bootstrap.servers': 'BROKERS',\n    \
             'sasl.password': PW, 'acks': 0})\nq = Producer({\n    'bootstrap.servers': 'BROKERS',\n    \
             'sasl.password': 'canary2'\n        'canary3',\n    'acks': 0,\n    'ssl.key.password': f'canary4{x}', 'retries': 0,\n    \
             'ssl.keystore.password': os.environ.get('X', 'canary5'), 'retry.backoff.ms': 1,\n    \
             'sasl.jaas.config': '''x\n  password=canary6''',\n    'reconnect.backoff.ms': 1,\n})\n",
        ),
        (
            "k.js",
            "const { Kafka } = require('kafkajs')\nconst sslKey = 'canary5'\nconst saslJaasConfig = 'canary6'; const q = k.producer({ retry: { retries: 0 } })\n\
             const k = new Kafka({ brokers: ['BROKERS'],\n  ssl: { ca: [a], key: 'canary2', cert: b, pfx: 'canary3', passphrase: 'canary4' },\n  \
             sasl: { mechanism: 'scram-sha-512', username: 'a', password: `canary1` },\n  connectionTimeout: 1,\n})\n\
             const mine = { sslKeyPem: 'canary7', sslKeystoreKey: 'canary8' }; k.producer({ retry: { retries: 0 } })\n",
        ),
        (
            "karafka.rb",
            "class KarafkaApp < Karafka::App\n  setup do |config|\n    config.kafka = { 'bootstrap.servers': 'BROKERS',\n      \
             'sasl.password': 'canary.1',\n      'request.required.acks': 0 }\n  end\nend\n",
        ),
        (
            "main.go",
            "package main\nimport \"github.com/confluentinc/confluent-kafka-go/v2/kafka\"\nfunc main() {\n\t\
             c := kafka.ConfigMap{\"bootstrap.servers\": \"BROKERS\"}\n\tc.SetKey(\"sasl.password\", \"canary1\")\n\t\
             c[\"acks\"] = 0\n\tc[\"sasl.password\"] = \"canary2\"\n\tc[\"retry.backoff.ms\"] = 1\n\tkafka.NewProducer(&c)\n}\n",
        ),
        (
            "a.rs",
            "use rdkafka::config::ClientConfig;\nuse rdkafka::producer::FutureProducer;\nfn f() {\n  \
             let p: FutureProducer = ClientConfig::new()\n    .set(\"bootstrap.servers\", \"BROKERS\")\n    \
             .set(\"sasl.password\", \"canary1\")\n    .set(\"acks\", \"0\").create().unwrap(); }\n",
        ),
        (
            "application.conf",
            "akka.kafka.producer.kafka-clients {\n  bootstrap.servers = \"BROKERS\"\n  ssl.keystore.password = \"canary1\"\n  \
             acks = \"0\"\n  sasl.jaas.config = \"x required password='canary2';\"\n  retries = 0\n}\n",
        ),
        (
            "application.yml",
            "spring:\n  kafka:\n    bootstrap-servers: BROKERS\n    ssl:\n      key-store-password: canary.1\n    \
             producer:\n      acks: 0\n      properties:\n        sasl.jaas.config: >\n          x required\n          \
             password=\"canary2\";\n        retry.backoff.ms: 1\n",
        ),
        ("producer.properties", "bootstrap.servers=BROKERS\nssl.key.password=canary.1\nacks=0\n"),
        (
            "connector.json",
            "{\"connector.class\":\"io.debezium.connector.mysql.MySqlConnector\",\"tasks.max\":\"1\",\n\
             \"producer.override.sasl.jaas.config\":\"x required password=\\\"canary1\\\";\",\n\"producer.override.acks\":\"0\"}\n",
        ),
        (
            "main.tf",
            "resource \"local_file\" \"a\" {\n  filename = \"producer.properties\"\n  content = <<EOT\n\
             bootstrap.servers=BROKERS\nssl.key.password=canary.1\nacks=0\nEOT\n}\n",
        ),
    ];
    if cfg!(feature = "csharp") {
        files.push((
            "A.cs",
            "using Confluent.Kafka;\nclass A { void F() { var c = new ProducerConfig { BootstrapServers = \"BROKERS\",\n   \
             SaslPassword = \"canary1\", SslKeyPem = \"canary3\",\n   Acks = Acks.None };\n   c.Set(\"sasl.password\", \"canary2\");\n   \
             c.Set(\"retry.backoff.ms\", \"1\");\n   new ProducerBuilder<string,string>(c).Build(); } }\n",
        ));
    }
    if cfg!(feature = "kotlin") {
        files.push((
            "A.kt",
            "import org.apache.kafka.clients.producer.*\nfun f() { val p = Properties()\n  p[\"bootstrap.servers\"] = \"BROKERS\"\n  \
             p[\"ssl.keystore.password\"] = \"canary1\"\n  p[\"acks\"] = \"0\"\n  p.put(\"ssl.key.password\", \"canary2\")\n  \
             p[\"retries\"] = \"0\"\n  KafkaProducer<String,String>(p) }\n",
        ));
    }
    files.into_iter().map(|(name, text)| (name, text.replace("BROKERS", BROKERS))).collect()
}

#[test]
fn no_format_shows_them() {
    for (name, text) in files() {
        let project = Project::new(&format!("secrets-{}", name.replace('.', "-")), &[(name, &text)]);
        for format in ["pretty", "short", "json", "sarif", "github"] {
            let run = project.run(&["--format", format, "--policy", "strict"]);
            assert!(run.stdout.contains("acks") || run.stdout.contains("retr"), "{name} {format}: {}", run.stdout);
            let shown = run.stdout.find("canary").map(|at| &run.stdout[at.saturating_sub(300)..]);
            assert_eq!(shown, None, "{name} in {format}");
            assert!(format != "pretty" || run.stdout.contains("****"), "{name}: {}", run.stdout);
        }
        for options in [&["--diff"][..], &["--diff", "--unsafe-fixes"]] {
            let run = project.run(options);
            assert!(!run.stdout.contains("canary"), "{name}: {}", run.stdout);
        }
        for command in [&["inspect"][..], &["report", "--html", "--policy", "strict"]] {
            let run = project.run(command);
            assert!(run.code == 0 && !run.stdout.contains("canary"), "{name}: {}", run.stdout);
        }
    }
}

#[test]
fn a_fix_beside_a_secret_shows_neither_side_of_it() {
    let text = format!(
        "from confluent_kafka import Producer\np = Producer({{'bootstrap.servers': '{BROKERS}', 'sasl.password': 'canary1', 'acks': 0}})\n"
    );
    let project = Project::new("secrets-beside", &[("a.py", &*text), ("requirements.txt", "confluent-kafka==2.6.0\n")]);
    let run = project.run(&["--diff", "--unsafe-fixes"]);
    assert!(run.stdout.contains("+p = Producer") && !run.stdout.contains("canary"), "{}", run.stdout);
}

#[test]
fn what_is_sensitive_in_a_text_hides_nothing_else_and_is_not_shown() {
    let main = r#"
variable "password" {
  type      = string
  default   = "canary1"
  sensitive = true
}

variable "parts" {
  type      = list(string)
  default   = ["acks=0", "canary2"]
  sensitive = true
}

resource "aws_ecs_task_definition" "a" {
  container_definitions = jsonencode([{
    environment = [
      { name = "SPRING_KAFKA_BOOTSTRAP_SERVERS", value = "BROKERS" },
      { name = "SPRING_KAFKA_PRODUCER_ACKS", value = "0" },
      { name = "SPRING_KAFKA_PRODUCER_RETRIES", value = "0${var.password}" },
      { name = "SPRING_KAFKA_PROPERTIES_SASL_JAAS_CONFIG", value = "x required password='${var.password}';" },
      { name = "SPRING_KAFKA_SSL_KEY_PASSWORD", value = var.password },
    ]
  }])
}

resource "local_file" "b" {
  filename = "producer.properties"
  content  = <<-EOT
    bootstrap.servers=BROKERS
    acks=0
    ssl.key.password=${var.password}
  EOT
}

resource "local_file" "c" {
  filename = "producer.properties"
  content  = "bootstrap.servers=BROKERS\nretries=0\n%{for part in var.parts}${part}\n%{endfor}"
}

resource "local_file" "d" {
  filename = "producer.properties"
  content  = sensitive("bootstrap.servers=BROKERS\nretry.backoff.ms=1\n${var.password}")
}

resource "local_file" "e" {
  filename = "producer.properties"
  content  = format("bootstrap.servers=BROKERS\nretry.backoff.ms=1\n%s%s", jsonencode({ a = var.password }), var.password)
}
"#;
    let project = Project::new("secrets-parts", &[("main.tf", &*main.replace("BROKERS", BROKERS))]);
    for format in ["pretty", "short", "json", "sarif"] {
        let run = project.run(&["--format", format, "--policy", "strict"]);
        assert!(!run.stdout.contains("canary"), "{format}: {}", run.stdout);
    }
    let run = project.run(&[
        "--format",
        "short",
        "--only",
        "acks-too-weak",
        "--only",
        "retries-too-few",
        "--only",
        "backoff-too-aggressive",
    ]);
    let lines: Vec<&str> = run.stdout.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(lines[..2], ["main.tf:18:46:", "main.tf:30:5:"], "{}", run.stdout);
    assert!(!run.stdout.contains("retries") && !run.stdout.contains("backoff"), "{}", run.stdout);
    for command in [&["inspect"][..], &["report", "--html", "--policy", "strict"]] {
        let run = project.run(command);
        assert!(run.code == 0 && !run.stdout.contains("canary"), "{}", run.stdout);
    }
}
