//! Terragrunt configurations as callers of modules: what reaches the cluster, and what stays unknown.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::path::PathBuf;

use msk_lint::analysis::{self, Request};
use msk_lint::files::Memory;
use msk_lint::inspect;
use serde_json::Value;

const MODULE: &str = r#"variable "brokers" { type = number }
variable "type" { default = "kafka.t3.small" }
variable "subnets" { type = list(string) }
variable "properties" { default = {} }
variable "tags" { default = {} }
resource "aws_msk_cluster" "this" {
  number_of_broker_nodes = var.brokers
  tags                   = var.tags
  broker_node_group_info {
    instance_type  = var.type
    client_subnets = var.subnets
  }
}
"#;

fn analysed(paths: &[&str], files: &[(&str, &str)]) -> analysis::Analysis {
    run(paths, files, |request| request)
}

fn run(paths: &[&str], files: &[(&str, &str)], change: impl Fn(Request) -> Request) -> analysis::Analysis {
    let root = PathBuf::from("/project");
    let all = files.iter().chain(&[("modules/msk/main.tf", MODULE)]);
    let memory = Memory::new(all.map(|(path, text)| (root.join(path), text.as_bytes().to_vec())));
    let request = Request {
        paths: paths.iter().map(|path| root.join(path)).collect(),
        current_folder: root.clone(),
        boundary: root,
        ..Request::default()
    };
    analysis::analyse(&change(request), &memory)
}

/// The clusters of a project, each as its root, variable files, and some facts with their places.
fn clusters(paths: &[&str], files: &[(&str, &str)]) -> Vec<String> {
    facts_of(&analysed(paths, files))
}

fn facts_of(analysis: &analysis::Analysis) -> Vec<String> {
    let mut json = Vec::new();
    inspect::write_json(&analysis.models, &analysis.clients, &analysis.sources, &mut json).unwrap();
    let json: Value = serde_json::from_slice(&json).unwrap();
    let clusters = json["clusters"].as_array().unwrap().iter().map(|cluster| {
        let facts = ["brokers", "instance_type", "zones"].map(|name| {
            let fact = &cluster["facts"][name];
            let value = if fact["state"] == "known" { fact["value"].to_string() } else { fact["reason"].to_string() };
            format!("{name} {value} {}", fact["origin"].as_str().unwrap_or("-"))
        });
        format!("{} {} | {}", cluster["root"].as_str().unwrap(), cluster["var_files"][0], facts.join(" | "))
    });
    clusters.collect()
}

#[test]
fn only_what_calls_a_cluster_is_kept() {
    let calling = "terraform {\n  source = \"../../modules//msk\"\n}\ninputs = {\n  brokers = 3\n}\nbroken = \n";
    let files = [
        ("live/msk/terragrunt.hcl", calling),
        ("live/db/terragrunt.hcl", "terraform {\n  source = \"../../modules//db\"\n}\n{{ if .Values.x }}\n"),
    ];
    let analysis = analysed(&[""], &files);
    let broken: Vec<&str> =
        analysis.files.iter().filter(|file| !file.tree.errors().is_empty()).map(|file| &*file.source.path).collect();
    assert_eq!(broken, ["live/msk/terragrunt.hcl"]);
}

#[test]
fn inputs_reach_the_module_that_is_named() {
    let prod = r#"include "root" {
  path = find_in_parent_folders("root.hcl")
}
terraform {
  source = "../../../modules//msk"
}
locals {
  env = read_terragrunt_config(find_in_parent_folders("env.hcl"))
}
dependency "vpc" {
  config_path = "../vpc"
}
inputs = {
  brokers = local.env.locals.brokers * 2
  subnets = dependency.vpc.outputs.subnets
}
"#;
    let root = "inputs = {\n  type    = \"kafka.m7g.large\"\n  brokers = 1\n}\n";
    let env = "locals {\n  brokers = 3\n}\n";
    let files = [("live/prod/msk/terragrunt.hcl", prod), ("live/root.hcl", root), ("live/prod/env.hcl", env)];
    let expected = ["modules/msk \"live/prod/msk/terragrunt.hcl\" | brokers 6 live/prod/msk/terragrunt.hcl:14:13 | \
         instance_type \"kafka.m7g.large\" live/root.hcl:2:13 | \
         zones \"dependency.vpc.outputs is known only when Terraform runs\" live/prod/msk/terragrunt.hcl:15:13"];
    assert_eq!(clusters(&[""], &files), expected);
    assert_eq!(clusters(&["live/prod"], &files), expected, "the module lies outside of what is named");
    assert_eq!(clusters(&["modules"], &files), expected, "the caller lies outside of what is named");
}

#[test]
fn each_caller_is_an_instance_of_its_own() {
    let unit = |brokers: u32| {
        format!(
            "terraform {{\n  source = \"${{get_repo_root()}}/modules/msk\"\n}}\ninputs = {{\n  brokers = {brokers}\n  type = get_env(\"TYPE\", \"kafka.m5.${{basename(path_relative_to_include())}}\")\n  subnets = [\"a\", \"b\"]\n}}\n"
        )
    };
    let (dev, prod) = (unit(2), unit(4));
    let files = [("live/dev/terragrunt.hcl", &*dev), ("live/prod/terragrunt.hcl", &*prod)];
    let found = clusters(&[""], &files);
    assert_eq!(found.len(), 2);
    assert!(found[0].contains("live/dev/terragrunt.hcl\" | brokers 2 "), "{found:?}");
    assert!(found[1].contains("live/prod/terragrunt.hcl\" | brokers 4 "), "{found:?}");
    assert!(found[1].contains("zones 2 "), "{found:?}");
}

#[test]
fn what_may_be_set_elsewhere_is_not_its_default() {
    let unit = "include {\n  path = find_in_parent_folders(\"gone.hcl\")\n}\nterraform {\n  source = \"../modules/msk\"\n}\ninputs = { brokers = 3, subnets = [] }\n";
    let found = clusters(&[""], &[("live/terragrunt.hcl", unit)]);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].contains("brokers 3 ") && found[0].contains("instance_type \"what terragrunt.hcl includes"),
        "{found:?}"
    );
}

#[test]
fn the_source_and_the_files_of_values_may_stand_in_what_is_included() {
    let root = r#"terraform {
  source = "${get_parent_terragrunt_dir()}/modules/${path_relative_to_include()}"
  extra_arguments "vars" {
    commands           = ["plan"]
    optional_var_files = ["${get_terragrunt_dir()}/x.tfvars", "${get_terragrunt_dir()}/none.tfvars"]
  }
}
"#;
    let unit = "include \"root\" {\n  path = find_in_parent_folders()\n}\ninputs = { brokers = 3, subnets = [] }\n";
    let files = [("terragrunt.hcl", root), ("msk/terragrunt.hcl", unit), ("msk/x.tfvars", "brokers = 9\n")];
    let found = clusters(&["msk"], &files);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("brokers 9 msk/x.tfvars:1:11"), "{found:?}");
}

#[test]
fn circles_and_broken_files_end() {
    let circle = "locals {\n  a = local.b\n  b = local.a\n  c = read_terragrunt_config(\"terragrunt.hcl\")\n}\nterraform {\n  source = \"./modules/msk\"\n}\ninputs = {\n  brokers = local.a\n  subnets = [\n";
    let other = "locals {\n  x = read_terragrunt_config(\"../terragrunt.hcl\").locals.y\n}\ninclude { path = \"terragrunt.hcl\" }\n";
    let found = clusters(&[""], &[("terragrunt.hcl", circle), ("x/terragrunt.hcl", other)]);
    assert!(found.iter().any(|cluster| cluster.contains("brokers \"local.a depends on itself\"")), "{found:?}");
}

#[test]
fn each_unit_of_a_stack_is_a_caller_with_its_values() {
    let stack = r#"locals {
  brokers = 3
}
unit "small" {
  source = "${get_repo_root()}/units/msk"
  path   = "small"
  values = { brokers = local.brokers, type = "kafka.t3.small" }
}
unit "large" {
  source = "../../units/msk"
  path   = "clusters/large"
  values = {
    brokers = local.brokers * 2
  }
}
unit "elsewhere" {
  source = "git::https://example.com/units.git//msk"
  path   = "elsewhere"
}
"#;
    let unit = r#"include "root" {
  path = find_in_parent_folders("root.hcl")
}
terraform {
  source = "${get_repo_root()}/modules//msk"
}
inputs = {
  brokers = values.brokers
  type    = try(values.type, file("type.txt"))
}
"#;
    let root = "inputs = { subnets = [\"a\", \"b\"] }\n";
    let files = [
        ("live/prod/terragrunt.stack.hcl", stack),
        ("live/root.hcl", root),
        ("units/msk/terragrunt.hcl", unit),
        ("units/msk/type.txt", "kafka.m7g.large"),
    ];
    let found = clusters(&[""], &files);
    assert_eq!(
        found,
        [
            "modules/msk \"live/prod/.terragrunt-stack/clusters/large/terragrunt.hcl\" | \
             brokers 6 live/prod/terragrunt.stack.hcl:13:15 | instance_type \"kafka.m7g.large\" units/msk/terragrunt.hcl:9:30 | \
             zones 2 live/root.hcl:1:22",
            "modules/msk \"live/prod/.terragrunt-stack/small/terragrunt.hcl\" | \
             brokers 3 live/prod/terragrunt.stack.hcl:2:13 | \
             instance_type \"kafka.t3.small\" live/prod/terragrunt.stack.hcl:7:46 | zones 2 live/root.hcl:1:22",
        ]
    );
    assert_eq!(clusters(&["live/prod"], &files), found);
}

#[test]
fn a_stack_in_a_stack_hands_its_values_on() {
    let outer = "stack \"eu\" {\n  source = \"./stacks/kafka\"\n  path = \"eu\"\n  values = { brokers = 4 }\n}\n";
    let inner = "unit \"msk\" {\n  source = \"../../units/msk\"\n  path = \"msk\"\n  values = { brokers = values.brokers + 2 }\n}\n";
    let unit =
        "terraform {\n  source = \"${get_repo_root()}/modules/msk\"\n}\ninputs = merge(values, { subnets = [] })\n";
    let files = [
        ("terragrunt.stack.hcl", outer),
        ("stacks/kafka/terragrunt.stack.hcl", inner),
        ("units/msk/terragrunt.hcl", unit),
    ];
    let found = clusters(&[""], &files);
    let of_the_outer: Vec<&String> = found.iter().filter(|cluster| cluster.contains("/eu/")).collect();
    assert_eq!(of_the_outer.len(), 1, "{found:?}");
    assert!(of_the_outer[0].contains("brokers 6 "), "{found:?}");
}

#[test]
fn values_that_were_written_down_are_read() {
    let unit =
        "terraform {\n  source = \"../modules/msk\"\n}\ninputs = { brokers = values.brokers, subnets = values.none }\n";
    let files = [("made/terragrunt.hcl", unit), ("made/terragrunt.values.hcl", "brokers = 5\n")];
    let found = clusters(&[""], &files);
    assert!(found[0].contains("brokers 5 made/terragrunt.values.hcl:1:11"), "{found:?}");
    let found = clusters(&[""], &files[..1]);
    assert!(found[0].contains("brokers \"what the stack gives this unit is known only"), "{found:?}");
}

#[test]
fn a_module_of_the_registry_is_known_by_what_it_is_given() {
    let unit = |source: &str| {
        format!(
            r#"terraform {{
  source = "{source}"
}}
inputs = {{
  name                       = "orders"
  kafka_version              = "3.6.0"
  number_of_broker_nodes     = 6
  broker_node_instance_type  = "kafka.m5.large"
  broker_node_client_subnets = ["a", "b", "c"]
}}
"#
        )
    };
    for source in [
        "tfr:///terraform-aws-modules/msk-kafka-cluster/aws?version=2.5.0",
        "git::https://github.com/terraform-aws-modules/terraform-aws-msk-kafka-cluster.git?ref=v2.0.0",
        "git::git@github.com:terraform-aws-modules/terraform-aws-msk-kafka-cluster.git//.?ref=v2.0.0",
    ] {
        let found = clusters(&["live"], &[("live/msk/terragrunt.hcl", &unit(source))]);
        let expected = ["live/msk \"live/msk/terragrunt.hcl\" | brokers 6 live/msk/terragrunt.hcl:7:32 | \
             instance_type \"kafka.m5.large\" live/msk/terragrunt.hcl:8:32 | \
             zones 3 live/msk/terragrunt.hcl:9:32"];
        assert_eq!(found, expected, "{source}");
    }
    for source in ["tfr:///terraform-aws-modules/vpc/aws?version=5.0.0", "tfr:///somebody/else/aws?version=1.0.0"] {
        assert_eq!(clusters(&["live"], &[("live/msk/terragrunt.hcl", &unit(source))]), [""; 0], "{source}");
    }
}

#[test]
fn mocks_are_shown_as_such_and_never_judged_by() {
    let unit = r#"dependency "vpc" {
  config_path  = "../vpc"
  mock_outputs = {
    subnets = ["subnet-mock"]
  }
}
terraform {
  source = "../modules/msk"
}
inputs = {
  brokers = dependency.vpc.outputs.brokers
  subnets = dependency.vpc.outputs.subnets
}
"#;
    let files = [("msk/terragrunt.hcl", unit)];
    let judged = clusters(&[""], &files);
    assert!(judged[0].contains("zones \"dependency.vpc.outputs is known only when Terraform runs\""), "{judged:?}");
    let analysis = run(&[""], &files, |request| Request { everything: true, ..request });
    let shown = facts_of(&analysis);
    assert!(shown[0].contains("zones 1 msk/terragrunt.hcl:4:15"), "{shown:?}");
    assert!(shown[0].contains("brokers \"dependency.vpc.outputs is known only when Terraform runs\""), "{shown:?}");
    let why = Some("aws_msk_cluster.this.broker_node_group_info[0].client_subnets".to_owned());
    let analysis = run(&[""], &files, |request| Request { everything: true, why: why.clone(), ..request });
    let explained = inspect::explanations(&analysis.models);
    let labels: Vec<&str> = explained[0].labels.iter().map(|label| &*label.text).collect();
    assert!(labels.contains(&"mock of dependency.vpc"), "{labels:?}");
}

/// A unit that calls the module, with more in its block `terraform`.
fn unit(terraform: &str, inputs: &str) -> String {
    format!("terraform {{\n  source = \"../modules/msk\"\n{terraform}\n}}\ninputs = {inputs}\n")
}

#[test]
fn terraform_s_other_sources_win_over_inputs() {
    let inputs = "{ brokers = 3, subnets = [\"a\"], type = \"kafka.m5.large\" }";
    let environment = |request| Request { environment: vec![("brokers".into(), "6".into())], ..request };
    let brokers = |terraform: &str, files: &[(&str, &str)]| {
        let unit = unit(terraform, inputs);
        let files: Vec<_> = files.iter().copied().chain([("live/terragrunt.hcl", &*unit)]).collect();
        let found = facts_of(&run(&["live"], &files, environment));
        assert_eq!(found.len(), 1, "{found:?}");
        let facts = found[0].split(" | ").nth(1).unwrap();
        facts.strip_prefix("brokers ").unwrap().to_owned()
    };
    assert_eq!(brokers("", &[]), "6 modules/msk/main.tf:7:28", "what is in the environment already is left");
    let beside = [("modules/msk/x.auto.tfvars", "brokers = 9\n"), ("live/x.auto.tfvars", "brokers = 12\n")];
    assert_eq!(brokers("", &beside[..1]), "9 modules/msk/x.auto.tfvars:1:11");
    assert_eq!(brokers("", &beside), "12 live/x.auto.tfvars:1:11", "copied over the module's own");
    let hidden = [beside[0], ("live/.x.auto.tfvars", "brokers = 12\n")];
    assert_eq!(brokers("", &hidden), "9 modules/msk/x.auto.tfvars:1:11", "what is hidden is not copied");
    let extra = |body: &str| format!("  extra_arguments \"x\" {{\n    commands = [\"plan\"]\n    {body}\n  }}");
    let of = |body: &str| brokers(&extra(body), &[("live/y.tfvars", "brokers = 15\n")]);
    assert_eq!(of("env_vars = { TF_VAR_brokers = 18, OTHER = 1 }"), "18 modules/msk/main.tf:7:28");
    for file in [
        "arguments = [\"-lock=false\", \"-var-file=y.tfvars\"]",
        "arguments = [\"-var-file\", \"${get_terragrunt_dir()}/y.tfvars\"]",
        "arguments = [\"-var=brokers=1\"]\n    required_var_files = [\"y.tfvars\"]",
        "optional_var_files = [\"y.tfvars\", \"none.tfvars\"]",
    ] {
        assert_eq!(of(file), "15 live/y.tfvars:1:11", "{file}");
    }
    for option in
        ["[\"-var\", \"brokers=21\"]", "[\"-var=brokers=21\"]", "[\"--var=brokers=21\", \"-input=${run_cmd(\"x\")}\"]"]
    {
        assert_eq!(of(&format!("arguments = {option}")), "21 modules/msk/main.tf:7:28", "{option}");
    }
    for unknown in [
        "[\"-var\", \"brokers=${run_cmd(\"x\")}\"]",
        "[\"-var=${run_cmd(\"x\")}\"]",
        "[\"-var-file=${run_cmd(\"x\")}.tfvars\"]",
        "[run_cmd(\"x\")]",
        "run_cmd(\"x\")",
        "[\"-var-file=made-by-somebody.tfvars\"]",
    ] {
        let found = of(&format!("arguments = {unknown}"));
        assert!(found.starts_with('"'), "{unknown}: {found}");
    }
    assert!(of("required_var_files = [\"made-by-somebody.tfvars\"]").starts_with('"'));
    for unknown in [
        "env_vars = run_cmd(\"x\")",
        "env_vars = merge({ TF_VAR_brokers = 18 }, run_cmd(\"x\"))",
        "env_vars = { TF_VAR_brokers = 18, (run_cmd(\"x\")) = 1 }",
        "env_vars = { for k in [\"OTHER\", run_cmd(\"x\")] : k => 1 }",
        "env_vars = { TF_VAR_brokers = run_cmd(\"x\") }",
    ] {
        let found = of(unknown);
        assert!(found.starts_with("\"run_cmd"), "{unknown}: {found}");
    }
    assert_eq!(of("env_vars = merge(run_cmd(\"x\"), { TF_VAR_brokers = 18 })"), "18 modules/msk/main.tf:7:28");
    for (commands, arguments, expected) in [
        ("run_cmd(\"x\")", "arguments = [\"-var=brokers=9\"]", "\"run_cmd"),
        ("[\"init\", run_cmd(\"x\")]", "env_vars = { TF_VAR_brokers = 9 }", "\"run_cmd"),
        ("run_cmd(\"x\")", "arguments = [\"-lock=false\"]", "6 "),
        ("[\"plan\", run_cmd(\"x\")]", "arguments = [\"-var=brokers=9\"]", "9 "),
        ("get_terraform_commands_that_need_vars()", "env_vars = { TF_VAR_brokers = 9 }", "9 "),
    ] {
        let found =
            brokers(&format!("  extra_arguments \"x\" {{\n    commands = {commands}\n    {arguments}\n  }}"), &[]);
        assert!(found.starts_with(expected), "{commands}, {arguments}: {found}");
    }
    let of_init = "  extra_arguments \"x\" {\n    commands  = [\"init\"]\n    arguments = [\"-var=brokers=1\"]\n  }";
    assert_eq!(brokers(of_init, &[]), "6 modules/msk/main.tf:7:28", "they are for another command");
}

#[test]
fn an_input_of_null_is_null_whatever_the_environment_says() {
    let unit = unit("", "{ brokers = null, subnets = [\"a\"], type = \"kafka.m5.large\" }");
    let brokers = |files: &[(&str, &str)]| {
        let files: Vec<_> = files.iter().copied().chain([("live/terragrunt.hcl", &*unit)]).collect();
        let environment = |request| Request { environment: vec![("brokers".into(), "6".into())], ..request };
        facts_of(&run(&["live"], &files, environment)).remove(0).split(" | ").nth(1).unwrap().to_owned()
    };
    assert_eq!(brokers(&[("modules/msk/terraform.tfvars", "brokers = 9\n")]), "brokers null modules/msk/main.tf:6:1");
    let automatic = [("modules/msk/x.auto.tfvars", "brokers = 9\n")];
    assert_eq!(brokers(&automatic), "brokers 9 modules/msk/x.auto.tfvars:1:11");
}

#[test]
fn code_beside_a_configuration_is_copied_over_that_of_its_source() {
    let unit = unit("", "{ brokers = 3, subnets = [\"a\"] }");
    let other = "resource \"aws_msk_cluster\" \"other\" {\n  number_of_broker_nodes = var.brokers * 2\n}\n";
    let added = clusters(&["live"], &[("live/terragrunt.hcl", &unit), ("live/other.tf", other)]);
    assert!(added.len() == 2 && added.iter().any(|found| found.contains("brokers 6 ")), "{added:?}");
    let replaced = format!("variable \"brokers\" {{}}\n{other}");
    let replaced = clusters(&["live"], &[("live/terragrunt.hcl", &unit), ("live/main.tf", &replaced)]);
    assert!(replaced.len() == 1 && replaced[0].contains("brokers 6 "), "{replaced:?}");
    // So are files, and the modules that it calls.
    let reading = "resource \"aws_msk_cluster\" \"read\" {\n  number_of_broker_nodes = file(\"count.txt\")\n}\nmodule \"m\" {\n  \
                   source = \"./m\"\n}\n";
    let called = "resource \"aws_msk_cluster\" \"called\" {\n  number_of_broker_nodes = 12\n}\n";
    let files = [
        ("live/terragrunt.hcl", &*unit),
        ("live/other.tf", reading),
        ("live/count.txt", "9"),
        ("live/m/main.tf", called),
        ("modules/msk/count.txt", "7"),
    ];
    let found = clusters(&["live"], &files);
    for brokers in ["brokers 3 ", "brokers 9 ", "brokers 12 "] {
        assert!(
            found.iter().any(|found| found.contains("live/terragrunt.hcl") && found.contains(brokers)),
            "{found:?}"
        );
    }
    let plain = "variable \"brokers\" {}\n";
    let plain_source = unit.replace("modules/msk", "modules/plain");
    let files = [("live/terragrunt.hcl", &*plain_source), ("live/other.tf", other), ("modules/plain/main.tf", plain)];
    let found = clusters(&[""], &files);
    assert!(
        found.iter().any(|found| found.contains("live/terragrunt.hcl") && found.contains("brokers 6 ")),
        "{found:?}"
    );
    let kept = unit.replace("  source", "  exclude_from_copy = [\"*.tf\"]\n  source");
    let kept = clusters(&["live"], &[("live/terragrunt.hcl", &kept), ("live/other.tf", other)]);
    assert!(kept.iter().any(|found| found.contains("brokers 3 ")), "{kept:?}");
}

#[test]
fn arguments_of_a_name_are_the_units_own() {
    let root = r#"terraform {
  extra_arguments "a" {
    commands  = get_terraform_commands_that_need_vars()
    arguments = ["-var=brokers=3", "-var=type=kafka.m5.large"]
  }
}
"#;
    let unit = |strategy: &str, name: &str| {
        let terraform = format!(
            "  extra_arguments \"{name}\" {{\n    commands  = [\"apply\"]\n    arguments = [\"-var=brokers=6\"]\n  }}"
        );
        format!(
            "include \"root\" {{\n  path = \"../root.hcl\"\n  {strategy}\n}}\n{}",
            unit(&terraform, "{ subnets = [] }")
        )
    };
    let found = |strategy: &str, name: &str| {
        let unit = unit(strategy, name);
        clusters(&["live"], &[("root.hcl", root), ("live/terragrunt.hcl", &unit)]).remove(0)
    };
    let with = found("", "b");
    assert!(with.contains("brokers 6 ") && with.contains("\"kafka.m5.large\""), "{with}");
    for (strategy, name) in [("", "a"), ("merge_strategy = \"no_merge\"", "b")] {
        let without = found(strategy, name);
        assert!(without.contains("brokers 6 ") && without.contains("\"kafka.t3.small\""), "{without}");
    }
}

#[test]
fn deeply_merged_inputs_are_those_of_all() {
    let merged = |parent: &str, own: &str| {
        let unit = format!(
            "include \"root\" {{\n  path = \"../root.hcl\"\n  merge_strategy = \"deep\"\n}}\ndependency \"d\" {{\n  \
             config_path = \"../d\"\n}}\n{}locals {{\n  all = 1\n}}\n",
            unit("", own).replace("modules/msk", "modules/merged")
        );
        let module = "variable \"x\" {}\nvariable \"list\" { default = [] }\nresource \"aws_msk_cluster\" \"this\" {\n  \
                      number_of_broker_nodes = var.x.brokers\n  broker_node_group_info {\n    instance_type = var.x.type\n    \
                      client_subnets = var.list\n  }\n}\n";
        let root = format!("dependency \"d\" {{\n  config_path = \"../d\"\n}}\ninputs = {parent}\n");
        let files = [("root.hcl", &*root), ("live/terragrunt.hcl", &*unit), ("modules/merged/main.tf", module)];
        let found = clusters(&["live"], &files).remove(0);
        found
            .split(" | ")
            .skip(1)
            .map(|fact| fact.split(" live").next().unwrap().split(" root").next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let both = merged(
        "{ x = { brokers = 3, type = \"kafka.m5.large\" }, list = [\"a\"] }",
        "{ x = { brokers = 6 }, list = [\"b\", \"c\"] }",
    );
    assert_eq!(both, ["brokers 6", "instance_type \"kafka.m5.large\"", "zones 3"]);
    let under_unknown = merged(
        "{ x = dependency.d.outputs.x, list = dependency.d.outputs.y }",
        "{ x = { brokers = 6 }, list = [\"b\"] }",
    );
    assert_eq!(under_unknown[0], "brokers 6");
    assert!(under_unknown[1].starts_with("instance_type \"dependency.d.outputs"), "{under_unknown:?}");
    assert!(under_unknown[2].starts_with("zones \"dependency.d.outputs"), "{under_unknown:?}");
    let over_known = merged("{ x = { brokers = 3, type = \"kafka.m5.large\" } }", "{ x = dependency.d.outputs.x }");
    assert!(over_known[0].starts_with("brokers \"dependency.d.outputs"), "{over_known:?}");
    let partly = merged(
        "{ x = { brokers = 3, type = \"kafka.m5.large\" } }",
        "{ x = { for k in [\"type\", dependency.d.outputs.k] : k => \"kafka.m7g.large\" } }",
    );
    assert!(partly[0].starts_with("brokers \""), "{partly:?}");
}
