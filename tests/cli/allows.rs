//! `--add-allow`: allows written where findings are, which then keep them silent.

use crate::project::{BLOCKED, Project, THREE_BROKERS};

#[test]
fn what_is_found_is_allowed_with_a_reason() {
    let java = "import org.apache.kafka.clients.producer.ProducerConfig;\n\nclass P {\n  void make(java.util.Properties props) {\n    \
                props.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, \"b-1.x.kafka.eu-west-1.amazonaws.com:9094\");\n    \
                props.put(ProducerConfig.ACKS_CONFIG, \"1\");\n    new org.apache.kafka.clients.producer.KafkaProducer<>(props);\n  }\n}\n";
    let files = [("infra/main.tf", BLOCKED), ("three/main.tf", THREE_BROKERS), ("app/P.java", java)];
    let project = Project::new("add-allow", &files);
    let run = project.run(&["--add-allow", "known since 2024", "-v", "--format", "json"]);
    assert_eq!((run.code, run.findings()), (0, Vec::new()), "{}{}", run.stdout, run.stderr);
    let written = project.read("infra/main.tf");
    let line = "    # msk-lint: allow min-insync-blocks-writes -- known since 2024\n    min.insync.replicas=3\n";
    assert!(written.contains(line), "{written}");
    let written = project.read("app/P.java");
    assert!(written.contains("    // msk-lint: allow "), "{written}");
    // Nothing is left to allow, and nothing is written twice.
    let before = project.read("infra/main.tf");
    project.run(&["--add-allow", "again", "-v"]);
    assert_eq!(project.read("infra/main.tf"), before);
    let plain = project.run(&["--format", "json"]);
    assert_eq!(plain.findings(), [""; 0], "{}", plain.stdout);
}

#[test]
fn what_no_comment_can_allow_stays() {
    let json = "{\"resource\": {\"aws_msk_cluster\": {\"main\": {\"number_of_broker_nodes\": 3}}}}\n";
    let broken = format!("{THREE_BROKERS}locals {{ a = }}\n");
    let project = Project::new("add-allow-not", &[("a/main.tf.json", json), ("b/main.tf", &broken)]);
    let run =
        project.run(&["--add-allow", "why", "--only", "too-few-brokers", "--only", "syntax-error", "--format", "json"]);
    assert_eq!(run.findings(), ["warning too-few-brokers", "error syntax-error"], "{}", run.stdout);
    assert_eq!(project.read("a/main.tf.json"), json);
}

#[test]
fn a_reason_is_one_line() {
    let project = Project::new("add-allow-reason", &[("main.tf", THREE_BROKERS)]);
    for reason in ["", " ", "a\nb", "a\u{1b}b"] {
        assert_eq!(project.run(&["--add-allow", reason]).code, 2, "{reason:?}");
        assert_eq!(project.read("main.tf"), THREE_BROKERS);
    }
}
