//! The types that Terraform's conditions have, against [`unify`].
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::{type_of, unify};
use crate::eval::functions::tests::value;

/// The type of `true ? a : b`; arguments as in the table of functions.
#[test]
fn unifies_as_conditions_do() {
    let cases = [
        (r#"1"#, r#""a""#, Some("string")),
        (r#"[1]"#, r#"["a","b"]"#, Some("list(string)")),
        (r#"{"a":1}"#, r#"{"b":"x"}"#, Some("map(string)")),
        (r#"{"a":1}"#, r#"{"a":"x"}"#, Some("object({a=string})")),
        (r#"[1,"a"]"#, r#"["b",2]"#, Some("tuple([string,string])")),
        (r#"{"$list":[1]}"#, r#"["a"]"#, Some("list(string)")),
        (r#"{"$set":[1]}"#, r#"["a"]"#, Some("set(number)")),
        (r#"{"$set":[1]}"#, r#"{"$list":["a"]}"#, Some("list(string)")),
        (r#"{"$map":{"a":1}}"#, r#"{"b":"x"}"#, Some("map(string)")),
        (r#"{"a":[1]}"#, r#"{"a":["x","y"]}"#, Some("object({a=list(string)})")),
        (r#"{"a":[1]}"#, r#"{"b":"x"}"#, None),
        (r#"1"#, r#"true"#, None),
        (r#"[]"#, r#"["a"]"#, Some("list(string)")),
        (r#"{}"#, r#"{"a":1}"#, Some("map(number)")),
        (r#"[1]"#, r#"{"a":1}"#, None),
        (r#"1"#, r#"[1]"#, None),
        (r#"[[1],[2,3]]"#, r#"[["a"]]"#, Some("list(list(string))")),
        (r#"{"a":1,"b":true}"#, r#"{"a":"x"}"#, Some("map(string)")),
        (r#"{"a":1,"b":[]}"#, r#"{"a":"x"}"#, None),
        (r#"{"$list":[{"a":1}]}"#, r#"[{"a":"x"},{"a":2}]"#, Some("list(object({a=string}))")),
        (r#"{"$map":{"a":1}}"#, r#"{"$map":{"a":true}}"#, None),
        (r#"[true]"#, r#"[1,2]"#, None),
        (r#"null"#, r#"[1]"#, Some("any")),
        (r#"null"#, r#"1"#, Some("number")),
    ];
    for (a, b, expected) in cases {
        let types = [a, b].map(|text| type_of(&value(&serde_json::from_str(text).unwrap())));
        assert_eq!(unify(&types).map(|ty| ty.to_string()).as_deref(), expected, "{a} : {b}");
        let reversed: Vec<_> = types.into_iter().rev().collect();
        assert_eq!(unify(&reversed).map(|ty| ty.to_string()).as_deref(), expected, "{b} : {a}");
    }
}
