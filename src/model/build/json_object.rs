//! A JSON object as text to settings, each with its place inside the text's sources.

use std::ops::Range;
use std::sync::Arc;

use super::{Resources, origin};
use crate::eval::text::{SegmentKind, Text};
use crate::eval::value::Unknown;
use crate::model::fact::{Fact, Origin};
use crate::model::properties::Property;
use crate::syntax::yaml::{self, Key, Node, NodeKind};

/// The members of an object; nothing where the text is none, or where something unknown may be members itself.
pub(super) fn properties(resources: &dyn Resources, text: &Text, around: &Origin) -> Option<Vec<Property>> {
    let object = Object { resources, text, around };
    let documents = yaml::documents(text.as_str());
    let [document] = &documents[..] else { return None };
    let NodeKind::Map(members) = &document.kind else { return None };
    let ends = members.iter().skip(1).map(|(key, _)| key.range.start).chain([text.as_str().len()]);
    let before = members.first().map_or(text.as_str().len(), |(key, _)| key.range.end);
    if !text.as_str().trim_start().starts_with('{') || object.unknown(0..before).is_some() {
        return None;
    }
    Some(members.iter().zip(ends).map(|((key, value), end)| object.member(key, value, end)).collect())
}

struct Object<'a> {
    resources: &'a dyn Resources,
    text: &'a Text,
    around: &'a Origin,
}

impl Object<'_> {
    /// A member, whose value stands before `end`.
    fn member(&self, key: &Key, value: &Node, end: usize) -> Property {
        let name = self.place(key.range.start + 1..key.range.end.saturating_sub(1));
        let literal = value.literal(self.text.as_str());
        let mut origin = self.place(literal.unwrap_or_else(|| value.range.clone()));
        let fact = match (self.unknown(key.range.end..end), value.text()) {
            (Some(unknown), _) => Fact::unknown(unknown.reason.to_string(), origin),
            (None, None) => Fact::unknown("it is no single value", origin),
            (None, Some(written)) => {
                origin.literal = origin::literal(self.resources, origin.place.span(), written);
                Fact::written(Arc::from(written), origin)
            }
        };
        let place = fact.origin.place.clone();
        Property { key_place: name.place, ..Property::new(key.text.as_str(), fact, place) }
    }

    fn place(&self, range: Range<usize>) -> Origin {
        origin::inside(self.text, range).unwrap_or_else(|| self.around.clone())
    }

    /// What is unknown in a range; unknown stretches take no room.
    fn unknown(&self, range: Range<usize>) -> Option<&Unknown> {
        self.text.segments().iter().find_map(|segment| match &segment.kind {
            SegmentKind::Unknown(unknown) if range.contains(&(segment.start as usize)) => Some(unknown),
            _ => None,
        })
    }
}
