//! From the history of a value to the origin that findings show.

use std::ops::Range;
use std::sync::Arc;

use super::Resources;
use crate::eval::text::{SegmentKind, Text};
use crate::eval::trace::{Step, Trace};
use crate::model::fact::{Hop, Origin};
use crate::source::{Place, Span};

/// Where a person would change a value, and the places it passed through.
pub(super) fn of(trace: &Trace) -> Origin {
    let steps = trace.hops();
    let mut hops: Vec<Hop> = Vec::new();
    let mut places = steps.iter().rev().map(|step| step.place()).filter(|place| **place != Place::Nowhere);
    let place = places.next().cloned().unwrap_or(Place::Nowhere);
    for step in steps.iter().rev() {
        let Some(what) = words(step) else { continue };
        let at = step.place();
        if *at == place || *at == Place::Nowhere {
            continue;
        }
        match hops.iter_mut().find(|hop| hop.place == *at) {
            Some(known) => known.what = what,
            None => hops.push(Hop { place: at.clone(), what }),
        }
    }
    Origin { place, hops, literal: None }
}

/// Where a part of a text is written: its bytes, or what one stretch around it was made from.
pub(super) fn inside(text: &Text, range: Range<usize>) -> Option<Origin> {
    let segment = text.segments().iter().find(|segment| {
        segment.start as usize <= range.start && range.end <= segment.end as usize && segment.start < segment.end
    })?;
    match &segment.kind {
        SegmentKind::Verbatim(span) => {
            let start = range.start as u32 - segment.start;
            Some(Origin { place: Place::Text(span.part(start, start + range.len() as u32)), ..of(&segment.trace) })
        }
        _ => Some(of(&segment.trace)).filter(|origin| origin.place != Place::Nowhere),
    }
}

/// The characters of a value where they stand as such in a file, quotes left out; `None` where they are computed.
pub(super) fn literal(resources: &dyn Resources, written: Option<Span>, value: &str) -> Option<Span> {
    let span = written?;
    let file = resources.file(span)?;
    let text = file.bytes.get(span.range.as_usize())?;
    let quoted = text.strip_prefix(b"\"").and_then(|text| text.strip_suffix(b"\""));
    match quoted {
        Some(inside) if inside == value.as_bytes() => Some(span.part(1, span.range.len() - 1)),
        _ => (text == value.as_bytes()).then_some(span),
    }
}

/// What a step is called.
pub(super) fn words(step: &Trace) -> Option<Arc<str>> {
    match step.step() {
        Step::Reference(name) => Some(name.as_ref().into()),
        Step::Argument(what) | Step::Default(what) | Step::Assignment(what) => Some(what.as_ref().into()),
        Step::Interpolation => Some("interpolated here".into()),
        Step::Literal | Step::Computed(_) | Step::Chosen | Step::Given => None,
    }
}
