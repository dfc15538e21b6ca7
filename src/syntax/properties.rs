//! Java `.properties` text to lines, each with its place, read as `java.util.Properties` reads it.

use std::borrow::Cow;
use std::ops::Range;

mod decode;
mod suspicion;

#[cfg(test)]
mod tests;

pub use suspicion::{Suspicion, suspicious};

/// One logical line: a natural line with those that continue it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A key and a value, either of which may be empty.
    Property(Property),
    /// A line that Java refuses, and the whole text with it.
    Malformed(Malformed),
    /// A comment.
    Comment(Range<usize>),
    /// Nothing but blanks.
    Blank(Range<usize>),
}

/// A key and a value. All ranges are bytes of the text that was read, and lie on its character boundaries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// The key as written.
    pub key: Range<usize>,
    /// The value as written, trailing blanks included; empty and behind the separator when there is none.
    pub value: Range<usize>,
    /// What stands between them.
    pub separator: Separator,
    /// Whether it goes over several natural lines.
    pub continued: bool,
    /// The whole line without its last line break.
    pub line: Range<usize>,
    decoded_key: Option<Box<str>>,
    decoded_value: Option<Box<str>>,
    suspicion: Option<Suspicion>,
}

/// What stands between key and value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Separator {
    /// `=`, perhaps with blanks around it.
    Equals,
    /// `:`, perhaps with blanks around it.
    Colon,
    /// Blanks alone.
    Blank,
    /// Nothing: the line ends with the key.
    None,
}

/// A line that Java refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// The whole line without its last line break.
    pub range: Range<usize>,
    /// Why.
    pub kind: MalformedKind,
}

/// Why Java refuses a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MalformedKind {
    /// `\u` without four hexadecimal digits behind it.
    UnicodeEscape,
}

impl Line {
    /// The whole line without its last line break.
    pub fn range(&self) -> Range<usize> {
        match self {
            Self::Property(property) => property.line.clone(),
            Self::Malformed(malformed) => malformed.range.clone(),
            Self::Comment(range) | Self::Blank(range) => range.clone(),
        }
    }
}

impl Property {
    /// The key as Java reads it; `text` is the text that was read.
    pub fn decoded_key<'a>(&'a self, text: &'a str) -> Cow<'a, str> {
        decoded(&self.decoded_key, &self.key, text)
    }

    /// The value as Java reads it; `text` is the text that was read.
    pub fn decoded_value<'a>(&'a self, text: &'a str) -> Cow<'a, str> {
        decoded(&self.decoded_value, &self.value, text)
    }
}

fn decoded<'a>(decoded: &'a Option<Box<str>>, range: &Range<usize>, text: &'a str) -> Cow<'a, str> {
    Cow::Borrowed(decoded.as_deref().unwrap_or_else(|| text.get(range.clone()).unwrap_or_default()))
}

/// Reads every line of a text, in order.
pub fn parse(text: &str) -> Vec<Line> {
    let mut reader = Reader { text, at: 0, characters: Vec::new() };
    let mut lines = Vec::new();
    while reader.at < text.len() {
        lines.push(reader.line());
    }
    lines
}

/// A character and where it starts.
type Placed = (usize, char);

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// The characters of a logical line, without continuations and the blanks around them.
    characters: Vec<Placed>,
}

impl Reader<'_> {
    fn line(&mut self) -> Line {
        let natural = self.natural_line();
        let content = self.without_blanks(&natural);
        match self.text[content.clone()].chars().next() {
            None => return Line::Blank(natural),
            Some('#' | '!') => return Line::Comment(natural),
            Some(_) => {}
        }
        self.characters.clear();
        let mut end = natural.end;
        let mut continues = self.append(content);
        // A lone backslash joins the next line to nothing: that one starts afresh, perhaps as a comment. Only where
        // Java sees the end of the text behind it, which it does not for `\r\n`, an empty key comes of it.
        let is_last = self.at == self.text.len() && self.at - natural.end < 2;
        if continues && self.characters.is_empty() && !is_last {
            return Line::Blank(natural);
        }
        let first_end = end;
        while continues && self.at < self.text.len() {
            let next = self.natural_line();
            end = next.end;
            continues = self.append(self.without_blanks(&next));
        }
        self.property(natural.start..end, end != first_end)
    }

    /// The range of the next natural line; moves behind its break.
    fn natural_line(&mut self) -> Range<usize> {
        let start = self.at;
        let rest = &self.text.as_bytes()[start..];
        let length = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let break_length = match &rest[length..] {
            [b'\r', b'\n', ..] => 2,
            [] => 0,
            _ => 1,
        };
        self.at = start + length + break_length;
        start..start + length
    }

    fn without_blanks(&self, natural: &Range<usize>) -> Range<usize> {
        let kept = self.text[natural.clone()].trim_start_matches(is_blank).len();
        natural.end - kept..natural.end
    }

    /// Takes up the characters of a natural line; whether the next one continues it.
    fn append(&mut self, content: Range<usize>) -> bool {
        let start = content.start;
        let written = &self.text[content];
        let backslashes = written.len() - written.trim_end_matches('\\').len();
        self.characters.extend(written.char_indices().map(|(offset, character)| (start + offset, character)));
        let continues = backslashes % 2 == 1;
        if continues {
            self.characters.pop();
        }
        continues
    }

    fn property(&self, line: Range<usize>, continued: bool) -> Line {
        let key_length = self.key_length();
        let (value_start, separator) = self.separator(key_length);
        let (key, value) = (&self.characters[..key_length], &self.characters[value_start..]);
        let before = self.characters[..value_start].last().map_or(line.start, end_of);
        let (key_range, value_range) = (range(key, line.start), range(value, before));
        let (Some(key_text), Some(value_text)) = (decode::decode(key), decode::decode(value)) else {
            return Line::Malformed(Malformed { range: line, kind: MalformedKind::UnicodeEscape });
        };
        let suspicion = suspicion::find(&key_text, &value_text, separator, value);
        let differing = |decoded: String, range: &Range<usize>| {
            (decoded != self.text[range.clone()]).then(|| decoded.into_boxed_str())
        };
        Line::Property(Property {
            decoded_key: differing(key_text, &key_range),
            decoded_value: differing(value_text, &value_range),
            key: key_range,
            value: value_range,
            separator,
            continued,
            line,
            suspicion,
        })
    }

    /// Up to the first separator that no backslash escapes.
    fn key_length(&self) -> usize {
        let mut escaped = false;
        for (index, &(_, character)) in self.characters.iter().enumerate() {
            if !escaped && (is_blank(character) || matches!(character, '=' | ':')) {
                return index;
            }
            escaped = character == '\\' && !escaped;
        }
        self.characters.len()
    }

    /// Where the value starts, and what stands before it.
    fn separator(&self, key_length: usize) -> (usize, Separator) {
        let mut separator = Separator::None;
        for (index, &(_, character)) in self.characters.iter().enumerate().skip(key_length) {
            separator = match (character, separator) {
                ('=', Separator::Blank | Separator::None) => Separator::Equals,
                (':', Separator::Blank | Separator::None) => Separator::Colon,
                (_, Separator::None) => Separator::Blank,
                (blank, _) if is_blank(blank) => separator,
                _ => return (index, separator),
            };
        }
        (self.characters.len(), separator)
    }
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{c}')
}

fn end_of((start, character): &Placed) -> usize {
    start + character.len_utf8()
}

fn range(characters: &[Placed], otherwise: usize) -> Range<usize> {
    match (characters.first(), characters.last()) {
        (Some((start, _)), Some(last)) => *start..end_of(last),
        _ => otherwise..otherwise,
    }
}
