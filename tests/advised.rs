//! Settings that guides for MSK advise, in the dialects they use: what we warn of, and what we leave alone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::path::PathBuf;
use std::sync::Arc;

use msk_lint::analysis::{self, Request};
use msk_lint::date::Date;
use msk_lint::files::Memory;
use msk_lint::finding::{Finding, Level};
use msk_lint::lint::{self, Options};
use msk_lint::policy::Policy;

/// `rule line` of each warning and error for one file.
fn warnings(name: &str, text: &str) -> Vec<String> {
    let root = PathBuf::from("/project");
    let files = Memory::new([(root.join(name), text.as_bytes().to_vec())]);
    let request =
        Request { paths: vec![root.clone()], current_folder: root.clone(), boundary: root, ..Request::default() };
    let analysis = analysis::analyse(&request, &files);
    let policy = Arc::new(Policy::built_in("guide").unwrap());
    let today = Date::parse("2026-11-22").unwrap();
    let outcome = lint::lint(&analysis, &Options { policy_for: &|_: &str| policy.clone(), rules: &|_| true, today });
    let line = |finding: &Finding| {
        let span = finding.primary().and_then(|label| label.place.span());
        let at = span.map_or_else(String::new, |span| analysis.sources.describe(span));
        format!("{} {}", finding.rule, at.split(':').nth(1).unwrap_or_default())
    };
    outcome.findings.iter().filter(|finding| finding.level >= Level::Warning).map(line).collect()
}

/// What Karafka's guide advises against interrupted connections.
const PATIENT: &str = "
      'metadata.recovery.strategy': 'rebootstrap',
      'topic.metadata.refresh.interval.ms': 30_000,
      'metadata.max.age.ms': 90_000,
      'socket.connection.setup.timeout.ms': 45_000,
      'socket.timeout.ms': 90_000,
      'retry.backoff.ms': 250,
      'retry.backoff.max.ms': 1000,
      'reconnect.backoff.ms': 250,
      'reconnect.backoff.max.ms': 10_000,
      'request.timeout.ms': 60_000,
      'socket.nagle.disable': true,";

/// What it advises against metadata that are lost.
const WATCHFUL: &str = "
      'topic.metadata.refresh.interval.ms': 60000,
      'metadata.max.age.ms': 180000,
      'topic.metadata.propagation.max.ms': 120000,
      'metadata.recovery.strategy': 'rebootstrap',
      'metadata.recovery.rebootstrap.trigger.ms': 60000,";

#[test]
#[cfg(feature = "ruby")]
fn karafka() {
    let app = |settings: &str| {
        format!(
            "class Consumers < Karafka::App\n  setup do |config|\n    config.kafka = {{\n      \
             'bootstrap.servers': ENV.fetch('BROKERS'),{settings}\n    }}\n  end\nend\n"
        )
    };
    let of_settings = |settings: &str| {
        let mut found = warnings("karafka.rb", &app(settings));
        // What a program does about fatal errors is no setting.
        found.retain(|finding| !finding.starts_with("no-fatal-error-recovery"));
        found
    };
    assert_eq!(of_settings(PATIENT), [""; 0]);
    assert_eq!(of_settings(WATCHFUL), [""; 0]);
}

#[test]
#[cfg(feature = "python")]
fn patience_is_too_long_for_transactions() {
    let settings = PATIENT.replace("true", "True");
    let code = |more: &str| {
        format!(
            "from confluent_kafka import Producer\nproducer = Producer({{'bootstrap.servers': BROKERS,{more}{settings}\n}})\n"
        )
    };
    assert_eq!(warnings("app.py", &code("")), [""; 0]);
    assert_eq!(warnings("app.py", &code("'transactional.id': 'orders-1',")), ["client-refuses-to-start 7"]);
    let longer = "'transactional.id': 'orders-1', 'transaction.timeout.ms': 90_000, 'message.timeout.ms': 90_000,";
    assert_eq!(warnings("app.py", &code(longer)), [""; 0]);
}

#[test]
fn spring() {
    let yaml = "\
spring:
  kafka:
    bootstrap-servers: \"${BROKERS}\"
    producer:
      acks: all
      retries: 3
      properties:
        enable.idempotence: true
        max.in.flight.requests.per.connection: 5
        linger.ms: 5
        batch.size: 65536
        compression.type: lz4
    consumer:
      group-id: orders
      auto-offset-reset: earliest
      properties:
        spring.json.trusted.packages: com.example
        max.poll.records: 500
        fetch.min.bytes: 50000
        fetch.max.wait.ms: 500
    security:
      protocol: SASL_SSL
    properties:
      sasl.mechanism: SCRAM-SHA-512
      sasl.jaas.config: >
        org.apache.kafka.common.security.scram.ScramLoginModule required
        username=\"${NAME}\" password=\"${PASSWORD}\";
      ssl.truststore.location: /etc/kafka/truststore.jks
      ssl.truststore.password: \"${PASSWORD_OF_STORE}\"
";
    // Three retries wait less than a second; a partition can be without a leader for longer.
    assert_eq!(warnings("application.yml", yaml), ["retries-too-few 6"]);
}

#[test]
#[cfg(feature = "python")]
fn kafka_python() {
    let producer = "\
import ssl
from kafka import KafkaProducer


def make(servers, name, password):
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_REQUIRED
    return KafkaProducer(bootstrap_servers=servers.split(','), security_protocol='SASL_SSL',
                         sasl_mechanism='SCRAM-SHA-512', sasl_plain_username=name, sasl_plain_password=password,
                         ssl_context=context, acks='all', retries=3, enable_idempotence=True,
                         max_in_flight_requests_per_connection=5, compression_type='lz4', batch_size=65536, linger_ms=5)
";
    assert_eq!(warnings("producer.py", producer), ["tls-verification-off 7", "retries-too-few 11"]);
    let consumer = "\
from kafka import KafkaConsumer


def make(servers, group):
    return KafkaConsumer('orders', bootstrap_servers=servers.split(','), security_protocol='SASL_SSL',
                         sasl_mechanism='SCRAM-SHA-512', sasl_plain_username=NAME, sasl_plain_password=PASSWORD,
                         group_id=group, auto_offset_reset='earliest', enable_auto_commit=False, max_poll_records=500,
                         fetch_min_bytes=50000, fetch_max_wait_ms=500,
                         session_timeout_ms=30000, heartbeat_interval_ms=10000)
";
    assert_eq!(warnings("consumer.py", consumer), ["session-timeout-too-short 9"]);
}

#[test]
#[cfg(feature = "java")]
fn java_with_iam() {
    let code = "\
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;

class Orders {
    KafkaProducer<String, String> make(String servers) {
        Properties props = new Properties();
        props.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        props.put(\"security.protocol\", \"SASL_SSL\");
        props.put(\"sasl.mechanism\", \"AWS_MSK_IAM\");
        props.put(\"sasl.jaas.config\", \"software.amazon.msk.auth.iam.IAMLoginModule required;\");
        props.put(\"sasl.client.callback.handler.class\", \"software.amazon.msk.auth.iam.IAMClientCallbackHandler\");
        props.put(ProducerConfig.ACKS_CONFIG, \"all\");
        props.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, \"true\");
        return new KafkaProducer<>(props);
    }
}
";
    // It logs in, and is left to the library's own patience.
    assert_eq!(warnings("Orders.java", code), ["client-not-hardened 8"]);
    let without = code.replace("        props.put(\"sasl.client.callback", "        // (\"sasl.client.callback");
    assert!(warnings("Orders.java", &without).contains(&"iam-client-incomplete 10".to_owned()));
}

#[test]
fn debezium() {
    let json = "{
  \"name\": \"orders\",
  \"connector.class\": \"io.debezium.connector.postgresql.PostgresConnector\",
  \"tasks.max\": \"1\",
  \"database.password\": \"${file:/opt/kafka/db.properties:password}\",
  \"database.server.name\": \"orders\",
  \"heartbeat.interval.ms\": \"5000\",
  \"topic.prefix\": \"cdc\"
}
";
    // Its heartbeat is not that of a consumer, and two names of one thing are of two versions.
    assert_eq!(warnings("orders.json", json), ["connector-property 6"]);
}

#[test]
fn commands() {
    let topics = "#!/bin/sh
BOOTSTRAP=b-1.orders.abc123.c2.kafka.us-east-1.amazonaws.com:9096,b-2.orders.abc123.c2.kafka.us-east-1.amazonaws.com:9096
kafka-topics.sh --bootstrap-server \"$BOOTSTRAP\" --command-config client.properties --create --topic user-events \\
  --partitions 12 --replication-factor 3 --config retention.ms=604800000 --config min.insync.replicas=2 \\
  --config compression.type=lz4 --config cleanup.policy=delete
";
    assert_eq!(warnings("topics.sh", topics), [""; 0]);
    let tiered = "kafka-configs.sh --bootstrap-server \"$B\" --alter --entity-type topics --entity-name orders \\
  --add-config remote.storage.enable=true,local.retention.ms=86400000,retention.ms=2592000000
";
    assert_eq!(warnings("tiered.sh", tiered), [""; 0]);
}
