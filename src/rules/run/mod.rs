//! About the run itself: files and modules that cannot be read, comments and settings that do nothing.
//!
//! The stages that notice these report them; here stand their names and pages.

use super::{Check, Group, Rule};

pub(super) const GROUP: Group = Group {
    title: "About the run itself",
    rules: &[
        rule("syntax-error", "text that Terraform cannot read", include_str!("syntax_error.md")),
        rule("unreadable-file", "a file that cannot be read", include_str!("unreadable_file.md")),
        rule("internal-error", "a rule that failed", include_str!("internal_error.md")),
        rule("unused-allow", "an allow that allows nothing", include_str!("unused_allow.md")),
        rule("expired-allow", "an allow whose date has passed", include_str!("expired_allow.md")),
        rule("unknown-rule-name", "an allow for a rule that does not exist", include_str!("unknown_rule_name.md")),
        rule("unused-policy-entry", "a setting that changes nothing", include_str!("unused_policy_entry.md")),
        rule("unresolved-module", "a module call that was not followed", include_str!("unresolved_module.md")),
    ],
};

const fn rule(name: &'static str, summary: &'static str, page: &'static str) -> Rule {
    Rule { name, summary, page, security: false, supersedes: &[], check: Check::Run }
}
