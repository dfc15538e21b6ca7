//! `terraform` itself: init from a mirror, validate, plan, apply, console, test; with the provider beside one that stands in
//! for the AWS one.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value as Json;

use crate::process::{first_line, wait};
use crate::workdir::{Workdir, is_installed};

/// A cluster that lacks nothing that AWS insists on, with some arguments.
fn cluster(brokers: u32, postcondition: &str) -> String {
    format!(
        r#"
resource "aws_msk_configuration" "main" {{
  name              = "main"
  kafka_versions    = ["3.6.0"]
  server_properties = "default.replication.factor=3\nmin.insync.replicas=2\n"
}}

resource "aws_msk_cluster" "main" {{
  cluster_name           = "main"
  kafka_version          = "3.6.0"
  number_of_broker_nodes = {brokers}

  broker_node_group_info {{
    instance_type   = "kafka.m5.large"
    client_subnets  = ["subnet-a", "subnet-b", "subnet-c"]
    security_groups = ["sg-1"]
  }}

  configuration_info {{
    arn      = aws_msk_configuration.main.arn
    revision = aws_msk_configuration.main.latest_revision
  }}
  {postcondition}
}}
"#
    )
}

const POSTCONDITION: &str = r#"
  lifecycle {
    postcondition {
      condition     = provider::msklint::ok(self, { fail_on = "warning" })
      error_message = provider::msklint::report(self)
    }
  }
"#;

#[test]
fn a_postcondition_stops_a_plan_before_the_cluster_exists() {
    if !is_installed() {
        return;
    }
    let workdir = Workdir::new(&[("main.tf", &cluster(3, POSTCONDITION))]);
    let found = workdir.plan_diagnostics();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["severity"], "error");
    let detail = found[0]["detail"].as_str().unwrap();
    assert!(detail.contains("too-few-brokers"), "{detail}");
    assert!(detail.contains("not checked: "), "what is known only after apply is named: {detail}");
}

#[test]
fn checks_warn_and_name_the_configuration_of_the_cluster() {
    if !is_installed() {
        return;
    }
    let check = r#"
check "msk" {
  assert {
    condition     = provider::msklint::ok([aws_msk_cluster.main, aws_msk_configuration.main], { fail_on = "warning" })
    error_message = provider::msklint::report([aws_msk_cluster.main, aws_msk_configuration.main])
  }
}

output "findings" {
  value = provider::msklint::lint([aws_msk_cluster.main, aws_msk_configuration.main])
}
"#;
    let workdir = Workdir::new(&[("main.tf", &(cluster(3, "") + check))]);
    workdir.succeed(&["validate"]);
    let found = workdir.plan_diagnostics();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["severity"], "warning");
    assert!(found[0]["detail"].as_str().unwrap().contains("RF 3 and min ISR 2"), "the two were joined: {found:#?}");
    // The functions say the same at apply, or Terraform refuses.
    workdir.succeed(&["apply", "-auto-approve"]);
    let findings = &workdir.outputs()["findings"]["value"];
    let rules: Vec<&str> =
        findings.as_array().unwrap().iter().map(|finding| finding["rule"].as_str().unwrap()).collect();
    assert!(rules.contains(&"too-few-brokers"), "{rules:?}");
    // An output keeps what was known when it was planned.
    workdir.succeed(&["apply", "-auto-approve"]);
    let again = workdir.run(&["plan", "-detailed-exitcode"]);
    assert_eq!(again.status.code(), Some(0), "nothing changes: {}", String::from_utf8_lossy(&again.stdout));
}

const DATA: &str = r#"
locals {
  properties = {
    "default.replication.factor" = 3
    "min.insync.replicas"        = 3
    "log.dirs"                   = "/tmp"
  }
}

data "msklint_lint" "main" {
  kafka_version          = "3.6.0"
  instance_type          = "kafka.m5.large"
  number_of_broker_nodes = 6
  zones                  = 3

  properties = {
    "default.replication.factor" = 3
    "min.insync.replicas"        = 3
    "log.dirs"                   = "/tmp"
  }

  topic {
    name               = "orders"
    partitions         = 6
    replication_factor = 3
    configs            = { "min.insync.replicas" = 3 }
  }

  client {
    library  = "kafka-clients"
    role     = "producer"
    settings = { "acks" = "1", "bootstrap.servers" = "b-1.main.abc.c2.kafka.eu-central-1.amazonaws.com:9098" }
  }
}
"#;

#[test]
fn a_data_source_points_at_the_entry_of_the_map() {
    if !is_installed() {
        return;
    }
    let workdir = Workdir::new(&[("main.tf", DATA)]);
    let found = workdir.plan_diagnostics();
    let at = |word: &str| {
        let finding = found.iter().find(|found| found["summary"].as_str().unwrap().contains(word));
        let finding = finding.unwrap_or_else(|| panic!("nothing about {word}: {found:#?}"));
        let line = finding["range"]["start"]["line"].as_u64().unwrap() as usize;
        (finding["severity"].as_str().unwrap().to_owned(), DATA.lines().nth(line - 1).unwrap().trim().to_owned())
    };
    assert_eq!(at("property-not-settable"), ("error".into(), "\"log.dirs\"                   = \"/tmp\"".into()));
    assert_eq!(at("min-insync-blocks-writes").1, "\"min.insync.replicas\"        = 3");
    assert_eq!(at("acks-too-weak").0, "warning");
    let summaries: Vec<&str> = found.iter().map(|found| found["summary"].as_str().unwrap()).collect();
    let mut distinct = summaries.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), summaries.len(), "each finding once: {summaries:?}");
}

#[test]
fn options_in_variables_keep_quiet_while_terraform_validates() {
    if !is_installed() {
        return;
    }
    let text = r#"
variable "ignore" {
  type    = list(string)
  default = ["too-few-brokers"]
}

locals {
  cluster = { number_of_broker_nodes = 2 }
}

output "x" {
  value = 1

  precondition {
    condition     = provider::msklint::ok(local.cluster, { fail_on = "warning", ignore = var.ignore })
    error_message = provider::msklint::report(local.cluster)
  }
}
"#;
    let workdir = Workdir::new(&[("main.tf", text)]);
    workdir.succeed(&["validate"]);
    workdir.succeed(&["plan"]);
    let failed = workdir.run(&["plan", "-var=ignore=[]"]);
    assert_eq!(failed.status.code(), Some(1), "without the variable's value it fails");
}

#[test]
fn what_is_left_out_of_a_data_source_is_not_judged() {
    if !is_installed() {
        return;
    }
    let text = r#"
data "msklint_lint" "main" {
  kafka_version          = "3.9.x"
  number_of_broker_nodes = 6
  zones                  = 3
  properties = {
    "default.replication.factor" = 3
    "min.insync.replicas"        = 2
    "log.retention.hours"        = 72
  }
}

output "result" {
  value = data.msklint_lint.main
}
"#;
    let workdir = Workdir::new(&[("main.tf", text)]);
    workdir.succeed(&["apply", "-auto-approve"]);
    let result = &workdir.outputs()["result"]["value"];
    assert_eq!(result["ok"], true);
    assert_eq!(result["counts"], serde_json::json!({ "error": 0, "warning": 0, "note": 0 }), "{result:#}");
    assert!(serde_json::from_str::<Json>(result["sarif"].as_str().unwrap()).unwrap()["runs"][0]["results"].is_array());
}

#[test]
fn options_of_the_provider_hold_for_data_sources() {
    if !is_installed() {
        return;
    }
    let text = r#"
provider "msklint" {
  policy  = "aws"
  fail_on = "never"
  ignore  = ["property-not-settable"]
}
"#;
    let workdir = Workdir::new(&[("main.tf", DATA), ("provider.tf", text)]);
    let found = workdir.plan_diagnostics();
    assert!(found.iter().all(|found| found["severity"] == "warning"), "{found:#?}");
    assert!(!found.iter().any(|found| found["summary"].as_str().unwrap().contains("log.dirs")), "{found:#?}");
    workdir.write("provider.tf", "provider \"msklint\" {\n  fail_on = \"warning\"\n}\n");
    let found = workdir.plan_diagnostics();
    assert!(found.len() > 2 && found.iter().all(|found| found["severity"] == "error"), "{found:#?}");
    workdir.write("provider.tf", "provider \"msklint\" {\n  policy = \"gide\"\n}\n");
    let found = workdir.plan_diagnostics();
    assert!(found[0]["detail"].as_str().unwrap().contains("there is no policy gide"), "{found:#?}");
    assert_eq!(found[0]["range"]["start"]["line"], 2);
}

#[test]
fn a_topic_is_judged_before_it_exists() {
    if !is_installed() {
        return;
    }
    let topic = r#"
resource "aws_msk_topic" "orders" {
  cluster_arn        = aws_msk_cluster.main.arn
  name               = "orders"
  partition_count    = 6
  replication_factor = 2

  lifecycle {
    postcondition {
      condition     = provider::msklint::ok(self, { fail_on = "warning" })
      error_message = provider::msklint::report(self)
    }
  }
}
"#;
    let workdir = Workdir::new(&[("main.tf", &(cluster(6, "") + topic))]);
    workdir.succeed(&["validate"]);
    let found = workdir.plan_diagnostics();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0]["detail"].as_str().unwrap().contains("(topic-replication-in-code)"), "{found:#?}");
    workdir.write("main.tf", &(cluster(6, "") + &topic.replace("factor = 2", "factor = 3")));
    workdir.succeed(&["apply", "-auto-approve"]);
}

#[test]
fn the_catalogue_is_a_data_source() {
    if !is_installed() {
        return;
    }
    let text = "data \"msklint_rules\" \"aws\" {\n  policy = \"aws\"\n}\n\noutput \"rules\" {\n  value = data.msklint_rules.aws.rules\n}\n";
    let workdir = Workdir::new(&[("main.tf", text)]);
    workdir.succeed(&["apply", "-auto-approve"]);
    let outputs = workdir.outputs();
    let rules = outputs["rules"]["value"].as_array().unwrap();
    assert_eq!(rules.len(), msk_lint::rules::all().count());
    assert!(rules.iter().any(|rule| rule["name"] == "too-few-brokers" && rule["level"].is_string()), "{rules:#?}");
}

#[test]
fn it_says_nothing_that_the_command_does_not_say() {
    if !is_installed() {
        return;
    }
    let question = "\noutput \"findings\" {\n  value = provider::msklint::lint([aws_msk_cluster.main, aws_msk_configuration.main])\n}\n";
    let text = cluster(3, "").replace("min.insync.replicas=2", "min.insync.replicas=3\\nlog.dirs=/tmp") + question;
    let workdir = Workdir::new(&[("main.tf", &text)]);
    workdir.succeed(&["apply", "-auto-approve"]);
    let rules = |findings: &Json, name: &str| -> BTreeSet<String> {
        let names = findings.as_array().unwrap().iter().map(|finding| finding[name].as_str().unwrap().to_owned());
        names.collect()
    };
    let asked = rules(&workdir.outputs()["findings"]["value"], "rule");
    std::fs::remove_file(workdir.folder.path().join("code/terraform.tfstate")).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_msk-lint"))
        .args(["--fail-on", "never", "--format", "sarif", "."])
        .current_dir(workdir.folder.path().join("code"))
        .output()
        .unwrap();
    let sarif: Json = serde_json::from_slice(&output.stdout).unwrap();
    let read = rules(&sarif["runs"][0]["results"], "ruleId");
    assert!(asked.is_subset(&read), "only the provider: {:?}", asked.difference(&read).collect::<Vec<_>>());
    for rule in ["too-few-brokers", "min-insync-blocks-writes", "property-not-settable", "unauthenticated-access"] {
        assert!(asked.contains(rule), "{rule}: {asked:?}");
    }
}

#[cfg(unix)]
#[test]
fn terraform_attaches_to_one_that_was_started_by_hand() {
    if !is_installed() {
        return;
    }
    let mut provider = Command::new(env!("CARGO_BIN_EXE_terraform-provider-msklint"));
    let mut provider = provider.arg("--debug").stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let line = first_line(&mut provider);
    let attach = line.strip_prefix("TF_REATTACH_PROVIDERS='").and_then(|rest| rest.strip_suffix('\'')).expect(&line);
    let workdir = Workdir::new(&[(
        "main.tf",
        "output \"x\" {\n  value = provider::msklint::rule(\"too-few-brokers\").name\n}\n",
    )]);
    workdir.write(
        "required.tf",
        "terraform {\n  required_providers {\n    msklint = { source = \"msk-lint/msklint\" }\n  }\n}\n",
    );
    // It is installed nowhere.
    std::fs::write(
        workdir.folder.path().join("rc"),
        "provider_installation {\n  filesystem_mirror {\n    path = \"/\"\n  }\n}\n",
    )
    .unwrap();
    for _ in 0..2 {
        let output = workdir.command(&["plan"]).env("TF_REATTACH_PROVIDERS", attach).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    Command::new("kill").args(["-INT", &provider.id().to_string()]).status().unwrap();
    assert!(wait(&mut provider) && provider.wait().unwrap().success(), "an interrupt ends it");
}

#[test]
fn the_console_answers() {
    if !is_installed() {
        return;
    }
    let workdir = Workdir::new(&[]);
    for (question, expected) in [
        (r#"provider::msklint::properties_parse("a=1\na: 2\n# x\n")["a"]"#, "\"2\""),
        (
            r#"provider::msklint::properties_merge({ a = 1, b = 2 }, { a = null, b = true })"#,
            "tomap({\n  \"b\" = \"true\"\n})",
        ),
        (r#"provider::msklint::properties_render({ "num.partitions" = 6 })"#, "<<EOT\nnum.partitions=6\n\nEOT"),
        (r#"provider::msklint::setting("num.replica.fetchers", "3.6.0").msk_default"#, "\"2\""),
        (r#"provider::msklint::rule("too-few-brokers").level"#, "\"warning\""),
        (
            r#"provider::msklint::availability({ brokers = 3, replication_factor = 3, min_insync_replicas = 2 })[0].writes"#,
            "\"ok\"",
        ),
        (r#"provider::msklint::ok(null)"#, "true"),
        (r#"length(provider::msklint::lint("log.dirs=/tmp"))"#, "1"),
    ] {
        let mut child = workdir.command(&["console"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), question.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), expected, "{question}");
    }
}

#[test]
fn refusals_name_the_argument_and_the_property() {
    if !is_installed() {
        return;
    }
    for (call, expected) in [
        (r#"provider::msklint::properties_render({ "log.dirs" = "/tmp" })"#, "log.dirs"),
        (
            r#"provider::msklint::lint({ number_of_broker_node = 3, broker_node_group_info = [] })"#,
            "number_of_broker_nodes",
        ),
        (r#"provider::msklint::lint("a=1", { polcy = "aws" })"#, "did you mean policy?)"),
        (
            r#"provider::msklint::properties_render({ "num.partitions" = "many" })"#,
            "parameter: num.partitions takes a plain number",
        ),
        (r#"provider::msklint::properties_render({ "" = 1 })"#, "parameter: this property has no name"),
        (r#"provider::msklint::rule("too-few-broker")"#, "(did you mean too-few-brokers?)."),
        (
            r#"provider::msklint::availability({ brokers = 0, replication_factor = 1, min_insync_replicas = 1 })"#,
            "brokers is no count: 0",
        ),
        (
            r#"provider::msklint::availability({ brokers = 3, replication_factor = 5, min_insync_replicas = 1 })"#,
            "3 brokers cannot hold 5 replicas",
        ),
        (
            r#"provider::msklint::availability({ brokers = 5000, replication_factor = 3, min_insync_replicas = 1 })"#,
            "no cluster has 5000 brokers",
        ),
        (r#"provider::msklint::properties_parse("a=1\nb=\\u00")"#, "this line is no property: b=\\u00"),
        (r#"provider::msklint::lint(7)"#, "give a resource of MSK"),
        (r#"provider::msklint::setting("num.partitions", "three")"#, "no version of Kafka"),
    ] {
        let workdir = Workdir::new(&[("main.tf", &format!("output \"x\" {{\n  value = {call}\n}}\n"))]);
        let found = workdir.plan_diagnostics();
        let detail: String = found[0]["detail"].as_str().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(detail.contains(expected), "{call}: {detail}");
    }
}

#[test]
fn terraform_test_runs_with_the_functions() {
    if !is_installed() {
        return;
    }
    let test = r#"
run "sound" {
  command = plan

  assert {
    condition     = provider::msklint::ok(aws_msk_cluster.main)
    error_message = provider::msklint::report(aws_msk_cluster.main)
  }
}
"#;
    let workdir = Workdir::new(&[("main.tf", &cluster(6, "")), ("tests/sound.tftest.hcl", test)]);
    assert!(workdir.succeed(&["test", "-no-color"]).contains("1 passed"));
}

#[test]
fn a_host_without_encryption_is_served_too() {
    if !is_installed() {
        return;
    }
    let workdir = Workdir::new(&[(
        "main.tf",
        "output \"x\" {\n  value = provider::msklint::rule(\"too-few-brokers\").name\n}\n",
    )]);
    let output = workdir.command(&["plan"]).env("TF_DISABLE_PLUGIN_TLS", "1").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_examples_run() {
    if !is_installed() {
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["postcondition", "check", "data-source", "properties"] {
        let workdir = Workdir::new(&[]);
        std::fs::remove_file(workdir.folder.path().join("code/required.tf")).unwrap();
        let text = std::fs::read_to_string(root.join("examples/provider").join(name).join("main.tf")).unwrap();
        workdir.write("main.tf", &text.replace("../../../modules", "./modules"));
        let module = std::fs::read_to_string(root.join("modules/msk-guard/main.tf")).unwrap();
        workdir.write("modules/msk-guard/main.tf", &module);
        workdir.succeed(&["get"]);
        workdir.succeed(&["validate"]);
        workdir.succeed(&["apply", "-auto-approve"]);
        workdir.succeed(&["apply", "-auto-approve"]);
        let again = workdir.run(&["plan", "-detailed-exitcode"]);
        assert_eq!(again.status.code(), Some(0), "{name}: {}", String::from_utf8_lossy(&again.stdout));
    }
}
