//! Which files hold commands of the shell, and where in them.

use std::ops::Range;
use std::rc::Rc;

use crate::client::source::Kind;
use crate::syntax::yaml::{self, Node, NodeKind, Scalar, Style};

/// How variables are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Shell,
    /// A recipe of a Makefile.
    Make,
}

/// A part of a file that the shell reads.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) range: Range<usize>,
    pub(super) dialect: Dialect,
    /// The variable whose value it is; without one it is commands.
    pub(super) name: Option<String>,
}

/// Keys of CI steps whose value is commands.
const STEPS: &[&str] =
    &["run", "script", "before_script", "after_script", "commands", "command", "inlineScript", "cmds"];

/// Keys of CI steps whose value is variables.
const VARIABLES: &[&str] = &["env", "environment", "variables"];

/// Names of the files in which CI keeps its steps.
const OF_CI: &[&str] = &[
    ".gitlab-ci.",
    ".travis.",
    "buildspec",
    "bitbucket-pipelines.",
    "azure-pipelines",
    "cloudbuild.",
    "Taskfile.",
    ".drone.",
];

/// Whether a file may hold commands or connectors, by its type.
pub fn may_hold_commands(kind: Kind) -> bool {
    matches!(kind, Kind::Shell | Kind::Makefile | Kind::Json | Kind::Yaml | Kind::Properties)
}

/// Whether a file holds the steps of a CI.
fn is_of_ci(kind: Kind, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let in_folder = |folder: &str| path.starts_with(folder) || path.contains(&format!("/{folder}"));
    match kind {
        Kind::Json => true,
        Kind::Yaml => {
            OF_CI.iter().any(|start| name.starts_with(start))
                || [".github/workflows/", ".github/actions/", ".circleci/"].iter().any(|folder| in_folder(folder))
        }
        _ => false,
    }
}

/// The parts of a file that hold commands or the values of variables.
pub(super) fn parts(kind: Kind, path: &str, text: &str) -> Vec<Part> {
    match kind {
        Kind::Shell => vec![Part { range: 0..text.len(), dialect: Dialect::Shell, name: None }],
        Kind::Makefile => recipes(text),
        _ if is_of_ci(kind, path) => {
            let mut found = Vec::new();
            yaml::documents(text).iter().for_each(|document| steps(text, document, "", &mut found));
            found
        }
        _ => Vec::new(),
    }
}

/// Lines that begin with a tab, each with those that continue it, and variables.
fn recipes(text: &str) -> Vec<Part> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let mut end = start + line.len();
        let mut last = line;
        while last.trim_end().ends_with('\\')
            && let Some(next) = lines.next()
        {
            end += next.len();
            last = next;
        }
        if line.starts_with('\t') {
            let marks = line.len() - line.trim_start_matches(['\t', ' ', '@', '-', '+']).len();
            found.push(Part { range: start + marks..end, dialect: Dialect::Make, name: None });
        } else if let Some((name, value)) = variable(line) {
            let range = start + value.start..start + value.end;
            found.push(Part { range, dialect: Dialect::Make, name: Some(name.to_owned()) });
        }
        start = end;
    }
    found
}

/// `NAME = value`, by any of Make's signs, for one target or for all.
fn variable(line: &str) -> Option<(&str, Range<usize>)> {
    let (before, _) = line.split_once('=')?;
    let name = before.trim_end_matches(['?', ':', '+', '!']).split([':', ' ', '\t']).rfind(|word| !word.is_empty())?;
    let is_name = name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    let value = &line[before.len() + 1..];
    let value = value.split_once(" #").map_or(value, |(value, _)| value).trim();
    let start = value.as_ptr() as usize - line.as_ptr() as usize;
    is_name.then_some((name, start..start + value.len()))
}

/// The texts below the keys of steps and of variables.
fn steps(text: &str, node: &Rc<Node>, key: &str, found: &mut Vec<Part>) {
    let part = |range, name| Part { range, dialect: Dialect::Shell, name };
    match &node.kind {
        NodeKind::Map(entries) => {
            if VARIABLES.contains(&key) {
                found.extend(variables(text, node).map(|(name, range)| part(range, Some(name))));
            }
            entries.iter().for_each(|(key, value)| steps(text, value, &key.text, found));
        }
        NodeKind::List(items) => items.iter().for_each(|item| steps(text, item, key, found)),
        NodeKind::Scalar(Scalar { style: Style::Literal, .. }) if STEPS.contains(&key) => {
            found.push(part(node.range.clone(), None));
        }
        NodeKind::Scalar(_) if STEPS.contains(&key) => found.extend(node.literal(text).map(|range| part(range, None))),
        // `NAME=value`
        NodeKind::Scalar(_) if VARIABLES.contains(&key) => {
            let range = node.literal(text);
            let pair = range.and_then(|range| Some((text[range.clone()].split_once('=')?, range)));
            found.extend(
                pair.map(|((name, _), range)| part(range.start + name.len() + 1..range.end, Some(name.into()))),
            );
        }
        NodeKind::Scalar(_) => {}
    }
}

/// The variables of a map: `NAME: value`, `NAME: { value: … }`, and `name: NAME` beside `value: …`.
fn variables(text: &str, node: &Node) -> impl Iterator<Item = (String, Range<usize>)> {
    let value_of = |node: &Node| node.get("value").and_then(|value| value.literal(text));
    let named = node.get("name").and_then(|name| Some((name.text()?.to_owned(), value_of(node)?)));
    let is_pair = named.is_some();
    let entries = node.entries().iter().filter(move |_| !is_pair);
    let each = entries
        .filter_map(move |(key, value)| Some((key.text.clone(), value.literal(text).or_else(|| value_of(value))?)));
    named.into_iter().chain(each)
}
