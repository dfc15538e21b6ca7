//! The real libraries: where `.ci/run` puts them, and how they are asked.

use crate::unchecked::not_checked;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Libraries that one program asks, and the manifest from which we read their version.
pub struct Asked {
    pub libraries: &'static [&'static str],
    pub manifest: (&'static str, &'static str),
    /// The program, if the libraries are there.
    program: fn(&Path) -> Option<Command>,
}

pub const ALL: &[Asked] = &[
    Asked {
        libraries: &["confluent-kafka", "kafka-python", "aiokafka"],
        manifest: ("requirements.txt", "confluent-kafka==2.16.1\nkafka-python==3.0.12\naiokafka==0.14.0\n"),
        program: python,
    },
    Asked {
        libraries: &["kafkajs", "kafka-javascript"],
        manifest: (
            "package-lock.json",
            "{\n  \"packages\": {\n    \"node_modules/kafkajs\": {\n      \"version\": \"2.2.4\"\n    },\n    \
             \"node_modules/@confluentinc/kafka-javascript\": {\n      \"version\": \"1.10.1\"\n    }\n  }\n}\n",
        ),
        program: node,
    },
    Asked {
        libraries: &["kafka-clients-3.9.0"],
        manifest: ("build.gradle", "implementation 'org.apache.kafka:kafka-clients:3.9.0'\n"),
        program: |tools| java(tools, "kafka-clients-3.9.0"),
    },
    Asked {
        libraries: &["kafka-clients-4.3.0"],
        manifest: ("build.gradle", "implementation 'org.apache.kafka:kafka-clients:4.3.0'\n"),
        program: |tools| java(tools, "kafka-clients-4.3.0"),
    },
];

impl Asked {
    /// The libraries' answers, empty where a client was made; nothing, and a word about it, where they are missing at the
    /// desk.
    pub fn answers(&self, questions: &[String]) -> Option<Vec<String>> {
        let program = (self.program)(&tools());
        if program.is_none() {
            missing(&self.libraries.join(", "));
        }
        program.map(|program| answers_of(program, questions))
    }
}

/// What a program answers, a line for each question.
fn answers_of(mut program: Command, questions: &[String]) -> Vec<String> {
    let mut child =
        program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
    let mut input = child.stdin.take().unwrap();
    let lines: String = questions.iter().map(|question| format!("{question}\n")).collect();
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = child.wait_with_output().unwrap();
    let _ = writer.join();
    let answers: Vec<String> = String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
    assert_eq!(answers.len(), questions.len(), "every question has an answer");
    answers
}

/// What a version of Kafka Connect says of the settings of connectors; nothing, and a word about it, where it is missing at
/// the desk.
pub fn answers_of_connect(version: &str, questions: &[String]) -> Option<Vec<String>> {
    let library = format!("kafka-clients-{version}");
    let has_it = tools().join(&library).join(format!("connect-runtime-{version}.jar")).exists();
    let program = java_and(&tools(), &library).filter(|_| has_it);
    if program.is_none() {
        missing(&format!("connect-runtime-{version}"));
    }
    let mut program = program?;
    program.arg(script("Connect.java"));
    Some(answers_of(program, questions))
}

/// Java with a version of Kafka's own client.
pub fn java_with(library: &str) -> Option<Command> {
    let program = java_and(&tools(), library);
    if program.is_none() {
        missing(library);
    }
    program
}

fn tools() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    std::path::absolute(target.join("tools")).unwrap()
}

fn missing(libraries: &str) {
    not_checked(libraries, "not in target/tools, where .ci/run installs them");
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/libraries").join(name)
}

/// Whether a program runs to its end.
fn runs(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

fn python(tools: &Path) -> Option<Command> {
    let python = tools.join("python/bin/python");
    let mut command = Command::new(&python);
    command.arg(script("answer.py"));
    runs(Command::new(&python).args(["-c", "import aiokafka, confluent_kafka, kafka"])).then_some(command)
}

fn node(tools: &Path) -> Option<Command> {
    let modules = tools.join("node/node_modules");
    let mut command = Command::new("node");
    command.arg(script("answer.js")).env("NODE_PATH", &modules);
    let check = "require('kafkajs'); require('@confluentinc/kafka-javascript')";
    runs(Command::new("node").args(["-e", check]).env("NODE_PATH", &modules)).then_some(command)
}

fn java(tools: &Path, library: &str) -> Option<Command> {
    let mut command = java_and(tools, library)?;
    command.arg(script("Answer.java"));
    Some(command)
}

fn java_and(tools: &Path, library: &str) -> Option<Command> {
    let folder = tools.join(library);
    let mut command = Command::new("java");
    command.arg("-cp").arg(folder.join("*"));
    (folder.join(format!("{library}.jar")).exists() && runs(Command::new("java").arg("-version"))).then_some(command)
}
