//! Values that something else may have overwritten before a client is made of them.

use crate::findings;

/// Bodies of a function that makes a client of `c` after it set `acks` to 0: whether that is still so.
fn check(name: &str, around: impl Fn(&str) -> String, stays: &[&str], changes: &[&str]) {
    let is_zero =
        |body: &str| findings(&[(name, &around(body))]).iter().any(|found| found.starts_with("acks-too-weak"));
    for body in stays {
        assert!(is_zero(body), "{name}: {body}");
    }
    for body in changes {
        assert!(!is_zero(body), "{name}: {body}");
    }
}

#[test]
#[cfg(feature = "java")]
fn maps_of_java() {
    let around = |body: &str| {
        format!(
            "import org.apache.kafka.clients.producer.*;\nimport org.apache.kafka.clients.consumer.*;\nimport java.util.*;\nclass App {{ Properties kept; void f(Properties over) {{\n  \
             Properties c = new Properties();\n  c.put(\"acks\", \"0\");\n  {body}\n  new KafkaProducer<String,String>(c);\n}} }}\n"
        )
    };
    check(
        "App.java",
        around,
        &[
            "",
            "log.info(\"with {}\", c);",
            "System.out.println(c);",
            "over.forEach(c::get);",
            "Properties d = new Properties(); d.putAll(c); d.put(\"acks\", \"all\");",
            "Map<Object, Object> d = new HashMap<>(c); d.put(\"acks\", \"all\");",
            "Properties d = c; d.put(\"linger.ms\", 5);",
            "new KafkaConsumer<String,String>(c);",
            "KafkaProducer<String,String> p = new KafkaProducer<>(c); run(p);",
        ],
        &[
            "harden(c);",
            "over.forEach(c::put);",
            "over.forEach((k, v) -> c.put(k, v));",
            "c.replaceAll((k, v) -> over.get(k));",
            "c.load(in);",
            "Properties d = c; d.put(\"acks\", \"all\");",
            "Properties d = c; harden(d);",
            "Properties d = c; Properties e = d; e.put(\"acks\", \"all\");",
            "this.kept = c; kept.put(\"acks\", \"all\");",
        ],
    );
    let behind = around("Properties d = c; c.put(\"acks\", \"all\");").replace("(c);\n}", "(d);\n}");
    check("App.java", |_| behind.clone(), &[], &[""]);
}

#[test]
#[cfg(feature = "python")]
fn dictionaries_of_python() {
    let around = |body: &str| {
        format!(
            "from confluent_kafka import Producer\ndef f(over):\n    c = {{'acks': '0'}}\n    {body}\n    Producer(c)\n"
        )
    };
    check(
        "a.py",
        around,
        &[
            "print(c)",
            "logger.debug('%s', c)",
            "json.dumps(c, indent=2)",
            "d = c.copy()\n    d['acks'] = 'all'",
            "d = dict(c)\n    d['acks'] = 'all'",
            "a, b = 1, 2",
            "for k in over: print(k)",
        ],
        &[
            "harden(c)",
            "c, x = {'acks': 'all'}, 1",
            "(c, x) = load(c)",
            "[c, *x] = load()",
            "x, (c, y) = load()",
            "for c in over: print(c)",
            "for k, c in over: print(c)",
            "with load() as c: pass",
            "if (c := load()): pass",
            "d = c\n    d['acks'] = 'all'",
            "d = c\n    d.update(over)",
        ],
    );
    let unpacked = "from confluent_kafka import Producer\nc, x = {'acks': '0'}, 1\nProducer(c)\n";
    check("a.py", |_| unpacked.to_owned(), &[""], &[]);
}

#[test]
#[cfg(feature = "javascript")]
fn objects_of_javascript() {
    let around = |body: &str| {
        format!(
            "const K = require('node-rdkafka');\nfunction f(over) {{ let c = {{'request.required.acks': 0}};\n{body}\n\
             new K.Producer(c); }}\n"
        )
    };
    check(
        "a.js",
        around,
        &[
            "console.log(c);",
            "const {a, b} = over;",
            "const d = {...c}; d['request.required.acks'] = -1;",
            "Object.keys(c);",
        ],
        &[
            "harden(c);",
            "[c, x] = [over, 1];",
            "({c} = over);",
            "({options: {c}} = over);",
            "[c = 1] = over;",
            "for (c of over) {}",
            "const d = c; d['request.required.acks'] = -1;",
        ],
    );
    let unpacked =
        "const K = require('node-rdkafka');\nconst [c, d] = [{'request.required.acks': 0}, 1];\nnew K.Producer(c);\n";
    check("a.js", |_| unpacked.to_owned(), &[""], &[]);
}

#[test]
#[cfg(feature = "ruby")]
fn hashes_of_ruby() {
    let around = |body: &str| {
        format!(
            "require 'rdkafka'\ndef f(over)\n  c = {{'acks': 0}}\n  {body}\n  Rdkafka::Config.new(c).producer\nend\n"
        )
    };
    check(
        "a.rb",
        around,
        &["puts c", "d = c.dup\n  d[:acks] = 1", "a, b = 1, 2"],
        &["harden(c)", "c, x = {}, 1", "x, (c, y) = load", "*c = load", "d = c\n  d[:acks] = -1"],
    );
}

#[test]
#[cfg(feature = "go")]
fn maps_of_go() {
    let around = |body: &str| {
        format!(
            "package m\nimport \"github.com/confluentinc/confluent-kafka-go/v2/kafka\"\nfunc f(over kafka.ConfigMap) {{\n\t\
             c := kafka.ConfigMap{{\"acks\": \"0\"}}\n\t{body}\n\tkafka.NewProducer(&c)\n}}\n"
        )
    };
    check(
        "a.go",
        around,
        &["fmt.Println(c)", "log.Printf(\"%v\", c)", "if err := run(); err != nil { panic(err) }"],
        &[
            "maps.Copy(c, over)",
            "harden(&c)",
            "d := c\n\td[\"acks\"] = \"all\"",
            "(*c)[\"acks\"] = \"all\"",
            "c, err := load(c)",
            "_, c = load()",
        ],
    );
    let sarama = |body: &str| {
        format!(
            "package m\nimport \"github.com/IBM/sarama\"\nfunc f() {{\n\tc := sarama.NewConfig()\n\tc.Producer.RequiredAcks = \
             sarama.NoResponse\n\t{body}\n\tp, err := sarama.NewSyncProducer([]string{{\"kafka.example.com:9094\"}}, c)\n\tkeep(c)\n}}\n"
        )
    };
    check("a.go", sarama, &["c.Validate()"], &["harden(c)", "d := c\n\td.Producer.RequiredAcks = sarama.WaitForAll"]);
}

#[test]
#[cfg(feature = "rust")]
fn configurations_of_rust() {
    let around = |body: &str| {
        format!(
            "use rdkafka::config::ClientConfig;\nuse rdkafka::producer::FutureProducer;\nfn f() {{\n  \
             let mut c = ClientConfig::new();\n  c.set(\"acks\", \"0\");\n  {body}\n  \
             let p: FutureProducer = c.create().unwrap();\n}}\n"
        )
    };
    check(
        "a.rs",
        around,
        &["println!(\"{c:?}\");", "let mut d = c.clone(); d.set(\"acks\", \"all\");"],
        &["harden(&mut c);", "let (c, x) = load();", "(c, x) = load();", "let d = &mut c; d.set(\"acks\", \"all\");"],
    );
}

#[test]
#[cfg(feature = "kotlin")]
fn maps_of_kotlin() {
    let around = |body: &str| {
        format!(
            "import org.apache.kafka.clients.producer.*\nimport java.util.Properties\nfun f(over: Map<String, Any>) {{\n  \
             val c = Properties()\n  c[\"acks\"] = \"0\"\n  {body}\n  KafkaProducer<String, String>(c)\n}}\n"
        )
    };
    check(
        "a.kt",
        around,
        &["println(c)", "val d = c.toMutableMap()\n  d[\"acks\"] = \"all\""],
        &[
            "harden(c)",
            "over.forEach(c::put)",
            "val d = c\n  d[\"acks\"] = \"all\"",
            "val (c, x) = load()",
            "c[over.k] = 1",
        ],
    );
}

#[test]
#[cfg(feature = "scala")]
fn maps_of_scala() {
    let around = |body: &str| {
        format!(
            "import java.util.Properties\nimport org.apache.kafka.clients.producer.KafkaProducer\nobject F {{ def f(over: Properties) = {{\n  \
             val c = new Properties()\n  c.put(\"acks\", \"0\")\n  {body}\n  new KafkaProducer[String, String](c)\n}} }}\n"
        )
    };
    check(
        "F.scala",
        around,
        &["println(c)", "val (a, b) = load()"],
        &["harden(c)", "val d = c\n  d.put(\"acks\", \"all\")", "val (c, x) = load()", "over.forEach(c.put)"],
    );
}

#[test]
#[cfg(feature = "csharp")]
fn configurations_of_csharp() {
    let around = |body: &str| {
        format!(
            "using Confluent.Kafka;\nclass A {{ void F() {{ var c = new ProducerConfig {{ Acks = Acks.None }};\n\
             {body}\nnew ProducerBuilder<string, string>(c).Build(); }} }}\n"
        )
    };
    check(
        "A.cs",
        around,
        &["Console.WriteLine(c);", "logger.LogInformation(\"{c}\", c);"],
        &["Harden(c);", "var d = c; d.Acks = Acks.All;"],
    );
}
