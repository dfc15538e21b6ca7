//! What the security groups of a cluster let in.

use std::sync::Arc;

use super::fact::{Fact, Origin, State};
use crate::finding::Instance;
use crate::source::Place;

/// The security groups of a cluster.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Network {
    /// The groups that these files define.
    pub groups: Vec<SecurityGroup>,
    /// Why there may be other groups; `None` when all are seen.
    pub open: Option<Arc<str>>,
}

/// One `aws_security_group`.
#[derive(Clone, Debug, PartialEq)]
pub struct SecurityGroup {
    /// Where it is evaluated.
    pub instance: Instance,
    /// The block's header.
    pub block: Place,
    /// What it lets in, from all kinds of rules.
    pub ingress: Vec<Ingress>,
    /// Why it may let in more; `None` when all is seen.
    pub open: Option<Arc<str>>,
}

/// One rule that lets something in.
#[derive(Clone, Debug, PartialEq)]
pub struct Ingress {
    /// The block that holds it.
    pub block: Place,
    /// First port.
    pub from: Fact<i64>,
    /// Last port.
    pub to: Fact<i64>,
    /// `tcp`, `-1` for all, or a number.
    pub protocol: Fact<Arc<str>>,
    /// The address ranges that are known, each where it is written.
    pub ranges: Vec<(Arc<str>, Origin)>,
}

impl Ingress {
    /// The range that stands for every address, if one is let in.
    pub fn everyone(&self) -> Option<&(Arc<str>, Origin)> {
        self.ranges.iter().find(|(range, _)| matches!(&**range, "0.0.0.0/0" | "::/0"))
    }

    /// Whether a port is known to be let in (`Some(true)`), known not to be, or neither.
    pub fn lets_in(&self, port: u16) -> Option<bool> {
        match &self.protocol.state {
            State::Known(protocol) if matches!(&**protocol, "-1" | "all") => return Some(true),
            State::Known(protocol) if !matches!(protocol.to_ascii_lowercase().as_str(), "tcp" | "6") => {
                return Some(false);
            }
            State::Known(_) => {}
            _ => return None,
        }
        let port = i64::from(port);
        match (self.from.get(), self.to.get()) {
            (Some(from), Some(to)) => Some(from <= port && port <= to),
            (Some(from), None) if port < from => Some(false),
            (None, Some(to)) if port > to => Some(false),
            _ => None,
        }
    }
}

impl Network {
    /// Whether every group and all that they let in are seen.
    pub fn is_seen(&self) -> bool {
        self.open.is_none() && self.groups.iter().all(|group| group.open.is_none())
    }

    /// Everything that any of the groups lets in.
    pub fn ingress(&self) -> impl Iterator<Item = &Ingress> {
        self.groups.iter().flat_map(|group| &group.ingress)
    }
}
