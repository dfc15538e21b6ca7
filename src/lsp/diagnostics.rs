//! Findings as diagnostics, and which of them the client has.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gen_lsp_types::{
    Code, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
};

use super::documents::Open;
use super::position::{Encoding, Lines};
use super::view::{View, uri_of};
use crate::finding::{Finding, Level};
use crate::policy::Faults;
use crate::project::Project;
use crate::report::sanitize::sanitize;
use crate::report::{RootNames, headline, rule_url};

/// Who says so.
const SOURCE: &str = "msk-lint";

/// Rules about what is of no use.
const UNNECESSARY: &[&str] = &["unused-allow", "unused-policy-entry"];

/// Rules about what is going away.
const DEPRECATED: &[&str] = &["deprecated-broker-property", "zookeeper-endpoint-used", "removed-argument"];

/// Diagnostics by file.
pub(super) type ByFile = BTreeMap<PathBuf, Vec<Diagnostic>>;

/// Every finding of a look, in the file of its first place.
pub(super) fn all(view: &View<'_>) -> ByFile {
    let findings = &view.looked.outcome.findings;
    let names = RootNames::new(findings);
    let mut by_file = ByFile::new();
    for finding in findings {
        if let Some((path, diagnostic)) = diagnostic(finding, &names, view) {
            by_file.entry(path).or_default().push(diagnostic);
        }
    }
    by_file
}

/// A finding as a diagnostic, with the file it belongs to; nothing when no part of it stands in a text.
pub(super) fn diagnostic(finding: &Finding, names: &RootNames, view: &View<'_>) -> Option<(PathBuf, Diagnostic)> {
    let mut placed = finding.labels.iter().filter_map(|label| Some((label, label.place.span()?)));
    let (_, span) = placed.next()?;
    let path = view.shown(span.file)?.path.clone();
    let related: Vec<DiagnosticRelatedInformation> = placed
        .filter_map(|(label, span)| {
            let message = sanitize(&label.text).into_owned();
            Some(DiagnosticRelatedInformation { location: view.location(span)?, message })
        })
        .collect();
    let mut message = sanitize(&headline(finding, names)).into_owned();
    for line in finding.notes.iter().map(|note| ("", note)).chain(finding.help.iter().map(|help| ("help: ", help))) {
        message.extend(["\n", line.0, &sanitize(line.1)]);
    }
    if !view.client.related {
        for (label, span) in finding.labels.iter().filter_map(|label| Some((label, label.place.span()?))).skip(1) {
            message = format!("{message}\n{}: {}", sanitize(&view.sources().describe(span)), sanitize(&label.text));
        }
    }
    let tags: Vec<DiagnosticTag> = [(UNNECESSARY, DiagnosticTag::Unnecessary), (DEPRECATED, DiagnosticTag::Deprecated)]
        .into_iter()
        .filter_map(|(rules, tag)| rules.contains(&&*finding.rule).then_some(tag))
        .collect();
    let diagnostic = Diagnostic {
        range: view.range(span)?,
        severity: Some(severity(finding.level)),
        code: Some(Code::String(finding.rule.to_string())),
        code_description: rule_url(&finding.rule).map(|url| CodeDescription { href: url.into() }),
        source: Some(SOURCE.to_owned()),
        message: message.into(),
        tags: (!tags.is_empty()).then_some(tags),
        related_information: (view.client.related && !related.is_empty()).then_some(related),
        data: None,
    };
    Some((path, diagnostic))
}

fn severity(level: Level) -> DiagnosticSeverity {
    match level {
        Level::Error => DiagnosticSeverity::Error,
        Level::Warning => DiagnosticSeverity::Warning,
        Level::Note => DiagnosticSeverity::Information,
    }
}

/// What is wrong in a configuration, as diagnostics in it.
pub(super) fn of_faults(faults: &Faults, project: &Project, encoding: Encoding) -> ByFile {
    let lines = Lines::new(&faults.source.bytes, encoding);
    let diagnostic = |problem: &crate::policy::Problem| {
        let help = problem.help.iter().map(|help| format!("\nhelp: {}", sanitize(help))).collect::<String>();
        Diagnostic {
            range: lines.range(problem.range),
            severity: Some(DiagnosticSeverity::Error),
            code: Some(Code::String("configuration".to_owned())),
            source: Some(SOURCE.to_owned()),
            message: format!("{}{help}", sanitize(&problem.message)).into(),
            ..Diagnostic::default()
        }
    };
    let diagnostics = faults.problems.iter().map(diagnostic).collect();
    ByFile::from([(project.folder(&faults.source.path), diagnostics)])
}

/// The diagnostics of one folder of the client, and the buffers they were made from.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) by_file: ByFile,
    pub(super) open: Arc<Open>,
    pub(super) root: PathBuf,
    pub(super) folder: String,
}

/// What the client was told.
#[derive(Debug, Default)]
pub(super) struct Published {
    sent: BTreeMap<String, (Option<i32>, Vec<Diagnostic>)>,
}

/// Diagnostics for one URI, to be sent.
pub(super) struct Update {
    pub(super) uri: String,
    pub(super) version: Option<i32>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Published {
    /// What has to be sent so that the client has what was found, and nothing else.
    ///
    /// Folders of the client may lie inside each other: the innermost one around a file tells of it, as it answers for it.
    /// A buffer that changed since it was looked at is left as it is: the next look is on its way.
    pub(super) fn updates(&mut self, found: &[&Found], open: &Open) -> Vec<Update> {
        let Wanted { by_uri, left_alone } = Wanted::of(found, open);
        let mut updates = Vec::new();
        self.sent.retain(|uri, _| {
            let is_kept = by_uri.contains_key(uri) || left_alone.contains(uri);
            if !is_kept {
                updates.push(Update { uri: uri.clone(), version: None, diagnostics: Vec::new() });
            }
            is_kept
        });
        for (uri, (version, diagnostics)) in by_uri {
            let sent = self.sent.get(&uri);
            // Most files are as they were after a keystroke in one: compared where they are, not copied for it.
            let is_there =
                sent.is_some_and(|(then, sent)| *then == version && sent.iter().eq(diagnostics.iter().copied()));
            let is_news = version.is_some() || !diagnostics.is_empty() || sent.is_some();
            if is_news && !is_there && !left_alone.contains(&uri) {
                let diagnostics: Vec<Diagnostic> = diagnostics.into_iter().cloned().collect();
                self.sent.insert(uri.clone(), (version, diagnostics.clone()));
                updates.push(Update { uri, version, diagnostics });
            }
        }
        updates
    }
}

/// What the client should have, by URI.
#[derive(Default)]
struct Wanted<'f> {
    by_uri: BTreeMap<String, (Option<i32>, Vec<&'f Diagnostic>)>,
    /// Buffers that changed since they were looked at.
    left_alone: BTreeSet<String>,
}

impl<'f> Wanted<'f> {
    fn of(found: &[&'f Found], open: &Open) -> Self {
        let mut wanted = Self::default();
        let depth =
            |one: &Found, path: &Path| path.strip_prefix(&one.root).map_or(0, |_| one.root.components().count());
        for one in found {
            let buffers = one.open.keys().filter(|path| path.starts_with(&one.root)).map(|path| (path, &[][..]));
            let files = one.by_file.iter().map(|(path, diagnostics)| (path, &diagnostics[..]));
            for (path, diagnostics) in files.chain(buffers) {
                if found.iter().any(|other| depth(other, path) > depth(one, path)) {
                    continue;
                }
                let uri = uri_of(path, open, &one.root, &one.folder);
                let version = |open: &Open| open.get(path).map(|document| document.version);
                if version(open) != version(&one.open) {
                    wanted.left_alone.insert(uri);
                    continue;
                }
                let (_, known) = wanted.by_uri.entry(uri).or_insert_with(|| (version(open), Vec::new()));
                // Two folders may read the same file outside of both.
                let is_new = |diagnostic: &&Diagnostic| found.len() == 1 || !known.contains(diagnostic);
                let new: Vec<&Diagnostic> = diagnostics.iter().filter(is_new).collect();
                known.extend(new);
            }
        }
        wanted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    #[test]
    fn tags_are_of_rules_that_there_are() {
        for rule in UNNECESSARY.iter().chain(DEPRECATED) {
            assert!(rules::find(rule).is_some(), "{rule}");
        }
    }
}
