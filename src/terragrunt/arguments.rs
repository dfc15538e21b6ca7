//! Extra arguments: options and environment variables with which a configuration has Terraform run.

use std::path::PathBuf;

use super::{Config, folder_of};
use crate::eval::convert;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Reason, Unknown, Value};
use crate::files;
use crate::root::Input;
use crate::terraform::content::Content;

/// The commands whose options decide what becomes of a module.
const DECIDING: [&str; 2] = ["plan", "apply"];

/// What `extra_arguments` say of variables.
#[derive(Default)]
pub struct ExtraArguments {
    /// What is set in the environment in place of what is there, weak to strong.
    pub environment: Vec<Argument>,
    /// Options, weak to strong.
    pub options: Vec<Argument>,
}

/// One option, or one variable of the environment.
pub enum Argument {
    /// `-var`, or `TF_VAR_…`
    Variable(Box<str>, Input),
    /// `-var-file`
    File(PathBuf),
    /// One that may set any variable, to nobody knows what.
    Unknown(Input),
}

impl Config<'_> {
    /// What Terraform is given beside the inputs.
    pub fn extra_arguments(&self) -> ExtraArguments {
        let mut all = ExtraArguments::default();
        for (_, one) in self.named_arguments() {
            all.environment.extend(one.environment);
            all.options.extend(one.options);
        }
        all
    }

    /// By name: what is included gives way in its place, what is new comes last.
    fn named_arguments(&self) -> Vec<(Box<str>, ExtraArguments)> {
        let included = self.parents().into_iter().filter_map(|parent| parent.config);
        let included = included.flat_map(|config| config.named_arguments());
        let blocks = self.blocks_of("terraform").flat_map(|block| block.content.blocks_of("extra_arguments"));
        let own =
            blocks.map(|block| (block.labels.first().cloned().unwrap_or_default(), self.arguments(&block.content)));
        let mut merged: Vec<(Box<str>, ExtraArguments)> = Vec::new();
        for (name, arguments) in included.chain(own) {
            match merged.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => *known = arguments,
                None => merged.push((name, arguments)),
            }
        }
        merged
    }

    fn arguments(&self, content: &Content) -> ExtraArguments {
        let value = |name: &str| content.value(name).map(|value| self.eval(value));
        let mut found = ExtraArguments::default();
        let commands = value("commands");
        let decides = commands.as_ref().map_or(Some(true), decides);
        if decides == Some(false) {
            return found;
        }
        if let Some(environment) = value("env_vars") {
            found.environment = self.environment(&environment);
        }
        if let Some(options) = value("arguments") {
            self.add_options(&options, &mut found.options);
        }
        for (name, is_required) in [("required_var_files", true), ("optional_var_files", false)] {
            let Some(files) = value(name) else { continue };
            match files.elements() {
                Some(paths) => {
                    let paths = paths.iter().filter_map(|path| self.variable_file(path, is_required));
                    found.options.extend(paths);
                }
                None => found.options.extend(files.as_unknown().is_some().then(|| self.anything_by(&files))),
            }
        }
        if let (Some(commands), None) = (&commands, decides) {
            // They may or may not be passed.
            for arguments in [&mut found.environment, &mut found.options] {
                if !arguments.is_empty() {
                    *arguments = vec![self.anything_by(commands)];
                }
            }
        }
        found
    }

    fn environment(&self, variables: &Value) -> Vec<Argument> {
        let Some(entries) = variables.entries() else {
            return variables.as_unknown().map(|_| self.anything_by(variables)).into_iter().collect();
        };
        let others = entries.rest.clone().map(|rest| Value::new(Kind::Unknown(rest), variables.trace.clone()));
        let known = entries.items.iter().filter_map(|(name, entry)| {
            let input = self.input(&format!("the environment variable {name}"), &entry.value);
            Some(Argument::Variable(name.strip_prefix("TF_VAR_")?.into(), input))
        });
        others.map(|others| self.anything_by(&others)).into_iter().chain(known).collect()
    }

    /// `-var name=value` and `-var-file path`, each in one or in two words.
    fn add_options(&self, options: &Value, found: &mut Vec<Argument>) {
        let Some(words) = options.elements() else {
            found.extend(options.as_unknown().is_some().then(|| self.anything_by(options)));
            return;
        };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let known = beginning(word);
            let option = known.trim_start_matches('-');
            let dashes = known.len() - option.len();
            let (name, inline) = option.split_once('=').map_or((option, false), |(name, _)| (name, true));
            if !inline && word.as_str().is_none() && ["-var-file", "--var-file"].iter().any(|o| o.starts_with(known)) {
                found.push(self.anything_by(word));
                continue;
            }
            if !matches!(name, "var" | "var-file") || dashes == 0 {
                continue;
            }
            let value = if inline { Some(without(word, dashes + name.len() + 1)) } else { words.next().cloned() };
            let Some(value) = value else { continue };
            found.extend(if name == "var" { Some(self.variable(&value)) } else { self.variable_file(&value, true) });
        }
    }

    /// `name=value`
    fn variable(&self, assignment: &Value) -> Argument {
        match beginning(assignment).split_once('=') {
            Some((name, _)) => {
                let value = without(assignment, name.len() + 1);
                Argument::Variable(name.into(), self.input(&format!("-var {name}"), &value))
            }
            None => self.anything_by(assignment),
        }
    }

    /// A file of values; `None` for one that need not be there and is not.
    fn variable_file(&self, path: &Value, is_required: bool) -> Option<Argument> {
        let Some(path) = path.as_str() else { return Some(self.anything_by(path)) };
        let found = self.on_disk(&files::normalize(&folder_of(&self.child).join(path)));
        if self.is_readable(&found) {
            return Some(Argument::File(found));
        }
        let unknown = || Value::unknown(Reason::File(path.into()), self.trace());
        is_required.then(|| self.anything_by(&unknown()))
    }

    /// What Terraform is given as text.
    fn input(&self, label: &str, value: &Value) -> Input {
        let text = convert::convert(value, &Type::String).unwrap_or_else(|_| value.clone());
        match text.as_str() {
            Some(text) => Input::Text(label.into(), text.into()),
            None => Input::Value(label.into(), unknown_for(value)),
        }
    }

    fn anything_by(&self, value: &Value) -> Argument {
        let label = self.view.workspace.display(&self.child);
        Argument::Unknown(Input::Value(label.into(), unknown_for(value)))
    }
}

/// Whether options for these commands count; `None` where nobody knows the commands.
fn decides(commands: &Value) -> Option<bool> {
    let commands = commands.elements()?;
    let known = || commands.iter().filter_map(Value::as_str);
    let is_passed = known().any(|command| DECIDING.contains(&command));
    (is_passed || known().count() == commands.len()).then_some(is_passed)
}

/// What is known of a text from its beginning on.
fn beginning(value: &Value) -> &str {
    match &value.kind {
        Kind::String(text) => text.known_prefix(),
        _ => "",
    }
}

/// A text without so many bytes at its beginning.
fn without(value: &Value, bytes: usize) -> Value {
    match &value.kind {
        Kind::String(text) => Value { kind: Kind::String(text.slice(bytes, text.as_str().len())), ..value.clone() },
        _ => value.clone(),
    }
}

/// Unknown, for the reason for which part of a value is.
fn unknown_for(value: &Value) -> Value {
    let unknown = value.first_unknown().unwrap_or_else(|| Unknown::new(Reason::Error("it is no text".into(), None)));
    Value::new(Kind::Unknown(unknown.of(Type::Any)), value.trace.clone())
}
