//! What JSON and YAML say, as values that remember where in the text each stands.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use serde_json::Value as Json;

use super::call::{Call, Fault, Outcome, within_elements};
use crate::eval::number::Number;
use crate::eval::text::{SegmentKind, Text, TextBuilder};
use crate::eval::trace::Trace;
use crate::eval::types::Type;
use crate::eval::value::{Entries, Entry, Kind, Reason, Unknown, Value};
use crate::source::{Place, Span, TextRange};
use crate::syntax::yaml::{self, Key, Node, NodeKind, Scalar, Style};

/// How many bytes are read for the work of making a value.
const READ: usize = 16;

pub(super) fn jsondecode(call: &mut Call) -> Outcome {
    call.pay(call.str(0)?.len() / READ)?;
    let json: Json = serde_json::from_str(call.str(0)?).map_err(|error| error.to_string())?;
    call.pay(count(&json))?;
    let text = call.str(0)?;
    let decoder = Decoder::new(call)?;
    // JSON is YAML too, and only that reader tells places.
    let nodes = if decoder.has_places() { yaml::documents(text) } else { Vec::new() };
    decoder.json(&json, nodes.first().map(|node| &**node))
}

/// Tags are not read, and nothing that is cut short by an error can be told from something short.
pub(super) fn yamldecode(call: &mut Call) -> Outcome {
    call.pay(call.str(0)?.len() / READ)?;
    let documents = yaml::documents(call.str(0)?);
    call.pay(documents.iter().map(|document| document.count()).sum())?;
    let text = call.str(0)?;
    match &documents[..] {
        [document] if !text.contains('!') && text.match_indices("\n---").count() == 0 => {
            Decoder::new(call)?.yaml(document)
        }
        _ => Ok(call.beyond(Type::Any)),
    }
}

fn count(json: &Json) -> usize {
    let inside = match json {
        Json::Array(items) => items.iter().map(count).sum(),
        Json::Object(members) => members.values().map(count).sum(),
        _ => 0,
    };
    1 + inside
}

struct Decoder<'a> {
    text: &'a Text,
    /// The history of what has no place in the text.
    otherwise: Trace,
}

impl<'a> Decoder<'a> {
    fn new(call: &'a Call<'_>) -> Result<Self, Fault> {
        Ok(Self { text: call.text(0)?, otherwise: call.computed() })
    }

    fn has_places(&self) -> bool {
        self.text.segments().iter().any(|segment| matches!(segment.kind, SegmentKind::Verbatim(_)))
    }

    /// The bytes of a file that stand at a range of the text.
    fn span(&self, range: &Range<usize>) -> Option<Span> {
        let part = self.text.slice(range.start, range.end);
        let mut spans =
            part.segments().iter().filter(|segment| segment.end > segment.start).map(|segment| match segment.kind {
                SegmentKind::Verbatim(span) => Some(span),
                _ => None,
            });
        let first = spans.next()??;
        let last = spans.next_back().unwrap_or(Some(first))?;
        let range = TextRange::new(first.range.start, last.range.end);
        (first.file == last.file).then_some(Span { file: first.file, range })
    }

    fn trace(&self, range: Option<Range<usize>>) -> Trace {
        match range.and_then(|range| self.span(&range)) {
            Some(span) => Trace::literal(Place::Text(span)),
            None => self.otherwise.clone(),
        }
    }

    /// A string with its places, where it stands in the text as such.
    fn string(&self, known: &str, node: Option<&Node>, trace: &Trace) -> Kind {
        let literal = node.and_then(|node| node.literal(self.text.as_str()));
        let text = match literal.and_then(|range| self.span(&range)) {
            Some(span) if span.range.len() as usize == known.len() => Text::verbatim(known, span, trace.clone()),
            _ => Text::computed(known, trace.clone()),
        };
        Kind::String(text)
    }

    fn key(&self, name: &str, key: Option<&Key>, trace: &Trace) -> Text {
        let place = key.map(|key| self.trace(Some(key.range.clone())));
        Text::computed(name, place.unwrap_or_else(|| trace.clone()))
    }

    fn json(&self, json: &Json, node: Option<&Node>) -> Outcome {
        let trace = self.trace(node.map(|node| node.range.clone()));
        let kind = match json {
            Json::Null => Kind::Null,
            Json::Bool(truth) => Kind::Bool(*truth),
            Json::Number(number) => Kind::Number(Number::parse(&number.to_string()).ok_or(Fault::Limit("a number"))?),
            Json::String(text) => self.string(text, node, &trace),
            Json::Array(items) => {
                within_elements(items.len())?;
                let nodes = node.map(Node::items).unwrap_or_default();
                let item = |(at, item): (usize, &Json)| self.json(item, nodes.get(at).map(|node| &**node));
                Kind::Tuple(items.iter().enumerate().map(item).collect::<Result<_, _>>()?)
            }
            Json::Object(members) => {
                within_elements(members.len())?;
                let nodes: BTreeMap<&str, &(Key, Rc<Node>)> =
                    node.map(Node::entries).unwrap_or_default().iter().map(|entry| (&*entry.0.text, entry)).collect();
                let entry = |(name, member): (&String, &Json)| {
                    let node = nodes.get(name.as_str());
                    let key = self.key(name, node.map(|(key, _)| key), &trace);
                    Ok((
                        Rc::from(name.as_str()),
                        Entry { key, value: self.json(member, node.map(|(_, node)| &**node))? },
                    ))
                };
                let items: BTreeMap<_, _> = members.iter().map(entry).collect::<Result<_, Fault>>()?;
                Kind::Object(Rc::new(Entries { items, rest: None }))
            }
        };
        Ok(Value::new(kind, trace))
    }

    fn yaml(&self, node: &Node) -> Outcome {
        let trace = self.trace(Some(node.range.clone()));
        let kind = match &node.kind {
            NodeKind::Scalar(scalar) => self.scalar(scalar, node, &trace)?,
            NodeKind::List(items) => {
                within_elements(items.len())?;
                Kind::Tuple(items.iter().map(|item| self.yaml(item)).collect::<Result<_, _>>()?)
            }
            NodeKind::Map(entries) => {
                within_elements(entries.len())?;
                let entry = |(key, node): &(Key, Rc<Node>)| {
                    let value = self.yaml(node)?;
                    Ok((Rc::from(key.text.as_str()), Entry { key: self.key(&key.text, Some(key), &trace), value }))
                };
                let items: BTreeMap<_, _> = entries.iter().map(entry).collect::<Result<_, Fault>>()?;
                Kind::Object(Rc::new(Entries { items, rest: None }))
            }
        };
        Ok(Value::new(kind, trace))
    }

    fn scalar(&self, scalar: &Scalar, node: &Node, trace: &Trace) -> Result<Kind, Fault> {
        let meaning = match scalar.style {
            Style::Quoted => Plain::String,
            _ => plain(&scalar.text)?,
        };
        Ok(match (scalar.style, meaning) {
            (_, Plain::Time) => Kind::Unknown(Unknown::new(Reason::Function("yamldecode".into())).of(Type::String)),
            // What a block says is taken for what it would mean without one, and then made a string again.
            (Style::Literal | Style::Folded, Plain::Known(Kind::Bool(truth))) => {
                Kind::String(Text::computed(truth.to_string(), trace.clone()))
            }
            (Style::Literal, Plain::Known(Kind::Number(_)) | Plain::String) => {
                Kind::String(self.block(&scalar.text, node, trace))
            }
            (Style::Folded, Plain::Known(Kind::Number(_))) | (_, Plain::String) => {
                self.string(&scalar.text, Some(node), trace)
            }
            (_, Plain::Known(kind)) => kind,
        })
    }

    /// A block of lines: each stands where it does, without its indentation.
    fn block(&self, known: &str, node: &Node, trace: &Trace) -> Text {
        let mut built = TextBuilder::default();
        let source = self.text.as_str().get(node.range.clone()).unwrap_or_default();
        let mut written = source.split_inclusive('\n').scan(node.range.start, |at, line| {
            let start = std::mem::replace(at, *at + line.len());
            Some((start, line))
        });
        for line in known.split_inclusive('\n') {
            let place = written
                .next()
                .filter(|(_, written)| written.ends_with(line))
                .and_then(|(start, written)| self.span(&(start + written.len() - line.len()..start + written.len())));
            match place.filter(|span| span.range.len() as usize == line.len()) {
                Some(span) => built.push(line, SegmentKind::Verbatim(span), Trace::literal(Place::Text(span))),
                None => built.push(line, SegmentKind::Computed, trace.clone()),
            }
        }
        built.finish()
    }
}

/// What a plain scalar means.
enum Plain {
    Known(Kind),
    String,
    /// A date or a time, which Terraform writes in its own form.
    Time,
}

fn plain(text: &str) -> Result<Plain, Fault> {
    let radix =
        |digits: &str, radix| Number::parse_radix(digits, radix).map(|number| Plain::Known(Kind::Number(number)));
    let lowered = text.to_ascii_lowercase();
    let is_cased = [&lowered[..], &text.to_ascii_uppercase()].contains(&text)
        || text.len() > 1 && text[1..] == lowered[1..] && text.is_char_boundary(1);
    Ok(match &*lowered {
        "" | "~" => Plain::Known(Kind::Null),
        "null" if is_cased => Plain::Known(Kind::Null),
        "true" | "yes" | "on" | "y" if is_cased => Plain::Known(Kind::Bool(true)),
        "false" | "no" | "off" | "n" if is_cased => Plain::Known(Kind::Bool(false)),
        ".inf" | "+.inf" | "-.inf" | ".nan" => return Err("YAML's infinities and NaN are no numbers here".into()),
        _ => {
            let other = text.strip_prefix("0x").and_then(|digits| radix(digits, 16));
            let other = other.or_else(|| text.strip_prefix("0o").and_then(|digits| radix(digits, 8)));
            other.or_else(|| decimal(text)).unwrap_or(if is_time(text) { Plain::Time } else { Plain::String })
        }
    })
}

/// A decimal number, which may begin or end in a point.
fn decimal(text: &str) -> Option<Plain> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte))
        && digits.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && digits.bytes().any(|byte| byte.is_ascii_digit());
    let sign = if text.starts_with('-') { "-" } else { "" };
    let zero = if digits.starts_with('.') { "0" } else { "" };
    let digits = digits.strip_suffix('.').unwrap_or(digits);
    is_number
        .then(|| Number::parse(&format!("{sign}{zero}{digits}")).map(|number| Plain::Known(Kind::Number(number))))?
}

fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 8 && bytes[..4].iter().all(u8::is_ascii_digit) && bytes[4] == b'-'
}
