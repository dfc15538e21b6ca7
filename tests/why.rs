//! `inspect --why`: the chain of places behind a value, or why it is unknown.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::path::PathBuf;

use msk_lint::analysis::{self, Request, VariableOption};
use msk_lint::files::Memory;
use msk_lint::inspect;

const ROOT: &str = r#"variable "brokers" {}
variable "type" {}
module "msk" {
  source  = "./msk"
  brokers = var.brokers * 2
  type    = var.type
}
"#;
const MODULE: &str = r#"variable "brokers" { type = number }
variable "type" {}
resource "aws_msk_cluster" "this" {
  count                  = 1
  number_of_broker_nodes = var.brokers
  broker_node_group_info {
    instance_type = var.type
  }
}
output "count" { value = aws_msk_cluster.this[0].number_of_broker_nodes }
"#;

/// The explanation in one line for its message, its places with what they say, and its notes.
fn why(address: &str) -> Vec<String> {
    why_with(address, |request| request)
}

fn why_with(address: &str, change: impl Fn(Request) -> Request) -> Vec<String> {
    let root = PathBuf::from("/project");
    let files = [("main.tf", ROOT), ("msk/main.tf", MODULE), ("terraform.tfvars", "brokers = 3\n")];
    let files = Memory::new(files.map(|(path, text)| (root.join(path), text.as_bytes().to_vec())));
    let why = Some(address.to_owned());
    let request =
        Request { paths: vec![root.clone()], current_folder: root.clone(), boundary: root, why, ..Request::default() };
    let analysis = analysis::analyse(&change(request), &files);
    let explained = inspect::explanations(&analysis.models);
    let mut lines = Vec::new();
    for finding in explained {
        lines.push(finding.message);
        for label in finding.labels {
            let place = label.place.span().map(|span| analysis.sources.describe(span)).unwrap_or_default();
            lines.push(format!("{place} {}", label.text));
        }
        lines.extend(finding.notes);
    }
    lines
}

#[test]
fn a_value_is_followed_to_where_it_was_written() {
    let expected = [
        "module.msk.aws_msk_cluster.this.number_of_broker_nodes = 6",
        "msk/main.tf:5:28 var.brokers",
        "main.tf:5:13 passed to module.msk as brokers",
        "main.tf:5:13 var.brokers",
        "terraform.tfvars:1:11 brokers in terraform.tfvars",
        "main.tf:5:27 written here",
    ];
    assert_eq!(why("module.msk.aws_msk_cluster.this.number_of_broker_nodes"), expected);
}

#[test]
fn a_part_is_followed_through_the_whole() {
    let root = PathBuf::from("/project");
    let main = "locals {\n  s = { n = 6, types = [\"kafka.m7g.large\"] }\n}\nmodule \"msk\" {\n  source = \"./m\"\n  cfg    = local.s\n}\nresource \"aws_msk_cluster\" \"each\" {\n  for_each               = { a = local.s }\n  number_of_broker_nodes = each.value.n\n}\n";
    let module = "variable \"cfg\" { type = object({ n = number, types = list(string), v = optional(string, \"3.9.x\") }) }\n\
                  resource \"aws_msk_cluster\" \"main\" {\n  kafka_version = var.cfg.v\n  number_of_broker_nodes = var.cfg.n\n  \
                  broker_node_group_info {\n    instance_type = var.cfg.types[0]\n  }\n}\n";
    let files = Memory::new(
        [("main.tf", main), ("m/main.tf", module)].map(|(path, text)| (root.join(path), text.as_bytes().to_vec())),
    );
    for (attribute, expected) in [
        ("number_of_broker_nodes", "m/main.tf:4:28 main.tf:6:12 main.tf:2:13"),
        ("broker_node_group_info[0].instance_type", "m/main.tf:6:21 main.tf:6:12 main.tf:2:25"),
        ("kafka_version", "m/main.tf:3:19 main.tf:6:12 m/main.tf:1:89"),
        ("each[\"a\"]", "main.tf:10:28 main.tf:9:34 main.tf:2:13"),
    ] {
        let why = Some(match attribute.starts_with("each") {
            true => format!("aws_msk_cluster.{attribute}.number_of_broker_nodes"),
            false => format!("module.msk.aws_msk_cluster.main.{attribute}"),
        });
        let (paths, current_folder, boundary) = (vec![root.clone()], root.clone(), root.clone());
        let analysis =
            analysis::analyse(&Request { paths, current_folder, boundary, why, ..Request::default() }, &files);
        let labels = &inspect::explanations(&analysis.models)[0].labels;
        let places: Vec<String> =
            labels.iter().filter_map(|label| Some(analysis.sources.describe(label.place.span()?))).collect();
        assert_eq!(places.join(" "), expected, "{attribute}");
    }
}

#[test]
fn what_is_unknown_says_why() {
    let expected = [
        "module.msk.aws_msk_cluster.this[0].broker_node_group_info[0].instance_type is unknown",
        "msk/main.tf:7:21 var.type",
        "main.tf:6:13 passed to module.msk as type",
        "main.tf:2:1 written here",
        "nothing sets var.type",
    ];
    assert_eq!(why("module.msk.aws_msk_cluster.this[0].broker_node_group_info[0].instance_type"), expected);
    // What nobody writes has the provider's value.
    assert_eq!(
        why("module.msk.aws_msk_cluster.this.enhanced_monitoring")[0],
        "module.msk.aws_msk_cluster.this.enhanced_monitoring is unknown"
    );
}

#[test]
fn variables_outputs_and_what_is_not_there() {
    assert_eq!(why("var.brokers")[0], "var.brokers = 3");
    assert_eq!(why("module.msk.var.brokers")[0], "module.msk.var.brokers = 6");
    assert_eq!(why("module.msk.count")[0], "module.msk.count = 6");
    for none in [
        "var.none",
        "module.none.x",
        "module.msk.aws_msk_cluster.this[1].tags",
        "1 + 1",
        "",
        "aws_msk_cluster.this.tags",
    ] {
        assert_eq!(why(none), Vec::<String>::new(), "{none}");
    }
}

#[test]
fn what_no_file_sets_is_named() {
    let given = |request: Request| Request {
        variables: vec![VariableOption::Value("brokers".to_owned(), "5".to_owned())],
        environment: vec![("type".to_owned(), "kafka.m5.large".to_owned())],
        ..request
    };
    let lines = why_with("module.msk.var.type", given);
    assert_eq!(lines[0], "module.msk.var.type = kafka.m5.large");
    assert_eq!(lines.last().unwrap(), "set by the environment variable TF_VAR_type");
    assert_eq!(why_with("var.brokers", given).last().unwrap(), "set by --var brokers");
    assert!(why("var.brokers").iter().all(|line| !line.starts_with("set by")));
}
