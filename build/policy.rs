//! The policies that come with the program, as Rust statics: `check` blocks with their lines, and what is softened.

use std::fmt::Write;

use hcl_edit::expr::Expression;
use hcl_edit::structure::{Attribute, Block, Body};
use hcl_edit::{Number, Span};

/// The code of one policy.
pub fn compile(name: &str, text: &str) -> Result<String, String> {
    let body = hcl_edit::parser::parse_body(text).map_err(|error| format!("{name}: {error}"))?;
    let extends = match body.get_attribute("extends") {
        Some(attribute) => Some(word(attribute)?),
        None => None,
    };
    let (mut checks, mut soften) = (String::new(), "None".to_owned());
    for block in body.blocks() {
        match block.ident.as_str() {
            "check" => checks.push_str(&check(block, text)?),
            "soften" => soften = format!("Some(({}, {}))", words(&block.body, "when")?, words(&block.body, "checks")?),
            other => return Err(format!("{name}: {other} is no block of a policy")),
        }
    }
    Ok(format!("BuiltIn {{ name: {name:?}, extends: {extends:?}, soften: {soften}, checks: &[\n{checks}] }}"))
}

fn check(block: &Block, text: &str) -> Result<String, String> {
    let rule = block.labels.first().ok_or("a check has no name")?.as_str();
    let start = block.ident.span().ok_or(format!("{rule}: no place"))?.start;
    let line = 1 + text[..start].matches('\n').count();
    let (mut level, mut source) = (None, None);
    let (mut levels, mut numbers) = (String::new(), String::new());
    for attribute in block.body.attributes() {
        let key = attribute.key.as_str();
        match (key, &attribute.value) {
            ("source", _) => source = Some(word(attribute)?),
            ("level", _) => level = Some(setting(word(attribute)?)?),
            (_, Expression::Number(number)) => {
                let number = Number::as_i64(number).ok_or(format!("{rule}: {key} is no whole number"))?;
                let _ = write!(numbers, "({key:?}, {number}), ");
            }
            _ => {
                let _ = write!(levels, "({key:?}, {}), ", setting(word(attribute)?)?);
            }
        }
    }
    let level = level.map_or("None".to_owned(), |level| format!("Some({level})"));
    Ok(format!(
        "BuiltInCheck {{ rule: {rule:?}, line: {line}, level: {level}, levels: &[{levels}], numbers: &[{numbers}], \
         source: {source:?} }},\n"
    ))
}

fn word(attribute: &Attribute) -> Result<&str, String> {
    attribute.value.as_str().ok_or(format!("{} is no text", attribute.key.as_str()))
}

fn words(body: &Body, name: &str) -> Result<String, String> {
    let list = body.get_attribute(name).and_then(|attribute| attribute.value.as_array()).ok_or(format!("no {name}"))?;
    let words: Option<Vec<&str>> = list.iter().map(Expression::as_str).collect();
    Ok(format!("&{:?}", words.ok_or(format!("{name} holds something else than texts"))?))
}

/// The variant of a level.
fn setting(word: &str) -> Result<&'static str, String> {
    Ok(match word {
        "off" => "Setting::Off",
        "note" => "Setting::On(Level::Note)",
        "warning" => "Setting::On(Level::Warning)",
        "error" => "Setting::On(Level::Error)",
        _ => return Err(format!("{word} is no level")),
    })
}
