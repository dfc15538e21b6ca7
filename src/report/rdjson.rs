//! `--format rdjson`: the diagnostic format of reviewdog. Its columns are bytes of UTF-8.

use std::io::{self, Write};

use serde_json::{Value as Json, json};

use super::names::RootNames;
use super::short::headline;
use super::view::position;
use super::{Report, homepage, rule_url};
use crate::finding::{Applicability, Edit, Finding, Fix, Label, Level};
use crate::source::{SourceFile, Sources, TextRange};

pub(super) fn render(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let names = RootNames::new(report.findings);
    let diagnostics: Vec<Json> =
        report.findings.iter().map(|finding| diagnostic(finding, report.sources, &names)).collect();
    let mut source = json!({ "name": "msk-lint" });
    if let Some(homepage) = homepage() {
        source["url"] = homepage.into();
    }
    serde_json::to_writer_pretty(&mut *out, &json!({ "source": source, "diagnostics": diagnostics }))?;
    writeln!(out)
}

fn diagnostic(finding: &Finding, sources: &Sources, names: &RootNames) -> Json {
    let mut message = headline(finding, names);
    for text in finding.notes.iter().chain(&finding.help) {
        message += &format!("\n{text}");
    }
    let mut code = json!({ "value": &*finding.rule });
    if let Some(url) = rule_url(&finding.rule) {
        code["url"] = url.into();
    }
    // What has no place is shown at the start of the tree.
    let place = finding.primary().and_then(|label| location(label, sources)).unwrap_or_else(|| json!({ "path": "." }));
    let related = finding.labels.iter().skip(1).filter_map(|label| {
        location(label, sources).map(|location| json!({ "message": label.text, "location": location }))
    });
    let mut diagnostic =
        json!({ "message": message, "location": place, "severity": severity(finding.level), "code": code });
    for (key, values) in [
        ("related_locations", related.collect::<Vec<_>>()),
        ("suggestions", finding.fixes.iter().filter_map(|fix| suggestion(fix, finding, sources)).collect()),
    ] {
        if !values.is_empty() {
            diagnostic[key] = values.into();
        }
    }
    diagnostic
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "ERROR",
        Level::Warning => "WARNING",
        Level::Note => "INFO",
    }
}

fn location(label: &Label, sources: &Sources) -> Option<Json> {
    let at = position(label, sources)?;
    Some(json!({ "path": at.file.path, "range": range(at.file, at.span.range) }))
}

/// A fix that is one edit of the file that the finding is about: a suggestion can be no more.
fn suggestion(fix: &Fix, finding: &Finding, sources: &Sources) -> Option<Json> {
    let [Edit { span, text }] = &fix.edits[..] else { return None };
    let is_here = finding.primary()?.place.span()?.file == span.file;
    let is_meant = fix.applicability != Applicability::Display;
    let file = sources.get(span.file).filter(|_| is_here && is_meant)?;
    Some(json!({ "range": range(file, span.range), "text": text }))
}

fn range(file: &SourceFile, range: TextRange) -> Json {
    let point = |offset: u32| {
        let line = file.line_index(offset);
        json!({ "line": line + 1, "column": offset - file.line_range(line).start + 1 })
    };
    json!({ "start": point(range.start), "end": point(range.end) })
}
