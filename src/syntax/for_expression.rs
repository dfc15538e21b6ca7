//! `for` expressions, and the names that a `for` of either kind binds.

use super::expression::Parsed;
use super::parser::{Parser, is_word};
use super::tree::*;
use crate::source::TextRange;

impl Parser<'_> {
    pub(super) fn is_for_ahead(&self) -> bool {
        let next = self.byte(self.at + 3);
        self.looking_at(b"for") && !is_word(next) && next < 0x80 && !self.is_key_ahead(self.at + 3)
    }

    /// Whether `=` or `:` follows: `for = 1` is a key.
    fn is_key_ahead(&self, at: usize) -> bool {
        let rest = self.text[at..self.end].trim_ascii_start();
        matches!(rest.first(), Some(b'=' | b':'))
    }

    pub(super) fn for_expression(&mut self, open: usize, close: u8) -> Parsed {
        self.at += 3;
        let Some((key, value)) = self.for_names() else {
            self.skip_to_close(close);
            return Ok(self.push(ExprKind::Broken, open));
        };
        let collection = self.expression()?;
        self.skip_blanks();
        if !self.eat(b':') {
            self.error_here("a colon must follow the collection of a for", None);
            self.skip_to_close(close);
            return Ok(self.push(ExprKind::Broken, open));
        }
        let mut result = self.expression()?;
        self.skip_blanks();
        let mut result_key = None;
        if self.eat_word(b"=>") {
            if close == b']' {
                self.error_here("only an object for has keys", Some("use { } around it"));
            }
            result_key = Some(result);
            result = self.expression()?;
            self.skip_blanks();
        } else if close == b'}' {
            self.error_here("an object for needs key => value", Some("use [ ] around it for a list"));
        }
        let grouped = self.eat_word(b"...");
        if grouped && close == b']' {
            self.error_here("only an object for can group with ...", None);
        }
        self.skip_blanks();
        let mut condition = None;
        if self.eat_keyword(b"if") {
            condition = Some(self.expression()?);
            self.skip_blanks();
        }
        if !self.eat(close) {
            if self.is_at_end() {
                self.unclosed(open, "this for is not closed", None);
            } else {
                self.error_here("the for must end here", None);
                self.skip_to_close(close);
            }
        }
        self.tree.fors.push(For { key, value, collection, result_key, result, grouped, condition });
        let id = ForId(self.tree.fors.len() as u32 - 1);
        Ok(self.push(ExprKind::For(id), open))
    }

    /// `key, value in`.
    pub(super) fn for_names(&mut self) -> Option<(Option<TextRange>, TextRange)> {
        self.skip_blanks();
        let Some(first) = self.word() else {
            self.error_here("a name must follow for", None);
            return None;
        };
        self.skip_blanks();
        let second = if self.eat(b',') {
            self.skip_blanks();
            let name = self.word();
            if name.is_none() {
                self.error_here("a name must follow the comma", None);
            }
            self.skip_blanks();
            Some(name?)
        } else {
            None
        };
        if !self.eat_keyword(b"in") {
            self.error_here("in must follow the names of a for", None);
            return None;
        }
        Some(match second {
            Some(value) => (Some(first), value),
            None => (None, first),
        })
    }

    pub(super) fn eat_keyword(&mut self, word: &[u8]) -> bool {
        let start = self.at;
        match self.word() {
            Some(found) if self.text_of(found) == word => true,
            _ => {
                self.at = start;
                false
            }
        }
    }
}
