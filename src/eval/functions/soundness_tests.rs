//! Whatever an unknown part turns out to be, what was said before must hold: every call that Terraform answers is
//! repeated with each part of its arguments made unknown, and its result must cover the known one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::Value as Json;

use super::tests::{answer, run, value};
use super::{json, names};
use crate::eval::convert::to_text;
use crate::eval::equality::equal;
use crate::eval::text::{SegmentKind, Text, TextBuilder};
use crate::eval::trace::Trace;
use crate::eval::types::{Type, type_of};
use crate::eval::value::{Entries, Entry, Kind, Reason, Unknown, Value};

fn unknown(ty: Type) -> Value {
    let unknown = Unknown::new(Reason::UnsetVariable("var.x".into())).of(ty);
    Value::new(Kind::Unknown(unknown), Trace::given())
}

/// The value with one of its parts unknown, for every part.
fn blanked(value: &Value) -> Vec<Value> {
    let with = |kind| Value { kind, ..value.clone() };
    let mut all = vec![unknown(Type::Any), unknown(type_of(value))];
    match &value.kind {
        Kind::String(text) => all.extend(holes(text.as_str()).into_iter().map(|text| with(Kind::String(text)))),
        Kind::List(items) => all.extend(each(items).into_iter().map(|items| with(Kind::List(items.into())))),
        Kind::Tuple(items) => all.extend(each(items).into_iter().map(|items| with(Kind::Tuple(items.into())))),
        Kind::Set(items) => all.extend(each(items).into_iter().map(|items| with(crate::eval::equality::set_of(items)))),
        Kind::Map(entries) => all.extend(opened(entries).into_iter().map(|entries| with(Kind::Map(Rc::new(entries))))),
        Kind::Object(entries) => {
            all.extend(opened(entries).into_iter().map(|entries| with(Kind::Object(Rc::new(entries)))));
        }
        _ => {}
    }
    all
}

fn each(items: &[Value]) -> Vec<Vec<Value>> {
    let mut all = Vec::new();
    for (at, item) in items.iter().enumerate() {
        for blank in blanked(item) {
            let mut items = items.to_vec();
            items[at] = blank;
            all.push(items);
        }
    }
    all
}

/// With each value unknown, and with each entry among those that there may be.
fn opened(entries: &Entries) -> Vec<Entries> {
    let mut all = Vec::new();
    let rest = || Some(Unknown::new(Reason::UnsetVariable("var.x".into())));
    for (name, entry) in &entries.items {
        for value in blanked(&entry.value) {
            let mut entries = entries.clone();
            entries.items.insert(name.clone(), Entry { key: entry.key.clone(), value });
            all.push(entries);
        }
        let mut entries = Entries { rest: rest(), ..entries.clone() };
        entries.items.remove(name);
        all.push(entries);
    }
    all.push(Entries { rest: rest(), ..entries.clone() });
    all
}

/// The text with every stretch of up to three characters unknown.
fn holes(text: &str) -> Vec<Text> {
    let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut all = Vec::new();
    for (index, start) in bounds.iter().enumerate() {
        for end in bounds.iter().skip(index).take(4) {
            let mut holed = TextBuilder::default();
            holed.push(&text[..*start], SegmentKind::Computed, Trace::given());
            holed.push_unknown(Unknown::new(Reason::UnsetVariable("var.x".into())).of(Type::String), Trace::given());
            holed.push(&text[*end..], SegmentKind::Computed, Trace::given());
            all.push(holed.finish());
        }
    }
    all
}

/// Whether the partly known value may turn out to be the known one.
fn covers(partial: &Value, known: &Value) -> bool {
    let all = |a: &[Value], b: &[Value]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| covers(a, b));
    match (&partial.kind, &known.kind) {
        (Kind::Unknown(_), Kind::Null) => true,
        (Kind::Unknown(unknown), _) => may_be(&unknown.ty, known),
        (Kind::String(a), Kind::String(b)) => matches(a, b.as_str()),
        (Kind::List(a), Kind::List(b)) | (Kind::Tuple(a), Kind::Tuple(b)) => all(a, b),
        // Something of unknown type is taken to have the type of its neighbours; were it a string, they would be too.
        (Kind::Number(_) | Kind::Bool(_), Kind::String(b)) => to_text(partial).unwrap().as_str() == b.as_str(),
        (Kind::Tuple(a), Kind::List(b)) | (Kind::List(a), Kind::Tuple(b)) => all(a, b),
        (Kind::Set(a), Kind::Set(b)) => {
            let sure = a.iter().filter(|item| item.first_unknown().is_none());
            b.len() <= a.len() && sure.into_iter().all(|a| b.iter().any(|b| covers(a, b)))
        }
        (Kind::Map(a) | Kind::Object(a), Kind::Map(b) | Kind::Object(b)) => {
            a.items
                .iter()
                .all(|(name, entry)| b.items.get(name).is_some_and(|other| covers(&entry.value, &other.value)))
                && (a.rest.is_some() || a.items.len() == b.items.len())
        }
        _ => equal(partial, known).known() == Some(true),
    }
}

fn may_be(ty: &Type, known: &Value) -> bool {
    match ty {
        Type::Any => true,
        Type::String => matches!(known.kind, Kind::String(_)),
        Type::Number | Type::Bool => type_of(known).is_primitive(),
        Type::List(_) => matches!(known.kind, Kind::List(_)),
        Type::Set(_) => matches!(known.kind, Kind::Set(_)),
        Type::Tuple(_) => matches!(known.kind, Kind::Tuple(_)),
        Type::Map(_) | Type::Object(_) => known.entries().is_some(),
    }
}

/// Whether the known stretches stand in the text in their order, with anything between them.
fn matches(partial: &Text, known: &str) -> bool {
    let mut rest = known;
    let mut anywhere = false;
    for part in partial.segments() {
        let text = &partial.as_str()[part.start as usize..part.end as usize];
        match part.kind {
            SegmentKind::Unknown(_) => anywhere = true,
            _ => {
                let at = if anywhere { rest.find(text) } else { rest.starts_with(text).then_some(0) };
                let Some(at) = at else { return false };
                rest = &rest[at + text.len()..];
                anywhere = false;
            }
        }
    }
    let last = partial.segments().last().is_some_and(|part| matches!(part.kind, SegmentKind::Unknown(_)));
    rest.is_empty() || last || !partial.is_known() && known.ends_with(partial.known_suffix())
}

#[test]
fn unknown_parts_never_mislead() {
    let document: Json = serde_json::from_str(include_str!("../../../testdata/functions.json")).unwrap();
    let mut misled = BTreeSet::new();
    let mut asked = 0;
    for case in document["cases"].as_array().unwrap() {
        let name = case["call"].as_str().unwrap();
        let arguments: Vec<Value> = case["arguments"].as_array().unwrap().iter().map(value).collect();
        let Ok(known) = answer(name, &arguments) else { continue };
        if known.first_unknown().is_some() {
            continue;
        }
        for at in 0..arguments.len() {
            for blank in blanked(&arguments[at]) {
                let mut arguments = arguments.clone();
                arguments[at] = blank;
                asked += 1;
                match answer(name, &arguments) {
                    Ok(partial) if covers(&partial, &known) => {}
                    Ok(partial) => {
                        misled.insert(format!(
                            "{name}{} argument {at}: {:?} for {:?}",
                            case["arguments"],
                            partial.kind,
                            json::known(&known).unwrap().as_str()
                        ));
                    }
                    Err(error) => {
                        misled.insert(format!("{name}{} argument {at}: {error}", case["arguments"]));
                    }
                }
            }
        }
    }
    assert!(asked > 5000, "{asked}");
    assert!(misled.is_empty(), "{} of {asked}:\n{}", misled.len(), misled.into_iter().collect::<Vec<_>>().join("\n"));
}

/// No combination of odd arguments makes a function fail in any other way than by saying so.
#[test]
fn odd_arguments_are_answered_or_refused() {
    let odd = [
        "null",
        "true",
        "0",
        "-1",
        "1.5",
        "1e300",
        "9223372036854775807",
        "-9223372036854775808",
        r#""""#,
        r#""a""#,
        r#""é€😀\u0000""#,
        r#""%[9999999999999]s%-999d""#,
        r#""/(/""#,
        r#""10.0.0.0/8""#,
        r#""::/0""#,
        r#""2024-12-31T23:59:59.999999999Z""#,
        r#""''""#,
        "[]",
        "[null]",
        r#"["a",1,[]]"#,
        "{}",
        r#"{"a":null}"#,
        r#"{"$set":["b","a"]}"#,
        r#"{"$map":{"a":"x"}}"#,
    ];
    let mut odd: Vec<Value> = odd.iter().map(|text| value(&serde_json::from_str(text).unwrap())).collect();
    odd.push(unknown(Type::Any));
    odd.push(unknown(Type::String));
    odd.extend(blanked(&value(&serde_json::json!("é,b"))).into_iter().skip(2).take(5));
    let mut answered = 0;
    for name in names() {
        for a in &odd {
            answered += usize::from(run(name, std::slice::from_ref(a)).is_ok());
            for b in &odd {
                answered += usize::from(run(name, &[a.clone(), b.clone()]).is_ok());
                for c in odd.iter().step_by(3) {
                    answered += usize::from(run(name, &[a.clone(), b.clone(), c.clone()]).is_ok());
                }
            }
        }
    }
    assert!(answered > 10_000, "{answered}");
}
