//! Clients, what they set, and the cluster they talk to.

use std::sync::Arc;

use maud::{Markup, html};

use super::clusters::Listed;
use super::facts::{head, row};
use super::findings::brief;
use super::{Index, Page, and_more, named};
use crate::client::Client;
use crate::inspect::{describe, settings};
use crate::model::cluster::Cluster;

/// Clients that are shown, those with findings first.
const MOST_CLIENTS: usize = 200;
/// Settings of a client that are shown.
const MOST_SETTINGS: usize = 80;

pub(super) fn section(page: &Page<'_>, index: &Index<'_>, clusters: &[Listed<'_>]) -> Markup {
    let about = |client: &Client| index.about(std::iter::once(&client.instance), page.outcome);
    let mut clients: Vec<(&Client, Vec<usize>)> =
        page.analysis.clients.iter().map(|client| (client, about(client))).collect();
    let gravest = |findings: &[usize]| findings.first().map(|finding| page.outcome.findings[*finding].level);
    clients.sort_by_key(|(_, findings)| std::cmp::Reverse(gravest(findings)));
    let all = clients.len();
    clients.truncate(MOST_CLIENTS);
    html! {
        section #clients {
            h2 { "Clients" }
            @if clients.is_empty() { p.aside { "No client of Kafka was found in these files." } }
            @for (client, findings) in &clients { (one(page, index, clusters, client, findings)) }
            (and_more(clients.len(), all, "msk-lint inspect"))
        }
    }
}

fn one(page: &Page<'_>, index: &Index<'_>, clusters: &[Listed<'_>], client: &Client, findings: &[usize]) -> Markup {
    let sources = &page.analysis.sources;
    let place = describe(&client.place, sources).unwrap_or_else(|| client.instance.root.to_string());
    let version = client.version.map_or_else(String::new, |version| format!(" {version}"));
    let settings = settings(client);
    html! {
        article.client {
            h3 { code { (named(&client.instance.address)) } }
            p.aside {
                (client.role.as_str()) " with " (client.library.name()) (version) " · " code { (named(&place)) }
                " · " (target(clusters, client))
                @if !client.complete { " · more may be set elsewhere" }
            }
            @if !findings.is_empty() { ul.briefs { @for finding in findings { li { (brief(page, index, *finding)) } } } }
            @if !settings.is_empty() {
                details.facts {
                    summary { (settings.len()) " " (super::plural(settings.len(), "setting")) }
                    table {
                        thead { (head("setting")) }
                        tbody {
                            @for (setting, shown) in settings.iter().take(MOST_SETTINGS) {
                                (row(&setting.name, shown, None, sources))
                            }
                        }
                    }
                    (and_more(MOST_SETTINGS, settings.len(), "msk-lint inspect"))
                }
            }
        }
    }
}

/// The cluster that a client talks to, or the few of which it is one.
fn target(clusters: &[Listed<'_>], client: &Client) -> Markup {
    let mut known: Vec<&Arc<Cluster>> = client.cluster.iter().chain(&client.or_clusters).collect();
    known.dedup_by_key(|cluster| &cluster.instance);
    html! {
        @if known.is_empty() {
            @if client.talks_to_msk() { "talks to MSK, to which cluster is unknown" } @else { "cluster unknown" }
        } @else {
            "talks to "
            @for (at, cluster) in known.iter().enumerate() {
                @if at > 0 { " or " }
                @match clusters.iter().position(|listed| listed.instance() == &cluster.instance) {
                    Some(anchor) => { a href=(format!("#c{anchor}")) { code { (named(&cluster.instance.address)) } } }
                    None => { code { (named(&cluster.instance.address)) } }
                }
            }
        }
    }
}
