//! `msklint_rules`: the catalogue.

use super::{DataSource, text};
use crate::eval::types::Type;
use crate::eval::value::Value;
use crate::provider::diagnostics::Diagnostics;
use crate::provider::made;
use crate::provider::options::Options;
use crate::provider::schema::{Attribute, Block, Mode};
use crate::report;
use crate::rules::{self, Rule};

pub(super) static RULES: DataSource = DataSource {
    name: "msklint_rules",
    block: &Block {
        description: "The catalogue of rules with their levels under a policy.",
        attributes: &[
            Attribute {
                name: "policy",
                ty: text,
                mode: Mode::Optional,
                description: "The policy: `guide`, `aws` or `strict`; the provider's without it.",
            },
            Attribute {
                name: "rules",
                ty: || {
                    Type::List(
                        Type::object(["name", "summary", "level", "url"].map(|name| (name.into(), Type::String)))
                            .into(),
                    )
                },
                mode: Mode::Computed,
                description: "The rules: `name`, `summary`, `level` (`off`, `note`, `warning` or `error`) and `url`.",
            },
        ],
        blocks: &[],
    },
    example: "data \"msklint_rules\" \"aws\" {\n  policy = \"aws\"\n}",
    read,
};

fn read(_: &Value, options: &Options, _: &mut Diagnostics) -> Vec<(&'static str, Value)> {
    let policy = (options.unknown != Some("policy")).then(|| options.policy());
    // Known only where it is known under which policy.
    let level = |rule: &Rule| policy.as_ref().map(|policy| policy.check(rule.name).level().as_str());
    let rules = rules::all().map(|rule| {
        made::object([
            ("name", made::text(rule.name)),
            ("summary", made::text(rule.summary)),
            ("level", made::optional_text(level(rule))),
            ("url", made::optional_text(report::rule_url(rule.name))),
        ])
    });
    vec![("rules", made::list(rules))]
}
