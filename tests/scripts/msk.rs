//! Which Kafka the commands of a script go to: only MSK's is judged.

use super::{CLUSTER, TOPIC, findings};

#[test]
fn kafka_that_is_not_msk_is_nobodys_business_here() {
    for (text, other) in [
        ("b-1.events.x.c2.kafka.eu-west-1.amazonaws.com:9096", "localhost:9092"),
        ("b-1.events.x.c2.kafka.eu-west-1.amazonaws.com:9096", "${BROKERS:-kafka:9092}"),
        ("b-1.events.x.c2.kafka.eu-west-1.amazonaws.com:9096", "kafka.example.com:9092"),
        ("b-1.events.x.c2.kafka.eu-west-1.amazonaws.com:9096", "$1"),
        ("bin/kafka-topics.sh", "echo kafka-topics.sh"),
        ("bin/kafka-topics.sh", "#bin/kafka-topics.sh"),
        ("--create", "--describe"),
    ] {
        let script = TOPIC.replace(text, other);
        assert_eq!(findings(&[("topics.sh", &script)]), [""; 0], "{other}");
    }
    let documents = format!("cat > run.sh <<'EOF'\n{TOPIC}EOF\n");
    assert_eq!(findings(&[("topics.sh", &documents)]), [""; 0]);
    assert_eq!(findings(&[("examples/topics.sh", TOPIC)]), [""; 0]);
}

#[test]
fn other_services_of_aws_do_not_make_kafka_that_of_msk() {
    let create = "--create --topic t --partitions 1 --replication-factor 1";
    let silent = |script: &str| assert_eq!(findings(&[("boot.sh", script)]), [""; 0], "{script}");
    let loud = |script: &str| {
        let found = findings(&[("boot.sh", script)]);
        assert!(found.iter().any(|finding| finding.starts_with("topic-replication-in-code")), "{script}: {found:?}");
    };
    for other in [
        "docker pull 123456789012.dkr.ecr.eu-west-1.amazonaws.com/org.apache.kafka.tools",
        "# see https://s3.amazonaws.com/x",
        "java org.apache.kafka.Tool --url https://s3.amazonaws.com",
    ] {
        silent(&format!("{other}\nkafka-topics.sh --bootstrap-server $BROKERS {create}\n"));
    }
    for msk in [
        "echo sasl.mechanism=AWS_MSK_IAM",
        "export B=b-1.x.${ID}.c2.kafka.${REGION}.amazonaws.com:9094",
        "aws kafka list-clusters",
    ] {
        loud(&format!("{msk}\nkafka-topics.sh --bootstrap-server $BROKERS {create}\n"));
        loud(&format!("{msk}\nkafka-topics.sh --bootstrap-server '<brokers>' {create}\n"));
        loud(&format!("{msk}\nkafka-topics.sh --zookeeper $ZOOKEEPER {create}\n"));
        loud(&format!("{msk}\nkubectl run tools -- kafka-topics --bootstrap-server $BROKERS {create}\n"));
        for other in ["localhost:2181", "zookeeper:2181", "zk.example.com:2181/kafka", "zk.example.com"] {
            silent(&format!("{msk}\nkafka-topics.sh --zookeeper {other} {create}\n"));
            silent(&format!("{msk}\nZK={other}\nkafka-topics.sh --zookeeper $ZK {create}\n"));
        }
        silent(&format!("{msk}\nkafka-topics.sh --bootstrap-server kafka_1:9092 {create}\n"));
        silent(&format!("{msk}\nkafka-topics.sh --bootstrap-server kafka.example.com {create}\n"));
        for container in [
            "docker exec kafka",
            "docker compose exec -T kafka",
            "docker-compose exec kafka",
            "kubectl exec -it kafka-0 --",
        ] {
            silent(&format!("{msk}\n{container} kafka-topics --bootstrap-server $BROKER {create}\n"));
            silent(&format!("{msk}\n{container} kafka-topics.sh --zookeeper $ZK {create}\n"));
        }
    }
    let zookeeper = "z-1.orders.abc.c2.kafka.eu-west-1.amazonaws.com:2181";
    loud(&format!("kafka-topics.sh --zookeeper {zookeeper} {create}\n"));
    loud(&format!("kafka-topics.sh --zookeeper {zookeeper}/kafka {create}\n"));
    loud(&format!("docker exec tools kafka-topics --zookeeper {zookeeper} {create}\n"));
}

const CREATE: &str = "--create --topic t --partitions 1 --replication-factor 1";
const MSK: &str = "b-1.x.abc.c2.kafka.eu-west-1.amazonaws.com:9098";

fn is_judged(path: &str, text: &str) -> bool {
    findings(&[(path, text)]).iter().any(|finding| finding.starts_with("topic-replication-in-code"))
}

#[test]
fn every_value_of_a_variable_has_to_be_msks() {
    let with = |brokers: &str, before: &str| {
        format!("aws kafka list-clusters\n{before}\nkafka-topics.sh --bootstrap-server {brokers} {CREATE}\n")
    };
    for (brokers, before) in [
        ("$B", format!(": \"${{B:={MSK}}}\"")),
        ("$B", format!("if test; then B={MSK}; else B=$(aws kafka get-bootstrap-brokers); fi")),
        ("$B", format!("for B in {MSK} $OTHER; do")),
        ("$B:$PORT", "B=b-1.x.abc.c2.kafka.eu-west-1.amazonaws.com\nPORT=9098".to_owned()),
        ("\"$B\"", format!("B=\nB+={MSK}")),
        ("$B", format!("HOST={MSK}\nB=${{1:-$HOST}}")),
        ("\"${B[0]}\"", format!("B=({MSK})")),
        ("$B", "B=$A\nA=$B".to_owned()),
    ] {
        assert!(is_judged("topics.sh", &with(brokers, &before)), "{before}");
    }
    for (brokers, before) in [
        ("$B", ": \"${B:=localhost:9092}\"".to_owned()),
        ("$B", "B=${BROKERS=localhost:9092}".to_owned()),
        ("$B", "for B in localhost:9092; do".to_owned()),
        ("$B", format!("for B in {MSK} localhost:9092; do")),
        ("$B", "LIST='localhost:9092 localhost:9093'\nfor B in $LIST; do".to_owned()),
        ("$B", format!("B={MSK}\nif test \"$E\" = local; then B=localhost:9092; fi")),
        ("$B", format!("if test; then\n  export B=localhost:9092\nelse\n  export B={MSK}\nfi")),
        ("$B", "declare -r B=kafka.example.com:9092".to_owned()),
        ("$B", "LOCAL=localhost:9092\nB=$LOCAL".to_owned()),
        ("$B", "B=${1:-\"localhost:9092\"}".to_owned()),
        ("$B", "LOCAL=localhost:9092\nB=${1:-${LOCAL}}".to_owned()),
        ("$HOST:9092", "HOST=localhost".to_owned()),
        ("localhost:$PORT", String::new()),
        ("$HOST.example.com:9092", String::new()),
        ("\"${B[@]}\"", "B=(localhost:9092 localhost:9093)".to_owned()),
    ] {
        assert!(!is_judged("topics.sh", &with(brokers, &before)), "{before}");
    }
}

#[test]
fn variables_of_make_and_ci_have_values() {
    let make = |line: &str, brokers: &str| {
        format!("MSK_CLUSTER = x\n{line}\ntopics:\n\tkafka-topics.sh --bootstrap-server {brokers} {CREATE}\n")
    };
    for brokers in ["$(BROKERS)", "${BROKERS}", "$$BROKERS"] {
        for line in [
            "BROKERS ?= localhost:9092",
            "export BROKERS := localhost:9092 # of this machine",
            "local: BROKERS = localhost:9092",
            "HOST = localhost\nBROKERS=$(HOST):9092",
        ] {
            assert!(!is_judged("Makefile", &make(line, brokers)), "{line} {brokers}");
        }
        for line in ["", "BROKERS ?= $(shell terraform output -raw brokers)", &format!("BROKERS ::= {MSK}")] {
            assert!(is_judged("Makefile", &make(line, brokers)), "{line} {brokers}");
        }
    }
    let workflow = |place: &str, brokers: &str| {
        let run = format!("      - run: kafka-topics.sh --bootstrap-server {brokers} {CREATE}\n");
        let (global, job) =
            if place == "global" { ("env:\n  B: HERE\n", "") } else { ("", "    env: {B: \"HERE\"}\n") };
        format!("on: push\n{global}jobs:\n  topics:\n{job}    steps:\n      - run: aws kafka list-clusters\n{run}")
    };
    for place in ["global", "job"] {
        for brokers in ["$B", "\"${B}\"", "${{ env.B }}"] {
            let text = workflow(place, brokers);
            for (value, judged) in [("localhost:9092", false), (MSK, true), ("${{ secrets.B }}", true)] {
                let is = is_judged(".github/workflows/t.yml", &text.replace("HERE", value));
                assert_eq!(is, judged, "{place} {brokers} {value}");
            }
        }
    }
    for (path, text) in [
        (".gitlab-ci.yml", "variables:\n  B: HERE\ntopics:\n  script:\n    - COMMAND\n"),
        (
            ".gitlab-ci.yml",
            "variables:\n  B:\n    value: HERE\n    description: x\ntopics:\n  script:\n    - COMMAND\n",
        ),
        ("azure-pipelines.yml", "variables:\n- name: B\n  value: HERE\nsteps:\n- script: COMMAND\n"),
        ("cloudbuild.yaml", "steps:\n- env: ['B=HERE']\n  script: COMMAND\n"),
        ("buildspec.yml", "env:\n  variables:\n    B: HERE\nphases:\n  build:\n    commands:\n      - COMMAND\n"),
    ] {
        for brokers in ["$B", "$(B)"] {
            let command = format!("aws kafka list-clusters && kafka-topics.sh --bootstrap-server {brokers} {CREATE}");
            let text = text.replace("COMMAND", &command);
            assert!(is_judged(path, &text.replace("HERE", MSK)), "{path}");
            assert!(!is_judged(path, &text.replace("HERE", "kafka:9092")), "{path} {brokers}");
        }
    }
}

#[test]
fn three_letters_do_not_make_a_script_msks() {
    let with = |line: &str| format!("#!/bin/bash\n{line}\nkafka-topics.sh --bootstrap-server \"$KAFKA\" {CREATE}\n");
    for other in [
        "# runs nightly at 03:00 MSK",
        "echo 'starts at 03:00 MSK' # not on Amazon MSK",
        "# in production this is MSK: aws kafka get-bootstrap-brokers",
        "TZ=MSK date",
        "export TZ=MSK-3",
        "ssh msk-dc1.example.ru true",
        "umask 022; cat damsk",
        "MASK=desktop-msk2",
    ] {
        assert!(!is_judged("topics.sh", &with(other)), "{other}");
    }
    for msk in [
        "export MSK_BROKERS=$1",
        "KAFKA=$MSK_BROKERS",
        "BROKERS=\"${msk_bootstrap}\"",
        "cat >client.properties <<EOF\nsasl.mechanism=AWS_MSK_IAM\nEOF",
        "cp aws-msk-iam-auth-2.0.0-all.jar libs",
        "echo 'topics on Amazon MSK'",
        "aws --region eu-west-1 kafka get-bootstrap-brokers --cluster-arn $ARN",
        "ARN=arn:aws:kafka:eu-west-1:123456789012:cluster/orders/x",
        "ARN=\"arn:aws:kafka:${REGION}:1:cluster/x\"",
    ] {
        assert!(is_judged("topics.sh", &with(msk)), "{msk}");
    }
}

#[test]
fn what_goes_to_another_endpoint_is_not_aws() {
    let call = CLUSTER.replace("aws --region eu-west-1 kafka", "aws kafka");
    assert!(!findings(&[("create.sh", &call)]).is_empty());
    for local in [
        call.replace("aws kafka", "aws --endpoint-url=http://localhost:4566 kafka"),
        call.replace("aws kafka", "aws --endpoint-url $ENDPOINT kafka"),
        call.replace("--query", "--endpoint-url http://localstack:4566 --query"),
        call.replace("aws kafka", "aws --profile localstack kafka"),
        call.replace("aws kafka", "AWS_ENDPOINT_URL=http://localhost:4566 aws kafka"),
        call.replace("set -e", "export AWS_ENDPOINT_URL=http://localhost:4566"),
        call.replace("set -e", "export AWS_ENDPOINT_URL_KAFKA=\"http://$HOST:4566\""),
        call.replace("set -e", "alias aws='aws --endpoint-url=http://localhost:4566'"),
        call.replace("aws kafka", "awslocal kafka"),
    ] {
        assert_eq!(findings(&[("create.sh", &local)]), [""; 0], "{local}");
    }
    for aws in [
        call.replace("aws kafka", "aws --endpoint-url=https://vpce-1.kafka.eu-west-1.vpce.amazonaws.com kafka"),
        call.replace("aws kafka", "aws --endpoint-url=https://kafka-fips.us-east-1.amazonaws.com kafka"),
        call.replace("set -e", "unset AWS_ENDPOINT_URL"),
        call.replace("set -e", "AWS_ENDPOINT_URL="),
    ] {
        assert!(!findings(&[("create.sh", &aws)]).is_empty(), "{aws}");
    }
    for shown in ["aws kafka create-cluster help", "aws kafka help create-cluster", "aws kafka create-cluster --help"] {
        assert_eq!(findings(&[("create.sh", shown)]), [""; 0], "{shown}");
    }
}
