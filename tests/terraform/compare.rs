//! What Terraform says of an output against what we say.

use std::collections::BTreeMap;

use msk_lint::model::plain::Plain;
use serde_json::Value as Json;

use super::binary::{Answer, Planned};
use super::case::Case;

/// The outputs on which the two differ, as text.
pub fn differences(case: &Case, theirs: &BTreeMap<String, Answer>, ours: &BTreeMap<String, Plain>) -> Vec<String> {
    let mut found = Vec::new();
    let mut report = |name: &str, what: String| {
        found.push(format!("{} {name}: {what}\n{}", case.name, expression(case, name)));
    };
    for (name, answer) in theirs {
        match (answer, ours.get(name)) {
            (_, None) => report(name, "we have no such output".to_owned()),
            (Answer::Refused(message), Some(ours))
                if ours.is_known() && !message.contains("consistent types") && accepts(case, name) =>
            {
                report(name, format!("we say {ours:?}, terraform refuses: {message}"));
            }
            // Where parts are unknown, Terraform compares the types of branches and we do not.
            (Answer::Refused(_), Some(_)) => {}
            (Answer::Planned(planned), Some(ours)) => {
                if let Err(difference) = compare(ours, planned) {
                    report(name, difference);
                }
            }
        }
    }
    for name in ours.keys().filter(|name| !theirs.contains_key(*name)) {
        report(name, "terraform has no such output".to_owned());
    }
    found
}

/// Whether we see nothing wrong in an output. A part that Terraform refuses leaves the rest known to us: only `can`
/// tells.
fn accepts(case: &Case, name: &str) -> bool {
    let mut asking = case.clone();
    let expression = expression(case, name);
    let asked = expression.trim_start().strip_prefix("value =").unwrap_or_default();
    asking.files.insert("can.tf".to_owned(), format!("output \"can\" {{\n  value = can({asked}\n)\n}}\n"));
    asking.evaluated().get("can") == Some(&Plain::Bool(true))
}

/// The lines of an output.
fn expression(case: &Case, name: &str) -> String {
    let header = format!("output \"{name}\"");
    let lines = case.files.values().flat_map(|text| text.lines());
    let from_here = lines.skip_while(|line| !line.starts_with(&header)).skip(1);
    from_here.take_while(|line| *line != "}").collect::<Vec<_>>().join("\n")
}

fn compare(ours: &Plain, theirs: &Planned) -> Result<(), String> {
    node(ours, &theirs.value, &theirs.unknown, &theirs.sensitive, theirs.applied.as_ref())
}

fn node(ours: &Plain, value: &Json, unknown: &Json, sensitive: &Json, applied: Option<&Json>) -> Result<(), String> {
    if *sensitive == Json::Bool(true) {
        return if *ours == Plain::Sensitive { Ok(()) } else { Err(format!("we say {ours:?}, it is sensitive")) };
    }
    if *unknown == Json::Bool(true) {
        return match (ours, applied) {
            (Plain::Unknown(_), _) => Ok(()),
            (_, Some(applied)) => known(ours, applied, true),
            (_, None) => Ok(()),
        };
    }
    match ours {
        Plain::Unknown(reason) => Err(format!("we do not know ({reason}), terraform says {value}")),
        Plain::Sensitive => Err(format!("we call it sensitive, terraform says {value}")),
        // A set that is partly unknown has an order only after apply.
        Plain::List(items) if items.iter().any(|item| !item.is_known()) || has_unknown(unknown) => {
            list(ours, items, value, unknown, sensitive, applied)
                .or_else(|difference| applied.map_or(Err(difference), |applied| known(ours, applied, true)))
        }
        Plain::List(items) => list(ours, items, value, unknown, sensitive, applied),
        Plain::Object(entries) => {
            let object = value.as_object().ok_or_else(|| format!("we say {ours:?}, terraform says {value}"))?;
            let unknown_names = unknown.as_object().into_iter().flat_map(|names| names.keys());
            let theirs: std::collections::BTreeSet<&String> = object.keys().chain(unknown_names).collect();
            let names: std::collections::BTreeSet<&String> = entries.iter().map(|(name, _)| name).collect();
            if theirs != names {
                return Err(format!("we say {ours:?}, terraform says {value} with {unknown} unknown"));
            }
            entries.iter().try_for_each(|(name, entry)| {
                let applied = applied.map(|applied| &applied[name]);
                node(entry, &value[name], &unknown[name], &sensitive[name], applied)
            })
        }
        _ => known(ours, value, false),
    }
}

fn list(
    ours: &Plain,
    items: &[Plain],
    value: &Json,
    unknown: &Json,
    sensitive: &Json,
    applied: Option<&Json>,
) -> Result<(), String> {
    if value.as_array().map(Vec::len) != Some(items.len()) {
        return Err(format!("we say {ours:?}, terraform says {value}"));
    }
    items.iter().enumerate().try_for_each(|(at, item)| {
        node(item, &value[at], &unknown[at], &sensitive[at], applied.map(|applied| &applied[at]))
    })
}

fn has_unknown(unknown: &Json) -> bool {
    match unknown {
        Json::Bool(unknown) => *unknown,
        Json::Array(items) => items.iter().any(has_unknown),
        Json::Object(members) => members.values().any(has_unknown),
        _ => false,
    }
}

/// What we know against a known value; parts that we do not know may be anything. Beside something that is of unknown
/// type until apply, a number may become a string.
fn known(ours: &Plain, theirs: &Json, later: bool) -> Result<(), String> {
    let same = match (ours, theirs) {
        (Plain::Unknown(_), _) | (Plain::Null, Json::Null) => true,
        (Plain::Bool(ours), Json::Bool(theirs)) => ours == theirs,
        (Plain::String(ours), Json::String(theirs)) => ours == theirs,
        (Plain::Number(ours), Json::String(theirs)) if later => ours == theirs,
        (Plain::Number(ours), Json::Number(theirs)) => same_number(ours, &theirs.to_string()),
        // Unknown elements of a set come to stand anywhere, and two of them may turn out to be one.
        (Plain::List(ours), Json::Array(theirs)) if later && ours.iter().any(|item| !item.is_known()) => {
            let has = |item: &&Plain| theirs.iter().any(|other| known(item, other, later).is_ok());
            ours.len() >= theirs.len() && ours.iter().all(|item| has(&item))
        }
        (Plain::List(ours), Json::Array(theirs)) if ours.len() == theirs.len() => {
            return ours.iter().zip(theirs).try_for_each(|(ours, theirs)| known(ours, theirs, later));
        }
        (Plain::Object(ours), Json::Object(theirs)) if ours.len() == theirs.len() => {
            return ours.iter().try_for_each(|(name, ours)| known(ours, &theirs[name], later));
        }
        _ => false,
    };
    if same { Ok(()) } else { Err(format!("we say {ours:?}, terraform says {theirs}")) }
}

/// Terraform prints long fractions and large exponents in its own way.
fn same_number(ours: &str, theirs: &str) -> bool {
    ours == theirs || theirs.contains(['e', '.']) && ours.parse::<f64>().ok() == theirs.parse::<f64>().ok()
}
