//! The source view: where a label points, and the few lines around it, made safe to show.

use std::ops::Range;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use unicode_width::UnicodeWidthChar;

use super::sanitize::{is_unsafe, sanitize, visible};
use crate::finding::Label;
use crate::secrets::{MASK, mask, secrets_of};
use crate::source::{LineColumn, Place, SourceFile, Sources, Span, TextRange};

/// Where a label points, resolved.
pub(crate) struct Position<'a> {
    pub(crate) file: &'a SourceFile,
    pub(crate) span: Span,
    pub(crate) start: LineColumn,
    pub(crate) end: LineColumn,
    /// What must not be shown of the file.
    pub(crate) secrets: &'a [TextRange],
}

/// The position of a label in a text; `None` for attributes of planned values and for places nowhere.
pub(crate) fn position<'a>(label: &Label, sources: &'a Sources) -> Option<Position<'a>> {
    let Place::Text(span) = label.place else { return None };
    let file = sources.get(span.file)?;
    let start = file.line_column(span.range.start);
    let end = file.line_column(span.range.end.max(span.range.start));
    Some(Position { file, span, start, end, secrets: sources.secrets(span.file) })
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
        let marked = self.file.line_range(line);
        let bytes = self.file.bytes.get(marked.as_usize()).ok_or(MietteError::OutOfBounds)?;
        let (from, near) = near(bytes, 0, span.offset().saturating_sub(marked.start as usize));
        // Of a very long line only what is near, and nothing before it.
        let is_whole = near.len() == bytes.len();
        let first = if is_whole { self.first_line(line, lines_before) } else { line };
        let start = if is_whole { self.file.line_range(first).start as usize } else { marked.start as usize + from };
        let data = self.file.bytes.get(start..marked.start as usize + from + near.len());
        let data = data.ok_or(MietteError::OutOfBounds)?;
        let window = SourceSpan::new(start.into(), data.len());
        let name = self.file.path.to_string();
        // The column is that of the span, as people count: our own handler shows it.
        let column = self.file.line_column(span.offset() as u32).column as usize;
        Ok(Box::new(MietteSpanContents::new_named(name, data, window, first, column, line - first + 1)))
    }
}

impl Window<'_> {
    /// The first of some lines before one, as far as they are not very long.
    fn first_line(&self, line: usize, lines_before: usize) -> usize {
        let is_short = |line: &usize| self.file.line_range(*line).len() as usize <= 2 * AROUND;
        let before = (0..line).rev().take(lines_before).take_while(is_short);
        before.last().unwrap_or(line)
    }
}

/// Bytes on either side of a place in a very long line that are looked at.
const AROUND: usize = 1024;

/// A line of a diff, safe to print: secrets masked, nothing that moves the cursor; tabs stay, so that it still applies.
pub fn diff_line(line: &str) -> String {
    mask(line).split('\t').map(sanitize).collect::<Vec<_>>().join("\t")
}

/// The bytes of a line around one of them, with the offset of their first: all of a line, unless it is very long.
pub(crate) fn near(line: &[u8], first: usize, at: usize) -> (usize, &[u8]) {
    let at = at.clamp(first, line.len());
    let is_middle = |index: usize| line.get(index).is_some_and(|byte| byte & 0xC0 == 0x80);
    let mut from = at.saturating_sub(AROUND).max(first);
    while from < at && is_middle(from) {
        from += 1;
    }
    let mut to = (at + AROUND).min(line.len());
    while to > at && is_middle(to) {
        to -= 1;
    }
    (from, &line[from..to])
}

/// Columns of a source line that are shown.
const WIDTH: usize = 120;

/// A line as it is shown, cut around what is marked: secrets masked, nothing that moves the cursor.
pub(crate) struct LineView {
    /// What stands before the mark.
    pub(crate) before: String,
    /// What is marked.
    pub(crate) marked: String,
    /// What stands behind it.
    pub(crate) after: String,
    /// Display columns before the mark.
    pub(super) offset: usize,
    /// Display columns of the mark.
    pub(super) width: usize,
}

impl LineView {
    /// `marked` are bytes of the line, what is beyond its end left out; `at` is where it stands in the file, `known` what
    /// is known to be secret there.
    pub(crate) fn new(line: &[u8], marked: Range<usize>, at: usize, known: &[TextRange]) -> Self {
        let cells = cells(line, marked, at, known);
        let first = cells.iter().position(|cell| cell.is_marked).unwrap_or(cells.len());
        let total: usize = cells.iter().map(|cell| cell.width).sum();
        // A long line is shown from a little before the mark.
        let skip = if total > WIDTH { first.saturating_sub(WIDTH / 3) } else { 0 };
        let mut view = Self { before: String::new(), marked: String::new(), after: String::new(), offset: 0, width: 0 };
        if skip > 0 {
            view.before.push_str("...");
            view.offset = 3;
        }
        let mut used = 0;
        for (index, cell) in cells.iter().enumerate().skip(skip) {
            let part = match cell.is_marked {
                true => &mut view.marked,
                false if index < first => &mut view.before,
                false => &mut view.after,
            };
            if used + cell.width > WIDTH {
                part.push_str("...");
                break;
            }
            used += cell.width;
            part.push_str(&cell.shown);
            view.offset += if index < first { cell.width } else { 0 };
            view.width += if cell.is_marked { cell.width } else { 0 };
        }
        view
    }

    /// The whole line.
    pub(super) fn text(&self) -> String {
        [&*self.before, &*self.marked, &*self.after].concat()
    }
}

/// A letter, or a secret, as it is shown.
struct Cell {
    shown: String,
    width: usize,
    is_marked: bool,
}

fn cells(line: &[u8], marked: Range<usize>, at: usize, known: &[TextRange]) -> Vec<Cell> {
    let bom = if line.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let (start, end) = (marked.start.saturating_sub(bom), marked.end.saturating_sub(bom));
    let (text, secrets) = secrets_of(&line[bom..], at + bom, known);
    let mut cells: Vec<Cell> = Vec::new();
    for (at, letter) in text.char_indices() {
        if let Some(secret) = secrets.iter().find(|secret| secret.contains(&at)) {
            if at == secret.start {
                let is_marked = start < secret.end && secret.start < end;
                cells.push(Cell { shown: MASK.to_owned(), width: MASK.len(), is_marked });
            }
            continue;
        }
        let shown = match letter {
            '\t' => "    ".to_owned(),
            // Nor does a line hold a command of a CI system.
            '[' if text[..at].ends_with("##") || text[..at].ends_with("##vso") => "\\[".to_owned(),
            letter if is_unsafe(letter) => visible(letter),
            letter => letter.to_string(),
        };
        let width = if letter == '\t' { 4 } else { shown.chars().map(|c| c.width().unwrap_or(1)).sum() };
        cells.push(Cell { shown, width, is_marked: start <= at && at < end });
    }
    cells
}
