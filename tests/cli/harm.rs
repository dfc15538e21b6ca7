//! Text that was made to harm whoever reads a report, and secrets: neither is in any output.

use serde_json::Value;

use crate::project::{BLOCKED, Project, Run};

/// Formats that are no JSON.
const TEXTS: [&str; 6] = ["pretty", "short", "github", "junit", "checkstyle", "markdown"];

/// A configuration of one line, attached to a cluster of six brokers in three zones.
fn configured(line: &str) -> String {
    BLOCKED.replace("    min.insync.replicas=3\n", &format!("    min.insync.replicas=3\n    {line}\n"))
}

/// What the log reader of a CI system would take for a command.
fn commands(run: &Run) -> Vec<&str> {
    let is_command =
        |line: &&str| line.trim_start().starts_with("::") || line.contains("##[") || line.contains("##vso[");
    run.stdout.lines().filter(is_command).collect()
}

#[test]
fn hostile_text_reaches_no_terminal_and_no_log() {
    let names = [
        "\u{1b}]0;title\u{7}\u{1b}[31mred",
        "x\u{202e}evil\u{2066}",
        "::set-output name=a::b",
        "##[set-output name=a]b",
        "##vso[task.setvariable variable=a]b",
        "a\rb\u{9b}31m",
        "zero\u{200b}width\u{feff}",
        "none\u{fffe}of\u{ffff}them\u{1ffff}",
    ];
    let harmful = |letter: &char| {
        (letter.is_control() && *letter != '\n')
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || *letter == '\u{feff}'
            || *letter as u32 & 0xfffe == 0xfffe
    };
    for (index, name) in names.iter().enumerate() {
        // In excerpts, in keys that messages quote, and in the names of files and folders.
        let code = configured(&format!("{name}=1")) + &format!("# {name}\nlocals {{ x = \"{name}\" ]\n");
        let project = Project::new(&format!("hostile-{index}"), &[(&format!("d{name}/x{name}.tf"), &code)]);
        for format in TEXTS {
            let run = project.run(&["--format", format, "-v"]);
            assert_eq!(run.code, 1, "{name:?} {format}: {}{}", run.stdout, run.stderr);
            let text = format!("{}{}", run.stdout, run.stderr);
            assert_eq!(text.chars().find(harmful), None, "{name:?} {format}: {text}");
            for line in commands(&run) {
                let own = ["::error ", "::warning ", "::notice "].iter().any(|start| line.starts_with(start));
                let own = own && !line.contains("##[") && !line.contains("##vso[");
                assert!(format == "github" && own, "{name:?} {format}: {line}");
            }
        }
        let page = project.run(&["report", "--html"]);
        assert_eq!(page.stdout.chars().find(harmful), None, "{name:?}: {}", page.stdout);
        assert!(page.stdout.contains("<article class=\"finding") && commands(&page).is_empty(), "{name:?}");
        for words in [&["--format", "json"][..], &["--format", "sarif"], &["inspect", "--format", "json"]] {
            let run = project.run(words);
            assert!(serde_json::from_str::<Value>(&run.stdout).is_ok(), "{name:?} {words:?}: {}", run.stdout);
        }
        let inspected = project.run(&["inspect", "-v"]);
        assert!(!inspected.stdout.contains(['\u{1b}', '\u{202e}', '\r', '\u{200b}']), "{}", inspected.stdout);
        assert_eq!(commands(&inspected), [""; 0]);
    }
}

#[test]
fn secrets_are_in_no_output() {
    let lines = [
        "ssl.keystore.password=CANARY",
        "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username=\"u\" password=\"CANARY\";",
        "listener.name.x.ssl.key.password: CANARY",
        "my.client_secret = CANARY",
        "ssl.keystore.key=CANARY",
        "x=https://user:CANARY@host/",
    ];
    for line in lines {
        // Beside the finding, under it, and as a value of everything that is shown.
        let code = configured(line).replace("min.insync.replicas=3\n", &format!("min.insync.replicas=3\n    {line}\n"))
            + "variable \"db_password\" {\n  default = \"CANARY\"\n}\noutput \"db_password\" {\n  value = var.db_password\n}\n"
            + "module \"msk\" {\n  source = \"git::https://user:CANARY@example.invalid/msk.git\"\n}\n"
            + "locals {\n  password = \"CANARY\" ]\n}\n";
        let project = Project::new("secrets", &[("main.tf", &code)]);
        for words in [
            &["--format", "pretty", "-v"][..],
            &["--format", "short", "-v"],
            &["--format", "json"],
            &["--format", "sarif"],
            &["--format", "github", "-v"],
            &["--format", "jsonl"],
            &["--format", "gitlab"],
            &["--format", "junit"],
            &["--format", "checkstyle"],
            &["--format", "rdjson"],
            &["--format", "markdown", "-v"],
            &["report", "--html"],
            &["inspect", "-v"],
            &["inspect"],
            &["inspect", "--format", "json"],
        ] {
            let run = project.run(words);
            assert!(run.code < 2, "{}", run.stderr);
            assert!(!format!("{}{}", run.stdout, run.stderr).contains("CANARY"), "{line} {words:?}: {}", run.stdout);
        }
    }
}

#[test]
fn sensitive_values_are_in_no_report() {
    let main = "variable \"kafka_version\" {\n  sensitive = true\n}\n\nresource \"aws_msk_cluster\" \"main\" {\n  kafka_version          = var.kafka_version\n  number_of_broker_nodes = 3\n}\n";
    let project = Project::new("sensitive", &[("main.tf", main)]);
    for format in msk_lint::report::Format::names() {
        let run = project.run(&["--format", format, "--var", "kafka_version=CANARY", "-v", "--fail-on", "never"]);
        assert!(run.stdout.contains("too-few-brokers") && !run.stdout.contains("CANARY"), "{format}: {}", run.stdout);
        assert!(!run.stderr.contains("CANARY"), "{format}: {}", run.stderr);
    }
    for command in [&["inspect"][..], &["report", "--html"]] {
        let run = project.run(&[command, &["--var", "kafka_version=CANARY"]].concat());
        assert!(run.stdout.contains("kafka_version") && !run.stdout.contains("CANARY"), "{}", run.stdout);
    }
}

#[test]
fn no_part_of_a_secret_is_shown_where_a_condition_is_cut() {
    const WHY: &str = "aws_msk_cluster.main.number_of_broker_nodes";
    for pad in (20..60).step_by(3) {
        let condition = format!("var.{} == \"AKIAIOSFODNN7CANARY0\" && var.more", "x".repeat(1 + pad));
        let text = format!(
            "variable \"more\" {{}}\nvariable \"{}\" {{}}\nresource \"aws_msk_cluster\" \"main\" {{\n  \
             number_of_broker_nodes = {condition} ? 3 : 6\n}}\n",
            "x".repeat(1 + pad)
        );
        let project = Project::new("cut", &[("main.tf", &text)]);
        for arguments in [&["inspect", "--format", "json"], &["inspect", "--why", WHY]] {
            let run = project.run(arguments);
            let shown = format!("{}{}", run.stdout, run.stderr);
            assert!(shown.contains("condition var.x"), "{arguments:?} {shown}");
            for part in ["IOSF", "CANARY"] {
                let lines = shown.lines().filter(|line| line.contains(part));
                assert_eq!(lines.count(), 0, "{part} after {pad}: {shown}");
            }
        }
    }
}
