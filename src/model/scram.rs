//! Users that log in with SASL/SCRAM: their secrets, and the resources that give these to a cluster.

use std::sync::Arc;

use super::fact::{Fact, Origin};
use crate::finding::Instance;
use crate::source::Place;

/// An association of secrets with a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct ScramAssociation {
    /// Where it is evaluated.
    pub instance: Instance,
    /// The block's header.
    pub block: Place,
    /// Whether it holds the whole set of secrets, or one of them.
    pub is_whole_set: bool,
    /// How many secrets are known to be in it.
    pub users: usize,
    /// The secrets that these files define.
    pub secrets: Vec<Secret>,
    /// Secrets that are named by their ARN alone, each where it is written.
    pub arns: Vec<(Arc<str>, Origin)>,
}

/// What the ARN of a secret tells: `arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecretArn<'a> {
    /// Its region.
    pub region: &'a str,
    /// Its account.
    pub account: &'a str,
    /// Its name, with what AWS puts behind it.
    pub name: &'a str,
}

impl<'a> SecretArn<'a> {
    /// Reads an ARN.
    pub fn parse(arn: &'a str) -> Option<Self> {
        let parts: Vec<&str> = arn.splitn(7, ':').collect();
        let ["arn", _, "secretsmanager", region, account, "secret", name] = parts[..] else { return None };
        Some(Self { region, account, name })
    }
}

/// An `aws_secretsmanager_secret` that is given to a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Secret {
    /// Where it is evaluated.
    pub instance: Instance,
    /// The block's header.
    pub block: Place,
    /// `name`, or `name_prefix`.
    pub name: Fact<Arc<str>>,
    /// Where it is; unknown where it has replicas elsewhere.
    pub region: Fact<Arc<str>>,
    /// `kms_key_id`.
    pub key: Fact<Arc<str>>,
    /// Which of the fields that MSK asks for the secret's text lacks; never the text.
    pub lacks: Vec<LackingField>,
}

/// A field that the text of a secret lacks, and the place of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct LackingField {
    /// Its name.
    pub name: &'static str,
    /// Where the text is written.
    pub place: Place,
}
