//! Lines that Java reads, but hardly as their author meant them.

use std::ops::Range;

use super::{Line, Placed, Separator, end_of};

/// What is odd about a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suspicion {
    /// Java refuses the whole text for it: a `\u` without its four digits.
    Malformed,
    /// A name without a value, or words: the first is read as the key.
    NoSeparator,
    /// The separator comes first, so the key is empty.
    EmptyKey,
    /// `export NAME=value`: a property `export`.
    Export,
    /// YAML: a list item, a document mark, a mapping's head, or a block of text.
    Yaml,
    /// The key has a quote, which belongs to the name.
    QuotedKey,
    /// The value starts or ends with a quote, which belongs to it.
    QuotedValue,
    /// `==`, `:=` and the like: the second one belongs to the value.
    DoubleSeparator,
    /// The two characters `\n` where the next property should start on a line of its own.
    EscapedLineBreak,
    /// What looks like a comment belongs to the value.
    TrailingComment {
        /// From the blanks before it to its end.
        range: Range<usize>,
    },
}

/// What is odd about a line, if anything is. `key: value` and `key value` are not, where the key has a dot.
pub fn suspicious(line: &Line) -> Option<Suspicion> {
    match line {
        Line::Property(property) => property.suspicion.clone(),
        Line::Malformed(_) => Some(Suspicion::Malformed),
        Line::Comment(_) | Line::Blank(_) => None,
    }
}

/// What is odd about a property; key and value are decoded, `written` is the value as it stands in the text.
pub(super) fn find(key: &str, value: &str, separator: Separator, written: &[Placed]) -> Option<Suspicion> {
    let is_word = separator == Separator::Blank && !key.contains('.');
    match (key, separator) {
        ("", _) => Some(Suspicion::EmptyKey),
        ("export", Separator::Blank) if value.contains('=') => Some(Suspicion::Export),
        ("-" | "---", Separator::Blank | Separator::None) => Some(Suspicion::Yaml),
        (_, Separator::Colon) if matches!(value, "|" | "|-" | "|+" | ">" | ">-" | ">+") => Some(Suspicion::Yaml),
        (_, Separator::Colon) if value.is_empty() && !key.contains('.') => Some(Suspicion::Yaml),
        _ if key.contains(['"', '\'', '`']) => Some(Suspicion::QuotedKey),
        (_, Separator::None) => Some(Suspicion::NoSeparator),
        _ if is_word => Some(Suspicion::NoSeparator),
        _ if has_next_property(written) => Some(Suspicion::EscapedLineBreak),
        _ if value.starts_with(['=', ':']) => Some(Suspicion::DoubleSeparator),
        _ => trailing_comment(written).or_else(|| has_quote(value).then_some(Suspicion::QuotedValue)),
    }
}

fn has_quote(value: &str) -> bool {
    const QUOTES: [char; 2] = ['"', '\''];
    let value = value.trim_end();
    value.starts_with(QUOTES) || value.ends_with(QUOTES)
}

/// A blank and a `#`, or a value that is nothing but `# …`.
fn trailing_comment(value: &[Placed]) -> Option<Suspicion> {
    let hash = value.iter().enumerate().position(|(index, &(_, character))| {
        let before = index.checked_sub(1).and_then(|before| value.get(before));
        let is_blank_at = |at: Option<&Placed>| at.is_some_and(|(_, character)| super::is_blank(*character));
        character == '#' && (is_blank_at(before) || before.is_none() && is_blank_at(value.get(index + 1)))
    })?;
    let kept = value[..hash].iter().rposition(|(_, character)| !super::is_blank(*character)).map_or(0, |last| last + 1);
    let (start, last) = (value.get(kept)?.0, value.last()?);
    Some(Suspicion::TrailingComment { range: start..end_of(last) })
}

/// Whether `\n` is followed by what looks like `some.name=`.
fn has_next_property(value: &[Placed]) -> bool {
    let mut escaped = false;
    for (index, &(_, character)) in value.iter().enumerate() {
        if escaped && character == 'n' {
            return starts_a_property(&value[index + 1..]);
        }
        escaped = character == '\\' && !escaped;
    }
    false
}

fn starts_a_property(characters: &[Placed]) -> bool {
    let name = characters.iter().map(|(_, character)| *character);
    let mut name = name.skip_while(|character| super::is_blank(*character)).peekable();
    let mut dotted = false;
    while let Some(character) =
        name.next_if(|character| character.is_ascii_alphanumeric() || ".-_".contains(*character))
    {
        dotted |= character == '.';
    }
    dotted && name.any(|character| character == '=')
}
