//! Rust: rdkafka.

use crate::{NOTHING, findings};

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
