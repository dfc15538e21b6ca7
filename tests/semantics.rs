//! Evaluation against what Terraform answered.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::path::PathBuf;

use msk_lint::analysis::{self, Request};
use msk_lint::files::Memory;
use msk_lint::model::plain::Plain;
use serde_json::Value as Json;

/// Expressions on which we differ, with the reason.
const EXPLAINED: &[(&str, &str)] = &[
    ("try(local.unkdyn.foo,1)", "only the provider's schema tells that the attribute is a string"),
    ("can(local.unkdyn.foo)", "only the provider's schema tells that the attribute is a string"),
    ("length(slice(tolist(local.unkdyn),0,2))", "only the provider's schema tells that it is no list"),
    ("plantimestamp()", "it depends on the clock"),
    ("can(1/0)", "Terraform divides to infinity here and refuses it everywhere else"),
];

fn plain(value: &Plain) -> Json {
    match value {
        Plain::Null => Json::Null,
        Plain::Bool(value) => Json::Bool(*value),
        Plain::Number(digits) => digits.parse().map(Json::Number).unwrap(),
        Plain::String(text) => Json::String(text.clone()),
        Plain::List(items) => items.iter().map(plain).collect(),
        Plain::Object(entries) => entries.iter().map(|(key, value)| (key.clone(), plain(value))).collect(),
        Plain::Unknown(_) => Json::String("<unknown>".into()),
        Plain::Sensitive => Json::String("<sensitive>".into()),
    }
}

fn same(ours: &Json, theirs: &Json) -> bool {
    match (ours, theirs) {
        (Json::Number(a), Json::Number(b)) => {
            a.to_string() == b.to_string() || (a.as_f64() == b.as_f64() && b.to_string().contains(['e', '.']))
        }
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| same(value, other)))
        }
        _ => ours == theirs,
    }
}

#[test]
fn agrees_with_terraform() {
    let text = std::fs::read_to_string("testdata/semantics/cases.json").unwrap();
    let document: Json = serde_json::from_str(&text).unwrap();
    let mut differences = Vec::new();
    let (mut total, mut unknown) = (0, 0);
    for group in document["groups"].as_array().unwrap() {
        for case in group["cases"].as_array().unwrap() {
            total += 1;
            let expression = case["expression"].as_str().unwrap();
            let code = format!("{}\noutput \"o\" {{\n  value = {expression}\n}}\n", group["setup"].as_str().unwrap());
            let root = PathBuf::from("/root");
            let files = Memory::new([(root.join("main.tf"), code.into_bytes())]);
            let request = Request {
                paths: vec![root.clone()],
                current_folder: root.clone(),
                boundary: root,
                everything: true,
                ..Request::default()
            };
            let analysis = analysis::analyse(&request, &files);
            let ours = &analysis.models[0].outputs["o"];
            let theirs = &case["terraform"];
            let agrees = if let Some(value) = theirs.get("value").filter(|_| theirs.get("unknown_parts").is_none()) {
                same(&plain(ours), value)
            } else if theirs.get("sensitive").is_some() {
                *ours == Plain::Sensitive
            } else {
                unknown += 1;
                !ours.is_known()
            };
            let is_explained = EXPLAINED.iter().any(|(known, _)| *known == expression);
            if agrees == is_explained {
                differences.push(format!("{expression}\n    ours {}\n    theirs {theirs}", plain(ours)));
            }
        }
    }
    assert!(total >= 200 && unknown > 0);
    assert!(differences.is_empty(), "{} of {total} differ:\n{}", differences.len(), differences.join("\n"));
}
