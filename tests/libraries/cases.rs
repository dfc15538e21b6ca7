//! Combinations of settings: some of each library's, with values inside and outside of what it takes.

use serde_json::{Map, Value};

use super::{java, node, python};

/// A setting with its values as JSON has them.
type Choice = (&'static str, &'static [&'static str]);

/// Libraries and a role, what is always set, and what may be.
pub struct Source {
    pub libraries: &'static [&'static str],
    pub role: &'static str,
    pub always: &'static [(&'static str, &'static str)],
    pub choices: &'static [Choice],
    pub cases: usize,
}

/// One client to make.
pub struct Case {
    pub library: &'static str,
    role: &'static str,
    settings: Vec<(&'static str, &'static str)>,
}

/// Every case, the same each time.
pub fn all() -> Vec<Case> {
    let mut random = 0x5eed_u64;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % below
    };
    let mut cases = Vec::new();
    for source in [python::SOURCES, node::SOURCES, java::SOURCES].into_iter().flatten() {
        for _ in 0..source.cases {
            let mut settings = source.always.to_vec();
            for (name, values) in source.choices {
                // About three settings of each list.
                if next(source.choices.len()) < 3 {
                    settings.push((name, values[next(values.len())]));
                }
            }
            let case = |library: &&'static str| Case { library, role: source.role, settings: settings.clone() };
            cases.extend(source.libraries.iter().map(case));
        }
    }
    cases
}

impl Case {
    /// What the program reads that asks the library.
    pub fn question(&self) -> String {
        if self.is_java() {
            let pairs = self.settings.iter().map(|(name, value)| format!("\t{name}={}", bare(value)));
            return self.role.to_owned() + &pairs.collect::<String>();
        }
        let settings = if self.library == "kafkajs" { self.nested() } else { self.flat() };
        serde_json::json!({ "library": self.library, "role": self.role, "settings": settings }).to_string()
    }

    /// The file that makes the client, and what is in it.
    pub fn file(&self, number: usize) -> (String, String) {
        let (extension, text) = match self.library {
            "kafkajs" => ("js", self.kafkajs()),
            "kafka-javascript" => ("js", self.kafka_javascript()),
            _ if self.is_java() => ("properties", self.properties()),
            _ => ("py", self.python()),
        };
        (format!("{}/case{number}.{extension}", self.library), text)
    }

    fn is_java(&self) -> bool {
        self.library.starts_with("kafka-clients-")
    }

    fn flat(&self) -> Value {
        self.settings.iter().map(|(name, value)| ((*name).to_owned(), json(value))).collect::<Map<_, _>>().into()
    }

    /// A map for each part of a name before a dot.
    fn nested(&self) -> Value {
        let mut whole = Value::Object(Map::new());
        for (name, value) in &self.settings {
            let mut at = &mut whole;
            for part in name.split('.') {
                at = &mut at[part];
            }
            *at = json(value);
        }
        whole
    }

    fn kafkajs(&self) -> String {
        let settings = self.nested();
        let (kafka, client, role) = (&settings["kafka"], &settings["client"], self.role);
        let client = if client.is_null() { String::new() } else { client.to_string() };
        format!(
            "const {{ Kafka }} = require(\"kafkajs\");\nconst kafka = new Kafka({kafka});\n\
             const client = kafka.{role}({client});\n"
        )
    }

    fn kafka_javascript(&self) -> String {
        let class = if self.role == "producer" { "Producer" } else { "KafkaConsumer" };
        let settings = self.flat();
        format!(
            "const Kafka = require(\"@confluentinc/kafka-javascript\");\nconst client = new Kafka.{class}({settings});\n"
        )
    }

    fn properties(&self) -> String {
        self.settings.iter().map(|(name, value)| format!("{name}={}\n", bare(value))).collect()
    }

    fn python(&self) -> String {
        let value = |value: &str| match value {
            "true" => "True".to_owned(),
            "false" => "False".to_owned(),
            other => other.to_owned(),
        };
        let class = if self.role == "producer" { "Producer" } else { "Consumer" };
        if self.library == "confluent-kafka" {
            let pairs: Vec<String> =
                self.settings.iter().map(|(name, text)| format!("\"{name}\": {}", value(text))).collect();
            return format!("from confluent_kafka import {class}\nclient = {class}({{{}}})\n", pairs.join(", "));
        }
        let (module, class) = match self.library {
            "kafka-python" => ("kafka", format!("Kafka{class}")),
            _ => ("aiokafka", format!("AIOKafka{class}")),
        };
        let pairs: Vec<String> = self.settings.iter().map(|(name, text)| format!("{name}={}", value(text))).collect();
        format!("from {module} import {class}\nclient = {class}({})\n", pairs.join(", "))
    }
}

fn json(literal: &str) -> Value {
    serde_json::from_str(literal).unwrap()
}

/// A literal as a file of properties has it.
fn bare(literal: &str) -> &str {
    literal.trim_matches('"')
}
