//! Scripts from outside: commands in files, findings out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "../support/memory.rs"]
mod memory;
mod msk;

use msk_lint::finding::Level;

use memory::{analyse, lint};

/// `level rule path:line:column "text"` of everything above a note.
fn findings(files: &[(&str, &str)]) -> Vec<String> {
    let analysis = analyse(files);
    let found = lint(&analysis, &|_| true);
    let above = found.iter().filter(|finding| finding.level > Level::Note);
    let shown = above.map(|finding| {
        let span = finding.primary().and_then(|label| label.place.span());
        let at = span.map_or_else(String::new, |span| {
            let text = analysis.sources.get(span.file).unwrap().text(span.range).into_owned();
            format!("{} {text:?}", analysis.sources.describe(span))
        });
        format!("{} {at}", finding.rule)
    });
    shown.collect()
}

const CLUSTER: &str = r#"#!/bin/bash
set -e
ARN=$(aws --region eu-west-1 kafka create-cluster \
  --cluster-name "events" \
  --kafka-version "3.9.x" \
  --number-of-broker-nodes 4 \
  --broker-node-group-info '{
    "InstanceType": "kafka.m7g.large",
    "BrokerAZDistribution": "DEFAULT",
    "ClientSubnets": ["subnet-a", "subnet-b", "subnet-c"],
    "StorageInfo": {"EbsStorageInfo": {"VolumeSize": 1000}}
  }' \
  --encryption-info '{"EncryptionInTransit": {"ClientBroker": "TLS", "InCluster": true}}' \
  --client-authentication '{"Sasl": {"Iam": {"Enabled": true}}}' \
  --open-monitoring '{"Prometheus": {"JmxExporter": {"EnabledInBroker": false},
                                     "NodeExporter": {"EnabledInBroker": false}}}' \
  --query ClusterArn --output text)
"#;

#[test]
fn clusters_of_the_command_line_are_clusters() {
    let found = findings(&[("bin/create.sh", CLUSTER)]);
    assert_eq!(found[0], "brokers-not-multiple-of-zones bin/create.sh:6:28 \"4\"", "{found:?}");
    let open = CLUSTER.replace("\"ClientBroker\": \"TLS\"", "\"ClientBroker\": \"PLAINTEXT\"");
    let found_open = findings(&[("bin/create.sh", &open)]);
    assert!(
        found_open.iter().any(|finding| finding.starts_with("plaintext-listener bin/create.sh:13:64")),
        "{found_open:?}"
    );
    assert!(!found.iter().any(|finding| finding.starts_with("unauthenticated-access")), "{found:?}");
    let sound = CLUSTER.replace("nodes 4", "nodes 6");
    let left = findings(&[("bin/create.sh", &sound)]);
    assert!(left.iter().all(|finding| !finding.contains("brokers")), "{left:?}");
}

#[test]
fn what_the_shell_fills_in_is_unknown() {
    for (written, variable) in
        [("nodes 4", "nodes $NODES"), ("nodes 4", "nodes \"${NODES:-4}\""), ("'{\n", "\"$JSON\" '{\n")]
    {
        let script = CLUSTER.replace(written, variable);
        let found = findings(&[("create.sh", &script)]);
        assert!(!found.iter().any(|finding| finding.starts_with("brokers-not")), "{variable}: {found:?}");
    }
    let open = "aws kafka create-cluster --cluster-name x $OPTIONS\n";
    assert_eq!(findings(&[("create.sh", open)]), [""; 0]);
    let split = CLUSTER.replace("\"subnet-a\"", "\"'$A'\"").replace("\"subnet-b\"", "\"'\"$B\"'\"");
    let found = findings(&[("create.sh", &split)]);
    assert_eq!(found[0], "brokers-not-multiple-of-zones create.sh:6:28 \"4\"", "{found:?}");
}

#[test]
fn options_that_the_shell_fills_in_are_unknown() {
    for written in [
        "\"$AUTH\"",
        "$AUTH",
        "\"${AUTH}${MORE}\"",
        "\"$(cat auth.json)\"",
        "\"$(jq -c .auth all.json)\"",
        "`cat auth.json`",
        "file://missing.json",
        "\"{\\\"Sasl\\\": $SASL}\"",
        "\"{\\\"Sasl\\\": {\\\"Iam\\\": $IAM}}\"",
        "'{\"Sasl\": '\"$SASL\"', \"Unauthenticated\": {\"Enabled\": false}}'",
        "Sasl={Iam={Enabled=true}}",
    ] {
        let script = CLUSTER.replace("'{\"Sasl\": {\"Iam\": {\"Enabled\": true}}}'", written);
        let found = findings(&[("create.sh", &script)]);
        assert!(found.iter().all(|finding| !finding.starts_with("unauthenticated-access")), "{written}: {found:?}");
        assert!(found[0].starts_with("brokers-not-multiple-of-zones"), "{written}: {found:?}");
    }
    let connector = "aws kafkaconnect create-connector --connector-name c --capacity \"$CAPACITY\" --connector-configuration \
                     \"$SETTINGS\" --kafka-cluster \"$CLUSTER\" --kafka-cluster-client-authentication \"$AUTH\" \
                     --kafka-cluster-encryption-in-transit \"$TLS\" --log-delivery \"$LOGS\" --plugins \"$PLUGINS\" \
                     --worker-configuration \"$WORKER\" --kafka-connect-version \"$VERSION\"\n";
    assert_eq!(findings(&[("connect.sh", connector)]), [""; 0]);
    let version_two = "aws kafka create-cluster-v2 --cluster-name c --provisioned \"$PROVISIONED\"\n\
                       aws kafka create-cluster --cluster-name c --no-paginate ${OPTIONS[@]}\n\
                       aws kafka create-cluster --cli-input-json \"$INPUT\"\n";
    assert_eq!(findings(&[("create.sh", version_two)]), [""; 0]);
    let topic = "kafka-topics --bootstrap-server b-1.x.y.c2.kafka.eu-west-1.amazonaws.com:9094 --create $OPTIONS \
                 --topic t --replication-factor \"$FACTOR\" --partitions \"$PARTITIONS\" --config \"retention.ms=$R\"\n";
    assert_eq!(findings(&[("topic.sh", topic)]), [""; 0]);
}

#[test]
fn files_that_commands_name_are_read() {
    let json = "{\n  \"ClusterName\": \"events\",\n  \"NumberOfBrokerNodes\": 4,\n  \"BrokerNodeGroupInfo\": {\n    \
                \"InstanceType\": \"kafka.m7g.large\",\n    \"ClientSubnets\": [\"a\", \"b\", \"c\"]\n  }\n}\n";
    let input = "aws kafka create-cluster --cli-input-json file://cluster.json\n";
    let found = findings(&[("bin/create.sh", input), ("bin/cluster.json", json)]);
    assert!(found.contains(&"brokers-not-multiple-of-zones bin/cluster.json:3:26 \"4\"".to_owned()), "{found:?}");
    let group = "{\"InstanceType\": \"kafka.m7g.large\", \"ClientSubnets\": [\"a\", \"b\", \"c\"]}";
    let script = "aws kafka create-cluster --cluster-name events --number-of-broker-nodes 4 \\\n  \
                  --broker-node-group-info file://bin/group.json\n";
    let found = findings(&[("bin/create.sh", script), ("bin/group.json", group)]);
    assert!(found.contains(&"brokers-not-multiple-of-zones bin/create.sh:1:73 \"4\"".to_owned()), "{found:?}");
    // Made by what ran before: nobody knows what is in it.
    assert_eq!(findings(&[("bin/create.sh", input)]), [""; 0]);
    assert_eq!(
        findings(&[("bin/create.sh", "aws kafka create-cluster --cli-input-json file://../../x.json\n")]),
        [""; 0]
    );
    let properties = "default.replication.factor=3\nmin.insync.replicas=3\nnum.partitons=3\n";
    let script =
        "aws kafka create-configuration --name c --kafka-versions 3.9.x --server-properties fileb://server.txt\n";
    let found = findings(&[("create.sh", script), ("server.txt", properties)]);
    assert_eq!(found, ["unknown-broker-property server.txt:3:1 \"num.partitons=3\""]);
}

#[test]
fn serverless_clusters_are_read() {
    let script = "aws kafka create-cluster-v2 --cluster-name s --serverless '{\n  \"vpcConfigs\": [\n    {\"subnetIds\": \
                  [\"a\"], \"securityGroupIds\": [\"sg\"]}\n  ],\n  \"clientAuthentication\": {\"sasl\": {\"iam\": \
                  {\"enabled\": false}}}\n}'\n";
    let found = findings(&[("create.sh", script)]);
    assert!(found.iter().any(|finding| finding.starts_with("serverless-limit create.sh:")), "{found:?}");
    let two = script.replace("\"a\"", "\"a\", \"b\"");
    assert_eq!(findings(&[("create.sh", &two.replace("false", "true"))]), [""; 0]);
    assert!(!findings(&[("create.sh", &two)]).is_empty(), "serverless clusters take IAM only");
}

const TOPIC: &str = "export BOOTSTRAP=\"b-1.events.x.c2.kafka.eu-west-1.amazonaws.com:9096\"\nbin/kafka-topics.sh \\\n  \
                     --bootstrap-server \"$BOOTSTRAP\" --create --topic orders \\\n  --partitions 12 \
                     --replication-factor 1 \\\n  --config retention.mss=1 --config cleanup.policy=delete\n";

#[test]
fn topics_of_scripts_are_topics() {
    assert_eq!(
        findings(&[("topics.sh", TOPIC)]),
        ["topic-replication-in-code topics.sh:4:40 \"1\"", "topic-config-invalid topics.sh:5:12 \"retention.mss\"",]
    );
    let change = "export MSK_REGION=eu-west-1\nkafka-configs --bootstrap-server $B --alter --entity-type topics \\\n  --entity-name orders \
                  --add-config cleanup.policy=[compact,delete],min.insync.replica=2\n";
    assert_eq!(findings(&[("topics.sh", change)]), ["topic-config-invalid topics.sh:3:69 \"min.insync.replica\""]);
}

#[test]
fn what_later_commands_change_is_unknown() {
    let has = |files: &[(&str, &str)], rule: &str| findings(files).iter().any(|finding| finding.starts_with(rule));
    let open = CLUSTER.replace("\"ClientBroker\": \"TLS\"", "\"ClientBroker\": \"PLAINTEXT\"");
    let open = open.replace("kafka.m7g.large", "m7g.large").replace("3.9.x", "2.2.1");
    for (rule, change) in [
        ("brokers-not-multiple-of-zones", "update-broker-count --target-number-of-broker-nodes 6"),
        ("plaintext-listener", "update-security --encryption-info file://security.json"),
        ("kafka-version-end-of-support", "update-cluster-kafka-version --target-kafka-version 3.9.x"),
        ("unknown-instance-type", "update-broker-type --target-instance-type kafka.m7g.large"),
    ] {
        assert!(has(&[("create.sh", &open)], rule), "{rule}: {:?}", findings(&[("create.sh", &open)]));
        let changed = format!("{open}aws kafka {change} --cluster-arn $ARN --current-version $V\n");
        assert!(!has(&[("create.sh", &changed)], rule), "{rule}: {change}");
        let shown = format!("{open}echo aws kafka {change} --cluster-arn $ARN\n");
        assert!(has(&[("create.sh", &shown)], rule), "{rule}: {change}");
        let others = ["brokers-not-multiple-of-zones", "plaintext-listener"].into_iter().filter(|other| *other != rule);
        for other in others {
            assert!(has(&[("create.sh", &changed)], other), "{other} does not depend on {change}");
        }
    }
}

#[test]
fn arithmetic_does_not_end_a_script() {
    let script = format!("BATCH=$((1<<2))\nfor ((i=1<<2;i<9;i++)); do (( x <<= 1 )); done\n{TOPIC}");
    let found = findings(&[("topics.sh", &script)]);
    assert!(found.iter().any(|finding| finding.starts_with("topic-replication-in-code topics.sh:6:40")), "{found:?}");
}

#[test]
fn recipes_and_steps_are_scripts() {
    let make = "export MSK_CLUSTER = orders\nFACTOR = 1\ntopics:\n\t@kafka-topics.sh --bootstrap-server $(BROKERS) --create --topic a \\\n\t  \
                --partitions 3 --replication-factor 1\n\tkafka-topics.sh --bootstrap-server $$B --create --topic b \
                --partitions 3 --replication-factor $(FACTOR)\n";
    assert_eq!(findings(&[("Makefile", make)]), ["topic-replication-in-code Makefile:5:40 \"1\""]);
    let workflow = "on: push\njobs:\n  topics:\n    steps:\n      - name: topics\n        run: |\n          aws kafka describe-cluster\n          kafka-topics.sh \
                    --bootstrap-server ${{ secrets.BROKERS }} --create \\\n            --topic a --partitions 3 \
                    --replication-factor 1\n      - run: kafka-topics.sh --bootstrap-server $B --create --topic b \
                    --partitions 1 --replication-factor 1\n";
    assert_eq!(
        findings(&[(".github/workflows/topics.yml", workflow)]),
        [
            "topic-replication-in-code .github/workflows/topics.yml:9:59 \"1\"",
            "topic-replication-in-code .github/workflows/topics.yml:10:107 \"1\"",
        ]
    );
    assert_eq!(findings(&[("other.yml", workflow)]), [""; 0]);
}

#[test]
fn connectors_of_the_command_line_are_connectors() {
    let script = "aws kafkaconnect create-connector --connector-name c \\\n  --kafka-cluster-client-authentication \
                  '{\"authenticationType\": \"IAM\"}' \\\n  --kafka-cluster-encryption-in-transit '{\"encryptionType\": \
                  \"PLAINTEXT\"}' \\\n  --capacity '{\"autoScaling\": {\"minWorkerCount\": 1, \"maxWorkerCount\": 60}}' \\\n  \
                  --connector-configuration '{\"tasks.max\": \"0\", \"connector.class\": \"x.Y\"}' \\\n  --log-delivery \
                  '{\"workerLogDelivery\": {\"cloudWatchLogs\": {\"enabled\": true, \"logGroup\": \"g\"}}}'\n";
    assert_eq!(
        findings(&[("connect.sh", script)]),
        [
            "connect-invalid connect.sh:3:62 \"PLAINTEXT\"",
            "connect-invalid connect.sh:4:71 \"60\"",
            "connector-property connect.sh:5:45 \"0\"",
        ]
    );
}

#[test]
fn worker_configurations_of_the_command_line_are_known_by_their_arn() {
    let settings = "{\"connector.class\": \"io.debezium.connector.mysql.MySqlConnector\", \"database.password\": \
                    \"${secretManager:prod:password}\"}";
    let script = |worker: &str| {
        format!(
            "aws kafkaconnect create-connector --connector-name c {worker} --connector-configuration file://c.json \
             --plugins '[{{\"customPlugin\": {{\"customPluginArn\": \"arn:p\", \"revision\": 1}}}}]'\n"
        )
    };
    let has = |worker: &str| {
        let found = findings(&[("connect.sh", &script(worker)), ("c.json", settings)]);
        found.iter().any(|finding| finding.starts_with("config-provider-missing"))
    };
    assert!(has(""));
    assert!(!has("--worker-configuration '{\"workerConfigurationArn\": \"arn:w\", \"revision\": 1}'"));
    assert!(!has("--worker-configuration '{\"revision\": 1}'"));
    assert!(!has("--worker-configuration workerConfigurationArn=arn:w,revision=1"));
}

#[test]
fn files_of_connectors_are_judged_like_those_of_terraform() {
    let json = "{\"name\": \"orders\", \"config\": {\n  \"connector.class\": \"io.debezium.connector.mysql.MySqlConnector\",\n  \
                \"tasks.max\": \"many\",\n  \"topic.prefix\": \"a\",\n  \"database.server.name\": \"a\",\n  \
                \"heartbeat.interval.ms\": \"5000\",\n  \"locale\": \"en\",\n  \"locale\": \"de\"\n}}\n";
    assert_eq!(
        findings(&[("connectors/orders.json", json)]),
        [
            "connector-property connectors/orders.json:3:17 \"many\"",
            "connector-property connectors/orders.json:5:3 \"\\\"database.server.name\\\"\"",
            "connect-invalid connectors/orders.json:8:3 \"\\\"locale\\\"\"",
        ]
    );
    let terraform = "resource \"aws_mskconnect_connector\" \"c\" {\n  connector_configuration = {\n    \"connector.class\" = \
                     \"x.Y\"\n    locale = \"en\"\n    \"locale\" = \"de\"\n  }\n  capacity {\n    autoscaling {\n      \
                     mcu_count = 1\n      min_worker_count = 1\n      max_worker_count = 2\n    }\n  }\n  log_delivery {\n    \
                     worker_log_delivery {\n      s3 {\n        enabled = true\n      }\n    }\n  }\n}\n";
    assert_eq!(findings(&[("main.tf", terraform)]), ["connect-invalid main.tf:5:5 \"\\\"locale\\\"\""]);
}

/// What the notes of a rule's findings say.
fn notes(files: &[(&str, &str)], rule: &str) -> Vec<String> {
    let found = lint(&analyse(files), &|of| of == rule);
    let said = found.iter().map(|finding| {
        let label = finding.primary().map(|label| label.text.to_string()).unwrap_or_default();
        format!("{label}; {}", finding.notes.last().cloned().unwrap_or_default())
    });
    said.collect()
}

#[test]
fn findings_speak_of_the_command_line() {
    let script = CLUSTER.replace("  --open-monitoring", "  --tags a=b --open-monitoring");
    let found = notes(&[("create.sh", &script)], "brokers-not-multiple-of-zones");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].ends_with("create-cluster takes it as --number-of-broker-nodes"), "{found:?}");
    let found = notes(&[("create.sh", &script)], "monitoring-too-coarse");
    assert_eq!(
        found,
        ["enhanced_monitoring is DEFAULT, MSK's default here; create-cluster takes it as --enhanced-monitoring"]
    );
    let open = CLUSTER.replace("\"ClientBroker\": \"TLS\"", "\"ClientBroker\": \"PLAINTEXT\"");
    let found = notes(&[("create.sh", &open)], "plaintext-listener");
    assert!(found[0].ends_with("; create-cluster takes it in --encryption-info"), "{found:?}");
    let found = notes(&[("topics.sh", TOPIC)], "topic-replication-in-code");
    assert!(found[0].ends_with("; kafka-topics takes it as --replication-factor"), "{found:?}");
}

#[test]
fn connectors_are_read_from_properties_and_manifests() {
    let properties = "# orders\nname=orders\nconnector.class=com.example.OrdersSink\ntasks.max = none\ntopics=\\\n  orders\n\
                      errors.tolerance=${TOLERANCE}\ntransforms=a\n";
    assert_eq!(
        findings(&[("config/orders.properties", properties)]),
        [
            "connector-property config/orders.properties:4:13 \"none\"",
            "connector-property config/orders.properties:8:12 \"a\"",
        ]
    );
    let manifest = "apiVersion: kafka.strimzi.io/v1beta2\nkind: KafkaConnector\nmetadata:\n  name: orders\nspec:\n  \
                    class: com.example.OrdersSink\n  tasksMax: 2\n  config:\n    topics.regex: orders.*\n    \
                    errors.tolerance: some\n    producer.override.acks: \"1\"\n---\napiVersion: v1\nkind: Service\n";
    let found = findings(&[("k8s/connector.yaml", manifest)]);
    assert!(found.contains(&"connector-property k8s/connector.yaml:10:23 \"some\"".to_owned()), "{found:?}");
    for other in ["kind: KafkaConnect\n", "kind: Kafka\n"] {
        assert_eq!(findings(&[("k8s/connector.yaml", &manifest.replace("kind: KafkaConnector\n", other))]), [""; 0]);
    }
    let template = "spec:\n  values:\n    {{- if .Values.connector.class }}\n    connector.class: x\n";
    assert_eq!(findings(&[("k8s/templates/connector.yaml", template)]), [""; 0]);
    // The engine of Debezium takes more than Connect does.
    let engine = "connector.class=io.debezium.connector.mysql.MySqlConnector\noffset.storage=x\ntransforms=a\n";
    assert_eq!(findings(&[("engine.properties", engine)]), [""; 0]);
}

#[test]
fn workers_are_judged_by_what_connect_reads() {
    let worker = |line: &str| {
        let text = format!(
            "bootstrap.servers=b-1.orders.x.c2.kafka.eu-west-1.amazonaws.com:9094,b-2.orders.x.c2.kafka.eu-west-1\
             .amazonaws.com:9094,b-3.orders.x.c2.kafka.eu-west-1.amazonaws.com:9094\nsecurity.protocol=SSL\n\
             group.id=connect\noffset.storage.topic=o\nconfig.storage.topic=c\nstatus.storage.topic=s\n\
             key.converter=org.apache.kafka.connect.storage.StringConverter\n{line}\n"
        );
        let found = findings(&[("connect/worker.properties", &text)]);
        let of = |rule: &str| found.iter().any(|finding| finding.starts_with(rule));
        (of("client-value-misread"), of("unknown-client-property"))
    };
    for wrong in [
        "offset.flush.interval.ms=10s",
        "topic.creation.enable=on",
        "connect.protocol=lazy",
        "exactly.once.source.support=yes",
        "scheduled.rebalance.max.delay.ms=-1",
    ] {
        assert_eq!(worker(wrong), (true, false), "{wrong}");
    }
    for misspelt in ["offset.flush.interval.m=10", "plugins.path=/plugins", "task.shutdown.gracefull.timeout.ms=1"] {
        assert_eq!(worker(misspelt), (false, true), "{misspelt}");
    }
    for sound in [
        "offset.flush.interval.ms=10000",
        "topic.creation.enable=False",
        "connect.protocol=sessioned",
        "exactly.once.source.support=Enabled",
        "value.converter.schemas.enable=no such flag of ours",
        "config.providers.file.class=x",
        "rest.port=8083",
        "internal.key.converter=x",
        "offset.storage.file.filename=/tmp/x",
    ] {
        assert_eq!(worker(sound), (false, false), "{sound}");
    }
}
