//! The parser against what Terraform accepts and refuses, and the values it gives to heredocs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::path::PathBuf;

use msk_lint::analysis::{self, Request};
use msk_lint::files::Memory;
use msk_lint::model::plain::Plain;
use msk_lint::source::TextRange;
use msk_lint::syntax::tree::{ExprKind, Part, Tree};
use msk_lint::syntax::{self, JsonStrings};

fn cases(path: &str) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(path).unwrap();
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    document["cases"].as_array().unwrap().clone()
}

/// Name, value, and where the value stands, of every attribute of the file.
fn attributes(tree: &Tree) -> Vec<(&str, &str, TextRange)> {
    let attributes = tree.attributes(tree.root().attributes).iter();
    attributes
        .map(|attribute| {
            let range = tree.expr(attribute.value).range;
            (tree.text(attribute.name), tree.text(range), tree.in_file(range))
        })
        .collect()
}

#[test]
fn accepts_and_refuses_as_terraform_does() {
    let cases = cases("testdata/syntax/cases.json");
    assert_eq!(cases.len(), 258);
    let mut wrong = Vec::new();
    for case in &cases {
        // Each character stands for one byte.
        let bytes: Vec<u8> = case["text"].as_str().unwrap().chars().map(|c| c as u8).collect();
        let tree = syntax::parse(bytes.into());
        let accepted = tree.errors().is_empty();
        if accepted != (case["terraform"] == "accept") {
            wrong.push(format!(
                "{}: terraform says {}, {:?}\n    {:?}",
                case["name"],
                case["terraform"],
                tree.errors(),
                case["text"]
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// Texts that other readers of HCL differ on, and whether Terraform 1.11.4 accepts them.
const TRICKY: &[(&str, bool)] = &[
    ("a = {\n  for = 1\n}\n", false),
    ("a = {\n  b = 1\n  for = 1\n}\n", true),
    ("a = {\n  b = 1\n  for : 1\n}\n", true),
    ("a = 1\rb = 2\n", false),
    ("a = 1\r", false),
    ("a = 1 \r\r\nb = 2\n", false),
    ("a = [1,\r 2]\n", false),
    ("# c\ra = 1\n", true),
    ("# c\r", true),
    ("\ra = 1\n", false),
    ("a = \"x\ry\"\n", false),
    ("a = <<E\nx\ry\nE\n", false),
    ("a = <<E\nx\nE\r\n", true),
    ("a = <<E\r\nx\r\nE\n", true),
    ("a = <<E \nx\nE\n", false),
    ("a {\r}\n", false),
    ("a = b.*  # c\n", true),
    ("a = (b\n.c)\n", true),
    ("a = {\n  b = c\n  [0]\n}\n", false),
    ("/* x */", true),
    ("::\n", false),
    ("a = [for]\n", false),
    ("a = [for.x]\n", false),
    ("a = [for, b]\n", false),
    ("a = [for// c\n ? 1 : 2]\n", false),
    ("a = [for# c\n k in b : k]\n", true),
    ("a = {for/**/k in b : k => k}\n", true),
    ("a = [for k in(b):k]\n", true),
    ("a = [fork in b : 1]\n", false),
    ("a = [b, for]\n", true),
    ("a = (for)\n", true),
    ("a = for\n", true),
    ("a = \"%{ ifa }x%{ endif }\"\n", false),
    ("a = \"%{if(b)}x%{endif}\"\n", true),
    ("a = f(1)==\n0\n", false),
    ("a \"x\\oy\" {\n}\n", false),
    ("a \"x\\ny\" {\n}\n", true),
    ("a \"x$${y}\" {\n}\n", true),
    ("a \"x${y}\" {\n}\n", false),
    ("a \"x$y$\" {\n}\n", true),
    ("a \"x\ry\" {\n}\n", false),
    ("a = [!\n b]\n", true),
    ("a = -\n 1\n", false),
    ("a = {\n  -b = null\n}\n", true),
    ("a = {\n  b ? c : d = null\n}\n", true),
    ("a = \u{619}\n", false),
    ("a = x\u{619}\n", true),
    ("a = \u{b7}\n", false),
    ("a = x\u{b7}\n", true),
    ("a = \u{660}\n", false),
    ("a = \u{2118}\n", true),
];

#[test]
fn tricky_texts_are_accepted_and_refused_as_terraform_does() {
    for (text, accepted) in TRICKY {
        let tree = syntax::parse(text.as_bytes().into());
        assert_eq!(tree.errors().is_empty(), *accepted, "{text:?} {:?}", tree.errors());
    }
}

#[test]
fn heredocs_have_the_values_terraform_gives_them() {
    let cases = cases("testdata/syntax/heredocs.json");
    assert!(cases.len() >= 400);
    let root = PathBuf::from("/root");
    let files = cases.iter().enumerate().map(|(number, case)| {
        let text = case["text"].as_str().unwrap();
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let code = format!("output \"c{number}\" {{{newline}value = {text}}}{newline}");
        (root.join(format!("c{number}.tf")), code.into_bytes())
    });
    let files = Memory::new(files.collect::<Vec<_>>());
    let request = Request {
        paths: vec![root.clone()],
        current_folder: root.clone(),
        boundary: root,
        everything: true,
        ..Request::default()
    };
    let analysis = analysis::analyse(&request, &files);
    let mut wrong = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        let ours = &analysis.models[0].outputs[&format!("c{number}")];
        if *ours != Plain::String(case["value"].as_str().unwrap().to_owned()) {
            wrong.push(format!("{}\n    ours      {ours:?}\n    terraform {:?}", case["text"], case["value"]));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn each_line_of_a_heredoc_knows_its_bytes() {
    for newline in ["\n", "\r\n"] {
        let text = ["a = <<-EOT", "    min.insync.replicas=2", "      é=${var.x} # y", "  EOT", ""].join(newline);
        let tree = syntax::parse(text.clone().into_bytes().into());
        let value = tree.expr(tree.attributes(tree.root().attributes)[0].value);
        let ExprKind::Heredoc(parts) = value.kind else { panic!("{value:?}") };
        let literals = tree.parts(parts).iter().filter_map(|part| match part {
            Part::Literal { range, .. } => Some(&text[range.as_usize()]),
            _ => None,
        });
        let wanted = [format!("min.insync.replicas=2{newline}"), "  é=".to_owned(), format!(" # y{newline}")];
        assert_eq!(literals.collect::<Vec<_>>(), wanted);
    }
}

#[test]
fn a_byte_order_mark_and_latin_1_comments_are_read() {
    let tree = syntax::parse(b"\xEF\xBB\xBF# caf\xE9\na = 1 // \xFF\n/* \xE9 */ b = 2\n".to_vec().into());
    assert_eq!(tree.errors(), []);
    let (mark, first, second) = (3, TextRange::new(14, 15), TextRange::new(33, 34));
    assert_eq!(attributes(&tree), [("a", "1", first), ("b", "2", second)]);
    assert_eq!(tree.comments()[0].start, mark);

    let in_string = syntax::parse(b"a = \"caf\xE9\"\nb = 2\n".to_vec().into());
    assert_eq!(in_string.errors().len(), 1);
    assert_eq!(attributes(&in_string)[1].1, "2");
}

#[test]
fn what_old_code_wrote_is_read_with_one_error() {
    let text = "variable \"v\" { type = string default = \"3.7.x\" }\nresource aws_msk_cluster c {\n  x = 1\n}\n";
    let tree = syntax::parse(text.as_bytes().into());
    assert_eq!(tree.errors().len(), 1, "{:?}", tree.errors());
    assert_eq!(&text[tree.errors()[0].range.start as usize..][..7], "default");
    let blocks = tree.blocks(tree.root().blocks);
    let names = tree.attributes(tree.body(blocks[0].body).attributes).iter().map(|attribute| tree.text(attribute.name));
    assert_eq!(names.collect::<Vec<_>>(), ["type", "default"]);
    let labels = tree.labels(blocks[1].labels).iter().map(|label| tree.text(label.text));
    assert_eq!(labels.collect::<Vec<_>>(), ["aws_msk_cluster", "c"]);
    assert!(blocks[0].damaged && !blocks[1].damaged);
}

#[test]
fn json_keeps_its_places() {
    let text = "\u{feff}{\"resource\": {\"a\\u0062\": {\"x\": [1, \"é\\n${var.y}\", {\"k\" : true}]}}}";
    let tree = syntax::parse_json(text.as_bytes().into(), JsonStrings::Templates);
    assert_eq!(tree.errors(), []);
    let shown: Vec<&str> = tree
        .exprs()
        .iter()
        .filter(|expr| matches!(expr.kind, ExprKind::Variable | ExprKind::Attribute { .. } | ExprKind::Number))
        .map(|expr| &text[tree.in_file(expr.range).as_usize()])
        .collect();
    assert_eq!(shown, ["1", "var", "var.y"]);
    for broken in
        ["{\"a\": 1", "{\"a\" 1}", "{a: 1}", "[1,]", "{\"a\": 01}", "{\"a\": 1} x", "", "\"a\\x\"", "{\"a\": tru}"]
    {
        let tree = syntax::parse_json(broken.as_bytes().into(), JsonStrings::Templates);
        assert!(!tree.errors().is_empty(), "{broken}");
    }
}
