//! Properties that are written elsewhere: where they are found, and what they are said to be.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::path::PathBuf;

use msk_lint::analysis::{self, Request};
use msk_lint::files::Memory;
use msk_lint::inspect;
use serde_json::Value;

/// `min.insync.replicas` of a cluster whose `server_properties` is an expression: value and place.
fn min_isr(expression: &str, declarations: &str, files: &[(&str, &str)]) -> String {
    let root = PathBuf::from("/project");
    let main = format!(
        "resource \"aws_msk_configuration\" \"main\" {{\n  server_properties = {expression}\n}}\n\
         resource \"aws_msk_cluster\" \"main\" {{\n  configuration_info {{\n    arn = aws_msk_configuration.main.arn\n  }}\n}}\n"
    );
    let all = [("cluster.tf", &*main), ("main.tf", declarations)];
    let all = all.iter().chain(files).map(|(path, text)| (root.join(path), text.as_bytes().to_vec()));
    let files = Memory::new(all);
    let request =
        Request { paths: vec![root.clone()], current_folder: root.clone(), boundary: root, ..Request::default() };
    let analysis = analysis::analyse(&request, &files);
    let mut json = Vec::new();
    inspect::write_json(&analysis.models, &analysis.clients, &analysis.sources, &mut json).unwrap();
    let json: Value = serde_json::from_slice(&json).unwrap();
    let fact = &json["clusters"][0]["properties"]["min.insync.replicas"];
    let known = fact["value"].as_str().or(fact["reason"].as_str()).unwrap_or("-");
    format!("{known} {}", fact["origin"].as_str().unwrap_or("-"))
}

#[test]
fn a_template_file_as_a_function_and_as_a_data_source() {
    let template = ("kafka.tpl", "# ${name}\nmin.insync.replicas=${isr}\nnum.partitions=3\n");
    let call = r#"templatefile("kafka.tpl", { name = "x", isr = local.isr })"#;
    let locals = "locals {\n  isr = 2\n}\n";
    assert_eq!(min_isr(call, locals, &[template]), "2 main.tf:2:9");
    let data = "locals {\n  isr = 2\n}\ndata \"template_file\" \"kafka\" {\n  template = file(\"${path.module}/kafka.tpl\")\n  vars = {\n    name = \"x\"\n    isr  = local.isr\n  }\n}\n";
    assert_eq!(min_isr("data.template_file.kafka.rendered", data, &[template]), "2 main.tf:2:9");
    let fixed = ("kafka.tpl", "# ${name}\n  min.insync.replicas=1\n");
    assert_eq!(min_isr("data.template_file.kafka.rendered", data, &[fixed]), "1 kafka.tpl:2:3");
    let written = "data \"template_file\" \"kafka\" {\n  template = <<EOT\nmin.insync.replicas=1\nx=$${x}\nEOT\n  vars = { x = 1 }\n}\n";
    assert_eq!(min_isr("data.template_file.kafka.rendered", written, &[]), "1 main.tf:3:1");
    let missing = "data \"template_file\" \"kafka\" {\n  template = \"min.insync.replicas=$${y}\"\n}\n";
    assert!(min_isr("data.template_file.kafka.rendered", missing, &[]).contains("y"));
}

#[test]
fn files_read_and_written() {
    let data = "data \"local_file\" \"p\" {\n  filename = \"${path.module}/kafka.properties\"\n}\n";
    let file = ("kafka.properties", "x=1\nmin.insync.replicas = 1\n");
    assert_eq!(min_isr("data.local_file.p.content", data, &[file]), "1 kafka.properties:2:1");
    let written = "resource \"local_file\" \"p\" {\n  filename = \"p\"\n  content  = \"min.insync.replicas=1\"\n}\n";
    assert_eq!(min_isr("local_file.p.content", written, &[]), "1 main.tf:3:15");
    let keepers = "resource \"random_id\" \"c\" {\n  keepers = {\n    properties = \"min.insync.replicas=1\"\n  }\n}\n";
    assert_eq!(min_isr("random_id.c.keepers.properties", keepers, &[]), "1 main.tf:3:19");
}

#[test]
fn yaml_and_json_keep_their_places() {
    let yaml = ("msk.yaml", "kafka:\n  # how many\n  isr: 1\n  text: |\n    x=1\n    min.insync.replicas=1\n");
    let locals = "locals {\n  yaml = yamldecode(file(\"msk.yaml\"))\n}\n";
    let joined = r#""min.insync.replicas=${local.yaml.kafka.isr}""#;
    assert_eq!(min_isr(joined, locals, &[yaml]), "1 msk.yaml:3:8");
    assert_eq!(min_isr("local.yaml.kafka.text", locals, &[yaml]), "1 msk.yaml:6:5");
    let json = ("msk.json", "{ \"properties\": {\n  \"min.insync.replicas\": 1\n} }\n");
    let locals = "locals {\n  json = jsondecode(file(\"${path.module}/msk.json\"))\n}\n";
    let joined = r#"join("\n", [for k, v in local.json.properties : "${k}=${v}"])"#;
    assert_eq!(min_isr(joined, locals, &[json]), "1 msk.json:2:3");
}
