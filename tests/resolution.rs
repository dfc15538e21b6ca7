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
    inspect::write_json(&analysis.models, &analysis.sources, &mut json).unwrap();
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
    assert_eq!(fact(&three, "unclean_leader_election"), "(the broker type is unknown)");
    let two = project(r#""subnet-a", "subnet-b""#);
    assert_eq!(fact(&two, "replication_factor"), "(the broker type is unknown)");
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
