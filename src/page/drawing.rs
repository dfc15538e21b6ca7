//! A cluster drawn: zones, their brokers, and replicas of some partitions where Kafka would put them.

use maud::{Markup, html};

use super::{plural, safe};
use crate::inspect::{self, ClusterView};
use crate::model::assignment::{assignment, zone};
use crate::model::availability::Layout;
use crate::model::cluster::{Cluster, ClusterKind};
use crate::model::fact::State;
use crate::model::named_facts::Shown;
use crate::model::worlds::Worlds;

/// Brokers that are drawn: MSK's quota for a cluster.
const MOST_BROKERS: u32 = 60;
/// Partitions that are drawn, as far as these are whole rounds over the brokers; one round at least.
const PARTITIONS: u32 = 12;
/// The facts without which nothing can be drawn.
const NEEDED: &[&str] = &["brokers", "zones", "replication_factor", "min_insync_replicas"];

pub(super) fn of_cluster(worlds: &Worlds<Cluster>, view: &ClusterView<'_>) -> Markup {
    match (inspect::layout(worlds), view.cluster.kind.get()) {
        (Some(layout), _) if layout.brokers > MOST_BROKERS => {
            html! { p.aside { (layout.brokers) " brokers: too many to be drawn." } }
        }
        (Some(layout), _) if layout.replication_factor > layout.brokers => html! {
            p.aside {
                "Not drawn: with " (layout.replication_factor) " replicas on " (layout.brokers) " brokers no topic can be created."
            }
        },
        (Some(layout), _) => drawn(&layout, &zone_names(worlds, &layout)),
        (None, Some(ClusterKind::Serverless)) => {
            html! { p.aside { "Not drawn: MSK runs the brokers of a serverless cluster and places their replicas." } }
        }
        (None, Some(ClusterKind::Express)) => {
            html! { p.aside { "Not drawn: MSK fixes how Express brokers replicate, whatever these files say." } }
        }
        (None, _) => not_drawn(view),
    }
}

/// What is missing to a drawing, and why.
fn not_drawn(view: &ClusterView<'_>) -> Markup {
    let unknown = |(name, fact): &(&'static str, Shown)| match &fact.state {
        _ if !NEEDED.contains(name) => None,
        State::Unknown(reason) => Some((*name, safe(reason))),
        State::Absent => Some((*name, "it is not set".to_owned())),
        State::Known(_) => None,
    };
    html! {
        div.unknown {
            p { "Not drawn: what follows for its availability is unknown." }
            ul {
                @if let State::Unknown(reason) = &view.cluster.kind.state { li { "kind of brokers: " (safe(reason)) } }
                @for (name, reason) in view.facts.iter().filter_map(unknown) { li { code { (name) } ": " (reason) } }
            }
        }
    }
}

/// What each zone is called in the files, where they tell: the zone, else the subnet.
fn zone_names(worlds: &Worlds<Cluster>, layout: &Layout) -> Vec<String> {
    let subnets = &worlds.first().subnets;
    let is_certain = worlds.all().all(|other| other.subnets.state == subnets.state);
    let mut names: Vec<String> = Vec::new();
    for subnet in subnets.known().into_iter().flatten().filter(|_| is_certain) {
        let id = match &subnet.id {
            State::Known(id) => id.to_string(),
            _ => return Vec::new(),
        };
        let name = subnet.known_zone().and_then(|zone| zone.known()).map_or(id, |zone| zone.to_string());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if Some(names.len() as u32) == layout.zones { names } else { Vec::new() }
}

fn drawn(layout: &Layout, names: &[String]) -> Markup {
    let rounds = (PARTITIONS / layout.brokers).max(1);
    let partitions = assignment(layout, layout.brokers * rounds);
    let is_dense = layout.brokers > PARTITIONS;
    let zones = layout.zones.unwrap_or(1).clamp(1, layout.brokers);
    let brokers = |wanted: u32| (0..layout.brokers).filter(move |broker| zone(layout, *broker) == wanted);
    html! {
        figure.drawing.dense[is_dense] data-minimum=(layout.min_insync_replicas) {
            figcaption {
                (caption(layout)) " Drawn are " (partitions.len())
                " partitions, their replicas where Kafka would put them."
                span.hint hidden { " Click a broker or a zone to take it down." }
            }
            div.zones {
                @for number in 0..zones {
                    div.zone role="group" aria-label=(format!("zone {}", number + 1)) {
                        @if layout.zones.is_some() {
                            button.take type="button" aria-pressed="false" disabled {
                                "zone " (number + 1)
                                @if let Some(name) = names.get(number as usize) { " " small { (safe(name)) } }
                            }
                        } @else { p.take { "zones unknown" } }
                        @for broker in brokers(number) { (one_broker(broker, &partitions, layout)) }
                    }
                }
            }
            (legend())
            ol.partitions aria-label="drawn partitions" {
                @for (number, replicas) in partitions.iter().enumerate() { (partition(number, replicas, layout)) }
            }
            p.control {
                output.outcome { (outcome(layout, partitions.len())) }
                " " button.reset type="button" hidden { "all up again" }
            }
        }
    }
}

fn caption(layout: &Layout) -> String {
    let zones = match layout.zones {
        Some(zones) => format!("{zones} {}", plural(zones as usize, "zone")),
        None => "zones that are unknown".to_owned(),
    };
    let brokers = plural(layout.brokers as usize, "broker");
    format!(
        "{} {brokers} in {zones}; replication factor {}, min.insync.replicas {}.",
        layout.brokers, layout.replication_factor, layout.min_insync_replicas
    )
}

fn one_broker(broker: u32, partitions: &[Vec<u32>], layout: &Layout) -> Markup {
    let class = class(layout);
    html! {
        div.broker data-broker=(broker) {
            button.take type="button" aria-pressed="false" disabled { "broker " (broker + 1) }
            div.slots aria-hidden="true" {
                @for (number, replicas) in partitions.iter().enumerate() {
                    @match replicas.iter().position(|replica| *replica == broker) {
                        Some(place) => { i.slot.(class).leader[place == 0] data-partition=(number) { (number) } }
                        None if layout.brokers <= PARTITIONS => { i.free {} }
                        None => {}
                    }
                }
            }
        }
    }
}

fn partition(number: usize, replicas: &[u32], layout: &Layout) -> Markup {
    let list = |first: u32| replicas.iter().map(|broker| (broker + first).to_string()).collect::<Vec<_>>();
    html! {
        li.(class(layout)) data-replicas=(list(0).join(" ")) {
            b { (number) } " "
            span.state { (if is_writable(layout) { "writes ok" } else { "writes refused" }) } " "
            small { "on " (list(1).join(", ")) }
        }
    }
}

fn legend() -> Markup {
    html! {
        p.legend {
            i.slot.ok.leader aria-hidden="true" { "0" } " leader of partition 0 "
            i.slot.ok aria-hidden="true" { "0" } " another replica of it "
            span.live hidden {
                i.slot.stopped aria-hidden="true" { "0" } " acks=all writes stop "
                i.slot.risky aria-hidden="true" { "0" } " one replica acknowledges alone "
                i.slot.unreadable aria-hidden="true" { "0" } " down with every replica "
            }
        }
    }
}

fn is_writable(layout: &Layout) -> bool {
    layout.min_insync_replicas <= layout.replication_factor
}

fn class(layout: &Layout) -> &'static str {
    if is_writable(layout) { "ok" } else { "stopped" }
}

fn outcome(layout: &Layout, partitions: usize) -> String {
    match is_writable(layout) {
        true => format!("Every broker is up: all {partitions} drawn partitions take acks=all writes and can be read."),
        false => {
            "Every broker is up: acks=all writes are refused all the same, for there are too few replicas.".to_owned()
        }
    }
}
