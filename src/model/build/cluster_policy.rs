//! `aws_msk_cluster_policy` to the policies of clusters.

use std::rc::Rc;
use std::sync::Arc;

use super::fields::{Field, Fields};
use super::link::{self, Link};
use super::{Resources, access_policies, change, origin};
use crate::eval::value::ResourceAddress;
use crate::model::cluster_policy::ClusterPolicy;
use crate::model::fact::Fact;

/// The resource type.
pub(super) const KIND: &str = "aws_msk_cluster_policy";

/// Reads a policy.
pub(super) fn build(resources: &dyn Resources, address: &Rc<ResourceAddress>) -> ClusterPolicy {
    let fields = Fields::new(resources, address);
    let (statements, is_seen) = access_policies::statements(&fields);
    ClusterPolicy {
        instance: resources.instance(address),
        block: fields.header.clone(),
        cluster: cluster(&fields),
        statements,
        is_seen,
        change: change::of(&fields, build),
    }
}

/// The cluster by its ARN, or by its address where the ARN is only known after apply.
fn cluster(fields: &Fields<'_>) -> Fact<Arc<str>> {
    match fields.get("cluster_arn") {
        Field::Written(arn) => match link::behind(&arn) {
            Link::To(address) => Fact::written(address.to_string().into(), origin::of(&arn.trace)),
            _ => fields.text("cluster_arn"),
        },
        Field::Absent(_) => fields.text("cluster_arn"),
    }
}
