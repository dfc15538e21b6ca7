//! `--format gitlab`: a Code Quality report, which GitLab shows beside the lines of a merge request.

use std::io::{self, Write};

use serde::Serialize;

use super::Report;
use super::names::RootNames;
use super::short::headline;
use super::view::position;
use crate::finding::{Finding, Level};
use crate::source::{LineColumn, Sources};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    positions: Positions,
}

#[derive(Serialize)]
struct Positions {
    begin: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: u32,
    column: u32,
}

pub(super) fn render(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let names = RootNames::new(report.findings);
    let findings = report.findings.iter().zip(report.fingerprints());
    let issues: Vec<Issue<'_>> = findings
        .map(|(finding, fingerprint)| Issue {
            description: headline(finding, &names),
            check_name: &finding.rule,
            fingerprint,
            severity: severity(finding.level),
            location: location(finding, report.sources),
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "critical",
        Level::Warning => "major",
        Level::Note => "info",
    }
}

/// GitLab takes no issue without a place: what has none is shown at the start of the tree.
fn location<'a>(finding: &Finding, sources: &'a Sources) -> Location<'a> {
    let point = |at: LineColumn| Point { line: at.line, column: at.column };
    match finding.primary().and_then(|label| position(label, sources)) {
        Some(at) => {
            Location { path: &at.file.path, positions: Positions { begin: point(at.start), end: point(at.end) } }
        }
        None => {
            let start = || Point { line: 1, column: 1 };
            Location { path: ".", positions: Positions { begin: start(), end: start() } }
        }
    }
}
