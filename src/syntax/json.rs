//! The JSON form of Terraform's language, as the same trees.
//!
//! The escapes of all strings are resolved first, into a text of their own with a map back to the file; what stands in
//! a string can then be read as a template like any other.

use std::sync::Arc;

use super::parser::{Parser, TooDeep};
use super::template::Pieces;
use super::tree::*;
use crate::source::TextRange;

/// What strings are in a JSON file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonStrings {
    /// Templates, as in `.tf.json`.
    Templates,
    /// Just text, as in `.tfvars.json`.
    Literal,
}

/// Reads a JSON file. Members of the outermost object are the arguments of the root body.
pub fn parse_json(text: Arc<[u8]>, strings: JsonStrings) -> Tree {
    let resolved = resolve(&text);
    let mut parser = Parser::new(&resolved.text, false);
    parser.newlines_are_blank = true;
    let mut json = Json { parser, kind: strings, strings: resolved.strings.into_iter() };
    json.document();
    let mut tree = json.parser.finish();
    tree.map = resolved.map;
    tree
}

/// A JSON text without escapes, and where its strings stand.
struct Resolved {
    text: Arc<[u8]>,
    map: OffsetMap,
    /// The content of each string, in order; `None` at the end of one that is not closed.
    strings: Vec<TextRange>,
}

fn resolve(file: &Arc<[u8]>) -> Resolved {
    let has_escapes = memchr::memchr(b'\\', file).is_some();
    let mut out: Vec<u8> = Vec::with_capacity(if has_escapes { file.len() } else { 0 });
    let mut runs = if has_escapes { vec![(0, 0)] } else { Vec::new() };
    let mut strings = Vec::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(quote) = memchr::memchr(b'"', &file[at..]).map(|offset| at + offset) {
        at = quote + 1;
        let start = if has_escapes { out.len() + (at - copied) } else { at };
        while at < file.len() && !matches!(file[at], b'"' | b'\n') {
            if file[at] != b'\\' {
                at += 1;
                continue;
            }
            out.extend(&file[copied..at]);
            let (length, letter) = escape(&file[at..]);
            let mut buffer = [0; 4];
            out.extend(letter.encode_utf8(&mut buffer).as_bytes());
            at = (at + length).min(file.len());
            copied = at;
            runs.push((out.len() as u32, at as u32));
        }
        let end = if has_escapes { out.len() + (at - copied) } else { at };
        strings.push(TextRange::new(start as u32, end as u32));
        at += 1;
        if at > file.len() {
            break;
        }
    }
    if !has_escapes {
        return Resolved { text: file.clone(), map: OffsetMap::default(), strings };
    }
    out.extend(&file[copied..]);
    Resolved { text: out.into(), map: OffsetMap { runs }, strings }
}

/// Length and meaning of the escape at the front; what is no escape stands for itself.
fn escape(text: &[u8]) -> (usize, char) {
    let unit = |at: usize| {
        let digits = text.get(at..at + 4).and_then(|digits| std::str::from_utf8(digits).ok());
        digits.and_then(|digits| u32::from_str_radix(digits, 16).ok())
    };
    match text.get(1) {
        Some(b'n') => (2, '\n'),
        Some(b'r') => (2, '\r'),
        Some(b't') => (2, '\t'),
        Some(b'b') => (2, '\u{8}'),
        Some(b'f') => (2, '\u{c}'),
        Some(byte @ (b'"' | b'\\' | b'/')) => (2, char::from(*byte)),
        Some(b'u') => match (unit(2), unit(8)) {
            (Some(high @ 0xD800..0xDC00), Some(low @ 0xDC00..0xE000)) if text.get(6..8) == Some(b"\\u") => {
                let code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                (12, char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
            }
            (Some(code), _) => (6, char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
            (None, _) => (2, char::REPLACEMENT_CHARACTER),
        },
        _ => (1, '\\'),
    }
}

struct Json<'a> {
    parser: Parser<'a>,
    kind: JsonStrings,
    strings: std::vec::IntoIter<TextRange>,
}

impl Json<'_> {
    fn document(&mut self) {
        self.blanks();
        let mut attributes = Vec::new();
        if self.parser.peek() != b'{' {
            self.parser.error_here("a JSON file of Terraform is an object", Some("begin with {"));
        } else if self.members(&mut attributes).is_ok() {
            self.blanks();
            if !self.parser.is_at_end() {
                self.parser.error_here("nothing may follow the outermost object", None);
            }
        }
        let tree = &mut self.parser.tree;
        let named = attributes.iter().map(|item| {
            let key = tree.expr(item.key).range;
            Attribute { name: TextRange::new(key.start + 1, key.end.max(key.start + 2) - 1), value: item.value }
        });
        let named: Vec<Attribute> = named.collect();
        let list = List::new(tree.attributes.len() as u32, named.len() as u32);
        tree.attributes.extend(named);
        tree.bodies.push(Body { attributes: list, blocks: List::new(0, 0) });
        tree.root = BodyId(tree.bodies.len() as u32 - 1);
    }

    fn blanks(&mut self) {
        while matches!(self.parser.peek(), b' ' | b'\t' | b'\r' | b'\n') {
            self.parser.at += 1;
        }
    }

    fn value(&mut self) -> Result<ExprId, TooDeep> {
        self.blanks();
        let start = self.parser.at;
        match self.parser.peek() {
            b'{' => {
                let mut items = Vec::new();
                self.nested(|this| this.members(&mut items))?;
                let tree = &mut self.parser.tree;
                let list = List::new(tree.items.len() as u32, items.len() as u32);
                tree.items.extend(items);
                Ok(self.parser.push(ExprKind::Object(list), start))
            }
            b'[' => {
                let mut items = Vec::new();
                self.nested(|this| this.elements(&mut items))?;
                let tree = &mut self.parser.tree;
                let list = List::new(tree.expr_lists.len() as u32, items.len() as u32);
                tree.expr_lists.extend(items);
                Ok(self.parser.push(ExprKind::Tuple(list), start))
            }
            b'"' => self.string(),
            _ => Ok(self.word(start)),
        }
    }

    fn nested(&mut self, run: impl FnOnce(&mut Self) -> Result<(), TooDeep>) -> Result<(), TooDeep> {
        self.parser.deeper()?;
        let result = run(self);
        self.parser.shallower();
        result
    }

    fn word(&mut self, start: usize) -> ExprId {
        while matches!(self.parser.peek(), b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'+' | b'-' | b'.') {
            self.parser.at += 1;
        }
        let range = self.parser.range_from(start);
        let kind = match self.parser.text_of(range) {
            b"true" => ExprKind::Bool(true),
            b"false" => ExprKind::Bool(false),
            b"null" => ExprKind::Null,
            digits if is_number(digits) => ExprKind::Number,
            _ => {
                self.parser.error_here("a JSON value must stand here", None);
                ExprKind::Broken
            }
        };
        self.parser.push_range(kind, range)
    }

    fn members(&mut self, items: &mut Vec<Item>) -> Result<(), TooDeep> {
        let open = self.parser.at;
        self.parser.at += 1;
        loop {
            self.blanks();
            if items.is_empty() && self.parser.eat(b'}') {
                return Ok(());
            }
            if self.parser.peek() != b'"' {
                return self.stop(open, "a member must begin with its name in quotes");
            }
            let key = self.string()?;
            self.blanks();
            if !self.parser.eat(b':') {
                return self.stop(open, "a colon must follow the name of a member");
            }
            let value = self.value()?;
            items.push(Item { key, value });
            self.blanks();
            if self.parser.eat(b'}') {
                return Ok(());
            }
            if !self.parser.eat(b',') {
                return self.stop(open, "members are separated by commas");
            }
        }
    }

    fn elements(&mut self, items: &mut Vec<ExprId>) -> Result<(), TooDeep> {
        let open = self.parser.at;
        self.parser.at += 1;
        self.blanks();
        if self.parser.eat(b']') {
            return Ok(());
        }
        loop {
            items.push(self.value()?);
            self.blanks();
            if self.parser.eat(b']') {
                return Ok(());
            }
            if !self.parser.eat(b',') {
                return self.stop(open, "elements are separated by commas");
            }
        }
    }

    /// Reports the first fault; what was read before it stays, what follows is left out.
    fn stop(&mut self, open: usize, message: &str) -> Result<(), TooDeep> {
        if self.parser.pending.is_empty() {
            if self.parser.is_at_end() {
                let range = TextRange::new(open as u32, open as u32 + 1);
                self.parser.error(range, "this bracket is not closed", None);
            } else {
                self.parser.error_here(message, None);
            }
        }
        self.parser.end = self.parser.at;
        Ok(())
    }

    fn string(&mut self) -> Result<ExprId, TooDeep> {
        let start = self.parser.at;
        let Some(content) = self.strings.find(|range| range.start as usize > start) else {
            self.parser.error_here("this string is not closed", None);
            return Ok(self.parser.broken());
        };
        let is_closed = (content.end as usize) < self.parser.end && self.parser.text[content.end as usize] == b'"';
        if !is_closed {
            let range = TextRange::new(start as u32, content.end);
            self.parser.error(range, "this string is not closed", Some("close it with \""));
        }
        let mut pieces = Pieces::default();
        let end = std::mem::replace(&mut self.parser.end, content.end as usize);
        self.parser.at = content.start as usize;
        let read = match self.kind {
            JsonStrings::Templates => self.parser.lines(None, start, &mut pieces),
            JsonStrings::Literal => {
                self.parser.literal_until(&mut pieces, content.start as usize, content.end as usize, Escapes::None);
                Ok(())
            }
        };
        self.parser.end = end;
        self.parser.at = (content.end as usize + 1).min(end);
        read?;
        let parts = self.parser.nest(pieces.list, start);
        Ok(self.parser.push(ExprKind::Template(parts), start))
    }
}

/// A number as JSON writes it.
fn is_number(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    let is_plain = digits.first().is_some_and(u8::is_ascii_digit)
        && (digits == b"0" || digits[0] != b'0' || digits.get(1) == Some(&b'.'));
    is_plain && std::str::from_utf8(text).is_ok_and(|text| text.parse::<f64>().is_ok())
}
