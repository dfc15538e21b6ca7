//! Base 64, URLs and comma-separated values.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::call::{Call, Fault, Outcome, within_elements};
use crate::eval::text::Text;
use crate::eval::types::Type;
use crate::eval::value::{Entries, Entry, Kind, Value};

pub(super) fn base64encode(call: &mut Call) -> Outcome {
    Ok(call.string(STANDARD.encode(call.str(0)?)))
}

pub(super) fn base64decode(call: &mut Call) -> Outcome {
    let bytes = STANDARD.decode(call.str(0)?).map_err(|_| "failed to decode base64 data")?;
    let text = String::from_utf8(bytes);
    Ok(call.string(text.map_err(|_| "the result of decoding the provided string is not valid UTF-8")?))
}

pub(super) fn urlencode(call: &mut Call) -> Outcome {
    let mut encoded = String::new();
    for byte in call.str(0)?.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => encoded.push(char::from(byte)),
            b' ' => encoded.push('+'),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    Ok(call.string(encoded))
}

/// The encodings that are written without a table; others are left unknown.
pub(super) fn textencodebase64(call: &mut Call) -> Outcome {
    let text = call.str(0)?;
    let units = text.encode_utf16();
    let bytes: Vec<u8> = match call.str(1)?.to_ascii_uppercase().as_str() {
        "UTF-8" => text.as_bytes().to_vec(),
        "UTF-16LE" => units.flat_map(u16::to_le_bytes).collect(),
        "UTF-16BE" => units.flat_map(u16::to_be_bytes).collect(),
        _ => return Ok(call.beyond(Type::String)),
    };
    Ok(call.string(STANDARD.encode(bytes)))
}

pub(super) fn textdecodebase64(call: &mut Call) -> Outcome {
    let bytes = STANDARD.decode(call.str(0)?).map_err(|_| "the given value is not base64")?;
    let invalid = |_| Fault::from("the given string is not encoded as stated");
    let units = |read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
        String::from_utf16(&units)
    };
    let text = match call.str(1)?.to_ascii_uppercase().as_str() {
        "UTF-8" => String::from_utf8(bytes).map_err(|_| "the given string is not UTF-8")?,
        "UTF-16LE" => units(u16::from_le_bytes).map_err(invalid)?,
        "UTF-16BE" => units(u16::from_be_bytes).map_err(invalid)?,
        _ => return Ok(call.beyond(Type::String)),
    };
    Ok(call.string(text))
}

/// A list of objects, one for each line after the header.
pub(super) fn csvdecode(call: &mut Call) -> Outcome {
    let mut records = records(call.str(0)?)?.into_iter();
    let header = records.next().ok_or("missing header line")?;
    if header.iter().collect::<BTreeSet<_>>().len() != header.len() {
        return Err("duplicate column name".into());
    }
    let trace = call.computed();
    let mut rows = Vec::new();
    for record in records {
        if record.len() != header.len() {
            return Err(format!("wrong number of fields in record {}", rows.len() + 2).into());
        }
        let entry = |(name, field): (&String, String)| {
            let key = Text::computed(name.as_str(), trace.clone());
            (Rc::from(name.as_str()), Entry { key, value: Value::string(field, trace.clone()) })
        };
        let items: BTreeMap<_, _> = header.iter().zip(record).map(entry).collect();
        rows.push(Value::new(Kind::Object(Rc::new(Entries { items, rest: None })), trace.clone()));
        within_elements(rows.len().saturating_mul(header.len()))?;
    }
    Ok(call.value(Kind::List(rows.into())))
}

/// The records of a text, quotes resolved; empty lines are no records.
fn records(text: &str) -> Result<Vec<Vec<String>>, Fault> {
    let mut records = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('\n').or_else(|| rest.strip_prefix("\r\n")) {
            rest = after;
            continue;
        }
        let mut record = Vec::new();
        loop {
            let (field, after) =
                if let Some(quoted) = rest.strip_prefix('"') { quoted_field(quoted)? } else { bare_field(rest)? };
            record.push(field);
            rest = after;
            match rest.strip_prefix(',') {
                Some(after) => rest = after,
                None => break,
            }
        }
        rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).unwrap_or(rest);
        records.push(record);
        within_elements(records.len())?;
    }
    Ok(records)
}

fn bare_field(text: &str) -> Result<(String, &str), Fault> {
    let end = text.find([',', '\n']).unwrap_or(text.len());
    let (field, rest) = text.split_at(end);
    let (field, rest) = match field.strip_suffix('\r') {
        Some(shorter) if !rest.starts_with(',') => (shorter, &text[shorter.len()..]),
        _ => (field, rest),
    };
    if field.contains('"') {
        return Err("bare \" in non-quoted field".into());
    }
    Ok((field.to_owned(), rest.strip_prefix('\r').filter(|rest| rest.is_empty()).unwrap_or(rest)))
}

fn quoted_field(text: &str) -> Result<(String, &str), Fault> {
    let mut field = String::new();
    let mut rest = text;
    loop {
        let end = rest.find('"').ok_or("extraneous or missing \" in quoted field")?;
        field.push_str(&rest[..end].replace("\r\n", "\n"));
        rest = &rest[end + 1..];
        match rest.strip_prefix('"') {
            Some(after) => {
                field.push('"');
                rest = after;
            }
            None if rest.is_empty() || rest.starts_with([',', '\n']) || rest.starts_with("\r\n") => {
                return Ok((field, rest));
            }
            None => return Err("extraneous or missing \" in quoted field".into()),
        }
    }
}
