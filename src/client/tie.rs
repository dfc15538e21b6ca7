//! Which cluster of the run a client talks to.

use std::sync::Arc;

use super::Client;
use crate::model::build::RootModel;
use crate::model::cluster::Cluster;

/// Ties clients to clusters by the cluster's name in the bootstrap hosts.
pub fn tie(clients: &mut [Client], models: &[RootModel]) {
    for client in clients.iter_mut().filter(|client| client.cluster.is_none()) {
        let bootstrap = client.bootstrap();
        let servers = bootstrap.iter().flat_map(|bootstrap| &bootstrap.servers);
        let Some(name) = servers.filter_map(|server| server.cluster_name()).next() else { continue };
        // MSK makes host names of the cluster's in lower case.
        let found =
            clusters(models, |cluster| cluster.name.known().is_some_and(|known| known.eq_ignore_ascii_case(name)));
        client.tie_to_all(found);
    }
}

/// Ties a client to the cluster that has an address, in whichever environment.
pub fn tie_to(client: &mut Client, address: &str, models: &[RootModel]) {
    client.tie_to_all(clusters(models, |cluster| &*cluster.instance.address == address));
}

fn clusters(models: &[RootModel], is_meant: impl Fn(&Cluster) -> bool) -> Vec<Arc<Cluster>> {
    let all = models.iter().flat_map(|model| &model.clusters).flat_map(|worlds| worlds.all());
    all.filter(|cluster| is_meant(cluster)).cloned().map(Arc::new).collect()
}

impl Client {
    /// Ties it to one of some clusters.
    fn tie_to_all(&mut self, clusters: Vec<Arc<Cluster>>) {
        let mut clusters = clusters.into_iter();
        if let Some(first) = clusters.next() {
            self.cluster = Some(first);
            self.or_clusters = clusters.collect();
        }
    }

    /// The same client for each cluster that it may talk to.
    pub fn alternatives(&self) -> Vec<Self> {
        let others = self.or_clusters.iter().map(|cluster| Self { cluster: Some(cluster.clone()), ..self.clone() });
        std::iter::once(self.clone()).chain(others).collect()
    }
}
