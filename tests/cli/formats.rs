//! Reports of findings, in the formats for people and programs.

use serde_json::json;

use crate::project::{BLOCKED, Project, THREE_BROKERS};

const ONLY: &[&str] = &["--only", "min-insync-blocks-writes"];
/// Formats that show notes on request only.
const FOR_PEOPLE: [&str; 4] = ["pretty", "short", "github", "markdown"];

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
