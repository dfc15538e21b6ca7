//! What `client-not-hardened` puts into files, in the style of what is there.

use crate::client;
use crate::findings;

const THREE: &str = "b-1.o.abc123.c2.kafka.eu-west-1.amazonaws.com:9096,b-2.o.abc123.c2.kafka.eu-west-1.amazonaws.com:9096,b-3.o.abc123.c2.kafka.eu-west-1.amazonaws.com:9096";

/// The text after the fix of `client-not-hardened`.
#[cfg(any(feature = "java", feature = "rust", feature = "csharp"))]
fn hardened(name: &str, text: &str, beside: &[(&str, &str)]) -> String {
    let fixes = |files: &[(&str, &str)]| {
        let findings = client::lint(&client::analyse(files), &|name| name == "client-not-hardened");
        findings.into_iter().map(|finding| finding.fixes.into_iter().next()).collect::<Vec<_>>()
    };
    let mut after = text.to_owned();
    // One for each client of the file.
    for _ in 0..4 {
        let files: Vec<(&str, &str)> = [(name, &*after)].into_iter().chain(beside.iter().copied()).collect();
        let found = fixes(&files);
        let Some(first) = found.into_iter().next() else { return after };
        after =
            String::from_utf8(msk_lint::fix::edited(after.as_bytes(), &first.expect("a fix").edits).unwrap()).unwrap();
    }
    panic!("something is missing still: {after}");
}

#[test]
#[cfg(feature = "java")]
fn what_java_lacks_is_put_in_as_the_rest_is() {
    let text = "import org.apache.kafka.clients.producer.*;\nclass A {\n    void f() {\n        Properties p = new Properties();\n        \
                p.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, \"BROKERS\"); // MSK\n        new KafkaProducer<>(p);\n    }\n}\n";
    let text = text.replace("BROKERS", THREE);
    let after = hardened("A.java", &text, &[]);
    assert!(after.contains("; // MSK\n        p.put(\"metadata.max.age.ms\", \""), "{after}");
    assert!(after.contains("\");\n        new KafkaProducer<>(p);"), "{after}");
    let numbers = text.replace("        new Kafka", "        p.put(\"linger.ms\", 5);\n        new Kafka");
    let after = hardened("A.java", &numbers, &[]);
    assert!(after.contains("p.put(\"linger.ms\", 5);\n        p.put(\"metadata.max.age.ms\", 1"), "{after}");
}

#[test]
#[cfg(feature = "rust")]
fn what_rust_lacks_is_put_in_as_the_rest_is() {
    let chain = "use rdkafka::config::ClientConfig;\nfn f() {\n    let p: FutureProducer = ClientConfig::new()\n        \
                 .set(\"bootstrap.servers\", \"BROKERS\")\n        .create()\n        .unwrap();\n}\n";
    let after = hardened("a.rs", &chain.replace("BROKERS", THREE), &[]);
    assert!(after.contains("9096\")\n        .set(\"topic.metadata.refresh.interval.ms\", \"60000\")\n"), "{after}");
    assert!(after.contains("\")\n        .create()"), "{after}");
    let statement = "use rdkafka::config::ClientConfig;\nfn f() {\n    let mut c = ClientConfig::new();\n    \
                     c.set(\"bootstrap.servers\", \"BROKERS\");\n    let p: FutureProducer = c.create().unwrap();\n}\n";
    let after = hardened("a.rs", &statement.replace("BROKERS", THREE), &[]);
    assert!(after.contains("9096\");\n    c.set(\"topic.metadata.refresh.interval.ms\", \"60000\");\n"), "{after}");
}

#[test]
#[cfg(all(feature = "java", feature = "python"))]
fn what_is_no_statement_of_a_map_is_left_alone() {
    let edits = |name: &str, text: &str| {
        let found = findings(&[(name, &*text.replace("BROKERS", THREE))]);
        let own = found.into_iter().find(|one| one.starts_with("client-not-hardened")).expect("a finding");
        own.contains(" -> ")
    };
    let java = "import java.util.*;\nimport org.apache.kafka.clients.producer.*;\nclass A {\n    void f() {\n        BODY\n    }\n}\n";
    for body in [
        "Properties p = new Properties(); var x = p.put(\"bootstrap.servers\", \"BROKERS\"); new KafkaProducer<>(p);",
        "Properties p = new Properties();\n        p.put(\"bootstrap.servers\", \"BROKERS\")\n            .toString();\n        new KafkaProducer<>(p);",
        "Properties p = new Properties();\n        p.put(\"bootstrap.servers\",\n            \"BROKERS\");\n        new KafkaProducer<>(p);",
    ] {
        assert!(!edits("A.java", &java.replace("BODY", body)), "{body}");
    }
    let open = "CONNECT_BOOTSTRAP_SERVERS=BROKERS\nCONNECT_CONFIG_STORAGE_TOPIC=c\nCONNECT_KEY_CONVERTER=\"k\n\"\n";
    assert!(!edits("connect.env", open));
    assert!(edits("connect.env", &open.replace("\n\"\n", "\"\n")));
    for line in ["k \\\n  more", "\"k\" \\\nOTHER=1"] {
        assert!(!edits("connect.env", &open.replace("\"k\n\"", line)), "{line}");
    }
}

#[test]
#[cfg(all(feature = "java", feature = "python", feature = "go"))]
fn what_is_lacking_where_statements_share_a_line() {
    let java =
        "import java.util.*;\nimport org.apache.kafka.clients.producer.*;\nclass A {\n    void f() { BODY }\n}\n";
    let put = "p.put(\"bootstrap.servers\", \"BROKERS\");";
    for (body, wanted) in [
        (
            format!("Properties p = new Properties(); {put} new KafkaProducer<>(p);"),
            "9096\"); p.put(\"metadata.max.age.ms\", \"180000\"); p.put(",
        ),
        (
            format!(
                "Properties p = new Properties();\n        {put} p.put(\"acks\", \"all\"); // all\n        new KafkaProducer<>(p);"
            ),
            "\"all\"); p.put(\"metadata.max.age.ms\", \"180000\"); p.put(",
        ),
    ] {
        let after = hardened("A.java", &java.replace("BODY", &body).replace("BROKERS", THREE), &[]);
        assert!(after.contains(wanted), "{after}");
        assert!(after.lines().count() == java.replace("BODY", &body).lines().count(), "{after}");
    }
    let python = "from confluent_kafka import Producer\nc = {}\nc['bootstrap.servers'] = 'BROKERS'; c['acks'] = 'all'; p = Producer(c)\n";
    let after = hardened("a.py", &python.replace("BROKERS", THREE), &[]);
    assert!(after.contains("c['acks'] = 'all'; c['topic.metadata.refresh.interval.ms'] = "), "{after}");
    assert!(after.ends_with("; p = Producer(c)\n"), "{after}");
    let go = "package m\nimport \"github.com/confluentinc/confluent-kafka-go/v2/kafka\"\nfunc f() {\n\tc := kafka.ConfigMap{}\n\t\
              _ = c.SetKey(\"bootstrap.servers\", \"BROKERS\")\n\tkafka.NewProducer(&c)\n}\n";
    let after = hardened("a.go", &go.replace("BROKERS", THREE), &[]);
    assert!(after.contains("\n\t_ = c.SetKey(\"topic.metadata.refresh.interval.ms\", "), "{after}");
}

#[test]
#[cfg(feature = "csharp")]
fn what_csharp_lacks_is_put_in_as_the_rest_is() {
    let text = "using Confluent.Kafka;\nclass A { void F() {\n    var c = new ProducerConfig\n    {\n        \
                BootstrapServers = \"BROKERS\",\n    };\n    new ProducerBuilder<string, string>(c).Build();\n} }\n";
    let after = hardened("A.cs", &text.replace("BROKERS", THREE), &[]);
    assert!(
        after
            .contains("\",\n        TopicMetadataRefreshIntervalMs = 60000,\n        TopicMetadataPropagationMaxMs = "),
        "{after}"
    );
}

#[test]
#[cfg(feature = "java")]
fn what_the_environment_of_kafka_connect_lacks_is_put_in_as_the_rest_is() {
    let names = ["BOOTSTRAP_SERVERS", "CONFIG_STORAGE_TOPIC", "KEY_CONVERTER", "PRODUCER_LINGER_MS"];
    let env: String =
        names.iter().map(|name| format!("CONNECT_{name}={}\n", if *name == names[0] { THREE } else { "7" })).collect();
    let after = hardened("connect.env", &env, &[]);
    assert!(after.contains("CONNECT_PRODUCER_LINGER_MS=7\nCONNECT_METADATA_MAX_AGE_MS="), "{after}");
    assert!(after.contains("\nCONNECT_PRODUCER_METADATA_MAX_AGE_MS=180000\n"), "{after}");
    let item = |name: &&str| {
        format!(
            "            - name: CONNECT_{name}\n              value: \"{}\"\n",
            if **name == *names[0] { THREE } else { "7" }
        )
    };
    let items: String = names.iter().map(item).collect();
    let manifest = format!(
        "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: connect\n          \
         env:\n{items}          ports: []\n"
    );
    let after = hardened("connect.yaml", &manifest, &[]);
    assert!(
        after.contains("value: \"7\"\n            - name: CONNECT_METADATA_MAX_AGE_MS\n              value: \""),
        "{after}"
    );
    assert!(after.contains("\"\n          ports: []"), "{after}");
}
