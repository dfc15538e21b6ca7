//! `--format markdown`: a table for step summaries and comments. Text from files is escaped: it makes no link, no mention.

use std::io::{self, Write};

use super::names::RootNames;
use super::sanitize::sanitize;
use super::short::headline;
use super::view::position;
use super::{Report, Style, is_shown, rule_url};
use crate::finding::Finding;
use crate::source::Sources;

/// Rows that are shown: summaries and comments have a limit of size.
const MOST_ROWS: usize = 500;

pub(super) fn render(report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let names = RootNames::new(report.findings);
    let mut findings: Vec<&Finding> = report.findings.iter().filter(|finding| is_shown(finding, style)).collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    writeln!(out, "## msk-lint\n")?;
    if !findings.is_empty() {
        writeln!(out, "| level | place | finding | rule |\n|---|---|---|---|")?;
        for finding in findings.iter().take(MOST_ROWS) {
            writeln!(out, "{}", row(finding, report.sources, &names))?;
        }
        writeln!(out)?;
        if findings.len() > MOST_ROWS {
            writeln!(out, "And {} more.\n", findings.len() - MOST_ROWS)?;
        }
    }
    writeln!(out, "{}", escaped(&report.summary.line(style)))
}

fn row(finding: &Finding, sources: &Sources, names: &RootNames) -> String {
    let place = finding.primary().and_then(|label| position(label, sources));
    let place = place.map_or_else(String::new, |at| format!("{}:{}:{}", at.file.path, at.start.line, at.start.column));
    let help = finding.help.as_ref().map_or_else(String::new, |help| format!("<br>{}", escaped(help)));
    let rule = match rule_url(&finding.rule) {
        Some(url) => format!("[{}]({url})", finding.rule),
        None => finding.rule.to_string(),
    };
    let headline = escaped(&headline(finding, names));
    format!("| {} | {} | {headline}{help} | {rule} |", finding.level, escaped(&place))
}

/// Text that Markdown takes as it is.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in sanitize(text).chars() {
        match letter {
            '@' => safe.push_str("&#64;"),
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' | '$' => safe.extend(['\\', letter]),
            _ => safe.push(letter),
        }
    }
    // A bare address would become a link.
    safe.replace("://", ":&#47;&#47;").replace("www.", "www&#46;")
}
