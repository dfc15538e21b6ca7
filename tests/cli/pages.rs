//! `explain`, `rules`, and inline allows.

use serde_json::{Value, json};

use crate::project::{Project, THREE_BROKERS};

#[test]
fn a_page_is_markdown_in_a_pipe_and_rendered_on_a_terminal() {
    let project = Project::new("explain", &[]);
    for rule in msk_lint::rules::all() {
        let raw = project.run(&["explain", rule.name]);
        assert_eq!(raw.code, 0);
        let rest = raw.stdout.strip_prefix(rule.page.trim_end()).expect("the page as it is");
        assert!(rest.trim().is_empty() || rest.starts_with("\n\n## Covers\n"), "{rest}");
        let rendered = project.run(&["explain", rule.name, "--color", "always"]).stdout;
        assert!(rendered.starts_with(&format!("\u{1b}[1m{}\u{1b}[0m\n", rule.name)), "{rendered}");
        assert!(!rendered.contains("```") && !rendered.contains("\n## "), "{rendered}");
    }
}

#[test]
fn rules_are_listed_with_their_levels() {
    let project = Project::new("rules", &[("team.hcl", "check \"too-few-brokers\" {\n  level = \"off\"\n}\n")]);
    let text = project.run(&["rules"]).stdout;
    let line = text.lines().find(|line| line.starts_with("two-broker-outage ")).unwrap();
    let words: Vec<&str> = line.split_whitespace().take(4).collect();
    assert_eq!(words, ["two-broker-outage", "note", "off", "note"]);
    let json = project.run(&["rules", "--format", "json"]).json();
    assert_eq!(json["schema_version"], 1);
    let rules = json["rules"].as_array().unwrap();
    assert_eq!(rules.len(), msk_lint::rules::all().count());
    assert_eq!(rules[0]["levels"], json!({ "guide": "warning", "aws": "warning", "strict": "warning" }));
    let team = project.run(&["rules", "--format", "json", "--policy", "team.hcl", "--only", "too-few-brokers"]).json();
    assert_eq!(team["rules"].as_array().unwrap().len(), 1);
    assert_eq!(team["rules"][0]["levels"]["team"], "off");
    assert_eq!(project.run(&["rules", "--policy", "missing.hcl"]).code, 2);
}

/// Rules and lines found in the cluster of three brokers with a comment on a line, and how many were allowed.
fn with_comment(name: &str, line: usize, comment: &str) -> (Vec<String>, Value) {
    let mut lines: Vec<String> = THREE_BROKERS.lines().map(str::to_owned).collect();
    lines[line - 1] = format!("{} {comment}", lines[line - 1]);
    let project = Project::new(&format!("allow-{name}"), &[("main.tf", &(lines.join("\n") + "\n"))]);
    let only = ["too-few-brokers", "unused-allow", "expired-allow", "unknown-rule-name"];
    let only: Vec<&str> = only.iter().flat_map(|rule| ["--only", rule]).collect();
    let json = project.run(&[&["--format", "json", "--today", "2026-11-26"], &only[..]].concat()).json();
    let at = |f: &Value| format!("{}:{}", f["rule"].as_str().unwrap(), f["locations"][0]["start"]["line"]);
    (json["findings"].as_array().unwrap().iter().map(at).collect(), json["summary"]["suppressed"].clone())
}

#[test]
fn allows_are_honoured_and_watched() {
    for (name, line, comment, expected, allowed) in [
        ("line", 2, "# msk-lint: allow too-few-brokers -- small on purpose", &[][..], 1),
        ("slashes", 2, "// msk-lint: allow too-few-brokers -- small on purpose", &[], 1),
        ("block", 2, "/* msk-lint: allow too-few-brokers */", &[], 1),
        ("header", 1, "# msk-lint: allow too-few-brokers", &[], 1),
        ("until", 2, "# msk-lint: allow too-few-brokers until=2026-11-26 -- today is in time", &[], 1),
        (
            "expired",
            2,
            "# msk-lint: allow too-few-brokers until=2026-11-25",
            &["too-few-brokers:2", "expired-allow:2"],
            0,
        ),
        ("unused", 2, "# msk-lint: allow too-few-brokers, unused-allow", &["unused-allow:2"], 1),
        ("other", 3, "# msk-lint: allow too-few-brokers", &["too-few-brokers:2", "unused-allow:3"], 0),
        ("unknown", 2, "# msk-lint: allow too-few-broker", &["too-few-brokers:2", "unknown-rule-name:2"], 0),
        ("date", 2, "# msk-lint: allow too-few-brokers until=soon", &["unused-allow:2"], 1),
        ("nothing", 2, "# msk-lint: allow -- why", &["too-few-brokers:2", "unused-allow:2"], 0),
        ("verb", 2, "# msk-lint: ignore too-few-brokers", &["too-few-brokers:2", "unused-allow:2"], 0),
        // A rule that was not part of the run cannot be called unused.
        ("not-run", 2, "# msk-lint: allow min-insync-too-low, too-few-brokers", &[], 1),
    ] {
        assert_eq!(
            with_comment(name, line, comment),
            (expected.iter().map(ToString::to_string).collect(), json!(allowed)),
            "{name}"
        );
    }
}

#[test]
fn an_allow_holds_at_every_place_of_a_finding() {
    let module = "variable \"n\" {}\nresource \"aws_msk_cluster\" \"main\" {\n  number_of_broker_nodes = var.n\n}\n";
    let call = "module \"msk\" {\n  source = \"../modules/msk\"\n  n      = 3\n}\n";
    let project = Project::new("allow-places", &[("modules/msk/main.tf", module), ("infra/main.tf", call)]);
    let found = || project.run(&["--format", "json", "--only", "too-few-brokers"]).findings().len();
    assert_eq!(found(), 1);
    let allow = "# msk-lint: allow too-few-brokers\n";
    for (path, text) in [
        ("infra/main.tf", call.replace("  n ", &format!("  {allow}  n "))),
        ("infra/main.tf", format!("{allow}{call}")),
        ("modules/msk/main.tf", module.replace("  number", &format!("  {allow}  number"))),
        ("modules/msk/main.tf", module.replace("resource", &format!("{allow}resource"))),
    ] {
        let before = project.read(path);
        project.write(path, &text);
        assert_eq!(found(), 0, "{text}");
        project.write(path, &before);
    }
}
