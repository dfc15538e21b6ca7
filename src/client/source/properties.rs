//! Java properties to entries.

use super::entry::{Entry, Text};
use super::reader::File;
use crate::client::Style;
use crate::source::{Span, TextRange};
use crate::syntax::properties::{self, Line};

/// The entries of a part of a file.
pub(super) fn entries(file: &File, range: TextRange) -> Vec<Entry> {
    let Some(text) = file.text(range) else { return Vec::new() };
    let span = |inside: std::ops::Range<usize>| Span {
        file: file.id,
        range: TextRange::new(range.start + inside.start as u32, range.start + inside.end as u32),
    };
    let entry = |line: Line| match line {
        Line::Property(property) => {
            let value = property.decoded_value(text);
            let written = text.get(property.value.clone()).unwrap_or_default();
            let end = property.value.start + written.trim_end().len();
            let literal = (!property.continued).then(|| span(property.value.start..end));
            Some(Entry {
                key: property.decoded_key(text).into_owned(),
                value: Text::written(value.trim_end()),
                span: span(property.key.start..end.max(property.key.end)),
                literal,
                style: Style::Text,
            })
        }
        _ => None,
    };
    properties::parse(text).into_iter().filter_map(entry).collect()
}
