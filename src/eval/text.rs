//! Strings that know where each part of them was written, and which parts are unknown.

use std::rc::Rc;

use super::trace::Trace;
use super::value::Unknown;
use crate::source::Span;

/// A string value as a rope: its text, and for each stretch of it the place it comes from.
#[derive(Clone, Debug)]
pub struct Text {
    text: Rc<str>,
    segments: Rc<[Segment]>,
}

/// A stretch of a [`Text`].
#[derive(Clone, Debug)]
pub struct Segment {
    /// First byte in the text.
    pub start: u32,
    /// First byte after it; equal to `start` for an unknown stretch.
    pub end: u32,
    /// What the stretch is.
    pub kind: SegmentKind,
    /// Where it comes from, hops included.
    pub trace: Trace,
}

/// What a stretch of a text is.
#[derive(Clone, Debug)]
pub enum SegmentKind {
    /// The same bytes stand in the file at this span.
    Verbatim(Span),
    /// Made from what the trace shows: an escape, a number, the result of a function.
    Computed,
    /// Something of unknown content and length stands here.
    Unknown(Unknown),
}

impl Text {
    /// A text with one origin.
    pub fn computed(text: impl Into<Rc<str>>, trace: Trace) -> Self {
        let text = text.into();
        let segment = Segment { start: 0, end: text.len() as u32, kind: SegmentKind::Computed, trace };
        Self { text, segments: Rc::new([segment]) }
    }

    /// A text that stands in a file as it is.
    pub fn verbatim(text: impl Into<Rc<str>>, span: Span, trace: Trace) -> Self {
        let text = text.into();
        let segment = Segment { start: 0, end: text.len() as u32, kind: SegmentKind::Verbatim(span), trace };
        Self { text, segments: Rc::new([segment]) }
    }

    /// The known characters; unknown stretches take no room.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The known characters, shared.
    pub fn shared(&self) -> Rc<str> {
        self.text.clone()
    }

    /// The stretches in order.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Whether every stretch is known.
    pub fn is_known(&self) -> bool {
        self.first_unknown().is_none()
    }

    /// The first unknown stretch.
    pub fn first_unknown(&self) -> Option<&Unknown> {
        self.segments.iter().find_map(|segment| match &segment.kind {
            SegmentKind::Unknown(unknown) => Some(unknown),
            _ => None,
        })
    }

    /// The characters before the first unknown stretch.
    pub fn known_prefix(&self) -> &str {
        let unknown = self.segments.iter().find(|segment| matches!(segment.kind, SegmentKind::Unknown(_)));
        &self.text[..unknown.map_or(self.text.len(), |segment| segment.start as usize)]
    }

    /// The characters after the last unknown stretch.
    pub fn known_suffix(&self) -> &str {
        let unknown = self.segments.iter().rfind(|segment| matches!(segment.kind, SegmentKind::Unknown(_)));
        &self.text[unknown.map_or(0, |segment| segment.end as usize)..]
    }

    /// The stretches between two byte offsets of the known characters, which must lie on character boundaries.
    /// Unknown stretches at either offset are included.
    pub fn slice(&self, start: usize, end: usize) -> Self {
        let mut part = TextBuilder::default();
        part.push_slice(self, start, end);
        part.finish()
    }
}

/// Builds a [`Text`] from left to right.
#[derive(Clone, Debug, Default)]
pub struct TextBuilder {
    text: String,
    segments: Vec<Segment>,
}

impl TextBuilder {
    /// Adds characters of known origin.
    pub fn push(&mut self, text: &str, kind: SegmentKind, trace: Trace) {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        let end = self.text.len() as u32;
        if end > start || matches!(kind, SegmentKind::Unknown(_)) {
            self.segments.push(Segment { start, end, kind, trace });
        }
    }

    /// Adds another text, each stretch with the trace that `hop` makes of its own.
    pub fn push_text(&mut self, text: &Text, hop: impl Fn(&Trace) -> Trace) {
        for segment in text.segments() {
            let part = &text.text[segment.start as usize..segment.end as usize];
            self.push(part, segment.kind.clone(), hop(&segment.trace));
        }
    }

    /// Adds what stands between two byte offsets of a text; see [`Text::slice`].
    pub fn push_slice(&mut self, text: &Text, start: usize, end: usize) {
        let first = text.segments.partition_point(|segment| (segment.end as usize) < start);
        for segment in &text.segments[first..] {
            if segment.start as usize > end {
                break;
            }
            let (from, to) = ((segment.start as usize).max(start), (segment.end as usize).min(end));
            let kind = match &segment.kind {
                SegmentKind::Verbatim(span) => {
                    SegmentKind::Verbatim(span.part(from as u32 - segment.start, to as u32 - segment.start))
                }
                kind => kind.clone(),
            };
            self.push(&text.text[from..to], kind, segment.trace.clone());
        }
    }

    /// Adds a stretch whose content is unknown.
    pub fn push_unknown(&mut self, unknown: Unknown, trace: Trace) {
        self.push("", SegmentKind::Unknown(unknown), trace);
    }

    /// Length so far, in bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Number of stretches so far.
    pub fn stretches(&self) -> usize {
        self.segments.len()
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// The finished text.
    pub fn finish(self) -> Text {
        Text { text: self.text.into(), segments: self.segments.into() }
    }
}
