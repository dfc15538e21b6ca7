//! What stays known, and where it leads, when arguments are known only in part.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::rc::Rc;

use super::tests::{object, run, value};
use crate::eval::convert::{convert, to_text};
use crate::eval::operators::{binary, index};
use crate::eval::text::{SegmentKind, Text, TextBuilder};
use crate::eval::trace::Trace;
use crate::eval::types::{Field, Type};
use crate::eval::value::{InstanceKey, Kind, Mode, Reason, ResourceAddress, Unknown, Value};
use crate::source::{FileId, Place, Span, TextRange};
use crate::syntax::tree::BinaryOperator;

fn resource(attribute: &str) -> Value {
    let address = ResourceAddress {
        module: "".into(),
        mode: Mode::Managed,
        kind: "aws_msk_cluster".into(),
        name: "main".into(),
        key: InstanceKey::None,
    };
    Value::unknown(Reason::Resource { address, attribute: attribute.into() }, Trace::given())
}

fn variable() -> Value {
    Value::unknown(Reason::UnsetVariable("var.x".into()), Trace::given())
}

/// A literal that stands in a file at byte `at`.
fn literal(text: &str, at: u32) -> Value {
    let span = Span { file: FileId(0), range: TextRange::new(at, at + text.len() as u32) };
    let trace = Trace::literal(Place::Text(span));
    Value::new(Kind::String(Text::verbatim(text, span, trace.clone())), trace)
}

/// Known texts with an unknown stretch between each two.
fn partial(parts: &[&str]) -> Value {
    let mut text = TextBuilder::default();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            text.push_text(&to_text(&variable()).unwrap(), Trace::clone);
        }
        text.push(part, SegmentKind::Computed, Trace::given());
    }
    Value::new(Kind::String(text.finish()), Trace::given())
}

fn tuple(items: &[Value]) -> Value {
    Value::new(Kind::Tuple(items.iter().cloned().collect()), Trace::given())
}

fn string(text: &str) -> Value {
    Value::string(text, Trace::given())
}

fn int(number: i64) -> Value {
    Value::new(Kind::Number(number.into()), Trace::given())
}

/// How a value looks: `?` for what is unknown.
fn shown(value: &Value) -> String {
    let all = |items: &[Value]| items.iter().map(shown).collect::<Vec<_>>().join(", ");
    match &value.kind {
        Kind::Unknown(_) => "?".to_owned(),
        Kind::Null => "null".to_owned(),
        Kind::Bool(truth) => truth.to_string(),
        Kind::Number(number) => number.to_string(),
        Kind::String(text) => format!("{:?}", shown_text(text)),
        Kind::List(items) => format!("list[{}]", all(items)),
        Kind::Set(items) => format!("set[{}]", all(items)),
        Kind::Tuple(items) => format!("[{}]", all(items)),
        Kind::Map(entries) | Kind::Object(entries) => {
            let mut items: Vec<String> =
                entries.items.iter().map(|(name, entry)| format!("{name}={}", shown(&entry.value))).collect();
            items.extend(entries.rest.as_ref().map(|_| "...".to_owned()));
            format!("{{{}}}", items.join(", "))
        }
        Kind::Resource(address) => address.to_string(),
    }
}

fn shown_text(text: &Text) -> String {
    let part = |part: &crate::eval::text::Segment| match part.kind {
        SegmentKind::Unknown(_) => "?".to_owned(),
        _ => text.as_str()[part.start as usize..part.end as usize].to_owned(),
    };
    text.segments().iter().map(part).collect()
}

#[test]
fn parts_stay_known() {
    let (u, arn) = (variable(), resource("arn"));
    let a = || string("a");
    let cases: Vec<(&str, Vec<Value>, &str)> = vec![
        ("join", vec![string("\n"), tuple(&[a(), u.clone(), partial(&["k=", ""])])], r#""a\n?\nk=?""#),
        ("join", vec![string(","), u.clone()], r#""?""#),
        ("join", vec![string(","), tuple(&[a()]), u.clone(), tuple(&[a()])], r#""a?a""#),
        ("format", vec![string("%s=%s"), a(), u.clone()], r#""a=?""#),
        ("format", vec![string("%5d|%s"), u.clone(), a()], r#""?|a""#),
        ("formatlist", vec![string("%s:%d"), tuple(&[a(), u.clone()]), int(1)], r#"list["a:1", "?:1"]"#),
        ("concat", vec![tuple(&[a()]), tuple(std::slice::from_ref(&arn))], r#"["a", ?]"#),
        ("concat", vec![tuple(&[a()]), u.clone()], "?"),
        ("flatten", vec![tuple(&[tuple(std::slice::from_ref(&arn)), tuple(&[a()])])], r#"[?, "a"]"#),
        ("flatten", vec![tuple(&[tuple(&[a()]), u.clone()])], "?"),
        ("length", vec![tuple(&[u.clone(), u.clone()])], "2"),
        ("length", vec![u.clone()], "?"),
        ("length", vec![run("toset", &[tuple(&[u.clone(), a()])]).unwrap()], "?"),
        ("length", vec![run("toset", &[tuple(std::slice::from_ref(&u))]).unwrap()], "1"),
        ("keys", vec![object([("a", u.clone()), ("b", int(2))].into_iter())], r#"["a", "b"]"#),
        ("values", vec![object([("a", u.clone()), ("b", int(2))].into_iter())], "[?, 2]"),
        ("merge", vec![object([("a", int(1))].into_iter()), object([("b", u.clone())].into_iter())], "{a=1, b=?}"),
        ("merge", vec![object([("a", int(1))].into_iter()), u.clone()], "{a=?, ...}"),
        ("merge", vec![u.clone(), object([("a", int(1))].into_iter())], "{a=1, ...}"),
        ("merge", vec![Value::null(Trace::given()), u.clone()], "?"),
        ("lookup", vec![object([("a", int(1))].into_iter()), u.clone(), int(2)], "?"),
        ("lookup", vec![object([("a", u.clone())].into_iter()), string("b"), string("d")], r#""d""#),
        ("element", vec![tuple(&[u.clone(), string("b")]), int(1)], r#""b""#),
        ("element", vec![tuple(&[a(), a()]), u.clone()], "?"),
        ("slice", vec![tuple(&[u.clone(), a(), a()]), int(0), int(2)], r#"[?, "a"]"#),
        ("slice", vec![u.clone(), int(0), int(3)], "list[?, ?, ?]"),
        ("coalesce", vec![u.clone(), a()], "?"),
        ("coalesce", vec![a(), u.clone()], r#""a""#),
        ("coalescelist", vec![tuple(&[]), tuple(std::slice::from_ref(&u))], "[?]"),
        ("coalesce", vec![partial(&["x", ""]), a()], r#""x?""#),
        ("compact", vec![tuple(&[arn.clone(), a(), string("")])], r#"list[?, "a"]"#),
        ("compact", vec![tuple(&[u.clone(), a()])], "?"),
        ("compact", vec![tuple(&[partial(&["x", ""])])], r#"list["x?"]"#),
        ("distinct", vec![tuple(&[a(), u.clone()])], "?"),
        ("distinct", vec![tuple(&[a(), partial(&["b", ""]), a()])], r#"list["a", "b?"]"#),
        ("contains", vec![tuple(&[a(), u.clone()]), a()], "true"),
        ("contains", vec![tuple(&[a()]), u.clone()], "?"),
        ("contains", vec![tuple(&[partial(&["b", ""])]), a()], "false"),
        ("index", vec![tuple(&[partial(&["b", ""]), a()]), a()], "1"),
        ("sort", vec![tuple(&[u.clone(), a()])], "list[?, ?]"),
        ("zipmap", vec![tuple(&[a()]), tuple(std::slice::from_ref(&u))], "{a=?}"),
        ("zipmap", vec![tuple(&[a()]), u.clone()], "{a=?}"),
        ("toset", vec![tuple(&[u.clone(), a()])], r#"set["a", ?]"#),
        ("tolist", vec![run("toset", &[tuple(&[u.clone(), a()])]).unwrap()], "?"),
        ("one", vec![tuple(std::slice::from_ref(&u))], "?"),
        ("alltrue", vec![tuple(&[u.clone(), string("false")])], "false"),
        ("anytrue", vec![tuple(&[u.clone(), string("true")])], "true"),
        ("alltrue", vec![tuple(&[u.clone(), string("true")])], "?"),
        ("trimspace", vec![partial(&[" a", "b "])], r#""a?b""#),
        ("trimspace", vec![partial(&["  ", " b"])], r#""?b""#),
        ("trimspace", vec![partial(&["a ", ""])], r#""a?""#),
        ("chomp", vec![partial(&["a\n", "\n"])], r#""a?""#),
        ("trimprefix", vec![partial(&["ab", ""]), a()], r#""b?""#),
        ("trimprefix", vec![partial(&["", "b"]), a()], r#""?""#),
        ("trimsuffix", vec![partial(&["b", "ca"]), a()], r#""b?c""#),
        ("replace", vec![partial(&["a.b", ".c"]), string("."), string("-")], r#""a-b?-c""#),
        ("replace", vec![partial(&["a\r\nb=", "\r\nc"]), string("\r\n"), string("\n")], r#""a\nb=?\nc""#),
        ("replace", vec![partial(&["xa", "c"]), string("ab"), string("-")], r#""?""#),
        ("replace", vec![partial(&["x", "bc"]), string("ab"), string("-")], r#""?""#),
        ("indent", vec![int(2), partial(&["a\n", "\nb"])], r#""a\n  ?\n  b""#),
        ("split", vec![string(","), partial(&["a,", ""])], "?"),
        ("startswith", vec![partial(&["x-", ""]), string("x")], "true"),
        ("startswith", vec![partial(&["x-", ""]), string("y")], "false"),
        ("startswith", vec![partial(&["x-", ""]), string("x-y")], "?"),
        ("endswith", vec![partial(&["", "-x"]), string("x")], "true"),
        ("strcontains", vec![partial(&["ab", "c"]), string("b")], "true"),
        ("strcontains", vec![partial(&["ab", "c"]), string("z")], "?"),
        ("upper", vec![partial(&["a", "b"])], r#""A?B""#),
        ("substr", vec![partial(&["abcd", ""]), int(1), int(2)], r#""bc""#),
        ("substr", vec![partial(&["abcd", ""]), int(1), int(4)], "?"),
        ("jsonencode", vec![object([("a", u.clone()), ("b", int(1))].into_iter())], r#""{\"a\":?,\"b\":1}""#),
        ("setunion", vec![tuple(&[a()]), tuple(std::slice::from_ref(&u))], r#"set["a", ?]"#),
        ("timestamp", vec![], "?"),
        ("fileexists", vec![string("a")], "true"),
        ("filemd5", vec![string("a")], r#""0cc175b9c0f1b6a831c399e269772661""#),
        ("filemd5", vec![string("outside")], "?"),
        ("fileset", vec![string("."), string("*.tf")], r#"set["a.tf", "b.tf"]"#),
        ("fileset", vec![string("."), string("**/*.tf")], r#"set["a.tf", "b.tf", "m/c.tf"]"#),
    ];
    for (name, arguments, expected) in cases {
        assert_eq!(shown(&run(name, &arguments).unwrap()), expected, "{name}({arguments:?})");
    }
}

/// The byte of the file where a stretch of a text stands, and the byte its history leads to.
fn places(value: &Value) -> Vec<(String, Option<u32>, Option<u32>)> {
    let Kind::String(text) = &value.kind else { panic!("{value:?} is no string") };
    let place = |part: &crate::eval::text::Segment| {
        let known = text.as_str()[part.start as usize..part.end as usize].to_owned();
        let verbatim = match part.kind {
            SegmentKind::Verbatim(span) => Some(span.range.start),
            _ => None,
        };
        (known, verbatim, part.trace.span().map(|span| span.range.start))
    };
    text.segments().iter().map(place).collect()
}

#[test]
fn stretches_keep_their_places() {
    let two = || tuple(&[literal("a=1", 100), literal("b=2", 200)]);
    let at = |text: &str, byte: u32, origin: u32| (text.to_owned(), Some(byte), Some(origin));
    let joined = places(&run("join", &[literal("\n", 50), two()]).unwrap());
    assert_eq!(joined, [at("a=1", 100, 100), ("\n".to_owned(), None, Some(50)), at("b=2", 200, 200)]);
    let formatted = places(&run("format", &[literal("%s;", 50), literal("x", 10)]).unwrap());
    assert_eq!(formatted, [at("x", 10, 10), at(";", 52, 50)]);
    let parts = run("split", &[string("="), literal("a=1", 100)]).unwrap();
    assert_eq!(places(&parts.elements().unwrap()[1]), [at("1", 102, 100)]);
    assert_eq!(places(&run("trimspace", &[literal("  a ", 100)]).unwrap()), [at("a", 102, 100)]);
    assert_eq!(places(&run("lower", &[literal("abc", 100)]).unwrap()), [at("abc", 100, 100)]);
    let replaced = places(&run("replace", &[literal("a.b", 100), string("."), string("-")]).unwrap());
    assert_eq!(replaced, [at("a", 100, 100), ("-".to_owned(), None, None), at("b", 102, 100)]);
}

#[test]
fn what_passes_through_leads_to_its_literal() {
    let list = || tuple(&[literal("kafka", 100)]);
    let map = || object([("k", literal("kafka", 100))].into_iter());
    let cases = [
        ("coalesce", vec![Value::null(Trace::given()), literal("kafka", 100)]),
        ("element", vec![list(), int(0)]),
        ("one", vec![list()]),
        ("lookup", vec![map(), string("k")]),
        ("tostring", vec![literal("kafka", 100)]),
        ("nonsensitive", vec![literal("kafka", 100)]),
        ("trimprefix", vec![literal("kafka", 100), string("x")]),
    ];
    for (name, arguments) in cases {
        let result = run(name, &arguments).unwrap();
        assert_eq!(result.trace.span().map(|span| span.range.start), Some(100), "{name}");
    }
    for (name, arguments) in
        [("concat", vec![list()]), ("merge", vec![map()]), ("values", vec![map()]), ("flatten", vec![list()])]
    {
        let result = run(name, &arguments).unwrap();
        let found = result
            .elements()
            .map(|items| items[0].clone())
            .or_else(|| result.entries().map(|entries| entries.items["k"].value.clone()));
        assert_eq!(found.unwrap().trace.span().map(|span| span.range.start), Some(100), "{name}");
    }
}

#[test]
fn marks_spread() {
    let secret = string("s").marked(true);
    let cases = [
        ("upper", vec![secret.clone()], true),
        ("join", vec![string(","), tuple(std::slice::from_ref(&secret))], true),
        ("jsonencode", vec![tuple(std::slice::from_ref(&secret))], true),
        ("length", vec![tuple(std::slice::from_ref(&secret))], false),
        ("nonsensitive", vec![secret.clone()], false),
        ("sensitive", vec![string("a")], true),
        ("concat", vec![tuple(std::slice::from_ref(&secret))], false),
        ("element", vec![tuple(std::slice::from_ref(&secret)), int(0)], true),
    ];
    for (name, arguments, marked) in cases {
        assert_eq!(run(name, &arguments).unwrap().sensitive, marked, "{name}");
    }
    assert!(
        binary(BinaryOperator::Equal, &tuple(std::slice::from_ref(&secret)), &string("a"), Trace::given())
            .unwrap()
            .sensitive
    );
    assert_eq!(shown(&run("issensitive", &[secret]).unwrap()), "true");
}

#[test]
fn operators_decide_what_is_certain() {
    use BinaryOperator as Op;
    let (u, arn) = (variable(), resource("arn"));
    let bool = |truth| Value::new(Kind::Bool(truth), Trace::given());
    let null = || Value::null(Trace::given());
    let cases = [
        (Op::Equal, arn.clone(), null(), "false"),
        (Op::NotEqual, null(), arn.clone(), "true"),
        (Op::Equal, u.clone(), null(), "?"),
        (Op::Equal, u.clone(), string(""), "?"),
        (Op::Equal, tuple(&[int(1), int(2)]), tuple(&[int(2), u.clone()]), "false"),
        (Op::Equal, tuple(&[int(2), int(2)]), tuple(&[int(2), u.clone()]), "?"),
        (Op::Equal, partial(&["x-", ""]), string("y-1"), "false"),
        (Op::Equal, partial(&["x-", ""]), string("x-1"), "?"),
        (Op::Equal, partial(&["", "-x"]), partial(&["a", "-y"]), "false"),
        (Op::Equal, partial(&["abc", ""]), string("ab"), "false"),
        (Op::Equal, partial(&["x", ""]), null(), "false"),
        (Op::Or, bool(true), u.clone(), "?"),
        (Op::And, u.clone(), bool(false), "?"),
        (Op::Add, u.clone(), int(1), "?"),
        (Op::Less, int(1), u.clone(), "?"),
    ];
    for (operator, left, right, expected) in cases {
        let result = binary(operator, &left, &right, Trace::given()).unwrap();
        assert_eq!(shown(&result), expected, "{left:?} {operator:?} {right:?}");
    }
    assert!(binary(Op::Add, &u, &bool(true), Trace::given()).is_err());
}

#[test]
fn attributes_that_are_always_set_are_chosen() {
    let chosen = run("coalesce", &[resource("arn"), string("a")]).unwrap();
    assert!(
        matches!(&*chosen.as_unknown().unwrap().reason, Reason::Resource { attribute, .. } if &**attribute == "arn")
    );
    let kept = run("flatten", &[tuple(&[resource("id"), resource("arn")])]).unwrap();
    assert_eq!(kept.elements().map(|items| items.len()), Some(2));
    assert_eq!(shown(&run("flatten", &[tuple(&[resource("subnet_ids")])]).unwrap()), "?");
}

#[test]
fn parts_of_unknown_values_name_their_path() {
    let found = index(&resource("broker_info"), &int(0)).unwrap();
    let found = crate::eval::operators::attribute(&found, "subnets").unwrap();
    let reason = found.as_unknown().unwrap().reason.to_string();
    assert_eq!(reason, "aws_msk_cluster.main.broker_info[0].subnets is known only after apply");
    let open = run("merge", &[object([("a", int(1))].into_iter()), variable()]).unwrap();
    assert_eq!(shown(&index(&open, &string("b")).unwrap()), "?");
}

#[test]
fn converts_objects_with_optional_attributes() {
    let optional = |ty, default| Field { ty, optional: true, default };
    let object_type = |fields: Vec<(&str, Field)>| {
        Type::Object(Rc::new(fields.into_iter().map(|(name, field)| (Rc::from(name), field)).collect()))
    };
    let inner = object_type(vec![("k", optional(Type::Number, Some(int(3))))]);
    let outer = object_type(vec![
        ("required", Field::required(Type::String)),
        ("plain", optional(Type::Bool, None)),
        ("nested", optional(inner.clone(), Some(object([].into_iter())))),
    ]);
    let given = value(&serde_json::json!({ "required": 1, "extra": true }));
    assert_eq!(shown(&convert(&given, &outer).unwrap()), r#"{nested={k=3}, plain=null, required="1"}"#);
    let given = value(&serde_json::json!({ "required": "a", "nested": null, "plain": "true" }));
    let list = tuple(&[given]);
    let converted = convert(&list, &Type::List(Rc::new(outer.clone()))).unwrap();
    assert_eq!(shown(&converted), r#"list[{nested={k=3}, plain=true, required="a"}]"#);
    assert_eq!(convert(&object([].into_iter()), &outer).unwrap_err(), "attribute \"required\" is required");
    assert_eq!(shown(&convert(&variable(), &outer).unwrap()), "?");
    let open = run("merge", &[object([("required", int(1))].into_iter()), variable()]).unwrap();
    assert_eq!(shown(&convert(&open, &outer).unwrap()), "{nested=?, plain=?, required=?}");
}

#[test]
fn texts_of_values() {
    assert_eq!(to_text(&int(3)).unwrap().as_str(), "3");
    assert_eq!(shown_text(&to_text(&variable()).unwrap()), "?");
    assert!(to_text(&Value::null(Trace::given())).is_err());
    assert!(to_text(&tuple(&[])).is_err());
    let list = Unknown::new(Reason::Broken(None)).of(Type::List(Rc::new(Type::Any)));
    assert!(to_text(&Value::new(Kind::Unknown(list), Trace::given())).is_err());
}

/// A value that holds itself twice over, thirty times: a thousand million parts.
#[test]
fn values_beyond_the_limits_are_unknown() {
    let mut value = string("a");
    for _ in 0..30 {
        value = tuple(&[value.clone(), value]);
    }
    assert!(matches!(
        &*run("flatten", std::slice::from_ref(&value)).unwrap().as_unknown().unwrap().reason,
        Reason::Limit(_)
    ));
    assert_eq!(shown(&binary(BinaryOperator::Equal, &value, &value, Trace::given()).unwrap()), "?");
    let long = run("join", &[string(&"x".repeat(20_000)), tuple(&vec![string("a"); 10_000])]).unwrap();
    assert!(matches!(&*long.as_unknown().unwrap().reason, Reason::Limit(_)));
    let numbers = run("range", &[int(1000)]).unwrap();
    assert!(run("setproduct", &[numbers.clone(), numbers]).unwrap().as_unknown().is_some());
    assert!(run("range", &[int(1025)]).is_err());
    assert!(run("indent", &[int(90_000), string(&"\n".repeat(10_000))]).unwrap().as_unknown().is_some());
}
