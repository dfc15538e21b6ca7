//! `aws_msk_cluster_policy`: who in other accounts, and which services, may use a cluster.

use std::sync::Arc;

use super::access_policy::{Statement, Written};
use super::change::Change;
use super::fact::Fact;
use crate::finding::Instance;
use crate::source::Place;

/// The policy of a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterPolicy {
    /// Where it is evaluated.
    pub instance: Instance,
    /// The block's header.
    pub block: Place,
    /// `cluster_arn`, or the address of the cluster that it is taken from.
    pub cluster: Fact<Arc<str>>,
    /// Its statements.
    pub statements: Vec<Statement>,
    /// Whether these are all, and everything in them is known.
    pub is_seen: bool,
    /// What a plan does to it; `None` where no plan was read.
    pub change: Option<Change<ClusterPolicy>>,
}

impl ClusterPolicy {
    /// Whether an action is allowed to somebody.
    pub fn allows(&self, action: &str) -> bool {
        self.statements.iter().any(|statement| statement.allows_action(action))
    }

    /// What allows an action to accounts or roles.
    pub fn allowing_accounts(&self, action: &str) -> Option<&Written> {
        let allowing = self.statements.iter().filter(|statement| statement.allows && statement.is_for_accounts);
        allowing.flat_map(|statement| &statement.actions).find(|written| written.matches(action))
    }
}
