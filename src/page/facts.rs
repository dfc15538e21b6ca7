//! Facts with their origins: value, who decided it, and the way it took from where it is written.

use std::sync::Arc;

use maud::{Markup, html};

use super::{named, safe};
use crate::date::Date;
use crate::inspect::{ClusterView, describe, value, version_note};
use crate::model::fact::{From, State};
use crate::model::named_facts::Shown;
use crate::source::Sources;

/// Places on the way of a value that are shown.
const MOST_HOPS: usize = 12;

/// Everything that is known of a cluster, and what is not.
pub(super) fn of_cluster(view: &ClusterView<'_>, sources: &Sources, today: Date, is_open: bool) -> Markup {
    let (written, inherited): (Vec<_>, Vec<_>) =
        view.properties.iter().filter(|(_, fact)| !fact.is_absent()).partition(|(_, fact)| !fact.is_inherited());
    html! {
        details.facts open[is_open] {
            summary { "Resolved facts and where they come from" }
            table {
                thead { (head("fact")) }
                tbody {
                    @for (name, fact) in &view.facts {
                        @let note = if *name == "kafka_version" { version_note(fact, today) } else { None };
                        (row(name, fact, note, sources))
                    }
                }
            }
            @if !written.is_empty() { (properties("server_properties", &written, sources)) }
        }
        @if !inherited.is_empty() {
            details.facts {
                summary { (inherited.len()) " properties with MSK's defaults" }
                (properties("property", &inherited, sources))
            }
        }
    }
}

fn properties(name: &str, properties: &[&(Arc<str>, Shown)], sources: &Sources) -> Markup {
    html! {
        table {
            thead { (head(name)) }
            tbody { @for (name, fact) in properties { (row(name, fact, None, sources)) } }
        }
    }
}

pub(super) fn head(name: &str) -> Markup {
    html! { tr { th scope="col" { (name) } th scope="col" { "value" } th scope="col" { "from" } } }
}

pub(super) fn row(name: &str, fact: &Shown, note: Option<String>, sources: &Sources) -> Markup {
    let class = match (&fact.state, fact.from) {
        (State::Unknown(_), _) => "unknown",
        (State::Absent, _) => "absent",
        (State::Known(_), From::Written) => "written",
        (State::Known(_), _) => "inherited",
    };
    html! {
        tr.(class) {
            th scope="row" { code { (named(name)) } }
            td.value { (safe(&value(fact))) }
            td { (origin(fact, sources)) @if let Some(note) = note { p.aside { (note) } } }
        }
    }
}

fn origin(fact: &Shown, sources: &Sources) -> Markup {
    let place = describe(&fact.origin.place, sources).filter(|place| !place.is_empty());
    let default = match (&fact.state, fact.from) {
        (State::Known(_), From::MskDefault) => Some("MSK's default"),
        (State::Known(_), From::ProviderDefault) => Some("the provider's default"),
        _ => None,
    };
    let hops: Vec<_> = fact.origin.hops.iter().take(MOST_HOPS).collect();
    html! {
        @if let State::Unknown(reason) = &fact.state { p { (safe(reason)) } }
        @if let Some(default) = default { (default) }
        @else if let (Some(place), false) = (place, fact.is_absent()) { code { (named(&place)) } }
        @if !hops.is_empty() && default.is_none() {
            ol.hops {
                @for hop in &hops {
                    li { (safe(&hop.what)) @if let Some(place) = describe(&hop.place, sources) { " " code { (named(&place)) } } }
                }
                @if fact.origin.hops.len() > hops.len() { li { "and " (fact.origin.hops.len() - hops.len()) " more" } }
            }
        }
    }
}
