//! Facts that must come out of projects as people write them: files in, `inspect` out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::path::PathBuf;

use msk_lint::analysis::{self, Request};
use msk_lint::files::Memory;
use msk_lint::inspect;
use serde_json::Value;

/// What `inspect` says of a project given as one text, its files opened by `# file: path`.
fn inspected(project: &str) -> Value {
    let root = PathBuf::from("/project");
    let files = project.split("# file: ").skip(1).map(|part| {
        let (path, text) = part.split_once('\n').unwrap();
        (root.join(path.trim()), text.to_owned().into_bytes())
    });
    let files = Memory::new(files);
    let request =
        Request { paths: vec![root.clone()], current_folder: root.clone(), boundary: root, ..Request::default() };
    let analysis = analysis::analyse(&request, &files);
    let mut json = Vec::new();
    inspect::write_json(&analysis.models, &analysis.clients, &analysis.sources, &mut json).unwrap();
    serde_json::from_slice(&json).unwrap()
}

fn only_cluster(project: &str) -> Value {
    let inspected = inspected(project);
    let clusters = inspected["clusters"].as_array().unwrap();
    assert_eq!(clusters.len(), 1, "one cluster: {clusters:#?}");
    clusters[0].clone()
}

/// Where a fact of the only cluster is written.
fn origin(project: &str, name: &str) -> String {
    only_cluster(project)["facts"][name]["origin"].as_str().unwrap().to_owned()
}

/// A fact of the only cluster: its value, or its reason in parentheses, or a dash.
fn fact(project: &str, name: &str) -> String {
    let fact = &only_cluster(project)["facts"][name];
    match fact["state"].as_str().unwrap() {
        "known" => fact["value"].to_string(),
        "unknown" => format!("({})", fact["reason"].as_str().unwrap()),
        _ => "-".to_owned(),
    }
}

#[test]
fn defaults_do_not_need_the_broker_type_where_all_types_agree() {
    let project = |subnets: &str| {
        format!(
            r#"# file: main.tf
variable "type" {{}}
resource "aws_msk_cluster" "orders" {{
  number_of_broker_nodes = 3
  broker_node_group_info {{
    instance_type  = var.type
    client_subnets = [{subnets}]
  }}
}}
"#
        )
    };
    let three = project(r#""subnet-a", "subnet-b", "subnet-c""#);
    assert_eq!(fact(&three, "replication_factor"), "3");
    assert_eq!(fact(&three, "min_insync_replicas"), "2");
    assert_eq!(
        fact(&three, "unclean_leader_election"),
        "(MSK's default depends on the broker type: nothing sets var.type)"
    );
    let two = project(r#""subnet-a", "subnet-b""#);
    assert_eq!(fact(&two, "replication_factor"), "(MSK's default depends on the broker type: nothing sets var.type)");
}

#[test]
fn a_list_that_is_null_gives_way_to_the_next() {
    let project = r#"# file: main.tf
variable "network" {
  type    = object({ subnets = optional(set(string)) })
  default = {}
}
resource "aws_msk_cluster" "orders" {
  broker_node_group_info {
    client_subnets = coalescelist(tolist(var.network.subnets), ["subnet-a", "subnet-b", "subnet-c"])
  }
}
"#;
    assert_eq!(fact(project, "zones"), "3");
}

#[test]
fn what_a_block_says_stands_at_the_block() {
    let project = r#"# file: main.tf
resource "aws_msk_configuration" "orders" {
  count             = true ? 1 : 0
  server_properties = "min.insync.replicas=2"
}
resource "aws_msk_cluster" "orders" {
  configuration_info {
    arn      = aws_msk_configuration.orders[0].arn
    revision = 1
  }
  client_authentication {
    unauthenticated = false
    sasl { iam = true }
  }
}
"#;
    assert_eq!(origin(project, "configuration"), "main.tf:1:1");
    assert_eq!(origin(project, "authentication"), "main.tf:10:3");
}

#[test]
fn outputs_of_the_registry_s_network_module_follow_its_arguments() {
    let project = r#"# file: main.tf
data "aws_availability_zones" "all" {}
module "network" {
  source          = "terraform-aws-modules/vpc/aws"
  version         = "~> 5.0"
  azs             = slice(data.aws_availability_zones.all.names, 0, 3)
  private_subnets = [for number in range(3) : cidrsubnet("10.0.0.0/16", 4, number)]
}
resource "aws_msk_cluster" "orders" {
  broker_node_group_info {
    client_subnets = module.network.private_subnets
  }
}
"#;
    assert_eq!(fact(project, "zones"), "3");
}

#[test]
fn an_empty_list_of_subnets_is_not_a_number_of_zones() {
    let project = r#"# file: main.tf
variable "subnets" {
  type    = list(string)
  default = []
}
resource "aws_msk_cluster" "orders" {
  broker_node_group_info {
    client_subnets = var.subnets
  }
}
"#;
    assert_eq!(fact(project, "zones"), "(client_subnets is empty)");
}

#[test]
fn an_open_condition_is_named_where_it_stands() {
    let project = r#"# file: main.tf
variable "large" {}
variable "encrypt" {}
variable "odd" {}
locals { is_large = var.large == "yes" }
resource "aws_msk_cluster" "orders" {
  number_of_broker_nodes = local.is_large ? 6 : 3
  kafka_version          = var.odd ? "3.6.0" : "3.6.0"
  broker_node_group_info {
    instance_type  = var.odd ? "kafka.m5.large" : "kafka.m7g.large"
    client_subnets = [for zone in ["a", "b"] : zone if var.odd]
  }
  dynamic "client_authentication" {
    for_each = var.encrypt ? [1] : []
    content {
      sasl { iam = true }
    }
  }
}
"#;
    for (name, expected, place) in [
        ("brokers", "(it depends on the condition local.is_large: nothing sets var.large)", "main.tf:6:28"),
        ("kafka_version", "\"3.6.0\"", "main.tf:7:38"),
        ("instance_type", "(it depends on the condition var.odd: nothing sets var.odd)", "main.tf:9:22"),
        (
            "authentication",
            "(whether it is set depends on the condition var.encrypt: nothing sets var.encrypt)",
            "main.tf:13:16",
        ),
    ] {
        assert_eq!(fact(project, name), expected, "{name}");
        assert!(origin(project, name).starts_with(place), "{name}: {}", origin(project, name));
    }
}

#[test]
fn blocks_over_something_unknown_are_unknown_for_its_reason() {
    let project = r#"# file: main.tf
variable "group" { type = set(object({ instance_type = string })) }
resource "aws_msk_cluster" "orders" {
  dynamic "broker_node_group_info" {
    for_each = var.group
    content { instance_type = broker_node_group_info.value["instance_type"] }
  }
}
"#;
    assert_eq!(fact(project, "instance_type"), "(nothing sets var.group)");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let project = r#"# file: main.tf
resource "aws_msk_configuration" "orders" { server_properties = file("${path.module}/gone.properties") }
resource "aws_msk_cluster" "orders" {
  configuration_info {
    arn      = aws_msk_configuration.orders.arn
    revision = 1
  }
}
"#;
    assert_eq!(fact(project, "min_insync_replicas"), "(the file ./gone.properties cannot be read here)");
}

/// The broker counts of all clusters, in order of address; a dash for one that is not known.
fn brokers(project: &str) -> Vec<String> {
    let inspected = inspected(project);
    let clusters = inspected["clusters"].as_array().unwrap().iter();
    let count = |cluster: &Value| match &cluster["facts"]["brokers"] {
        fact if fact["state"] == "known" => fact["value"].to_string(),
        _ => "-".to_owned(),
    };
    clusters.map(count).collect()
}

#[test]
fn conditions_go_the_same_way_in_whatever_order_they_are_met() {
    let project = r#"# file: main.tf
variable "a" {}
variable "b" {}
locals {
  less  = var.a == "x" ? 1 : 2
  more  = var.a == "x" ? 5 : 4
  first = var.b == "y" ? 2 : 1
  last  = var.b == "y" ? 1 : 2
  sum   = local.less + local.more
}
resource "aws_msk_cluster" "one" {
  number_of_broker_nodes = local.sum
}
resource "aws_msk_cluster" "three" {
  number_of_broker_nodes = local.last + local.sum + local.first
}
resource "aws_msk_cluster" "two" {
  number_of_broker_nodes = local.first + local.less + local.last + local.more
}
resource "aws_msk_cluster" "varies" {
  number_of_broker_nodes = local.less + local.last
}
"#;
    assert_eq!(brokers(project), ["6", "9", "9", "-"]);
}

#[test]
fn more_conditions_than_can_be_told_apart_stay_open() {
    let numbers = 0..40;
    let variables: String = numbers.clone().map(|n| format!("variable \"v{n}\" {{}}\n")).collect();
    let terms: Vec<String> =
        numbers.map(|n| format!("(var.v{n} == \"x\" ? 1 : 0) + (var.v{n} == \"x\" ? 0 : 1)")).collect();
    let sum = |terms: &[String]| terms.join(" + ");
    let project = format!(
        "# file: main.tf\n{variables}locals {{\n  all = {}\n}}\n\
         resource \"aws_msk_cluster\" \"all\" {{\n  number_of_broker_nodes = local.all\n}}\n\
         resource \"aws_msk_cluster\" \"few\" {{\n  number_of_broker_nodes = {}\n}}\n",
        sum(&terms),
        sum(&terms[..3])
    );
    assert_eq!(brokers(&project), ["-", "3"]);
}

/// The number of brokers that an expression comes to, beside things of which there are an unknown number.
fn computed(expression: &str) -> Vec<String> {
    brokers(&format!(
        r#"# file: main.tf
variable "some" {{}}
resource "aws_kms_key" "counted" {{ count = var.some }}
resource "aws_kms_key" "each" {{ for_each = var.some }}
resource "aws_kms_key" "one" {{}}
ephemeral "random_password" "secret" {{}}
resource "aws_msk_cluster" "orders" {{
  number_of_broker_nodes = {expression}
}}
"#
    ))
}

#[test]
fn what_an_unknown_number_of_instances_has_may_be_null() {
    for maybe in [
        "one(aws_kms_key.counted[*].id)",
        "one(values(aws_kms_key.each)[*].id)",
        "try(aws_kms_key.counted[0].id, null)",
        "try(aws_kms_key.each[\"a\"].id, null)",
        "try(one(aws_kms_key.counted[*].id), null)",
        "try(aws_kms_key.counted[0].id, aws_kms_key.each[\"a\"].id, null)",
    ] {
        let found = computed(&format!("{maybe} == null ? 3 : 6"));
        assert_eq!(found, ["-"], "{maybe}");
    }
    assert_eq!(computed("can(aws_kms_key.counted[0].id) ? 3 : 6"), ["-"]);
    for never in ["aws_kms_key.one.id", "try(aws_kms_key.one.id, null)"] {
        assert_eq!(computed(&format!("{never} == null ? 3 : 6")), ["6"], "{never}");
    }
}

#[test]
fn what_terraform_refuses_is_refused_in_try_and_can() {
    assert_eq!(computed("can(list(1)) ? 3 : 6"), ["6"]);
    assert_eq!(computed("try(list(3)[0], 9)"), ["9"]);
    assert_eq!(computed("list(3)[0]"), ["3"], "roots of the time before still mean it");
}

#[test]
fn a_set_is_ephemeral_as_a_whole() {
    let secret = "ephemeral.random_password.secret.result";
    assert_eq!(computed(&format!("ephemeralasnull(toset([{secret}, \"a\"])) == null ? 3 : 6")), ["3"]);
    assert_eq!(computed(&format!("ephemeralasnull([{secret}, \"a\"])[1] == \"a\" ? 3 : 6")), ["3"]);
}

#[test]
fn modules_of_a_house_are_off_where_their_context_is() {
    let project = |context: &str, own: &str| {
        format!(
            r#"# file: main.tf
module "this" {{
  source  = "cloudposse/label/null"
  version = "0.25.0"
  {context}
}}
module "msk" {{
  source               = "cloudposse/msk-apache-kafka-cluster/aws"
  version              = "2.5.0"
  context              = module.this.context
  broker_instance_type = "kafka.m5.large"
  subnet_ids           = ["a", "b"]
  kafka_version        = "3.6.0"
  {own}
}}
"#
        )
    };
    assert_eq!(brokers(&project("enabled = false", "")), [""; 0]);
    assert_eq!(brokers(&project("", "enabled = false")), [""; 0]);
    assert_eq!(brokers(&project("enabled = false", "enabled = true")), ["2"]);
    assert_eq!(brokers(&project("", "")), ["2"]);
    let subnets = |version: &str, context: &str| {
        format!(
            r#"# file: main.tf
module "this" {{
  source  = "cloudposse/label/null"
  version = "0.25.0"
  {context}
}}
module "subnets" {{
  source             = "cloudposse/dynamic-subnets/aws"
  version            = "{version}"
  availability_zones = ["eu-west-1a", "eu-west-1b"]
  context            = module.this.context
}}
resource "aws_msk_cluster" "orders" {{
  number_of_broker_nodes = length(module.subnets.private_subnet_ids)
}}
"#
        )
    };
    for version in ["2.4.0", "0.39.0"] {
        assert_eq!(brokers(&subnets(version, "enabled = false")), ["0"], "{version}");
        assert_eq!(brokers(&subnets(version, "")), ["2"], "{version}");
    }
}

#[test]
fn a_branch_may_be_of_any_version() {
    let project = |reference: &str| {
        format!(
            r#"# file: main.tf
module "subnets" {{
  source             = "git::https://github.com/cloudposse/terraform-aws-dynamic-subnets.git{reference}"
  availability_zones = ["eu-west-1a", "eu-west-1b"]
  max_subnet_count   = 1
}}
resource "aws_msk_cluster" "orders" {{
  number_of_broker_nodes = length(module.subnets.private_subnet_ids)
}}
"#
        )
    };
    assert_eq!(brokers(&project("?ref=tags/2.4.0")), ["1"]);
    assert_eq!(brokers(&project("?ref=0.39.0")), ["2"], "before its second version it took all zones");
    assert_eq!(brokers(&project("")), ["1"]);
    for reference in ["?ref=main", "?ref=0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"] {
        assert_eq!(brokers(&project(reference)), ["-"], "{reference}");
    }
}
