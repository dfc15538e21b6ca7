//! Bytes to positions of the protocol and back, in the encoding that was agreed on.

use gen_lsp_types::{Position, PositionEncodingKind, Range};

use crate::source::TextRange;

/// What the characters of a position count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16; what every client speaks.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

impl Encoding {
    /// The best of those that a client offers.
    pub(super) fn negotiated(offered: &[&str]) -> Self {
        let best = [("utf-8", Self::Utf8), ("utf-16", Self::Utf16), ("utf-32", Self::Utf32)];
        best.into_iter().find(|(name, _)| offered.contains(name)).map_or(Self::Utf16, |(_, encoding)| encoding)
    }

    /// Its name in the protocol.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn units(self, letter: char) -> usize {
        match self {
            Self::Utf8 => letter.len_utf8(),
            Self::Utf16 => letter.len_utf16(),
            Self::Utf32 => 1,
        }
    }

    /// The length of a text. A client shows invalid UTF-8 as one replacement character.
    fn length(self, bytes: &[u8]) -> usize {
        let valid = |text: &str| match self {
            Self::Utf8 => text.len(),
            _ => text.chars().map(|letter| self.units(letter)).sum(),
        };
        let invalid = |bytes: &[u8]| if bytes.is_empty() { 0 } else { self.units(char::REPLACEMENT_CHARACTER) };
        bytes.utf8_chunks().map(|chunk| valid(chunk.valid()) + invalid(chunk.invalid())).sum()
    }
}

/// A text with the starts of its lines, which the protocol counts after LF, CRLF and a CR alone.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    text: &'t [u8],
    starts: Vec<u32>,
    encoding: Encoding,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t [u8], encoding: Encoding) -> Self {
        let ends = memchr::memchr2_iter(b'\n', b'\r', text);
        let is_end = |at: &usize| text[*at] == b'\n' || text.get(at + 1) != Some(&b'\n');
        let starts = std::iter::once(0).chain(ends.filter(is_end).map(|at| at as u32 + 1)).collect();
        Self { text, starts, encoding }
    }

    /// The position of a byte.
    pub(super) fn position(&self, offset: u32) -> Position {
        let offset = offset.min(self.text.len() as u32);
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let before = &self.text[start as usize..offset as usize];
        Position { line: line as u32, character: self.encoding.length(before) as u32 }
    }

    /// The range of some bytes.
    pub(super) fn range(&self, range: TextRange) -> Range {
        Range { start: self.position(range.start), end: self.position(range.end.max(range.start)) }
    }

    /// The byte at a position; the nearest there is where a client points past the end.
    pub(super) fn offset(&self, position: Position) -> u32 {
        let Some(start) = self.starts.get(position.line as usize).copied() else { return self.text.len() as u32 };
        let line = self.line(position.line);
        let mut at = start as usize;
        let mut left = position.character as usize;
        for chunk in line.utf8_chunks() {
            for letter in chunk.valid().chars() {
                let units = self.encoding.units(letter);
                if units > left {
                    return at as u32;
                }
                left -= units;
                at += letter.len_utf8();
            }
            let units = self.encoding.units(char::REPLACEMENT_CHARACTER);
            if !chunk.invalid().is_empty() {
                if units > left {
                    return at as u32;
                }
                left -= units;
                at += chunk.invalid().len();
            }
        }
        at as u32
    }

    /// The bytes of a line without its end.
    pub(super) fn line(&self, index: u32) -> &'t [u8] {
        let start = self.starts.get(index as usize).map_or(self.text.len(), |start| *start as usize);
        let end = self.starts.get(index as usize + 1).map_or(self.text.len(), |start| *start as usize);
        let mut line = &self.text[start..end];
        while let [rest @ .., b'\n' | b'\r'] = line {
            line = rest;
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn positions_go_both_ways_in_every_encoding() {
        let text = "aé漢😀b\r\nc\rd\n\n😀";
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let lines = Lines::new(text.as_bytes(), encoding);
            for (offset, _) in text.char_indices().filter(|(_, letter)| !matches!(letter, '\r' | '\n')) {
                assert_eq!(lines.offset(lines.position(offset as u32)), offset as u32, "{encoding:?} {offset}");
            }
        }
        let character = |encoding| Lines::new(text.as_bytes(), encoding).position(10).character;
        assert_eq!([Encoding::Utf8, Encoding::Utf16, Encoding::Utf32].map(character), [10, 5, 4]);
    }

    #[test]
    fn lines_end_as_the_protocol_has_it() {
        let lines = Lines::new(b"a\r\nb\rc\nd", Encoding::Utf16);
        assert_eq!([0, 3, 5, 7].map(|offset| lines.position(offset)), [at(0, 0), at(1, 0), at(2, 0), at(3, 0)]);
    }

    #[test]
    fn what_lies_past_the_end_is_the_end() {
        let lines = Lines::new("ab\n😀\n".as_bytes(), Encoding::Utf16);
        assert_eq!(lines.offset(at(0, 9)), 2);
        assert_eq!(lines.offset(at(1, 1)), 3, "the middle of a pair of surrogates is before it");
        assert_eq!(lines.offset(at(7, 0)), 8);
        assert_eq!(lines.position(99), at(2, 0));
    }

    #[test]
    fn invalid_text_is_one_character_a_piece() {
        let lines = Lines::new(b"\xFF\xFEa", Encoding::Utf16);
        assert_eq!(lines.position(2), at(0, 2));
        assert_eq!(lines.offset(at(0, 2)), 2);
    }
}
