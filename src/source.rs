//! Files, spans and places: where something was written. Knows bytes and lines, does no I/O.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// One file of a run; an index into [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A range of bytes in the text of one file, the end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextRange {
    /// First byte.
    pub start: u32,
    /// First byte after the range.
    pub end: u32,
}

impl TextRange {
    /// The range from `start` to `end` (exclusive).
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The smallest range that covers both.
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// Whether `offset` lies inside, the end included.
    pub fn touches(self, offset: u32) -> bool {
        self.start <= offset && offset <= self.end
    }

    /// Length in bytes.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether nothing is covered.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// As indices for a slice.
    pub const fn as_usize(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A range of bytes in a named file: original bytes, byte order mark and CRLF included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Where in it.
    pub range: TextRange,
}

/// Where something stands: in a text, at an attribute of a planned value, or nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A span of a file.
    Text(Span),
    /// A path such as `broker_node_group_info[0].client_subnets` in a planned value.
    Attribute(Arc<str>),
    /// Nowhere that can be shown.
    Nowhere,
}

impl Place {
    /// The span, if the place is in a text.
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Text(span) => Some(*span),
            _ => None,
        }
    }
}

/// One file as it was read, shown under a path relative to the current folder.
#[derive(Debug)]
pub struct SourceFile {
    /// Display path: `/` separators, no leading `./`.
    pub path: Arc<str>,
    /// The bytes as they are on disk.
    pub bytes: Arc<[u8]>,
    /// Whether reports may quote it; a plan holds sensitive values.
    pub may_be_shown: bool,
    line_starts: OnceLock<Vec<u32>>,
    checkpoints: OnceLock<Vec<(u32, u32)>>,
    is_addressed: OnceLock<bool>,
}

/// The word by which a comment addresses this program.
pub const MARK: &str = "msk-lint:";

/// Bytes between the places of a file up to which columns are counted once.
const CHECKPOINT: u32 = 4096;

/// Unicode scalar values; invalid UTF-8 counts one a byte.
fn columns(bytes: &[u8]) -> u32 {
    bytes.utf8_chunks().map(|chunk| chunk.valid().chars().count() + chunk.invalid().len()).sum::<usize>() as u32
}

/// A line and a column, both from 1; the column counts Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in Unicode scalar values, from 1.
    pub column: u32,
}

impl SourceFile {
    /// A file with its display path and bytes.
    pub fn new(path: impl Into<Arc<str>>, bytes: impl Into<Arc<[u8]>>) -> Self {
        Self {
            path: path.into(),
            bytes: bytes.into(),
            may_be_shown: true,
            line_starts: OnceLock::new(),
            checkpoints: OnceLock::new(),
            is_addressed: OnceLock::new(),
        }
    }

    /// The same, never quoted.
    pub fn withheld(self) -> Self {
        Self { may_be_shown: false, ..self }
    }

    /// Whether something in it addresses this program. Asked of every file after every keystroke in an editor, and looked
    /// for once.
    pub fn is_addressed(&self) -> bool {
        *self.is_addressed.get_or_init(|| memchr::memmem::find(&self.bytes, MARK.as_bytes()).is_some())
    }

    /// Offsets of the first byte of every line.
    pub fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let newlines = memchr::memchr_iter(b'\n', &self.bytes).map(|at| at as u32 + 1);
            std::iter::once(0).chain(newlines).collect()
        })
    }

    /// The number of the line that holds `offset`, from 0.
    pub fn line_index(&self, offset: u32) -> usize {
        self.line_starts().partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The bytes of line `index` (from 0) with its line end.
    pub fn line_range(&self, index: usize) -> TextRange {
        let starts = self.line_starts();
        let start = starts.get(index).copied().unwrap_or(self.bytes.len() as u32);
        let end = starts.get(index + 1).copied().unwrap_or(self.bytes.len() as u32);
        TextRange::new(start, end)
    }

    /// Line and column of a byte; invalid UTF-8 counts one column a byte, a byte order mark none.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let offset = offset.min(self.bytes.len() as u32);
        let line = self.line_index(offset);
        let mut start = self.line_range(line).start;
        if line == 0 && self.bytes.starts_with(b"\xEF\xBB\xBF") && offset >= 3 {
            start = 3;
        }
        let columns = match offset - start <= CHECKPOINT {
            true => columns(&self.bytes[start as usize..offset as usize]),
            false => self.columns_up_to(offset) - self.columns_up_to(start),
        };
        LineColumn { line: line as u32 + 1, column: columns + 1 }
    }

    /// Columns of everything before a byte, counted from the nearest checkpoint: lines can be megabytes long.
    fn columns_up_to(&self, offset: u32) -> u32 {
        let checkpoints = self.checkpoints.get_or_init(|| {
            let mut found = vec![(0, 0)];
            let (mut at, mut counted) = (0, 0);
            while at + CHECKPOINT < self.bytes.len() as u32 {
                let mut next = (at + CHECKPOINT) as usize;
                while self.bytes.get(next).is_some_and(|byte| byte & 0xC0 == 0x80)
                    && next < (at + CHECKPOINT) as usize + 3
                {
                    next += 1;
                }
                counted += columns(&self.bytes[at as usize..next]);
                at = next as u32;
                found.push((at, counted));
            }
            found
        });
        let nearest = checkpoints.partition_point(|(at, _)| *at <= offset).saturating_sub(1);
        let (at, counted) = checkpoints.get(nearest).copied().unwrap_or((0, 0));
        counted + columns(&self.bytes[at as usize..offset as usize])
    }

    /// The text of a range, invalid UTF-8 replaced; empty when out of bounds.
    pub fn text(&self, range: TextRange) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(self.bytes.get(range.as_usize()).unwrap_or_default())
    }
}

/// The files a result speaks of, by id.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Arc<SourceFile>>,
    /// What must never be shown of them.
    secrets: BTreeMap<FileId, Vec<TextRange>>,
}

impl Sources {
    /// Adds a file and gives its id.
    pub fn add(&mut self, file: Arc<SourceFile>) -> FileId {
        self.files.push(file);
        FileId(self.files.len() as u32 - 1)
    }

    /// Puts another text in the place of a file.
    pub fn replace(&mut self, id: FileId, file: Arc<SourceFile>) {
        if let Some(known) = self.files.get_mut(id.0 as usize) {
            *known = file;
        }
    }

    /// The file with this id.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize).map(AsRef::as_ref)
    }

    /// The file with this id, shared.
    pub fn shared(&self, id: FileId) -> Option<Arc<SourceFile>> {
        self.files.get(id.0 as usize).cloned()
    }

    /// Notes characters that must never be shown.
    pub fn hide(&mut self, secret: Span) {
        self.secrets.entry(secret.file).or_default().push(secret.range);
    }

    /// The characters of a file that must never be shown.
    pub fn secrets(&self, id: FileId) -> &[TextRange] {
        self.secrets.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The same for a file by its display path.
    pub fn secrets_in(&self, path: &str) -> Vec<TextRange> {
        let is_it = |id: &&FileId| self.get(**id).is_some_and(|file| &*file.path == path);
        self.secrets.keys().filter(is_it).flat_map(|id| self.secrets(*id)).copied().collect()
    }

    /// Number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// `path:line:column` of the start of a span.
    pub fn describe(&self, span: Span) -> String {
        match self.get(span.file) {
            Some(file) => {
                let at = file.line_column(span.range.start);
                format!("{}:{}:{}", file.path, at.line, at.column)
            }
            None => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_long_lines_are_those_of_short_ones() {
        let text: String = "aé漢😀\u{301}".repeat(3_000) + "\n" + &"é".repeat(9_000);
        let file = SourceFile::new("x", text.as_bytes());
        let (mut line, mut column) = (1, 1);
        for (at, letter) in text.char_indices() {
            assert_eq!(file.line_column(at as u32), LineColumn { line, column });
            (line, column) = if letter == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
    }

    #[test]
    fn invalid_text_counts_a_column_a_byte() {
        let file = SourceFile::new("x", vec![0x80; 20_000]);
        assert_eq!(file.line_column(19_999).column, 20_000);
    }
}
