//! The tables themselves, made by the build script from `policies/facts/`.

use super::Table;

pub(super) mod properties {
    use crate::facts::broker::{BrokerProperty, ByZones, ExpressUse, PerVcpu, StandardUse};
    use crate::facts::change::{ChangeKind, VersionChange};
    use crate::facts::property::{Unit, UpdateMode, ValueType};
    use crate::facts::refused::{RefusalReason, Refused};
    use crate::facts::topic::{TopicExpressUse, TopicProperty, TopicServerlessUse, TopicStandardUse};
    use crate::facts::{Confidence, Date, Minor};
    include!(concat!(env!("OUT_DIR"), "/msk_broker_properties.rs"));
}

pub(super) mod kafka {
    use crate::facts::kafka::{KafkaDefault, KafkaProperty, Since, Valid};
    use crate::facts::property::ValueType;
    use crate::facts::{Date, Minor};
    include!(concat!(env!("OUT_DIR"), "/kafka_properties.rs"));
}

pub(super) mod clients {
    use crate::facts::kafka::{KafkaDefault, KafkaProperty, Since, Valid};
    use crate::facts::property::ValueType;
    use crate::facts::{Date, Minor};
    include!(concat!(env!("OUT_DIR"), "/kafka_client_properties.rs"));
}

pub(super) mod rdkafka {
    use crate::facts::Date;
    use crate::facts::client::{From, RdkafkaKind, RdkafkaProperty, RdkafkaRange, RdkafkaRoles, Version};
    include!(concat!(env!("OUT_DIR"), "/librdkafka_properties.rs"));
}

pub(super) mod options {
    use crate::facts::Date;
    use crate::facts::client::{ClientOption, From, Version};
    include!(concat!(env!("OUT_DIR"), "/client_options.rs"));
}

pub(super) mod versions {
    use crate::facts::release::{Metadata, VersionRow, VersionRule};
    use crate::facts::{Confidence, Date};
    include!(concat!(env!("OUT_DIR"), "/msk_kafka_versions.rs"));
}

pub(super) mod instances {
    use crate::facts::instance::{Architecture, BrokerType, InstanceType};
    use crate::facts::{Confidence, Date};
    include!(concat!(env!("OUT_DIR"), "/msk_instance_types.rs"));
}

pub(super) mod connect {
    use crate::facts::kafka::{KafkaDefault, KafkaProperty, Since, Valid};
    use crate::facts::property::ValueType;
    use crate::facts::{Date, Minor};
    include!(concat!(env!("OUT_DIR"), "/kafka_connect_properties.rs"));
}

pub(super) mod plugins {
    use crate::facts::connect::{Plugin, PluginKind};
    use crate::facts::{Confidence, Date};
    include!(concat!(env!("OUT_DIR"), "/connect_plugins.rs"));
}

pub(super) mod workers {
    use crate::facts::connect::{WorkerProperty, WorkerUse};
    use crate::facts::{Confidence, Date};
    include!(concat!(env!("OUT_DIR"), "/msk_connect_workers.rs"));
}

pub(super) mod actions {
    use crate::facts::iam::Action;
    use crate::facts::{Confidence, Date};
    include!(concat!(env!("OUT_DIR"), "/msk_iam_actions.rs"));
}

pub(super) mod limits {
    use crate::facts::limit::{
        AuthEncryption, ClientBroker, Limit, LimitValue, Network, Port, Scheme, SecurityProtocol,
    };
    use crate::facts::{Confidence, Date};
    include!(concat!(env!("OUT_DIR"), "/msk_limits.rs"));
}

pub(super) mod metrics {
    use crate::facts::metric::Metric;
    use crate::facts::{Confidence, Date};
    include!(concat!(env!("OUT_DIR"), "/msk_metrics.rs"));
}

pub(super) mod practices {
    use crate::facts::practice::{Need, Practice};
    use crate::facts::{Confidence, Date};
    include!(concat!(env!("OUT_DIR"), "/msk_best_practices.rs"));
}

pub(super) mod schema {
    use crate::facts::schema::{Attribute, AttributeType, ForceNew, Mode, RejectedCombination, Removed, Resource};
    use crate::facts::{Confidence, Date};
    include!(concat!(env!("OUT_DIR"), "/terraform_aws_msk_schema.rs"));
}

pub(super) mod renames {
    use crate::facts::connect::Renamed;
    use crate::facts::{Confidence, Date};
    include!(concat!(env!("OUT_DIR"), "/connect_renames.rs"));
}

pub(super) mod managed {
    use crate::facts::client::{Managed, Version};
    use crate::facts::{Confidence, Date};
    include!(concat!(env!("OUT_DIR"), "/spring_boot_kafka.rs"));
}

pub(super) mod sources {
    use crate::facts::Date;
    use crate::facts::source::Source;
    include!(concat!(env!("OUT_DIR"), "/sources.rs"));
}

pub(super) static ALL: [Table; 18] = [
    Table {
        name: "client-options",
        compiled: options::COMPILED,
        rows: options::OPTIONS.len(),
        source: "kafka-python, aiokafka and kafkajs, by running them",
    },
    Table {
        name: "connect-plugins",
        compiled: plugins::COMPILED,
        rows: plugins::PLUGINS.len(),
        source: "Apache Kafka's archives of Connect, 3.9 and 4.3",
    },
    Table {
        name: "connect-renames",
        compiled: renames::COMPILED,
        rows: renames::RENAMED.len(),
        source: "Debezium's release notes and connectors, 1.9 to 3.6",
    },
    Table {
        name: "kafka-client-properties",
        compiled: clients::COMPILED,
        rows: clients::PRODUCER.len() + clients::CONSUMER.len() + clients::ADMIN.len(),
        source: "Apache Kafka configuration tables, 2.0 to 4.3",
    },
    Table {
        name: "kafka-connect-properties",
        compiled: connect::COMPILED,
        rows: connect::WORKER.len() + connect::SOURCE.len() + connect::SINK.len(),
        source: "Apache Kafka configuration tables, 2.0 to 3.9, and Connect 4.3 by running it",
    },
    Table {
        name: "kafka-properties",
        compiled: kafka::COMPILED,
        rows: kafka::BROKER.len() + kafka::TOPIC.len(),
        source: "Apache Kafka configuration tables, 2.0 to 4.3",
    },
    Table {
        name: "librdkafka-properties",
        compiled: rdkafka::COMPILED,
        rows: rdkafka::PROPERTIES.len(),
        source: "librdkafka 2.16.0 by running it, its documentation since 0.11",
    },
    Table {
        name: "msk-best-practices",
        compiled: practices::COMPILED,
        rows: practices::PRACTICES.len(),
        source: "Amazon MSK Developer Guide and AWS agent skill for MSK",
    },
    Table {
        name: "msk-broker-properties",
        compiled: properties::COMPILED,
        rows: properties::BROKER.len()
            + properties::TOPIC.len()
            + properties::REFUSED.len()
            + properties::CHANGES.len(),
        source: "Amazon MSK Developer Guide, configuration pages",
    },
    Table {
        name: "msk-connect-workers",
        compiled: workers::COMPILED,
        rows: workers::WORKER_PROPERTIES.len(),
        source: "Amazon MSK Developer Guide, supported worker configuration properties",
    },
    Table {
        name: "msk-iam-actions",
        compiled: actions::COMPILED,
        rows: actions::ACTIONS.len(),
        source: "Amazon MSK Developer Guide, pages on IAM and on other VPCs",
    },
    Table {
        name: "msk-instance-types",
        compiled: instances::COMPILED,
        rows: instances::TYPES.len(),
        source: "Amazon MSK Developer Guide and AWS sizing script",
    },
    Table {
        name: "msk-kafka-versions",
        compiled: versions::COMPILED,
        rows: versions::VERSIONS.len() + versions::RULES.len(),
        source: "Amazon MSK Developer Guide, version pages",
    },
    Table {
        name: "msk-limits",
        compiled: limits::COMPILED,
        rows: limits::LIMITS.len() + limits::PORTS.len() + limits::AUTH_ENCRYPTION.len(),
        source: "Amazon MSK Developer Guide and AWS SDK model",
    },
    Table {
        name: "msk-metrics",
        compiled: metrics::COMPILED,
        rows: metrics::METRICS.len(),
        source: "Amazon MSK Developer Guide, pages on metrics and alarms",
    },
    Table {
        name: "sources",
        compiled: sources::COMPILED,
        rows: sources::SOURCES.len(),
        source: "the addresses of what was read",
    },
    Table {
        name: "spring-boot-kafka",
        compiled: managed::COMPILED,
        rows: managed::MANAGED.len(),
        source: "spring-boot-dependencies, 2.0 to 4.1",
    },
    Table {
        name: "terraform-aws-msk-schema",
        compiled: schema::COMPILED,
        rows: schema::ATTRIBUTES.len() + schema::RESOURCES.len() + schema::REMOVED.len() + schema::REJECTED.len(),
        source: "Terraform AWS provider, version 6",
    },
];
