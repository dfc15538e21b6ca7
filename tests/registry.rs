//! Modules of the public registry that are not on disk: what a call of them decides, and where it is said to stand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::path::PathBuf;

use msk_lint::analysis::{self, Request};
use msk_lint::files::Memory;
use msk_lint::inspect;
use serde_json::Value;

/// What `inspect` says of a project given by its files.
fn inspected(files: &[(&str, &str)]) -> Value {
    let root = PathBuf::from("/project");
    let files = Memory::new(files.iter().map(|(path, text)| (root.join(path), text.as_bytes().to_vec())));
    let request =
        Request { paths: vec![root.clone()], current_folder: root.clone(), boundary: root, ..Request::default() };
    let analysis = analysis::analyse(&request, &files);
    let mut json = Vec::new();
    inspect::write_json(&analysis.models, &analysis.clients, &analysis.sources, &mut json).unwrap();
    serde_json::from_slice(&json).unwrap()
}

/// Known facts and properties of a cluster, with the place of each.
fn facts(cluster: &Value, names: &[&str]) -> Vec<String> {
    let both = [&cluster["facts"], &cluster["properties"]];
    let fact = |name: &&str| {
        let fact = both.iter().find_map(|facts| facts.get(*name)).unwrap_or(&Value::Null);
        format!("{name} {} {}", fact["value"], fact["origin"].as_str().unwrap_or("-"))
    };
    names.iter().map(fact).collect()
}

const VPC: &str = r#"data "aws_availability_zones" "all" {}
locals {
  azs = slice(data.aws_availability_zones.all.names, 0, 3)
}
module "vpc" {
  source          = "terraform-aws-modules/vpc/aws"
  azs             = local.azs
  private_subnets = [for k, v in local.azs : cidrsubnet("10.0.0.0/16", 8, k)]
}
"#;

#[test]
fn a_cluster_is_what_the_arguments_and_the_defaults_of_the_module_make_it() {
    let main = r#"module "msk" {
  source                     = "terraform-aws-modules/msk-kafka-cluster/aws"
  version                    = "~> 2.0"
  name                       = "orders"
  kafka_version              = "3.6.0"
  number_of_broker_nodes     = 6
  broker_node_instance_type  = "kafka.m5.large"
  broker_node_client_subnets = module.vpc.private_subnets
  broker_node_storage_info   = { ebs_storage_info = { volume_size = 100 } }
  client_authentication      = { sasl = { scram = true } }
  configuration_server_properties = {
    "min.insync.replicas" = 1
  }
}
"#;
    let inspected = inspected(&[("main.tf", main), ("vpc.tf", VPC)]);
    let cluster = &inspected["clusters"][0];
    assert_eq!(cluster["address"], "module.msk.aws_msk_cluster.this[0]");
    assert_eq!(cluster["location"], "main.tf:1:1");
    let names = ["brokers", "zones", "volume_size", "authentication", "client_broker", "min.insync.replicas"];
    let expected = [
        "brokers 6 main.tf:6:32",
        "zones 3 vpc.tf:5:1",
        "volume_size 100 main.tf:9:69",
        "authentication [\"scram\"] main.tf:1:1",
        "client_broker \"TLS\" main.tf:1:1",
        "min.insync.replicas \"1\" main.tf:12:6",
    ];
    assert_eq!(facts(cluster, &names), expected);
}

#[test]
fn arguments_of_the_first_version_are_still_read() {
    let main = r#"module "msk" {
  source                           = "clowdhaus/msk-kafka-cluster/aws"
  broker_node_ebs_volume_size      = 20
  client_authentication_sasl_iam   = true
}
"#;
    let inspected = inspected(&[("main.tf", main)]);
    let expected = ["volume_size 20 main.tf:3:38", "authentication [\"iam\"] main.tf:1:1"];
    assert_eq!(facts(&inspected["clusters"][0], &["volume_size", "authentication"]), expected);
}

#[test]
fn brokers_come_from_zones_in_the_other_house() {
    let main = r#"module "kafka" {
  source               = "cloudposse/msk-apache-kafka-cluster/aws"
  kafka_version        = "3.5.1"
  broker_per_zone      = 2
  broker_instance_type = "kafka.m5.large"
  subnet_ids           = module.vpc.private_subnets
  context              = module.this.context
  properties           = { "num.partitions" = "3" }
}
"#;
    let inspected = inspected(&[("main.tf", main), ("vpc.tf", VPC)]);
    let cluster = &inspected["clusters"][0];
    assert_eq!(cluster["address"], "module.kafka.aws_msk_cluster.default[0]");
    let names = ["brokers", "zones", "volume_size", "num.partitions"];
    let expected = [
        "brokers 6 main.tf:1:1",
        "zones 3 vpc.tf:5:1",
        "volume_size 1000 main.tf:1:1",
        "num.partitions \"3\" main.tf:8:29",
    ];
    assert_eq!(facts(cluster, &names), expected);
}

#[test]
fn a_version_from_before_what_is_known_is_not_guessed_at() {
    let of = |source: &str| {
        let main = format!(
            r#"module "kafka" {{
  source               = {source}
  broker_instance_type = "kafka.m5.large"
  subnet_ids           = ["subnet-a", "subnet-b"]
}}
"#
        );
        inspected(&[("main.tf", &main)])["clusters"].as_array().unwrap().len()
    };
    let registry = "\"cloudposse/msk-apache-kafka-cluster/aws\"";
    let repository = "git::https://github.com/cloudposse/terraform-aws-msk-apache-kafka-cluster.git";
    for (source, clusters) in [
        (registry.to_owned(), 1),
        (format!("{registry}\n  version = \"2.6.0\""), 1),
        (format!("{registry}\n  version = \">= 1.0\""), 1),
        (format!("{registry}\n  version = \"0.8.2\""), 0),
        (format!("{registry}\n  version = \"~> 1.4\""), 0),
        (format!("\"{repository}?ref=v2.5.0\""), 1),
        (format!("\"{repository}?ref=tags/0.7.2\""), 0),
    ] {
        assert_eq!(of(&source), clusters, "{source}");
    }
}

#[test]
fn a_serverless_cluster_is_one() {
    let main = r#"module "s" {
  source     = "terraform-aws-modules/msk-kafka-cluster/aws//modules/serverless"
  subnet_ids = module.vpc.private_subnets
}
"#;
    let inspected = inspected(&[("main.tf", main), ("vpc.tf", VPC)]);
    assert_eq!(inspected["clusters"][0]["kind"], "serverless");
    assert_eq!(facts(&inspected["clusters"][0], &["zones"]), ["zones 3 vpc.tf:5:1"]);
}

#[test]
fn a_module_that_creates_nothing_makes_no_cluster() {
    let main = r#"module "msk" {
  source = "terraform-aws-modules/msk-kafka-cluster/aws"
  create = false
}
"#;
    assert_eq!(inspected(&[("main.tf", main)])["clusters"].as_array().unwrap().len(), 0);
}

#[test]
fn the_module_on_disk_is_read_itself() {
    let main = "module \"msk\" {\n  source = \"terraform-aws-modules/msk-kafka-cluster/aws\"\n}\n";
    let manifest = r#"{"Modules":[{"Key":"","Source":"","Dir":"."},{"Key":"msk","Source":"registry.terraform.io/terraform-aws-modules/msk-kafka-cluster/aws","Dir":".terraform/modules/msk"}]}"#;
    let installed = "resource \"aws_msk_cluster\" \"other\" {\n  number_of_broker_nodes = 9\n}\n";
    let inspected = inspected(&[
        ("main.tf", main),
        (".terraform/modules/modules.json", manifest),
        (".terraform/modules/msk/main.tf", installed),
    ]);
    assert_eq!(inspected["clusters"][0]["address"], "module.msk.aws_msk_cluster.other");
}

#[test]
fn subnets_lie_in_the_zones_that_a_module_is_given() {
    let zones = |source: &str, arguments: &str, output: &str| {
        let main = format!(
            r#"data "aws_availability_zones" "all" {{}}
module "subnets" {{
  source = {source}
{arguments}
}}
resource "aws_msk_cluster" "orders" {{
  broker_node_group_info {{
    client_subnets = module.subnets.{output}
  }}
}}
"#
        );
        let inspected = inspected(&[("main.tf", &main)]);
        let fact = &inspected["clusters"][0]["facts"]["zones"];
        if fact["state"] == "known" { fact["value"].to_string() } else { fact["reason"].as_str().unwrap().to_owned() }
    };
    let cloudposse = "\"cloudposse/dynamic-subnets/aws\"";
    let clouddrove = "\"clouddrove/subnet/aws\"";
    for (source, arguments, output, expected) in [
        (cloudposse, "availability_zones = [\"eu-west-1a\", \"eu-west-1b\"]", "private_subnet_ids", "2"),
        (
            cloudposse,
            "availability_zones = [\"eu-west-1a\", \"eu-west-1b\", \"eu-west-1c\"]\n  max_subnet_count = 2",
            "public_subnet_ids",
            "2",
        ),
        (cloudposse, "availability_zone_ids = [\"euw1-az1\", \"euw1-az2\", \"euw1-az3\"]", "private_subnet_ids", "3"),
        (
            cloudposse,
            "",
            "private_subnet_ids",
            "nobody knows how many module.subnets.aws_subnet.private there are: \
             module.subnets.data.aws_availability_zones.default.names is known only after apply",
        ),
        (
            "\"git::https://github.com/cloudposse/terraform-aws-dynamic-subnets.git?ref=tags/0.33.0\"",
            "availability_zones = [\"eu-west-1a\", \"eu-west-1b\", \"eu-west-1c\"]\n  max_subnet_count = 2",
            "private_subnet_ids",
            "3",
        ),
        (
            clouddrove,
            "availability_zones = [\"eu-west-1a\", \"eu-west-1b\"]\n  type = \"public-private\"",
            "private_subnet_id",
            "2",
        ),
        (
            clouddrove,
            "availability_zones = [\"eu-west-1a\", \"eu-west-1b\"]\n  type = \"public\"",
            "private_subnet_id",
            "client_subnets is empty",
        ),
        (
            "\"clouddrove/subnet/aws\"\n  version = \"1.3.0\"",
            "availability_zones = [\"eu-west-1a\"]",
            "private_subnet_id",
            "module clouddrove/subnet/aws is not on disk",
        ),
    ] {
        assert_eq!(zones(source, arguments, output), expected, "{source} {arguments}");
    }
}

#[test]
fn a_label_says_whether_anything_is_made() {
    let count = |arguments: &str| {
        let main = format!(
            r#"module "this" {{
  source  = "cloudposse/label/null"
  version = "0.25.0"
{arguments}
}}
module "inner" {{
  source  = "cloudposse/label/null"
  context = module.this.context
}}
resource "aws_msk_cluster" "orders" {{
  cluster_name           = module.this.id
  number_of_broker_nodes = module.inner.enabled ? 3 : 6
  kafka_version          = lookup(module.this.context, "version", "3.6.0")
}}
"#
        );
        let facts = inspected(&[("main.tf", &main)])["clusters"][0]["facts"].clone();
        (facts["brokers"]["value"].as_u64(), facts["kafka_version"]["state"] == "unknown")
    };
    assert_eq!(count(""), (Some(3), true));
    assert_eq!(count("  enabled = false"), (Some(6), true));
    assert_eq!(count("  context = { enabled = false }"), (Some(6), true));
    assert_eq!(count("  enabled = true\n  context = { enabled = false }"), (Some(3), true));
    assert_eq!(count("  enabled = var.unknown"), (None, true));
}
