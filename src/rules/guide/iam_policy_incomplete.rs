//! A policy of IAM that allows something and not what AWS requires beside it.

use std::collections::BTreeSet;

use crate::facts::required_actions;
use crate::model::access_policy::AccessPolicy;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "iam-policy-incomplete",
    summary: "an IAM policy allows something on Kafka and not what it takes",
    page: include_str!("iam_policy_incomplete.md"),
    security: false,
    supersedes: &[],
    check: Check::AccessPolicy(check),
};

fn check(access: &AccessPolicy, _: &Policy, out: &mut Findings) {
    // Another policy of the same role may allow the rest.
    if !access.is_seen || !access.is_alone {
        return;
    }
    let allowed =
        access.statements.iter().filter(|statement| statement.allows).flat_map(|statement| &statement.actions);
    let mut missing = BTreeSet::new();
    let mut first = None;
    for action in allowed {
        let needed = action.operation().map_or(&[][..], |_| required_actions(&action.text));
        let lacking: Vec<&str> = needed.iter().copied().filter(|needed| !access.allows(needed)).collect();
        if !lacking.is_empty() {
            first = first.or(Some(action));
            missing.extend(lacking);
        }
    }
    let Some(action) = first else { return };
    let names: Vec<&str> = missing.into_iter().collect();
    out.report(
        Draft::new("actions", "the policy allows an action and not what AWS requires beside it")
            .at(&action.origin, action.text.to_string())
            .note("a client is refused without them, unless another policy of its role allows them")
            .help(format!("allow {} too", names.join(" and "))),
    );
}
