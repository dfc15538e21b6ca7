//! `aws_msk_vpc_connection`: clients in other VPCs.

use std::rc::Rc;

use super::fields::Fields;
use super::link::{self, Link};
use super::{Clusters, Resources};
use crate::eval::value::ResourceAddress;
use crate::model::security::VpcConnection;

/// The resource type.
pub(super) const KIND: &str = "aws_msk_vpc_connection";

/// Ties connections to the clusters that they lead to.
pub(super) fn tie(resources: &dyn Resources, clusters: &mut Clusters) {
    for address in &resources.addresses(&[KIND]) {
        let Link::To(target) = link::cluster(resources, address, "target_cluster_arn") else { continue };
        let connection = build(resources, address);
        for (_, cluster) in clusters.iter_mut().filter(|(cluster, _)| **cluster == target) {
            cluster.for_each_mut(|cluster| cluster.security.connections.push(connection.clone()));
        }
    }
}

fn build(resources: &dyn Resources, address: &Rc<ResourceAddress>) -> VpcConnection {
    let fields = Fields::new(resources, address);
    VpcConnection {
        instance: resources.instance(address),
        authentication: fields.text("authentication"),
        subnets: fields.count("client_subnets"),
    }
}
