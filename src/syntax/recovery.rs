//! Where brackets end when they were never closed.

use std::collections::HashMap;

use super::parser::{Parser, is_word};

/// Blocks that stand at the top level of a file and nowhere else.
const TOP_LEVEL: &[&str] = &[
    "resource",
    "data",
    "variable",
    "output",
    "locals",
    "module",
    "provider",
    "terraform",
    "moved",
    "import",
    "removed",
    "check",
    "ephemeral",
    "include",
    "dependency",
    "dependencies",
    "generate",
    "remote_state",
    "unit",
    "stack",
];

impl Parser<'_> {
    /// After a newline inside brackets, in recovery: a line that looks like the next argument or block, no further
    /// right than the argument being read, ends every bracket.
    pub(super) fn end_brackets_at_new_line(&mut self) {
        if !self.recovering {
            return;
        }
        let line_start = self.at;
        if self.in_quotes > 0 {
            self.end = line_start;
            return;
        }
        let Some(column) = self.argument_column else { return };
        let line = &self.text[line_start..self.end];
        let indent = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let rest = &line[indent..];
        let is_statement = indent <= column && begins_statement(rest);
        let closes_block = indent < column && is_lone_brace(rest);
        if is_statement || closes_block {
            self.end = line_start;
        }
    }
}

/// The lines of a file that open or close heredocs, by tag; gathered once, because every heredoc asks.
#[derive(Default)]
pub(super) struct HeredocMarks<'a> {
    opening: HashMap<&'a [u8], Vec<usize>>,
    closing: HashMap<&'a [u8], Vec<usize>>,
}

impl<'a> HeredocMarks<'a> {
    pub(super) fn of(text: &'a [u8]) -> Self {
        let mut marks = Self::default();
        let mut at = 0;
        for line in text.split_inclusive(|byte| *byte == b'\n') {
            let word = line.trim_ascii();
            let is_word = |word: &[u8]| !word.is_empty() && !word.iter().any(u8::is_ascii_whitespace);
            if is_word(word) && line.ends_with(b"\n") {
                marks.closing.entry(word).or_default().push(at);
            }
            if let Some(open) = memchr::memmem::rfind(word, b"<<") {
                let tag = &word[open + 2..];
                marks.opening.entry(tag.strip_prefix(b"-").unwrap_or(tag)).or_default().push(at);
            }
            at += line.len();
        }
        marks
    }

    pub(super) fn next_closing(&self, tag: &[u8], from: usize) -> Option<usize> {
        next(self.closing.get(tag)?, from)
    }

    pub(super) fn next_opening(&self, tag: &[u8], from: usize) -> Option<usize> {
        next(self.opening.get(tag)?, from)
    }
}

fn next(places: &[usize], from: usize) -> Option<usize> {
    places.get(places.partition_point(|at| *at < from)).copied()
}

/// `name =`, `name {`, `name "label"`, `name label {`.
fn begins_statement(line: &[u8]) -> bool {
    let Some(rest) = after_word(line) else { return false };
    match rest {
        [b'=', b'=' | b'>', ..] => false,
        [b'=' | b'{' | b'"', ..] => true,
        _ => is_bare_label(rest),
    }
}

/// A label without quotes, and the brace or the label behind it.
fn is_bare_label(text: &[u8]) -> bool {
    after_word(text).is_some_and(|rest| matches!(rest.first(), Some(b'{' | b'"')))
}

/// What follows a word and the blanks behind it.
fn after_word(text: &[u8]) -> Option<&[u8]> {
    let word = text.iter().take_while(|byte| is_word(**byte)).count();
    let is_name = text.first().is_some_and(|first| is_word(*first) && !first.is_ascii_digit());
    let rest = &text[word..];
    let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    is_name.then(|| &rest[blanks..])
}

/// A brace that closes a block: with a bracket or a comma behind it, it belongs to an expression.
fn is_lone_brace(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"}") else { return false };
    let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
    matches!(rest.get(blanks), None | Some(b'\n' | b'#' | b'/' | b'}'))
}

/// A line that opens a top-level block.
pub(super) fn is_top_level_header(line: &[u8]) -> bool {
    let word = line.iter().take_while(|byte| byte.is_ascii_lowercase() || **byte == b'_').count();
    let is_keyword = TOP_LEVEL.iter().any(|keyword| keyword.as_bytes() == &line[..word]);
    let rest = after_word(line).unwrap_or_default();
    is_keyword && (matches!(rest.first(), Some(b'"' | b'{')) || is_bare_label(rest))
}
