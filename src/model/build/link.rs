//! Which cluster a resource belongs to, by the argument that names it.

use std::rc::Rc;
use std::sync::Arc;

use super::Resources;
use super::fields::{Field, Fields};
use crate::eval::value::{Mode, ResourceAddress, Value};

/// Resource types that are clusters.
pub(super) const CLUSTERS: &[&str] = &["aws_msk_cluster", "aws_msk_serverless_cluster"];

/// What an argument says of a cluster.
pub(super) enum Link {
    /// It names this one.
    To(ResourceAddress),
    /// It names one that these files do not show, or nobody knows which.
    Unknown(Arc<str>),
    /// It is not written.
    Absent,
}

/// The cluster that an argument such as `cluster_arn` names.
pub(super) fn cluster(resources: &dyn Resources, of: &Rc<ResourceAddress>, argument: &str) -> Link {
    match Fields::new(resources, of).get(argument) {
        Field::Written(arn) => behind(&arn),
        Field::Absent(_) => Link::Absent,
    }
}

/// The cluster whose ARN a value is.
pub(super) fn behind(arn: &Value) -> Link {
    let Some(unknown) = arn.first_unknown() else { return Link::Unknown("only its ARN is written".into()) };
    match unknown.reason.resource() {
        Some(address) if CLUSTERS.contains(&&*address.kind) && address.mode == Mode::Managed => {
            Link::To(address.clone())
        }
        _ => Link::Unknown(unknown.reason.to_string().into()),
    }
}
