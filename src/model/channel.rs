//! `aws_msk_channel`: a topic of an express cluster, delivered to a bucket or a table.

use super::cluster::ClusterKind;
use super::fact::Fact;
use crate::finding::Instance;
use crate::source::Place;

/// A channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Channel {
    /// Where it is evaluated.
    pub instance: Instance,
    /// The block's header.
    pub block: Place,
    /// What kind of cluster `cluster_arn` names; its origin is that argument.
    pub cluster: Fact<ClusterKind>,
    /// Whether `iceberg_destination` is written.
    pub iceberg: Fact<()>,
    /// Whether `s3_destination` is written.
    pub s3: Fact<()>,
}
