//! Combinations of settings: some of each library's, with values inside and outside of what it takes.

/// One client to make.
pub struct Case {
    library: &'static str,
    role: &'static str,
    settings: Vec<(&'static str, &'static str)>,
}

/// A setting with its values as Python has them.
type Choice = (&'static str, &'static [&'static str]);

/// A library and role, what is always set, and what may be.
struct Source {
    library: &'static str,
    role: &'static str,
    always: &'static [(&'static str, &'static str)],
    choices: &'static [Choice],
    cases: usize,
}

const SOURCES: &[Source] = &[
    Source {
        library: "confluent-kafka",
        role: "producer",
        always: &[("bootstrap.servers", "\"kafka.example.com:9092\"")],
        choices: &[
            ("acks", &["\"all\"", "-1", "0", "1", "\"ALL\"", "\"many\""]),
            ("enable.idempotence", &["true", "false", "\"yes\""]),
            ("retries", &["0", "1", "2147483647"]),
            ("max.in.flight", &["1", "5", "6"]),
            ("transactional.id", &["\"orders\""]),
            ("message.timeout.ms", &["0", "1000", "60000", "300000"]),
            ("linger.ms", &["0", "5", "1000", "\"5ms\"", "70000"]),
            ("transaction.timeout.ms", &["1000", "60000", "900000"]),
            ("socket.timeout.ms", &["5", "1000", "60000", "90000", "600000"]),
            ("reconnect.backoff.ms", &["0", "250", "20000"]),
            ("reconnect.backoff.max.ms", &["50", "10000"]),
            ("queuing.strategy", &["\"fifo\"", "\"lifo\"", "\"FIFO\""]),
            ("enable.gapless.guarantee", &["true", "false"]),
            ("compression.type", &["\"lz4\"", "\"LZ4\"", "\"lz5\""]),
            ("metadata.recovery.strategy", &["\"none\"", "\"rebootstrap\"", "\"never\""]),
            ("topic.metadata.refresh.interval.ms", &["-1", "\"60s\"", "30000"]),
            ("buffer.memory", &["33554432"]),
            ("request.timeout.ms", &["60000", "\"\""]),
        ],
        cases: 700,
    },
    Source {
        library: "confluent-kafka",
        role: "consumer",
        always: &[("bootstrap.servers", "\"kafka.example.com:9092\""), ("group.id", "\"orders\"")],
        choices: &[
            ("session.timeout.ms", &["6000", "45000", "400000", "\"30s\"", "0"]),
            ("heartbeat.interval.ms", &["3000", "60000"]),
            ("max.poll.interval.ms", &["10000", "300000", "500000"]),
            ("fetch.max.bytes", &["1000", "1000000", "100000000"]),
            ("message.max.bytes", &["1000", "10000000"]),
            ("receive.message.max.bytes", &["2000", "100000000", "1000000000"]),
            ("auto.offset.reset", &["\"earliest\"", "\"none\"", "\"LATEST\""]),
            ("isolation.level", &["\"read_committed\"", "\"committed\""]),
            (
                "partition.assignment.strategy",
                &["\"range\"", "\"cooperative-sticky\"", "\"sticky\"", "\"range,cooperative-sticky\""],
            ),
            ("group.protocol", &["\"classic\"", "\"consumer\"", "\"next\""]),
            ("enable.auto.commit", &["true", "\"on\""]),
            ("fetch.wait.max.ms", &["500", "400000"]),
            ("fetch.max.wait.ms", &["500"]),
            ("reconnect.backoff.max.ms", &["50", "10000"]),
        ],
        cases: 600,
    },
    Source {
        library: "confluent-kafka",
        role: "producer",
        always: &[("bootstrap.servers", "\"kafka.example.com:9092\""), ("security.protocol", "\"SASL_PLAINTEXT\"")],
        choices: &[
            ("sasl.mechanism", &["\"PLAIN\"", "\"SCRAM-SHA-512\"", "\"scram-sha-512\"", "\"AWS_MSK_IAM\""]),
            ("sasl.username", &["\"u\""]),
            ("sasl.password", &["\"p\""]),
            ("sasl.jaas.config", &["\"x LoginModule required;\""]),
        ],
        cases: 60,
    },
    Source {
        library: "kafka-python",
        role: "producer",
        always: &[("bootstrap_servers", "[\"127.0.0.1.example.com:9\"]")],
        choices: &[
            ("acks", &["\"all\"", "-1", "0", "1"]),
            ("enable_idempotence", &["true", "false"]),
            ("retries", &["0", "3"]),
            ("max_in_flight_requests_per_connection", &["1", "5", "6"]),
            ("transactional_id", &["\"orders\""]),
            ("delivery_timeout_ms", &["1000", "30000", "120000"]),
            ("linger_ms", &["0", "5", "100000"]),
            ("request_timeout_ms", &["1000", "60000"]),
            ("linger_m", &["5"]),
        ],
        cases: 250,
    },
    Source {
        library: "kafka-python",
        role: "consumer",
        always: &[("bootstrap_servers", "[\"127.0.0.1.example.com:9\"]"), ("group_id", "\"orders\"")],
        choices: &[
            ("session_timeout_ms", &["6000", "45000"]),
            ("heartbeat_interval_ms", &["3000", "6000", "60000"]),
            ("fetch_max_wait_ms", &["500", "60000"]),
            ("request_timeout_ms", &["1000", "30000", "600000"]),
            ("connections_max_idle_ms", &["20000", "540000"]),
            ("max_poll_records", &["0", "500"]),
        ],
        cases: 200,
    },
    Source {
        library: "aiokafka",
        role: "producer",
        always: &[("bootstrap_servers", "\"kafka.example.com:9092\"")],
        choices: &[
            ("acks", &["\"all\"", "-1", "0", "1", "2"]),
            ("enable_idempotence", &["true", "false"]),
            ("transactional_id", &["\"orders\""]),
            ("security_protocol", &["\"PLAINTEXT\"", "\"SSL\""]),
            ("sasl_mechanism", &["\"OAUTHBEARER\"", "\"AWS_MSK_IAM\""]),
            ("retries", &["3"]),
            ("linger_ms", &["5"]),
        ],
        cases: 200,
    },
];

/// Every case, the same each time.
pub fn all() -> Vec<Case> {
    let mut random = 0x5eed_u64;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % below
    };
    let mut cases = Vec::new();
    for source in SOURCES {
        for _ in 0..source.cases {
            let mut settings = source.always.to_vec();
            for (name, values) in source.choices {
                // About three settings of each list.
                if next(source.choices.len()) < 3 {
                    settings.push((name, values[next(values.len())]));
                }
            }
            cases.push(Case { library: source.library, role: source.role, settings });
        }
    }
    cases
}

impl Case {
    /// As `answer.py` reads it.
    pub fn json(&self) -> String {
        let settings: Vec<String> = self.settings.iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
        let settings = settings.join(", ");
        format!("{{\"library\": \"{}\", \"role\": \"{}\", \"settings\": {{{settings}}}}}", self.library, self.role)
    }

    /// As a program that makes the client.
    pub fn python(&self) -> String {
        let value = |value: &str| match value {
            "true" => "True".to_owned(),
            "false" => "False".to_owned(),
            other => other.to_owned(),
        };
        let class = if self.role == "producer" { "Producer" } else { "Consumer" };
        if self.library == "confluent-kafka" {
            let pairs: Vec<String> =
                self.settings.iter().map(|(name, text)| format!("\"{name}\": {}", value(text))).collect();
            return format!("from confluent_kafka import {class}\nclient = {class}({{{}}})\n", pairs.join(", "));
        }
        let (module, class) = match self.library {
            "kafka-python" => ("kafka", format!("Kafka{class}")),
            _ => ("aiokafka", format!("AIOKafka{class}")),
        };
        let pairs: Vec<String> = self.settings.iter().map(|(name, text)| format!("{name}={}", value(text))).collect();
        format!("from {module} import {class}\nclient = {class}({})\n", pairs.join(", "))
    }
}
