//! Inline allows: `# msk-lint: allow name[, name] [until=2027-01-31] -- reason`.
//!
//! An allow is honoured at any label of a finding: on the label's line, on a line of its own above it, or at the header
//! of a block that holds the label. One that allows nothing is a finding itself.

mod place;

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use crate::date::Date;
use crate::finding::Finding;
use crate::rules;
use crate::source::{FileId, MARK, Sources, Span, TextRange};
use crate::syntax::tree::{Block, Body, ExprKind, Part};
use crate::terraform::file::ParsedFile;

pub use place::{edit, edits};

/// One allow.
#[derive(Clone, Debug)]
pub struct Allow {
    /// The file it stands in.
    pub file: FileId,
    /// The whole comment.
    pub range: TextRange,
    /// Rules it names, with the place of each name.
    rules: Vec<(String, TextRange)>,
    until: Option<Date>,
    /// What is wrong with its text.
    fault: Option<String>,
    /// Lines, from 0, that it is about.
    lines: Vec<RangeInclusive<u32>>,
}

/// What is wrong with an allow: a finding of a rule about the run.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The rule that reports it.
    pub rule: &'static str,
    /// The file.
    pub file: FileId,
    /// Where.
    pub range: TextRange,
    /// What is wrong.
    pub message: String,
    /// What stands there.
    pub label: String,
    /// What to do.
    pub help: Option<String>,
}

/// Findings after allows.
#[derive(Debug, Default)]
pub struct Applied {
    /// Those that stay.
    pub kept: Vec<Finding>,
    /// Those that were allowed.
    pub suppressed: Vec<Finding>,
    /// What is wrong with the allows.
    pub problems: Vec<Problem>,
}

/// The allows of a file.
pub fn scan(file: &ParsedFile) -> Vec<Allow> {
    if !file.source.is_addressed() {
        return Vec::new();
    }
    let comments = file.tree.comments().iter().map(|range| file.tree.in_file(*range));
    let plain = if file.tree.is_empty() { plain_comments(file) } else { Vec::new() };
    // A comment that the parser came by twice is one.
    let ranges: BTreeSet<TextRange> = comments.chain(heredoc_comments(file)).chain(plain).collect();
    ranges.into_iter().filter_map(|range| read(file, range)).collect()
}

/// Comments with the mark in a file that is no Terraform code: from `#` or `//` to the end of the line.
fn plain_comments(file: &ParsedFile) -> Vec<TextRange> {
    let bytes = &file.source.bytes;
    let comment = |mark: usize| {
        let line = file.source.line_range(file.source.line_index(mark as u32));
        let before = bytes.get(line.start as usize..mark)?;
        let hash = memchr::memrchr(b'#', before);
        let slashes = before.windows(2).rposition(|pair| pair == b"//");
        let start = line.start + hash.max(slashes)? as u32;
        let end = file.source.text(TextRange::new(start, line.end)).trim_end().len() as u32;
        Some(TextRange::new(start, start + end))
    };
    memchr::memmem::find_iter(bytes, MARK.as_bytes()).filter_map(comment).collect()
}

/// Comment lines of properties inside heredocs.
fn heredoc_comments(file: &ParsedFile) -> Vec<TextRange> {
    let mut found = Vec::new();
    for expr in file.tree.exprs() {
        let ExprKind::Heredoc(parts) = expr.kind else { continue };
        for part in file.tree.parts(parts) {
            if let Part::Literal { range, .. } = part {
                let text = file.tree.text(*range);
                let trimmed = text.trim_start();
                if trimmed.starts_with('#') {
                    let start = range.start + (text.len() - trimmed.len()) as u32;
                    found.push(file.tree.in_file(TextRange::new(start, start + trimmed.trim_end().len() as u32)));
                }
            }
        }
    }
    found
}

fn read(file: &ParsedFile, range: TextRange) -> Option<Allow> {
    let text = file.source.text(range).into_owned();
    let mark = text.find(MARK)?;
    let body_start = mark + MARK.len();
    let body = text[body_start..].trim_end_matches("*/");
    let mut allow =
        Allow { file: file.id, range, rules: Vec::new(), until: None, fault: None, lines: lines(file, range) };
    let instruction = body.split(" -- ").next().unwrap_or_default();
    let trimmed = instruction.trim_start();
    let Some(names) = trimmed.strip_prefix("allow").filter(|rest| rest.starts_with([' ', '\t', '('])) else {
        allow.fault = Some("write `msk-lint: allow rule-name -- reason`".to_owned());
        return Some(allow);
    };
    let names_start = range.start as usize + body_start + (instruction.len() - names.len());
    let mut offset = 0;
    for word in names.split([' ', '\t', ',', '(', ')']) {
        let start = (names_start + offset) as u32;
        offset += word.len() + 1;
        match word.strip_prefix("until=") {
            _ if word.is_empty() => {}
            Some(date) => match Date::parse(date) {
                Some(date) => allow.until = Some(date),
                None => allow.fault = Some(format!("{date} is no date; write until=YYYY-MM-DD")),
            },
            None => allow.rules.push((word.to_owned(), TextRange::new(start, start + word.len() as u32))),
        }
    }
    if allow.rules.is_empty() && allow.fault.is_none() {
        allow.fault = Some("name the rule that is allowed".to_owned());
    }
    Some(allow)
}

/// The lines an allow is about: its own or, standing alone, the next one with code; and the block whose header that is.
fn lines(file: &ParsedFile, range: TextRange) -> Vec<RangeInclusive<u32>> {
    let source = &file.source;
    let line = source.line_index(range.start);
    let before = source.line_range(line);
    let is_alone = source.text(TextRange::new(before.start, range.start)).trim().is_empty();
    let mut target = line;
    if is_alone {
        let last = source.line_starts().len();
        target = source.line_index(range.end.saturating_sub(1).max(range.start)) + 1;
        let is_skipped = |line: usize| {
            let text = source.text(source.line_range(line)).trim().to_owned();
            text.is_empty() || text.starts_with('#') || text.starts_with("//")
        };
        while target < last && is_skipped(target) {
            target += 1;
        }
    }
    let mut lines = vec![line as u32..=line as u32, target as u32..=target as u32];
    lines.extend(file.block_at_line(target as u32));
    lines
}

/// Takes out the findings that are allowed, and reports allows that are wrong, expired or of no use.
///
/// `known` are the names of all rules; `ran` tells whether one was part of the run: an allow for a rule that was not is left
/// alone.
pub fn apply(
    findings: Vec<Finding>,
    allows: &[Allow],
    sources: &Sources,
    today: Date,
    known: &BTreeSet<String>,
    ran: &dyn Fn(&str) -> bool,
) -> Applied {
    let mut applied = Applied::default();
    let mut used = vec![false; allows.iter().map(|allow| allow.rules.len()).sum()];
    for finding in findings {
        let mut is_allowed = false;
        let mut index = 0;
        for allow in allows {
            let covers = allow.covers(&finding, sources);
            for (rule, _) in &allow.rules {
                if covers && finding.rule == **rule {
                    used[index] = true;
                    is_allowed |= allow.until.is_none_or(|until| today <= until);
                }
                index += 1;
            }
        }
        if is_allowed { applied.suppressed.push(finding) } else { applied.kept.push(finding) }
    }
    let mut used = used.into_iter();
    for allow in allows {
        applied.problems.extend(allow.fault_problem());
        for (rule, range) in &allow.rules {
            let was_used = used.next().unwrap_or(false);
            applied.problems.extend(allow.problem((rule, *range), was_used, today, known, ran));
        }
    }
    applied
}

impl Allow {
    fn covers(&self, finding: &Finding, sources: &Sources) -> bool {
        let spans = finding.labels.iter().filter_map(|label| label.place.span());
        spans.filter(|span| span.file == self.file).any(|span| self.holds(span, sources))
    }

    fn holds(&self, span: Span, sources: &Sources) -> bool {
        let Some(file) = sources.get(span.file) else { return false };
        let line = file.line_index(span.range.start) as u32;
        self.lines.iter().any(|lines| lines.contains(&line))
    }

    fn fault_problem(&self) -> Option<Problem> {
        let fault = self.fault.clone()?;
        Some(Problem {
            rule: "unused-allow",
            file: self.file,
            range: self.range,
            message: "this comment allows nothing".to_owned(),
            label: fault,
            help: None,
        })
    }

    fn problem(
        &self,
        (rule, range): (&str, TextRange),
        was_used: bool,
        today: Date,
        known: &BTreeSet<String>,
        ran: &dyn Fn(&str) -> bool,
    ) -> Option<Problem> {
        let problem = |rule, message: String, label: &str, help: Option<String>| {
            Some(Problem { rule, file: self.file, range, message, label: label.to_owned(), help })
        };
        if !known.contains(rule) {
            let nearest = rules::nearest_of(rule, known.iter().map(String::as_str));
            let help = nearest.map(|nearest| format!("did you mean {nearest}?"));
            return problem("unknown-rule-name", format!("no rule is called {rule}"), "this allows nothing", help);
        }
        match self.until.filter(|until| *until < today) {
            Some(until) if was_used => problem(
                "expired-allow",
                format!("the allow for {rule} ended on {until}"),
                "this allow has expired",
                Some("mend what it allowed, or give it a new date".to_owned()),
            ),
            None if !was_used && ran(rule) => problem(
                "unused-allow",
                format!("nothing here needs the allow for {rule}"),
                "this allows nothing",
                Some("remove it".to_owned()),
            ),
            Some(_) if ran(rule) => problem(
                "unused-allow",
                format!("nothing here needs the allow for {rule}, which has expired too"),
                "this allows nothing",
                Some("remove it".to_owned()),
            ),
            _ => None,
        }
    }
}

impl ParsedFile {
    /// The lines, from 0, of the block whose header stands on a line.
    fn block_at_line(&self, line: u32) -> Option<RangeInclusive<u32>> {
        self.find_block(self.tree.root(), line)
    }

    fn find_block(&self, body: &Body, line: u32) -> Option<RangeInclusive<u32>> {
        let lines = |block: &Block| {
            let range = self.tree.in_file(block.range);
            self.source.line_index(range.start) as u32..=self.source.line_index(range.end) as u32
        };
        let block = self.tree.blocks(body.blocks).iter().find(|block| lines(block).contains(&line))?;
        let found = lines(block);
        if *found.start() == line { Some(found) } else { self.find_block(self.tree.body(block.body), line) }
    }
}
