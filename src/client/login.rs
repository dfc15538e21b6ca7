//! How a client logs in, and which ports of MSK take that.

use super::hosts::Server;
use super::{Client, Setting};
use crate::facts::{self, Port, Scheme, SecurityProtocol};

impl Client {
    /// The written `security.protocol`, if it is one that Kafka knows.
    pub fn protocol(&self) -> Option<(Protocol, &Setting)> {
        let (text, setting) = self.text("security.protocol")?;
        let protocol = match &*text.to_ascii_uppercase() {
            "PLAINTEXT" => Protocol::Plaintext,
            "SSL" => Protocol::Ssl,
            "SASL_PLAINTEXT" => Protocol::SaslPlaintext,
            "SASL_SSL" => Protocol::SaslSsl,
            _ => return None,
        };
        Some((protocol, setting))
    }

    /// What the written `sasl.mechanism` logs in with at MSK; nothing for one that MSK has not.
    pub fn mechanism(&self) -> Option<(Scheme, &Setting)> {
        let (text, setting) = self.text("sasl.mechanism")?;
        let scheme = match &*text.to_ascii_uppercase() {
            "AWS_MSK_IAM" | "OAUTHBEARER" => Scheme::Iam,
            "SCRAM-SHA-512" | "SCRAM-SHA-256" => Scheme::Scram,
            _ => return None,
        };
        Some((scheme, setting))
    }

    /// How it logs in, where protocol and mechanism tell.
    pub fn scheme(&self) -> Option<Scheme> {
        match self.protocol()?.0 {
            Protocol::Plaintext => Some(Scheme::Unauthenticated),
            // With or without a certificate.
            Protocol::Ssl => None,
            Protocol::SaslPlaintext | Protocol::SaslSsl => self.mechanism().map(|(scheme, _)| scheme),
        }
    }

    /// What the listener takes whose brokers Terraform names: `bootstrap_brokers_sasl_iam` and its siblings.
    pub fn scheme_of_brokers(&self) -> Option<Scheme> {
        let attribute = self.brokers_of.as_deref()?;
        let ends = [("_sasl_iam", Scheme::Iam), ("_sasl_scram", Scheme::Scram)];
        ends.iter().find(|(end, _)| attribute.ends_with(end)).map(|(_, scheme)| *scheme)
    }

    /// The hosts of MSK among the brokers to start from, and the setting that names them.
    pub fn msk_servers(&self) -> Option<(Vec<Server>, &Setting)> {
        let setting = self.setting("bootstrap.servers")?;
        let servers: Vec<Server> = self.bootstrap()?.servers.into_iter().filter(Server::is_msk).collect();
        (!servers.is_empty()).then_some((servers, setting))
    }
}

/// A client's `security.protocol`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// Neither encrypted nor logged in.
    Plaintext,
    /// Encrypted.
    Ssl,
    /// Logged in without encryption: MSK has no such listener.
    SaslPlaintext,
    /// Encrypted and logged in.
    SaslSsl,
}

impl Protocol {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plaintext => "PLAINTEXT",
            Self::Ssl => "SSL",
            Self::SaslPlaintext => "SASL_PLAINTEXT",
            Self::SaslSsl => "SASL_SSL",
        }
    }
}

/// Whether what a login module is given has no secret in it: a role or profile is none.
pub fn is_without_secret(jaas: &str) -> bool {
    let lowered = jaas.to_ascii_lowercase();
    !["password", "secret", "token", "key"].iter().any(|word| lowered.contains(word))
}

/// The listeners of MSK behind a port.
pub fn listeners(port: u16) -> Vec<&'static Port> {
    facts::ports().iter().filter(|row| row.port == port && row.client_security_protocol.is_some()).collect()
}

/// What a listener speaks.
pub fn speaks(listener: &Port) -> Option<Protocol> {
    Some(match listener.client_security_protocol? {
        SecurityProtocol::Plaintext => Protocol::Plaintext,
        SecurityProtocol::Ssl => Protocol::Ssl,
        SecurityProtocol::SaslSsl => Protocol::SaslSsl,
    })
}
