//! Clients from outside: files in, findings out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "support/client.rs"]
mod client;

use msk_lint::policy::Policy;

/// `path:line:column rule`, in order, and the text under each primary label.
fn findings(files: &[(&str, &str)]) -> Vec<String> {
    let analysis = client::analyse(files);
    let shown = |finding: &msk_lint::finding::Finding| {
        let span = finding.primary().and_then(|label| label.place.span());
        let at = span.map_or_else(String::new, |span| {
            let text = analysis.sources.get(span.file).unwrap().text(span.range).into_owned();
            format!("{} {text:?}", analysis.sources.describe(span))
        });
        format!("{} {at}", finding.rule)
    };
    client::lint(&analysis, &client::is_about_clients).iter().map(shown).collect()
}

#[test]
fn a_place_reaches_from_key_to_value() {
    let text = "# comment\nkey.serializer=x\n  acks : 1  \nbootstrap.servers=kafka.example.com:9094\n";
    assert_eq!(findings(&[("producer.properties", text)]), ["acks-too-weak producer.properties:3:3 \"acks : 1\""]);
}

#[test]
fn the_last_of_several_values_counts() {
    let text = "key.serializer=x\nacks=1\nbootstrap.servers=kafka.example.com:9094\nacks=all\n";
    assert_eq!(findings(&[("producer.properties", text)]), Vec::<String>::new());
}

#[test]
fn allows_are_honoured_in_files_of_clients() {
    let text = "key.serializer=x\n# msk-lint: allow acks-too-weak -- metrics\nacks=1\nbootstrap.servers=kafka.example.com:9094\n";
    assert_eq!(findings(&[("producer.properties", text)]), Vec::<String>::new());
    let unused = "key.serializer=x\n# msk-lint: allow acks-too-weak -- metrics\nacks=all\nbootstrap.servers=kafka.example.com:9094\n";
    let found = findings(&[("producer.properties", unused)]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("unused-allow"), "{found:?}");
}

#[test]
fn what_is_no_client_of_msk_is_silent() {
    let client = "key.serializer=x\nacks=1\nbootstrap.servers=kafka.example.com:9094\n";
    for (name, text) in [
        ("server.properties", "broker.id=1\nlog.dirs=/x\nacks=1\nretries=0\nlinger.ms=0\n"),
        ("src/test/resources/producer.properties", client),
        ("examples/producer.properties", client),
        ("messages.properties", "acks=Acknowledgements\nretries=Tries\n"),
        ("librdkafka.properties", "bootstrap.servers=x.y:9092\nsasl.username=u\nsasl.mechanisms=PLAIN\nacks=1\n"),
        ("local.properties", "key.serializer=x\nacks=1\nbootstrap.servers=localhost:9092\n"),
    ] {
        assert_eq!(findings(&[(name, text)]), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn what_a_build_makes_is_nobodys_source() {
    let text = "key.serializer=x\nacks=1\nbootstrap.servers=kafka.example.com:9094\n";
    let found = findings(&[("service/dist/producer.properties", text), ("service/src/producer.properties", text)]);
    assert_eq!(found, ["acks-too-weak service/src/producer.properties:2:1 \"acks=1\""]);
}

#[test]
fn spring_profiles_lie_over_what_holds_without_one() {
    let base = "spring.kafka.producer.acks=1\nspring.kafka.producer.retries=0\n";
    let profile = "spring.kafka.producer.acks=all\nspring.kafka.bootstrapServers=${B}\n";
    let found = findings(&[("application.properties", base), ("application-prod.properties", profile)]);
    assert_eq!(
        found,
        [
            "acks-too-weak application.properties:1:1 \"spring.kafka.producer.acks=1\"",
            "retries-too-few application.properties:2:1 \"spring.kafka.producer.retries=0\"",
        ]
    );
}

#[test]
fn workers_make_clients_of_their_own() {
    let worker = "bootstrap.servers=kafka.example.com:9098\nkey.converter=x\nproducer.acks=1\nconsumer.session.timeout.ms=6000\n";
    assert_eq!(
        findings(&[("connect.properties", worker)]),
        [
            "acks-too-weak connect.properties:3:1 \"producer.acks=1\"",
            "session-timeout-too-short connect.properties:4:1 \"consumer.session.timeout.ms=6000\"",
        ]
    );
}

#[test]
fn spring_in_yaml_with_documents_and_relaxed_names() {
    let yaml = "\
spring:
  kafka:
    bootstrap-servers: ${BROKERS}
    producer:
      acks: \"1\"
      properties:
        linger.ms: 5
        \"[delivery.timeout.ms]\": 45_000
    consumer:
      groupId: orders
      properties: {session.timeout.ms: 10000}
---
spring:
  config.activate.on-profile: prod
  kafka.producer.acks: all
  kafka.producer.retries: 0
";
    assert_eq!(
        findings(&[("application.yml", yaml)]),
        [
            "acks-too-weak application.yml:5:7 \"acks: \\\"1\\\"\"",
            "delivery-timeout-too-short application.yml:8:9 \"\\\"[delivery.timeout.ms]\\\": 45_000\"",
            "session-timeout-too-short application.yml:11:20 \"session.timeout.ms: 10000\"",
            "retries-too-few application.yml:16:3 \"kafka.producer.retries: 0\"",
        ]
    );
}

#[test]
fn variables_of_the_environment() {
    let env =
        "# local\nexport SPRING_KAFKA_PRODUCER_ACKS='1'\nSPRING_KAFKA_CONSUMER_PROPERTIES_SESSION_TIMEOUT_MS=9000\n";
    assert_eq!(
        findings(&[(".env.production", env)]),
        [
            "acks-too-weak .env.production:2:8 \"SPRING_KAFKA_PRODUCER_ACKS='1'\"",
            "session-timeout-too-short .env.production:3:1 \"SPRING_KAFKA_CONSUMER_PROPERTIES_SESSION_TIMEOUT_MS=9000\"",
        ]
    );
}

#[test]
fn manifests_hold_files_and_variables() {
    let manifest = "\
apiVersion: v1
kind: ConfigMap
data:
  other: x
  producer.properties: |
    key.serializer=x
    bootstrap.servers=kafka.example.com:9094
    acks=0
  application.yml: |
    spring:
      kafka:
        producer:
          acks: 1
---
apiVersion: apps/v1
kind: Deployment
spec:
  template:
    spec:
      containers:
        - name: app
          env:
            - name: SPRING_KAFKA_PRODUCER_RETRIES
              value: \"0\"
            - name: SPRING_KAFKA_PRODUCER_ACKS
              valueFrom: {secretKeyRef: {name: x, key: y}}
---
apiVersion: kafka.strimzi.io/v1beta2
kind: KafkaConnect
spec:
  bootstrapServers: kafka.example.com:9094
  config:
    key.converter: x
    producer.acks: 1
";
    let found = findings(&[("deploy/all.yaml", manifest)]);
    assert_eq!(
        found,
        [
            "acks-too-weak deploy/all.yaml:8:5 \"acks=0\"",
            "acks-too-weak deploy/all.yaml:13:11 \"acks: 1\"",
            "retries-too-few deploy/all.yaml:24:15 \"value: \\\"0\\\"\"",
            "acks-too-weak deploy/all.yaml:34:5 \"producer.acks: 1\"",
        ]
    );
}

#[test]
fn connectors_override_their_clients() {
    let json = r#"{"name": "orders", "config": {
  "connector.class": "io.debezium.connector.mysql.MySqlConnector",
  "heartbeat.interval.ms": "60000",
  "producer.override.acks": "1"
}}"#;
    assert_eq!(
        findings(&[("connectors/orders.json", json)]),
        ["acks-too-weak connectors/orders.json:4:3 \"\\\"producer.override.acks\\\": \\\"1\\\"\""]
    );
}

#[test]
fn quarkus_and_micronaut() {
    let quarkus = "\
mp.messaging.outgoing.orders.connector=smallrye-kafka
mp.messaging.outgoing.orders.topic=orders
%dev.mp.messaging.outgoing.orders.retries=0
mp.messaging.outgoing.safe.connector=smallrye-kafka
mp.messaging.outgoing.safe.acks=all
";
    assert_eq!(
        findings(&[("application.properties", quarkus)]),
        ["acks-too-weak application.properties:2:1 \"mp.messaging.outgoing.orders.topic=orders\""]
    );
    let micronaut =
        "kafka:\n  bootstrap.servers: ${B}\n  producers:\n    default:\n      acks: 1\n    audit:\n      retries: 0\n";
    assert_eq!(
        findings(&[("application.yml", micronaut)]),
        ["acks-too-weak application.yml:5:7 \"acks: 1\"", "retries-too-few application.yml:7:7 \"retries: 0\"",]
    );
}

#[test]
fn templates_and_broken_files_say_nothing() {
    for (name, text) in [
        ("a.yml", "spring:\n  kafka:\n{{- if .Values.x }}\n    producer.acks: 1\n{{- end }}\n"),
        ("b.yml", "spring:\n  kafka: [\n"),
        ("c.json", "{\"connector.class\": "),
        ("d.properties", "\u{0}afka\\u00"),
    ] {
        assert_eq!(findings(&[(name, text)]), Vec::<String>::new(), "{name}");
    }
}

#[test]
#[cfg(feature = "ruby")]
fn karafka_and_waterdrop() {
    let karafka = "\
BASE = { 'acks': '1' }.freeze
class KarafkaApp < Karafka::App
  setup do |config|
    config.kafka = BASE.merge('bootstrap.servers': ENV.fetch('BROKERS'), 'session.timeout.ms': 10_000)
    config.kafka[:'reconnect.backoff.ms'] = 5
    config.kafka[:'delivery.timeout.ms'] = 10 if ENV['FAST']
    config.producer = ::WaterDrop::Producer.new do |producer|
      producer.kafka = { 'bootstrap.servers': Settings.brokers, 'message.timeout.ms': 30 * 1000, :acks => :all }
    end
  end
end
";
    assert_eq!(
        findings(&[("karafka.rb", karafka)]),
        [
            "acks-too-weak karafka.rb:1:10 \"'acks': '1'\"",
            "session-timeout-too-short karafka.rb:4:74 \"'session.timeout.ms': 10_000\"",
            "backoff-too-aggressive karafka.rb:5:5 \"config.kafka[:'reconnect.backoff.ms'] = 5\"",
            "delivery-timeout-too-short karafka.rb:8:65 \"'message.timeout.ms': 30 * 1000\"",
        ]
    );
    let routes = "\
COMMON = { 'reconnect.backoff.ms': 5 }.freeze
class KarafkaApp < Karafka::App
  routes.draw do
    topic :orders do
      consumer OrdersConsumer
      kafka(COMMON.merge('session.timeout.ms': 3_000, inherit: true))
    end
    topic :refunds do
      kafka('session.timeout.ms': 4_000, inherit: true) if fast?
    end
  end
end
";
    assert_eq!(
        findings(&[("karafka.rb", routes)]),
        [
            "backoff-too-aggressive karafka.rb:1:12 \"'reconnect.backoff.ms': 5\"",
            "session-timeout-too-short karafka.rb:6:26 \"'session.timeout.ms': 3_000\"",
        ]
    );
}

#[test]
#[cfg(feature = "ruby")]
fn the_guides_own_blocks_pass_unless_transactional() {
    let block = |more: &str| {
        format!(
            "WaterDrop::Producer.new do |config|\n  config.kafka = {{\n    'bootstrap.servers': ENV['B'],\n    \
             'metadata.recovery.strategy': 'rebootstrap',\n    'topic.metadata.refresh.interval.ms': 30_000,\n    \
             'metadata.max.age.ms': 90_000,\n    'socket.connection.setup.timeout.ms': 45_000,\n    \
             'socket.timeout.ms': 90_000,\n    'retry.backoff.ms': 250,\n    'retry.backoff.max.ms': 1000,\n    \
             'reconnect.backoff.ms': 250,\n    'reconnect.backoff.max.ms': 10_000,\n    'request.timeout.ms': 60_000,\n    \
             'socket.nagle.disable': true{more}\n  }}\nend\n"
        )
    };
    assert_eq!(findings(&[("producer.rb", &block(""))]), Vec::<String>::new());
    let transactional = block(",\n    'transactional.id': 'a',\n    'transaction.timeout.ms': 60_000");
    assert_eq!(
        findings(&[("producer.rb", &transactional)]),
        ["client-refuses-to-start producer.rb:8:5 \"'socket.timeout.ms': 90_000\""]
    );
}

#[test]
#[cfg(feature = "python")]
fn python_libraries() {
    let python = "\
import os
from confluent_kafka import Producer as P
from kafka import KafkaConsumer
import aiokafka

BASE = {'bootstrap.servers': os.environ['B'], 'retries': 0}
conf = {**BASE, 'acks': 1}
conf['linger.ms'] = 5
conf.update({'message.timeout.ms': 10000})
producer = P(conf)
consumer = KafkaConsumer('orders', bootstrap_servers=['k1.example.com:9092'], group_id='g',
                         session_timeout_ms=10000, heartbeat_interval_ms=10000)

def make(options):
    return P({'acks': 1, **options})

async def start():
    return aiokafka.AIOKafkaProducer(bootstrap_servers=os.environ['B'])
";
    assert_eq!(
        findings(&[("app.py", python)]),
        [
            "retries-too-few app.py:6:47 \"'retries': 0\"",
            "acks-too-weak app.py:7:17 \"'acks': 1\"",
            "delivery-timeout-too-short app.py:9:14 \"'message.timeout.ms': 10000\"",
            "client-refuses-to-start app.py:12:52 \"heartbeat_interval_ms=10000\"",
            "acks-too-weak app.py:18:38 \"bootstrap_servers=os.environ['B']\"",
        ]
    );
}

#[test]
#[cfg(feature = "javascript")]
fn javascript_libraries() {
    let node = "\
const { Kafka } = require('kafkajs');
const kafka = new Kafka({ clientId: 'a', brokers: process.env.BROKERS.split(','), connectionTimeout: 500,
  retry: { retries: 2, initialRetryTime: 100 } });
const producer = kafka.producer({ idempotent: true });
const consumer = kafka.consumer({ groupId: 'g', sessionTimeout: 6_000, heartbeatInterval: 6000 });
await producer.send({ topic: 't', acks: 1, messages });
";
    assert_eq!(
        findings(&[("app.js", node)]),
        [
            "connection-timeout-too-short app.js:2:83 \"connectionTimeout: 500\"",
            "retries-too-few app.js:3:12 \"retries: 2\"",
            "backoff-too-aggressive app.js:3:24 \"initialRetryTime: 100\"",
            "client-refuses-to-start app.js:5:72 \"heartbeatInterval: 6000\"",
            "acks-too-weak app.js:6:35 \"acks: 1\"",
        ]
    );
    let rdkafka = "import Kafka from 'node-rdkafka';\nconst p = new Kafka.Producer({ 'metadata.broker.list': b }, { 'request.required.acks': 0 });\n";
    assert_eq!(findings(&[("p.mjs", rdkafka)]), ["acks-too-weak p.mjs:2:63 \"'request.required.acks': 0\""]);
}

#[test]
fn a_profile_for_msk_is_not_for_the_machine_that_the_others_name() {
    let base = "spring:\n  kafka:\n    bootstrap-servers: localhost:9092\n    producer:\n      acks: 1\n";
    let aws = "spring:\n  kafka:\n    security:\n      protocol: SASL_SSL\n    properties:\n      sasl.mechanism: AWS_MSK_IAM\n";
    assert_eq!(
        findings(&[("application.yml", base), ("application-aws.yml", aws)]),
        [
            "client-not-hardened application-aws.yml:4:7 \"protocol: SASL_SSL\"",
            "iam-client-incomplete application-aws.yml:6:7 \"sasl.mechanism: AWS_MSK_IAM\"",
            "acks-too-weak application.yml:5:7 \"acks: 1\"",
        ]
    );
    assert!(findings(&[("application.yml", base)]).is_empty());
}

#[test]
#[cfg(feature = "javascript")]
fn a_block_under_a_wrong_name_is_one_finding() {
    let code = "const { Kafka } = require('kafkajs');\nconst kafka = new Kafka({ brokers: process.env.BROKERS.split(','),\n  \
                retries: { initialRetryTime: 300, retries: 8 } });\n";
    assert_eq!(findings(&[("kafka.js", code)]), ["unknown-client-property kafka.js:3:14 \"initialRetryTime: 300\""]);
}

#[test]
fn the_policy_of_aws_is_content_with_less() {
    let text = "key.serializer=x\nbootstrap.servers=kafka.example.com:9094\nrequest.timeout.ms=15000\nretries=10\n";
    assert_eq!(findings(&[("producer.properties", text)]).len(), 2);
    let aws = Policy::built_in("aws").unwrap();
    assert_eq!(aws.check("connection-timeout-too-short").number("request_ms"), Some(10_000));
    assert_eq!(aws.check("retries-too-few").number("window_ms"), Some(3_000));
    assert_eq!(aws.check("retries-too-few").level_of("zero").as_str(), "error");
}

const IAM_CLUSTER: &str = r#"
resource "aws_msk_cluster" "main" {
  cluster_name = "events"
  client_authentication {
    sasl {
      iam = true
    }
  }
}
"#;

#[test]
fn variables_that_terraform_hands_to_programs_are_clients() {
    let main = r#"
variable "acks" {
  default = "1"
}

resource "aws_ecs_task_definition" "app" {
  container_definitions = jsonencode([{
    name = "app"
    environment = [
      { name = "SPRING_KAFKA_BOOTSTRAP_SERVERS", value = aws_msk_cluster.main.bootstrap_brokers_sasl_scram },
      { name = "SPRING_KAFKA_PRODUCER_ACKS", value = var.acks },
      { name = "SPRING_KAFKA_PRODUCER_RETRIES", value = "0" },
      { name = "SPRING_KAFKA_CONSUMER_PROPERTIES_SESSION_TIMEOUT_MS", value = "${7 * 1000}" },
    ]
  }])
}

resource "aws_lambda_function" "app" {
  environment {
    variables = {
      SPRING_KAFKA_PRODUCER_ACKS = "0"
      OTHER                      = aws_msk_cluster.main.arn
    }
  }
}

resource "kubernetes_config_map" "app" {
  data = {
    "producer.properties" = <<-EOT
      bootstrap.servers=${aws_msk_cluster.main.bootstrap_brokers_sasl_iam}
      key.serializer=x
      acks=1
    EOT
  }
}
"#;
    let found = findings(&[("main.tf", &(main.to_owned() + IAM_CLUSTER))]);
    assert_eq!(
        found,
        [
            "acks-too-weak main.tf:3:14 \"1\"",
            "client-auth-not-enabled main.tf:10:50 \"value = aws_msk_cluster.main.bootstrap_brokers_sasl_scram\"",
            "retries-too-few main.tf:12:49 \"value = \\\"0\"",
            "session-timeout-too-short main.tf:13:71 \"value = \\\"${7 * 1000\"",
            "acks-too-weak main.tf:21:7 \"SPRING_KAFKA_PRODUCER_ACKS = \\\"0\"",
            "client-not-hardened main.tf:30:7 \"bootstrap.servers=${aws_msk_cluster.main.bootstrap_brokers_sasl_iam}\"",
            "acks-too-weak main.tf:32:7 \"acks=1\"",
        ]
    );
}

#[test]
fn files_that_terraform_renders_are_clients() {
    let main = r#"
resource "local_file" "client" {
  filename = "out/client.properties"
  content  = templatefile("${path.module}/client.tpl", { brokers = aws_msk_cluster.main.bootstrap_brokers_sasl_iam })
}

resource "helm_release" "app" {
  values = [jsonencode({
    app = {
      env = [{ name = "SPRING_KAFKA_PRODUCER_ACKS", value = "1" }]
    }
  })]
}

resource "aws_ssm_parameter" "brokers" {
  value = aws_msk_cluster.main.bootstrap_brokers
}

resource "aws_secretsmanager_secret_version" "client" {
  secret_string = "key.serializer=x\nacks=0\nbootstrap.servers=${aws_msk_cluster.main.bootstrap_brokers_sasl_iam}"
}
"#;
    let template = "bootstrap.servers=${brokers}\nkey.serializer=x\nsecurity.protocol=SASL_SSL\n\
                    sasl.mechanism=SCRAM-SHA-512\nacks=0\n";
    let found = findings(&[("main.tf", &(main.to_owned() + IAM_CLUSTER)), ("client.tpl", template)]);
    assert_eq!(
        found,
        [
            "client-not-hardened client.tpl:1:1 \"bootstrap.servers=${brokers}\"",
            "client-auth-not-enabled client.tpl:4:1 \"sasl.mechanism=SCRAM-SHA-512\"",
            "acks-too-weak client.tpl:5:1 \"acks=0\"",
            "acks-too-weak main.tf:10:53 \"value = \\\"1\"",
            "client-not-hardened main.tf:20:20 \"key.serializer=x\"",
            "acks-too-weak main.tf:20:38 \"acks=0\"",
        ]
    );
}

#[test]
fn connectors_of_terraform_are_clients_too() {
    let main = r#"
resource "aws_mskconnect_connector" "orders" {
  connector_configuration = {
    "connector.class"                    = "x.Y"
    "heartbeat.interval.ms"              = "60000"
    "producer.override.acks"             = "1"
    "consumer.override.session.timeout.ms" = "6000"
  }
  kafka_cluster {
    apache_kafka_cluster {
      bootstrap_servers = aws_msk_cluster.main.bootstrap_brokers_sasl_iam
    }
  }
}

resource "aws_mskconnect_worker_configuration" "main" {
  properties_file_content = <<-EOT
    key.converter=x
    producer.acks=0
  EOT
}
"#;
    let found = findings(&[("main.tf", &(main.to_owned() + IAM_CLUSTER))]);
    assert_eq!(
        found,
        [
            "acks-too-weak main.tf:6:6 \"producer.override.acks\\\"             = \\\"1\"",
            "session-timeout-too-short main.tf:7:6 \"consumer.override.session.timeout.ms\\\" = \\\"6000\"",
            "acks-too-weak main.tf:19:5 \"producer.acks=0\"",
        ]
    );
}

#[test]
fn modules_that_only_speak_of_kafka_are_entered() {
    let root =
        "module \"app\" {\n  source  = \"./app\"\n  brokers = aws_msk_cluster.main.bootstrap_brokers_sasl_scram\n}\n";
    let app = "variable \"brokers\" {}\n\nresource \"aws_lambda_function\" \"app\" {\n  environment {\n    variables = {\n      \
               SPRING_KAFKA_BOOTSTRAP_SERVERS = var.brokers\n    }\n  }\n}\n";
    let files = [("main.tf", &*(root.to_owned() + IAM_CLUSTER)), ("app/main.tf", app)];
    let found = findings(&files);
    assert_eq!(found, ["client-auth-not-enabled app/main.tf:6:7 \"SPRING_KAFKA_BOOTSTRAP_SERVERS = var.brokers\""]);
}

#[test]
fn hocon_passes_settings_on() {
    let hocon = r#"
include "common"
akka.kafka.producer {
  parallelism = 100
  kafka-clients {
    bootstrap.servers = ${BROKERS} # from the environment
    acks = "1"
    acks = all
    retries = 0,
    linger.ms = 5 // comment
  }
}
pekko.kafka.consumer.kafka-clients.session.timeout.ms: 6000
orders-producer = ${akka.kafka.producer} {
  kafka-clients { "delivery.timeout.ms" = 10000, acks = ${?ACKS} }
}
nginx { worker_processes 4; }
"#;
    assert_eq!(
        findings(&[("conf/application.conf", hocon)]),
        [
            "retries-too-few conf/application.conf:9:5 \"retries = 0\"",
            "session-timeout-too-short conf/application.conf:13:1 \"pekko.kafka.consumer.kafka-clients.session.timeout.ms: 6000\"",
            "delivery-timeout-too-short conf/application.conf:15:19 \"\\\"delivery.timeout.ms\\\" = 10000\"",
        ]
    );
    let overruled = "akka.kafka.producer.kafka-clients {\n  acks = 1\n  acks = ${?ACKS}\n}\n";
    assert_eq!(findings(&[("a.conf", overruled)]), [""; 0]);
    for broken in [
        "kafka-clients {",
        "kafka-clients { a = \"",
        "kafka-clients { a = [[[",
        "}}}} kafka-clients",
        "a = ${kafka-clients",
    ] {
        assert_eq!(findings(&[("a.conf", broken)]), [""; 0]);
    }
    findings(&[("a.conf", &format!("kafka-clients{}", "{ a ".repeat(50_000)))]);
}

#[test]
fn values_of_charts_and_debezium_images() {
    let values = "\
app:
  image: x
  env:
    SPRING_KAFKA_PRODUCER_ACKS: \"1\"
connect:
  extraEnv:
    - name: BOOTSTRAP_SERVERS
      value: kafka.example.com:9094
    - name: CONFIG_STORAGE_TOPIC
      value: c
    - name: OFFSET_STORAGE_TOPIC
      value: o
    - name: CONNECT_PRODUCER_ACKS
      value: \"0\"
    - name: CONNECT_CONSUMER_SESSION_TIMEOUT_MS
      value: {{ .Values.timeout }}
other:
  env:
    ACKS: \"1\"
    BOOTSTRAP_SERVERS: x.example.com:9092
";
    // A template engine's line ends it; without that line it is read.
    let read = values.replace("{{ .Values.timeout }}", "\"{{ .Values.timeout }}\"");
    assert_eq!(
        findings(&[("chart/values.yaml", &read)]),
        [
            "acks-too-weak chart/values.yaml:4:5 \"SPRING_KAFKA_PRODUCER_ACKS: \\\"1\\\"\"",
            "acks-too-weak chart/values.yaml:14:7 \"value: \\\"0\\\"\"",
        ]
    );
}

#[test]
fn one_finding_says_why_a_client_cannot_connect() {
    let broker = |number| format!("b-{number}.orders.abc.c2.kafka.eu-west-1.amazonaws.com:9098");
    let text = |more: &str| format!("bootstrap.servers={},{}\ngroup.id=orders\n{more}\n", broker(1), broker(2));
    let rules = |more: &str| -> Vec<String> {
        let found = findings(&[("consumer.properties", &text(more))]);
        let rules = found.iter().filter_map(|finding| finding.split(' ').next());
        rules.filter(|rule| *rule != "client-not-hardened").map(str::to_owned).collect()
    };
    let misspelt = "security.protocol=SASL_SSL\nsasl.mechansim=AWS_MSK_IAM\nsasl.jaas.config=software.amazon.msk.auth.iam.IAMLoginModule required;";
    assert_eq!(rules(misspelt), ["unknown-client-property"]);
    let unencrypted = "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=SCRAM-SHA-256\nsasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;";
    assert_eq!(rules(unencrypted), ["port-protocol-mismatch"]);
}

#[test]
#[cfg(feature = "ruby")]
fn karafka_drops_what_its_version_does_not_know() {
    let karafka = "class App < Karafka::App\n  setup do |config|\n    config.kafka = { 'bootstrap.servers': ENV['B'], \
                   'retry.backoff.max.ms': 10_000 }\n  end\nend\n";
    let unknown = |files: &[(&str, &str)]| -> Vec<String> {
        findings(files).into_iter().filter(|found| found.starts_with("unknown-client-property")).collect()
    };
    let with = |version: &str| {
        let lock = format!("GEM\n  specs:\n    karafka ({version})\n    karafka-rdkafka (0.16.0)\n");
        unknown(&[("Gemfile.lock", &lock), ("karafka.rb", karafka)])
    };
    let dropped = "unknown-client-property karafka.rb:3:53 \"'retry.backoff.max.ms': 10_000\"";
    assert_eq!(with("2.4.5"), [dropped], "to the consumer only");
    assert_eq!(with("2.4.6"), Vec::<String>::new());
    assert_eq!(unknown(&[("karafka.rb", karafka)]), Vec::<String>::new(), "no version, no claim");
}
