//! The calls that make clients.

use crate::client::library::{Library, Role};

/// A call that makes a client.
pub(super) struct Maker {
    /// The function with the module it is imported from.
    pub(super) function: &'static str,
    pub(super) library: Library,
    pub(super) role: Role,
    /// Arguments by place that are maps of settings.
    pub(super) maps: usize,
    /// Whether what is not set has the library's default.
    pub(super) is_all: bool,
}

impl Maker {
    /// Whether what is made is a client, not the configuration of one.
    pub(super) fn is_client(&self) -> bool {
        !self.function.ends_with("Config")
    }
}

const fn maker(function: &'static str, library: Library, role: Role, maps: usize) -> Maker {
    Maker { function, library, role, maps, is_all: true }
}

/// A call after which other defaults hold than the library's own.
const fn partial(function: &'static str, library: Library, role: Role, maps: usize) -> Maker {
    Maker { function, library, role, maps, is_all: false }
}

/// What takes the settings that something else made.
pub(super) const BUILDERS: &[&str] =
    &["Confluent.Kafka.ProducerBuilder", "Confluent.Kafka.ConsumerBuilder", "Confluent.Kafka.AdminClientBuilder"];

pub(super) const MAKERS: &[Maker] = &[
    maker("confluent_kafka.Producer", Library::ConfluentPython, Role::Producer, 1),
    maker("confluent_kafka.SerializingProducer", Library::ConfluentPython, Role::Producer, 1),
    maker("confluent_kafka.avro.AvroProducer", Library::ConfluentPython, Role::Producer, 1),
    maker("confluent_kafka.Consumer", Library::ConfluentPython, Role::Consumer, 1),
    maker("confluent_kafka.DeserializingConsumer", Library::ConfluentPython, Role::Consumer, 1),
    maker("confluent_kafka.avro.AvroConsumer", Library::ConfluentPython, Role::Consumer, 1),
    maker("confluent_kafka.admin.AdminClient", Library::ConfluentPython, Role::Admin, 1),
    maker("kafka.KafkaProducer", Library::KafkaPython, Role::Producer, 0),
    maker("kafka.KafkaConsumer", Library::KafkaPython, Role::Consumer, 0),
    maker("kafka.KafkaAdminClient", Library::KafkaPython, Role::Admin, 0),
    maker("kafka.admin.KafkaAdminClient", Library::KafkaPython, Role::Admin, 0),
    maker("aiokafka.AIOKafkaProducer", Library::Aiokafka, Role::Producer, 0),
    maker("aiokafka.AIOKafkaConsumer", Library::Aiokafka, Role::Consumer, 0),
    maker("aiokafka.admin.AIOKafkaAdminClient", Library::Aiokafka, Role::Admin, 0),
    maker("node-rdkafka.Producer", Library::NodeRdkafka, Role::Producer, 2),
    maker("node-rdkafka.HighLevelProducer", Library::NodeRdkafka, Role::Producer, 2),
    maker("node-rdkafka.KafkaConsumer", Library::NodeRdkafka, Role::Consumer, 2),
    maker("node-rdkafka.AdminClient.create", Library::NodeRdkafka, Role::Admin, 1),
    maker("@confluentinc/kafka-javascript.Producer", Library::NodeRdkafka, Role::Producer, 2),
    maker("@confluentinc/kafka-javascript.HighLevelProducer", Library::NodeRdkafka, Role::Producer, 2),
    maker("@confluentinc/kafka-javascript.KafkaConsumer", Library::NodeRdkafka, Role::Consumer, 2),
    maker("@confluentinc/kafka-javascript.AdminClient.create", Library::NodeRdkafka, Role::Admin, 1),
    maker("@confluentinc/kafka-javascript.RdKafka.Producer", Library::NodeRdkafka, Role::Producer, 2),
    maker("@confluentinc/kafka-javascript.RdKafka.HighLevelProducer", Library::NodeRdkafka, Role::Producer, 2),
    maker("@confluentinc/kafka-javascript.RdKafka.KafkaConsumer", Library::NodeRdkafka, Role::Consumer, 2),
    maker("@confluentinc/kafka-javascript.RdKafka.AdminClient.create", Library::NodeRdkafka, Role::Admin, 1),
    maker("github.com/confluentinc/confluent-kafka-go/kafka.NewProducer", Library::ConfluentGo, Role::Producer, 1),
    maker("github.com/confluentinc/confluent-kafka-go/kafka.NewConsumer", Library::ConfluentGo, Role::Consumer, 1),
    maker("github.com/confluentinc/confluent-kafka-go/kafka.NewAdminClient", Library::ConfluentGo, Role::Admin, 1),
    maker("github.com/segmentio/kafka-go.Writer", Library::Segmentio, Role::Producer, 0),
    partial("github.com/segmentio/kafka-go.NewWriter", Library::Segmentio, Role::Producer, 1),
    maker("github.com/segmentio/kafka-go.NewReader", Library::Segmentio, Role::Consumer, 1),
    maker("org.apache.kafka.clients.producer.KafkaProducer", Library::Java, Role::Producer, 1),
    maker("org.apache.kafka.clients.consumer.KafkaConsumer", Library::Java, Role::Consumer, 1),
    maker("org.apache.kafka.clients.admin.Admin.create", Library::Java, Role::Admin, 1),
    maker("org.apache.kafka.clients.admin.AdminClient.create", Library::Java, Role::Admin, 1),
    maker("org.apache.kafka.clients.admin.KafkaAdminClient.create", Library::Java, Role::Admin, 1),
    partial("org.apache.kafka.streams.KafkaStreams", Library::Java, Role::Unknown, 2),
    maker("org.springframework.kafka.core.DefaultKafkaProducerFactory", Library::Java, Role::Producer, 1),
    maker("org.springframework.kafka.core.DefaultKafkaConsumerFactory", Library::Java, Role::Consumer, 1),
    maker("org.springframework.kafka.core.KafkaAdmin", Library::Java, Role::Admin, 1),
    partial("org.springframework.kafka.config.KafkaStreamsConfiguration", Library::Java, Role::Unknown, 1),
    partial("reactor.kafka.sender.SenderOptions.create", Library::Java, Role::Producer, 1),
    partial("reactor.kafka.receiver.ReceiverOptions.create", Library::Java, Role::Consumer, 1),
    // Their own files have settings too.
    partial("akka.kafka.ProducerSettings", Library::Java, Role::Producer, 0),
    partial("akka.kafka.ConsumerSettings", Library::Java, Role::Consumer, 0),
    partial("org.apache.pekko.kafka.ProducerSettings", Library::Java, Role::Producer, 0),
    partial("org.apache.pekko.kafka.ConsumerSettings", Library::Java, Role::Consumer, 0),
    partial("fs2.kafka.ProducerSettings", Library::Java, Role::Producer, 0),
    partial("fs2.kafka.ConsumerSettings", Library::Java, Role::Consumer, 0),
    partial("zio.kafka.producer.ProducerSettings", Library::Java, Role::Producer, 0),
    partial("zio.kafka.consumer.ConsumerSettings", Library::Java, Role::Consumer, 0),
    maker("Confluent.Kafka.ProducerConfig", Library::ConfluentDotnet, Role::Producer, 1),
    maker("Confluent.Kafka.ConsumerConfig", Library::ConfluentDotnet, Role::Consumer, 1),
    maker("Confluent.Kafka.AdminClientConfig", Library::ConfluentDotnet, Role::Admin, 1),
    maker("rdkafka.create", Library::RustRdkafka, Role::Unknown, 1),
    maker("rdkafka.create.FutureProducer", Library::RustRdkafka, Role::Producer, 1),
    maker("rdkafka.create.BaseProducer", Library::RustRdkafka, Role::Producer, 1),
    maker("rdkafka.create.ThreadedProducer", Library::RustRdkafka, Role::Producer, 1),
    maker("rdkafka.create.StreamConsumer", Library::RustRdkafka, Role::Consumer, 1),
    maker("rdkafka.create.BaseConsumer", Library::RustRdkafka, Role::Consumer, 1),
    maker("rdkafka.create.AdminClient", Library::RustRdkafka, Role::Admin, 1),
    maker("Rdkafka::Config.new", Library::RdkafkaRuby, Role::Unknown, 1),
];
