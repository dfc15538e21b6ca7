//! Clients in code: files in, findings out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::path::PathBuf;
use std::sync::Arc;

use msk_lint::analysis::{self, Analysis, Request};
use msk_lint::date::Date;
use msk_lint::files::Memory;
use msk_lint::lint::{self, Options};
use msk_lint::policy::Policy;
use msk_lint::rules::{self, Check};

const NOTHING: &[&str] = &[];

fn analyse(files: &[(&str, &str)]) -> Analysis {
    let path = |path: &str| PathBuf::from("/project").join(path);
    let files = Memory::new(files.iter().map(|(name, text)| (path(name), text.as_bytes().to_vec())));
    let root = PathBuf::from("/project");
    let request =
        Request { paths: vec![root.clone()], current_folder: root.clone(), boundary: root, ..Request::default() };
    analysis::analyse(&request, &files)
}

/// `rule place text`, in order, and what a fix would put in place of what.
fn findings(files: &[(&str, &str)]) -> Vec<String> {
    let analysis = analyse(files);
    let policy = Arc::new(Policy::built_in("guide").unwrap());
    let wanted = |name: &str| rules::find(name).is_some_and(|rule| matches!(rule.check, Check::Client(_) | Check::Run));
    let today = Date::parse("2026-11-22").unwrap();
    let outcome = lint::lint(&analysis, &Options { policy_for: &|_: &str| policy.clone(), rules: &wanted, today });
    let text = |span: msk_lint::source::Span| analysis.sources.get(span.file).unwrap().text(span.range).into_owned();
    let shown = |finding: &msk_lint::finding::Finding| {
        let span = finding.primary().and_then(|label| label.place.span());
        let at = span.map_or_else(String::new, |span| format!("{} {}", analysis.sources.describe(span), text(span)));
        let edits = finding.fixes.iter().flat_map(|fix| &fix.edits);
        let edits = edits.map(|edit| format!(" [{} -> {}]", text(edit.span), edit.text));
        format!("{} {at}{}", finding.rule, edits.collect::<String>())
    };
    outcome.findings.iter().map(shown).collect()
}

#[test]
#[cfg(feature = "typescript")]
fn typescript_with_kafkajs() {
    let service = "\
import { Kafka, Producer, type Consumer, KafkaConfig } from 'kafkajs';

const defaults: KafkaConfig = { clientId: 'orders', brokers: process.env.BROKERS!.split(',') };

@Injectable()
export class KafkaService {
  private readonly kafka: Kafka = new Kafka({ ...defaults, connectionTimeout: 500, retry: retries() } as KafkaConfig);
  private producer: Producer;

  constructor(private readonly config: ConfigService) {
    this.producer = this.kafka.producer({ idempotent: true, retry: <RetryOptions>{ retries: 1 } });
  }

  async consume(groupId: string): Promise<void> {
    const consumer = this.kafka.consumer({ groupId, sessionTimeout: 6_000 satisfies number });
    await this.producer.send({ topic: 't', acks: 1, messages: [] });
  }
}

function retries() {
  return { initialRetryTime: 50, retries: 0 };
}
";
    let found = findings(&[("src/kafka.service.ts", service)]);
    assert_eq!(
        found,
        [
            "connection-timeout-too-short src/kafka.service.ts:7:60 connectionTimeout: 500 [500 -> 1000]",
            "retries-too-few src/kafka.service.ts:11:84 retries: 1",
            "session-timeout-too-short src/kafka.service.ts:15:53 sessionTimeout: 6_000 satisfies number [6_000 -> 45000]",
            "acks-too-weak src/kafka.service.ts:16:44 acks: 1 [1 -> -1]",
            "backoff-too-aggressive src/kafka.service.ts:21:12 initialRetryTime: 50 [50 -> 200]",
        ]
    );
}

#[test]
#[cfg(feature = "typescript")]
fn typescript_with_librdkafka() {
    let kafka = "\
import { KafkaJS } from '@confluentinc/kafka-javascript';
const { Kafka } = KafkaJS;
const kafka = new Kafka({
  kafkaJS: { brokers: [process.env.A, process.env.B], retry: { retries: 1 }, requestTimeout: 9000, logger: log },
  'reconnect.backoff.ms': 5,
});
export const producer = kafka.producer({ kafkaJS: { acks: 1 }, 'message.timeout.ms': 1000 });
";
    assert_eq!(
        findings(&[("kafka.mts", kafka)]),
        [
            "retries-too-few kafka.mts:4:64 retries: 1",
            "connection-timeout-too-short kafka.mts:4:78 requestTimeout: 9000 [9000 -> 90000]",
            "backoff-too-aggressive kafka.mts:5:3 'reconnect.backoff.ms': 5 [5 -> 250]",
            "acks-too-weak kafka.mts:7:53 acks: 1 [1 -> -1]",
            "delivery-timeout-too-short kafka.mts:7:64 'message.timeout.ms': 1000 [1000 -> 60000]",
        ]
    );
    let rdkafka = "\
import * as Kafka from 'node-rdkafka';
const config = { 'metadata.broker.list': process.env.B, 'sasl.password': 'geheim' } as const;
const producer = new Kafka.HighLevelProducer({ ...config, 'acks': 0 }, {});
";
    assert_eq!(
        findings(&[("producer.tsx", rdkafka)]),
        [
            "secret-in-client producer.tsx:2:57 'sasl.password': 'geheim'",
            "acks-too-weak producer.tsx:3:59 'acks': 0 [0 -> \"all\"]",
        ]
    );
    let cjs = "const { Producer } = require('@confluentinc/kafka-javascript').RdKafka;\nnew Producer({ 'acks': 1 });\n";
    assert_eq!(findings(&[("p.cjs", cjs)]), ["acks-too-weak p.cjs:2:16 'acks': 1 [1 -> \"all\"]"]);
}

#[test]
#[cfg(feature = "typescript")]
fn what_typescript_does_not_know_is_silent() {
    let weak = "import { Kafka } from 'kafkajs';\nconst p = new Kafka({ brokers: b, connectionTimeout: 5 }).x;\n";
    for (name, text) in [
        ("kafka.d.ts", weak),
        ("kafka.test.ts", weak),
        ("__tests__/kafka.ts", weak),
        (
            "local.ts",
            "import { Kafka } from 'kafkajs';\nnew Kafka({ brokers: ['localhost:9092'], connectionTimeout: 5 });\n",
        ),
        ("other.ts", "import { Kafka } from './kafkajs';\nnew Kafka({ connectionTimeout: 5 });\n"),
        ("env.ts", "import { Kafka } from 'kafkajs';\nnew Kafka({ connectionTimeout: Number(process.env.T ?? 5) });\n"),
        (
            "parameter.ts",
            "import { Kafka } from 'kafkajs';\nconst connectionTimeout = 5;\nfunction make(connectionTimeout: number) {\n  \
             return new Kafka({ clientId: 'a', connectionTimeout });\n}\n",
        ),
        (
            "later.ts",
            "import { Kafka } from 'kafkajs';\nconst c = { connectionTimeout: 5 };\nif (prod) c.connectionTimeout = 3000;\n\
             new Kafka(c);\n",
        ),
    ] {
        assert_eq!(findings(&[(name, text)]), NOTHING, "{name}");
    }
}

#[test]
#[cfg(feature = "go")]
fn go_with_librdkafka() {
    let go = r#"
package main

import (
	"os"

	"github.com/confluentinc/confluent-kafka-go/v2/kafka"
)

func base() *kafka.ConfigMap {
	return &kafka.ConfigMap{"bootstrap.servers": os.Getenv("B"), "sasl.password": "geheim"}
}

func main() {
	config := base()
	_ = config.SetKey("acks", 1)
	(*config)["message.timeout.ms"] = 1000
	if os.Getenv("FAST") != "" {
		config.SetKey("retries", 0)
	}
	producer, err := kafka.NewProducer(config)
	consumer, err := kafka.NewConsumer(&kafka.ConfigMap{
		"group.id":                            os.Getenv("G"),
		"session.timeout.ms":                  "6000",
		"enable.ssl.certificate.verification": false,
	})
}
"#;
    assert_eq!(
        findings(&[("main.go", go)]),
        [
            "secret-in-client main.go:11:63 \"sasl.password\": \"geheim\"",
            "acks-too-weak main.go:16:6 config.SetKey(\"acks\", 1) [1 -> \"all\"]",
            "delivery-timeout-too-short main.go:17:2 (*config)[\"message.timeout.ms\"] = 1000 [1000 -> 60000]",
            "session-timeout-too-short main.go:24:3 \"session.timeout.ms\":                  \"6000\" [6000 -> 45000]",
            "tls-verification-off main.go:25:3 \"enable.ssl.certificate.verification\": false",
        ]
    );
    assert_eq!(findings(&[("main_test.go", go)]), NOTHING);
    assert_eq!(findings(&[("vendor/a/main.go", go)]), NOTHING);
}

#[test]
#[cfg(feature = "go")]
fn go_with_sarama() {
    let go = r#"
package orders

import (
	"crypto/tls"
	"time"

	"github.com/IBM/sarama"
)

const dial = 2

func newConfig() *sarama.Config {
	config := sarama.NewConfig()
	config.Producer.RequiredAcks = sarama.WaitForLocal
	config.Producer.Retry.Max = 2
	config.Net.DialTimeout = dial * time.Second
	config.Net.ReadTimeout = 1500 * time.Millisecond
	config.Net.TLS.Enable = true
	config.Net.TLS.Config = &tls.Config{InsecureSkipVerify: true}
	config.Net.SASL.Password = "geheim"
	return config
}

func Producer(brokers []string) (sarama.SyncProducer, error) {
	return sarama.NewSyncProducer(brokers, newConfig())
}

func Consumer(brokers []string) (sarama.ConsumerGroup, error) {
	config := sarama.NewConfig()
	config.Consumer.Group.Session.Timeout = 6 * time.Second
	config.Consumer.Group.Heartbeat.Interval = time.Second * 5
	return sarama.NewConsumerGroup(brokers, "orders", config)
}

func Silent(brokers []string, acks sarama.RequiredAcks, more func(*sarama.Config)) (sarama.AsyncProducer, error) {
	config := sarama.NewConfig()
	config.Net.ReadTimeout = timeout()
	more(config)
	return sarama.NewAsyncProducer(brokers, config)
}

func Default(brokers []string) (sarama.AsyncProducer, error) {
	config := sarama.NewConfig()
	return sarama.NewAsyncProducer(brokers, config)
}
"#;
    assert_eq!(
        findings(&[("kafka/producer.go", go)]),
        [
            "acks-too-weak kafka/producer.go:15:2 config.Producer.RequiredAcks = sarama.WaitForLocal [sarama.WaitForLocal -> sarama.WaitForAll]",
            "retries-too-few kafka/producer.go:16:2 config.Producer.Retry.Max = 2",
            "connection-timeout-too-short kafka/producer.go:17:2 config.Net.DialTimeout = dial * time.Second [dial * time.Second -> 30 * time.Second]",
            "connection-timeout-too-short kafka/producer.go:18:2 config.Net.ReadTimeout = 1500 * time.Millisecond [1500 * time.Millisecond -> 30 * time.Second]",
            "tls-verification-off kafka/producer.go:20:38 InsecureSkipVerify: true",
            "secret-in-client kafka/producer.go:21:2 config.Net.SASL.Password = \"geheim\"",
            "session-timeout-too-short kafka/producer.go:31:2 config.Consumer.Group.Session.Timeout = 6 * time.Second [6 * time.Second -> 45 * time.Second]",
            "heartbeat-too-slow kafka/producer.go:32:2 config.Consumer.Group.Heartbeat.Interval = time.Second * 5",
            "acks-too-weak kafka/producer.go:45:33 brokers",
        ]
    );
}

#[test]
#[cfg(feature = "go")]
fn go_with_franz_go_and_segmentio() {
    let franz = r#"
package main

import "github.com/twmb/franz-go/pkg/kgo"

func main() {
	options := []kgo.Opt{
		kgo.SeedBrokers("b-1.a.b.c2.kafka.eu-west-1.amazonaws.com:9098"),
		kgo.RequiredAcks(kgo.LeaderAck()),
		kgo.DialTLSConfig(&tls.Config{InsecureSkipVerify: true}),
	}
	options = append(options, kgo.RecordRetries(2), kgo.DisableIdempotentWrite())
	client, err := kgo.NewClient(options...)
	other, err := kgo.NewClient(more, kgo.ConsumeTopics("t"), kgo.SessionTimeout(6*time.Second))
	silent, err := kgo.NewClient(kgo.SessionTimeout(6*time.Second), more)
}
"#;
    assert_eq!(
        findings(&[("main.go", franz)]),
        [
            "client-not-hardened main.go:8:3 kgo.SeedBrokers(\"b-1.a.b.c2.kafka.eu-west-1.amazonaws.com:9098\")",
            "single-bootstrap-broker main.go:8:3 kgo.SeedBrokers(\"b-1.a.b.c2.kafka.eu-west-1.amazonaws.com:9098\")",
            "acks-too-weak main.go:9:3 kgo.RequiredAcks(kgo.LeaderAck()) [kgo.LeaderAck() -> kgo.AllISRAcks()]",
            "tls-verification-off main.go:10:33 InsecureSkipVerify: true",
            "retries-too-few main.go:12:28 kgo.RecordRetries(2)",
            "session-timeout-too-short main.go:14:60 kgo.SessionTimeout(6*time.Second) [6*time.Second -> 45 * time.Second]",
        ]
    );
    let segmentio = r#"
package main

import kafka "github.com/segmentio/kafka-go"

func main() {
	writer := &kafka.Writer{Addr: kafka.TCP(brokers), Topic: "t", MaxAttempts: 2, ReadTimeout: time.Second}
	writer.RequiredAcks = kafka.RequireOne
	plain := kafka.Writer{Addr: kafka.TCP(brokers), Topic: "t"}
	old := kafka.NewWriter(kafka.WriterConfig{Brokers: brokers, Topic: "t"})
	reader := kafka.NewReader(kafka.ReaderConfig{
		Brokers: brokers, GroupID: "g", SessionTimeout: 6 * time.Second, HeartbeatInterval: 0,
		Dialer: &kafka.Dialer{SASLMechanism: plain.Mechanism{Username: "u", Password: "geheim"}},
	})
}
"#;
    assert_eq!(
        findings(&[("main.go", segmentio)]),
        [
            "retries-too-few main.go:7:64 MaxAttempts: 2",
            "connection-timeout-too-short main.go:7:80 ReadTimeout: time.Second [time.Second -> 10 * time.Second]",
            "acks-too-weak main.go:8:2 writer.RequiredAcks = kafka.RequireOne [kafka.RequireOne -> kafka.RequireAll]",
            "acks-too-weak main.go:9:24 Addr: kafka.TCP(brokers)",
            "session-timeout-too-short main.go:12:35 SessionTimeout: 6 * time.Second [6 * time.Second -> 45 * time.Second]",
            "secret-in-client main.go:13:71 Password: \"geheim\"",
        ]
    );
}

#[test]
#[cfg(feature = "java")]
fn java_with_spring() {
    let java = r#"
package com.example;

import java.util.*;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import static org.apache.kafka.clients.consumer.ConsumerConfig.*;
import org.springframework.kafka.core.*;

@Configuration
public class KafkaConfig {
    @Value("${brokers}") private String brokers = "localhost:9092";
    private static final int RETRIES = 1;

    @Bean
    public Map<String, Object> producerConfigs() {
        Map<String, Object> props = new HashMap<>(common());
        props.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        props.put(ProducerConfig.ACKS_CONFIG, "1");
        props.put(ProducerConfig.RETRIES_CONFIG, RETRIES);
        props.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        props.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, JsonSerializer.class);
        props.put(JsonSerializer.ADD_TYPE_INFO_HEADERS, false);
        if (fast) {
            props.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        }
        return props;
    }

    private Map<String, Object> common() {
        return Map.of(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 5 * 1000, SaslConfigs.SASL_JAAS_CONFIG,
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=u password=geheim;");
    }

    @Bean
    public ProducerFactory<String, Object> producerFactory() {
        return new DefaultKafkaProducerFactory<>(this.producerConfigs());
    }

    @Bean
    public ConsumerFactory<String, String> consumerFactory() {
        Properties props = new Properties() {{ put(GROUP_ID_CONFIG, "orders"); }};
        props.setProperty(SESSION_TIMEOUT_MS_CONFIG, "6000");
        props.put("ssl.endpoint.identification.algorithm", "");
        return new DefaultKafkaConsumerFactory<>(props, new StringDeserializer(), new StringDeserializer());
    }
}
"#;
    assert_eq!(
        findings(&[("src/main/java/KafkaConfig.java", java)]),
        [
            "acks-too-weak src/main/java/KafkaConfig.java:20:9 props.put(ProducerConfig.ACKS_CONFIG, \"1\") [1 -> all]",
            "retries-too-few src/main/java/KafkaConfig.java:21:9 props.put(ProducerConfig.RETRIES_CONFIG, RETRIES)",
            "delivery-timeout-too-short src/main/java/KafkaConfig.java:22:9 \
             props.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000)",
            "connection-timeout-too-short src/main/java/KafkaConfig.java:32:23 \
             CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 5 * 1000",
            "secret-in-client src/main/java/KafkaConfig.java:32:80 SaslConfigs.SASL_JAAS_CONFIG,\n                \
             \"org.apache.kafka.common.security.scram.ScramLoginModule required username=u password=geheim;\"",
            "session-timeout-too-short src/main/java/KafkaConfig.java:44:9 \
             props.setProperty(SESSION_TIMEOUT_MS_CONFIG, \"6000\") [6000 -> 45000]",
            "tls-verification-off src/main/java/KafkaConfig.java:45:9 \
             props.put(\"ssl.endpoint.identification.algorithm\", \"\")",
        ]
    );
    for silent in ["src/test/java/KafkaConfig.java", "src/main/java/KafkaConfigTest.java"] {
        assert_eq!(findings(&[(silent, java)]), NOTHING, "{silent}");
    }
}

#[test]
#[cfg(feature = "java")]
fn what_java_does_not_know_is_silent() {
    let class = |body: &str| {
        format!(
            "import java.util.*;\nimport org.apache.kafka.clients.producer.*;\nclass A {{\n  int retries = 0;\n  \
             Properties of(Properties given, String acks) {{\n{body}\n  }}\n}}\n"
        )
    };
    for (name, body) in [
        ("parameter", "Properties p = new Properties(); p.put(\"acks\", acks); return new KafkaProducer<>(p);"),
        ("given", "given.put(\"acks\", \"all\"); new KafkaProducer<>(given);"),
        ("merged", "Properties p = new Properties(); p.put(\"acks\", \"1\"); p.putAll(given); new KafkaProducer<>(p);"),
        ("condition", "Properties p = new Properties(); if (x) p.put(\"acks\", \"1\"); new KafkaProducer<>(p);"),
        ("absent", "Properties p = new Properties(); p.putIfAbsent(\"acks\", \"1\"); new KafkaProducer<>(p);"),
        (
            "computed",
            "Properties p = new Properties(); p.put(\"acks\", \"1\"); p.put(acks, 3); new KafkaProducer<>(p);",
        ),
        (
            "later",
            "Properties p = new Properties(); p.put(\"acks\", \"all\"); new KafkaProducer<>(p); p.put(\"acks\", \"1\");",
        ),
        ("none", "Properties p = new Properties(); p.put(\"acks\", \"1\"); return p;"),
        (
            "field",
            "Properties p = new Properties(); p.put(\"retries\", retries); new KafkaProducer<>(p); this.retries = 9;",
        ),
        (
            "local",
            "Properties p = new Properties(); p.put(\"bootstrap.servers\", \"localhost:9092\"); p.put(\"acks\", \"1\"); new KafkaProducer<>(p);",
        ),
    ] {
        assert_eq!(findings(&[("A.java", &class(body))]), NOTHING, "{name}");
    }
}

#[test]
#[cfg(feature = "rust")]
fn rust_with_rdkafka() {
    let rust = r#"
use rdkafka::config::{ClientConfig, RDKafkaLogLevel};
use rdkafka::producer::FutureProducer;

const ACKS: &str = "1";

fn common() -> ClientConfig {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", std::env::var("B").unwrap()).set("sasl.password", "geheim");
    config
}

fn producer() -> FutureProducer {
    let mut config = common();
    config.set("acks", ACKS);
    if fast() {
        config.set("linger.ms", "0");
    }
    config.create().expect("producer")
}

fn consumer(brokers: &str, timeout: &str) -> Result<Worker, Error> {
    let consumer: StreamConsumer<Context> = ClientConfig::new()
        .set("bootstrap.servers", brokers)
        .set("session.timeout.ms", "6000")
        .set("socket.timeout.ms", timeout)
        .set_log_level(RDKafkaLogLevel::Debug)
        .set("enable.ssl.certificate.verification", "false")
        .create_with_context(Context)?;
    Ok(Worker { consumer })
}

#[cfg(test)]
mod tests {
    fn producer() -> FutureProducer {
        ClientConfig::new().set("acks", "0").create().unwrap()
    }
}
"#;
    assert_eq!(
        findings(&[("src/kafka.rs", rust)]),
        [
            "secret-in-client src/kafka.rs:9:70 \"sasl.password\", \"geheim\"",
            "acks-too-weak src/kafka.rs:15:16 \"acks\", ACKS",
            "session-timeout-too-short src/kafka.rs:25:14 \"session.timeout.ms\", \"6000\" [6000 -> 45000]",
            "tls-verification-off src/kafka.rs:28:14 \"enable.ssl.certificate.verification\", \"false\"",
        ]
    );
    assert_eq!(findings(&[("tests/kafka.rs", rust), ("examples/a.rs", rust), ("benches/a.rs", rust)]), NOTHING);
    let other = rust.replace("rdkafka", "another");
    assert_eq!(findings(&[("src/kafka.rs", &other)]), NOTHING);
    let lock = "[[package]]\nname = \"rdkafka-sys\"\nversion = \"4.7.0+2.3.0\"\n";
    let simple = "use rdkafka::ClientConfig;\nfn a() -> BaseProducer { ClientConfig::new().set(\"sasl.mechanism\", \
                  \"AWS_MSK_IAM\").set(\"bootstrap.servers\", b()).create().unwrap() }\n";
    let found = findings(&[("Cargo.lock", lock), ("a/src/kafka.rs", simple)]);
    assert!(found.iter().any(|found| found.starts_with("rebootstrap-disabled")), "{found:?}");
}

#[test]
#[cfg(feature = "csharp")]
fn csharp_with_confluent_kafka() {
    let csharp = r#"
using System;
using Confluent.Kafka;

namespace Orders;

public class Publisher
{
    private readonly ConsumerConfig _consumer = new()
    {
        GroupId = "orders",
        SessionTimeoutMs = 6_000,
        SaslPassword = "geheim",
    };

    public Publisher(IConfiguration configuration)
    {
        var config = new ProducerConfig(Base(configuration))
        {
            Acks = Acks.Leader,
            MessageSendMaxRetries = 0,
            SslEndpointIdentificationAlgorithm = SslEndpointIdentificationAlgorithm.None,
            SecurityProtocol = SecurityProtocol.SaslSsl,
        };
        config.MessageTimeoutMs = 30 * 1000;
        config.Set("reconnect.backoff.ms", "5");
        if (configuration.GetValue<bool>("fast")) config.LingerMs = 0;
        using var producer = new ProducerBuilder<string, string>(config).Build();
    }

    private static ClientConfig Base(IConfiguration configuration) =>
        new ClientConfig { BootstrapServers = configuration["Kafka:Brokers"], SocketTimeoutMs = Timeout };
}
"#;
    assert_eq!(
        findings(&[("src/Publisher.cs", csharp)]),
        [
            "session-timeout-too-short src/Publisher.cs:12:9 SessionTimeoutMs = 6_000 [6_000 -> 45000]",
            "secret-in-client src/Publisher.cs:13:9 SaslPassword = \"geheim\"",
            "acks-too-weak src/Publisher.cs:20:13 Acks = Acks.Leader [Acks.Leader -> Acks.All]",
            "retries-too-few src/Publisher.cs:21:13 MessageSendMaxRetries = 0",
            "tls-verification-off src/Publisher.cs:22:13 SslEndpointIdentificationAlgorithm = \
             SslEndpointIdentificationAlgorithm.None",
            "delivery-timeout-too-short src/Publisher.cs:25:9 config.MessageTimeoutMs = 30 * 1000",
            "backoff-too-aggressive src/Publisher.cs:26:9 config.Set(\"reconnect.backoff.ms\", \"5\") [5 -> 250]",
        ]
    );
    assert_eq!(findings(&[("Orders.Tests/Publisher.cs", csharp)]), NOTHING);
    let project = "<ItemGroup><PackageReference Include=\"Confluent.Kafka\" Version=\"2.3.0\" /></ItemGroup>";
    let simple = "using Confluent.Kafka;\nvar c = new ProducerConfig { BootstrapServers = \
                  \"b-1.a.b.c2.kafka.eu-west-1.amazonaws.com:9098,b-2.a.b.c2.kafka.eu-west-1.amazonaws.com:9098\" };\n";
    let found = findings(&[("src/A.csproj", project), ("src/Program.cs", simple)]);
    assert!(found.iter().any(|found| found.starts_with("rebootstrap-disabled")), "{found:?}");
}

#[test]
#[cfg(feature = "kotlin")]
fn kotlin_with_spring() {
    let kotlin = r#"
package com.example

import org.apache.kafka.clients.consumer.ConsumerConfig
import org.apache.kafka.clients.producer.KafkaProducer
import org.apache.kafka.clients.producer.ProducerConfig as P
import org.springframework.kafka.core.*

@Configuration
class KafkaConfig(@Value("\${brokers}") private val brokers: String) {
    private val retries = 0

    private fun common(): Map<String, Any> = mapOf(P.REQUEST_TIMEOUT_MS_CONFIG to 5000)

    @Bean
    fun producerFactory(): ProducerFactory<String, String> {
        val props = HashMap<String, Any>(common())
        props[P.BOOTSTRAP_SERVERS_CONFIG] = brokers
        props[P.ACKS_CONFIG] = "1"
        props.put(P.RETRIES_CONFIG, retries)
        if (fast) props[P.LINGER_MS_CONFIG] = 0
        return DefaultKafkaProducerFactory(props)
    }

    @Bean
    fun consumerFactory() = DefaultKafkaConsumerFactory<String, String>(
        mapOf(
            ConsumerConfig.GROUP_ID_CONFIG to "orders",
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG to 6_000,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG to StringDeserializer::class.java,
        ) + mapOf("ssl.endpoint.identification.algorithm" to ""),
    )

    fun plain(acks: String): KafkaProducer<String, String> {
        val props = Properties().apply {
            put("acks", acks)
            setProperty("delivery.timeout.ms", "30000")
        }
        return KafkaProducer<String, String>(props)
    }
}
"#;
    let found = findings(&[("src/main/kotlin/KafkaConfig.kt", kotlin)]);
    let found: Vec<String> = found.iter().map(|found| found.replace("src/main/kotlin/KafkaConfig.kt:", "")).collect();
    assert_eq!(
        found,
        [
            "connection-timeout-too-short 13:52 P.REQUEST_TIMEOUT_MS_CONFIG to 5000 [5000 -> 30000]",
            "acks-too-weak 19:9 props[P.ACKS_CONFIG] = \"1\" [1 -> all]",
            "retries-too-few 20:9 props.put(P.RETRIES_CONFIG, retries)",
            "session-timeout-too-short 29:13 ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG to 6_000 [6_000 -> 45000]",
            "tls-verification-off 31:19 \"ssl.endpoint.identification.algorithm\" to \"\"",
            "delivery-timeout-too-short 37:13 setProperty(\"delivery.timeout.ms\", \"30000\") [30000 -> 60000]",
        ]
    );
    assert_eq!(findings(&[("src/test/kotlin/KafkaConfig.kt", kotlin)]), NOTHING);
}

#[test]
#[cfg(feature = "csharp")]
fn a_fallback_in_csharp_is_not_what_counts() {
    let code = "\
using Confluent.Kafka;
class Pool {
    IProducer<string, string> Rent(Options options) {
        var config = new ProducerConfig { BootstrapServers = options.Servers };
        config.MessageTimeoutMs ??= 5000;
        config.RequestTimeoutMs = 3000;
        return new ProducerBuilder<string, string>(config).Build();
    }
}
";
    let findings = findings(&[("Pool.cs", code)]);
    let of = |rule: &str| findings.iter().filter(|finding| finding.starts_with(rule)).count();
    assert_eq!((of("delivery-timeout-too-short"), of("connection-timeout-too-short")), (0, 1), "{findings:#?}");
}

/// The text after the fix of `client-not-hardened`.
#[cfg(any(feature = "java", feature = "rust", feature = "csharp"))]
fn hardened(name: &str, text: &str, beside: &[(&str, &str)]) -> String {
    let fixes = |files: &[(&str, &str)]| {
        let policy = Arc::new(Policy::built_in("guide").unwrap());
        let wanted = |name: &str| name == "client-not-hardened";
        let today = Date::parse("2026-11-22").unwrap();
        let options = Options { policy_for: &|_: &str| policy.clone(), rules: &wanted, today };
        let findings = lint::lint(&analyse(files), &options).findings;
        findings.into_iter().map(|finding| finding.fixes.into_iter().next()).collect::<Vec<_>>()
    };
    let mut after = text.to_owned();
    // One for each client of the file.
    for _ in 0..4 {
        let files: Vec<(&str, &str)> = [(name, &*after)].into_iter().chain(beside.iter().copied()).collect();
        let found = fixes(&files);
        let Some(first) = found.into_iter().next() else { return after };
        after =
            String::from_utf8(msk_lint::fix::edited(after.as_bytes(), &first.expect("a fix").edits).unwrap()).unwrap();
    }
    panic!("something is missing still: {after}");
}

const THREE: &str = "b-1.o.abc123.c2.kafka.eu-west-1.amazonaws.com:9096,b-2.o.abc123.c2.kafka.eu-west-1.amazonaws.com:9096,b-3.o.abc123.c2.kafka.eu-west-1.amazonaws.com:9096";

#[test]
#[cfg(feature = "java")]
fn what_java_lacks_is_put_in_as_the_rest_is() {
    let text = "import org.apache.kafka.clients.producer.*;\nclass A {\n    void f() {\n        Properties p = new Properties();\n        \
                p.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, \"BROKERS\"); // MSK\n        new KafkaProducer<>(p);\n    }\n}\n";
    let text = text.replace("BROKERS", THREE);
    let after = hardened("A.java", &text, &[]);
    assert!(after.contains("; // MSK\n        p.put(\"metadata.max.age.ms\", \""), "{after}");
    assert!(after.contains("\");\n        new KafkaProducer<>(p);"), "{after}");
    let numbers = text.replace("        new Kafka", "        p.put(\"linger.ms\", 5);\n        new Kafka");
    let after = hardened("A.java", &numbers, &[]);
    assert!(after.contains("p.put(\"linger.ms\", 5);\n        p.put(\"metadata.max.age.ms\", 1"), "{after}");
}

#[test]
#[cfg(feature = "rust")]
fn what_rust_lacks_is_put_in_as_the_rest_is() {
    let chain = "use rdkafka::config::ClientConfig;\nfn f() {\n    let p: FutureProducer = ClientConfig::new()\n        \
                 .set(\"bootstrap.servers\", \"BROKERS\")\n        .create()\n        .unwrap();\n}\n";
    let after = hardened("a.rs", &chain.replace("BROKERS", THREE), &[]);
    assert!(after.contains("9096\")\n        .set(\"topic.metadata.refresh.interval.ms\", \"60000\")\n"), "{after}");
    assert!(after.contains("\")\n        .create()"), "{after}");
    let statement = "use rdkafka::config::ClientConfig;\nfn f() {\n    let mut c = ClientConfig::new();\n    \
                     c.set(\"bootstrap.servers\", \"BROKERS\");\n    let p: FutureProducer = c.create().unwrap();\n}\n";
    let after = hardened("a.rs", &statement.replace("BROKERS", THREE), &[]);
    assert!(after.contains("9096\");\n    c.set(\"topic.metadata.refresh.interval.ms\", \"60000\");\n"), "{after}");
}

#[test]
#[cfg(all(feature = "java", feature = "python"))]
fn what_is_no_statement_of_a_map_is_left_alone() {
    let edits = |name: &str, text: &str| {
        let found = findings(&[(name, &*text.replace("BROKERS", THREE))]);
        let own = found.into_iter().find(|one| one.starts_with("client-not-hardened")).expect("a finding");
        own.contains(" -> ")
    };
    let java = "import java.util.*;\nimport org.apache.kafka.clients.producer.*;\nclass A {\n    void f() {\n        BODY\n    }\n}\n";
    for body in [
        "Properties p = new Properties(); p.put(\"bootstrap.servers\", \"BROKERS\"); new KafkaProducer<>(p);",
        "Properties p = new Properties();\n        p.put(\"bootstrap.servers\",\n            \"BROKERS\");\n        new KafkaProducer<>(p);",
    ] {
        assert!(!edits("A.java", &java.replace("BODY", body)), "{body}");
    }
    let open = "CONNECT_BOOTSTRAP_SERVERS=BROKERS\nCONNECT_CONFIG_STORAGE_TOPIC=c\nCONNECT_KEY_CONVERTER=\"k\n\"\n";
    assert!(!edits("connect.env", open));
    assert!(edits("connect.env", &open.replace("\n\"\n", "\"\n")));
}

#[test]
#[cfg(feature = "csharp")]
fn what_csharp_lacks_is_put_in_as_the_rest_is() {
    let text = "using Confluent.Kafka;\nclass A { void F() {\n    var c = new ProducerConfig\n    {\n        \
                BootstrapServers = \"BROKERS\",\n    };\n    new ProducerBuilder<string, string>(c).Build();\n} }\n";
    let after = hardened("A.cs", &text.replace("BROKERS", THREE), &[]);
    assert!(
        after
            .contains("\",\n        TopicMetadataRefreshIntervalMs = 60000,\n        TopicMetadataPropagationMaxMs = "),
        "{after}"
    );
}

#[test]
#[cfg(feature = "java")]
fn what_the_environment_of_kafka_connect_lacks_is_put_in_as_the_rest_is() {
    let names = ["BOOTSTRAP_SERVERS", "CONFIG_STORAGE_TOPIC", "KEY_CONVERTER", "PRODUCER_LINGER_MS"];
    let env: String =
        names.iter().map(|name| format!("CONNECT_{name}={}\n", if *name == names[0] { THREE } else { "7" })).collect();
    let after = hardened("connect.env", &env, &[]);
    assert!(after.contains("CONNECT_PRODUCER_LINGER_MS=7\nCONNECT_METADATA_MAX_AGE_MS="), "{after}");
    assert!(after.contains("\nCONNECT_PRODUCER_METADATA_MAX_AGE_MS=180000\n"), "{after}");
    let item = |name: &&str| {
        format!(
            "            - name: CONNECT_{name}\n              value: \"{}\"\n",
            if **name == *names[0] { THREE } else { "7" }
        )
    };
    let items: String = names.iter().map(item).collect();
    let manifest = format!(
        "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: connect\n          \
         env:\n{items}          ports: []\n"
    );
    let after = hardened("connect.yaml", &manifest, &[]);
    assert!(
        after.contains("value: \"7\"\n            - name: CONNECT_METADATA_MAX_AGE_MS\n              value: \""),
        "{after}"
    );
    assert!(after.contains("\"\n          ports: []"), "{after}");
}

#[test]
#[cfg(feature = "scala")]
fn scala_with_java_and_akka() {
    let scala = r#"
package app

import java.util.Properties
import org.apache.kafka.clients.producer.{KafkaProducer, ProducerConfig => PC}
import org.apache.kafka.clients.consumer._
import org.apache.pekko.kafka.ProducerSettings
import scala.jdk.CollectionConverters._

object App {
  val Backoff = 5

  def props(brokers: String): Properties = {
    val p = new Properties()
    p.put("bootstrap.servers", brokers)
    p.put(PC.ACKS_CONFIG, "1")
    p.setProperty("retry.backoff.ms", Backoff.toString)
    p
  }

  val producer = new KafkaProducer[String, String](props(sys.env("BROKERS")))

  def consumer(extra: Map[String, AnyRef]) = {
    val config = Map[String, AnyRef](
      "group.id" -> "orders",
      ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG -> Int.box(6_000),
      ("reconnect.backoff.ms", "5"),
    )
    new KafkaConsumer[String, String]((config ++ extra).asJava)
    new KafkaConsumer[String, String]((extra ++ config).asJava)
  }

  val settings = ProducerSettings(system, new StringSerializer, new StringSerializer)
    .withBootstrapServers("b-1.o.abc123.c2.kafka.eu-west-1.amazonaws.com:9096")
    .withProperty(PC.ACKS_CONFIG, "0")
    .withCloseTimeout(5.seconds) // comments
    // do not end it
    .withProperties("retry.backoff.ms" -> "7", "linger.ms" -> given)
}
"#;
    assert_eq!(
        findings(&[("src/main/scala/App.scala", scala)]),
        [
            "acks-too-weak src/main/scala/App.scala:16:5 p.put(PC.ACKS_CONFIG, \"1\") [1 -> all]",
            "backoff-too-aggressive src/main/scala/App.scala:17:5 p.setProperty(\"retry.backoff.ms\", Backoff.toString)",
            "session-timeout-too-short src/main/scala/App.scala:26:7 ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG -> Int.box(6_000) [6_000 -> 45000]",
            "backoff-too-aggressive src/main/scala/App.scala:27:8 \"reconnect.backoff.ms\", \"5\" [5 -> 250]",
            "single-bootstrap-broker src/main/scala/App.scala:34:6 withBootstrapServers(\"b-1.o.abc123.c2.kafka.eu-west-1.amazonaws.com:9096\")",
            "acks-too-weak src/main/scala/App.scala:35:6 withProperty(PC.ACKS_CONFIG, \"0\") [0 -> all]",
            "backoff-too-aggressive src/main/scala/App.scala:38:21 \"retry.backoff.ms\" -> \"7\" [7 -> 200]",
        ]
    );
}

#[test]
#[cfg(feature = "scala")]
fn what_scala_does_not_know_is_silent() {
    let object = |body: &str| {
        format!(
            "import java.util.Properties\nimport org.apache.kafka.clients.producer._\nimport akka.kafka.ProducerSettings\nobject A {{\n  \
             def f(given: Map[String, String], key: String, acks: String) = {{\n{body}\n  }}\n}}\n"
        )
    };
    let map = "val m = scala.collection.mutable.Map[String, String](\"acks\" -> \"1\");";
    for (name, body) in [
        ("parameter", "val p = new Properties; p.put(\"acks\", acks); new KafkaProducer(p)".to_owned()),
        ("merged", "new KafkaProducer((Map(\"acks\" -> \"1\") ++ given).asJava)".to_owned()),
        ("condition", "val p = new Properties(); if (x) p.put(\"acks\", \"1\"); new KafkaProducer(p)".to_owned()),
        ("computed", format!("{map} m(key) = \"x\"; new KafkaProducer(m.asJava)")),
        ("added", format!("{map} m ++= given; new KafkaProducer(m.asJava)")),
        ("updated", format!("{map} new KafkaProducer(m.updated(\"acks\", \"all\").asJava)")),
        ("parameter of a lambda", "val acks = \"0\"; val p = new Properties(); a.foreach(acks => p.put(\"acks\", acks)); new KafkaProducer(p)".to_owned()),
        ("cases", format!("{map} a.foreach {{ case (k, v) => m.put(k, v) }}; new KafkaProducer(m.asJava)")),
        ("derived", "val s = ProducerSettings(a, b, c).withProperty(\"acks\", \"0\"); run(s.withProperty(\"acks\", \"all\").withCloseTimeout(t))".to_owned()),
        ("interpolated", "new KafkaProducer(Map(\"acks\" -> s\"$acks\").asJava)".to_owned()),
        (
            "local",
            "new KafkaProducer(Map(\"bootstrap.servers\" -> \"localhost:9092\", \"acks\" -> \"1\").asJava)".to_owned(),
        ),
    ] {
        assert_eq!(findings(&[("A.scala", &object(&body))]), NOTHING, "{name}");
    }
    let known =
        object(&format!("{map} m += (\"retries\" -> \"0\"); m(\"linger.ms\") = \"5\"; new KafkaProducer(m.asJava)"));
    let found = findings(&[("A.scala", &known)]);
    assert!(found.iter().any(|one| one.starts_with("acks-too-weak")), "{found:?}");
    assert!(found.iter().any(|one| one.starts_with("retries-too-few")), "{found:?}");
    assert_eq!(findings(&[("ASpec.scala", &known)]), NOTHING, "a test");
}
