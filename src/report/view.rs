//! The source view: where a label points, and the few lines around it, made safe to show.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::sanitize::sanitize;
use super::secrets::mask;
use crate::finding::Label;
use crate::source::{LineColumn, Place, SourceFile, Sources, Span};

/// Where a label points, resolved.
pub(super) struct Position<'a> {
    pub(super) file: &'a SourceFile,
    pub(super) span: Span,
    pub(super) start: LineColumn,
    pub(super) end: LineColumn,
}

/// The position of a label in a text; `None` for attributes of planned values and for places nowhere.
pub(super) fn position<'a>(label: &Label, sources: &'a Sources) -> Option<Position<'a>> {
    let Place::Text(span) = label.place else { return None };
    let file = sources.get(span.file)?;
    let start = file.line_column(span.range.start);
    let end = file.line_column(span.range.end.max(span.range.start));
    Some(Position { file, span, start, end })
}

/// A window on a file: only the lines that are asked for are looked at, whatever the size of the file.
pub(super) struct Window<'a> {
    pub(super) file: &'a SourceFile,
}

impl SourceCode for Window<'_> {
    fn read_span<'s>(
        &'s self,
        span: &SourceSpan,
        lines_before: usize,
        _lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'s> + 's>, MietteError> {
        let line = self.file.line_index(span.offset() as u32);
        let first = line.saturating_sub(lines_before);
        let range = self.file.line_range(first).cover(self.file.line_range(line));
        let data = self.file.bytes.get(range.as_usize()).ok_or(MietteError::OutOfBounds)?;
        let window = SourceSpan::new((range.start as usize).into(), data.len());
        let name = self.file.path.to_string();
        Ok(Box::new(MietteSpanContents::new_named(name, data, window, first, 0, line - first + 1)))
    }
}

/// The text of one line without its end.
pub(super) fn line_text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end_matches(['\n', '\r']).to_owned()
}

/// A line of a diff, safe to print: secrets masked, nothing that moves the cursor; tabs stay, so that it still applies.
pub fn diff_line(line: &str) -> String {
    mask(line).split('\t').map(sanitize).collect::<Vec<_>>().join("\t")
}
