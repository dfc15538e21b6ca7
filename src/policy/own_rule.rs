//! `rule "name" { … }`: a rule that a project writes for itself, read with the place of everything that is wrong in it.

use std::path::{Component, Path};
use std::sync::Arc;

use hcl_edit::structure::{Attribute, Block, Structure};

use super::problem::nearest;
use super::reader::Reader;
use super::{Check, Origin, Setting};
use crate::finding::Level;
use crate::own::{self, About, Example, Expected, Names, OwnRule};
use crate::rules;
use crate::terraform::file::ExprRef;

/// Most rules of a file.
const MOST: usize = 500;

/// A rule, and what the file says of its level.
#[derive(Clone, Debug)]
pub(super) struct Own {
    pub(super) rule: Arc<OwnRule>,
    pub(super) check: Check,
}

/// What a block says, as far as it is read.
#[derive(Default)]
struct Said {
    about: Option<About>,
    condition: Option<ExprRef>,
    message: Option<ExprRef>,
    help: Option<ExprRef>,
    at: Option<(Arc<str>, crate::source::TextRange)>,
    level: Option<Setting>,
    source: Option<Arc<str>>,
    examples: Vec<Example>,
    /// Whether something of it is not understood.
    is_damaged: bool,
}

/// Reads a block.
pub(super) fn read(reader: &mut Reader, block: &Block) -> Option<Own> {
    let before = reader.problems.len();
    let name = name(reader, block)?;
    let mut said = Said::default();
    for structure in block.body.iter() {
        match structure {
            Structure::Attribute(attribute) => setting(reader, attribute, &mut said),
            Structure::Block(inner) if inner.ident.as_str() == "example" => example(reader, inner, &mut said),
            Structure::Block(inner) => {
                let help = nearest(inner.ident.as_str(), ["example"]);
                reader.problem(&inner.ident, &format!("{} is no block of a rule", inner.ident.as_str()), help);
            }
        }
    }
    said.is_damaged |= reader.problems.len() > before;
    for (key, is_there, example) in [
        ("for", said.about.is_some(), "for = \"cluster\""),
        ("condition", said.condition.is_some(), "condition = self.brokers >= 6"),
        ("message", said.message.is_some(), "message = \"cluster ${self.name} has only ${self.brokers} brokers\""),
    ] {
        if !is_there && !said.is_damaged {
            reader.problem(&block.ident, &format!("the rule {name} has no {key}"), Some(format!("write {example}")));
        }
    }
    let (about, condition, message) = (said.about?, said.condition.take()?, said.message.take()?);
    let mut keys = Names::new();
    let mut faults = own::check(&condition, about, Expected::Truth, &mut keys);
    for text in [Some(&message), said.help.as_ref()].into_iter().flatten() {
        faults.extend(own::check(text, about, Expected::Words, &mut keys));
    }
    faults.into_iter().for_each(|fault| reader.push(fault.range, fault.message, fault.help));
    if let Some((at, range)) = &said.at {
        if let Some(help) = own::no_place(about, at, &keys) {
            reader.push(*range, format!("a {} has no {at}", about.as_str()), Some(help));
        }
        keys.insert(at.clone());
    }
    default_files(&mut said.examples, about);
    let line = reader.line(&block.ident);
    let stands_at = (reader.source.path.clone(), line);
    let folder = reader.folder.clone();
    let at = said.at.map(|(at, _)| at);
    let (help, examples) = (said.help, said.examples);
    let name = name.as_str().into();
    let name_range = reader.range(&block.labels[0]);
    let rule = OwnRule {
        name,
        name_range,
        about,
        condition,
        message,
        help,
        at,
        keys: keys.into(),
        examples,
        stands_at,
        folder,
    };
    let check = Check {
        level: said.level.unwrap_or(Setting::On(Level::Warning)),
        source: said.source.unwrap_or_default(),
        origin: Origin { policy: reader.policy.clone(), path: reader.source.path.clone(), line },
        is_own: true,
        ..Check::default()
    };
    Some(Own { rule: rule.into(), check })
}

/// The name of a rule: one that nothing else has, in the form of the others.
fn name(reader: &mut Reader, block: &Block) -> Option<String> {
    let name = reader.label(block)?;
    let is_plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    let line = reader.line(&block.ident);
    let fault = if name.is_empty() || !name.chars().all(is_plain) || name.starts_with('-') {
        Some((format!("{name} is no name of a rule"), "write it in lower case, with hyphens: team-prefix".to_owned()))
    } else if rules::find(&name).is_some() {
        let help = format!("give it another name, or write check \"{name}\" to change the one there is");
        Some((format!("{name} is a rule of msk-lint itself"), help))
    } else if let Some((_, first)) = reader.own.iter().find(|(known, _)| *known == name) {
        Some((
            format!("the rule {name} is written twice; the first time on line {first}"),
            "give it another name".to_owned(),
        ))
    } else if reader.own.len() >= MOST {
        Some((format!("there are more than {MOST} rules in this file"), "write fewer".to_owned()))
    } else {
        None
    };
    if let Some((message, help)) = fault {
        reader.problem(&block.labels[0], &message, Some(help));
        return None;
    }
    reader.own.push((name.clone(), line));
    Some(name)
}

fn setting(reader: &mut Reader, attribute: &Attribute, said: &mut Said) {
    let key = attribute.key.as_str();
    match key {
        "for" => {
            let Some(word) = reader.string(attribute) else { return };
            said.about = About::parse(&word);
            if said.about.is_none() {
                let words = About::ALL.map(About::as_str);
                let help = nearest(&word, words).or_else(|| Some(format!("a rule is for a {}", words.join(", "))));
                reader.problem(&attribute.value, &format!("no rule is for a {word}"), help);
            }
        }
        "condition" => said.condition = expression(reader, attribute),
        "message" => said.message = expression(reader, attribute),
        "help" => said.help = expression(reader, attribute),
        "at" => said.at = reader.string(attribute).map(|at| (at.into(), reader.range(&attribute.value))),
        "source" => said.source = reader.string(attribute).map(Into::into),
        "level" => {
            let Some(word) = reader.string(attribute) else { return };
            said.level = Setting::parse(&word);
            if said.level.is_none() {
                let levels = ["error", "warning", "note", "off"];
                let help = nearest(&word, levels).or_else(|| Some("error, warning, note or off".to_owned()));
                reader.problem(&attribute.value, &format!("{word} is no level"), help);
            }
        }
        _ => reader.problem(&attribute.key, &format!("{key} is no setting of a rule"), nearest(key, own::KEYS)),
    }
}

/// The value of an attribute as our own syntax reads it.
fn expression(reader: &mut Reader, attribute: &Attribute) -> Option<ExprRef> {
    let found = reader.expression(attribute);
    if found.is_none() {
        reader.problem(&attribute.value, &format!("{} cannot be read", attribute.key.as_str()), None);
    }
    found
}

fn example(reader: &mut Reader, block: &Block, said: &mut Said) {
    let mut example =
        Example { file: String::new(), code: String::new(), fires: true, range: reader.range(&block.ident) };
    let mut has_code = false;
    for structure in block.body.iter() {
        let Structure::Attribute(attribute) = structure else {
            reader.problem(&block.ident, "an example holds no blocks", None);
            continue;
        };
        match attribute.key.as_str() {
            "file" => example.file = file(reader, attribute).unwrap_or_default(),
            "code" => {
                let Some(code) = expression(reader, attribute) else { continue };
                has_code = true;
                match own::constant(&code) {
                    Some(text) => example.code = text,
                    None => {
                        let help = "write $${ where the code has ${, and %%{ where it has %{";
                        reader.problem(&attribute.value, "the code of an example is plain text", Some(help.to_owned()));
                    }
                }
            }
            "fires" => match attribute.value.as_bool() {
                Some(fires) => example.fires = fires,
                None => reader.problem(&attribute.value, "fires is true or false", None),
            },
            other => {
                let help = nearest(other, ["file", "code", "fires"]);
                reader.problem(&attribute.key, &format!("{other} is no setting of an example"), help);
            }
        }
    }
    if !has_code {
        let help = "write code = <<-EOT, the code, and EOT".to_owned();
        reader.problem(&block.ident, "this example has no code", Some(help));
    }
    said.examples.push(example);
}

/// The name of a file of an example, which lies in the example's own folder.
fn file(reader: &mut Reader, attribute: &Attribute) -> Option<String> {
    let file = reader.string(attribute)?;
    let is_below = Path::new(&file).components().all(|part| matches!(part, Component::Normal(_)));
    if !is_below || file.is_empty() {
        let help = Some("write a relative path: main.tf, apps/client.properties".to_owned());
        reader.problem(&attribute.value, "this is no name of a file", help);
        return None;
    }
    Some(file)
}

fn default_files(examples: &mut [Example], about: About) {
    let name = if about == About::Client { "client.properties" } else { "main.tf" };
    for example in examples.iter_mut().filter(|example| example.file.is_empty()) {
        example.file = name.to_owned();
    }
}
