//! Heredocs, and whole texts as templates: one literal for each line, indentation taken off.

use super::parser::{Parser, TooDeep};
use super::recovery::HeredocMarks;
use super::template::{Piece, Pieces};
use super::tree::*;
use crate::source::TextRange;

impl Parser<'_> {
    /// `<<TAG` or `<<-TAG`.
    pub(super) fn heredoc(&mut self) -> Result<ExprId, TooDeep> {
        let start = self.at;
        self.at += 2;
        let flush = self.eat(b'-');
        let Some(tag) = self.word() else {
            self.error_here("a heredoc needs a word after <<", Some("write <<EOT"));
            return Ok(self.push(ExprKind::Broken, start));
        };
        self.eat(b'\r');
        if !self.eat(b'\n') {
            self.error_here(
                "nothing may follow the word that opens a heredoc",
                Some("begin its text on the next line"),
            );
            self.skip_rest_of_line();
            self.eat(b'\n');
        }
        let tag = self.text_of(tag);
        if self.recovering && !self.is_closed_by(tag) {
            return Ok(self.unclosed_heredoc(start));
        }
        let quotes = std::mem::take(&mut self.in_quotes);
        let mut pieces = Pieces::default();
        let result = self.lines(Some(tag), start, &mut pieces);
        self.in_quotes = quotes;
        result?;
        let mut list = pieces.list;
        for piece in &list {
            if let Piece::Literal { range, .. } = piece {
                let returns = memchr::memchr_iter(b'\r', self.text_of(*range));
                returns.for_each(|offset| self.refuse_lone_return(range.start as usize + offset));
            }
        }
        if flush {
            self.take_off_indentation(&mut list);
        }
        let parts = self.nest(list, start);
        Ok(self.push(ExprKind::Heredoc(parts), start))
    }

    /// A heredoc that nothing closes is empty: its lines are read as what they look like.
    fn unclosed_heredoc(&mut self, start: usize) -> ExprId {
        // Back to the newline, which ends the argument.
        self.at = self.at.saturating_sub(1).max(start);
        if self.text[start..self.at].ends_with(b"\r") {
            self.at -= 1;
        }
        let range = self.range_from(start);
        self.error(range, "this heredoc is not closed", Some("close it with its word on a line of its own"));
        let parts = self.nest(Vec::new(), start);
        self.push_range(ExprKind::Heredoc(parts), range)
    }

    /// Whether a later line consists of the tag, before another heredoc opens with the same one: that line is its own.
    fn is_closed_by(&mut self, tag: &[u8]) -> bool {
        let text = self.text;
        let marks = self.heredocs.get_or_insert_with(|| HeredocMarks::of(text));
        let closing = marks.next_closing(tag, self.at);
        let opening = marks.next_opening(tag, self.at);
        closing.is_some_and(|closing| closing < self.end && opening.is_none_or(|opening| closing < opening))
    }

    /// A whole text as a template.
    pub(super) fn bare_template(&mut self) -> Result<ExprId, TooDeep> {
        let start = self.at;
        let mut pieces = Pieces::default();
        self.lines(None, start, &mut pieces)?;
        let parts = self.nest(pieces.list, start);
        Ok(self.push(ExprKind::Heredoc(parts), start))
    }

    /// Lines up to the one that consists of the tag, or to the end when there is none to look for.
    pub(super) fn lines(&mut self, tag: Option<&[u8]>, open: usize, pieces: &mut Pieces) -> Result<(), TooDeep> {
        let mut at_line_start = true;
        loop {
            if let Some(tag) = tag.filter(|_| at_line_start) {
                if self.eat_closing_line(tag) {
                    return Ok(());
                }
                if self.is_at_end() {
                    self.unclosed(
                        open,
                        "this heredoc is not closed",
                        Some("close it with its word on a line of its own"),
                    );
                    return Ok(());
                }
            }
            at_line_start = self.line(pieces)?;
            if self.is_at_end() && (tag.is_none() || !at_line_start) {
                if tag.is_some() {
                    self.unclosed(
                        open,
                        "this heredoc is not closed",
                        Some("close it with its word on a line of its own"),
                    );
                }
                return Ok(());
            }
        }
    }

    fn eat_closing_line(&mut self, tag: &[u8]) -> bool {
        let rest = &self.text[self.at..self.end];
        let indent = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let Some(after) = rest[indent..].strip_prefix(tag) else { return false };
        let blanks = after.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
        if after.get(blanks) != Some(&b'\n') {
            return false;
        }
        self.at += indent + tag.len();
        true
    }

    /// Literals up to a newline or a template sequence, then that; whether a new line begins.
    fn line(&mut self, pieces: &mut Pieces) -> Result<bool, TooDeep> {
        let start = self.at;
        let mut escapes = Escapes::None;
        loop {
            if self.is_at_end() {
                self.literal_until(pieces, start, self.at, escapes);
                return Ok(false);
            }
            match self.peek() {
                b'\n' => {
                    self.at += 1;
                    self.literal_until(pieces, start, self.at, escapes);
                    return Ok(true);
                }
                b'$' | b'%' if self.is_escaped_marker() => {
                    escapes = Escapes::Heredoc;
                    self.at += 3;
                }
                marker @ (b'$' | b'%') if self.byte(self.at + 1) == b'{' => {
                    self.literal_until(pieces, start, self.at, escapes);
                    self.sequence(marker, pieces)?;
                    return Ok(false);
                }
                _ => {
                    let rest = &self.text[self.at + 1..self.end];
                    self.at += 1 + memchr::memchr3(b'\n', b'$', b'%', rest).unwrap_or(rest.len());
                }
            }
        }
    }

    /// What `<<-` does: the least indentation of all lines is taken off each. A blank line does not count.
    fn take_off_indentation(&self, pieces: &mut [Piece]) {
        let text = |range: TextRange| String::from_utf8_lossy(&self.text[range.as_usize()]);
        let mut least = usize::MAX;
        let mut lines = Vec::new();
        let mut begins_line = true;
        for (index, piece) in pieces.iter().enumerate() {
            let literal = match piece {
                Piece::Literal { range, .. } => Some(text(*range)),
                _ => None,
            };
            if begins_line {
                let spaces = literal.as_deref().map_or(0, |text| {
                    if text.trim().is_empty() && text.ends_with('\n') {
                        return usize::MAX;
                    }
                    lines.push(index);
                    text.chars().take_while(|letter| letter.is_whitespace()).count()
                });
                least = least.min(spaces);
            }
            begins_line = literal.is_some_and(|text| text.ends_with('\n'));
        }
        for index in lines {
            if let Piece::Literal { range, .. } = &mut pieces[index] {
                let indent: usize = text(*range).chars().take(least).map(char::len_utf8).sum();
                range.start += indent as u32;
            }
        }
    }
}
