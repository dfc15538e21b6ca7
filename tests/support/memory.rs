//! A project of files in memory, and what is found in it under the guide.

use std::path::PathBuf;
use std::sync::Arc;

use msk_lint::analysis::{self, Analysis, Request};
use msk_lint::date::Date;
use msk_lint::files::Memory;
use msk_lint::finding::Finding;
use msk_lint::lint::{self, Options};
use msk_lint::policy::Policy;

/// What a project of these files holds.
pub fn analyse(files: &[(&str, &str)]) -> Analysis {
    let root = PathBuf::from("/project");
    let files = Memory::new(files.iter().map(|(name, text)| (root.join(name), text.as_bytes().to_vec())));
    let request = Request {
        paths: vec![root.clone()],
        current_folder: root.clone(),
        boundary: root.clone(),
        ..Request::default()
    };
    analysis::analyse(&request, &files)
}

/// What some rules find.
pub fn lint(analysis: &Analysis, wanted: &dyn Fn(&str) -> bool) -> Vec<Finding> {
    let policy = Arc::new(Policy::built_in("guide").unwrap());
    let today = Date::parse("2026-11-22").unwrap();
    lint::lint(analysis, &Options { policy_for: &|_: &str| policy.clone(), rules: wanted, today }).findings
}
