//! From a cluster to its configuration, topics and clients, and back.

use std::path::Path;

use gen_lsp_types::{Location, Position};

use super::view::{Target, View};
use crate::client::Client;
use crate::model::cluster::Cluster;
use crate::model::configuration::Configuration;
use crate::model::topic::Topic;
use crate::source::{Place, Span};

/// What a place belongs to: the cluster of a configuration, topic or client, the configuration of a cluster, or where
/// a value comes from.
pub(super) fn definition(view: &View<'_>, path: &Path, at: Position) -> Option<Vec<Location>> {
    let target = view.target(path, at)?;
    let things = Things::new(view, &target);
    let written = things.configurations.iter().chain(&things.attached).filter_map(|configuration| {
        let lines = &configuration.properties.known()?.lines;
        let line = lines.iter().find(|line| line.place.span().is_some_and(|span| target.is_in(span)))?;
        line.value.origin.place.span().filter(|span| !target.is_in(*span))
    });
    let mut found: Vec<Span> = written.collect();
    if found.is_empty() {
        found.extend(things.clients.iter().filter_map(|client| client.cluster.as_ref()?.block.span()));
        found.extend(things.topics.iter().filter_map(|(cluster, _)| cluster.block.span()));
        found.extend(things.here.iter().filter_map(|cluster| cluster.configuration.attached()?.block.span()));
        let own = things.configurations.iter().chain(&things.attached);
        let blocks: Vec<&Place> = own.map(|configuration| &configuration.block).collect();
        found.extend(things.clusters.iter().filter_map(|cluster| {
            let attached = cluster.configuration.attached()?;
            blocks.contains(&&attached.block).then(|| cluster.block.span()).flatten()
        }));
    }
    Some(locations(view, found))
}

/// Everything that has to do with the cluster at a place, or with the cluster of what stands there.
pub(super) fn references(view: &View<'_>, path: &Path, at: Position) -> Option<Vec<Location>> {
    let target = view.target(path, at)?;
    let things = Things::new(view, &target);
    let mut meant: Vec<&Place> = things.here.iter().map(|cluster| &cluster.block).collect();
    meant.extend(things.topics.iter().map(|(cluster, _)| &cluster.block));
    meant.extend(things.clients.iter().filter_map(|client| Some(&client.cluster.as_ref()?.block)));
    let own: Vec<&Place> =
        things.configurations.iter().chain(&things.attached).map(|configuration| &configuration.block).collect();
    meant.extend(things.clusters.iter().filter_map(|cluster| {
        let attached = cluster.configuration.attached()?;
        own.contains(&&attached.block).then_some(&cluster.block)
    }));
    let clusters: Vec<&&Cluster> = things.clusters.iter().filter(|cluster| meant.contains(&&cluster.block)).collect();
    let mut found: Vec<Span> = Vec::new();
    for cluster in clusters {
        found.extend(cluster.block.span());
        found.extend(cluster.configuration.attached().and_then(|attached| attached.block.span()));
        found.extend(cluster.topics.iter().filter_map(|topic| topic.block.span()));
        let is_its = |client: &&Client| client.cluster.as_ref().is_some_and(|known| known.block == cluster.block);
        let clients = view.looked.analysis.clients.iter().filter(is_its);
        found.extend(clients.filter_map(|client| {
            let bootstrap = client.setting("bootstrap.servers").and_then(|setting| setting.value.origin.place.span());
            bootstrap.or_else(|| client.place.span())
        }));
    }
    Some(locations(view, found))
}

fn locations(view: &View<'_>, mut spans: Vec<Span>) -> Vec<Location> {
    spans.sort();
    spans.dedup();
    spans.into_iter().filter_map(|span| view.location(span)).collect()
}

/// What there is, and what of it stands at a place.
struct Things<'a> {
    clusters: Vec<&'a Cluster>,
    /// Clusters whose block is around the place.
    here: Vec<&'a Cluster>,
    /// Configurations whose block is around the place.
    configurations: Vec<&'a Configuration>,
    /// Configurations of clusters, of which a property stands at the place.
    attached: Vec<&'a Configuration>,
    topics: Vec<(&'a Cluster, &'a Topic)>,
    clients: Vec<&'a Client>,
}

impl<'a> Things<'a> {
    fn new(view: &View<'a>, target: &Target<'a>) -> Self {
        let analysis = &view.looked.analysis;
        let block = view.block(target);
        let is_around = |place: &Place| {
            place.span().is_some_and(|span| {
                span.file == target.id && block.is_some_and(|block| block.touches(span.range.start))
            })
        };
        let clusters: Vec<&Cluster> =
            analysis.models.iter().flat_map(|model| &model.clusters).map(|worlds| worlds.first()).collect();
        let holds = |configuration: &&Configuration| {
            let lines = configuration.properties.known().map(|properties| &properties.lines);
            let mut places = lines.into_iter().flatten().filter_map(|line| line.place.span());
            places.any(|span| target.is_in(span))
        };
        let topics = clusters.iter().flat_map(|cluster| cluster.topics.iter().map(move |topic| (*cluster, topic)));
        let settings = |client: &&Client| {
            let places = client.settings.iter().map(|setting| &setting.value.origin.place);
            places.chain([&client.place]).filter_map(Place::span).any(|span| target.is_in(span))
        };
        let configurations = analysis.models.iter().flat_map(|model| &model.configurations);
        Self {
            here: clusters.iter().copied().filter(|cluster| is_around(&cluster.block)).collect(),
            configurations: configurations
                .map(|worlds| worlds.first())
                .filter(|configuration| is_around(&configuration.block))
                .collect(),
            attached: clusters.iter().filter_map(|cluster| cluster.configuration.attached()).filter(holds).collect(),
            topics: topics.filter(|(_, topic)| is_around(&topic.block)).collect(),
            clients: analysis.clients.iter().filter(settings).collect(),
            clusters,
        }
    }
}
