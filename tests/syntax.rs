//! The parser against what Terraform accepts and refuses.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use msk_lint::syntax;

#[test]
fn accepts_and_refuses_as_terraform_does() {
    let text = std::fs::read_to_string("testdata/syntax/cases.json").unwrap();
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    let cases = document["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 258);
    let mut wrong = Vec::new();
    for case in cases {
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
