//! `--statistics`: how often each rule fired, in place of the findings.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{Report, Style, is_shown};
use crate::finding::{Applicability, Finding};

#[derive(Default)]
struct Count {
    findings: usize,
    fixable: usize,
}

pub(super) fn render(report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<_, Count> = BTreeMap::new();
    for finding in report.findings.iter().filter(|finding| is_shown(finding, style)) {
        let count = counts.entry((&*finding.rule, finding.level)).or_default();
        count.findings += 1;
        count.fixable += usize::from(is_fixable(finding));
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(count.findings));
    for ((rule, level), count) in counts {
        let fixable = if count.fixable > 0 { format!("  ({} fixable)", count.fixable) } else { String::new() };
        writeln!(out, "{:>5}  {:<7}  {rule}{fixable}", count.findings, level.as_str())?;
    }
    if style.quiet { Ok(()) } else { writeln!(out, "{}", report.summary.line(style)) }
}

fn is_fixable(finding: &Finding) -> bool {
    finding.fixes.iter().any(|fix| fix.applicability == Applicability::Safe)
}
