//! What must stay silent: each beside the same text in a place or form that is not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "support/memory.rs"]
mod memory;

use msk_lint::finding::Level;
use msk_lint::rules;

use memory::{analyse, lint};

/// The rules that fire above a note.
fn rules(files: &[(&str, &str)]) -> Vec<&'static str> {
    let found = lint(&analyse(files), &|_| true);
    let above = found.iter().filter(|finding| finding.level > Level::Note);
    above.map(|finding| rules::find(&finding.rule).unwrap().name).collect()
}

const NOTHING: [&str; 0] = [];
const PRODUCER: &str = "key.serializer=x\nacks=1\nbootstrap.servers=kafka.example.com:9094\n";

#[test]
fn brokers_of_docker_compose() {
    let compose = "services:\n  kafka:\n    environment:\n      KAFKA_ACKS: \"1\"\n      KAFKA_MIN_INSYNC_REPLICAS: \"1\"\n      \
                   KAFKA_DEFAULT_REPLICATION_FACTOR: \"1\"\n  app:\n    environment:\n      SPRING_KAFKA_PRODUCER_ACKS: \"1\"\n";
    for name in ["docker-compose.yml", "docker-compose.prod.yaml", "compose.yaml"] {
        assert_eq!(rules(&[(name, compose)]), NOTHING, "{name}");
    }
    assert_eq!(rules(&[("deploy/values.yaml", compose)]), ["acks-too-weak"]);
}

#[test]
fn vendored_libraries_tests_and_examples() {
    for folder in
        ["vendor", "node_modules/x", "third_party", "venv/lib", "test/resources", "tests", "examples", "samples"]
    {
        assert_eq!(rules(&[(&format!("{folder}/producer.properties"), PRODUCER)]), NOTHING, "{folder}");
    }
    assert_eq!(rules(&[("config/producer.properties", PRODUCER)]), ["acks-too-weak"]);
    let script = "kafka-topics.sh --bootstrap-server b-1.orders.abc123.c2.kafka.eu-west-1.amazonaws.com:9098 --create --topic t \
         --partitions 1 --replication-factor 1\n";
    assert_eq!(rules(&[("vendor/topics.sh", script), ("test/topics.sh", script)]), NOTHING);
    assert_eq!(rules(&[("bin/topics.sh", script)]), ["topic-replication-in-code"]);
}

#[test]
fn kafka_on_the_developers_machine() {
    for local in
        ["localhost:9092", "127.0.0.1:9092", "kafka:29092,kafka2:29092", "[::1]:9092", "host.docker.internal:9092"]
    {
        let text = PRODUCER.replace("kafka.example.com:9094", local);
        assert_eq!(rules(&[("producer.properties", &text)]), NOTHING, "{local}");
        let env = format!("SPRING_KAFKA_BOOTSTRAP_SERVERS={local}\nSPRING_KAFKA_PRODUCER_ACKS=1\n");
        assert_eq!(rules(&[(".env", &env)]), NOTHING, "{local}");
    }
    assert_eq!(rules(&[(".env", "SPRING_KAFKA_PRODUCER_ACKS=1\n")]), ["acks-too-weak"]);
}

#[test]
fn heartbeats_of_debezium() {
    let connector = |prefix: &str| {
        format!(
            "{{\"connector.class\": \"io.debezium.connector.mysql.MySqlConnector\", \"tasks.max\": \"1\",\n\
             \"{prefix}heartbeat.interval.ms\": \"60000\", \"consumer.override.session.timeout.ms\": \"45000\"}}"
        )
    };
    assert_eq!(rules(&[("orders.json", &connector(""))]), NOTHING);
    let ours = rules(&[("orders.json", &connector("consumer.override."))]);
    assert!(ours.iter().any(|rule| ["heartbeat-too-slow", "client-refuses-to-start"].contains(rule)), "{ours:?}");
}

#[test]
#[cfg(feature = "python")]
fn aliases_of_librdkafka() {
    let code = |settings: &str| {
        format!(
            "from confluent_kafka import Producer\np = Producer({{'metadata.broker.list': 'k.example.com:9094', {settings}}})\n"
        )
    };
    let sound = "'request.required.acks': -1, 'message.timeout.ms': 300000, 'message.send.max.retries': 2147483647, \
                 'queue.buffering.max.ms': 5, 'sasl.mechanisms': 'SCRAM-SHA-512', 'max.in.flight': 5";
    assert_eq!(rules(&[("app.py", &code(sound))]), NOTHING);
    assert_eq!(rules(&[("app.py", &code("'request.required.acks': 1, 'mesage.timeout.ms': 300000"))]).len(), 2);
}

#[test]
fn the_one_endpoint_of_serverless_clusters() {
    let client = |host: &str| {
        format!(
            "key.serializer=x\nbootstrap.servers={host}:9098\nsecurity.protocol=SASL_SSL\nsasl.mechanism=AWS_MSK_IAM\n\
                 sasl.jaas.config=software.amazon.msk.auth.iam.IAMLoginModule required;\n\
                 sasl.client.callback.handler.class=software.amazon.msk.auth.iam.IAMClientCallbackHandler\n"
        )
    };
    let single = |host: &str| rules(&[("client.properties", &client(host))]).contains(&"single-bootstrap-broker");
    assert!(!single("boot-abc.c1.kafka-serverless.us-east-1.amazonaws.com"));
    assert!(single("b-1.orders.abc.c2.kafka.us-east-1.amazonaws.com"));
}

#[test]
fn redefinitions_in_hocon() {
    let weak = "akka.kafka.producer.kafka-clients { acks = 1 }\n";
    for later in [
        "akka.kafka.producer.kafka-clients.acks = all\n",
        "akka { kafka { producer { kafka-clients { acks = \"all\" } } } }\n",
        "akka.kafka.producer.kafka-clients { acks = ${?ACKS} }\n",
    ] {
        assert_eq!(rules(&[("application.conf", &format!("{weak}{later}"))]), NOTHING, "{later}");
    }
    assert_eq!(rules(&[("application.conf", weak)]), ["acks-too-weak"]);
}

#[test]
fn values_from_the_environment() {
    for (name, text) in [
        ("producer.properties", "key.serializer=x\nacks=${env:ACKS}\nbootstrap.servers=kafka.example.com:9094\n"),
        ("application.yml", "spring:\n  kafka:\n    producer:\n      acks: ${ACKS:1}\n"),
        (".env", "SPRING_KAFKA_PRODUCER_ACKS=$ACKS\n"),
        ("app.py", "import os\nfrom confluent_kafka import Producer\np = Producer({'acks': os.environ['ACKS']})\n"),
        ("topics.sh", "# MSK\nkafka-topics.sh --bootstrap-server $B --create --topic t --replication-factor $FACTOR\n"),
    ] {
        assert_eq!(rules(&[(name, text)]), NOTHING, "{name}");
    }
    assert_eq!(rules(&[(".env", "SPRING_KAFKA_PRODUCER_ACKS=1\n")]), ["acks-too-weak"]);
}

#[test]
fn the_region_of_somebody_else() {
    let project = |own: &str| {
        let module = format!(
            "{own}\nresource \"aws_msk_cluster\" \"main\" {{\n  number_of_broker_nodes = 3\n  broker_node_group_info {{\n    \
             instance_type  = \"kafka.m7g.large\"\n    client_subnets = [\"subnet-a\", \"subnet-b\", \"subnet-c\"]\n  }}\n}}\n"
        );
        let caller = "provider \"aws\" {\n  region = \"us-west-1\"\n}\nmodule \"msk\" {\n  source = \"./msk\"\n}\n";
        rules(&[("main.tf", caller), ("msk/main.tf", &module)]).contains(&"zones-not-distinct")
    };
    assert!(project(""), "the caller's provider is the module's");
    assert!(project("provider \"aws\" {}"), "it only says that one is handed on");
    assert!(!project("provider \"aws\" {\n  profile = \"elsewhere\"\n}"), "its own takes nothing from the caller's");
    assert!(!project("provider \"aws\" {\n  region = \"eu-west-1\"\n}"));
}

#[test]
fn what_a_half_typed_block_may_have_lost_is_not_missing() {
    let cluster = |more: &str| {
        format!(
            "resource \"aws_msk_cluster\" \"main\" {{\n  cluster_name = \"orders\"\n  kafka_version = \"3.9.x\"\n  \
             number_of_broker_nodes = 6\n{more}  broker_node_group_info {{\n    instance_type = \"kafka.m7g.large\"\n    \
             client_subnets = [\"a\", \"b\", \"c\"]\n    security_groups = [\"sg-1\"]\n  }}\n}}\n"
        )
    };
    assert_eq!(rules(&[("main.tf", &cluster(""))]), ["unauthenticated-access"]);
    assert_eq!(rules(&[("main.tf", &cluster("  storage_mode = = 3\n"))]), ["syntax-error"]);
}
