//! Settings for Kafka's own client, in a version of each of the lines that are in use.

use super::cases::Source;

const VERSIONS: &[&str] = &["kafka-clients-3.9.0", "kafka-clients-4.3.0"];

pub const SOURCES: &[Source] = &[
    Source {
        libraries: VERSIONS,
        role: "producer",
        always: &[
            ("bootstrap.servers", "\"kafka.example.com:9092\""),
            ("key.serializer", "\"org.apache.kafka.common.serialization.StringSerializer\""),
            ("value.serializer", "\"org.apache.kafka.common.serialization.StringSerializer\""),
        ],
        choices: &[
            ("acks", &["\"all\"", "-1", "0", "1", "\"ALL\"", "2"]),
            ("enable.idempotence", &["true", "false", "\"yes\"", "\"TRUE\""]),
            ("retries", &["0", "1", "2147483647", "2147483648", "\"three\""]),
            ("max.in.flight.requests.per.connection", &["1", "5", "6", "0"]),
            ("transactional.id", &["\"orders\""]),
            ("transaction.timeout.ms", &["1000", "60000"]),
            ("delivery.timeout.ms", &["1000", "30000", "120000", "\"2m\""]),
            ("request.timeout.ms", &["1000", "60000", "200000", "\"30_000\""]),
            ("linger.ms", &["0", "5", "100000", "-1"]),
            ("batch.size", &["0", "16384", "-1"]),
            ("compression.type", &["\"lz4\"", "\"LZ4\"", "\"lz5\"", "\"none\""]),
            ("compression.gzip.level", &["1", "12"]),
            ("metadata.recovery.strategy", &["\"none\"", "\"rebootstrap\"", "\"REBOOTSTRAP\"", "\"never\""]),
            ("client.dns.lookup", &["\"use_all_dns_ips\"", "\"default\"", "\"all\""]),
            ("buffer.memory", &["33554432", "-1"]),
            ("reconnect.backoff.ms", &["50", "-1"]),
            ("reconnect.backoff.max.ms", &["10", "1000"]),
            ("retry.backoff.ms", &["100", "5000"]),
            ("retry.backoff.max.ms", &["1000"]),
            ("metadata.max.age.ms", &["0", "300000", "-1"]),
            ("send.buffer.bytes", &["-1", "-2"]),
            ("socket.connection.setup.timeout.ms", &["10000", "60000"]),
            ("security.protocol", &["\"PLAINTEXT\"", "\"SSL\"", "\"TLS\"", "\"ssl\""]),
            ("queue.buffering.max.ms", &["5"]),
        ],
        cases: 400,
    },
    Source {
        libraries: VERSIONS,
        role: "consumer",
        always: &[
            ("bootstrap.servers", "\"kafka.example.com:9092\""),
            ("key.deserializer", "\"org.apache.kafka.common.serialization.StringDeserializer\""),
            ("value.deserializer", "\"org.apache.kafka.common.serialization.StringDeserializer\""),
        ],
        choices: &[
            ("group.id", &["\"orders\"", "\"orders\"", "\"orders\""]),
            ("session.timeout.ms", &["3000", "6000", "45000", "\"30s\""]),
            ("heartbeat.interval.ms", &["3000", "10000", "45000"]),
            ("max.poll.interval.ms", &["300000", "0"]),
            ("max.poll.records", &["500", "0"]),
            ("auto.offset.reset", &["\"earliest\"", "\"none\"", "\"LATEST\"", "\"smallest\"", "\"by_duration:PT1H\""]),
            ("isolation.level", &["\"read_committed\"", "\"committed\"", "\"READ_COMMITTED\""]),
            (
                "partition.assignment.strategy",
                &[
                    "\"org.apache.kafka.clients.consumer.RangeAssignor\"",
                    "\"org.apache.kafka.clients.consumer.CooperativeStickyAssignor\"",
                ],
            ),
            ("group.protocol", &["\"classic\"", "\"consumer\"", "\"CONSUMER\"", "\"next\""]),
            ("group.remote.assignor", &["\"uniform\""]),
            ("enable.auto.commit", &["true", "false", "\"on\""]),
            ("fetch.max.wait.ms", &["500", "-1"]),
            ("fetch.min.bytes", &["1", "-1"]),
            ("request.timeout.ms", &["1000", "30000"]),
            ("reconnect.backoff.max.ms", &["10", "1000"]),
        ],
        cases: 300,
    },
    Source {
        libraries: VERSIONS,
        role: "producer",
        always: &[
            ("bootstrap.servers", "\"kafka.example.com:9092\""),
            ("key.serializer", "\"org.apache.kafka.common.serialization.StringSerializer\""),
            ("value.serializer", "\"org.apache.kafka.common.serialization.StringSerializer\""),
            ("security.protocol", "\"SASL_PLAINTEXT\""),
        ],
        choices: &[
            ("sasl.mechanism", &["\"PLAIN\"", "\"SCRAM-SHA-512\"", "\"scram-sha-512\"", "\"SCRAM-SHA-512\""]),
            (
                "sasl.jaas.config",
                &[
                    "\"org.apache.kafka.common.security.scram.ScramLoginModule required username='u' password='p';\"",
                    "\"org.apache.kafka.common.security.scram.ScramLoginModule required username='u' password='p'\"",
                    "\"org.apache.kafka.common.security.plain.PlainLoginModule required username='u' password='p';\"",
                ],
            ),
            ("sasl.username", &["\"u\""]),
        ],
        cases: 50,
    },
];
