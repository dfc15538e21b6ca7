//! `server_properties` texts to properties, each with its place inside the text's sources.

use std::ops::Range;
use std::sync::Arc;

use super::{Resources, origin};
use crate::eval::convert;
use crate::eval::text::{Segment, SegmentKind, Text};
use crate::eval::trace::Trace;
use crate::eval::value::Value;
use crate::model::fact::{Fact, Hop, Origin, State};
use crate::model::properties::{Properties, Property, SuspiciousLine};
use crate::source::{Place, Span, TextRange};
use crate::syntax::properties::{self, Line, Suspicion};

/// Farthest a value may stand behind its key to count as one place, in bytes.
const NEAR: u32 = 400;

/// Reads a text of properties; unknown when nothing of it is known.
pub(super) fn build(resources: &dyn Resources, value: &Value) -> Fact<Properties> {
    let origin = origin::of(&value.trace);
    if let Some(unknown) = value.as_unknown() {
        return Fact { sensitive: value.sensitive, ..Fact::unknown(unknown.reason.to_string(), origin) };
    }
    let Ok(text) = convert::to_text(value) else { return Fact::unknown("it is no text", origin) };
    let properties = Reader { resources, text: &text, sensitive: value.sensitive }.read();
    Fact { sensitive: value.sensitive, ..Fact::written(properties, origin) }
}

struct Reader<'a> {
    resources: &'a dyn Resources,
    text: &'a Text,
    sensitive: bool,
}

impl Reader<'_> {
    fn read(&self) -> Properties {
        let mut result = Properties::default();
        let lines = properties::parse(self.text.as_str());
        let mut unknowns = self.unknown_stretches().into_iter().peekable();
        for line in &lines {
            let end = line.range().end;
            let mut inside: Vec<(u32, Arc<str>)> = Vec::new();
            while let Some(unknown) = unknowns.next_if(|(at, _)| *at as usize <= end) {
                inside.push(unknown);
            }
            let suspicion = properties::suspicious(line);
            // What is missing from a line may be what makes it sound.
            if let Some(suspicion) = suspicion.as_ref().filter(|_| inside.is_empty()) {
                result.suspicious.push(self.suspicious(line, suspicion));
            }
            let Line::Property(property) = line else {
                if let Some((_, reason)) = inside.into_iter().next() {
                    result.open = Some(reason);
                }
                continue;
            };
            match inside.iter().find(|(at, _)| (*at as usize) < property.value.start && !property.value.is_empty()) {
                // Part of the key is unknown: the line may set anything.
                Some((_, reason)) => result.open = Some(reason.clone()),
                None => result.lines.push(Property {
                    is_suspicious: suspicion.is_some(),
                    ..self.property(property, inside.first().map(|(_, reason)| reason.clone()))
                }),
            }
        }
        if let Some((_, reason)) = unknowns.next() {
            result.open = Some(reason);
        }
        result
    }

    fn unknown_stretches(&self) -> Vec<(u32, Arc<str>)> {
        let unknown = |segment: &Segment| match &segment.kind {
            SegmentKind::Unknown(unknown) => Some((segment.start, unknown.reason.to_string().into())),
            _ => None,
        };
        self.text.segments().iter().filter_map(unknown).collect()
    }

    fn property(&self, property: &properties::Property, unknown: Option<Arc<str>>) -> Property {
        let text = self.text.as_str();
        let key = self.leaf(&property.key);
        let value = self.leaf(&property.value).or_else(|| self.unknown_leaf(&property.value));
        let line = self.line_place(&key, &value);
        let mut origin = value.as_ref().map_or_else(|| Origin::at(line.clone()), |(_, trace)| origin::of(trace));
        let value_span = value.as_ref().and_then(|(span, _)| *span);
        let on_the_line = match (&line, value_span) {
            (Place::Text(line), Some(value)) => line.file == value.file && covers(line.range, value.range),
            _ => true,
        };
        if on_the_line || origin.place == Place::Nowhere {
            origin = Origin { place: line.clone(), ..origin };
        }
        origin.hops.retain(|hop| !is_inside(&hop.place, &line));
        if origin.place != line {
            origin.hops.push(Hop { place: line.clone(), what: "set here".into() });
        }
        let written = text.get(property.value.clone()).unwrap_or_default();
        origin.literal = origin::literal(self.resources, value_span, written);
        let state = match unknown {
            Some(reason) => State::Unknown(reason),
            None => State::Known(property.decoded_value(text).as_ref().into()),
        };
        let fact = Fact { sensitive: self.sensitive, ..Fact { state, ..Fact::absent(origin) } };
        let key_span = key.and_then(|(span, _)| span);
        let written_key = text.get(property.key.clone()).unwrap_or_default();
        let name = property.decoded_key(text);
        Property {
            key_place: key_span.map_or(line.clone(), Place::Text),
            key_literal: origin::literal(self.resources, key_span, written_key),
            own_lines: self.own_lines(&property.line),
            ..Property::new(name.as_ref(), fact, line)
        }
    }

    fn suspicious(&self, line: &Line, suspicion: &Suspicion) -> SuspiciousLine {
        let whole = line.range();
        let written = self.text.as_str().get(whole.clone()).unwrap_or_default();
        let range = whole.end - written.trim_start().len()..whole.start + written.trim_end().len();
        let comment = match suspicion {
            Suspicion::TrailingComment { range } => self.verbatim(range),
            _ => None,
        };
        let place = self.leaf(&range).and_then(|(span, _)| span).map_or(Place::Nowhere, Place::Text);
        let text = if self.sensitive { "" } else { written };
        let own_lines = self.own_lines(&whole);
        let indent = own_lines.map_or_else(String::new, |own| self.indent(own));
        SuspiciousLine {
            suspicion: suspicion.clone(),
            place,
            text: text.into(),
            indent: indent.into(),
            comment,
            own_lines,
        }
    }

    fn indent(&self, lines: Span) -> String {
        let text = self.resources.file(lines).map(|file| file.text(lines.range).into_owned()).unwrap_or_default();
        text.chars().take_while(|character| matches!(character, ' ' | '\t')).collect()
    }

    /// The bytes of a range, where they stand in a file as they are.
    fn verbatim(&self, range: &Range<usize>) -> Option<Span> {
        match self.segments_in(range) {
            [segment] if matches!(segment.kind, SegmentKind::Verbatim(_)) => leaf_span(segment, range),
            _ => None,
        }
    }

    /// The lines of a file that hold a line of the text and nothing else, line break included: what stands there,
    /// interpolations left out, is what the text has from there.
    fn own_lines(&self, line: &Range<usize>) -> Option<Span> {
        let written = self.text.as_str().get(line.clone())?;
        let start = line.end - written.trim_start().len();
        let first = self.verbatim(&(start..start + 1))?;
        let file = self.resources.file(first)?;
        let index = file.line_index(first.range.start);
        let whole = file.line_range(index).cover(file.line_range(index + written.matches('\n').count()));
        let lines = Span { file: first.file, range: whole };
        let from_there: String =
            self.segments_in(line).iter().filter_map(|segment| self.part(segment, line, lines)).collect();
        let stands_there = without_interpolations(&file.text(whole));
        (from_there.trim() == stands_there.trim()).then_some(lines)
    }

    /// What a segment of the text gives to a line, if it stands in these lines of a file.
    fn part(&self, segment: &Segment, line: &Range<usize>, lines: Span) -> Option<&str> {
        let part = line.start.max(segment.start as usize)..line.end.min(segment.end as usize);
        let is_verbatim = matches!(segment.kind, SegmentKind::Verbatim(_)) && !part.is_empty();
        let span = leaf_span(segment, &part).filter(|span| is_verbatim && span.file == lines.file)?;
        covers(lines.range, span.range).then(|| self.text.as_str().get(part))?
    }

    /// The segments that give a range its bytes, and the unknown ones inside it.
    fn segments_in(&self, range: &Range<usize>) -> &[Segment] {
        let segments = self.text.segments();
        let first = segments.partition_point(|segment| segment.end as usize <= range.start);
        let last = segments.partition_point(|segment| (segment.start as usize) < range.end);
        segments.get(first..last).unwrap_or_default()
    }

    /// Where a range of the text was written, and the history of its first stretch.
    fn leaf(&self, range: &Range<usize>) -> Option<(Option<Span>, Trace)> {
        let mut found: Option<(Option<Span>, Trace)> = None;
        for segment in self.segments_in(range) {
            let span = leaf_span(segment, range);
            found = match found {
                None => Some((span, segment.trace.clone())),
                Some((Some(first), trace)) => {
                    let joined = span.filter(|span| span.file == first.file);
                    let joined = joined.map(|span| Span { range: first.range.cover(span.range), ..first });
                    Some((joined.filter(|span| self.is_one_line(*span)).or(Some(first)), trace))
                }
                Some((None, trace)) => Some((span, trace)),
            };
        }
        found
    }

    fn unknown_leaf(&self, range: &Range<usize>) -> Option<(Option<Span>, Trace)> {
        let at = |segment: &&Segment| {
            matches!(segment.kind, SegmentKind::Unknown(_))
                && range.start <= segment.start as usize
                && segment.start as usize <= range.end
        };
        let near = range.start.saturating_sub(1)..range.end + 1;
        let segment = self.segments_in(&near).iter().find(at)?;
        Some((segment.trace.place().span(), segment.trace.clone()))
    }

    /// The place of `key=value`: from the key to the value, or to the interpolation that brings the value there.
    fn line_place(&self, key: &Option<(Option<Span>, Trace)>, value: &Option<(Option<Span>, Trace)>) -> Place {
        let Some(key_span) = key.as_ref().and_then(|(span, _)| *span) else {
            let fallback = key.as_ref().map(|(_, trace)| origin::of(trace).place);
            return fallback.unwrap_or(Place::Nowhere);
        };
        let Some((value_span, trace)) = value else { return Place::Text(key_span) };
        let hops = trace.hops();
        let hop_spans = hops.iter().rev().filter_map(|hop| hop.place().span());
        let near = value_span.iter().copied().chain(hop_spans).find(|span| {
            let follows = span.file == key_span.file && span.range.start >= key_span.range.end;
            follows
                && span.range.end - key_span.range.end <= NEAR
                && self.is_one_line(Span { range: key_span.range.cover(span.range), ..key_span })
        });
        match near {
            Some(span) => Place::Text(Span { range: key_span.range.cover(span.range), ..key_span }),
            None => Place::Text(key_span),
        }
    }

    fn is_one_line(&self, span: Span) -> bool {
        self.resources
            .file(span)
            .is_some_and(|file| file.bytes.get(span.range.as_usize()).is_some_and(|bytes| !bytes.contains(&b'\n')))
    }
}

fn leaf_span(segment: &Segment, range: &Range<usize>) -> Option<Span> {
    match &segment.kind {
        SegmentKind::Verbatim(span) => {
            let start = (range.start as u32).max(segment.start) - segment.start;
            let end = (range.end as u32).min(segment.end) - segment.start;
            Some(span.part(start, end))
        }
        _ => origin::of(&segment.trace).place.span(),
    }
}

fn without_interpolations(text: &str) -> String {
    let mut kept = String::new();
    let mut depth = 0_usize;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, depth) {
            ('$', 0) if characters.next_if_eq(&'{').is_some() => depth = 1,
            (_, 0) => kept.push(character),
            ('{', _) => depth += 1,
            ('}', _) => depth -= 1,
            _ => {}
        }
    }
    kept
}

fn covers(outer: TextRange, inner: TextRange) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn is_inside(place: &Place, line: &Place) -> bool {
    match (place, line) {
        (Place::Text(place), Place::Text(line)) => place.file == line.file && covers(line.range, place.range),
        _ => place == line,
    }
}
