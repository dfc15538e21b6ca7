//! Bodies: arguments and blocks, line by line.

use std::collections::HashSet;

use super::parser::{Parser, TooDeep};
use super::tree::*;
use crate::source::TextRange;

const ONE_EACH: &str = "each argument needs a line of its own";

/// Arguments and blocks of a body while it is read.
#[derive(Default)]
struct Building {
    attributes: Vec<Attribute>,
    blocks: Vec<Block>,
    /// Whether the missing newlines of this body were reported.
    crowded: bool,
}

impl Parser<'_> {
    /// The whole file.
    pub(super) fn file(&mut self) {
        let mut body = Building::default();
        while self.next_statement(None) {
            if self.peek() == b'}' {
                self.error_here("this brace closes nothing", Some("remove it, or open the block it belongs to"));
                self.at += 1;
                continue;
            }
            if self.statement(&mut body, 0).is_err() {
                break;
            }
        }
        self.tree.root = self.close_body(body);
    }

    /// Moves to the next statement; false at the end of the body.
    fn next_statement(&mut self, block: Option<TextRange>) -> bool {
        self.skip_lines();
        while self.peek() == b';' && self.recovering {
            self.at += 1;
            self.skip_lines();
        }
        if self.is_at_end() || (block.is_some() && self.begins_top_level_block()) {
            if let Some(header) = block {
                self.error(header, "this block is not closed", Some("close it with } on a line of its own"));
            }
            return false;
        }
        true
    }

    /// In recovery, a top-level keyword at the first column closes every open block.
    fn begins_top_level_block(&mut self) -> bool {
        if !self.recovering || self.column(self.at) != 0 {
            return false;
        }
        super::recovery::is_top_level_header(&self.text[self.at..self.end])
    }

    fn statement(&mut self, body: &mut Building, depth: u32) -> Result<(), TooDeep> {
        let start = self.at;
        let Some(name) = self.word() else {
            self.error_here("an argument or a block must begin here", Some("begin with a name"));
            self.skip_statement();
            return Ok(());
        };
        self.skip_blanks();
        if self.peek() == b'=' && self.byte(self.at + 1) != b'=' {
            self.at += 1;
            self.attribute(body, name)
        } else if matches!(self.peek(), b'{' | b'"') || self.is_word_ahead() {
            self.block(body, name, depth)
        } else {
            let help = Some("write name = value for an argument, name { … } for a block");
            self.error(self.range_from(start), "this is neither an argument nor a block", help);
            self.skip_statement();
            Ok(())
        }
    }

    fn is_word_ahead(&mut self) -> bool {
        let start = self.at;
        let found = self.word().is_some();
        self.at = start;
        found
    }

    /// To the end of a line that makes no sense.
    fn skip_statement(&mut self) {
        let start = self.at;
        self.skip_rest_of_line();
        if self.at == start && !self.is_at_end() {
            self.at += 1;
        }
    }

    fn attribute(&mut self, body: &mut Building, name: TextRange) -> Result<(), TooDeep> {
        let (end, outer) = (self.end, self.argument_column);
        self.argument_column = self.recovering.then(|| self.column(name.start as usize));
        let value = self.expression();
        self.argument_column = outer;
        let was_cut = self.end != end && self.depth_is_sound();
        if was_cut {
            // Recovery ended the brackets of this value at a line: go on there.
            self.at = self.end;
            self.end = end;
        }
        body.attributes.push(Attribute { name, value: value? });
        if !was_cut {
            self.end_of_statement(body);
        }
        Ok(())
    }

    /// False when the nesting limit has closed the file.
    fn depth_is_sound(&self) -> bool {
        self.recovering
    }

    /// A newline, the end of the file, or the brace of a block on one line.
    fn end_of_statement(&mut self, body: &mut Building) {
        self.skip_blanks();
        if self.is_at_end() || self.peek() == b'\n' || (self.recovering && self.peek() == b'}') {
            return;
        }
        if self.recovering && (self.peek() == b';' || self.is_argument_ahead()) {
            if !body.crowded {
                body.crowded = true;
                self.error_here(ONE_EACH, Some("put it on a new line"));
            }
            return;
        }
        self.error_here("this does not belong to the value before it", Some("end the line after a value"));
        self.skip_rest_of_line();
    }

    fn is_argument_ahead(&mut self) -> bool {
        let start = self.at;
        let found = self.word().is_some() && {
            self.skip_blanks();
            (self.peek() == b'=' && self.byte(self.at + 1) != b'=') || self.peek() == b'{'
        };
        self.at = start;
        found
    }

    fn block(&mut self, body: &mut Building, kind: TextRange, depth: u32) -> Result<(), TooDeep> {
        let errors_before = self.pending.len();
        let mut labels = Vec::new();
        let mut header = kind;
        loop {
            self.skip_blanks();
            let start = self.at;
            match self.peek() {
                b'{' if !self.is_at_end() => break,
                b'"' => labels.push(self.quoted_label()),
                _ => match self.word() {
                    Some(text) => labels.push(Label { text, range: text }),
                    None if self.recovering && self.ends_with_brace() => {
                        self.error_here("this is no label", Some("labels are words or quoted strings"));
                        self.at = self.brace_at_line_end();
                        break;
                    }
                    None => {
                        self.error_here("a block must open with {", Some("add { after the labels"));
                        self.skip_statement();
                        return Ok(());
                    }
                },
            }
            header = header.cover(self.range_from(start));
        }
        self.at += 1;
        self.deeper()?;
        let inside = self.block_body(header, depth + 1);
        self.shallower();
        let damaged = self.pending.len() > errors_before;
        let range = self.range_from(kind.start as usize);
        let start = self.tree.labels.len() as u32;
        self.tree.labels.extend(&labels);
        let labels = List::new(start, labels.len() as u32);
        body.blocks.push(Block { kind, labels, body: inside?, header, range, damaged });
        self.end_of_block(body);
        Ok(())
    }

    fn end_of_block(&mut self, body: &mut Building) {
        self.skip_blanks();
        if self.is_at_end() || self.peek() == b'\n' || (self.recovering && self.peek() == b'}') {
            return;
        }
        if self.recovering {
            let at_line_start = self.text[self.line_start(self.at)..self.at].iter().all(u8::is_ascii_whitespace);
            if !body.crowded && !at_line_start {
                body.crowded = true;
                self.error_here("a block must be followed by a new line", Some("put it on a new line"));
            }
            return;
        }
        self.error_here("a block must be followed by a new line", Some("put it on a new line"));
    }

    fn quoted_label(&mut self) -> Label {
        let start = self.at;
        self.at += 1;
        loop {
            match self.peek() {
                b'"' if !self.is_at_end() => {
                    self.at += 1;
                    let text = TextRange::new(start as u32 + 1, self.at as u32 - 1);
                    if !self.is_utf8 && std::str::from_utf8(self.text_of(text)).is_err() {
                        self.error(text, "this label is not UTF-8", None);
                    }
                    return Label { text, range: self.range_from(start) };
                }
                b'$' | b'%' if self.is_escaped_marker() => self.at += 3,
                b'$' | b'%' if self.byte(self.at + 1) == b'{' => {
                    self.error_here("labels cannot hold templates", Some("write the name out"));
                    self.at += 2;
                }
                b'\\' => self.escape(),
                b'\r' if self.byte(self.at + 1) != b'\n' => {
                    self.refuse_lone_return(self.at);
                    self.at += 1;
                }
                b'\n' | 0 => {
                    let text = TextRange::new(start as u32 + 1, self.at as u32);
                    self.error(
                        self.range_from(start),
                        "this label is not closed on its line",
                        Some("close it with \""),
                    );
                    return Label { text, range: self.range_from(start) };
                }
                _ => self.at += 1,
            }
        }
    }

    fn ends_with_brace(&self) -> bool {
        self.brace_at_line_end() < self.end && self.text[self.brace_at_line_end()] == b'{'
    }

    /// The last character of the line that is no blank.
    fn brace_at_line_end(&self) -> usize {
        let line = memchr::memchr(b'\n', &self.text[self.at..self.end]).map_or(self.end, |offset| self.at + offset);
        let trimmed = self.text[self.at..line].trim_ascii_end();
        self.at + trimmed.len().saturating_sub(1)
    }

    fn block_body(&mut self, header: TextRange, depth: u32) -> Result<BodyId, TooDeep> {
        let mut body = Building::default();
        self.skip_blanks();
        let on_one_line = !self.is_at_end() && self.peek() != b'\n';
        if on_one_line && !self.recovering {
            return self.one_line_body(body);
        }
        while self.next_statement(Some(header)) {
            if self.eat(b'}') {
                break;
            }
            self.statement(&mut body, depth)?;
        }
        Ok(self.close_body(body))
    }

    /// `{ name = value }`: at most one argument, and no block.
    fn one_line_body(&mut self, mut body: Building) -> Result<BodyId, TooDeep> {
        if self.eat(b'}') {
            return Ok(self.close_body(body));
        }
        let name = self.word();
        self.skip_blanks();
        match name {
            Some(name) if self.peek() == b'=' && self.byte(self.at + 1) != b'=' => {
                self.at += 1;
                let value = self.expression()?;
                body.attributes.push(Attribute { name, value });
            }
            _ => self
                .error_here("a block on one line holds one argument", Some("put what it holds on lines of their own")),
        }
        self.skip_blanks();
        if !self.eat(b'}') {
            self.error_here("a block on one line holds one argument", Some("put what it holds on lines of their own"));
        }
        Ok(self.close_body(body))
    }

    fn close_body(&mut self, body: Building) -> BodyId {
        self.report_repetitions(&body.attributes);
        let attributes = List::new(self.tree.attributes.len() as u32, body.attributes.len() as u32);
        self.tree.attributes.extend(body.attributes);
        let blocks = List::new(self.tree.blocks.len() as u32, body.blocks.len() as u32);
        self.tree.blocks.extend(body.blocks);
        self.tree.bodies.push(Body { attributes, blocks });
        BodyId(self.tree.bodies.len() as u32 - 1)
    }

    fn report_repetitions(&mut self, attributes: &[Attribute]) {
        let repeated: Vec<TextRange> = if attributes.len() <= 16 {
            let is_repeated = |(at, attribute): (usize, &Attribute)| {
                let name = self.text_of(attribute.name);
                attributes[..at].iter().any(|earlier| self.text_of(earlier.name) == name).then_some(attribute.name)
            };
            attributes.iter().enumerate().filter_map(is_repeated).collect()
        } else {
            let mut seen = HashSet::with_capacity(attributes.len());
            attributes.iter().map(|a| a.name).filter(|name| !seen.insert(self.text_of(*name))).collect()
        };
        for name in repeated {
            let help = Some("remove one of the two; Terraform refuses both");
            let message = "this argument is set twice".to_owned();
            self.pending.push(SyntaxError { range: name, message, help });
        }
    }
}
