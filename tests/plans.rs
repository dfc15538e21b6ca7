//! Plans from outside: a file in, findings out; nothing sensitive ever comes out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "support/plan.rs"]
mod plan;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use msk_lint::analysis::{self, Analysis, Request};
use msk_lint::date::Date;
use msk_lint::eval::value::Kind;
use msk_lint::files::Memory;
use msk_lint::finding::Finding;
use msk_lint::lint::{self, Options};
use msk_lint::plan::{Action, Plan};
use msk_lint::policy::Policy;
use msk_lint::report::{self, Format, Report, Style};
use msk_lint::source::SourceFile;
use msk_lint::terraform::file::ParsedFile;
use serde_json::{Value, json};

struct Run {
    analysis: Analysis,
    findings: Vec<Finding>,
}

/// Lints the plan among some files of the current folder.
fn run(files: &[(&str, String)]) -> Run {
    let folder = PathBuf::from("/project");
    let memory = Memory::new(files.iter().map(|(path, text)| (folder.join(path), text.clone().into_bytes())));
    let request = Request {
        paths: vec![folder.join(files[0].0)],
        current_folder: folder.clone(),
        boundary: folder,
        ..Request::default()
    };
    let analysis = analysis::analyse(&request, &memory);
    let policy = Arc::new(Policy::built_in("guide").unwrap());
    let policy_for = |_: &str| policy.clone();
    let today = Date::parse("2026-11-22").unwrap();
    let outcome = lint::lint(&analysis, &Options { policy_for: &policy_for, rules: &|_| true, today });
    Run { analysis, findings: outcome.findings }
}

impl Run {
    /// Place, rule, address and attribute of what a rule says.
    fn of(&self, rule: &str) -> Vec<String> {
        let findings = self.findings.iter().filter(|finding| finding.rule == rule);
        let shown = findings.map(|finding| {
            let primary = finding.primary().unwrap();
            let span = primary.place.span().unwrap();
            let at = self.analysis.sources.describe(span);
            let attribute = primary.attribute.as_deref().unwrap_or_default();
            format!("{at} {} {attribute}", primary.address.as_deref().unwrap_or_default())
        });
        shown.collect()
    }

    /// Everything that the reports would say.
    fn rendered(&self) -> String {
        let report = Report::of(&self.findings, &self.analysis.sources);
        let mut out = Vec::new();
        for format in Format::names().filter_map(Format::parse) {
            report::render(format, &report, &Style { notes: true, ..Style::default() }, &mut out).unwrap();
        }
        String::from_utf8(out).unwrap()
    }
}

/// A cluster on one line of a plan: its values, and what is unknown or sensitive in them.
fn cluster(after: &Value, unknown: &Value, sensitive: &Value) -> Value {
    json!({
        "address": "aws_msk_cluster.main", "mode": "managed", "type": "aws_msk_cluster", "name": "main",
        "change": {
            "actions": ["create"], "before": null,
            "after": after, "after_unknown": unknown, "after_sensitive": sensitive,
        },
    })
}

fn plan_of(changes: &[Value], configuration: &Value) -> String {
    json!({ "format_version": "1.2", "resource_changes": changes, "configuration": configuration }).to_string()
}

#[test]
fn a_plan_by_itself_is_judged_at_its_own_places() {
    let after = json!({
        "kafka_version": "3.9.x", "number_of_broker_nodes": 3,
        "broker_node_group_info": [{ "instance_type": "t3.small", "client_subnets": ["subnet-a", "subnet-b", "subnet-c"] }],
    });
    let run = run(&[("plan.json", plan_of(&[cluster(&after, &json!({}), &json!({}))], &json!({})))]);
    let text = plan_of(&[cluster(&after, &json!({}), &json!({}))], &json!({}));
    let column = text.find("\"t3.small\"").unwrap() + 1;
    let expected = format!("plan.json:1:{column} aws_msk_cluster.main instance_type");
    assert_eq!(run.of("unknown-instance-type"), [expected]);
    assert_eq!(run.of("too-few-brokers").len(), 1);
    assert_eq!(run.analysis.models[0].path.as_ref(), "plan.json");
}

#[test]
fn what_is_unknown_until_apply_is_unknown() {
    let after = json!({ "broker_node_group_info": [{}] });
    let unknown = json!({ "kafka_version": true, "number_of_broker_nodes": true, "broker_node_group_info": [{ "instance_type": true }] });
    let run = run(&[("plan.json", plan_of(&[cluster(&after, &unknown, &json!({}))], &json!({})))]);
    for rule in ["kafka-version-unsupported", "too-few-brokers", "unknown-instance-type", "burstable-broker"] {
        assert_eq!(run.of(rule), [""; 0], "{rule}");
    }
}

#[test]
fn an_unknown_arn_leads_to_its_configuration_through_modules() {
    let resource = |kind: &str, name: &str, after: Value, unknown: Value| {
        json!({
            "address": format!("module.msk[0].{kind}.{name}"), "module_address": "module.msk[0]",
            "mode": "managed", "type": kind, "name": name,
            "change": { "actions": ["create"], "before": null, "after": after, "after_unknown": unknown },
        })
    };
    let subnets = json!([{ "client_subnets": ["a", "b", "c"], "instance_type": "kafka.m7g.large" }]);
    let after = json!({
        "number_of_broker_nodes": 6, "broker_node_group_info": subnets, "configuration_info": [{ "revision": 1 }],
    });
    let properties = json!({ "server_properties": "default.replication.factor=3\nmin.insync.replicas=3\n" });
    let changes = [
        resource("aws_msk_cluster", "main", after, json!({ "configuration_info": [{ "arn": true }] })),
        json!({
            "address": "aws_msk_configuration.shared", "mode": "managed", "type": "aws_msk_configuration", "name": "shared",
            "change": { "actions": ["create"], "before": null, "after": properties, "after_unknown": { "arn": true } },
        }),
    ];
    let inner = json!({ "resources": [{
        "mode": "managed", "type": "aws_msk_cluster", "name": "main",
        "expressions": { "configuration_info": [{ "arn": { "references": ["var.configuration"] } }] },
    }] });
    let reference = json!({ "references": ["aws_msk_configuration.shared.arn", "aws_msk_configuration.shared"] });
    let configuration = json!({ "root_module": {
        "module_calls": { "msk": { "expressions": { "configuration": reference }, "module": inner } },
    } });
    let run = run(&[("plan.json", plan_of(&changes, &configuration))]);
    assert_eq!(run.of("min-insync-blocks-writes").len(), 1);
    assert_eq!(run.of("configuration-not-attached"), [""; 0]);
}

#[test]
fn what_the_provider_adds_is_not_written() {
    // Express brokers take no storage mode; one that only the state knows is nobody's fault.
    let after =
        json!({ "storage_mode": "LOCAL", "broker_node_group_info": [{ "instance_type": "express.m7g.large" }] });
    let with = |expressions: Value| {
        let resource =
            json!({ "mode": "managed", "type": "aws_msk_cluster", "name": "main", "expressions": expressions });
        let configuration = json!({ "root_module": { "resources": [resource] } });
        run(&[("plan.json", plan_of(&[cluster(&after, &json!({}), &json!({}))], &configuration))])
    };
    let written = json!({ "storage_mode": { "constant_value": "LOCAL" } });
    assert_eq!(with(written).of("broker-feature-unsupported").len(), 1);
    assert_eq!(with(json!({})).of("broker-feature-unsupported"), [""; 0]);
}

#[test]
fn who_else_uses_a_configuration_is_not_known_from_a_plan() {
    let properties = json!({ "name": "shared", "server_properties": "min.insync.replicas=2\n" });
    let configuration = json!({
        "address": "aws_msk_configuration.shared", "mode": "managed", "type": "aws_msk_configuration", "name": "shared",
        "change": { "actions": ["create"], "before": null, "after": properties, "after_unknown": { "arn": true } },
    });
    let after = json!({ "number_of_broker_nodes": 6, "configuration_info": [] });
    let changes = [cluster(&after, &json!({}), &json!({})), configuration];
    assert_eq!(run(&[("plan.json", plan_of(&changes, &json!({})))]).of("configuration-not-attached"), [""; 0]);
}

#[test]
fn sensitive_values_never_appear() {
    let after = json!({
        "kafka_version": "hunter2-version", "number_of_broker_nodes": 3, "tags": { "password": "hunter2-tag" },
        "broker_node_group_info": [{ "instance_type": "hunter2-type", "client_subnets": ["hunter2-subnet", "b"] }],
    });
    let sensitive = json!({
        "kafka_version": true, "tags": true, "broker_node_group_info": [{ "instance_type": true, "client_subnets": true }],
    });
    let run = run(&[("plan.json", plan_of(&[cluster(&after, &json!({}), &sensitive)], &json!({})))]);
    assert_eq!(run.of("too-few-brokers").len(), 1, "what is not sensitive is judged");
    let rendered = run.rendered();
    assert!(rendered.contains("too-few-brokers") && !rendered.contains("hunter2"), "{rendered}");
}

#[test]
fn findings_point_at_the_configuration_beside_the_plan() {
    let variables = "variable \"kafka_version\" {\n  default = \"3.5.1\"\n}\n";
    let main = "resource \"aws_msk_cluster\" \"main\" {\n  kafka_version          = var.kafka_version\n  number_of_broker_nodes = length(aws_subnet.a)\n}\n\nresource \"aws_subnet\" \"a\" {\n  count = 3\n}\n";
    let after = json!({ "kafka_version": "3.5.1", "number_of_broker_nodes": 3, "storage_mode": "LOCAL" });
    let mut plan: Value =
        serde_json::from_str(&plan_of(&[cluster(&after, &json!({}), &json!({}))], &json!({}))).unwrap();
    plan["variables"] = json!({ "kafka_version": { "value": "3.5.1" } });
    let files = [("plan.json", plan.to_string()), ("main.tf", main.to_owned()), ("variables.tf", variables.to_owned())];
    let run = run(&files);
    assert_eq!(run.of("kafka-version-end-of-support"), ["variables.tf:2:13 aws_msk_cluster.main kafka_version"]);
    assert_eq!(run.of("too-few-brokers"), ["main.tf:3:28 aws_msk_cluster.main number_of_broker_nodes"]);

    // The plan was made with another value: the default is not where it comes from.
    plan["variables"] = json!({ "kafka_version": { "value": "2.8.1" } });
    plan["resource_changes"][0]["change"]["after"]["kafka_version"] = json!("2.8.1");
    let run = self::run(&[("plan.json", plan.to_string()), files[1].clone(), files[2].clone()]);
    assert_eq!(run.of("kafka-version-end-of-support"), ["main.tf:2:28 aws_msk_cluster.main kafka_version"]);
}

#[test]
fn code_of_another_root_is_not_taken_for_the_source() {
    let main = "resource \"aws_msk_cluster\" \"other\" {\n  number_of_broker_nodes = 3\n}\n".to_owned();
    let after = json!({ "number_of_broker_nodes": 3 });
    let plan = plan_of(&[cluster(&after, &json!({}), &json!({}))], &json!({}));
    let run = run(&[("plan.json", plan), ("main.tf", main)]);
    let found = run.of("too-few-brokers");
    assert!(matches!(&found[..], [one] if one.starts_with("plan.json:1:")), "{found:?}");
}

#[test]
fn a_heredoc_keeps_its_lines() {
    let text = |value: u32| {
        format!(
            "resource \"aws_msk_configuration\" \"main\" {{\n  server_properties = <<EOT\nauto.create.topics.enable=false\nmin.insync.replicas={value}\nnot.a.property=1\nEOT\n}}\n"
        )
    };
    let run = run(&[("plan.json", plan::between(&text(2), &text(1))), ("main.tf", text(1))]);
    assert_eq!(run.of("unknown-broker-property"), ["main.tf:5:1 aws_msk_configuration.main not.a.property"]);
}

#[test]
fn what_is_no_plan_says_so() {
    let unreadable = |name: &str, text: &str| {
        let run = run(&[(name, text.to_owned())]);
        let label = |finding: &Finding| finding.primary().map(|label| label.text.clone()).unwrap_or_default();
        run.findings.iter().map(|finding| format!("{} {}", finding.rule, label(finding))).collect::<Vec<_>>()
    };
    let binary = unreadable("tfplan", "PK\u{3}\u{4}....tfplan....");
    assert!(matches!(&binary[..], [one] if one.contains("terraform show -json")), "{binary:?}");
    let empty = unreadable("plan.json", "{\"format_version\": \"1.2\", \"planned_values\": {}}");
    assert!(matches!(&empty[..], [one] if one.contains("resource_changes")), "{empty:?}");
    let cut =
        unreadable("plan.json", "{\"format_version\": \"1.2\", \"resource_changes\": [{\"address\": \"aws_msk_cl");
    assert!(cut.iter().any(|finding| finding.starts_with("syntax-error")), "{cut:?}");
}

#[test]
fn odd_plans_do_no_harm() {
    let deep =
        format!("{{\"format_version\":\"1.2\",\"resource_changes\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let whole = plan_of(
        &[cluster(&json!({ "kafka_version": "3.5.1" }), &json!({ "kafka_version": [true] }), &json!(7))],
        &json!([]),
    );
    let circle = json!({ "root_module": {
        "outputs": { "a": { "expression": { "references": ["module.m.a"] } } },
        "module_calls": { "m": { "module": { "outputs": { "a": { "expression": { "references": ["module.m.a"] } } } } } },
    } });
    let turning = plan_of(&[cluster(&json!({}), &json!({ "kafka_version": true }), &json!(null))], &circle);
    let mut texts = vec![deep, turning, "{\"format_version\":1,\"resource_changes\":{}}".to_owned()];
    texts.extend(
        (0..whole.len())
            .step_by(7)
            .map(|end| format!("{{\"format_version\":\"1.2\",\"planned_values\":1,{}", &whole[1..end.max(1)])),
    );
    for text in texts {
        let run = run(&[("plan.json", text)]);
        assert!(run.findings.iter().all(|finding| finding.rule != "internal-error"));
    }
}

/// A plan that Terraform 1.11 wrote: resources of its own provider, which need no other.
#[test]
fn the_real_format_is_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/plans/terraform_data.json");
    let source = Arc::new(SourceFile::new("plan.json", std::fs::read(path).unwrap()));
    let mut sources = msk_lint::source::Sources::default();
    let file = Arc::new(ParsedFile::parse_plan(sources.add(source.clone()), source));
    assert!(file.tree.errors().is_empty());
    let plan = Plan::read(&file).unwrap();
    let shown: Vec<_> = plan.changes.iter().map(|change| (change.address.to_string(), change.action)).collect();
    let expected = [
        ("terraform_data.a", Action::DestroyThenCreate),
        ("terraform_data.b[\"x\"]", Action::Update),
        ("terraform_data.b[\"y.z\"]", Action::Update),
        ("module.m[0].terraform_data.in", Action::Update),
        ("module.m[1].terraform_data.in", Action::Update),
    ];
    assert_eq!(shown, expected.map(|(address, action)| (address.to_owned(), action)));
    assert_eq!(plan.changes[0].replaced_by, [Arc::from("triggers_replace")]);

    let input = |at: usize| plan.changes[at].after.as_ref().unwrap().entries().unwrap().items["input"].value.clone();
    let reason = |value: &msk_lint::eval::value::Value| value.as_unknown().map(|unknown| unknown.reason.to_string());
    let entries = input(1);
    let entries = entries.entries().unwrap();
    assert_eq!(reason(&entries.items["s"].value).as_deref(), Some("it is sensitive"));
    assert_eq!(
        reason(&entries.items["a"].value).as_deref(),
        Some("terraform_data.b[\"x\"].input.a is known only after apply")
    );
    let list = entries.items["l"].value.elements().unwrap().clone();
    assert!(list[0].as_unknown().is_some() && matches!(&list[1].kind, Kind::String(text) if text.as_str() == "k"));
    let in_module = input(3);
    let arn = &in_module.entries().unwrap().items["arn"].value;
    assert_eq!(reason(arn).as_deref(), Some("terraform_data.a.id is known only after apply"));
}

/// A resource that a plan creates.
fn created(kind: &str, name: &str, after: &Value, unknown: &Value) -> Value {
    json!({
        "address": format!("{kind}.{name}"), "mode": "managed", "type": kind, "name": name,
        "change": { "actions": ["create"], "before": null, "after": after, "after_unknown": unknown },
    })
}

/// A cluster with a security group and a rule of it, and the configuration that ties them.
fn guarded(rule: &Value, outputs: &Value) -> String {
    let after = json!({
        "cluster_name": "orders", "number_of_broker_nodes": 6,
        "client_authentication": [{ "sasl": [{ "iam": true }] }],
        "broker_node_group_info": [{ "client_subnets": ["a", "b", "c"] }],
    });
    let unknown = json!({ "arn": true, "broker_node_group_info": [{ "security_groups": true }] });
    let changes = [
        created("aws_msk_cluster", "main", &after, &unknown),
        created("aws_security_group", "msk", &json!({ "name": "msk" }), &json!({ "id": true, "ingress": true })),
        created("aws_security_group_rule", "in", rule, &json!({ "security_group_id": true })),
    ];
    let group = json!({ "references": ["aws_security_group.msk.id", "aws_security_group.msk"] });
    let resource = |kind: &str, name: &str, expressions: Value| json!({ "mode": "managed", "type": kind, "name": name, "expressions": expressions });
    let configuration = json!({ "root_module": { "outputs": outputs, "resources": [
        resource("aws_msk_cluster", "main", json!({ "broker_node_group_info": [{ "security_groups": group }] })),
        resource("aws_security_group", "msk", json!({ "name": { "constant_value": "msk" } })),
        resource("aws_security_group_rule", "in", json!({ "security_group_id": group, "cidr_blocks": {} })),
    ] } });
    plan_of(&changes, &configuration)
}

#[test]
fn security_groups_of_a_plan_are_judged() {
    let rule = |port: u16, range: &str| json!({ "type": "ingress", "protocol": "tcp", "from_port": port, "to_port": port, "cidr_blocks": [range] });
    let open = run(&[("plan.json", guarded(&rule(9098, "0.0.0.0/0"), &json!({})))]);
    assert_eq!(open.of("open-security-group").len(), 1);
    assert_eq!(open.of("security-group-misses-port"), [""; 0]);
    let other_port = guarded(&rule(9092, "10.0.0.0/8"), &json!({}));
    assert_eq!(run(&[("plan.json", other_port)]).of("security-group-misses-port").len(), 1);
    // Another root may add rules to a group that is handed on.
    let exported =
        json!({ "group": { "expression": { "references": ["aws_security_group.msk.id", "aws_security_group.msk"] } } });
    let exported = guarded(&rule(9092, "10.0.0.0/8"), &exported);
    assert_eq!(run(&[("plan.json", exported)]).of("security-group-misses-port"), [""; 0]);
}

#[test]
fn alarms_of_a_plan_are_judged() {
    let alarm = |statistic: &str| {
        let after = json!({
            "namespace": "AWS/Kafka", "metric_name": "ActiveControllerCount", "statistic": statistic,
            "period": 60, "evaluation_periods": 3, "dimensions": { "Cluster Name": "orders" },
        });
        let changes = [
            created("aws_msk_cluster", "main", &json!({ "cluster_name": "orders" }), &json!({ "arn": true })),
            created("aws_cloudwatch_metric_alarm", "controller", &after, &json!({ "arn": true })),
        ];
        run(&[("plan.json", plan_of(&changes, &json!({ "root_module": {} })))])
    };
    assert_eq!(alarm("Average").of("alarm-invalid").len(), 1);
    assert_eq!(alarm("Maximum").of("alarm-invalid"), [""; 0]);
}
