//! Templates: quoted strings, heredocs and whole files, with interpolations, directives and strip markers.

use super::parser::{Parser, TooDeep};
use super::tree::*;
use crate::source::TextRange;

/// A piece of a template before directives are nested.
pub(super) enum Piece {
    Literal { range: TextRange, escapes: Escapes },
    Interpolation { value: ExprId, range: TextRange },
    If { condition: ExprId, range: TextRange },
    Else { range: TextRange },
    EndIf { range: TextRange },
    For { key: Option<TextRange>, value: TextRange, collection: ExprId, range: TextRange },
    EndFor { range: TextRange },
}

/// Pieces while they are collected, with the strip markers to apply.
#[derive(Default)]
pub(super) struct Pieces {
    pub(super) list: Vec<Piece>,
    /// Whether the next literal loses its leading white space.
    strip_next: bool,
}

impl Parser<'_> {
    /// `"…"`.
    pub(super) fn quoted(&mut self) -> Result<ExprId, TooDeep> {
        let start = self.at;
        self.at += 1;
        self.skip_plain_text();
        if self.peek() == b'"' && self.is_utf8 {
            // Most strings are plain text: one part, or none.
            let text = TextRange::new(start as u32 + 1, self.at as u32);
            let list = List::new(self.tree.parts.len() as u32, u32::from(!text.is_empty()));
            if !text.is_empty() {
                self.tree.parts.push(Part::Literal { range: text, escapes: Escapes::None });
            }
            self.at += 1;
            return Ok(self.push(ExprKind::Template(list), start));
        }
        self.at = start + 1;
        self.in_quotes += 1;
        let mut pieces = Pieces::default();
        let result = self.quoted_pieces(start, &mut pieces);
        self.in_quotes -= 1;
        result?;
        let parts = self.nest(pieces.list, start);
        Ok(self.push(ExprKind::Template(parts), start))
    }

    /// Skips what means nothing but itself inside quotes.
    fn skip_plain_text(&mut self) {
        while !matches!(self.peek(), b'"' | b'\\' | b'$' | b'%' | b'\r' | b'\n' | 0) {
            self.at += 1;
        }
    }

    fn quoted_pieces(&mut self, start: usize, pieces: &mut Pieces) -> Result<(), TooDeep> {
        let mut literal = self.at;
        let mut escapes = Escapes::None;
        loop {
            match self.peek() {
                b'"' if !self.is_at_end() => {
                    self.literal(pieces, literal, escapes);
                    self.at += 1;
                    return Ok(());
                }
                b'\\' => {
                    escapes = Escapes::Quoted;
                    self.escape();
                }
                b'$' | b'%' if self.is_escaped_marker() => {
                    escapes = Escapes::Quoted;
                    self.at += 3;
                }
                marker @ (b'$' | b'%') if self.byte(self.at + 1) == b'{' => {
                    self.literal(pieces, literal, escapes);
                    self.sequence(marker, pieces)?;
                    (literal, escapes) = (self.at, Escapes::None);
                }
                b'\n' | 0 if self.peek() == b'\n' || self.is_at_end() => {
                    let end = if self.text[start..self.at].ends_with(b"\r") { self.at - 1 } else { self.at };
                    self.literal_until(pieces, literal, end, escapes);
                    let message = "this string is not closed on its line";
                    self.unclosed(start, message, Some("close it with \", or use a heredoc for several lines"));
                    return Ok(());
                }
                _ => {
                    self.refuse_lone_return(self.at);
                    self.at += 1;
                    self.skip_plain_text();
                }
            }
        }
    }

    /// `$${` and `%%{` stand for the same with one character less.
    pub(super) fn is_escaped_marker(&self) -> bool {
        let marker = self.peek();
        self.byte(self.at + 1) == marker && self.byte(self.at + 2) == b'{'
    }

    pub(super) fn escape(&mut self) {
        let length = match self.byte(self.at + 1) {
            b'n' | b'r' | b't' | b'"' | b'\\' => 2,
            b'u' if self.are_hex(self.at + 2, 4) => 6,
            b'U' if self.are_hex(self.at + 2, 8) => 10,
            _ => {
                let range = TextRange::new(self.at as u32, (self.at + 2).min(self.end) as u32);
                self.error(range, "this escape does not exist", Some("write \\\\ for a backslash"));
                1
            }
        };
        self.at += length;
    }

    fn are_hex(&self, start: usize, count: usize) -> bool {
        (start..start + count).all(|at| self.byte(at).is_ascii_hexdigit())
    }

    /// A carriage return is the first half of a new line or nothing.
    pub(super) fn refuse_lone_return(&mut self, at: usize) {
        if self.byte(at) == b'\r' && self.byte(at + 1) != b'\n' {
            let range = TextRange::new(at as u32, at as u32 + 1);
            self.error(range, "a carriage return cannot stand here", Some("end lines with a line feed, or with both"));
        }
    }

    fn literal(&mut self, pieces: &mut Pieces, start: usize, escapes: Escapes) {
        self.literal_until(pieces, start, self.at, escapes);
    }

    /// Adds a literal; a strip marker before it takes its leading white space.
    pub(super) fn literal_until(&mut self, pieces: &mut Pieces, start: usize, end: usize, escapes: Escapes) {
        let mut start = start;
        if end <= start {
            return;
        }
        if !self.is_utf8 && std::str::from_utf8(&self.text[start..end]).is_err() {
            let range = TextRange::new(start as u32, end as u32);
            self.error(range, "this text is not UTF-8", Some("save the file as UTF-8"));
        }
        if std::mem::take(&mut pieces.strip_next) {
            start = end - std::str::from_utf8(&self.text[start..end]).map_or(0, |text| text.trim_start().len());
        }
        // An empty literal stays: it is a piece of its line all the same.
        pieces.list.push(Piece::Literal { range: TextRange::new(start as u32, end as u32), escapes });
    }

    /// `${…}` or `%{…}`.
    pub(super) fn sequence(&mut self, marker: u8, pieces: &mut Pieces) -> Result<(), TooDeep> {
        let start = self.at;
        self.at += 2;
        if self.eat(b'~') {
            self.strip_last(pieces);
        }
        pieces.strip_next = false;
        self.deeper()?;
        let piece = self.across_lines(|this| match marker {
            b'$' => this.expression().map(|value| Some(Piece::Interpolation { value, range: TextRange::new(0, 0) })),
            _ => this.directive(),
        });
        self.shallower();
        let piece = piece?;
        self.across_lines(Self::skip_blanks);
        pieces.strip_next = self.eat(b'~');
        if !self.eat(b'}') {
            self.unclosed(start, "this template sequence is not closed", Some("close it with }"));
            self.skip_sequence();
        }
        let range = self.range_from(start);
        pieces.list.extend(piece.map(|piece| piece.at(range)));
        Ok(())
    }

    fn skip_sequence(&mut self) {
        while !self.is_at_end() && !matches!(self.peek(), b'\n' | b'"' | b'}') {
            self.at += 1;
        }
        self.eat(b'}');
    }

    fn strip_last(&self, pieces: &mut Pieces) {
        if let Some(Piece::Literal { range, .. }) = pieces.list.last_mut() {
            let kept = std::str::from_utf8(&self.text[range.as_usize()]).map_or(0, |text| text.trim_end().len());
            range.end = range.start + kept as u32;
        }
    }

    fn directive(&mut self) -> Result<Option<Piece>, TooDeep> {
        self.skip_blanks();
        let range = TextRange::new(0, 0);
        let start = self.at;
        let word = self.word().map(|word| self.text_of(word));
        Ok(Some(match word {
            Some(b"if") => Piece::If { condition: self.expression()?, range },
            Some(b"else") => Piece::Else { range },
            Some(b"endif") => Piece::EndIf { range },
            Some(b"endfor") => Piece::EndFor { range },
            Some(b"for") => {
                let Some((key, value)) = self.for_names() else { return Ok(None) };
                Piece::For { key, value, collection: self.expression()?, range }
            }
            _ => {
                let range = self.range_from(start);
                self.error(range, "this is no directive", Some("the directives are if, else, endif, for and endfor"));
                return Ok(None);
            }
        }))
    }

    /// Nests directives: `if … else … endif`, `for … endfor`.
    pub(super) fn nest(&mut self, pieces: Vec<Piece>, start: usize) -> List<Part> {
        let mut pieces = pieces.into_iter().peekable();
        let mut parts = Vec::new();
        while pieces.peek().is_some() {
            let stopped = self.nest_until(&mut pieces, &mut parts, 0);
            if let Some(piece) = stopped {
                self.error(piece.range(), "this directive closes nothing", None);
            }
        }
        let _ = start;
        self.parts(parts)
    }

    /// Parts up to a directive that is not theirs, which is given back.
    fn nest_until(
        &mut self,
        pieces: &mut std::iter::Peekable<std::vec::IntoIter<Piece>>,
        parts: &mut Vec<Part>,
        depth: u32,
    ) -> Option<Piece> {
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Literal { range, .. } if range.is_empty() => {}
                Piece::Literal { range, escapes } => parts.push(Part::Literal { range, escapes }),
                Piece::Interpolation { value, range } => parts.push(Part::Interpolation { value, range }),
                Piece::If { condition, range } if depth < 100 => {
                    let (mut then, mut otherwise) = (Vec::new(), Vec::new());
                    let mut closing = self.nest_until(pieces, &mut then, depth + 1);
                    if matches!(closing, Some(Piece::Else { .. })) {
                        closing = self.nest_until(pieces, &mut otherwise, depth + 1);
                    }
                    if !matches!(closing, Some(Piece::EndIf { .. })) {
                        self.error(range, "this if has no endif", Some("close it with %{ endif }"));
                    }
                    let (then, otherwise) = (self.parts(then), self.parts(otherwise));
                    parts.push(Part::If { condition, then, otherwise });
                }
                Piece::For { key, value, collection, range } if depth < 100 => {
                    let mut body = Vec::new();
                    let closing = self.nest_until(pieces, &mut body, depth + 1);
                    if !matches!(closing, Some(Piece::EndFor { .. })) {
                        self.error(range, "this for has no endfor", Some("close it with %{ endfor }"));
                    }
                    let body = self.parts(body);
                    parts.push(Part::For { key, value, collection, body });
                }
                Piece::If { range, .. } | Piece::For { range, .. } => {
                    self.error(range, "directives are nested too deeply", None);
                }
                closing => return Some(closing),
            }
        }
        None
    }

    fn parts(&mut self, parts: Vec<Part>) -> List<Part> {
        let list = List::new(self.tree.parts.len() as u32, parts.len() as u32);
        self.tree.parts.extend(parts);
        list
    }
}

impl Piece {
    fn at(self, at: TextRange) -> Self {
        match self {
            Self::Interpolation { value, .. } => Self::Interpolation { value, range: at },
            Self::If { condition, .. } => Self::If { condition, range: at },
            Self::Else { .. } => Self::Else { range: at },
            Self::EndIf { .. } => Self::EndIf { range: at },
            Self::EndFor { .. } => Self::EndFor { range: at },
            Self::For { key, value, collection, .. } => Self::For { key, value, collection, range: at },
            literal @ Self::Literal { .. } => literal,
        }
    }

    fn range(&self) -> TextRange {
        match self {
            Self::Literal { range, .. }
            | Self::Interpolation { range, .. }
            | Self::If { range, .. }
            | Self::Else { range }
            | Self::EndIf { range }
            | Self::For { range, .. }
            | Self::EndFor { range } => *range,
        }
    }
}
