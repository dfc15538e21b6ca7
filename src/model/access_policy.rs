//! IAM policies that speak of Kafka: documents as text, as `jsonencode`, or as `aws_iam_policy_document`.

use std::sync::Arc;

use super::fact::Origin;
use crate::finding::Instance;
use crate::source::Place;

/// One policy document with at least one action of Kafka.
#[derive(Clone, Debug, PartialEq)]
pub struct AccessPolicy {
    /// Where it is evaluated.
    pub instance: Instance,
    /// The block's header.
    pub block: Place,
    /// Its statements.
    pub statements: Vec<Statement>,
    /// Whether these are all, and everything in them is known.
    pub is_seen: bool,
    /// Whether no other policy of the root may add to it.
    pub is_alone: bool,
}

/// One statement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statement {
    /// Whether it allows what it names.
    pub allows: bool,
    /// The known actions.
    pub actions: Vec<Written>,
    /// The known resources.
    pub resources: Vec<Written>,
    /// Whether it may name more, or names what it leaves out.
    pub is_open: bool,
    /// Whether it is about accounts or roles, in the policy of a resource; services are otherwise.
    pub is_for_accounts: bool,
}

/// A text and where it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// The text.
    pub text: Arc<str>,
    /// Where.
    pub origin: Origin,
}

/// The service prefix of what clients do with Kafka.
const SERVICE: &str = "kafka-cluster:";

impl AccessPolicy {
    /// Whether a statement allows one of these operations by name.
    pub fn allows_any(&self, operations: &[&str]) -> bool {
        let allowed = self.statements.iter().filter(|statement| statement.allows);
        allowed.flat_map(|statement| &statement.actions).any(|action| operations.iter().any(|op| action.is(op)))
    }

    /// Whether an action is allowed, by its name or by a pattern.
    pub fn allows(&self, action: &str) -> bool {
        self.statements.iter().any(|statement| statement.allows_action(action))
    }
}

impl Statement {
    /// Whether it allows an action of any service.
    pub fn allows_action(&self, action: &str) -> bool {
        self.allows && self.actions.iter().any(|written| written.matches(action))
    }

    /// The action that allows everything on Kafka, if there is one.
    pub fn everything(&self) -> Option<&Written> {
        self.actions.iter().find(|action| action.operation().is_some_and(|operation| operation == "*"))
    }

    /// Whether it is about clients of Kafka.
    pub fn is_about_kafka(&self) -> bool {
        self.actions.iter().any(|action| action.operation().is_some())
    }
}

impl Written {
    /// `ReadData` of `kafka-cluster:ReadData`.
    pub fn operation(&self) -> Option<&str> {
        let prefix = self.text.get(..SERVICE.len())?;
        prefix.eq_ignore_ascii_case(SERVICE).then(|| &self.text[SERVICE.len()..])
    }

    /// Whether it is this action of any service, or a pattern that it matches.
    pub fn matches(&self, action: &str) -> bool {
        let pattern = globset::GlobBuilder::new(&self.text).case_insensitive(true).build();
        pattern.is_ok_and(|pattern| pattern.compile_matcher().is_match(action))
    }

    /// Whether it is this operation; IAM ignores case.
    pub fn is(&self, operation: &str) -> bool {
        self.operation().is_some_and(|own| own.eq_ignore_ascii_case(operation))
    }
}

/// What an ARN of Kafka lacks to name a cluster, topic, group or transactional id; `None` where it is well formed, is no
/// such ARN, or has a wildcard that may stand for the rest.
pub fn fault_of_arn(arn: &str) -> Option<&'static str> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", _, "kafka", _, _, resource] = parts[..] else { return None };
    let names: Vec<&str> = resource.split('/').collect();
    if names.iter().any(|name| name.contains(['*', '?'])) {
        return None;
    }
    match names[..] {
        ["cluster", _] => Some("it lacks the UUID after the cluster's name"),
        ["topic" | "group" | "transactional-id", _] => Some("it names no cluster: cluster name and UUID come first"),
        ["topic" | "group" | "transactional-id", _, _] => Some("it lacks the cluster's name or its UUID"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_name_the_cluster_and_its_uuid() {
        let arn = |resource: &str| format!("arn:aws:kafka:eu-west-1:111122223333:{resource}");
        for sound in ["cluster/orders/u-1", "topic/orders/u-1/events", "group/orders/*", "topic/*", "cluster/*"] {
            assert_eq!(fault_of_arn(&arn(sound)), None, "{sound}");
        }
        for wrong in ["cluster/orders", "topic/events", "topic/orders/events", "group/app", "transactional-id/app"] {
            assert!(fault_of_arn(&arn(wrong)).is_some(), "{wrong}");
        }
        assert_eq!(fault_of_arn("arn:aws:s3:::topic/events"), None);
        assert_eq!(fault_of_arn("*"), None);
    }
}
