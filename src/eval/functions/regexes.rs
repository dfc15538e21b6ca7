//! Functions with regular expressions. The dialects differ in corners; a pattern this one does not read is unknown.

use std::collections::BTreeMap;
use std::rc::Rc;

use ::regex::{Captures, Regex, RegexBuilder};

use super::call::{Call, Fault, Outcome, within_bytes, within_elements};
use crate::eval::text::Text;
use crate::eval::value::{Entries, Entry, Kind, Reason, Value};

/// Bytes a compiled pattern may take.
const MOST_COMPILED: usize = 1 << 20;

/// Bytes that are searched: finding all matches may take time that grows with the square.
const MOST_SEARCHED: usize = 1 << 16;

fn compile(call: &Call, pattern: &str, subject: &str) -> Result<Regex, Fault> {
    if subject.len() > MOST_SEARCHED {
        return Err(Fault::Limit("the length of the text"));
    }
    let built = RegexBuilder::new(pattern).size_limit(MOST_COMPILED).build();
    built.map_err(|_| Fault::Beyond(Reason::Function(call.name().into())))
}

pub(super) fn regex(call: &mut Call) -> Outcome {
    let text = call.text(1)?;
    let regex = compile(call, call.str(0)?, text.as_str())?;
    let found = regex.captures(text.as_str());
    let found = found.ok_or_else(|| Fault::from("pattern did not match any part of the given string"))?;
    captured(call, &regex, text, &found)
}

pub(super) fn regexall(call: &mut Call) -> Outcome {
    let text = call.text(1)?;
    let regex = compile(call, call.str(0)?, text.as_str())?;
    let mut all = Vec::new();
    for found in regex.captures_iter(text.as_str()) {
        all.push(captured(call, &regex, text, &found)?);
        within_elements(all.len())?;
    }
    Ok(call.value(Kind::List(all.into())))
}

/// The match, or its groups: by name if they have names, in order if they do not.
fn captured(call: &Call, regex: &Regex, text: &Text, found: &Captures) -> Outcome {
    let group = |index: usize| match found.get(index) {
        Some(part) => call.piece(text.slice(part.start(), part.end())),
        None => Value::null(call.computed()),
    };
    let names: Vec<Option<&str>> = regex.capture_names().skip(1).collect();
    if names.is_empty() {
        return Ok(group(0));
    }
    let Some(names) = names.iter().copied().collect::<Option<Vec<&str>>>() else {
        if names.iter().any(Option::is_some) {
            return Err("cannot mix both named and unnamed capture groups".into());
        }
        return Ok(call.value(Kind::Tuple((1..=names.len()).map(group).collect())));
    };
    let entry = |(index, name): (usize, &str)| {
        let key = Text::computed(name, call.computed());
        (Rc::from(name), Entry { key, value: group(index + 1) })
    };
    let items: BTreeMap<_, _> = names.into_iter().enumerate().map(entry).collect();
    Ok(call.value(Kind::Object(Rc::new(Entries { items, rest: None }))))
}

/// `replace(text, "/pattern/", template)`, the template with `$1` and `${name}`.
pub(super) fn replace(call: &Call, pattern: &str, subject: &str, template: &str) -> Outcome {
    let regex = compile(call, pattern, subject)?;
    let mut result = String::new();
    let mut done = None;
    for found in regex.captures_iter(subject) {
        let Some(whole) = found.get(0) else { continue };
        result.push_str(&subject[done.unwrap_or(0)..whole.start()]);
        found.expand(template, &mut result);
        within_bytes(result.len())?;
        done = Some(whole.end());
    }
    let Some(done) = done else { return Ok(call.chosen(call.argument(0)?)) };
    result.push_str(&subject[done..]);
    Ok(call.string(result))
}
