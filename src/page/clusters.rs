//! Clusters: what they consist of, what they survive, what is wrong with them, and what is known of them.

use maud::{Markup, html};

use super::findings::brief;
use super::{Index, Page, and_more, badge, drawing, facts, named, root, topics};
use crate::client::Client;
use crate::finding::{Instance, Level};
use crate::inspect::{self, ClusterView};
use crate::model::availability::{Extent, Lost, Matrix};
use crate::model::cluster::{Cluster, ClusterKind};
use crate::model::worlds::Worlds;

/// Clusters that are shown, those with the gravest findings first.
const MOST_CLUSTERS: usize = 50;
/// Clusters up to which the facts of each are unfolded.
const FEW: usize = 4;
/// Findings and clients of a cluster that are listed.
const MOST_LISTED: usize = 40;

/// A cluster and the findings about it.
pub(super) struct Listed<'a> {
    worlds: &'a Worlds<Cluster>,
    findings: Vec<usize>,
}

impl Listed<'_> {
    pub(super) fn instance(&self) -> &Instance {
        &self.worlds.first().instance
    }
}

/// The clusters that are shown, in the order in which they are.
pub(super) fn in_order<'a>(page: &Page<'a>, index: &Index<'_>) -> Vec<Listed<'a>> {
    let findings = &page.outcome.findings;
    let about = |worlds: &Worlds<Cluster>| {
        let cluster = worlds.first();
        let configuration = cluster.configuration.attached().map(|configuration| &configuration.instance);
        let topics = cluster.topics.iter().map(|topic| &topic.instance);
        index.about(std::iter::once(&cluster.instance).chain(configuration).chain(topics), page.outcome)
    };
    let all = page.analysis.models.iter().flat_map(|model| &model.clusters);
    let mut all: Vec<Listed<'a>> = all.map(|worlds| Listed { worlds, findings: about(worlds) }).collect();
    let count = |listed: &Listed<'_>, level: Level| {
        listed.findings.iter().filter(|finding| findings[**finding].level == level).count()
    };
    all.sort_by_key(|listed| std::cmp::Reverse((count(listed, Level::Error), count(listed, Level::Warning))));
    all.truncate(MOST_CLUSTERS);
    all
}

pub(super) fn section(page: &Page<'_>, index: &Index<'_>, clusters: &[Listed<'_>]) -> Markup {
    let all: usize = page.analysis.models.iter().map(|model| model.clusters.len()).sum();
    html! {
        section #clusters {
            h2 { "Clusters" }
            @if clusters.is_empty() { p.aside { "No cluster of MSK was found in these files." } }
            @if clusters.len() > 1 { (contents(page, clusters)) }
            @for (number, listed) in clusters.iter().enumerate() {
                (one(page, index, listed, number, clusters.len() <= FEW))
            }
            (and_more(clusters.len(), all, "msk-lint inspect"))
        }
    }
}

fn contents(page: &Page<'_>, clusters: &[Listed<'_>]) -> Markup {
    html! {
        ol.contents {
            @for (number, listed) in clusters.iter().enumerate() {
                li {
                    @if let Some(finding) = listed.findings.first() { (badge(page.outcome.findings[*finding].level)) " " }
                    a href=(format!("#c{number}")) { code { (named(&listed.instance().address)) } }
                    " " span.detail { (root(listed.instance())) }
                }
            }
        }
    }
}

fn one(page: &Page<'_>, index: &Index<'_>, listed: &Listed<'_>, number: usize, is_open: bool) -> Markup {
    let view = ClusterView::new(listed.worlds);
    let sources = &page.analysis.sources;
    let clients: Vec<&Client> = page.analysis.clients.iter().filter(|client| talks_to(client, listed)).collect();
    html! {
        article.cluster id=(format!("c{number}")) {
            h3 { code { (named(&listed.instance().address)) } }
            p.aside {
                (kind(view.cluster)) " · root " code { (root(listed.instance())) }
                @if let Some(place) = inspect::describe(&view.cluster.block, sources) { " · " code { (named(&place)) } }
            }
            (drawing::of_cluster(listed.worlds, &view))
            @if let Some(matrix) = view.availability.as_ref().filter(|matrix| !matrix.rows().is_empty()) {
                (availability(matrix))
            }
            (topics::of_cluster(listed.worlds))
            h4 { "Findings" }
            @if listed.findings.is_empty() { p.good { "None about this cluster." } } @else {
                ul.briefs {
                    @for finding in listed.findings.iter().take(MOST_LISTED) { li { (brief(page, index, *finding)) } }
                }
                (and_more(MOST_LISTED, listed.findings.len(), ""))
            }
            @if !clients.is_empty() {
                h4 { "Clients" }
                ul.briefs {
                    @for client in clients.iter().take(MOST_LISTED) {
                        li {
                            code { (named(&client.instance.address)) } " " (client.role.as_str()) " with " (client.library.name())
                            @if !client.or_clusters.is_empty() { ", here or on another cluster" }
                        }
                    }
                }
                (and_more(MOST_LISTED, clients.len(), ""))
            }
            (facts::of_cluster(&view, sources, page.today, is_open))
        }
    }
}

fn talks_to(client: &Client, listed: &Listed<'_>) -> bool {
    client.cluster.iter().chain(&client.or_clusters).any(|cluster| &cluster.instance == listed.instance())
}

fn kind(cluster: &Cluster) -> &'static str {
    match cluster.kind.get() {
        Some(ClusterKind::Standard) => "Standard brokers",
        Some(ClusterKind::Express) => "Express brokers",
        Some(ClusterKind::Serverless) => "Serverless",
        None => "Kind of brokers unknown",
    }
}

/// What the cluster still does when something is down: exact, over all even placements.
fn availability(matrix: &Matrix) -> Markup {
    html! {
        table.availability {
            caption {
                "What new topics with the cluster's defaults still do, every replica in sync when it happens. Shares are those of \
                 all even placements; for two brokers the few partitions drawn can fare otherwise."
            }
            thead {
                tr {
                    th scope="col" { "down" }
                    th scope="col" { "acks=all writes" }
                    th scope="col" { "partitions that stop, on average" }
                    th scope="col" { "reads" }
                    th scope="col" { "acknowledged data" }
                    th scope="col" { "replicas left at worst" }
                }
            }
            tbody {
                @for row in matrix.rows() {
                    tr.(row.writes.as_str()) {
                        th scope="row" { (row.lost.as_str()) }
                        td.writes { (row.writes_in_words()) }
                        td { (row.stopped_on_average) }
                        td { @match row.reads {
                            Extent::Ok => "ok",
                            Extent::Some => { "all but " (row.unreadable) " of partitions" }
                            Extent::None => "none",
                        } }
                        td { (row.data.as_str()) }
                        td { (row.replicas_left) }
                    }
                }
                @if matrix.row(Lost::OneZone).is_none() {
                    tr { th scope="row" { (Lost::OneZone.as_str()) } td colspan="5" { "unknown, as the zones are" } }
                }
            }
        }
    }
}
