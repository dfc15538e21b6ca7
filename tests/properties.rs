//! Where findings on `server_properties` stand: to the column, whatever brought the text there.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use msk_lint::analysis::{self, Request};
use msk_lint::date::Date;
use msk_lint::files::Memory;
use msk_lint::lint::{self, Options};
use msk_lint::policy::Policy;
use msk_lint::rules::{self, Check};

/// `path:line:column-column rule` of every finding on properties.
fn places(files: &[(&str, &str)]) -> Vec<String> {
    let root = PathBuf::from("/project");
    let files: BTreeMap<PathBuf, Vec<u8>> =
        files.iter().map(|(path, text)| (root.join(path), text.as_bytes().to_vec())).collect();
    let files = Memory::new(files);
    let request =
        Request { paths: vec![root.clone()], current_folder: root.clone(), boundary: root, ..Request::default() };
    let analysis = analysis::analyse(&request, &files);
    let policy = Arc::new(Policy::built_in("guide").unwrap());
    let policy_for = |_: &str| policy.clone();
    let wanted =
        |name: &str| rules::find(name).is_some_and(|rule| matches!(rule.check, Check::Properties(_) | Check::Run));
    let today = Date::parse("2026-11-22").unwrap();
    let outcome = lint::lint(&analysis, &Options { policy_for: &policy_for, rules: &wanted, today });
    let shown = outcome.findings.iter().map(|finding| {
        let span = finding.primary().and_then(|label| label.place.span()).expect("a place in a file");
        let file = analysis.sources.get(span.file).unwrap();
        let (start, end) = (file.line_column(span.range.start), file.line_column(span.range.end));
        assert_eq!(start.line, end.line, "one line: {finding:?}");
        format!("{}:{}:{}-{} {}", file.path, start.line, start.column, end.column, finding.rule)
    });
    shown.collect()
}

fn configuration(properties: &str) -> String {
    format!(
        "resource \"aws_msk_configuration\" \"main\" {{\n  name              = \"main\"\n  server_properties = {properties}\n}}\n"
    )
}

#[test]
fn columns_are_those_of_the_file() {
    let plain = configuration("<<EOT\n  num.partitions = x\nnum.io.threads=ä\nEOT");
    assert_eq!(
        places(&[("main.tf", &plain)]),
        ["main.tf:4:3-21 invalid-property-value", "main.tf:5:1-17 invalid-property-value"]
    );
    let indented = configuration("<<-EOT\n    # größer\n\t\tnum.partitions = é\n    num.io.threads=${1 + 1}x\n  EOT");
    assert_eq!(
        places(&[("main.tf", &indented)]),
        ["main.tf:5:3-21 invalid-property-value", "main.tf:6:5-29 invalid-property-value"]
    );
}

#[test]
fn line_ends_of_windows_belong_to_no_value() {
    let text = configuration(
        "<<-EOT\n    num.partitions=6\n    compression.type=zstd\n    auto.create.topics.enable=false\n    \
         log.cleanup.policy=delete,\\\n      compact\n    # a comment\n\n    num.io.threads=x\n  EOT",
    );
    let windows = text.replace('\n', "\r\n");
    assert_eq!(places(&[("main.tf", &windows)]), ["main.tf:11:5-21 invalid-property-value"]);
    assert_eq!(places(&[("main.tf", &windows)]), places(&[("main.tf", &text)]));
}

#[test]
fn text_behind_join_and_in_variables_is_shown_where_it_stands() {
    let entries = r#"join("\n", [for k, v in var.properties : "${k}=${v}"])"#;
    let list = r#"join("\n", ["num.partitions=6", "retention.ms=1"])"#;
    let variable = "variable \"properties\" {\n  type = map(string)\n}\n";
    let values =
        "properties = {\n  \"num.partitions\" = \"six\"\n  \"num.io.threads\" = 8\n  \"no.such.name\" = 1\n}\n";
    let files = [("main.tf", &*configuration(entries)), ("terraform.tfvars", values), ("variables.tf", variable)];
    assert_eq!(
        places(&files),
        ["terraform.tfvars:2:4-26 invalid-property-value", "terraform.tfvars:4:4-21 unknown-broker-property"]
    );
    assert_eq!(places(&[("main.tf", &configuration(list))]), ["main.tf:3:56-70 property-not-settable"]);
    let file = configuration("file(\"${path.module}/server.properties\")");
    let properties = "num.partitions=6\nlog.roll.hours=1\n";
    assert_eq!(
        places(&[("main.tf", &file), ("server.properties", properties)]),
        ["server.properties:2:1-17 property-not-settable"]
    );
}

/// The forms that real configurations use, as measured over public repositories.
#[test]
fn what_people_write_is_silent() {
    let text = r#"<<-EOT
    # min.insync.replicas=2 ensures that two copies exist
    ! another comment = with a separator

    auto.create.topics.enable = true
    default.replication.factor=${min(3, length(local.subnets))}
    min.insync.replicas = ${local.production ? 2 : 1}
    num.partitions=${lookup(var.sizes, "num.partitions", "3")}
    unclean.leader.election.enable=${var.unclean}
	log.retention.hours=168
    zookeeper.session.timeout.ms=18000
    log.retention.bytes=-1
    compression.type = producer
    ${var.more}
    ${join("\n", var.lines)}
    socket.send.buffer.bytes = 102400   
  EOT"#;
    let main = configuration(text)
        + r#"
locals {
  subnets    = ["a", "b", "c"]
  production = terraform.workspace == "production"
}

variable "sizes" {
  default = {}
}

variable "unclean" {
  default = false
}

variable "more" {}

variable "lines" {
  default = ["offsets.topic.replication.factor=3", "delete.topic.enable = true"]
}
"#;
    assert_eq!(places(&[("main.tf", &main)]), [""; 0]);
}

#[test]
fn every_rule_has_an_entry_in_the_guide() {
    let guide = Policy::built_in("guide").unwrap();
    let named: Vec<&str> = guide.rules().map(|(name, _)| name).collect();
    for rule in rules::all() {
        assert!(named.contains(&rule.name), "{} has no entry in policies/guide.hcl", rule.name);
    }
}

#[test]
fn many_odd_lines_take_linear_time() {
    let lines = |count: usize| {
        let text: String =
            (0..count).map(|number| format!("    num.partition{number}=1 \n    num.partitions=x\n")).collect();
        configuration(&format!("<<-EOT\n{text}  EOT"))
    };
    let time = |count: usize| {
        let started = std::time::Instant::now();
        assert!(places(&[("main.tf", &lines(count))]).len() > count);
        started.elapsed().as_secs_f64()
    };
    time(100);
    let (few, many) = (time(500), time(4_000));
    assert!(many < few * 8.0 * 4.0 + 0.5, "{few} s for 500, {many} s for 4000");
}
