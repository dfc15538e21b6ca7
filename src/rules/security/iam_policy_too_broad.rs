//! Policies of IAM that allow more than a client needs, or nothing because an ARN is wrong.

use crate::model::access_policy::{AccessPolicy, Statement, fault_of_arn};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "iam-policy-too-broad",
    summary: "an IAM policy allows more on Kafka than a client needs",
    page: include_str!("iam_policy_too_broad.md"),
    security: true,
    supersedes: &[],
    check: Check::AccessPolicy(check),
};

/// What applications do with records.
const DATA: &[&str] = &["ReadData", "WriteData", "WriteDataIdempotently"];
const ALTER: &str = "AlterCluster";
/// What administrators and MSK Replicator do with settings of topics.
const SETTINGS: &[&str] = &["AlterTopicDynamicConfiguration", "AlterClusterDynamicConfiguration"];

fn check(access: &AccessPolicy, _: &Policy, out: &mut Findings) {
    for statement in access.statements.iter().filter(|statement| statement.allows && statement.is_about_kafka()) {
        everything(statement, out);
        if access.allows_any(DATA) && !access.allows_any(SETTINGS) {
            alter(statement, out);
        }
        arns(statement, out);
    }
}

fn everything(statement: &Statement, out: &mut Findings) {
    let everywhere = statement.resources.iter().find(|resource| &*resource.text == "*");
    let (Some(action), Some(everywhere)) = (statement.everything(), everywhere) else { return };
    let draft = Draft::new("actions", "every client action is allowed on every cluster")
        .at(&action.origin, format!("{} on *", action.text))
        .related(&everywhere.origin.place, "every resource")
        .note("whoever holds it can read, write and delete all topics, and change the settings of all clusters")
        .help("name the actions a client needs, and the ARNs of its cluster, topics and groups");
    out.report(draft);
}

fn alter(statement: &Statement, out: &mut Findings) {
    let Some(action) = statement.actions.iter().find(|action| action.is(ALTER)) else { return };
    let draft = Draft::new("actions", "an application may change the settings of the cluster")
        .at(&action.origin, action.text.to_string())
        .note("the same policy reads or writes records, as applications do; none of them needs to alter the cluster")
        .help("leave AlterCluster to a policy of its own for administrators");
    out.report(draft);
}

fn arns(statement: &Statement, out: &mut Findings) {
    for resource in &statement.resources {
        let Some(fault) = fault_of_arn(&resource.text) else { continue };
        let draft = Draft::new("resources", "this ARN names nothing of Kafka")
            .at(&resource.origin, fault)
            .note("IAM compares ARNs by their text: nothing matches, so nothing is allowed by it")
            .help("write cluster/NAME/UUID, or topic/NAME/UUID/TOPIC and the like for group and transactional-id");
        out.report(draft);
    }
}
