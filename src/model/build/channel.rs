//! `aws_msk_channel` to channels.

use std::rc::Rc;

use super::fields::{Field, Fields};
use super::link::{self, Link};
use super::{Clusters, Resources};
use crate::eval::value::ResourceAddress;
use crate::model::channel::Channel;
use crate::model::cluster::ClusterKind;
use crate::model::fact::{Fact, Origin};

/// The resource type.
pub(super) const KIND: &str = "aws_msk_channel";

/// Reads a channel with the cluster of the root that it names.
pub(super) fn build(resources: &dyn Resources, address: &Rc<ResourceAddress>, clusters: &Clusters) -> Channel {
    let fields = Fields::new(resources, address);
    Channel {
        instance: resources.instance(address),
        block: fields.header.clone(),
        cluster: cluster(&fields, clusters),
        iceberg: fields.block("iceberg_destination"),
        s3: fields.block("s3_destination"),
    }
}

fn cluster(fields: &Fields<'_>, clusters: &Clusters) -> Fact<ClusterKind> {
    let arn = match fields.get("cluster_arn") {
        Field::Absent(place) => return Fact::absent(Origin::at(place)),
        Field::Written(arn) => arn,
    };
    let origin = Origin::at(arn.trace.place().clone());
    let Link::To(target) = link::behind(&arn) else { return Fact::unknown("its cluster is not here", origin) };
    let known = clusters.iter().find(|(address, _)| **address == target);
    match known.and_then(|(_, worlds)| worlds.only()) {
        // A cluster that varies is left out, as topics are.
        Some(only) => Fact { origin, ..only.kind.clone() },
        None => Fact::unknown("its cluster varies", origin),
    }
}
