//! `--format github`: workflow commands that become annotations.

use std::io::{self, Write};

use super::names::RootNames;
use super::sanitize::is_unsafe;
use super::view::position;
use super::{Report, Style, is_shown};
use crate::finding::{Finding, Level};
use crate::source::Sources;

pub(super) fn render(report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    // GitHub shows the first ten of a kind: the worst come first.
    let mut findings: Vec<&Finding> = report.findings.iter().filter(|finding| is_shown(finding, style)).collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    let names = RootNames::new(report.findings);
    for finding in findings {
        writeln!(out, "{}", command(finding, report.sources, &names))?;
    }
    if style.quiet { Ok(()) } else { writeln!(out, "{}", report.summary.line(style)) }
}

fn command(finding: &Finding, sources: &Sources, names: &RootNames) -> String {
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
    let label = finding.primary().map(|label| label.text.as_str()).filter(|text| !text.is_empty());
    let label = label.map_or_else(String::new, |text| format!(": {text}"));
    let mut message = format!("{}{label}{}", finding.message, names.instances(finding));
    for text in finding.notes.iter().chain(&finding.help) {
        message += &format!("\n{text}");
    }
    format!("::{name} {properties}title={}::{}", property(&finding.rule), data(&message))
}

/// Line ends and what else has a meaning in a command is escaped; what could harm whoever reads the log is replaced.
fn data(text: &str) -> String {
    let is_kept = |letter: char| matches!(letter, '\n' | '\r') || !is_unsafe(letter);
    let kept: String = text.chars().map(|letter| if is_kept(letter) { letter } else { '\u{fffd}' }).collect();
    let kept = kept.replace("##[", "##\\[").replace("##vso[", "##vso\\[");
    kept.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
