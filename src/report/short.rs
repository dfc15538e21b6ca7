//! `--format short`: one line for each finding, as compilers do.

use std::io::{self, Write};

use super::names::RootNames;
use super::sanitize::sanitize_line;
use super::view::position;
use super::{Report, Style, is_shown};
use crate::finding::{Finding, Label};
use crate::source::{Place, Sources};

pub(super) fn render(report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let names = RootNames::new(report.findings);
    for finding in report.findings.iter().filter(|finding| is_shown(finding, style)) {
        writeln!(out, "{}", sanitize_line(&line(finding, report.sources, &names)))?;
    }
    if style.quiet { Ok(()) } else { writeln!(out, "{}", report.summary.line(style)) }
}

fn line(finding: &Finding, sources: &Sources, names: &RootNames) -> String {
    let place = finding.primary().map_or_else(String::new, |label| place(label, sources));
    let separator = if place.is_empty() { "" } else { ": " };
    format!("{place}{separator}{} {} {}", finding.level, finding.rule, headline(finding, names))
}

/// What is wrong, what stands there, and for which instances.
pub fn headline(finding: &Finding, names: &RootNames) -> String {
    let detail = finding.primary().map(|label| label.text.as_str()).filter(|text| !text.is_empty());
    let detail = detail.map_or_else(String::new, |text| format!(": {text}"));
    format!("{}{detail}{}", finding.message, names.instances(finding))
}

fn place(label: &Label, sources: &Sources) -> String {
    match (&label.place, position(label, sources)) {
        (_, Some(at)) => format!("{}:{}:{}", at.file.path, at.start.line, at.start.column),
        (Place::Attribute(path), None) => path.to_string(),
        _ => String::new(),
    }
}
