//! Which cluster of the run a client talks to.

use std::sync::Arc;

use super::Client;
use crate::model::build::RootModel;
use crate::model::cluster::Cluster;

/// Ties clients to clusters: by the cluster's name in the bootstrap hosts, where one cluster of the run has it.
pub fn tie(clients: &mut [Client], models: &[RootModel]) {
    let mut named: Vec<(Arc<str>, Option<Arc<Cluster>>)> = Vec::new();
    for worlds in models.iter().flat_map(|model| &model.clusters) {
        let Some(cluster) = worlds.only() else { continue };
        let Some(name) = cluster.name.known() else { continue };
        match named.iter_mut().find(|(known, _)| known == name) {
            // Two clusters of one name, or one in two evaluations: nobody can tell which.
            Some((_, held)) => *held = None,
            None => named.push((name.clone(), Some(Arc::new(cluster.clone())))),
        }
    }
    for client in clients {
        let Some(bootstrap) = client.bootstrap() else { continue };
        let name = bootstrap.servers.iter().find_map(|server| server.cluster_name());
        // MSK makes host names of the cluster's in lower case.
        let held = named.iter().find(|(known, _)| name.is_some_and(|name| known.eq_ignore_ascii_case(name)));
        client.cluster = held.and_then(|(_, cluster)| cluster.clone());
    }
}
