//! Hints in the text: long times and sizes in words, and what arguments of a cluster resolve to. Off unless asked for.

use std::path::Path;

use gen_lsp_types::{InlayHint, InlayHintKind, Label, Range};

use super::view::View;
use crate::facts::{self, Unit};
use crate::inspect;
use crate::model::named_facts::{self, Shown};
use crate::model::plain::Plain;
use crate::source::{FileId, Span, TextRange};

/// The hints in a range.
pub(super) fn hints(view: &View<'_>, path: &Path, range: Range) -> Option<Vec<InlayHint>> {
    if !view.settings.inlay_hints {
        return Some(Vec::new());
    }
    let (start, end) = (view.target(path, range.start)?, view.target(path, range.end)?);
    let asked = TextRange::new(start.offset, end.offset);
    let mut found: Vec<(u32, String)> = Vec::new();
    let mut add = |span: Option<Span>, text: Option<String>| {
        if let (Some(span), Some(text)) = (span.filter(|span| span.file == start.id), text) {
            found.push((span.range.end, text));
        }
    };
    for worlds in view.looked.analysis.models.iter().flat_map(|model| &model.clusters) {
        let cluster = worlds.first();
        let lines = cluster.configuration.attached().and_then(|attached| attached.properties.known());
        for line in lines.into_iter().flat_map(|properties| &properties.lines) {
            let unit = facts::broker_property(&line.name).and_then(|row| row.unit).or(Unit::of_name(&line.name));
            let value = line.value.known().and_then(|value| value.trim().parse().ok());
            add(line.place.span(), value.zip(unit).and_then(|(value, unit)| in_words(value, unit)));
        }
        for (_, fact) in named_facts::in_all_worlds(worlds, named_facts::of_cluster).into_iter().filter(is_plain) {
            let is_known = fact.known().is_some() && fact.is_written();
            let used = fact.origin.hops.last().and_then(|hop| hop.place.span()).filter(|_| is_known);
            add(used, Some(format!("= {}", inspect::value(&fact))));
        }
    }
    found.sort();
    found.dedup();
    // What differs between two callers is nobody's value here.
    let is_alone = |(at, _): &&(u32, String)| found.iter().filter(|(other, _)| other == at).count() == 1;
    let shown = found.iter().filter(is_alone).filter(|(at, _)| asked.touches(*at));
    Some(shown.filter_map(|(at, text)| hint(view, start.id, *at, text)).collect())
}

/// Whether a fact is one word that no name stands for already.
fn is_plain((name, fact): &(&'static str, Shown)) -> bool {
    let is_word = |value: &Plain| matches!(value, Plain::Number(_) | Plain::String(_) | Plain::Bool(_));
    *name != "configuration" && fact.known().is_some_and(is_word)
}

fn hint(view: &View<'_>, file: FileId, at: u32, text: &str) -> Option<InlayHint> {
    let position = view.range(Span { file, range: TextRange::new(at, at) })?.start;
    Some(InlayHint {
        position,
        label: Label::String(text.to_owned()),
        kind: Some(InlayHintKind::Type),
        padding_left: Some(true),
        padding_right: None,
        text_edits: None,
        tooltip: None,
        data: None,
    })
}

/// A number in the largest unit that it is a multiple of; nothing where that is no shorter.
fn in_words(value: i64, unit: Unit) -> Option<String> {
    let units: &[(i64, &str)] = match unit {
        Unit::Milliseconds => &[(86_400_000, "d"), (3_600_000, "h"), (60_000, "min"), (1_000, "s")],
        Unit::Minutes => &[(1_440, "d"), (60, "h")],
        Unit::Hours => &[(24, "d")],
        Unit::Bytes => &[(1 << 40, "TiB"), (1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")],
        _ => return None,
    };
    let (size, name) = units.iter().find(|(size, _)| value >= *size && value % size == 0)?;
    Some(format!("{} {name}", value / size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_in_the_largest_unit_that_fits() {
        assert_eq!(in_words(604_800_000, Unit::Milliseconds).as_deref(), Some("7 d"));
        assert_eq!(in_words(168, Unit::Hours).as_deref(), Some("7 d"));
        assert_eq!(in_words(1_073_741_824, Unit::Bytes).as_deref(), Some("1 GiB"));
        assert_eq!(in_words(1_500, Unit::Milliseconds), None);
        assert_eq!(in_words(0, Unit::Bytes), None);
        assert_eq!(in_words(3, Unit::Count), None);
    }
}
