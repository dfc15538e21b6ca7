//! What clients are not known to say: placeholders, what others may set, and what programs do with errors.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, missing_docs)]

#[path = "support/client.rs"]
mod client;

use std::time::{Duration, Instant};

const MSK_HOSTS: &str = "b-1.o.abc123.c2.kafka.eu-west-1.amazonaws.com:9096,b-2.o.abc123.c2.kafka.eu-west-1.amazonaws.com:9096,b-3.o.abc123.c2.kafka.eu-west-1.amazonaws.com:9096";
const NOTHING: &[&str] = &[];

/// `rule text` of what is found in one file, in order; `MSK_HOSTS` stands for brokers of MSK.
fn findings(name: &str, text: &str) -> Vec<String> {
    all_findings(&[(name, text)])
}

fn all_findings(files: &[(&str, &str)]) -> Vec<String> {
    let texts: Vec<(&str, String)> =
        files.iter().map(|(name, text)| (*name, text.replace("MSK_HOSTS", MSK_HOSTS))).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, &**text)).collect();
    let analysis = client::analyse(&files);
    let shown = |finding: &msk_lint::finding::Finding| {
        let span = finding.primary().and_then(|label| label.place.span()).unwrap();
        format!("{} {}", finding.rule, analysis.sources.get(span.file).unwrap().text(span.range))
    };
    client::lint(&analysis, &client::is_about_clients).iter().map(shown).collect()
}

/// Whether a client of MSK is said to lack what its defaults do not have.
fn is_called_unhardened(name: &str, text: &str) -> bool {
    findings(name, text).iter().any(|finding| finding.starts_with("client-not-hardened"))
}

#[test]
fn placeholders_are_no_values() {
    for placeholder in
        ["<acks>", "{{ acks }}", "${acks}", "@acks@", "__ACKS__", "#{acks}#", "%ACKS%", "%(acks)s", "%s", "<%= acks %>"]
    {
        let properties = format!(
            "key.serializer=x\nbootstrap.servers=kafka.example.com:9094\nacks={placeholder}\nretries={placeholder}\n\
             ssl.key.password={placeholder}\nsasl.jaas.config=x required username=\"a\" password=\"{placeholder}\";\n"
        );
        assert_eq!(findings("producer.properties", &properties), NOTHING, "{placeholder}");
        #[cfg(feature = "python")]
        {
            let python = format!(
                "from confluent_kafka import Producer\nProducer({{'acks': '{placeholder}', 'socket.timeout.ms': '{placeholder}', \
                 'sasl.password': '{placeholder}', 'compression.type': '{placeholder}'}})\n"
            );
            assert_eq!(findings("a.py", &python), NOTHING, "{placeholder}");
        }
        #[cfg(feature = "java")]
        {
            let java = format!(
                "import org.apache.kafka.clients.producer.*;\nclass A {{ void f() {{ Properties p = new Properties();\n\
                 p.put(\"acks\", \"{placeholder}\"); p.put(\"ssl.key.password\", \"{placeholder}\"); new KafkaProducer<>(p); }} }}\n"
            );
            assert_eq!(findings("A.java", &java), NOTHING, "{placeholder}");
        }
    }
    let known = "key.serializer=x\nbootstrap.servers=kafka.example.com:9094\nssl.key.password=a@b.c_d__e\n";
    assert_eq!(findings("producer.properties", known), ["secret-in-client ssl.key.password=a@b.c_d__e"]);
}

/// Bodies of a function that make a client of MSK of `c` after something may have put more into it; the first does not.
fn check_bodies(name: &str, around: impl Fn(&str) -> String, bodies: &[&str]) {
    for (at, body) in bodies.iter().enumerate() {
        assert_eq!(is_called_unhardened(name, &around(body)), at == 0, "{body}");
    }
}

#[test]
#[cfg(feature = "python")]
fn what_others_may_put_into_a_dictionary() {
    let around = |body: &str| {
        format!(
            "import os\nfrom confluent_kafka import Producer\ndef f(extra, k, **kw):\n    c = {{'bootstrap.servers': 'MSK_HOSTS'}}\n    \
             {body}\n    return Producer(c)\n"
        )
    };
    check_bodies(
        "a.py",
        around,
        &[
            "print('x', c.get('acks'))",
            "c[k] = 1",
            "for k, v in extra.items():\n        c[k] = v",
            "c |= extra",
            "c.update(extra)",
            "c.setdefault(k, 1)",
            "harden(c)",
            "if harden(c): pass",
            "harden(conf=c)",
            "harden([c])",
            "c = harden(c)",
        ],
    );
    for map in ["c | extra", "dict(c, **kw)", "{**c, **kw}", "{**c, k: 1}"] {
        let text = around("pass").replace("Producer(c)", &format!("Producer({map})"));
        assert!(!is_called_unhardened("a.py", &text), "{map}");
    }
    let class = |line: &str| {
        format!(
            "from confluent_kafka import Producer\nclass A:\n    def __init__(self):\n        \
             self.c = {{'bootstrap.servers': 'MSK_HOSTS'}}\n        {line}\n        self.p = Producer(self.c)\n    \
             def setup(self):\n        {}\n",
            if line == "self.setup()" { "self.c.update(os.environ)" } else { "pass" }
        )
    };
    assert!(is_called_unhardened("a.py", &class("pass")));
    for line in ["self.setup()", "apply(self)", "apply(self.c)"] {
        assert!(!is_called_unhardened("a.py", &class(line)), "{line}");
    }
}

#[test]
#[cfg(feature = "javascript")]
fn what_others_may_put_into_an_object() {
    let around = |body: &str| {
        format!(
            "const K = require('node-rdkafka');\nfunction f(extra, k) {{ const c = {{'bootstrap.servers': 'MSK_HOSTS'}};\n{body}\n\
             return new K.Producer(c); }}\n"
        )
    };
    check_bodies(
        "a.js",
        around,
        &[
            "c.hasOwnProperty('acks');",
            "c[k] = 1;",
            "for (const k of Object.keys(extra)) { c[k] = extra[k]; }",
            "Object.entries(extra).forEach(([k, v]) => { c[k] = v });",
            "Object.assign(c, extra);",
            "_.defaults(c, extra);",
        ],
    );
    for map in ["{...c, ...extra}", "Object.assign({}, c, extra)", "_.merge(c, extra)", "{...c, [k]: 1}"] {
        let text = around("").replace("Producer(c)", &format!("Producer({map})"));
        assert!(!is_called_unhardened("a.js", &text), "{map}");
    }
    assert!(is_called_unhardened("a.js", &around("").replace("Producer(c)", "Producer(Object.assign({}, c))")));
}

#[test]
#[cfg(feature = "go")]
fn what_others_may_put_into_a_config_map() {
    let around = |body: &str| {
        format!(
            "package main\nimport \"github.com/confluentinc/confluent-kafka-go/v2/kafka\"\nfunc f(k string) {{\n\t\
             c := kafka.ConfigMap{{\"bootstrap.servers\": \"MSK_HOSTS\"}}\n\t{body}\n\tkafka.NewProducer(&c)\n}}\n"
        )
    };
    check_bodies(
        "a.go",
        around,
        &[
            "c[\"acks\"] = \"all\"",
            "c[k] = 1",
            "for k, v := range extra() { c.SetKey(k, v) }",
            "harden(c)",
            "harden(&c)",
        ],
    );
    assert!(
        findings("a.go", &around("c.Set(\"acks=0\")")).contains(&"acks-too-weak c.Set(\"acks=0\")".to_owned()),
        "{:?}",
        findings("a.go", &around("c.Set(\"acks=0\")"))
    );
    let sarama = |line: &str| {
        format!(
            "package main\nimport \"github.com/IBM/sarama\"\nfunc main() {{\n\tc := sarama.NewConfig()\n\t{line}\n\t\
             sarama.NewSyncProducer([]string{{\"MSK_HOSTS\"}}, c)\n}}\n"
        )
    };
    assert!(is_called_unhardened("a.go", &sarama("c.Validate()")));
    for line in ["harden(c)", "harden(&c.Producer)"] {
        assert!(!is_called_unhardened("a.go", &sarama(line)), "{line}");
    }
}

#[test]
#[cfg(feature = "ruby")]
fn what_others_may_put_into_a_hash() {
    let around = |body: &str| {
        format!(
            "require 'rdkafka'\ndef f(extra, k)\n  c = {{'bootstrap.servers': 'MSK_HOSTS', 'group.id': 'x'}}\n  {body}\n  \
             Rdkafka::Config.new(c).consumer\nend\n"
        )
    };
    check_bodies(
        "a.rb",
        around,
        &["puts c[:x]", "c[k] = 1", "extra.each { |k, v| c[k] = v }", "c.merge!(extra)", "harden!(c)", "c.store(k, 1)"],
    );
}

#[test]
#[cfg(feature = "rust")]
fn what_others_may_put_into_a_client_config() {
    let around = |body: &str| {
        format!(
            "use rdkafka::config::ClientConfig;\nuse rdkafka::producer::FutureProducer;\nfn f(extra: Vec<(String, String)>) {{\n  \
             let mut c = ClientConfig::new();\n  c.set(\"bootstrap.servers\", \"MSK_HOSTS\");\n  {body}\n  \
             let p: FutureProducer = c.create().unwrap();\n}}\n"
        )
    };
    check_bodies(
        "a.rs",
        around,
        &[
            "c.set(\"acks\", \"all\").set_log_level(Debug);",
            "harden(&mut c);",
            "hardener.harden(&mut c);",
            "for (k, v) in extra { c.set(k, v); }",
            "c.extend(extra);",
        ],
    );
}

#[test]
#[cfg(feature = "java")]
fn what_others_may_put_into_a_map() {
    let around = |body: &str| {
        format!(
            "import org.apache.kafka.clients.producer.*;\nimport java.util.*;\nclass App {{ void f(Map<String,Object> extra) {{\n  \
             Map<String,Object> p = new HashMap<>();\n  p.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, \"MSK_HOSTS\");\n  \
             {body}\n  new KafkaProducer<String,String>(p);\n}} }}\n"
        )
    };
    check_bodies(
        "App.java",
        around,
        &[
            "p.get(\"acks\");",
            "extra.forEach(p::put);",
            "extra.forEach((k, v) -> p.put(k, v));",
            "extra.entrySet().forEach(e -> p.put(e.getKey(), e.getValue()));",
            "Config.apply(p).run();",
            "new Hardener(p).harden();",
            "boolean ok = Hardener.harden(p);",
            "if (Hardener.harden(p)) { log(); }",
            "builder().with(p);",
        ],
    );
}

#[test]
#[cfg(feature = "kotlin")]
fn what_others_may_put_into_a_map_of_kotlin() {
    let around = |body: &str| {
        format!(
            "import org.apache.kafka.clients.producer.*\nfun f(extra: Map<String, Any>) {{\n  val p = Properties()\n  \
             p[\"bootstrap.servers\"] = \"MSK_HOSTS\"\n  {body}\n  KafkaProducer<String, String>(p)\n}}\n"
        )
    };
    check_bodies("a.kt", around, &["p.get(\"a\")", "extra.forEach { (k, v) -> p[k] = v }", "p += extra", "harden(p)"]);
    let applied = "import org.apache.kafka.clients.producer.*\nfun f() { KafkaProducer<String, String>(Properties().apply {\n  \
                   put(\"bootstrap.servers\", \"MSK_HOSTS\")\n  harden()\n}) }\n";
    assert!(!is_called_unhardened("a.kt", applied));
    assert!(is_called_unhardened("a.kt", &applied.replace("harden()", "put(\"acks\", \"all\")")));
}

#[test]
#[cfg(feature = "csharp")]
fn what_others_may_put_into_a_configuration() {
    let around = |body: &str| {
        format!(
            "using Confluent.Kafka;\nclass A {{ void F(string k) {{ var c = new ProducerConfig {{ BootstrapServers = \"MSK_HOSTS\" }};\n\
             {body}\nnew ProducerBuilder<string, string>(c).Build(); }} }}\n"
        )
    };
    check_bodies(
        "A.cs",
        around,
        &[
            "c.Acks = Acks.All;",
            "c.Set(k, \"1\");",
            "Harden(c);",
            "section.GetSection(\"Kafka\").Bind(c);",
            "c.Harden();",
        ],
    );
}

#[test]
#[cfg(feature = "javascript")]
fn programs_that_do_not_stop_because_of_what_passes() {
    let restarts =
        |name: &str, text: &str| findings(name, text).iter().any(|f| f.starts_with("restart-on-transient-error"));
    let listener = |body: &str| {
        format!(
            "const K = require('node-rdkafka');\nconst p = new K.Producer({{'metadata.broker.list': 'kafka.example.com:9098'}});\n\
             p.on('event.error', (err) => {{ {body} }});\n"
        )
    };
    assert!(restarts("a.js", &listener("console.error(err); process.exit(1);")));
    for body in [
        "console.error('not going to process.exit for this', err);",
        "err.isFatal && process.exit(1);",
        "if (err.isFatal) { process.exit(1); }",
        "inflight.abort();",
        "// process.exit(1)",
    ] {
        assert!(!restarts("a.js", &listener(body)), "{body}");
    }
    let callback = |condition: &str, body: &str| {
        format!(
            "from confluent_kafka import Producer, KafkaError\ndef cb(err):\n    if {condition}:\n        {body}\n\
             Producer({{'bootstrap.servers': 'kafka.example.com:9098', 'error_cb': cb}})\n"
        )
    };
    let transient = "err.code() == KafkaError._ALL_BROKERS_DOWN";
    assert_eq!(restarts("a.py", &callback(transient, "sys.exit(1)")), cfg!(feature = "python"));
    for (condition, body) in [
        (transient, "log.warning('x')  # never sys.exit() here"),
        (transient, "p.abort_transaction()"),
        (transient, "log.warning('no sys.exit(1)')"),
        ("err.code() == KafkaError._ALL_BROKERS_DOWN and down_for > limit", "sys.exit(1)"),
    ] {
        assert!(!restarts("a.py", &callback(condition, body)), "{condition} {body}");
    }
}

#[test]
fn numbers_are_what_the_language_reads() {
    #[cfg(feature = "javascript")]
    for number in ["9e4", "90_000", "90 * 1000", "0x15f90", "9.0e4"] {
        let text = format!(
            "const K = require('node-rdkafka');\nnew K.Producer({{'socket.timeout.ms': {number}, 'acks': 1}});\n"
        );
        assert_eq!(findings("a.js", &text), ["acks-too-weak 'acks': 1"], "{number}");
    }
    #[cfg(feature = "python")]
    for number in ["9e4", "90_000", "90 * 1000", "0x15f90"] {
        let text =
            format!("from confluent_kafka import Producer\nProducer({{'socket.timeout.ms': {number}, 'acks': 1}})\n");
        assert_eq!(findings("a.py", &text), ["acks-too-weak 'acks': 1"], "{number}");
    }
    #[cfg(feature = "javascript")]
    assert_eq!(
        findings("a.js", "const K = require('node-rdkafka');\nnew K.Producer({'socket.timeout.ms': '60s'});\n"),
        ["client-value-misread 'socket.timeout.ms': '60s'"],
        "one cause, one finding"
    );
}

#[test]
fn passwords_and_log_ins_that_nothing_is_wrong_with() {
    let trusted = "key.serializer=x\nbootstrap.servers=kafka.example.com:9094\nssl.truststore.password=changeit\n";
    assert_eq!(findings("producer.properties", trusted), NOTHING);
    let iam = "group.id=x\nbootstrap.servers=kafka.example.com:9098\nsecurity.protocol=SASL_SSL\nsasl.mechanism=AWS_MSK_IAM\n\
               sasl.client.callback.handler.class=software.amazon.msk.auth.iam.IAMClientCallbackHandler\n";
    let lacks =
        |text: &str| findings("consumer.properties", text).iter().any(|f| f.starts_with("iam-client-incomplete"));
    assert!(!lacks(iam), "the login module may be given to the JVM");
    assert!(lacks(&iam.replace("sasl.client.callback", "#sasl.client.callback")));
}

#[test]
fn sessions_that_are_refused_are_said_to_be_once() {
    let found = findings(
        "consumer.properties",
        "group.id=x\nbootstrap.servers=kafka.example.com:9098\nsession.timeout.ms=30s\nheartbeat.interval.ms=20s\n",
    );
    let found: Vec<&str> = found.iter().filter_map(|finding| finding.split(' ').next()).collect();
    assert_eq!(found, ["client-value-misread", "client-value-misread"]);
}

#[test]
fn ports_that_a_cluster_does_not_listen_at() {
    let cluster = |transit: &str| {
        format!(
            "resource \"aws_msk_cluster\" \"o\" {{\n  cluster_name = \"o\"\n  kafka_version = \"3.9.x\"\n  number_of_broker_nodes = 3\n  \
             broker_node_group_info {{\n    instance_type = \"kafka.m7g.large\"\n    client_subnets = [\"a\", \"b\", \"c\"]\n    \
             security_groups = [\"sg\"]\n  }}\n  encryption_info {{\n    encryption_in_transit {{\n      client_broker = \"{transit}\"\n    \
             }}\n  }}\n}}\n"
        )
    };
    for (port, transit, is_closed) in
        [("9092", "TLS", true), ("9092", "TLS_PLAINTEXT", false), ("9094", "PLAINTEXT", true), ("9094", "TLS", false)]
    {
        let client = "group.id=x\nbootstrap.servers=MSK_HOSTS\n".replace("MSK_HOSTS", MSK_HOSTS).replace("9096", port);
        let found = all_findings(&[("main.tf", &cluster(transit)), ("consumer.properties", &client)]);
        let says_so = found.iter().any(|finding| finding.starts_with("client-auth-not-enabled"));
        assert_eq!(says_so, is_closed, "{port} {transit}: {found:?}");
    }
}

#[test]
fn files_made_to_take_long_do_not() {
    let many = |count: usize, line: &dyn Fn(usize) -> String| (0..count).map(line).collect::<String>();
    let files = [
        (
            "a.py",
            "from confluent_kafka import Producer\nc = {'bootstrap.servers': 'MSK_HOSTS'}\n".to_owned()
                + &many(600, &|n| format!("c['a{n}'] = 1\n"))
                + &many(600, &|_| "Producer(c)\n".to_owned()),
        ),
        (
            "a.js",
            "const K = require('node-rdkafka');\nconst c = {'bootstrap.servers': 'MSK_HOSTS'};\n".to_owned()
                + &many(600, &|n| format!("c['a{n}'] = 1;\n"))
                + &many(600, &|_| "new K.Producer(c);\n".to_owned()),
        ),
        (
            "a.rs",
            "use rdkafka::config::ClientConfig;\nfn f() {\n".to_owned()
                + &many(50, &|n| {
                    format!(
                        "let p{n}: FutureProducer = ClientConfig::new(){}.create();\n",
                        ".set(\"a\", \"b\")".repeat(150)
                    )
                })
                + "c"
                + &".set(\"a\", \"b\")".repeat(1_000)
                + ";\n}\n",
        ),
        (
            "A.java",
            "import org.apache.kafka.clients.producer.*;\nclass A { void f() { Properties c = new Properties();\n"
                .to_owned()
                + &many(600, &|n| format!("c.put(\"some.setting.{n}\", 1);\n"))
                + &many(600, &|_| "new KafkaProducer(c);\n".to_owned())
                + "} }\n",
        ),
        (
            "a.go",
            "package main\nimport \"github.com/IBM/sarama\"\nfunc f() {\n".to_owned()
                + &many(600, &|n| format!("c{n} := sarama.NewConfig()\nsarama.NewClient(b, c{n})\n"))
                + "}\n",
        ),
        (
            "b.rs",
            "use rdkafka::config::ClientConfig;\nfn f() {\nlet p: FutureProducer = c".to_owned()
                + &".create()".repeat(40_000)
                + ";\n}\n",
        ),
        (
            "connector.json",
            "{\"connector.class\": \"a.B\", \"tasks.max\": \"1\", \"transforms\": \"".to_owned()
                + &many(8_000, &|n| format!("a{n},"))
                + "a\""
                + &many(8_000, &|n| format!(",\n\"transforms.a{n}.type\": \"a\",\"transforms.b{n}.type\": \"a\""))
                + "}\n",
        ),
        ("a.rb", "# afka\nx".to_owned() + &".a".repeat(20_000) + "\n"),
        (
            "a.kt",
            format!(
                "import org.apache.kafka.clients.producer.KafkaProducer\nfun f() {{ KafkaProducer<String, String>({}{}) }}\n",
                "mapOf(\"a\" to ".repeat(500),
                ")".repeat(500)
            ),
        ),
        ("application.conf", many(19_000, &|n| format!("a{n}.kafka-clients.acks = 1\nb{n} = ${{x}}\n"))),
        (
            "B.java",
            format!(
                "import org.apache.kafka.clients.producer.*;\nclass B {{ Object f() {{ return {}1{}; }} }}\n",
                "f(".repeat(5_000),
                ")".repeat(5_000)
            ),
        ),
    ];
    for (name, text) in files {
        let start = Instant::now();
        client::lint(&client::analyse(&[(name, &text.replace("MSK_HOSTS", MSK_HOSTS))]), &|_| true);
        // A debug build on a busy machine.
        assert!(start.elapsed() < Duration::from_secs(60), "{name}: {:?}", start.elapsed());
    }
}

#[test]
fn what_is_refused_whatever_its_value_is_said_beside_what_is_misread() {
    let app = "from confluent_kafka import Consumer\nConsumer({'bootstrap.servers': 'kafka.example.com:9092', 'group.id': 'o', \
               'group.protocol': 'consumer',\n  'session.timeout.ms': '30s'})\n";
    let found = all_findings(&[("app.py", app), ("requirements.txt", "confluent-kafka==2.16.1\n")]);
    let about_it = found.iter().filter(|finding| finding.contains("session.timeout.ms"));
    let rules: Vec<&str> = about_it.map(|finding| finding.split(' ').next().unwrap()).collect();
    assert_eq!(rules, ["client-refuses-to-start", "client-value-misread"], "{found:?}");
}

#[test]
fn what_spring_boot_manages_decides_about_defaults() {
    let properties = "spring.kafka.producer.key-serializer=x\nspring.kafka.bootstrap-servers=kafka.example.com:9094\n";
    let pom = |version: &str| {
        format!(
            "<project><parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId>\
             <version>{version}</version></parent></project>\n"
        )
    };
    // Kafka's client writes with acks=1 by itself before 3.0.
    for (version, is_weak) in [("2.2.13.RELEASE", true), ("2.6.15", false), ("99.0.0", false)] {
        let files = [("pom.xml", &*pom(version)), ("src/main/resources/application.properties", properties)];
        let found = all_findings(&files);
        assert_eq!(found.iter().any(|finding| finding.starts_with("acks-too-weak")), is_weak, "{version}: {found:?}");
    }
}
