//! Topics of a cluster that say themselves how they are replicated, and what they survive.

use maud::{Markup, html};

use super::{and_more, named};
use crate::model::availability::{Layout, Lost, row};
use crate::model::cluster::Cluster;
use crate::model::fact::Fact;
use crate::model::replication::Replication;
use crate::model::worlds::Worlds;

/// Topics that are shown.
const MOST_TOPICS: usize = 60;
/// What may go down.
const EVENTS: [Lost; 3] = [Lost::OneBroker, Lost::TwoBrokers, Lost::OneZone];

pub(super) fn of_cluster(worlds: &Worlds<Cluster>) -> Markup {
    // Where conditions are open, each of their worlds may have other topics.
    let topics = worlds.only().map(Replication::all).unwrap_or_default();
    let topics: Vec<Replication> = topics.into_iter().filter(Replication::is_topic).collect();
    let hides_topics = worlds.only().is_none() && worlds.all().any(|cluster| !cluster.topics.is_empty());
    html! {
        @if hides_topics { p.aside { "Which topics it has depends on conditions that these files leave open." } }
        @if !topics.is_empty() {
            table.availability {
                caption { "Topics that say themselves how they are replicated: acks=all writes with something down" }
                thead {
                    tr {
                        th scope="col" { "topic" }
                        th scope="col" { "replication factor" }
                        th scope="col" { "min.insync.replicas" }
                        @for event in EVENTS { th scope="col" { (event.as_str()) " down" } }
                    }
                }
                tbody { @for topic in topics.iter().take(MOST_TOPICS) { (one(topic)) } }
            }
            (and_more(MOST_TOPICS, topics.len(), ""))
        }
    }
}

fn one(topic: &Replication) -> Markup {
    let layout = topic.layout();
    html! {
        tr {
            th scope="row" { code { (named(&topic.instance.address)) } }
            td { (number(&topic.factor)) }
            td { (number(&topic.min_insync)) }
            @for event in EVENTS { (fate(layout, event)) }
        }
    }
}

fn fate(layout: Option<Layout>, event: Lost) -> Markup {
    let Some(layout) = layout else { return html! { td { "unknown" } } };
    match row(&layout, event) {
        Some(row) => html! { td.(row.writes.as_str()) { span.writes { (row.writes_in_words()) } } },
        None if layout.replication_factor > layout.brokers => html! { td { "cannot be created" } },
        None if event == Lost::OneZone => html! { td { "unknown" } },
        None => html! { td { "cannot happen" } },
    }
}

fn number(fact: &Fact<i64>) -> String {
    fact.get().map_or_else(|| "unknown".to_owned(), |number| number.to_string())
}
