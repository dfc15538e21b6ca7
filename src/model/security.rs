//! Who may talk to a cluster, and how: schemes, encryption, reach from outside, security groups.

use std::sync::Arc;

use super::cluster::{Cluster, ClusterKind};
use super::fact::{Fact, State};
use super::network::Network;
use super::scram::ScramAssociation;
use crate::facts::{self, ClientBroker, Scheme};
use crate::finding::Instance;

/// Authentication, encryption and reach of a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Security {
    /// Whether a block `client_authentication` is written.
    pub client_authentication: Fact<()>,
    /// `sasl.iam`.
    pub iam: Fact<bool>,
    /// `sasl.scram`.
    pub scram: Fact<bool>,
    /// Number of `certificate_authority_arns`: mutual TLS is on when there is one.
    pub authorities: Fact<usize>,
    /// Schemes of `vpc_connectivity`.
    pub multi_vpc: MultiVpc,
    /// `encryption_at_rest_kms_key_arn`.
    pub at_rest_key: Fact<Arc<str>>,
    /// Connections from other VPCs to the cluster.
    pub connections: Vec<VpcConnection>,
    /// What the security groups let in.
    pub network: Network,
    /// Whether ACLs are declared in the same root; `None` where a module may hold some.
    pub has_acls: Option<bool>,
    /// Secrets of users that log in with SCRAM.
    pub scram_associations: Fact<Vec<ScramAssociation>>,
}

/// An `aws_msk_vpc_connection`.
#[derive(Clone, Debug, PartialEq)]
pub struct VpcConnection {
    /// Where it is evaluated.
    pub instance: Instance,
    /// `authentication`: SASL_IAM, SASL_SCRAM or TLS.
    pub authentication: Fact<Arc<str>>,
    /// Number of `client_subnets`.
    pub subnets: Fact<usize>,
}

impl VpcConnection {
    /// The scheme by which it logs in, if it is known.
    pub fn scheme(&self) -> Option<Scheme> {
        match &**self.authentication.known()? {
            "SASL_IAM" => Some(Scheme::Iam),
            "SASL_SCRAM" => Some(Scheme::Scram),
            "TLS" => Some(Scheme::MutualTls),
            _ => None,
        }
    }
}

/// Schemes for clients in other VPCs.
#[derive(Clone, Debug, PartialEq)]
pub struct MultiVpc {
    /// `sasl.iam`.
    pub iam: Fact<bool>,
    /// `sasl.scram`.
    pub scram: Fact<bool>,
    /// `tls`.
    pub tls: Fact<bool>,
}

/// Whether a scheme is on, as far as these files tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// It is on.
    On,
    /// It is off.
    Off,
    /// Nobody can tell.
    Unknown,
}

/// The schemes by which clients can prove who they are.
pub const SCHEMES: [Scheme; 3] = [Scheme::Iam, Scheme::Scram, Scheme::MutualTls];

impl Security {
    /// Whether a scheme is on.
    pub fn scheme(&self, scheme: Scheme) -> Switch {
        match scheme {
            Scheme::Iam => switch(&self.iam),
            Scheme::Scram => switch(&self.scram),
            Scheme::MutualTls => match self.authorities.state {
                State::Known(count) if count > 0 => Switch::On,
                State::Unknown(_) => Switch::Unknown,
                _ => Switch::Off,
            },
            Scheme::Unauthenticated => Switch::Unknown,
        }
    }

    /// Where a scheme is switched on.
    pub fn origin_of(&self, scheme: Scheme) -> &super::fact::Origin {
        match scheme {
            Scheme::Iam => &self.iam.origin,
            Scheme::Scram => &self.scram.origin,
            Scheme::MutualTls => &self.authorities.origin,
            Scheme::Unauthenticated => &self.client_authentication.origin,
        }
    }

    /// The schemes that are known to be on.
    pub fn enabled(&self) -> Vec<Scheme> {
        SCHEMES.into_iter().filter(|scheme| self.scheme(*scheme) == Switch::On).collect()
    }

    /// Whether every scheme is known to be off.
    pub fn enables_nothing(&self) -> bool {
        SCHEMES.iter().all(|scheme| self.scheme(*scheme) == Switch::Off)
    }
}

impl MultiVpc {
    /// Whether a scheme is on for clients in other VPCs.
    pub fn scheme(&self, scheme: Scheme) -> Switch {
        self.fact(scheme).map_or(Switch::Unknown, switch)
    }

    /// What is known of a scheme.
    pub fn fact(&self, scheme: Scheme) -> Option<&Fact<bool>> {
        match scheme {
            Scheme::Iam => Some(&self.iam),
            Scheme::Scram => Some(&self.scram),
            Scheme::MutualTls => Some(&self.tls),
            Scheme::Unauthenticated => None,
        }
    }

    /// Whether any scheme is known to be on.
    pub fn is_on(&self) -> bool {
        SCHEMES.iter().any(|scheme| self.scheme(*scheme) == Switch::On)
    }
}

fn switch(fact: &Fact<bool>) -> Switch {
    match fact.state {
        State::Known(true) => Switch::On,
        State::Unknown(_) => Switch::Unknown,
        _ => Switch::Off,
    }
}

/// Two settings that AWS refuses together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// A scheme with the encryption between clients and brokers.
    ClientBroker(Scheme),
    /// A scheme with unencrypted traffic between brokers.
    InCluster(Scheme),
}

impl Cluster {
    /// The encryption between clients and brokers, if it is known.
    pub fn encryption(&self) -> Option<ClientBroker> {
        match &**self.client_broker.known()? {
            "TLS" => Some(ClientBroker::Tls),
            "TLS_PLAINTEXT" => Some(ClientBroker::TlsPlaintext),
            "PLAINTEXT" => Some(ClientBroker::Plaintext),
            _ => None,
        }
    }

    /// Settings that AWS refuses together, one of each kind.
    pub fn conflicts(&self) -> Vec<Conflict> {
        if self.is(ClusterKind::Serverless) {
            return Vec::new();
        }
        let enabled = self.security.enabled();
        let client = self.encryption().and_then(|encryption| {
            enabled.iter().copied().find(|scheme| {
                // Whether unauthenticated clients are let in decides some pairs.
                let row = facts::auth_encryption(*scheme, encryption);
                row.is_some_and(|row| {
                    let may_be_mixed = self.unauthenticated.get() != Some(false);
                    !(row.allowed || row.allowed_with_unauthenticated && may_be_mixed)
                })
            })
        });
        let between = enabled.first().copied().filter(|_| self.in_cluster.get() == Some(false));
        let client = client.map(Conflict::ClientBroker);
        client.into_iter().chain(between.map(Conflict::InCluster)).collect()
    }

    /// Whether clients with names other than IAM's get in: those that ACLs are for.
    pub fn uses_acls(&self) -> bool {
        let on = |scheme| self.security.scheme(scheme) == Switch::On;
        on(Scheme::Scram) || on(Scheme::MutualTls)
    }
}
