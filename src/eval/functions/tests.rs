//! Calls of functions against what Terraform answers, and what they keep of partly known arguments.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use serde_json::Value as Json;

use super::{FileAccess, FileFault, SPECIAL, call, json, names};
use crate::eval::number::Number;
use crate::eval::operators::{binary, index, unary};
use crate::eval::text::Text;
use crate::eval::trace::Trace;
use crate::eval::types::type_of;
use crate::eval::value::{Entries, Entry, Kind, Reason, Value};
use crate::syntax::tree::{BinaryOperator, UnaryOperator};

struct NoFiles;

impl FileAccess for NoFiles {
    fn pay(&mut self, _: u64) -> Result<(), Reason> {
        Ok(())
    }

    fn read(&mut self, path: &str) -> Result<Text, FileFault> {
        Err(FileFault::Refused(format!("no file exists at {path}")))
    }

    fn bytes(&mut self, path: &str) -> Result<Arc<[u8]>, FileFault> {
        match path {
            "a" => Ok(Arc::from(*b"a")),
            _ => Err(FileFault::OutOfReach(Reason::RunTime("a file outside".into()))),
        }
    }

    fn exists(&mut self, path: &str) -> Result<bool, FileFault> {
        Ok(path == "a")
    }

    fn list(&mut self, _: &str) -> Result<Vec<String>, FileFault> {
        Ok(["b.tf", "a.tf", "m/c.tf", "x.md"].map(str::to_owned).to_vec())
    }
}

pub(super) fn run(name: &str, arguments: &[Value]) -> Result<Value, String> {
    call(name, arguments, &Trace::given(), &mut NoFiles)
}

/// A value from its JSON; `$list`, `$set` and `$map` name the collections that JSON does not have.
pub(in crate::eval) fn value(json: &Json) -> Value {
    let given = |kind| Value::new(kind, Trace::given());
    match json {
        Json::Null => given(Kind::Null),
        Json::Bool(truth) => given(Kind::Bool(*truth)),
        Json::Number(number) => given(Kind::Number(Number::parse(&number.to_string()).unwrap())),
        Json::String(text) => Value::string(text.as_str(), Trace::given()),
        Json::Array(items) => given(Kind::Tuple(items.iter().map(value).collect())),
        Json::Object(members) => match members.iter().next().map(|(name, member)| (name.as_str(), member)) {
            Some(("$list", items)) => run("tolist", &[value(items)]).unwrap(),
            Some(("$set", items)) => run("toset", &[value(items)]).unwrap(),
            Some(("$map", items)) => run("tomap", &[value(items)]).unwrap(),
            Some(("$number", text)) => given(Kind::Number(calculated(text.as_str().unwrap()))),
            _ => object(members.iter().map(|(name, member)| (name.as_str(), value(member)))),
        },
    }
}

pub(super) fn object<'a>(members: impl Iterator<Item = (&'a str, Value)>) -> Value {
    let entry =
        |(name, value): (&str, Value)| (Rc::from(name), Entry { key: Text::computed(name, Trace::given()), value });
    let items: BTreeMap<Rc<str>, Entry> = members.map(entry).collect();
    Value::new(Kind::Object(Rc::new(Entries { items, rest: None })), Trace::given())
}

/// `a`, `a+b`, `a/b` or `a/b*c`.
fn calculated(text: &str) -> Number {
    if let Some((a, b)) = text.split_once('+') {
        return calculated(a).add(&calculated(b)).unwrap();
    }
    if let Some((a, b)) = text.split_once('*') {
        return calculated(a).mul(&calculated(b)).unwrap();
    }
    if let Some((a, b)) = text.split_once('/') {
        return calculated(a).div(&calculated(b)).unwrap();
    }
    Number::parse(text).unwrap()
}

fn operator(name: &str) -> Option<BinaryOperator> {
    Some(match name {
        "+" => BinaryOperator::Add,
        "-" => BinaryOperator::Subtract,
        "*" => BinaryOperator::Multiply,
        "/" => BinaryOperator::Divide,
        "%" => BinaryOperator::Remainder,
        "==" => BinaryOperator::Equal,
        "!=" => BinaryOperator::NotEqual,
        "<" => BinaryOperator::Less,
        "<=" => BinaryOperator::LessOrEqual,
        ">" => BinaryOperator::Greater,
        ">=" => BinaryOperator::GreaterOrEqual,
        "&&" => BinaryOperator::And,
        "||" => BinaryOperator::Or,
        _ => return None,
    })
}

pub(super) fn answer(name: &str, arguments: &[Value]) -> Result<Value, String> {
    match (name, arguments) {
        ("-x", [operand]) => unary(UnaryOperator::Negate, operand, Trace::given()),
        ("!x", [operand]) => unary(UnaryOperator::Not, operand, Trace::given()),
        ("[]", [collection, key]) => index(collection, key),
        (name, [left, right]) if operator(name).is_some() => {
            binary(operator(name).unwrap(), left, right, Trace::given())
        }
        _ => run(name, arguments),
    }
}

/// What is wrong with the answer to a case; `None` when it is right or left open.
fn difference(case: &Json) -> Option<String> {
    let arguments: Vec<Value> = case["arguments"].as_array().unwrap().iter().map(value).collect();
    let result = answer(case["call"].as_str().unwrap(), &arguments);
    let result = match (result, case.get("json")) {
        (Ok(value), Some(_)) => value,
        (Err(error), Some(json)) => return Some(format!("refused: {error}; terraform: {json}")),
        (Ok(value), None) if value.first_unknown().is_some() || case.get("unknown").is_some() => return None,
        // Terraform refuses a null without a type, and takes one that is a list; nulls have no type here.
        (Ok(_), None) if case["call"] == "coalescelist" && arguments.iter().any(Value::is_null) => return None,
        (Ok(value), None) => {
            return Some(format!("gave {}, terraform: {}", json::known(&value).unwrap().as_str(), case["error"]));
        }
        (Err(_), None) => return None,
    };
    if result.first_unknown().is_some() {
        return None;
    }
    let (json, ty) = (json::known(&result).unwrap(), type_of(&result).to_string());
    if json.as_str() != case["json"].as_str().unwrap() {
        return Some(format!("gave {}, terraform: {}", json.as_str(), case["json"]));
    }
    let open = ty.contains("any") || case["type"].as_str().unwrap().contains("any");
    (!open && ty != case["type"].as_str().unwrap()).then(|| format!("is a {ty}, terraform: {}", case["type"]))
}

/// Where this module answers differently, on purpose.
const DIFFERENCES: [(&str, &str); 6] = [
    // Strings keep the bytes of the file; Terraform composes characters.
    ("substr", "[\"e\u{301}x\",0,1]"),
    // There is no negative zero.
    ("tonumber", "[\"-0\"]"),
    // An empty map does not tell its type.
    ("merge", "[{\"$map\":{}},{\"$map\":{\"a\":\"x\"}}]"),
    ("merge", "[{\"$map\":{\"a\":1}},{\"$map\":{}}]"),
    // A null does not tell its type; one of the right type would be accepted.
    ("tolist", "[[{\"a\":1},null]]"),
    ("toset", "[[{\"a\":1},null]]"),
];

#[test]
fn answers_as_terraform_does() {
    let document: Json = serde_json::from_str(include_str!("../../../testdata/functions.json")).unwrap();
    let cases = document["cases"].as_array().unwrap();
    let differences: Vec<String> = cases
        .iter()
        .filter(|case| !DIFFERENCES.contains(&(case["call"].as_str().unwrap(), &case["arguments"].to_string())))
        .filter_map(|case| Some(format!("{}{}: {}", case["call"], case["arguments"], difference(case)?)))
        .collect();
    assert!(cases.len() > 1000);
    assert!(differences.is_empty(), "{} of {}:\n{}", differences.len(), cases.len(), differences.join("\n"));
}

/// What this module leaves open though Terraform knows it.
#[test]
fn leaves_little_open() {
    let document: Json = serde_json::from_str(include_str!("../../../testdata/functions.json")).unwrap();
    let cases = document["cases"].as_array().unwrap();
    let open = |case: &&Json| {
        let arguments: Vec<Value> = case["arguments"].as_array().unwrap().iter().map(value).collect();
        let result = answer(case["call"].as_str().unwrap(), &arguments);
        case.get("json").is_some() && result.is_ok_and(|value| value.first_unknown().is_some())
    };
    let open: Vec<String> =
        cases.iter().filter(open).map(|case| format!("{}{}", case["call"], case["arguments"])).collect();
    assert!(open.len() < 10, "{}:\n{}", open.len(), open.join("\n"));
}

#[test]
fn every_function_of_terraform_is_here() {
    let document: Json = serde_json::from_str(include_str!("../../../testdata/functions.json")).unwrap();
    let listed: Vec<&str> = document["functions"].as_array().unwrap().iter().filter_map(Json::as_str).collect();
    let mut known: Vec<&str> = names().chain(SPECIAL).collect();
    assert!(names().is_sorted(), "found by binary search");
    known.sort_unstable();
    assert_eq!(known, listed);
}

#[test]
fn unknown_names_are_refused_with_the_nearest() {
    assert_eq!(run("jion", &[]).unwrap_err(), "there is no function called \"jion\"; did you mean \"join\"?");
    assert_eq!(run("zzzzzzzzzz", &[]).unwrap_err(), "there is no function called \"zzzzzzzzzz\"");
    assert!(run("core::upper", &[Value::string("a", Trace::given())]).is_ok());
}
