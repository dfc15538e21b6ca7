//! Cutting and replacing in texts whose parts keep their origins.

use super::call::{Fault, within_bytes};
use crate::eval::text::{SegmentKind, Text, TextBuilder};
use crate::eval::trace::Trace;

/// Which ends of a text to cut.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    Both,
    Last,
}

/// The text without the characters that `cut` names at its ends. An unknown stretch that has only such characters
/// between it and the end swallows them: what remains of them depends on it.
pub(super) fn trimmed(text: &Text, ends: Ends, cut: impl Fn(char) -> bool) -> Text {
    let known = text.as_str();
    let kept = |(_, letter): &(usize, char)| !cut(*letter);
    let end = known.char_indices().rfind(kept).map_or(0, |(at, letter)| at + letter.len_utf8());
    let start = match ends {
        Ends::Last => 0,
        Ends::Both => known.char_indices().find(kept).map_or(end, |(at, _)| at),
    };
    let mut result = TextBuilder::default();
    let unknown = |kind: &SegmentKind| matches!(kind, SegmentKind::Unknown(_));
    let outside = |from: usize, to: usize| {
        text.segments().iter().find(move |part| unknown(&part.kind) && (from..to).contains(&(part.start as usize)))
    };
    if let Some(part) = outside(0, start) {
        result.push("", part.kind.clone(), part.trace.clone());
    }
    result.push_slice(text, start, end);
    if let Some(part) = outside(end + 1, usize::MAX) {
        result.push("", part.kind.clone(), part.trace.clone());
    }
    result.finish()
}

/// The text as one unknown stretch, if it has an unknown one: nothing else about it is certain.
pub(super) fn blurred(text: &Text) -> Text {
    let mut result = TextBuilder::default();
    if let Some(part) = text.segments().iter().find(|part| matches!(part.kind, SegmentKind::Unknown(_))) {
        result.push("", part.kind.clone(), part.trace.clone());
    }
    result.finish()
}

/// Each known character changed on its own. Stretches that do not change keep their place in the file.
pub(super) fn mapped(text: &Text, change: impl Fn(char) -> char, hop: impl Fn(&Trace) -> Trace) -> Text {
    let mut result = TextBuilder::default();
    for part in text.segments() {
        let known = &text.as_str()[part.start as usize..part.end as usize];
        let changed: String = known.chars().map(&change).collect();
        if changed == known {
            result.push(known, part.kind.clone(), part.trace.clone());
        } else {
            result.push(&changed, SegmentKind::Computed, hop(&part.trace));
        }
    }
    result.finish()
}

/// Longest text that is looked for around unknown stretches.
const LONGEST_AROUND_UNKNOWN: usize = 256;

/// Every occurrence of `from` replaced; the stretches between keep their origins. Where an unknown stretch could take
/// part in an occurrence, nothing is certain.
pub(super) fn replaced(text: &Text, from: &str, to: &Text) -> Result<Text, Fault> {
    if !text.is_known() && (from.len() > LONGEST_AROUND_UNKNOWN || may_span(text, from)) {
        return Ok(blurred(text));
    }
    let mut result = TextBuilder::default();
    let mut done = 0;
    for at in occurrences(text, from) {
        result.push_slice(text, done, at);
        result.push_text(to, Trace::clone);
        within_bytes(result.len())?;
        done = at + from.len();
    }
    result.push_slice(text, done, text.as_str().len());
    within_bytes(result.len())?;
    Ok(result.finish())
}

/// Starts of the occurrences, none across an unknown stretch.
fn occurrences(text: &Text, from: &str) -> Vec<usize> {
    let mut found = Vec::new();
    for (start, end) in known_runs(text) {
        found.extend(text.as_str()[start..end].match_indices(from).map(|(at, _)| start + at));
    }
    found
}

/// The ranges between unknown stretches.
pub(super) fn known_runs(text: &Text) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut start = 0;
    for part in text.segments().iter().filter(|part| matches!(part.kind, SegmentKind::Unknown(_))) {
        runs.push((start, part.start as usize));
        start = part.end as usize;
    }
    runs.push((start, text.as_str().len()));
    runs
}

/// Whether an occurrence of `from` could lie partly in an unknown stretch and partly in a known one.
fn may_span(text: &Text, from: &str) -> bool {
    let inner: Vec<usize> = from.char_indices().map(|(at, _)| at).skip(1).collect();
    let runs = known_runs(text);
    let last = runs.len().saturating_sub(1);
    runs.iter().enumerate().any(|(index, (start, end))| {
        let run = &text.as_str()[*start..*end];
        let after = || inner.iter().any(|at| run.starts_with(&from[*at..]));
        let before = || inner.iter().any(|at| run.ends_with(&from[..*at]));
        let within = || !run.is_empty() && run != from && from.contains(run);
        index > 0 && after() || index < last && before() || index > 0 && index < last && within()
    })
}
