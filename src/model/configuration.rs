//! `aws_msk_configuration`: a named set of broker properties.

use std::sync::Arc;

use super::change::Change;
use super::fact::{Fact, Origin};
use super::properties::Properties;
use crate::finding::Instance;
use crate::source::Place;

/// One configuration instance.
#[derive(Clone, Debug, PartialEq)]
pub struct Configuration {
    /// Where it is evaluated.
    pub instance: Instance,
    /// The block's header.
    pub block: Place,
    /// `name`.
    pub name: Fact<Arc<str>>,
    /// Whether the name may change when the versions do.
    pub name_varies: bool,
    /// `kafka_versions`.
    pub kafka_versions: Fact<Vec<Arc<str>>>,
    /// Whether `lifecycle.create_before_destroy` is set.
    pub create_before_destroy: bool,
    /// `server_properties`, parsed; unknown when nothing of the text is known.
    pub properties: Fact<Properties>,
    /// Where the text begins: the attribute's value.
    pub text: Origin,
    /// Who uses it.
    pub attachment: Attachment,
    /// Whether a cluster uses it in the prior state of a plan.
    pub used_before: bool,
    /// What a plan does to it; `None` where no plan was read.
    pub change: Option<Change<Configuration>>,
}

/// Whether a cluster of the same root uses a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attachment {
    /// These clusters do.
    Clusters(Vec<Arc<str>>),
    /// No cluster does, and nothing outside can.
    Unattached,
    /// It may be used by something that cannot be seen.
    Unknown(Arc<str>),
}

/// What a cluster knows of its configuration.
#[derive(Clone, Debug, PartialEq)]
pub enum ConfigurationLink {
    /// `configuration_info` is absent: MSK's default configuration.
    None,
    /// A configuration of the same root.
    Attached(Box<Configuration>),
    /// One that these files do not show.
    Unknown(Arc<str>),
}

/// `configuration_info` of a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct ConfigurationInfo {
    /// What is attached.
    pub link: ConfigurationLink,
    /// The `arn` value's origin, or the cluster's block when there is none.
    pub origin: Origin,
    /// A `revision` written as a number.
    pub literal_revision: Option<Fact<i64>>,
}

impl ConfigurationInfo {
    /// The attached configuration, if these files show it.
    pub fn attached(&self) -> Option<&Configuration> {
        match &self.link {
            ConfigurationLink::Attached(configuration) => Some(configuration),
            _ => None,
        }
    }
}
