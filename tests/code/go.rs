//! Go: confluent-kafka-go, sarama, franz-go and kafka-go.

use crate::{NOTHING, findings};

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
