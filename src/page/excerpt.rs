//! A place of a finding with the line it is about, the words marked.

use maud::{Markup, html};

use super::{named, safe};
use crate::finding::Label;
use crate::report::{LineView, Position, near, position};
use crate::source::{Place, Sources};

/// Bytes of a line that may be long.
const LONG_LINE: u32 = 2_048;

/// The place, the line before it and its own, and what stands there.
pub(super) fn excerpt(label: &Label, sources: &Sources) -> Markup {
    let text = safe(&label.text);
    match (position(label, sources), &label.place) {
        (Some(at), _) => html! {
            div.excerpt {
                p.place { code { (named(&format!("{}:{}:{}", at.file.path, at.start.line, at.start.column))) } }
                @if at.file.may_be_shown && !at.file.bytes.is_empty() {
                    (lines(&at))
                } @else if let (Some(address), Some(attribute)) = (&label.address, &label.attribute) {
                    p.place { code { (named(&format!("{address} {attribute}"))) } }
                }
                @if !text.is_empty() { p.label { (text) } }
            }
        },
        (None, Place::Attribute(path)) => html! {
            div.excerpt { p.place { code { (named(path)) } } p.label { (text) } }
        },
        (None, _) => html! { @if !text.is_empty() { div.excerpt { p.label { (text) } } } },
    }
}

fn lines(at: &Position<'_>) -> Markup {
    let marked = at.file.line_index(at.span.range.start);
    let range = at.file.line_range(marked);
    let bytes = at.file.bytes.get(range.as_usize()).unwrap_or_default();
    let start = at.span.range.start.saturating_sub(range.start) as usize;
    let (from, bytes) = near(bytes, 0, start);
    let start = start.saturating_sub(from);
    let place = range.start as usize + from;
    let view = LineView::new(bytes, start..start + at.span.range.len() as usize, place, at.secrets);
    html! {
        pre {
            @if let Some(before) = before(at, marked) { (line(marked, html! { (before.before) (before.after) })) }
            (line(marked + 1, html! { (view.before) mark { (view.marked) } (view.after) }))
        }
    }
}

/// The line before one, if it says anything and is not long.
fn before(at: &Position<'_>, index: usize) -> Option<LineView> {
    let range = at.file.line_range(index.checked_sub(1)?);
    let bytes = at.file.bytes.get(range.as_usize())?;
    let says_something = range.len() <= LONG_LINE && !bytes.trim_ascii().is_empty();
    says_something.then(|| LineView::new(bytes, 0..0, range.start as usize, at.secrets))
}

fn line(number: usize, text: Markup) -> Markup {
    html! { span.number { (number) } span.line { (text) } "\n" }
}
