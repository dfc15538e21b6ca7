//! Reports for code hosts and build servers, each read back as its readers do.

use std::collections::HashSet;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use serde_json::{Value, json};

use crate::project::{BLOCKED, Project, THREE_BROKERS};

const ONLY: &[&str] = &["--only", "min-insync-blocks-writes", "--only", "too-few-brokers", "--fail-on", "never"];

/// An error in one file and a warning behind multibyte text in another.
fn project(name: &str) -> Project {
    let behind = "resource \"aws_msk_cluster\" \"main\" {\n  /* é😀 */ number_of_broker_nodes = 3\n}\n";
    Project::new(name, &[("a b/<é>&\"'.tf", BLOCKED), ("b/main.tf", behind)])
}

fn run(project: &Project, format: &str) -> String {
    let run = project.run(&[ONLY, &["--format", format]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout
}

type Attributes = Vec<(String, String)>;

/// The elements of a document with their attributes, and all its text.
fn elements(xml: &str) -> (Vec<(String, Attributes)>, String) {
    let mut reader = Reader::from_str(xml);
    let (mut found, mut text) = (Vec::new(), String::new());
    let element = |start: &BytesStart<'_>| {
        let attributes = start.attributes().map(|attribute| {
            let attribute = attribute.unwrap();
            let value = attribute.normalized_value(XmlVersion::Explicit1_0).unwrap().into_owned();
            (attribute.key.as_ref().to_owned(), value)
        });
        (start.name().as_ref().to_owned(), attributes.collect())
    };
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) | Event::Empty(start) => found.push(element(&start)),
            Event::Text(part) => text += &part,
            Event::Eof => return (found, text),
            _ => {}
        }
    }
}

fn attribute<'a>(attributes: &'a Attributes, name: &str) -> &'a str {
    &attributes.iter().find(|(key, _)| key == name).unwrap().1
}

#[test]
fn gitlab_takes_a_list_with_unique_fingerprints() {
    let project = project("gitlab");
    let issues: Value = serde_json::from_str(&run(&project, "gitlab")).unwrap();
    let issues = issues.as_array().unwrap();
    assert_eq!(issues.len(), 2);
    let prints: HashSet<&str> = issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(prints.len(), 2);
    let mut first = issues[0].clone();
    first["fingerprint"].take();
    let expected = json!({
        "description": "one broker down stops acks=all writes: min.insync.replicas equals the replication factor (3) \
                        [aws_msk_cluster.main, a b]",
        "check_name": "min-insync-blocks-writes",
        "fingerprint": null,
        "severity": "critical",
        "location": { "path": "a b/<é>&\"'.tf",
                      "positions": { "begin": { "line": 5, "column": 5 }, "end": { "line": 5, "column": 26 } } },
    });
    assert_eq!(first, expected);
    let clean = Project::new("gitlab-clean", &[("main.tf", "locals {}\n")]);
    assert_eq!(run(&clean, "gitlab").trim(), "[]");
}

#[test]
fn rdjson_counts_bytes_and_suggests() {
    let project = project("rdjson");
    let document: Value = serde_json::from_str(&run(&project, "rdjson")).unwrap();
    assert_eq!(document["source"]["name"], "msk-lint");
    let [first, second] = &document["diagnostics"].as_array().unwrap()[..] else { panic!("{document}") };
    assert_eq!((&first["severity"], &second["severity"]), (&json!("ERROR"), &json!("WARNING")));
    assert_eq!(first["code"]["value"], "min-insync-blocks-writes");
    assert_eq!(first["location"]["path"], "a b/<é>&\"'.tf");
    let related = &first["related_locations"][0];
    assert_eq!(related["message"], "aws_msk_cluster.main (6 brokers in 3 zones)");
    assert_eq!(related["location"]["range"]["start"], json!({ "line": 9, "column": 1 }));
    let suggestion = json!([{ "text": "2", "range": { "start": { "line": 5, "column": 25 },
                                                      "end": { "line": 5, "column": 26 } } }]);
    assert_eq!(first["suggestions"], suggestion);
    // Behind `é` (2 bytes) and `😀` (4 bytes).
    assert_eq!(second["location"]["range"]["start"], json!({ "line": 2, "column": 41 }));
}

#[test]
fn junit_fails_for_what_matters_and_passes_otherwise() {
    let project = project("junit");
    let (found, text) = elements(&run(&project, "junit"));
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["testsuites", "testsuite", "testcase", "failure", "testsuite", "testcase", "failure"]);
    assert_eq!((attribute(&found[0].1, "tests"), attribute(&found[0].1, "failures")), ("2", "2"));
    assert_eq!(attribute(&found[1].1, "name"), "a b/<é>&\"'.tf");
    assert_eq!(attribute(&found[2].1, "name"), "min-insync-blocks-writes 5:5");
    assert_eq!((attribute(&found[3].1, "type"), attribute(&found[6].1, "type")), ("error", "warning"));
    assert!(text.contains("set min.insync.replicas=2, one less than the replication factor"), "{text}");
    // A note is told and fails nothing; a report of nothing is one test that passed.
    let notes = project.run(&["--format", "junit", "--only", "too-few-brokers", "--level", "too-few-brokers=note"]);
    let (found, text) = elements(&notes.stdout);
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["testsuites", "testsuite", "testcase", "system-out"]);
    assert_eq!((attribute(&found[0].1, "tests"), attribute(&found[0].1, "failures")), ("1", "0"));
    assert!(text.contains("b/main.tf:2:37: "), "{text}");
    let clean = Project::new("junit-clean", &[("main.tf", "locals {}\n")]);
    let (found, _) = elements(&run(&clean, "junit"));
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["testsuites", "testsuite", "testcase"]);
}

#[test]
fn checkstyle_lists_errors_by_file() {
    let (found, _) = elements(&run(&project("checkstyle"), "checkstyle"));
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["checkstyle", "file", "error", "file", "error"]);
    assert_eq!(attribute(&found[1].1, "name"), "a b/<é>&\"'.tf");
    let error = &found[2].1;
    assert_eq!((attribute(error, "line"), attribute(error, "column")), ("5", "5"));
    assert_eq!(
        (attribute(error, "severity"), attribute(error, "source")),
        ("error", "msk-lint.min-insync-blocks-writes")
    );
    assert_eq!(attribute(&found[4].1, "severity"), "warning");
}

#[test]
fn jsonl_is_json_in_lines() {
    let project = project("jsonl");
    let lines: Vec<Value> = run(&project, "jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut document: Value = serde_json::from_str(&run(&project, "json")).unwrap();
    let [findings @ .., summary] = &lines[..] else { panic!("{lines:?}") };
    let typed = |mut value: Value, kind: &str| {
        value["type"] = kind.into();
        value
    };
    let expected: Vec<Value> =
        document["findings"].take().as_array().unwrap().iter().map(|f| typed(f.clone(), "finding")).collect();
    assert_eq!(findings, expected);
    assert_eq!(*summary, typed(document["summary"].take(), "summary"));
}

#[test]
fn markdown_shows_text_as_it_is() {
    let path = "a|b/@team [x](http://evil.example) <img src=x>/main.tf";
    let project = Project::new("markdown", &[(path, BLOCKED)]);
    let text = run(&project, "markdown");
    let row = text.lines().find(|line| line.starts_with("| error |")).unwrap();
    // Four cells, whatever the name of the file.
    assert_eq!(row.replace("\\|", "").matches('|').count(), 5, "{row}");
    for harmful in ["@team", "[x](", "<img", "http://"] {
        assert!(!row.contains(harmful), "{harmful}: {row}");
    }
    assert!(row.contains("main.tf:5:5 | one broker down stops acks=all writes: "), "{row}");
    assert!(text.starts_with("## msk-lint\n\n| level |"), "{text}");
    assert!(text.trim_end().ends_with("ms)"), "{text}");
}

#[test]
fn several_reports_in_one_run() {
    let project = project("several");
    let words = ["--format", "gitlab", "--output", "gl.json", "--format", "markdown", "--output", "summary.md"];
    let run = project.run(&[ONLY, &words, &["--format", "short"]].concat());
    assert_eq!(run.stdout.lines().count(), 3, "{}", run.stdout);
    assert_eq!(project.read("gl.json"), self::run(&project, "gitlab"));
    assert!(project.read("summary.md").starts_with("## msk-lint"));
}

#[test]
fn statistics_count_by_rule() {
    let files = [("a/main.tf", BLOCKED), ("b/main.tf", THREE_BROKERS), ("c/main.tf", THREE_BROKERS)];
    let project = Project::new("statistics", &files);
    let stdout = project.run(&[ONLY, &["--statistics"]].concat()).stdout;
    let (counts, summary) = stdout.trim_end().rsplit_once('\n').unwrap();
    assert_eq!(counts, "    2  warning  too-few-brokers\n    1  error    min-insync-blocks-writes");
    assert!(summary.starts_with("1 error, 2 warnings, 0 notes in 3 clusters"), "{summary}");
}
