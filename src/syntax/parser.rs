//! The parser's state: where it is, what it may see, what it has built; blanks, comments and words.
//!
//! A file is read strictly first. Only when that fails it is read again with recovery, whose rules lean on lines and
//! indentation: what people see when they say that a bracket "ends" somewhere.

use std::sync::Arc;

use unicode_ident::{is_xid_continue, is_xid_start};

use super::recovery::HeredocMarks;
use super::tree::*;
use crate::source::TextRange;

/// Deepest nesting of blocks, expressions and templates together.
const MAX_DEPTH: u32 = 200;

pub(super) struct Parser<'a> {
    pub(super) text: &'a [u8],
    pub(super) at: usize,
    /// Nothing is read beyond this offset; recovery moves it back and forth.
    pub(super) end: usize,
    /// Whether the file is known to be broken.
    pub(super) recovering: bool,
    /// Whether newlines count as blanks here: inside parentheses, brackets and interpolations.
    pub(super) newlines_are_blank: bool,
    /// Column of the argument being read: lines that begin at or left of it end every bracket, in recovery.
    pub(super) argument_column: Option<usize>,
    pub(super) depth: u32,
    pub(super) in_quotes: u32,
    /// The end at which an unclosed bracket was last reported.
    pub(super) unclosed_at: Option<usize>,
    /// Whether the whole file is UTF-8, so that its parts need no check.
    pub(super) is_utf8: bool,
    /// Where heredocs open and close, once recovery has asked.
    pub(super) heredocs: Option<HeredocMarks<'a>>,
    pub(super) tree: Tree,
    pub(super) pending: Vec<SyntaxError>,
}

/// Too deep: whoever sees it returns at once.
pub(super) struct TooDeep;

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a Arc<[u8]>, recovering: bool) -> Self {
        let mut tree = Tree::empty(text.clone());
        // Typical densities of Terraform code, so that the arenas seldom grow.
        tree.exprs.reserve(text.len() / 20);
        tree.attributes.reserve(text.len() / 50);
        tree.parts.reserve(text.len() / 60);
        let start = if text.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        Self {
            text,
            at: start,
            end: text.len(),
            recovering,
            newlines_are_blank: false,
            argument_column: None,
            depth: 0,
            in_quotes: 0,
            unclosed_at: None,
            is_utf8: std::str::from_utf8(text).is_ok(),
            heredocs: None,
            tree,
            pending: Vec::new(),
        }
    }

    pub(super) fn finish(mut self) -> Tree {
        self.pending.sort_by_key(|error| error.range);
        self.pending.dedup_by(|a, b| a.range == b.range);
        self.tree.errors = self.pending;
        self.tree
    }

    // Looking.

    pub(super) fn peek(&self) -> u8 {
        self.byte(self.at)
    }

    /// The byte at an offset; 0 beyond the end.
    pub(super) fn byte(&self, at: usize) -> u8 {
        if at < self.end { self.text[at] } else { 0 }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.end
    }

    pub(super) fn looking_at(&self, word: &[u8]) -> bool {
        self.text[self.at.min(self.end)..self.end].starts_with(word)
    }

    pub(super) fn range_from(&self, start: usize) -> TextRange {
        TextRange::new(start as u32, self.at as u32)
    }

    /// The first byte of the line that holds an offset.
    pub(super) fn line_start(&self, at: usize) -> usize {
        memchr::memrchr(b'\n', &self.text[..at]).map_or(0, |newline| newline + 1)
    }

    pub(super) fn column(&self, at: usize) -> usize {
        at - self.line_start(at)
    }

    // Moving.

    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == byte && !self.is_at_end();
        self.at += usize::from(found);
        found
    }

    pub(super) fn eat_word(&mut self, word: &[u8]) -> bool {
        let found = self.looking_at(word);
        if found {
            self.at += word.len();
        }
        found
    }

    /// Skips blanks and comments; newlines too where they are blank.
    #[inline]
    pub(super) fn skip_blanks(&mut self) {
        while matches!(self.peek(), b' ' | b'\t') {
            self.at += 1;
        }
        match self.peek() {
            b'#' | b'/' | b'\r' => self.skip_comments(),
            b'\n' if self.newlines_are_blank => self.skip_comments(),
            _ => {}
        }
    }

    /// The same where there is more than blanks: kept apart, for blanks are everywhere and comments are not.
    #[inline(never)]
    fn skip_comments(&mut self) {
        loop {
            match self.peek() {
                b' ' | b'\t' => self.at += 1,
                b'\r' if self.byte(self.at + 1) == b'\n' => self.at += 1,
                b'\n' if self.newlines_are_blank && !self.is_at_end() => {
                    self.at += 1;
                    self.end_brackets_at_new_line();
                }
                b'#' => self.line_comment(),
                b'/' if self.byte(self.at + 1) == b'/' => self.line_comment(),
                b'/' if self.byte(self.at + 1) == b'*' => self.block_comment(),
                _ => return,
            }
        }
    }

    /// Skips blanks, comments and newlines.
    pub(super) fn skip_lines(&mut self) {
        let before = std::mem::replace(&mut self.newlines_are_blank, true);
        self.skip_blanks();
        self.newlines_are_blank = before;
    }

    /// Up to the newline, which stays.
    pub(super) fn skip_rest_of_line(&mut self) {
        self.at = memchr::memchr(b'\n', &self.text[self.at..self.end]).map_or(self.end, |offset| self.at + offset);
    }

    fn line_comment(&mut self) {
        let start = self.at;
        self.skip_rest_of_line();
        let end = if self.text[start..self.at].ends_with(b"\r") { self.at - 1 } else { self.at };
        self.tree.comments.push(TextRange::new(start as u32, end as u32));
    }

    fn block_comment(&mut self) {
        let start = self.at;
        match memchr::memmem::find(&self.text[start + 2..self.end], b"*/") {
            Some(offset) => self.at = start + 2 + offset + 2,
            None => {
                self.at = self.end;
                self.error(
                    TextRange::new(start as u32, start as u32 + 2),
                    "this comment is not closed",
                    Some("close it with */"),
                );
            }
        }
        self.tree.comments.push(self.range_from(start));
    }

    /// A name: letters, digits, `_` and `-`, of any script.
    pub(super) fn word(&mut self) -> Option<TextRange> {
        let start = self.at;
        if matches!(self.peek(), b'0'..=b'9' | b'-') {
            return None;
        }
        loop {
            while is_word(self.peek()) {
                self.at += 1;
            }
            let letter = if self.peek() < 0x80 { None } else { self.letter(self.at == start) };
            match letter {
                Some(length) => self.at += length,
                None => return (self.at > start).then(|| self.range_from(start)),
            }
        }
    }

    /// Length in bytes of a letter (or digit, when not the first) outside ASCII.
    fn letter(&self, is_first: bool) -> Option<usize> {
        let bytes = &self.text[self.at..self.end.min(self.at + 4)];
        let chunk = bytes.utf8_chunks().next()?;
        let letter = chunk.valid().chars().next()?;
        let fits = if is_first { is_xid_start(letter) } else { is_xid_continue(letter) };
        fits.then(|| letter.len_utf8())
    }

    pub(super) fn text_of(&self, range: TextRange) -> &'a [u8] {
        &self.text[range.as_usize()]
    }

    // Depth and errors.

    pub(super) fn deeper(&mut self) -> Result<(), TooDeep> {
        if self.depth >= MAX_DEPTH {
            let message = format!("this is nested more than {MAX_DEPTH} levels deep");
            let range = TextRange::new(self.at as u32, self.at as u32 + 1);
            self.pending.push(SyntaxError { range, message, help: Some("split it up with locals or modules") });
            // Nothing behind it can be told apart any more.
            self.end = self.at;
            return Err(TooDeep);
        }
        self.depth += 1;
        Ok(())
    }

    pub(super) fn shallower(&mut self) {
        self.depth -= 1;
    }

    pub(super) fn error(&mut self, range: TextRange, message: &str, help: Option<&'static str>) {
        // What follows from a fault on the same spot says nothing new.
        if self.pending.last().is_none_or(|last| last.range.end <= range.start || last.range.start > range.start) {
            self.pending.push(SyntaxError { range, message: message.to_owned(), help });
        }
    }

    /// Reports the next character, or the end of the line, as unexpected.
    pub(super) fn error_here(&mut self, message: &str, help: Option<&'static str>) {
        let start = self.at.min(self.text.len());
        // One character is at most four bytes; looking further would read the rest of the file for every error.
        let length = self.text[start..self.end.max(start).min(start + 4)]
            .utf8_chunks()
            .next()
            .map_or(0, |chunk| chunk.valid().chars().next().map_or(chunk.invalid().len().min(1), char::len_utf8));
        self.error(TextRange::new(start as u32, (start + length) as u32), message, help);
    }

    pub(super) fn push(&mut self, kind: ExprKind, start: usize) -> ExprId {
        self.push_range(kind, self.range_from(start))
    }

    pub(super) fn push_range(&mut self, kind: ExprKind, range: TextRange) -> ExprId {
        self.tree.exprs.push(Expr { kind, range });
        ExprId(self.tree.exprs.len() as u32 - 1)
    }

    pub(super) fn broken(&mut self) -> ExprId {
        self.push(ExprKind::Broken, self.at)
    }
}

/// Whether a byte is part of a name of ASCII letters.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}
