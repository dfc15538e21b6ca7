//! The policies that come with the program, made into statics when it is built: one of them is needed by every run. A test
//! holds them to be what the reader of everybody's policies makes of their texts.

use std::sync::Arc;

use super::reader::Overlay;
use super::soften::Soften;
use super::{Origin, Policy, Setting};
use crate::finding::Level;

include!(concat!(env!("OUT_DIR"), "/policies.rs"));

/// A policy as it was built in.
pub(super) struct BuiltIn {
    pub(super) name: &'static str,
    /// The one that it changes, which is built in, too.
    extends: Option<&'static str>,
    /// Words that mark what is not for production, and the rules that are softened there.
    soften: Option<(&'static [&'static str], &'static [&'static str])>,
    checks: &'static [BuiltInCheck],
}

/// One `check` block.
struct BuiltInCheck {
    rule: &'static str,
    line: u32,
    level: Option<Setting>,
    levels: &'static [(&'static str, Setting)],
    numbers: &'static [(&'static str, i64)],
    source: Option<&'static str>,
}

impl BuiltIn {
    pub(super) fn policy(&self) -> Policy {
        let mut policy = self.extends.and_then(Policy::built_in).unwrap_or_default();
        policy.name = self.name.into();
        if let Some((words, rules)) = self.soften {
            let shared = |words: &[&str]| words.iter().map(|word| (*word).into()).collect();
            policy.soften = Soften { words: shared(words), rules: shared(rules) };
        }
        let path: Arc<str> = format!("policies/{}.hcl", self.name).into();
        let origin = |line| Origin { policy: policy.name.clone(), path: path.clone(), line };
        let checks = self.checks.iter().map(|check| (check.rule.into(), check.overlay(origin(check.line)))).collect();
        policy.overlay(checks);
        policy
    }
}

impl BuiltInCheck {
    fn overlay(&self, origin: Origin) -> Overlay {
        Overlay {
            level: self.level,
            levels: self.levels.iter().map(|(case, level)| ((*case).into(), *level)).collect(),
            numbers: self.numbers.iter().map(|(name, number)| ((*name).into(), *number)).collect(),
            source: self.source.map(Into::into),
            origin,
            is_own: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::{PolicyError, reader};
    use super::*;

    #[test]
    fn are_what_the_reader_of_everybodys_policies_makes_of_their_texts() {
        let find = |name: &str| Policy::built_in(name).ok_or_else(|| PolicyError::Missing(name.to_owned()));
        let texts = [
            ("guide", include_str!("../../policies/guide.hcl")),
            ("aws", include_str!("../../policies/aws.hcl")),
            ("strict", include_str!("../../policies/strict.hcl")),
        ];
        assert_eq!(BUILT_IN.each_ref().map(|policy| policy.name), texts.map(|(name, _)| name));
        for ((name, text), built_in) in texts.into_iter().zip(&BUILT_IN) {
            let path = format!("policies/{name}.hcl");
            let theirs = reader::policy(Path::new(""), &path, text, name == "guide", &find).ok();
            let ours = built_in.policy();
            assert!(ours.rules().count() > 100, "{name}");
            assert_eq!(Some(format!("{ours:#?}")), theirs.map(|policy| format!("{policy:#?}")), "{name}");
        }
    }
}
