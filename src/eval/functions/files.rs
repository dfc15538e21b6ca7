//! Functions of paths and of the files behind them.

use std::rc::Rc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use globset::GlobBuilder;
use md5::Md5;
use sha1::Sha1;
use sha2::{Sha256, Sha512};

use super::call::{Call, Fault, Outcome, within_elements};
use super::hash;
use crate::eval::equality::set_of;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Reason, Value};

fn path(call: &Call) -> Result<Rc<str>, Fault> {
    call.text(0).map(|text| text.shared())
}

/// The text of the file; its stretches point into it.
pub(super) fn file(call: &mut Call) -> Outcome {
    let path = path(call)?;
    let text = call.files.read(&path)?;
    let from = text.segments().iter().map(|part| part.trace.clone()).chain([call.argument(0)?.trace.clone()]);
    let trace = call.computed_from(from.take(2).collect());
    Ok(Value::new(Kind::String(text), trace))
}

pub(super) fn fileexists(call: &mut Call) -> Outcome {
    let path = path(call)?;
    let exists = call.files.exists(&path)?;
    Ok(call.bool(exists))
}

fn of_bytes(call: &mut Call, result: impl Fn(&[u8]) -> String) -> Outcome {
    let path = path(call)?;
    let bytes = call.files.bytes(&path)?;
    Ok(call.string(result(&bytes)))
}

pub(super) fn filebase64(call: &mut Call) -> Outcome {
    of_bytes(call, |bytes| STANDARD.encode(bytes))
}

pub(super) fn filebase64sha256(call: &mut Call) -> Outcome {
    of_bytes(call, hash::base64::<Sha256>)
}

pub(super) fn filebase64sha512(call: &mut Call) -> Outcome {
    of_bytes(call, hash::base64::<Sha512>)
}

pub(super) fn filemd5(call: &mut Call) -> Outcome {
    of_bytes(call, hash::hex::<Md5>)
}

pub(super) fn filesha1(call: &mut Call) -> Outcome {
    of_bytes(call, hash::hex::<Sha1>)
}

pub(super) fn filesha256(call: &mut Call) -> Outcome {
    of_bytes(call, hash::hex::<Sha256>)
}

pub(super) fn filesha512(call: &mut Call) -> Outcome {
    of_bytes(call, hash::hex::<Sha512>)
}

pub(super) fn fileset(call: &mut Call) -> Outcome {
    let (folder, pattern) = (path(call)?, cleaned(call.str(1)?));
    if pattern.starts_with("..") {
        return Ok(call.beyond(Type::Set(Rc::new(Type::String))));
    }
    let glob = GlobBuilder::new(&pattern).literal_separator(true).build();
    let glob = glob.map_err(|error| format!("failed to glob pattern {pattern:?}: {error}"))?.compile_matcher();
    let mut found = call.files.list(&folder)?;
    found.retain(|name| glob.is_match(name));
    within_elements(found.len())?;
    let found = found.into_iter().map(|name| call.string(name)).collect();
    Ok(call.value(set_of(found)))
}

/// Where the working directory is decides; a path that is absolute already is only cleaned.
pub(super) fn abspath(call: &mut Call) -> Outcome {
    match call.str(0)? {
        path if path.starts_with('/') => Ok(call.string(cleaned(path))),
        _ => Ok(call.beyond(Type::String)),
    }
}

/// Only `~` depends on who runs Terraform.
pub(super) fn pathexpand(call: &mut Call) -> Outcome {
    match call.str(0)? {
        path if path.starts_with('~') => Err(Fault::Beyond(Reason::RunTime("the home directory".into()))),
        _ => Ok(call.chosen(call.argument(0)?)),
    }
}

pub(super) fn basename(call: &mut Call) -> Outcome {
    let path = call.str(0)?;
    let trimmed = path.trim_end_matches('/');
    let base = match (path, trimmed) {
        ("", _) => ".",
        (_, "") => "/",
        (_, trimmed) => trimmed.rsplit('/').next().unwrap_or(trimmed),
    };
    Ok(call.string(base))
}

pub(super) fn dirname(call: &mut Call) -> Outcome {
    let path = call.str(0)?;
    let folder = &path[..path.rfind('/').map_or(0, |at| at + 1)];
    Ok(call.string(cleaned(folder)))
}

/// The shortest equal path: no `.`, no `//`, `..` resolved where something precedes it.
fn cleaned(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            ".." if rooted => {}
            part => parts.push(part),
        }
    }
    match (rooted, parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => ".".to_owned(),
        (false, false) => parts.join("/"),
    }
}
