//! The libraries that clients are made with, and whose rules they follow.

/// A library, or a framework that passes settings on to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Library {
    /// Apache Kafka's own client.
    Java,
    /// Spring Boot with spring-kafka.
    SpringBoot,
    /// Quarkus with SmallRye Reactive Messaging.
    Quarkus,
    /// Micronaut.
    Micronaut,
    /// A worker of Kafka Connect.
    ConnectWorker,
    /// The clients of one connector.
    Connector,
    /// Karafka, the Ruby framework.
    Karafka,
    /// WaterDrop, Karafka's producer.
    WaterDrop,
    /// rdkafka for Ruby.
    RdkafkaRuby,
    /// confluent-kafka for Python.
    ConfluentPython,
    /// confluent-kafka-go.
    ConfluentGo,
    /// Confluent.Kafka for .NET.
    ConfluentDotnet,
    /// node-rdkafka, and the same interface of @confluentinc/kafka-javascript.
    NodeRdkafka,
    /// @confluentinc/kafka-javascript with the interface of kafkajs.
    ConfluentJavaScript,
    /// rdkafka for Rust.
    RustRdkafka,
    /// kafka-python.
    KafkaPython,
    /// aiokafka.
    Aiokafka,
    /// kafkajs.
    KafkaJs,
    /// sarama for Go.
    Sarama,
    /// franz-go.
    FranzGo,
    /// segmentio's kafka-go.
    Segmentio,
}

/// Libraries that name, read and check settings alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// Apache Kafka's own client.
    Java,
    /// librdkafka and what wraps it.
    Librdkafka,
    /// kafka-python.
    KafkaPython,
    /// aiokafka.
    Aiokafka,
    /// kafkajs.
    KafkaJs,
    /// sarama.
    Sarama,
    /// franz-go.
    FranzGo,
    /// segmentio's kafka-go.
    Segmentio,
}

/// What a client does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// It writes.
    Producer,
    /// It reads.
    Consumer,
    /// It manages topics and the like.
    Admin,
    /// The files do not tell, or the settings are for several.
    Unknown,
}

impl Library {
    /// Its name as people write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Java => "Kafka's Java client",
            Self::SpringBoot => "Spring Boot",
            Self::Quarkus => "Quarkus",
            Self::Micronaut => "Micronaut",
            Self::ConnectWorker | Self::Connector => "Kafka Connect",
            Self::Karafka => "Karafka",
            Self::WaterDrop => "WaterDrop",
            Self::RdkafkaRuby => "rdkafka-ruby",
            Self::ConfluentPython => "confluent-kafka",
            Self::ConfluentGo => "confluent-kafka-go",
            Self::ConfluentDotnet => "Confluent.Kafka",
            Self::NodeRdkafka => "node-rdkafka",
            Self::ConfluentJavaScript => "@confluentinc/kafka-javascript",
            Self::RustRdkafka => "rust-rdkafka",
            Self::KafkaPython => "kafka-python",
            Self::Aiokafka => "aiokafka",
            Self::KafkaJs => "kafkajs",
            Self::Sarama => "sarama",
            Self::FranzGo => "franz-go",
            Self::Segmentio => "kafka-go",
        }
    }

    /// The name of its options in the fact tables, where it has some of its own.
    pub const fn options(self) -> Option<&'static str> {
        match self {
            Self::ConfluentJavaScript => Some("kafka-javascript"),
            Self::ConfluentDotnet => Some("Confluent.Kafka"),
            _ => self.family().options(),
        }
    }

    /// Whose rules it follows.
    pub const fn family(self) -> Family {
        match self {
            Self::Java | Self::SpringBoot | Self::Quarkus | Self::Micronaut | Self::ConnectWorker | Self::Connector => {
                Family::Java
            }
            Self::Karafka
            | Self::WaterDrop
            | Self::RdkafkaRuby
            | Self::ConfluentPython
            | Self::ConfluentGo
            | Self::ConfluentDotnet
            | Self::NodeRdkafka
            | Self::ConfluentJavaScript
            | Self::RustRdkafka => Family::Librdkafka,
            Self::KafkaPython => Family::KafkaPython,
            Self::Aiokafka => Family::Aiokafka,
            Self::KafkaJs => Family::KafkaJs,
            Self::Sarama => Family::Sarama,
            Self::FranzGo => Family::FranzGo,
            Self::Segmentio => Family::Segmentio,
        }
    }
}

impl Family {
    /// The name of the library that decides.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Java => "the Java client",
            Self::Librdkafka => "librdkafka",
            Self::KafkaPython => "kafka-python",
            Self::Aiokafka => "aiokafka",
            Self::KafkaJs => "kafkajs",
            Self::Sarama => "sarama",
            Self::FranzGo => "franz-go",
            Self::Segmentio => "kafka-go",
        }
    }

    /// Whether its settings are fields and functions that a compiler knows.
    pub const fn is_compiled(self) -> bool {
        matches!(self, Self::Sarama | Self::FranzGo | Self::Segmentio)
    }

    /// The name of its options in the fact tables, for a library with names of its own.
    pub const fn options(self) -> Option<&'static str> {
        match self {
            Self::Java | Self::Librdkafka => None,
            Self::KafkaPython => Some("kafka-python"),
            Self::Aiokafka => Some("aiokafka"),
            Self::KafkaJs => Some("kafkajs"),
            Self::Sarama => Some("sarama"),
            Self::FranzGo => Some("franz-go"),
            Self::Segmentio => Some("kafka-go"),
        }
    }
}

impl Role {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Producer => "producer",
            Self::Consumer => "consumer",
            Self::Admin => "admin client",
            Self::Unknown => "client",
        }
    }

    /// The word for it in the fact tables.
    pub const fn option_role(self) -> Option<&'static str> {
        match self {
            Self::Producer => Some("producer"),
            Self::Consumer => Some("consumer"),
            Self::Admin => Some("admin"),
            Self::Unknown => None,
        }
    }
}
