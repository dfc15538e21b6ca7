//! Java, Kotlin and Scala: Kafka's own clients, Spring and Akka.

use crate::{NOTHING, findings};

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
