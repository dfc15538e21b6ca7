//! `--format github`: workflow commands that become annotations.

use std::io::{self, Write};

use super::short::instances;
use super::view::position;
use super::{Report, Style, is_shown};
use crate::finding::{Finding, Level};
use crate::source::Sources;

pub(super) fn render(report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    // GitHub shows the first ten of a kind: the worst come first.
    let mut findings: Vec<&Finding> = report.findings.iter().filter(|finding| is_shown(finding, style)).collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    for finding in findings {
        writeln!(out, "{}", command(finding, report.sources))?;
    }
    Ok(())
}

fn command(finding: &Finding, sources: &Sources) -> String {
    let name = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let mut properties = String::new();
    if let Some(at) = finding.primary().and_then(|label| position(label, sources)) {
        properties = format!("file={},line={},endLine={}", property(&at.file.path), at.start.line, at.end.line);
        // Columns that span lines are not shown where they are meant.
        if at.start.line == at.end.line {
            properties += &format!(",col={},endColumn={}", at.start.column, at.end.column);
        }
        properties.push(',');
    }
    let label = finding.primary().map(|label| label.text.as_str()).unwrap_or_default();
    let mut message = format!("{}: {label}{}", finding.message, instances(finding));
    for text in finding.notes.iter().chain(&finding.help) {
        message += &format!("\n{text}");
    }
    format!("::{name} {properties}title={}::{}", property(finding.rule), data(&message))
}

fn data(text: &str) -> String {
    let kept: String =
        text.chars().map(|c| if c != '\n' && super::sanitize::is_unsafe(c) { '\u{fffd}' } else { c }).collect();
    kept.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
