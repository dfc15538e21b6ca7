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
}

/// Keys of CI steps whose value is commands.
const STEPS: &[&str] =
    &["run", "script", "before_script", "after_script", "commands", "command", "inlineScript", "cmds"];

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

/// The parts of a file that hold commands.
pub(super) fn parts(kind: Kind, path: &str, text: &str) -> Vec<Part> {
    match kind {
        Kind::Shell => vec![Part { range: 0..text.len(), dialect: Dialect::Shell }],
        Kind::Makefile => recipes(text),
        _ if is_of_ci(kind, path) => {
            let mut found = Vec::new();
            yaml::documents(text).iter().for_each(|document| steps(text, document, false, &mut found));
            found
        }
        _ => Vec::new(),
    }
}

/// Lines that begin with a tab, each with those that continue it.
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
            found.push(Part { range: start + marks..end, dialect: Dialect::Make });
        }
        start = end;
    }
    found
}

/// The texts below the keys of steps.
fn steps(text: &str, node: &Rc<Node>, is_step: bool, found: &mut Vec<Part>) {
    match &node.kind {
        NodeKind::Map(entries) => {
            for (key, value) in entries {
                steps(text, value, STEPS.contains(&&*key.text), found);
            }
        }
        NodeKind::List(items) => items.iter().for_each(|item| steps(text, item, is_step, found)),
        NodeKind::Scalar(Scalar { style: Style::Literal, .. }) if is_step => {
            found.push(Part { range: node.range.clone(), dialect: Dialect::Shell });
        }
        NodeKind::Scalar(_) if is_step => {
            let part = node.literal(text).map(|range| Part { range, dialect: Dialect::Shell });
            found.extend(part);
        }
        NodeKind::Scalar(_) => {}
    }
}
