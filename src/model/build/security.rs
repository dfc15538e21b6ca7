//! Authentication, encryption and reach of a cluster.

use super::fields::Fields;
use super::{Clusters, Resources};
use crate::model::fact::{Fact, Origin};
use crate::model::network::Network;
use crate::model::security::{MultiVpc, Security};

const AUTHORITIES: &str = "client_authentication.tls.certificate_authority_arns";
const VPC: &str = "broker_node_group_info.connectivity_info.vpc_connectivity.client_authentication";

/// Reads what a cluster says of its clients.
pub(super) fn build(fields: &Fields<'_>, is_serverless: bool) -> Security {
    let iam = if is_serverless { "client_authentication.sasl.iam.enabled" } else { "client_authentication.sasl.iam" };
    Security {
        client_authentication: fields.block("client_authentication"),
        iam: fields.boolean(iam),
        scram: fields.boolean("client_authentication.sasl.scram"),
        // Their number decides, not their names.
        authorities: fields.count(AUTHORITIES),
        multi_vpc: MultiVpc {
            iam: fields.boolean(&format!("{VPC}.sasl.iam")),
            scram: fields.boolean(&format!("{VPC}.sasl.scram")),
            tls: fields.boolean(&format!("{VPC}.tls")),
        },
        at_rest_key: fields.text("encryption_info.encryption_at_rest_kms_key_arn"),
        connections: Vec::new(),
        network: Network::default(),
        has_acls: None,
        scram_associations: Fact::absent(Origin::at(fields.header.clone())),
    }
}

/// The resource type of the Kafka provider.
pub(super) const ACL: &str = "kafka_acl";

/// Tells clusters whether ACLs are declared beside them.
pub(super) fn tie_acls(resources: &dyn Resources, clusters: &mut Clusters) {
    let are_declared = !resources.addresses(&[ACL]).is_empty();
    for (address, cluster) in clusters.iter_mut() {
        let has_none = !are_declared && !resources.is_given_to_a_module(address);
        let has_acls = if has_none { Some(false) } else { are_declared.then_some(true) };
        cluster.for_each_mut(|cluster| cluster.security.has_acls = has_acls);
    }
}

/// Leaves open whether clusters have ACLs: those of another root do not tell whose they are.
pub fn leave_acls_open(models: &mut [super::RootModel]) {
    for cluster in models.iter_mut().flat_map(|model| &mut model.clusters) {
        cluster.for_each_mut(|cluster| cluster.security.has_acls = cluster.security.has_acls.filter(|has| *has));
    }
}
