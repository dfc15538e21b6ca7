//! `--format json` and `--format jsonl`, in the shape that is promised to others.

use std::io::{self, Write};

use serde::Serialize;

use super::view::position;
use super::{Report, Summary, rule_url};
use crate::finding::{Applicability, Finding, Label};
use crate::source::{LineColumn, Place, Sources};

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    findings: Vec<FindingJson<'a>>,
    summary: SummaryJson,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    rule: &'a str,
    level: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    notes: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    fingerprint: String,
    locations: Vec<Location<'a>>,
    instances: Vec<InstanceJson<'a>>,
    policy: PolicyJson<'a>,
    fixes: Vec<FixJson<'a>>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: Option<&'a str>,
    start: Option<PointJson>,
    end: Option<PointJson>,
    label: &'a str,
    primary: bool,
    address: Option<&'a str>,
    attribute: Option<&'a str>,
}

#[derive(Serialize)]
struct PointJson {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct InstanceJson<'a> {
    address: &'a str,
    root: &'a str,
    var_files: Vec<&'a str>,
}

#[derive(Serialize)]
struct PolicyJson<'a> {
    name: &'a str,
    path: &'a str,
    line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    softened: Option<&'a str>,
}

#[derive(Serialize)]
struct FixJson<'a> {
    title: &'a str,
    applicability: &'static str,
    edits: Vec<EditJson<'a>>,
}

#[derive(Serialize)]
struct EditJson<'a> {
    path: &'a str,
    start: u32,
    end: u32,
    text: &'a str,
}

#[derive(Serialize)]
struct SummaryJson {
    errors: usize,
    warnings: usize,
    notes: usize,
    fixable: usize,
    suppressed: usize,
    clusters: usize,
    clients: usize,
    files: usize,
    missing_modules: usize,
}

pub(super) fn render(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let findings = report.findings.iter().zip(report.fingerprints());
    let document = Document {
        schema_version: 1,
        findings: findings.map(|(finding, print)| finding_json(finding, print, report.sources)).collect(),
        summary: summary(&report.summary),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

/// One line of `--format jsonl`: what it holds, and that.
#[derive(Serialize)]
struct Line<T> {
    r#type: &'static str,
    #[serde(flatten)]
    content: T,
}

/// `--format jsonl`: a finding on each line, the summary on the last.
pub(super) fn render_lines(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for (finding, print) in report.findings.iter().zip(report.fingerprints()) {
        let content = finding_json(finding, print, report.sources);
        serde_json::to_writer(&mut *out, &Line { r#type: "finding", content })?;
        writeln!(out)?;
    }
    serde_json::to_writer(&mut *out, &Line { r#type: "summary", content: summary(&report.summary) })?;
    writeln!(out)
}

fn finding_json<'a>(finding: &'a Finding, fingerprint: String, sources: &'a Sources) -> FindingJson<'a> {
    FindingJson {
        rule: &finding.rule,
        level: finding.level.as_str(),
        message: &finding.message,
        help: finding.help.as_deref(),
        notes: &finding.notes,
        url: rule_url(&finding.rule),
        fingerprint,
        locations: finding.labels.iter().enumerate().map(|(at, label)| location(label, at == 0, sources)).collect(),
        instances: finding
            .instances
            .iter()
            .map(|instance| InstanceJson {
                address: &instance.address,
                root: &instance.root,
                var_files: instance.var_files.iter().map(AsRef::as_ref).collect(),
            })
            .collect(),
        policy: PolicyJson {
            name: &finding.policy.name,
            path: &finding.policy.path,
            line: finding.policy.line,
            softened: finding.policy.softened.as_deref(),
        },
        fixes: finding.fixes.iter().map(|fix| fix_json(fix, sources)).collect(),
    }
}

fn location<'a>(label: &'a Label, primary: bool, sources: &'a Sources) -> Location<'a> {
    let at = position(label, sources);
    let point = |at: LineColumn| PointJson { line: at.line, column: at.column };
    let planned = match &label.place {
        Place::Attribute(path) => Some(&**path),
        _ => None,
    };
    Location {
        path: at.as_ref().map(|at| &*at.file.path),
        start: at.as_ref().map(|at| point(at.start)),
        end: at.as_ref().map(|at| point(at.end)),
        label: &label.text,
        primary,
        address: label.address.as_deref(),
        attribute: planned.or(label.attribute.as_deref()),
    }
}

fn fix_json<'a>(fix: &'a crate::finding::Fix, sources: &'a Sources) -> FixJson<'a> {
    let edit = |edit: &'a crate::finding::Edit| EditJson {
        path: sources.get(edit.span.file).map_or("", |file| &file.path),
        start: edit.span.range.start,
        end: edit.span.range.end,
        text: &edit.text,
    };
    let applicability = match fix.applicability {
        Applicability::Safe => "safe",
        Applicability::Unsafe => "unsafe",
        Applicability::Display => "display",
    };
    FixJson { title: &fix.title, applicability, edits: fix.edits.iter().map(edit).collect() }
}

fn summary(summary: &Summary) -> SummaryJson {
    SummaryJson {
        errors: summary.errors,
        warnings: summary.warnings,
        notes: summary.notes,
        fixable: summary.fixable,
        suppressed: summary.suppressed + summary.known,
        clusters: summary.clusters,
        clients: summary.clients,
        files: summary.files,
        missing_modules: summary.missing_modules,
    }
}
