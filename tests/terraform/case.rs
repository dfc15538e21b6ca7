//! A module to evaluate: its files, the command line and environment it is given, and what we make of it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use msk_lint::analysis::{self, Request, VariableOption};
use msk_lint::files::Memory;
use msk_lint::model::plain::Plain;
use serde_json::Value as Json;

#[derive(Clone, Debug, Default)]
pub struct Case {
    pub name: String,
    /// Paths relative to the root module, and contents.
    pub files: BTreeMap<String, String>,
    /// `-var` and `-var-file` arguments: name and value, or the file's path.
    pub arguments: Vec<(Option<String>, String)>,
    /// `TF_VAR_` variables.
    pub environment: Vec<(String, String)>,
}

impl Case {
    /// A module with some declarations and an output for each expression.
    pub fn of_outputs(name: &str, setup: &str, expressions: &[String]) -> Self {
        let outputs: Vec<String> = expressions
            .iter()
            .enumerate()
            .map(|(index, expression)| format!("output \"o{index}\" {{\n  value = {expression}\n}}\n"))
            .collect();
        let files = [("setup.tf", setup.to_owned()), ("outputs.tf", outputs.concat())];
        let files = files.into_iter().map(|(path, text)| (path.to_owned(), text)).collect();
        Self { name: name.to_owned(), files, ..Self::default() }
    }

    /// Adds to a file.
    pub fn add(&mut self, path: &str, text: &str) {
        self.files.entry(path.to_owned()).or_default().push_str(text);
    }

    /// Reads cases written as lines `=== name`, `$ -var=a=1 -var-file=x TF_VAR_b=2`, and `== path` before the content of
    /// a file.
    pub fn read_all(text: &str) -> Vec<Self> {
        let mut cases: Vec<Self> = Vec::new();
        let mut path = String::new();
        for line in text.split_inclusive('\n') {
            if let Some(name) = line.strip_prefix("=== ") {
                cases.push(Self { name: name.trim().to_owned(), ..Self::default() });
                path.clear();
                continue;
            }
            let Some(case) = cases.last_mut() else { continue };
            if let Some(name) = line.strip_prefix("== ") {
                path = name.trim().to_owned();
                case.files.insert(path.clone(), String::new());
            } else if let Some(words) = line.strip_prefix("$ ") {
                words.split_whitespace().for_each(|word| case.given(word));
            } else if let Some(file) = case.files.get_mut(&path) {
                file.push_str(line);
            }
        }
        cases
    }

    fn given(&mut self, word: &str) {
        if let Some(assignment) = word.strip_prefix("TF_VAR_") {
            let (name, value) = assignment.split_once('=').unwrap();
            self.environment.push((name.to_owned(), value.to_owned()));
        } else if let Some(path) = word.strip_prefix("-var-file=") {
            self.arguments.push((None, path.to_owned()));
        } else {
            let (name, value) = word.strip_prefix("-var=").unwrap().split_once('=').unwrap();
            self.arguments.push((Some(name.to_owned()), value.to_owned()));
        }
    }

    /// What we make of the outputs.
    pub fn evaluated(&self) -> BTreeMap<String, Plain> {
        let root = PathBuf::from("/root");
        let files = self.files.iter().map(|(path, text)| (root.join(path), text.clone().into_bytes()));
        let option = |(name, value): &(Option<String>, String)| match name {
            Some(name) => VariableOption::Value(name.clone(), value.clone()),
            None => VariableOption::File(root.join(value)),
        };
        let request = Request {
            paths: vec![root.clone()],
            current_folder: root.clone(),
            boundary: root.clone(),
            variables: self.arguments.iter().map(option).collect(),
            environment: self.environment.clone(),
            everything: true,
            ..Request::default()
        };
        let mut analysis = analysis::analyse(&request, &Memory::new(files));
        let at_root = analysis.models.iter_mut().find(|model| model.path.is_empty() || &*model.path == ".");
        std::mem::take(&mut at_root.unwrap_or_else(|| panic!("{}: no root module", self.name)).outputs)
    }
}

/// The call of a case of `functions.json` as an expression.
pub fn call_text(case: &Json) -> String {
    let arguments: Vec<String> = case["arguments"].as_array().unwrap().iter().map(literal).collect();
    format!("{}({})", case["call"].as_str().unwrap(), arguments.join(", "))
}

/// A JSON argument as an expression: `$list`, `$set`, `$map` and `$number` name what JSON does not have.
fn literal(value: &Json) -> String {
    match value {
        Json::String(text) => quoted(text),
        Json::Array(items) => format!("[{}]", items.iter().map(literal).collect::<Vec<_>>().join(", ")),
        Json::Object(members) => match members.iter().next().map(|(name, value)| (name.as_str(), value)) {
            Some((name @ ("$list" | "$set" | "$map"), value)) => format!("to{}({})", &name[1..], literal(value)),
            Some(("$number", value)) => value.as_str().unwrap().to_owned(),
            _ => {
                let members = members.iter().map(|(name, value)| format!("{} = {}", quoted(name), literal(value)));
                format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
            }
        },
        other => other.to_string(),
    }
}

/// A text as a quoted template.
pub fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if (control as u32) < 32 => out.push_str(&format!("\\u{:04x}", control as u32)),
            other => out.push(other),
        }
    }
    out.push('"');
    out.replace("${", "$${").replace("%{", "%%{")
}
