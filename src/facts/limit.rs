//! Quotas, ports, and which authentication goes with which encryption.

use super::{Confidence, find, tables};

/// A quota or bound of AWS.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// Its id.
    pub id: &'static str,
    /// What it belongs to, such as `serverless`.
    pub scope: &'static str,
    /// What is limited.
    pub subject: &'static str,
    /// The limit.
    pub value: LimitValue,
    /// Least value, in `unit`.
    pub min: Option<i64>,
    /// Greatest value, in `unit`.
    pub max: Option<i64>,
    /// The value when none is given.
    pub default: Option<i64>,
    /// Least sensible value.
    pub recommended_min: Option<i64>,
    /// Greatest sensible value.
    pub recommended_max: Option<i64>,
    /// Regular expression of allowed texts.
    pub pattern: Option<&'static str>,
    /// Unit of the numbers.
    pub unit: &'static str,
    /// Whether AWS raises it on request.
    pub adjustable: bool,
    /// What AWS does beyond it.
    pub on_violation: Option<&'static str>,
    /// Exceptions.
    pub note: Option<&'static str>,
    /// Ids of its sources.
    pub source: &'static [&'static str],
    /// How sure the row is.
    pub confidence: Confidence,
}

/// The value of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitValue {
    /// It is a range: `min` and `max` hold it.
    Range,
    /// A number.
    Number(i64),
    /// One of these numbers.
    Numbers(&'static [i64]),
    /// A text or rule.
    Text(&'static str),
    /// One of these texts.
    Texts(&'static [&'static str]),
}

impl Limit {
    /// Its value, if it is one number.
    pub const fn number(&self) -> Option<i64> {
        match self.value {
            LimitValue::Number(number) => Some(number),
            _ => None,
        }
    }
}

/// A port, or range of ports, of a cluster.
#[derive(Clone, Copy, Debug)]
pub struct Port {
    /// The port, or the first one.
    pub port: u16,
    /// The last one of a range.
    pub range_end: Option<u16>,
    /// What it is for.
    pub usage: &'static str,
    /// The authentication it takes.
    pub client_auth: &'static [Scheme],
    /// From where it is reached.
    pub network: Network,
    /// The client's `security.protocol`; nothing when it is no listener for Kafka clients.
    pub client_security_protocol: Option<SecurityProtocol>,
    /// Exceptions.
    pub note: Option<&'static str>,
    /// Ids of its sources.
    pub source: &'static [&'static str],
    /// How sure the row is.
    pub confidence: Confidence,
}

/// How clients prove who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// IAM.
    Iam,
    /// SASL/SCRAM.
    Scram,
    /// TLS with client certificates.
    MutualTls,
    /// Not at all.
    Unauthenticated,
}

impl Scheme {
    /// What it is called.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Iam => "IAM",
            Self::Scram => "SASL/SCRAM",
            Self::MutualTls => "mutual TLS",
            Self::Unauthenticated => "unauthenticated access",
        }
    }
}

/// From where a port is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Network {
    /// The VPC.
    Private,
    /// The internet.
    Public,
    /// The VPC, over IPv6.
    Ipv6,
    /// Other VPCs, over managed connections.
    PrivateLink,
}

/// A client's `security.protocol`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SecurityProtocol {
    /// `PLAINTEXT`.
    Plaintext,
    /// `SSL`.
    Ssl,
    /// `SASL_SSL`.
    SaslSsl,
}

/// A cluster's `client_broker`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClientBroker {
    /// `TLS`.
    Tls,
    /// `TLS_PLAINTEXT`.
    TlsPlaintext,
    /// `PLAINTEXT`.
    Plaintext,
}

/// Whether AWS takes an authentication with an encryption.
#[derive(Clone, Copy, Debug)]
pub struct AuthEncryption {
    /// The authentication.
    pub auth: Scheme,
    /// The encryption between clients and brokers.
    pub client_broker: ClientBroker,
    /// Whether the encryption between brokers must be on.
    pub in_cluster_required: bool,
    /// Whether AWS takes it.
    pub allowed: bool,
    /// Whether AWS takes it when unauthenticated access is on as well.
    pub allowed_with_unauthenticated: bool,
    /// Exceptions.
    pub note: Option<&'static str>,
    /// Ids of its sources.
    pub source: &'static [&'static str],
    /// How sure the row is.
    pub confidence: Confidence,
}

/// Every limit, by id.
pub fn limits() -> &'static [Limit] {
    &tables::limits::LIMITS
}

/// The limit with an id.
pub fn limit(id: &str) -> Option<&'static Limit> {
    find(limits(), |row| row.id, id)
}

/// Every port, in order.
pub fn ports() -> &'static [Port] {
    &tables::limits::PORTS
}

/// Whether AWS takes an authentication with an encryption.
pub fn auth_encryption(auth: Scheme, client_broker: ClientBroker) -> Option<&'static AuthEncryption> {
    tables::limits::AUTH_ENCRYPTION.iter().find(|row| row.auth == auth && row.client_broker == client_broker)
}
