//! Literal parts of templates to the text they stand for, piece by piece.

use std::borrow::Cow;

use super::tree::{Decoded, Escapes, Tree};
use crate::source::TextRange;

/// The pieces of a literal part: stretches that stand as they are, and escapes one by one.
pub fn decode(tree: &Tree, range: TextRange, escapes: Escapes) -> Pieces<'_> {
    Pieces { text: tree.text(range), start: range.start, escapes }
}

/// See [`decode`].
#[derive(Debug)]
pub struct Pieces<'a> {
    text: &'a str,
    start: u32,
    escapes: Escapes,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Decoded<'a>;

    fn next(&mut self) -> Option<Decoded<'a>> {
        if self.text.is_empty() {
            return None;
        }
        let plain = self.plain_length();
        if plain > 0 {
            let (text, rest) = self.text.split_at(plain);
            return Some(self.advance(Cow::Borrowed(text), plain, rest));
        }
        let (length, text) = self.escape();
        let rest = &self.text[length..];
        Some(self.advance(Cow::Owned(text), length, rest))
    }
}

impl<'a> Pieces<'a> {
    fn advance(&mut self, text: Cow<'a, str>, length: usize, rest: &'a str) -> Decoded<'a> {
        let range = TextRange::new(self.start, self.start + length as u32);
        self.start = range.end;
        self.text = rest;
        Decoded { text, range }
    }

    /// Bytes before the next escape.
    fn plain_length(&self) -> usize {
        let bytes = self.text.as_bytes();
        let is_escape = |at: usize| match bytes[at] {
            b'\\' => self.escapes == Escapes::Quoted,
            marker @ (b'$' | b'%') => {
                self.escapes != Escapes::None && bytes.get(at + 1) == Some(&marker) && bytes.get(at + 2) == Some(&b'{')
            }
            _ => false,
        };
        (0..bytes.len()).find(|at| is_escape(*at)).unwrap_or(bytes.len())
    }

    /// Length and meaning of the escape at the front.
    fn escape(&self) -> (usize, String) {
        let text = self.text;
        if let Some(marker) = text.chars().next().filter(|first| *first != '\\') {
            return (3, format!("{marker}{{"));
        }
        let hexadecimal = |digits: usize| {
            let code = text.get(2..2 + digits).and_then(|code| u32::from_str_radix(code, 16).ok());
            let letter = code.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER);
            (2 + digits, letter.to_string())
        };
        match text.as_bytes().get(1) {
            Some(b'n') => (2, "\n".to_owned()),
            Some(b'r') => (2, "\r".to_owned()),
            Some(b't') => (2, "\t".to_owned()),
            Some(b'"') => (2, "\"".to_owned()),
            Some(b'\\') => (2, "\\".to_owned()),
            Some(b'u') if text.len() >= 6 && text.is_char_boundary(6) => hexadecimal(4),
            Some(b'U') if text.len() >= 10 && text.is_char_boundary(10) => hexadecimal(8),
            // Reported by the parser; the backslash stands for itself.
            _ => (1, "\\".to_owned()),
        }
    }
}
